"""Filling in a form: whom it is for, each field's question, the summary, what was filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards import Button, Card, Message, PickDay, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.forms import NO, YES, fault_text
from bot.texts.request_words import (
    CHANNEL,
    due_text,
    moment_text,
    number_text,
    short,
    weekday_text,
)
from handlers.forms.definition import Choice, Field, Kind
from handlers.forms.refusals import BadAnswer, Why
from handlers.forms.vocabulary import HOURS

Json = Mapping[str, Any]
FLOW = "request"
BACK, CANCEL, STATUS = "ย้อนกลับ", "ยกเลิก", "สถานะ"
#: Typed beside an answer; the buttons say the same.
COMMANDS = {"back": BACK, "keep": "คงไว้", "forms": "แบบอื่น", "suggest": "ใช้ข้อความนี้"}
SKIP, DONE, PICK_DAY, NOT_SAID = "ข้าม", "เสร็จแล้ว", "เลือกจากปฏิทิน", "ไม่ระบุ"
REVIEW = {"confirm": "ยืนยัน", "edit": "แก้ไข", "attach": "แนบไฟล์", "cancel": CANCEL}
RESUME = {"resume": "ทำต่อ", "anew": "เริ่มใหม่"}
WHOM = {"self": "ยื่นให้ตนเอง", "other": "กรอกแทนผู้ขอ"}
KNOWN = {"use": "ใช้คำตอบนี้", "go": "ยื่นคำขอต่อ"}
#: What is sent without a name of its own.
SENT = {
    "photo": "ภาพ {number}.jpg",
    "video": "วิดีโอ {number}.mp4",
    "voice": "เสียง {number}.m4a",
    "file": "ไฟล์ {number}",
}
_PICK = "กดเลือก หรือพิมพ์หมายเลข"
_MASK = "กรุณาปิดชื่อและเลขประจำตัวนักเรียนในภาพก่อนส่ง"
_PERSONAL = "เป็นข้อมูลส่วนบุคคล สำนักงานให้ได้เฉพาะเท่าที่กฎหมายอนุญาต"
_KEPT = "ร่างเก็บไว้ 30 วัน พิมพ์ «ขอข้อมูล» เพื่อทำต่อ"
_LONG_VALUE, _IN_ALT, _IN_CARD = 22, 90, 300


def _presses(step: str, labels: Mapping[str, str], *, numbered: bool = True) -> tuple[Press, ...]:
    """Buttons for choices; the first stands out."""
    return tuple(
        Press(
            f"{n}. {label}" if numbered else label, FLOW, step, value, label,
            Style.PRIMARY if n == 1 else Style.SECONDARY,
        )
        for n, (value, label) in enumerate(labels.items(), 1)
    )  # fmt: skip


def _choices(title: str, step: str, labels: Mapping[str, str], voice: Voice, **more: Any) -> Card:
    """A question with buttons that may be typed by number or label. `even`: none stands out."""
    buttons = _presses(step, labels)
    if more.pop("even", False):
        buttons = tuple(replace(b, style=Style.SECONDARY) for b in buttons)
    asked = asking(title, voice.particle)
    body = tuple(line for line in (*more.pop("body", ()), _PICK) if line)
    alt = " ".join([asked, *body[:-1], *(b.label for b in buttons)])
    return Card(alt, asked, body=body, buttons=buttons, tone="ask", **more)


def _again(data: Json) -> tuple[str, ...]:
    return ("ไม่พบตัวเลือกที่พิมพ์ โปรดเลือกอีกครั้ง",) if data.get("again") else ()


@words("request.draft")
def draft(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A form was left half filled in: go on with it?"""
    about = (f"เรื่อง: {short(data['subject'])}",) if data["subject"] else ()
    behalf = (f"กรอกแทนผู้ขอ (ทาง{CHANNEL[data['channel']]})",) if data["channel"] else ()
    body = (data["form"], *about, *behalf, f"บันทึกไว้เมื่อ {moment_text(data['since'])}")
    return [_choices("มีแบบที่กรอกค้างไว้ ทำต่อไหม", "resume", RESUME, voice, body=body)]


@words("request.whom")
def whom(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [_choices("คำขอนี้เป็นของใคร", "whom", WHOM, voice, body=_again(data))]


@words("request.channel")
def channel(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    labels = {value: CHANNEL[value] for value in data["choices"]}
    title = "ผู้ขอติดต่อมาทางใด"
    return [_choices(title, "channel", labels, voice, body=_again(data), beside=True, even=True)]


@words("request.forms")
def forms(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`forms` are `[slug, short title, title]`."""
    labels = {slug: label for slug, label, _ in data["forms"]}
    body = (*_again(data), *(f"{n}. {f[2]}" for n, f in enumerate(data["forms"], 1)))
    return [_choices("ต้องการใช้แบบใด", "forms", labels, voice, body=body)]


@words("request.declined")
def declined(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ไม่ได้เก็บข้อมูลของท่าน จึงยังไม่ได้ยื่นคำขอ", voice.particle)
    more = "ถามข้อมูลทั่วไปได้ตามปกติ เปลี่ยนใจเมื่อใด พิมพ์ «ขอข้อมูล»"
    return [Text(f"{said}\n{more}", (Say("เมนู", "เมนู"),))]


@words("request.known")
def known(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Said after the answer itself."""
    said = polite("ข้อมูลนี้เปิดเผยได้ ใช้ได้ทันที ไม่ต้องยื่นคำขอ", voice.particle)
    buttons = _presses("known", KNOWN)
    note = "ยื่นคำขอต่อได้ หากต้องการเป็นเอกสารมีเลขที่ หรือพิมพ์เรื่องที่ต้องการใหม่"
    alt = f"{said} {note} {' '.join(b.label for b in buttons)}"
    return [Card(alt, "มีคำตอบแล้ว", body=(said,), note=note, buttons=buttons, icon="✅")]


@words("request.used")
def used(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ยินดีที่ได้ช่วย ไม่ได้ยื่นคำขอและไม่ได้บันทึกข้อมูลของท่าน", voice.particle)
    return [Text(f"{said}\nถามต่อได้เลย หรือพิมพ์ «เมนู»", (Say("เมนู", "เมนู"),))]


@words("request.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ยังไม่ได้ยื่นคำขอ", voice.particle)
    return [Text(f"{said} {_KEPT}", (Say("ขอข้อมูล", "ขอข้อมูล"), Say("เมนู", "เมนู")))]


@words("request.form_gone")
def form_gone(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("แบบนี้สำนักงานเลิกใช้แล้ว", voice.particle)
    return [Text(f"{said} พิมพ์ «ขอข้อมูล» เพื่อเลือกแบบอื่น", (Say("ขอข้อมูล", "ขอข้อมูล"),))]


# ---------------------------------------------------------------- one field


@words("request.ask")
def ask(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One field: its question, how to answer, what was wrong with the last answer."""
    progress = f"ข้อ {data['place']} จาก {data['of']}" if data["place"] else "แก้ไขคำตอบ"
    lines = _lines(data, voice)
    buttons = _field_buttons(data)
    numbered = [f"{n}. {label}" for n, (_, label) in enumerate(_options(data), 1)]
    beside = [b for b in buttons if isinstance(b, Press) and not b.value.startswith("=")]
    typed = [b.label for b in beside]
    how = f"พิมพ์ได้: {' / '.join(typed)}" if typed else ""
    alt = " ".join(filter(None, [f"{progress}:", *lines, *numbered, how]))
    return [
        Card(
            alt,
            str(data["ask"]),
            subtitle=f"{data['form']} · {progress}",
            body=tuple(line for line in lines if line != data["ask"]),
            note=_note(data),
            buttons=buttons,
            beside=True,
            tone="sorry" if data["fault"] else "calm",
            icon="📝",
        )
    ]


def _lines(data: Json, voice: Voice) -> tuple[str, ...]:
    """What is said: what was wrong, the question, its help, what was answered before."""
    now = f"ตอบไว้: {short(data['now'])}" if data["now"] and not data["files"] else ""
    suggest = f"ที่ถามไว้: «{short(data['suggest'])}»" if data["suggest"] else ""
    sent = _attached(data) if data["files"] else ""
    masks = _MASK if data["kind"] == Kind.FILES and not data["files"] else ""
    # A fault says itself how to answer; whoever has sent a file knows what to send.
    helped = "" if data["fault"] or data["files"] else data["help"]
    said = (
        _fault(data, voice),
        str(data["ask"]),
        data["intro"],
        helped,
        suggest,
        masks,
        now,
        sent,
    )
    return tuple(line for line in said if line)


def _attached(data: Json) -> str:
    names = short(data["now"] or "")
    return f"แนบแล้ว {data['files']:,} ไฟล์: {names} ส่งเพิ่มได้ หรือกด «{DONE}»"


def _fault(data: Json, voice: Voice) -> str:
    if not data["fault"]:
        return ""
    field = Field(
        name=data["field"],
        kind=Kind(data["kind"]),
        label=data["label"],
        ask=data["ask"],
        required=data["required"],
        choices=tuple(Choice(value, label) for value, label in data["choices"]),
    )
    fault = BadAnswer(Why(data["fault"]["kind"]), field.name, **data["fault"]["facts"])
    return fault_text(fault, field, voice)


def _note(data: Json) -> str:
    if data["kind"] == Kind.CHOICES:
        return "เลือกได้หลายข้อ พิมพ์หมายเลข เช่น 1, 3"
    return f"พิมพ์ «{CANCEL}» เพื่อพักไว้ก่อน"


def _options(data: Json) -> list[list[str]]:
    if data["kind"] == Kind.YES_NO:
        return [["yes", YES], ["no", NO]]
    if data["kind"] == Kind.TIME:
        return [[hour, f"{hour.replace(':', '.')} น."] for hour in HOURS]
    return list(data["choices"])


def _field_buttons(data: Json) -> tuple[Button, ...]:
    """The choices with their numbers, then what may be done beside answering."""
    found: list[Button] = [
        Press(f"{n}. {label}", FLOW, "fill", f"={value}", label)
        for n, (value, label) in enumerate(_options(data), 1)
    ]
    if data["kind"] == Kind.DATE:
        bounds = (data["earliest"], data["latest"])
        found.append(PickDay(PICK_DAY, FLOW, "fill", *bounds, style=Style.PRIMARY))
    if data["files"]:
        found.append(Press(DONE, FLOW, "fill", "done", style=Style.PRIMARY))
    if data["suggest"]:
        found.append(Press(COMMANDS["suggest"], FLOW, "fill", "suggest", style=Style.PRIMARY))
    if data["now"] and not data["files"]:
        found.append(Press(COMMANDS["keep"], FLOW, "fill", "keep"))
    if not data["required"] and not data["now"]:
        found.append(Press(SKIP, FLOW, "fill", "skip"))
    if data["back"]:
        found.append(Press(BACK, FLOW, "fill", "back"))
    if data["others"]:
        found.append(Press(COMMANDS["forms"], FLOW, "fill", "forms"))
    return tuple(found)


# ---------------------------------------------------------------- the summary


@words("request.review")
def review(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Everything that was filled in; `again`: what was typed was no choice."""
    labels = {k: v for k, v in REVIEW.items() if k != "attach" or data["attach"]}
    buttons = _presses("review", labels, numbered=False)
    behalf = (f"กรอกแทนผู้ขอ (ทาง{CHANNEL[data['channel']]})",) if data["channel"] else ()
    lost = tuple(f"รับไฟล์ «{short(name, 60)}» ไม่ได้ จึงไม่ได้แนบ" for name in data["lost"][:3])
    personal = (_PERSONAL,) if data["personal"] else ()
    body = (*_again(data), *lost, *behalf, *personal, "ตรวจสอบแล้วกดยืนยัน หรือแก้ไขข้อใดก็ได้")
    said = " · ".join(f"{label}: {short(value, _IN_ALT)}" for label, value in data["rows"])
    told = " ".join((*lost, *behalf, *personal))
    alt = f"ตรวจสอบก่อนยืนยัน ({' / '.join(labels.values())}) {told} {said}"
    return [
        Card(
            alt,
            "ตรวจสอบก่อนยืนยัน",
            subtitle=data["form"],
            body=body,
            rows=tuple(_summary_row(label, value) for label, value in data["rows"]),
            note=f"«{CANCEL}» ยังเก็บร่างไว้",
            buttons=buttons,
            beside=True,
            tone="ask",
        )
    ]


def _summary_row(label: str, value: str) -> Row:
    if len(value) <= _LONG_VALUE:
        return Row(label, value)
    return Row(label, detail=short(value, _IN_CARD))


@words("request.pick")
def pick(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`fields` are `[name, label]`."""
    labels = {**dict(data["fields"]), "_back": BACK}
    title, body = "ต้องการแก้ไขข้อใด", _again(data)
    return [_choices(title, "pick", labels, voice, body=body, beside=True, even=True)]


# ---------------------------------------------------------------- filed


@words("request.submitted")
def submitted(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The receipt: the number, who has it, till when, what follows."""
    said = polite("รับคำขอแล้ว", voice.particle)
    has_it = " หรือ ".join(data["has_it"]) or "เจ้าหน้าที่"
    due = due_text(data["due_at"])
    rows = (
        Row("อยู่ที่", has_it) if len(has_it) <= _LONG_VALUE else Row("อยู่ที่", detail=has_it),
        Row("ตรวจสอบ", due),
    )
    follows = "เจ้าหน้าที่ตรวจสอบ แล้วเสนอ ผอ.กลุ่มพิจารณา ผลจะแจ้งทางแชตนี้"
    where = f"อยู่ที่ {has_it} {due}"
    alt = f"{said} {number_text(data, meaning=True)} {where} {follows} พิมพ์ «{STATUS}» เพื่อติดตาม"
    return [
        Card(
            alt,
            said,
            subtitle=number_text(data, meaning=True),
            body=(f"เรื่อง: {short(data['subject'])}", follows),
            rows=rows,
            note=f"เริ่มนับเวลา {weekday_text(data['received_on'])}",
            buttons=(Say("ดูสถานะ", STATUS, Style.PRIMARY),),
            icon="📨",
        )
    ]


@words("request.on_behalf")
def on_behalf(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Filed for somebody; the code goes to them."""
    number = number_text(data, meaning=True)
    until = moment_text(data["until"])
    said = polite(f"ยื่นแทน {short(data['name'], 60)} แล้ว", voice.particle)
    note = f"ใช้ได้ครั้งเดียว ถึง {until} ระบบไม่แสดงรหัสนี้อีก"
    card = Card(
        alt=f"{said} {number} รหัสรับเรื่อง {data['code']} {note}",
        title=said,
        subtitle=number,
        figure=data["code"],
        body=(f"เรื่อง: {short(data['subject'])}", "รหัสรับเรื่องสำหรับผู้ขอ ใช้ติดตามใน LINE"),
        note=note,
        icon="📨",
    )
    passed_on = (
        f"{voice.office} รับคำขอ {number} ของท่านแล้ว\n"
        f"ติดตามทาง LINE: เพิ่มเพื่อนบัญชีของสำนักงาน แล้วพิมพ์ว่า\nรับเรื่อง {data['code']}\n"
        f"ใช้ได้ครั้งเดียว ถึง {until}"
    )
    return [card, Text(passed_on)]
