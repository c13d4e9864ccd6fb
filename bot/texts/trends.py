"""Figures over years in words: a line a year, the round said once, and how much it changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.cards import Card, Message, Place, Row, Voice
from bot.texts import answer_tables
from bot.texts.cards_of_figures import dressed, foot, in_plain
from bot.texts.figures import ROUNDS, number, thai_date, unit, value_text
from bot.texts.next_questions import after

Json = Mapping[str, Any]


def trend(data: Json, place: Place, voice: Voice) -> list[Message]:
    """A card with a row for each year, the newest last, and the change."""
    facts = data["facts"]
    query, items = facts["query"], facts["items"]
    head, changed = answer_tables.heading(facts), change(facts)
    rows = tuple(
        Row(_when(item, query), _said(item, query),
            detail=f"ณ {thai_date(item['label']['as_of'])}")
        for item in items
    )  # fmt: skip
    lines = [f"{_when(item, query)} {_said(item, query)}" for item in items]
    without = missing(facts)
    alt = in_plain(head, lines, 0, facts, voice, "".join(f" {s}" for s in (changed, without) if s))
    card = Card(
        alt,
        head,
        body=(changed,) if changed else (),
        rows=rows,
        note=foot(facts, 0, [without] if without else []),
        quick=after(facts, place),
    )
    return [dressed(card, data)]


def _when(item: Json, query: Json) -> str:
    """The year; the round, where rounds of one year stand side by side."""
    label = item["label"]
    return ROUNDS[label["round"]] if query.get("rounds") else f"ปี {label['year']}"


def _said(item: Json, query: Json) -> str:
    if item.get("value") is None and not item.get("hidden") and query.get("schools"):
        return "ไม่มีข้อมูลของโรงเรียนนี้"
    return value_text(item, query)


def change(facts: Json) -> str:
    """«เพิ่มขึ้น 120 คน (ร้อยละ 3.21) จากปี 2566»; empty where it cannot be said."""
    items = facts["items"]
    if facts.get("change") is None or len(items) < 2:
        return ""
    first, last, of = items[0], items[-1], unit(items[0], facts["query"])
    moved = Decimal(str(last["value"])) - Decimal(str(first["value"]))
    since = f"จาก{_when(first, facts['query'])}"
    if not moved:
        return f"เท่าเดิม{since}"
    word = "เพิ่มขึ้น" if moved > 0 else "ลดลง"
    amount = int(abs(moved)) if isinstance(first["value"], int) else str(abs(moved))
    share = ""
    if first["measure"] in ("students", "count", "rooms", "schools") and Decimal(first["value"]):
        percent = 100 * abs(moved) / Decimal(first["value"])
        share = f" (ร้อยละ {percent.quantize(Decimal('0.01'), ROUND_HALF_UP)})"
    return f"{word} {number(amount)} {of}{share} {since}"


def missing(facts: Json) -> str:
    """The years that were asked for, or lie between, and are not there; how few there are."""
    years = [str(year) for year in facts.get("without", ())]
    said = f"ไม่มีข้อมูลปีการศึกษา {', '.join(years)}" if years else ""
    if not (fewer := facts.get("fewer")):
        return said
    only = f"มีข้อมูลเพียง {fewer['found']} ปี จากที่ถาม {fewer['asked']} ปี"
    return f"{only} {said}".strip()
