"""What somebody should know of others' work: a card for each reason, and rows as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.cards import Card, Message, Row

Json = Mapping[str, Any]


def by_reason(
    found: Sequence[Json],
    count: int,
    reasons: Iterable[str],
    draw: Callable[[str, Sequence[Json], str], Card],
) -> Iterator[Message]:
    """A card for each of the `reasons` for which there is something. `count`: of how many `found`
    are the first; `draw` gets the reason, what there is of it, and how many that are in words."""
    more = count - len(found)
    for why in reasons:
        part = [one for one in found if one["why"] == why]
        if part:
            others = f" (และเรื่องอื่นอีก {more:,})" if more > 0 else ""
            yield draw(why, part, f"{len(part):,} เรื่อง{others}")
            more = 0  # said once, not on every card


def plain(rows: Sequence[Row]) -> str:
    """The rows as one line of text, for whoever sees no card."""
    return " · ".join(
        " ".join(filter(None, (row.label, row.detail, f"({row.value})" if row.value else "")))
        for row in rows
    )
