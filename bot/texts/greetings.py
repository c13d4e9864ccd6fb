"""Greeting, menu, help, what was not understood, coming and going: the words."""

from __future__ import annotations

from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Place, Say, Style, Text, Voice
from bot.texts import figures, words
from bot.texts.announcement_words import WRITE
from bot.texts.calling import CALL, called

EXAMPLES = (
    "ทั้งเขตมีนักเรียนกี่คน",
    "นักเรียน ป.1 ทั้งเขตกี่คน",
    "ทั้งเขตแยกตามระดับมีนักเรียนกี่คน",
)
#: What the person wants to do, after «ทางแชตนี้ยัง».
SERVICES = {
    "request": "ยื่นคำขอข้อมูล",
    "rating": "ประเมินความพึงพอใจ",
    "status": "ติดตามเรื่อง",
    "tasks": "ดูงานที่รับผิดชอบ",
    "notices": "ดูข่าวแจ้งและกำหนดส่ง",
    "register": "ยืนยันตัวตน",
    "complaint": "ร้องเรียน",
    "person": "คุยกับเจ้าหน้าที่",
}
#: Below a photo that came out of the blue.
REPORT_IT = "แจ้งปัญหาด้วยสิ่งนี้"
#: Where every message without buttons ends: a PC shows no quick replies.
OR_MENU = "พิมพ์คำถามได้เลย หรือพิมพ์ «เมนู»"


#: Every published figure as tables and files, for whoever wants more than one.
PAGES = Open("เปิดหน้าข้อมูลทั้งหมด", "/data/")


def polite(text: str, voice: Voice) -> str:
    """The sentence with the office's polite particle, if it has one."""
    return figures.polite(text, voice.particle)


def ask(label: str, text: str, place: Place, style: Style = Style.SECONDARY) -> Say:
    """A button that types for the person, in a way that the bot hears in this place."""
    return Say(label, called(text, place), style)


def _first_steps(place: Place) -> tuple[Button, ...]:
    return (
        ask("ถามข้อมูล", "ถามข้อมูล", place),
        ask("ยอดรวมทั้งเขต", EXAMPLES[0], place),
        ask("วิธีใช้", "ช่วยเหลือ", place),
    )


def _or_menu(place: Place) -> str:
    if place.is_group:
        return f"พิมพ์ «{called('เมนู', place)}» เพื่อดูสิ่งที่ถามได้"
    return OR_MENU


@words("welcome")
def welcome(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    if data.get("again"):
        return [Text(f"{polite('ยินดีต้อนรับกลับมา', voice)} {_or_menu(place)}", _first_steps(place))]
    card = Card(
        alt=f"สวัสดี{voice.particle} {voice.office} ยินดีให้บริการข้อมูล พิมพ์คำถามเป็นภาษาไทยได้เลย",
        title="ถามเขต",
        subtitle=voice.office,
        icon="💬",
        body=(
            polite("สวัสดี", voice),
            "พิมพ์ถามจำนวนนักเรียน ห้องเรียน และโรงเรียนได้เลย เช่น",
            *(f"• {example}" for example in EXAMPLES[:2]),
        ),
        note="บัญชีนี้เก็บเลขประจำตัว LINE ของท่านไว้เพื่อตอบกลับ พิมพ์ «ข้อมูลของฉัน» เพื่อดูรายละเอียด",
        buttons=(
            ask("ถามข้อมูล", "ถามข้อมูล", place, Style.PRIMARY),
            ask("วิธีใช้", "ช่วยเหลือ", place),
        ),
    )
    return [card]


@words("menu")
def menu(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    card = Card(
        alt="เมนู: ถามข้อมูล · ขอข้อมูล · แจ้งปัญหา · ขอใช้บริการ · สถานะ · ประเมิน · ประกาศ · ลงทะเบียน · "
        "วิธีใช้ (พิมพ์คำเหล่านี้ได้)",
        title="เมนู",
        subtitle=voice.office,
        icon="📋",
        body=(polite("เลือกหัวข้อ หรือพิมพ์คำถามหรือปัญหาที่พบได้เลย", voice),),
        buttons=(
            ask("ถามข้อมูล", "ถามข้อมูล", place, Style.PRIMARY),
            *(() if place.is_group else _services(place)),
            *((ask(WRITE, WRITE, place),) if data.get("announces") else ()),
            ask("ข่าวแจ้งและกำหนดส่ง", "ประกาศ", place),
            ask("ยอดรวมทั้งเขต", EXAMPLES[0], place),
            ask("วิธีใช้", "ช่วยเหลือ", place),
            PAGES,
        ),
        beside=True,
    )
    return [card]


def _services(place: Place) -> tuple[Button, ...]:
    """What is a person's own business, and so not for groups."""
    return (
        ask("ยื่นคำขอข้อมูล", "ขอข้อมูล", place),
        ask("แจ้งปัญหา/แจ้งซ่อม", "แจ้งปัญหา", place),
        ask("จองห้อง/บริการอื่น", "ขอใช้บริการ", place),
        ask("ติดตามเรื่อง", "สถานะ", place),
        ask("งานที่รับผิดชอบ", "งานของฉัน", place),
        ask("ประเมินความพึงพอใจ", "ประเมิน", place),
        ask("ยืนยันตัวตน", "ลงทะเบียน", place),
    )


@words("help")
def usage(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    calling = (f"ในกลุ่ม ขึ้นต้นทุกข้อความด้วย «{CALL}» แล้วเว้นวรรค",) if place.is_group else ()
    card = Card(
        alt="วิธีใช้: พิมพ์คำถามได้เลย เช่น " + " · ".join(EXAMPLES),
        title="วิธีใช้",
        subtitle=voice.office,
        icon="💡",
        body=(
            *calling,
            polite("พิมพ์คำถามเหมือนคุยกับเจ้าหน้าที่ได้เลย", voice),
            "บอกชื่อโรงเรียน ชั้น หรือระดับ เช่น",
            *(f"• {called(example, place)}" for example in EXAMPLES),
            f"• {called('โรงเรียน… มีนักเรียน ป.6 กี่คน', place)}",
            "ถามต่อสั้น ๆ ได้ เช่น «แล้ว ป.1 ล่ะ» «ปีก่อนล่ะ»",
            *(() if place.is_group else ("เครื่องหรือระบบมีปัญหา พิมพ์บอกได้เลย เช่น «เน็ตล่มค่ะ»",)),
            "พิมพ์ «ยกเลิก» เพื่อเลิกขั้นตอนที่ทำอยู่",
        ),
        buttons=(
            ask("ถามข้อมูล", "ถามข้อมูล", place, Style.PRIMARY),
            ask("เมนู", "เมนู", place),
            PAGES,
        ),
    )
    return [card]


@words("joined")
def joined(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    card = Card(
        alt=f"สวัสดี{voice.particle} ถามเขต จาก {voice.office} เรียกใช้โดยขึ้นต้นข้อความว่า ถามเขต",
        title="ถามเขต",
        subtitle=voice.office,
        icon="💬",
        body=(
            polite("สวัสดี", voice) + " ยินดีที่ได้ร่วมกลุ่ม",
            f"เรียกใช้โดยกล่าวถึง (@) บัญชีนี้ หรือขึ้นต้นว่า «{CALL}» แล้วเว้นวรรค เช่น",
            f"• {CALL} {EXAMPLES[0]}",
        ),
        note="ข้อความอื่นในกลุ่ม ระบบไม่ตอบและไม่เก็บเนื้อหา",
        buttons=(
            ask("ถามข้อมูล", "ถามข้อมูล", place, Style.PRIMARY),
            ask("วิธีใช้", "ช่วยเหลือ", place),
        ),
    )
    return [card]


@words("privacy")
def privacy(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    lines = (
        "ข้อมูลส่วนบุคคลของท่านที่ระบบเก็บ",
        "• เลขประจำตัว LINE ของท่าน (ไม่ใช่เบอร์โทรศัพท์)",
        "• ข้อความที่พิมพ์ถึงระบบ ลบเนื้อหาภายใน 7 วัน",
        "• ภาพและไฟล์ที่ส่งโดยไม่ได้แนบเรื่องใด ลบภายใน 1 วัน",
        "• เลขประจำตัวประชาชน 13 หลัก ถูกปิดบังก่อนจัดเก็บ",
        polite("เมื่อท่านยกเลิกข้อความใน LINE ระบบจะลบเนื้อหาข้อความนั้นด้วย", voice),
        _or_menu(place),
    )
    return [Text("\n".join(lines), _first_steps(place))]


@words("by_office")
def by_office(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    service = SERVICES.get(str(data.get("service")), "ทำเรื่องนี้")
    text = f"ทางแชตนี้ยัง{service}ไม่ได้ โปรดติดต่อเจ้าหน้าที่ของ {voice.office} โดยตรง"
    can = "ที่ถามได้ตอนนี้: จำนวนนักเรียน ห้องเรียน และโรงเรียน"
    return [Text(f"{polite(text, voice)}\n{can} {_or_menu(place)}", _first_steps(place))]


@words("heard")
def heard(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    if data.get("in_flow"):
        text = "กรุณาเลือกหรือพิมพ์คำตอบของขั้นตอนนี้ หรือพิมพ์ «ยกเลิก»"
        return [Text(polite(text, voice), (ask("ยกเลิก", "ยกเลิก", place),))]
    if data.get("kind") == "sticker":
        text = figures.asking("มีข้อมูลใดให้ช่วยค้นไหม", voice.particle)
        return [Text(f"😊 {text} {_or_menu(place)}", _first_steps(place))]
    if data.get("kind") == "location":
        return [
            Text(
                f"{polite('ได้รับตำแหน่งแล้ว แต่ยังค้นข้อมูลจากตำแหน่งไม่ได้', voice)} {_or_menu(place)}",
                _first_steps(place),
            )
        ]
    return [
        Text(
            polite("ยังอ่านข้อความชนิดนี้ไม่ได้ กรุณาพิมพ์คำถามเป็นตัวอักษร หรือพิมพ์ «เมนู»", voice),
            _first_steps(place),
        )
    ]


@words("media.received")
def media_received(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    count = int(data.get("count", 1))
    names = {"photo": f"ภาพ {count} ภาพ", "voice": "ข้อความเสียง", "video": "วิดีโอ", "file": "ไฟล์"}
    what = names.get(str(data.get("kind")), "ไฟล์")
    text = polite(f"ได้รับ{what}แล้ว แต่ยังไม่ได้อยู่ในเรื่องใด ระบบจะลบภายใน 1 วัน", voice)
    media_id = data.get("media_id")
    if media_id is None:
        more = "หากต้องการถามข้อมูล พิมพ์คำถามได้เลย หรือพิมพ์ «เมนู»"
        return [Text(f"{text}\n{more}", _first_steps(place))]
    report = Do(REPORT_IT, "ticket", "photo", str(media_id))
    more = f"หากเป็นเรื่องเครื่องหรือระบบมีปัญหา พิมพ์บอกอาการได้เลย หรือกด «{REPORT_IT}» จะแนบให้"
    return [Text(f"{text}\n{more}", (report, *_first_steps(place)))]


@words("button.stale")
def stale(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = "ปุ่มนี้ใช้ไม่ได้แล้ว เพราะเป็นของขั้นตอนก่อนหน้า"
    said = f"{polite(text, voice)} {_or_menu(place)}"
    return [Text(said, (ask("เมนู", "เมนู", place), ask("ถามข้อมูล", "ถามข้อมูล", place)))]


@words("button.not_yours")
def not_yours(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = "ปุ่มนี้เป็นของผู้ที่ถามก่อนหน้า"
    said = f"{polite(text, voice)} ท่านเริ่มถามเองได้ โดยพิมพ์ «{called('ถามข้อมูล', place)}»"
    return [Text(said, (ask("ถามข้อมูล", "ถามข้อมูล", place),))]


@words("only_in_private")
def only_in_private(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = "เรื่องนี้มีข้อมูลของท่าน จึงทำในแชตส่วนตัวเท่านั้น"
    how = "แตะชื่อบัญชีนี้ในกลุ่ม แล้วเลือก «แชต» หรือเพิ่มเป็นเพื่อน จากนั้นพิมพ์คำเดิม"
    return [Text(f"{polite(text, voice)}\n{how}")]


@words("cancelled")
def cancelled(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Text(f"{polite('ยกเลิกแล้ว', voice)} {_or_menu(place)}", _first_steps(place))]


@words("nothing_to_cancel")
def nothing_to_cancel(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Text(f"{polite('ไม่มีขั้นตอนใดค้างอยู่', voice)} {_or_menu(place)}", _first_steps(place))]
