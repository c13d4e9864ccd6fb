"""Services on a form that become tickets: which room or equipment, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Do, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.room_commands import reason
from bot.texts.ticket_words import moment_text, number_text, short

Json = Mapping[str, Any]
FLOW = "request"
CHANGE = {"change": "แก้วันเวลา"}
_STATUS = "สถานะ"


@words("service.times")
def times(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The hours or days do not fit; the summary stands below."""
    said = f"{reason(data['why'])} กด «แก้ไข» เพื่อแก้วันเวลา"
    return [Text(polite(said, voice.particle))]


@words("service.offers")
def offers(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Rooms that are free then, or equipment of which enough is in."""
    what = "อุปกรณ์" if data["loan"] else "ห้อง"
    when = when_text(data["when"])
    found = data["offers"]
    lead = _lead(data, what)
    change = Press(CHANGE["change"], FLOW, "resource", "change")
    if not found:
        said = polite(f"ช่วง {when} ไม่มี{what}ว่างตามที่ขอ", voice.particle)
        note = f"กด «{CHANGE['change']}» เพื่อเลือกเวลาอื่น หรือพิมพ์ «ยกเลิก»"
        return [Card(f"{said} {note}", f"ไม่มี{what}ว่าง", body=(said,), note=note,
                     buttons=(change,), tone="sorry", icon="📅")]  # fmt: skip
    title = asking(f"เลือก{what}ใด", voice.particle)
    rows = tuple(
        Row(f"{n}. {one['name']}", _how_many(one), detail=short(one["equipment"], 80))
        for n, one in enumerate(found, 1)
    )
    listed = " ".join(f"{row.label} {row.value}".strip() for row in rows)
    return [
        Card(
            alt=" ".join(filter(None, [lead, title, when, listed])),
            title=title,
            subtitle=when,
            body=(lead,) if lead else (),
            rows=rows,
            buttons=(
                *(
                    Press(f"{n}. {short(one['name'], 30)}", FLOW, "resource", one["ref"])
                    for n, one in enumerate(found, 1)
                ),
                change,
            ),
            note="กดเลือก หรือพิมพ์หมายเลข",
            icon="📅",
            tone="ask",
        )
    ]


@words("service.submitted")
def submitted(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The receipt: number, what is booked when, what comes next."""
    ticket = data["ticket"]
    number = number_text(ticket, meaning=True)
    booked = f"{data['booked']} {when_text(data['when'])}" if data["booked"] else ""
    test = "เจ้าหน้าที่จะทดสอบสัญญาณก่อนวันประชุม 1 วันทำการ" if data["conference"] else ""
    said = polite("รับเรื่องแล้ว", voice.particle)
    lines = tuple(filter(None, (short(ticket["subject"], 160), booked, test)))
    note = f"ติดตามได้โดยพิมพ์ «{_STATUS}» เมื่อเจ้าหน้าที่ดำเนินการจะแจ้งในแชตนี้"
    ref = f"{ticket['id']}:{ticket['version']}"
    return [
        Card(
            alt=" ".join([said, number, *lines, note]),
            title=data["title"],
            subtitle=f"{said} {number}",
            body=lines,
            note=note,
            buttons=(Do("ดูเรื่องนี้", "my_ticket", "open", ref, style=Style.PRIMARY),
                     Say(_STATUS, _STATUS)),
            icon="✅",
        )
    ]  # fmt: skip


def when_text(when: list[str]) -> str:
    """«พ. 2 ธ.ค. 2569 09.00–12.00 น.»; of several days, from when to when."""
    starts, ends = (moment_text(one) for one in when)
    day, _, _ = starts.rpartition(" น.")[0].rpartition(" ")
    if ends.startswith(f"{day} "):
        return f"{starts.removesuffix(' น.')}–{ends.removeprefix(f'{day} ')}"
    return f"{starts} ถึง {ends}"


def _lead(data: Json, what: str) -> str:
    if data.get("taken"):
        return f"มีผู้จอง{what}นั้นไปก่อนแล้ว โปรดเลือกใหม่"
    return "ไม่พบตัวเลือกที่พิมพ์ โปรดเลือกอีกครั้ง" if data.get("again") else ""


def _how_many(one: Json) -> str:
    return f"{one['room']:,} ที่นั่ง" if one["room"] else f"ว่าง {one['left']:,}"
