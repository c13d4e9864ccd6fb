"""Greeting, menu, help, what was not understood, coming and going: the words."""

from __future__ import annotations

from typing import Any

from bot.cards import Button, Card, Message, Place, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.calling import called

EXAMPLES = (
    "ทั้งเขตมีนักเรียนกี่คน",
    "นักเรียน ป.1 ทั้งเขตกี่คน",
    "ทั้งเขตแยกตามระดับมีนักเรียนกี่คน",
)
SERVICES = {
    "request": "การยื่นคำขอข้อมูล",
    "ticket": "การแจ้งปัญหาหรือแจ้งซ่อม",
    "rating": "การประเมินความพึงพอใจ",
    "status": "การติดตามเรื่อง",
    "tasks": "งานที่รับผิดชอบ",
    "notices": "ข่าวแจ้งและกำหนดส่ง",
    "register": "การยืนยันตัวตน",
    "complaint": "การร้องเรียน",
    "acknowledge": "การรับทราบ",
    "person": "การคุยกับเจ้าหน้าที่",
}


def polite(text: str, voice: Voice) -> str:
    """The sentence with the office's polite particle, if it has one."""
    return text + voice.particle


def ask(label: str, text: str, place: Place, style: Style = Style.SECONDARY) -> Say:
    """A button that types for the person, in a way that the bot hears in this place."""
    return Say(label, called(text, place), style)


def _first_steps(place: Place) -> tuple[Button, ...]:
    return (
        ask("ถามข้อมูล", "ถามข้อมูล", place),
        ask("ยอดรวมทั้งเขต", EXAMPLES[0], place),
        ask("วิธีใช้", "ช่วยเหลือ", place),
    )


@words("welcome")
def welcome(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    if data.get("again"):
        return [Text(polite("ยินดีต้อนรับกลับมา", voice), _first_steps(place))]
    card = Card(
        alt=f"สวัสดี{voice.particle} {voice.office} ยินดีให้บริการข้อมูล พิมพ์คำถามเป็นภาษาไทยได้เลย",
        title="ถามเขต",
        subtitle=voice.office,
        icon="💬",
        body=(
            polite("สวัสดี", voice),
            polite("พิมพ์ถามข้อมูลนักเรียนและโรงเรียนได้เลย เช่น", voice),
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
        alt="เมนู: ถามข้อมูล · ยอดรวมทั้งเขต · จำนวนโรงเรียน · วิธีใช้",
        title="เมนู",
        subtitle=voice.office,
        icon="📋",
        body=(polite("เลือกหัวข้อ หรือพิมพ์คำถามได้เลย", voice),),
        buttons=(
            ask("ถามข้อมูลทีละขั้น", "ถามข้อมูล", place, Style.PRIMARY),
            ask("นักเรียนทั้งเขต", EXAMPLES[0], place),
            ask("นักเรียนแยกตามระดับ", EXAMPLES[2], place),
            ask("จำนวนโรงเรียน", "ทั้งเขตมีโรงเรียนกี่โรง", place),
            ask("วิธีใช้", "ช่วยเหลือ", place),
        ),
    )
    return [card]


@words("help")
def usage(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    calling = ("ในกลุ่ม ขึ้นต้นด้วย «ถามเขต» เว้นวรรค แล้วตามด้วยคำถาม",) if place.is_group else ()
    card = Card(
        alt="วิธีใช้: พิมพ์คำถามได้เลย เช่น " + " · ".join(EXAMPLES),
        title="วิธีใช้",
        subtitle=voice.office,
        icon="💡",
        body=(
            *calling,
            polite("พิมพ์คำถามเหมือนคุยกับเจ้าหน้าที่ บอกชื่อโรงเรียน ชั้น หรือระดับ เช่น", voice),
            *(f"• {example}" for example in EXAMPLES),
            "• โรงเรียน… มีนักเรียน ป.6 กี่คน",
            "พิมพ์ «เมนู» เพื่อดูรายการ และ «ยกเลิก» เพื่อเลิกขั้นตอนที่ทำอยู่",
        ),
        buttons=(
            ask("ถามข้อมูล", "ถามข้อมูล", place, Style.PRIMARY),
            ask("เมนู", "เมนู", place),
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
            polite("เรียกใช้โดยกล่าวถึง @ชื่อบัญชีนี้ หรือขึ้นต้นว่า «ถามเขต» แล้วเว้นวรรค เช่น", voice),
            f"ถามเขต {EXAMPLES[0]}",
        ),
        note="ข้อความอื่นในกลุ่ม ระบบไม่ตอบและไม่เก็บเนื้อหา",
        buttons=(ask("วิธีใช้", "ช่วยเหลือ", place, Style.PRIMARY),),
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
        "เมื่อท่านยกเลิกข้อความใน LINE ระบบจะลบเนื้อหาข้อความนั้นด้วย",
    )
    return [Text("\n".join(lines), _first_steps(place))]


@words("by_office")
def by_office(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    service = SERVICES.get(str(data.get("service")), "เรื่องนี้")
    text = f"{service} โปรดติดต่อเจ้าหน้าที่ของ {voice.office} โดยตรง ที่นี่ให้บริการตอบข้อมูลนักเรียนและโรงเรียน"
    return [Text(polite(text, voice), _first_steps(place))]


@words("heard")
def heard(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    if data.get("in_flow"):
        text = "กรุณาเลือกหรือพิมพ์คำตอบของขั้นตอนนี้ หรือพิมพ์ «ยกเลิก»"
        return [Text(polite(text, voice), (ask("ยกเลิก", "ยกเลิก", place),))]
    if data.get("kind") == "sticker":
        return [Text("😊 " + polite("มีข้อมูลใดให้ช่วยค้น พิมพ์ถามได้เลย", voice), _first_steps(place))]
    if data.get("kind") == "location":
        return [
            Text(polite("ได้รับตำแหน่งแล้ว หากต้องการถามข้อมูล พิมพ์คำถามได้เลย", voice), _first_steps(place))
        ]
    return [Text(polite("ข้อความชนิดนี้ระบบอ่านไม่ได้ กรุณาพิมพ์เป็นตัวอักษร", voice), _first_steps(place))]


@words("media.received")
def media_received(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    count = int(data.get("count", 1))
    names = {"photo": f"ภาพ {count} ภาพ", "voice": "ข้อความเสียง", "video": "วิดีโอ", "file": "ไฟล์"}
    what = names.get(str(data.get("kind")), "ไฟล์")
    text = polite(f"ได้รับ{what}แล้ว แต่ยังไม่ได้อยู่ในเรื่องใด ระบบจะลบภายใน 1 วัน", voice)
    return [Text(f"{text}\nหากต้องการถามข้อมูล กรุณาพิมพ์คำถามเป็นตัวอักษร", _first_steps(place))]


@words("button.stale")
def stale(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = "ปุ่มนี้ใช้ไม่ได้แล้ว เพราะเป็นของขั้นตอนก่อนหน้า เริ่มใหม่ได้จากเมนู"
    return [Text(polite(text, voice), (ask("เมนู", "เมนู", place), ask("ถามข้อมูล", "ถามข้อมูล", place)))]


@words("button.not_yours")
def not_yours(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = "ปุ่มนี้เป็นของผู้ที่ถามก่อนหน้า ท่านเริ่มของท่านเองได้"
    return [Text(polite(text, voice), (ask("ถามข้อมูล", "ถามข้อมูล", place),))]


@words("cancelled")
def cancelled(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Text(polite("ยกเลิกแล้ว ไม่มีการบันทึกใด ๆ", voice), _first_steps(place))]


@words("nothing_to_cancel")
def nothing_to_cancel(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Text(polite("ขณะนี้ไม่มีขั้นตอนที่ต้องยกเลิก", voice), _first_steps(place))]
