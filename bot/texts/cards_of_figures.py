"""What every card with figures has alike: its plain text, its foot, its buttons, its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.cards import Card, Picture, Voice
from bot.documents import charts
from bot.texts import answer_charts, answer_tables, topics
from bot.texts.figures import ROUNDS, period, polite
from bot.texts.next_questions import files, fixed, links, under_one

Json = Mapping[str, Any]
#: Rows of a card; the rest is on the page and in the file.
MOST_ROWS = 10
#: LINE's limit of the plain text, less what a particle may add.
_LONGEST_ALT = 1_480
_NOT_DRAWN = "วาดกราฟไม่ได้ เพราะไม่มีตัวเลขให้เทียบกัน (ค่าเดียว รายชื่อ หรือค่าที่ปกปิด)"
_DRAWN = ("year", "grade")


def in_plain(
    head: str, lines: Sequence[str], more: int, facts: Json, voice: Voice, whole: str = ""
) -> str:
    """The card as one text: heading, rows, as of when. Where it is too long, the date comes first
    and rows are left out at the end; `more` are rows that the card leaves out already."""
    dated = answer_tables.dated(facts)
    rest = f" และอีก {more:,} รายการ" if more > 0 else ""
    why = "".join(f" ({said})" for said in topics.whys(facts["items"]))
    said = polite(f"{head}: {', '.join(lines)}{rest}{whole}{why} {dated}", voice.particle)
    if _units(said) <= _LONGEST_ALT:
        return said
    kept = list(lines)
    while kept and _units(said) > _LONGEST_ALT:
        kept.pop()
        said = f"{head} {dated}{whole}{why}: {', '.join(kept)} …"
    return said


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def foot(facts: Json, more: int = 0, first: Sequence[str] = ()) -> str:
    """The foot of a card: how many rows are left out, as of when, from what, what is hidden."""
    rest = [f"และอีก {more:,} รายการ"] if more > 0 else []
    lines = [*first, *rest, answer_tables.dated(facts, short=True)]
    one_time = facts["query"].get("group_by") != "year" and not facts.get("sources")
    if one_time:
        lines.append(period(facts["edition"]))
    return "\n".join([*lines, *topics.whys(facts["items"]), *others(facts)])


def others(facts: Json) -> list[str]:
    """Schools that no place is known of; the other rounds of a past year."""
    found = [ROUNDS[e["round"]] for e in facts.get("other_rounds", ())]
    also = [f"ปีการศึกษานี้มีข้อมูลรอบอื่นด้วย: {', '.join(found)}"] if found else []
    return [*answer_tables.unplaced(facts), *also]


def dressed(card: Card, answer: Json, *, rows: int = 0) -> Card:
    """The card with its buttons, and with the chart where one is asked for or useful."""
    facts = answer["facts"]
    query = facts["query"]
    chart = answer_charts.chart(answer)
    wanted = query.get("shape") == "chart" or query.get("group_by") in _DRAWN
    picture = Picture(fixed(facts), *charts.size(chart)) if chart and wanted else None
    if query.get("shape") == "file":
        return replace(card, buttons=(*files(facts), *card.quick[:1]), beside=True)
    if query.get("shape") == "chart" and chart is None:
        card = replace(card, note=f"{card.note}\n{_NOT_DRAWN}".strip())
    if query.get("shape") == "chart" and picture:
        # The picture says itself how many of all it shows.
        note = "\n".join(line for line in card.note.split("\n") if not line.startswith("และอีก "))
        card = replace(card, rows=tuple(row for row in card.rows if row.strong), note=note)
    one = answer["kind"] == "figure"
    pages = under_one(facts) if one else links(facts, rows=rows, charted=chart is not None)
    if one and query.get("shape") == "chart":
        pages = links(facts, charted=chart is not None)
    buttons = (*pages, *card.quick[:2]) if rows else (*card.quick[:2], *pages)
    return replace(card, buttons=buttons, beside=True, picture=picture)
