"""Lists of a round's schools for those who keep it: who has not confirmed, who waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.round_words import STANDING, day_text, left_text, moment_text, round_name, short
from bot.texts.round_work import LABELS
from bot.texts.rounds import FLOW, name_with_school
from handlers.contacts import first_number

Json = Mapping[str, Any]
NEXT, BEFORE = "หน้าถัดไป", "หน้าก่อน"


@words("round.unfinished")
def unfinished(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who has not confirmed, ten to a card, with whom to ring up."""
    if not data["lines"]:
        return [_nobody(data, "ไม่มีโรงเรียนที่ยังไม่ครบ", voice)]
    rows = [_line(n, one, _calling(data, one), beside=False) for n, one in _numbered(data)]
    calls = calling(_numbered(data))
    note = "พิมพ์หมายเลขเพื่อเปิดโรงเรียนนั้น: บันทึกแทน ให้เวลาเพิ่ม หรือยกเว้น"
    return [_listed(data, "unfinished", rows, [*calls, *_turning(data, "unfinished")], note)]


@words("round.waiting")
def waiting(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who waits for the office, ten to a card: one tap accepts."""
    if not data["lines"]:
        return [_nobody(data, "ไม่มีโรงเรียนที่รอเขตรับทราบ", voice)]
    rows = [_line(n, one, f"เมื่อ {moment_text(one['since'])}") for n, one in _numbered(data)]
    taps: list[Button] = []
    for n, one in _numbered(data):
        value = f"{data['id']}:{one['code']}:{one['version']}"
        for step, style in (("acknowledge", Style.PRIMARY), ("give_back", Style.SECONDARY)):
            shown = f"{LABELS[step]} {n} {short(one['name'], 30)}"
            taps.append(Do(f"{LABELS[step]} {n}", FLOW, step, value, shown, style))
    note = "พิมพ์หมายเลขเพื่อเปิดโรงเรียนนั้น"
    return [_listed(data, "waiting", rows, [*taps, *_turning(data, "waiting")], note)]


def _calling(data: Json, one: Json) -> str:
    """Whom to ring up, how late it is, and how its people were reached."""
    due = one["due"]
    days = left_text(due, datetime.fromisoformat(data["now"])) if one["late"] else ""
    if not one["late"] and due != data["due"]:
        days = f"ให้เวลาถึง {moment_text(due)}"
    now = " · ".join(filter(None, [STANDING[one["standing"]], days]))
    return "\n".join([now, contact_text(one["contact"]), reach_text(one["reach"])])


def calling(numbered: Sequence[tuple[int, Json]]) -> list[Button]:
    """A button to ring up each school that has a number."""
    found: list[Button] = []
    for n, one in numbered:
        number = phone_of(one["contact"])
        found += [Open(f"โทร {n}", f"tel:{number}", Style.SECONDARY)] if number else []
    return found


def reach_text(reach: Json | None) -> str:
    """«แจ้งแล้ว 3 พ.ย. 2569 (ฟรี)»: how somebody of the school was reached before this closing day."""
    if reach is None or not reach["at"]:
        waits = reach is not None and reach["way"] == "waiting"
        return "รอแจ้งเมื่อทักมา" if waits else "ยังไม่ได้แจ้งทาง LINE"
    how = {"free": " (ฟรี)", "paid": " (ส่งแบบจ่าย)", "group": " ในกลุ่ม"}[reach["way"]]
    return f"แจ้งแล้ว{how} {day_text(reach['at'])}"


def _numbered(data: Json) -> list[tuple[int, Json]]:
    """The lines of this page with their numbers in the whole list."""
    return list(enumerate(data["lines"], data["first"]))


def _line(n: int, one: Json, detail: str, *, beside: bool = True) -> Row:
    """A school; `beside`: where it stands is on the right of its name."""
    late = "⚠️ " if one["late"] else ""
    value = STANDING[one["standing"]] if beside else ""
    return Row(f"{n}. {late}{short(one['name'], 60)}", value, detail=detail)


def _listed(data: Json, what: str, rows: list[Row], buttons: list[Button], note: str) -> Card:
    title = f"{LABELS[what]} {data['count']:,} โรงเรียน"
    name = short(round_name(data), 100)
    pages = f"หน้า {data['page'] + 1:,}/{data['pages']:,}" if data["pages"] > 1 else ""
    said = " · ".join(" ".join(f"{one.label} {one.value} {one.detail}".split()) for one in rows)
    return Card(
        alt=" · ".join(filter(None, [title, name, pages, said, note])),
        title=title,
        subtitle=" · ".join(filter(None, [name, pages])),
        rows=tuple(rows),
        note=note,
        buttons=tuple(buttons),
        icon="📋",
        beside=True,
    )


def _turning(data: Json, step: str) -> list[Button]:
    """To the page before and the one after."""
    found: list[Button] = []
    for label, page in ((BEFORE, data["page"] - 1), (NEXT, data["page"] + 1)):
        if 0 <= page < data["pages"]:
            found.append(Do(label, FLOW, step, f"{data['id']}:{page}"))
    return found


def _nobody(data: Json, said: str, voice: Voice) -> Text:
    follow = Do(LABELS["follow"], FLOW, "follow", str(data["id"]))
    return Text(polite(said, voice.particle), (follow, Say("เมนู", "เมนู")))


def contact_text(contact: Json | None) -> str:
    """Whom to ask: «จำปา ตัวอย่าง 081-234-5678», else the school's own telephone."""
    if contact is None:
        return ""
    name = short(contact["name"], 60)
    phone = contact["phone"] or (contact["school_phone"] and f"โรงเรียน {contact['school_phone']}")
    return " ".join(filter(None, [name, phone])) or "ไม่มีผู้ติดต่อในระบบ"


def phone_of(contact: Json | None) -> str:
    """The digits to dial."""
    said = (contact["phone"] or contact["school_phone"]) if contact else ""
    return first_number(said) if said else ""


@words("round.acknowledged")
def acknowledged(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Accepted by one tap, and how many more wait. `again`: it was before."""
    name = name_with_school(short(data["school"]["name"], 100))
    said = f"{name} เขตรับทราบแล้ว" if not data["again"] else f"{name} เขตรับทราบไว้ก่อนแล้ว"
    left = f"รอเขตรับทราบอีก {data['waiting']:,} โรงเรียน" if data["waiting"] else "ไม่มีโรงเรียนที่รอแล้ว"
    follow = Do(LABELS["follow"], FLOW, "follow", str(data["id"]))
    more = Do(LABELS["waiting"], FLOW, "waiting", f"{data['id']}:0")
    quick = (more, follow) if data["waiting"] else (follow,)
    return [Text(f"{polite(said, voice.particle)}\n{left}", quick)]
