"""Tickets that wait: one message to whoever has them, and to whoever should know of others'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Voice
from bot.texts import chores, words
from bot.texts.figures import polite
from bot.texts.handling_facts import LATE
from bot.texts.others_work import by_reason, plain
from bot.texts.ticket_words import ICON, URGENCY, moment_text, number_text, short

Json = Mapping[str, Any]
#: Flows of whoever works on a ticket, and of whoever reported it.
WORK, MINE = "ticket_work", "my_ticket"
LIST = "งานของฉัน"
#: What runs out, by clock.
CLOCK = {"first": "ตอบรับครั้งแรก", "update": "แจ้งความคืบหน้า", "solve": "แก้ไขให้เสร็จ"}
#: Why somebody hears of what is not theirs to do: the title, and what to do about it.
WHY = {
    "late": (
        "งานแจ้งปัญหาเกินกำหนด",
        "แจ้งเพื่อทราบ เรื่องต่อไปนี้ยังไม่เสร็จภายในกำหนด",
    ),
    "nobody": (
        "ไม่มีผู้รับผิดชอบงานแจ้งปัญหา",
        "โปรดเพิ่มผู้ดำรงตำแหน่ง เมื่อเพิ่มแล้วระบบจะแจ้งผู้นั้นเอง",
    ),
    "unbound": (
        "แจ้งช่างทาง LINE ไม่ได้",
        "ผู้รับผิดชอบยังไม่ได้ยืนยันตัวตนหรือปิดกั้นบัญชีนี้ โปรดแจ้งให้พิมพ์ «ลงทะเบียน» ในแชตนี้",
    ),
}
_SUBJECT, _PLACE, _MOST_BUTTONS = 50, 40, 4
_PRESSING = ("exam", "stopped")


@words("ticket.watch")
def watch(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Their own tickets that are due, the day's chores, and what they should know of others'."""
    own: list[Message] = [_own(data, voice)] if data["mine"] else []
    if data["chores"]:
        own.append(chores.reminder(data, voice))
    others = by_reason(
        data["late_of_others"], int(data["others"]), WHY, partial(_of_others, voice=voice)
    )
    return [*own, *others]


@words("ticket.coming")
def coming(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The working day before a visit; it came along with another answer."""
    ticket, when = data["ticket"], moment_text(data["visit_at"])
    title = "ใกล้ถึงวันนัดเข้าแก้ไข"
    lead = polite(f"ช่างจะเข้าแก้ไข {when}", voice.particle)
    how = "หากใช้ได้แล้วหรือไม่สะดวก กดเพื่อเปิดเรื่องและแจ้งได้"
    row = Row(_named(ticket), detail=ticket["place"])
    return [
        Card(
            alt=f"{title} {lead} {row.label} {how}",
            title=title,
            subtitle=lead,
            icon="📅",
            rows=(row,),
            note=how,
            buttons=(_open("เปิดเรื่อง", ticket, MINE),),
        )
    ]


def _own(data: Json, voice: Voice) -> Card:
    mine: Sequence[Json] = data["mine"]
    late, count = int(data["late"]), int(data["count"])
    title = _title(mine, late)
    more = f" แสดง {len(mine):,} เรื่องแรก" if count > len(mine) else ""
    lead = polite(f"รอท่านอยู่ {count:,} เรื่อง เรียงตามกำหนด{more}", voice.particle)
    rows = [_task(n, one) for n, one in enumerate(mine, 1)]
    opening = (_open(f"ข้อ {n}", one, WORK) for n, one in enumerate(mine[:_MOST_BUTTONS], 1))
    return Card(
        alt=f"{title} {lead} {plain(rows)} พิมพ์ «{LIST}» เพื่อเปิด",
        title=title,
        subtitle=lead,
        icon="⏰",
        tone="alert" if late else "ask",
        rows=tuple(rows),
        buttons=(Say(LIST, LIST, Style.PRIMARY), *opening),
        beside=True,
    )


def _title(mine: Sequence[Json], late: int) -> str:
    if late:
        return f"มีงานแจ้งปัญหา{LATE} {late:,} เรื่อง"
    if any(one["clocks"] for one in mine):
        return "มีงานแจ้งปัญหาใกล้ครบกำหนด"
    if any(one["visit_at"] for one in mine):
        return "นัดเข้าแก้ไขวันนี้"
    return "มีเรื่องที่รอผู้แจ้งนาน"


def _task(n: int, one: Json) -> Row:
    return Row(
        f"{n}. {_named(one)}",
        value=LATE if one["late"] else "",
        detail=" · ".join(_said_of(one)),
    )


def _said_of(one: Json) -> Iterator[str]:
    if one["urgency"] in _PRESSING:
        yield URGENCY[one["urgency"]]
    yield short(one["place"], _PLACE)
    if one["visit_at"]:
        yield f"นัด {moment_text(one['visit_at'])}"
    if one["clocks"]:
        yield _clocks(one)
    if one["waited"]:
        yield f"รอผู้แจ้ง {one['waited']:,} วันทำการ"
    if not one["taken"]:
        yield "ยังไม่มีผู้รับ"


def _clocks(one: Json) -> str:
    """«แก้ไขให้เสร็จ กำหนด …»: the clocks that are meant, and when the first of them runs out."""
    what = " และ".join(CLOCK[name] for name in one["clocks"])
    return f"{what} กำหนด {moment_text(one['due_at'])}" if one["due_at"] else what


def _of_others(why: str, found: Sequence[Json], count: str, voice: Voice) -> Card:
    title, mend = WHY[why]
    rows = [_row(one) for one in found]
    opening: tuple[Button, ...] = tuple(
        _open(number_text(one), one, WORK) for one in found[:_MOST_BUTTONS] if one["subject"]
    )
    return Card(
        alt=f"{title} {count} {plain(rows)} {mend}",
        title=title,
        subtitle=count,
        icon="⏰",
        tone="sorry",
        body=(polite(mend, voice.particle),),
        rows=tuple(rows),
        buttons=opening,
    )


def _row(one: Json) -> Row:
    holds = f"อยู่ที่ {one['has_it']}" if one["has_it"] else f"ยังไม่มีผู้รับ ({one['group']})"
    said = [short(one["place"], _PLACE)] if one["subject"] else []
    if one["clocks"]:
        said.append(_clocks(one))
    return Row(_named(one), detail=" · ".join((*said, short(holds, 100))))


def _named(facts: Json) -> str:
    """«🖨️ จป. 1/2570 ปริ้นไม่ออก»; the number alone for somebody who may not read what about."""
    number, subject = number_text(facts), short(str(facts["subject"]), _SUBJECT)
    return f"{ICON[facts['category']]} {number} {subject}".strip()


def _open(label: str, facts: Json, flow: str) -> Do:
    shown = f"{number_text(facts)} {short(str(facts['subject']), _SUBJECT)}".strip()
    return Do(label, flow, "open", f"{facts['id']}:{facts['version']}", shown=shown)
