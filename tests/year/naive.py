"""What the same year costs by the naive way: every rung pushed to every group and to every person
who answers for a school that is late at that moment."""

from __future__ import annotations

from collections import Counter

from handlers.workdays import BANGKOK
from tests.year.clockwork import Clockwork
from tests.year.rounds import Asked


def price(work: Clockwork) -> tuple[Counter[str], Counter[str]]:
    """Messages by month, and by round: one for each member of a group, one for each person."""
    months: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    for asked in work.rounds:
        for at in asked.rungs:
            cost = sum(len(members) for members in work.town.members.values())
            cost += _persons(work, asked, at)
            months[at.astimezone(BANGKOK).strftime("%Y-%m")] += cost
            titles[asked.title] += cost
    return months, titles


def _persons(work: Clockwork, asked: Asked, at: object) -> int:
    late = [code for code in work.town.schools if work.life.finished[asked.title, code] > at]  # type: ignore[operator]
    return sum(len(work.town.schools[code].can_be_told(asked.system)) for code in late)
