"""Lists of schools in words: names, or a rank with figures; the first rows of a long one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Message, Place, Row, Text, Voice
from bot.texts import answer_tables, topics
from bot.texts.cards_of_figures import MOST_ROWS, dressed, foot, in_plain
from bot.texts.figures import having_text, period, polite, value_text
from bot.texts.next_questions import after

Json = Mapping[str, Any]
MOST_TIED = 20


def list_(data: Json, place: Place, voice: Voice) -> list[Message]:
    """The schools asked for, numbered; places that are equal have one number."""
    facts = data["facts"]
    query, items = facts["query"], facts["items"]
    if not items:
        return [_none(facts, place, voice)]
    head = answer_tables.heading(facts)
    lines = [
        (f"{n}. {item['label']['name']}", value_text(item, query) if "value" in item else "")
        for n, item in zip(answer_tables.places(query, items), items, strict=True)
    ]
    shown = lines[: _room(query)]
    more = len(items) - len(shown)
    alt = in_plain(head, [" ".join(filter(None, line)) for line in shown], more, facts, voice)
    rows = tuple(Row(name, value) for name, value in shown)
    card = Card(alt, head, rows=rows, note=foot(facts, more), quick=after(facts, place))
    return [dressed(card, data, rows=len(items) if more > 0 else 0)]


def _room(query: Json) -> int:
    """The first places of a rank are all named, ties and all, where ten or fewer were asked for."""
    asked = query["rank"][1] if query.get("rank") else 0
    return MOST_TIED if 0 < asked <= MOST_ROWS else MOST_ROWS


def _none(facts: Json, place: Place, voice: Voice) -> Message:
    query = facts["query"]
    which = having_text(query.get("having"))
    if topics.is_topic(query):
        which = " ".join(filter(None, [which, f"ที่มี{topics.counted(query)}"]))
    when = f"{answer_tables.dated(facts)} ({period(facts['edition'])})"
    buttons: tuple[Button, ...] = after(facts, place)
    return Text(polite(f"ไม่มีโรงเรียน{which} {when}", voice.particle), buttons)
