"""What waits too long: one message to whoever has it, and to whoever should know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Voice
from bot.texts import tasks, words
from bot.texts.figures import polite
from bot.texts.handling_facts import LATE
from bot.texts.others_work import by_reason, plain
from bot.texts.request_words import STEP, number_text, short, weekday_text
from bot.texts.tasks import FLOW

Json = Mapping[str, Any]
LIST = "งานของฉัน"
#: Why somebody hears of what is not theirs to do: the title, and what to do about it.
WHY = {
    "late": (
        "เรื่องเกินกำหนด",
        "แจ้งเพื่อทราบ เรื่องต่อไปนี้ยังไม่มีผู้ดำเนินการภายในกำหนด",
    ),
    "nobody": (
        "ไม่มีผู้มีอำนาจดำเนินการ",
        "โปรดเพิ่มผู้ดำรงตำแหน่ง หรือคำสั่งรักษาราชการแทน เมื่อเพิ่มแล้วระบบจะแจ้งผู้นั้นเอง",
    ),
    "unbound": (
        "แจ้งผู้รับผิดชอบทาง LINE ไม่ได้",
        "ผู้รับผิดชอบยังไม่ได้ยืนยันตัวตนหรือปิดกั้นบัญชีนี้ โปรดแจ้งให้พิมพ์ «ลงทะเบียน» ในแชตนี้",
    ),
}
#: Where nobody is there for the step, the title says for what.
NOBODY = {
    "permit": "ไม่มีผู้มีอำนาจอนุญาต",
    "confirm": "ไม่มีผู้ยืนยันการไม่อนุญาต",
    "sign": "ไม่มีผู้ลงนามหนังสือตอบ",
    "check": "ไม่มีเจ้าหน้าที่รับเรื่อง",
}
_SUBJECT, _MOST_BUTTONS = 50, 4


@words("tasks.overdue")
def overdue(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What waits for this person, and apart from it what they should know of others' work."""
    own: list[Message] = [_own(data, voice)] if data["tasks"] else []
    others = by_reason(data["watch"], int(data["watched"]), WHY, partial(_watch, voice=voice))
    return [*own, *others]


def _own(data: Json, voice: Voice) -> Card:
    found: Sequence[Json] = data["tasks"]
    late, count = int(data["late"]), int(data["count"])
    title = f"มีเรื่อง{LATE} {late:,} เรื่อง" if late else "มีเรื่องใกล้ครบกำหนด"
    lead = polite(f"รอท่านอยู่ {count:,} เรื่อง เรียงตามกำหนด", voice.particle)
    rows = [_task(n, one) for n, one in enumerate(found, 1)]
    return Card(
        alt=f"{title} {lead} {plain(rows)} พิมพ์ «{LIST}» เพื่อเปิด",
        title=title,
        subtitle=lead,
        icon="⏰",
        tone="alert" if late else "ask",
        rows=tuple(rows),
        buttons=(Say(LIST, LIST, Style.PRIMARY), *_opening(found)),
        beside=True,
    )


def _task(n: int, one: Json) -> Row:
    number, subject, todo, due, _ = tasks.line(one)
    detail = " · ".join(filter(None, (todo, due)))
    return Row(f"{n}. {number} {subject}".strip(), value=LATE if one["late"] else "", detail=detail)


def _opening(found: Sequence[Json]) -> Iterator[Button]:
    for n, one in enumerate(found[:_MOST_BUTTONS], 1):
        if tasks.opens(one):
            label = tasks.row_label(str(n))
            shown = tasks.shown_text(str(n), one)
            yield Do(label, FLOW, "open", tasks.value(one), shown=shown)


def _watch(why: str, found: Sequence[Json], count: str, voice: Voice) -> Card:
    title, mend = WHY[why]
    steps = {one["step"] for one in found}
    if why == "nobody" and len(steps) == 1:
        title = NOBODY.get(steps.pop(), title)
    rows = [_row(one) for one in found]
    return Card(
        alt=f"{title} {count} {plain(rows)} {mend}",
        title=title,
        subtitle=count,
        icon="⏰",
        tone="sorry",
        body=(polite(mend, voice.particle),),
        rows=tuple(rows),
        buttons=tuple(
            _open(number_text(one), one) for one in found[:_MOST_BUTTONS] if one["subject"]
        ),
    )


def _row(one: Json) -> Row:
    holds = f"อยู่ที่ {' หรือ '.join(one['has_it'])}" if one["has_it"] else one["group"]
    due = f"กำหนด {weekday_text(one['due_at'])}"
    return Row(_named(one), detail=" · ".join((STEP[one["step"]], due, short(holds, 80))))


def _named(facts: Json) -> str:
    """«คข. 1/2570 จำนวนนักเรียน»; the number alone for somebody who may not read what about."""
    return f"{number_text(facts)} {short(str(facts['subject']), _SUBJECT)}".strip()


def _open(label: str, facts: Json) -> Do:
    return Do(label, FLOW, "open", f"{facts['id']}:{facts['version']}", shown=_named(facts))
