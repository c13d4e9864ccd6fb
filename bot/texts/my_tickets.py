"""The reporter's card of a ticket: where it stands, whose turn it is, what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.cards import Card, Do, Message, Page, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.ticket_words import (
    CATEGORY,
    HINT,
    ICON,
    URGENCY_LONG,
    moment_text,
    number_text,
    short,
    status_text,
    within,
)
from bot.texts.ticket_words import (
    DONE as SAID,
)

Json = Mapping[str, Any]
FLOW = "my_ticket"
_STATUS, _MENU = "สถานะ", "เมนู"
#: What the buttons say: of trouble, and of a service that was asked for.
ACTS = {
    "answer": "ตอบคำถาม",
    "add": "ตอบ/เพิ่มข้อมูล",
    "works": "ใช้ได้แล้ว",
    "broken": "ยังใช้ไม่ได้",
    "rate": "ให้คะแนน",
    "into": "ดูเรื่องที่รวมไว้",
}
_OF_SERVICE = {"works": "เรียบร้อยแล้ว", "broken": "ยังไม่เรียบร้อย"}
_STEPS = {"answer": "reply", "add": "reply"}
SURE = {"confirm": "ยืนยัน", "keep": "ยกเลิก"}
WHICH = {"add": "เพิ่มในเรื่องนี้", "new": "เป็นเรื่องใหม่"}
#: Said when there is nothing more to add.
DONE = (
    "ครบแล้ว", "ส่งครบแล้ว", "หมดแล้ว", "ไม่มีแล้ว", "ไม่มี", "เท่านี้", "แค่นี้", "แค่นี้ก่อน", "พอแล้ว",
    "เสร็จแล้ว",
)  # fmt: skip
THANKS = (
    "ขอบคุณ", "ขอบคุณมาก", "ขอบคุณมากๆ", "ขอบคุณมาก ๆ", "ขอบพระคุณ", "ขอบใจ", "รับทราบ", "ทราบ", "ตกลง",
    "โอเค", "ok",
)  # fmt: skip
_SUBJECT, _WORDS = 160, 300
_ON_THE_WAY = "กำลังดำเนินการ"


def labels(acts: Iterable[str], *, form: bool) -> dict[str, str]:
    """The choices of a card by what they do."""
    every = ACTS | _OF_SERVICE if form else ACTS
    return {act: every[act] for act in acts if act in every}


def button(act: str, ticket: Json, *, first: bool = False) -> Do:
    """A standing button about a ticket."""
    label = labels([act], form=bool(ticket["form"]))[act]
    style = Style.PRIMARY if first else Style.SECONDARY
    shown = f"{label} {number_text(ticket)}"
    ref = f"{ticket['id']}:{ticket['version']}"
    return Do(label, FLOW, _STEPS.get(act, act), ref, shown=shown, style=style)


def see(ticket: Json) -> Do:
    """The button that opens the card."""
    return Do("ดูเรื่องนี้", FLOW, "open", f"{ticket['id']}:{ticket['version']}")


def place_text(location: Json) -> str:
    """A place on the map that was sent, as words of the ticket."""
    named = " ".join(filter(None, (location.get("title"), location.get("address"))))
    return f"📍 {named or 'ตำแหน่งที่ส่งมา'} ({location['latitude']}, {location['longitude']})"


# ---------------------------------------------------------------- the card


def _album(data: Json) -> tuple[Page, ...]:
    """The page of the photos, of both sides, for the one who opened the card."""
    if not data["files"] or not data.get("link"):
        return ()
    claims = {"t": data["id"], "p": data["link"]["p"]}
    said = f"ดูรูป/ไฟล์ ({data['files']:,})"
    return (Page(said, "photos", claims, until=data["link"]["until"], style=Style.LINK),)


@words("my_ticket.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Where it stands, whose turn it is, the last words, what can be done."""
    status, number = status_text(data), number_text(data, meaning=True)
    turn = _turn(data, voice)
    rows = (*_progress(data), *_latest(data["latest"]))
    buttons = tuple(
        button(act, data["into"] if act == "into" and data["into"] else data,
               first=n == 0 and act != "rate" and data["status"] in ("solved", "waiting_reporter"))
        for n, act in enumerate(data["acts"])
    )  # fmt: skip
    subject = f"เรื่อง: {short(data['subject'], _SUBJECT)}"
    told = " · ".join(" ".join(filter(None, (r.label, r.value, r.detail))) for r in rows)
    typed = f"พิมพ์ได้: {' / '.join(b.label for b in buttons)}" if buttons else ""
    return [
        Card(
            alt=" ".join(filter(None, (number, status, turn, subject, told, typed))),
            title=status,
            subtitle=number,
            body=(turn, subject),
            rows=rows,
            note=_note(data),
            buttons=(*buttons, *_album(data)),
            beside=True,
            tone="ask" if data["status"] in ("solved", "waiting_reporter") else "calm",
            icon=ICON[data["category"]],
        )
    ]


def _turn(data: Json, voice: Voice) -> str:
    """Whose turn it is, and for what."""
    status = data["status"]
    if status == "waiting_reporter":
        asked = f": {short(data['question'], _WORDS)}" if data["question"] else ""
        return f"ถึงตาท่าน โปรดตอบคำถามของเจ้าหน้าที่{asked}"
    if status == "solved":
        works, broken = labels(("works", "broken"), form=bool(data["form"])).values()
        until = "ถ้าไม่มีคำตอบใน 3 วันทำการ ระบบจะปิดเรื่อง"
        return f"ถึงตาท่าน กด «{works}» หรือ «{broken}» {until}"
    if status == "closed":
        into = f" ติดตามที่ {number_text(data['into'])}" if data["into"] else ""
        return polite(f"เรื่องนี้ปิดแล้ว{into}", voice.particle)
    return f"ถึงตาสำนักงาน {_at_office(data)}"


def _at_office(data: Json) -> str:
    status = data["status"]
    if status in ("reported", "reopened"):
        due = within(data["first_due_at"] or data["due_at"], data["now"])
        return f"จะตอบกลับ{due}" if due else "รอเจ้าหน้าที่รับเรื่อง"
    if status == "visiting" and data["visit_at"]:
        return f"นัดเข้าแก้ไข {moment_text(data['visit_at'])}"
    if status == "in_repair":
        return "เครื่องอยู่ระหว่างส่งซ่อม"
    if status == "advised":
        return "ลองตามคำแนะนำ แล้วแจ้งผลได้จากปุ่มด้านล่าง"
    return _ON_THE_WAY


def _progress(data: Json) -> tuple[Row, ...]:
    """«✓ รับแจ้งแล้ว  ● มอบหมายแล้ว  ○ แก้ไขแล้ว  ○ ปิดเรื่อง» as lines."""
    status = data["status"]
    began = Row("✓ รับแจ้งแล้ว", detail=moment_text(data["opened_at"]))
    if status == "closed":
        return (began, Row(f"✓ {status_text(data)}", strong=True))
    if status == "solved":
        return (began, Row("✓ แก้ไขแล้ว", strong=True), Row("● รอท่านยืนยัน"), Row("○ ปิดเรื่อง"))
    if status == "reported":
        now: tuple[Row, ...] = (Row("● รอเจ้าหน้าที่รับเรื่อง", strong=True),)
    else:
        now = (Row(f"● {status_text(data)}", strong=True),)
    return (began, *now, Row("○ แก้ไขแล้ว"), Row("○ ปิดเรื่อง"))


def _latest(latest: Iterable[Json]) -> tuple[Row, ...]:
    rows = []
    for one in latest:
        who = "เจ้าหน้าที่" if one["staff"] else "ผู้แจ้ง"
        what = "" if one["kind"] == "message" else f" ({SAID[one['kind']]})"
        files = f"ส่งรูปหรือไฟล์ {one['files']:,} รายการ" if one.get("files") else ""
        said = "\n".join(filter(None, (short(one["words"], _WORDS), files, moment_text(one["at"]))))
        rows.append(Row(f"💬 {who}{what}", detail=said))
    return tuple(rows)


def _note(data: Json) -> str:
    urgency = URGENCY_LONG[data["urgency"]] if not data["form"] else ""
    category = f"หมวด: {CATEGORY[data['category']]}"
    files = f"แนบ {data['files']:,} รายการ" if data["files"] else ""
    joined = f"แจ้งเรื่องเดียวกันอีก {data['joined']:,} คน" if data["joined"] else ""
    again = f"เปิดอีกครั้ง {data['reopened']:,} ครั้ง" if data["reopened"] else ""
    others = "" if data["mine"] else "ท่านดูได้ในฐานะของโรงเรียน"
    return " · ".join(
        filter(None, (data["place"], category, urgency, files, joined, again, others))
    )


# ---------------------------------------------------------------- said and sent


@words("my_ticket.say")
def say(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is to be said? The question of the office stands above it."""
    number = number_text(data)
    question = f"เจ้าหน้าที่ถาม: {short(data['question'], _WORDS)}" if data["question"] else ""
    open_ = polite("เรื่องนี้ยังไม่ปิด เจ้าหน้าที่กำลังดำเนินการ", voice.particle)
    lead = open_ if data["lead"] == "still_open" else ""
    how = "พิมพ์ ส่งรูป หรือส่งเสียงได้เลย ทุกอย่างจะอยู่ในเรื่องนี้"
    lines = filter(None, (lead, f"{number} {question}".strip(), how, HINT))
    return [Text("\n".join(lines), (Say("ยกเลิก", "ยกเลิก"),))]


@words("my_ticket.added")
def added(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It is with the ticket; a set of photos is answered once."""
    number = number_text(data)
    what = {
        "files": f"แนบกับเรื่อง {number} แล้ว รวม {data['files']:,} รายการ",
        "location": f"เพิ่มตำแหน่งในเรื่อง {number} แล้ว",
        "words": f"เพิ่มข้อความในเรื่อง {number} แล้ว",
    }[data["what"]]
    if data["answered"]:
        what = f"ส่งคำตอบให้เจ้าหน้าที่แล้ว เรื่อง {number}"
    cut = "ข้อความยาวมาก เก็บไว้ 2,000 ตัวอักษรแรก" if data["cut"] else ""
    more = "ส่งเพิ่มได้อีก หรือพิมพ์ «ครบแล้ว»"
    lines = filter(None, (polite(what, voice.particle), cut, more))
    buttons = (Press("ครบแล้ว", FLOW, "add", "done"), see(data))
    return [Text("\n".join(lines), buttons)]


@words("my_ticket.which")
def which(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It sounds like other trouble than the one that was just reported."""
    title = asking(f"เพิ่มใน {number_text(data)} หรือเป็นเรื่องใหม่", voice.particle)
    body = (f"ข้อความ: {short(data['words'], _SUBJECT)}", f"ดูเหมือนเรื่อง{CATEGORY[data['other']]}")
    buttons = tuple(Press(label, FLOW, "which", value) for value, label in WHICH.items())
    alt = f"{title} {' '.join(body)} พิมพ์ {' / '.join(WHICH.values())}"
    return [Card(alt, title, body=body, buttons=buttons, tone="ask", icon=ICON[data["other"]])]


@words("my_ticket.nothing")
def nothing(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A sticker, or a file that LINE does not hand on."""
    said = "รับไฟล์นี้จาก LINE ไม่ได้ โปรดส่งใหม่เป็นภาพ" if data["lost"] else "ส่งรูป เสียง หรือพิมพ์ข้อความเพิ่มได้"
    return [Text(f"{polite(said, voice.particle)} หรือพิมพ์ «ครบแล้ว»",
                 (Press("ครบแล้ว", FLOW, "add", "done"),))]  # fmt: skip


@words("my_ticket.thanks")
def thanks(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = f"ยินดี{voice.particle} ความคืบหน้าของ {number_text(data)} จะแจ้งในแชตนี้"
    return [Text(f"{said} พิมพ์ «{_STATUS}» เพื่อดูได้ทุกเมื่อ", (Say(_STATUS, _STATUS),))]


@words("my_ticket.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ยังไม่ได้เปลี่ยนแปลงเรื่องใด เรื่องที่แจ้งแล้วยังดำเนินการอยู่", voice.particle)
    more = f"พิมพ์ «{_STATUS}» เพื่อดู หรือแจ้งว่า «{ACTS['works']}»"
    return [Text(f"{said}\n{more}", (Say(_STATUS, _STATUS),))]


@words("my_ticket.over")
def over(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """More was sent to one that is done with: it is opened again instead."""
    broken = labels(("broken",), form=bool(data["form"]))["broken"]
    said = f"เรื่อง {number_text(data)} {status_text(data)} จึงยังไม่ได้เพิ่ม"
    return [Text(f"{polite(said, voice.particle)} หากยังมีปัญหา กด «{broken}» ด้านล่าง")]


# ---------------------------------------------------------------- the end, and no end


@words("my_ticket.sure")
def sure(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Is it to be closed though nobody has mended it?"""
    title = asking(f"ปิดเรื่อง {number_text(data)} ใช่ไหม", voice.particle)
    buttons = tuple(
        Press(label, FLOW, "sure", value, style=Style.PRIMARY if value == "confirm" else
              Style.SECONDARY)
        for value, label in SURE.items()
    )  # fmt: skip
    note = "ปิดแล้วเจ้าหน้าที่จะไม่เข้าดำเนินการ หากเป็นอีกเปิดเรื่องเดิมได้"
    body = (f"เรื่อง: {short(data['subject'], _SUBJECT)}",)
    alt = f"{title} {body[0]} {note} พิมพ์ {' / '.join(SURE.values())}"
    return [Card(alt, title, number_text(data, meaning=True), body=body, note=note,
                 buttons=buttons, beside=True, tone="ask")]  # fmt: skip


@words("my_ticket.kept")
def kept(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"เรื่อง {number_text(data)} ยังเปิดอยู่ เจ้าหน้าที่ดำเนินการต่อ", voice.particle)
    return [Text(said, (Say(_STATUS, _STATUS),))]


@words("my_ticket.withdrawn")
def withdrawn(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"ปิดเรื่อง {number_text(data)} แล้ว ดีใจที่ใช้ได้", voice.particle)
    return [Text(f"{said}\nหากเป็นอีก กด «{ACTS['broken']}» จาก «{_STATUS}» หรือพิมพ์บอกอาการ",
                 (Say(_STATUS, _STATUS), Say(_MENU, _MENU)))]  # fmt: skip


@words("my_ticket.confirmed")
def confirmed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"ปิดเรื่อง {number_text(data)} แล้ว ขอบคุณที่แจ้งผล", voice.particle)
    return [Text(said, (Say(_STATUS, _STATUS), Say(_MENU, _MENU)))]


@words("my_ticket.why")
def why(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is still wrong?"""
    lead = f"{polite('ขอคำตอบเป็นข้อความหรือรูป', voice.particle)}\n" if data["again"] else ""
    question = asking(f"เรื่อง {number_text(data)} ยังเป็นอย่างไร", voice.particle)
    how = "พิมพ์บอกอาการหรือส่งรูป เจ้าหน้าที่จะเปิดเรื่องอีกครั้ง"
    return [Text(f"{lead}{question}\n{how}", (Say("ยกเลิก", "ยกเลิก"),))]


@words("my_ticket.reopened")
def reopened(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"เปิดเรื่อง {number_text(data)} อีกครั้งแล้ว แจ้งเจ้าหน้าที่แล้ว", voice.particle)
    due = within(data["due_at"], data["now"])
    when = f"จะตอบกลับ{due} " if due else ""
    return [Text(f"{said}\n{when}ส่งรูปเพิ่มได้เลย ({HINT})",
                 (Press("ครบแล้ว", FLOW, "add", "done"), see(data)))]  # fmt: skip


@words("my_ticket.for_staff")
def for_staff(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One of the staff typed the number of somebody else's."""
    ref = f"{data['id']}:{data['version']}"
    said = polite(f"{number_text(data)} เป็นเรื่องที่ผู้อื่นแจ้ง เปิดเป็นงานได้จากปุ่มนี้", voice.particle)
    opens = Do("เปิดงาน", "ticket_work", "open", ref, style=Style.PRIMARY)
    return [Card(said, number_text(data, meaning=True), body=(said,), buttons=(opens,), icon="🛠️")]
