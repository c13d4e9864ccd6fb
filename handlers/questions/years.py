"""Academic years as people write them, one or several side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

_BANGKOK = ZoneInfo("Asia/Bangkok")
BE = 543
#: More years than this are not set side by side.
MOST_YEARS = 20


def academic_year(now: datetime) -> int:
    """The academic year (B.E.) of a moment: it begins on 16 May."""
    day = now.astimezone(_BANGKOK).date()
    return day.year + BE - (0 if (day.month, day.day) >= (5, 16) else 1)


def buddhist(year: str) -> int:
    """A year as written (2568, 68, 2025) in B.E."""
    number = int(year)
    if number < 100:
        return 2500 + number
    return number + BE if number < 2300 else number


@dataclass(frozen=True)
class Span:
    """The years asked for: `years` as written, `relative` ones, from the first to the last of
    both, or `back` so many of the newest that are published. Nothing of these: what there is.
    """

    years: tuple[str, ...] = ()
    relative: tuple[int, ...] = ()
    whole: bool = False
    back: int | None = None

    def resolve(self, now: datetime) -> tuple[int, ...] | None:
        """The academic years (B.E.) that are named, oldest first; None where none is.

        Raises ValueError when they are no span.
        """
        if self.back is not None and not 2 <= self.back <= MOST_YEARS:
            raise ValueError("years that are no span")
        present = academic_year(now)
        found = {buddhist(year) for year in self.years}
        found |= {present + step for step in self.relative}
        if not found:
            return None
        if self.whole:
            found = set(range(min(found), max(found) + 1))
        if not 2 <= len(found) <= MOST_YEARS:
            raise ValueError("years that are no span")
        return tuple(sorted(found))
