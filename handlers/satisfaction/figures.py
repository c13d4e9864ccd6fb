"""What the report on satisfaction is made of: counts, and what is worked out from them.

Derived figures have two decimals, half up. An item that does not apply is counted apart and
enters no mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from handlers.ratings.forms import Item
from models.ratings import Level

_CENTS = Decimal("0.01")
POINTS: Mapping[Level, int] = {Level.GOOD: 3, Level.FAIR: 2, Level.POOR: 1}
#: The key of ratings of which it is not known how the service was asked for.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Tally:
    """Levels given, counted."""

    counts: Mapping[Level, int]

    @property
    def n(self) -> int:
        """Answers that enter the figures."""
        return sum(self.counts.get(level, 0) for level in POINTS)

    @property
    def mean(self) -> Decimal | None:
        """From 1 to 3; None without answers."""
        points = sum(worth * self.counts.get(level, 0) for level, worth in POINTS.items())
        return quotient(points, self.n)

    def percent(self, level: Level) -> Decimal | None:
        """The share of a level; None without answers."""
        return quotient(100 * self.counts.get(level, 0), self.n)


@dataclass(frozen=True)
class Group:
    """Ratings that belong together: a service, a channel, a month, a form, or all."""

    key: str
    invited: int
    rated: int
    tally: Tally

    @property
    def response(self) -> Decimal | None:
        """How many of those asked answered, in percent; None when nobody was asked."""
        return quotient(100 * self.rated, self.invited)


@dataclass(frozen=True)
class FormFigures:
    """One rating form: all its items together, and each."""

    whole: Group
    items: tuple[tuple[Item, Tally], ...]


@dataclass(frozen=True)
class Comment:
    """What somebody said in words, without names. `kind`: reason, suggestion."""

    kind: str
    service: str
    month: str
    words: str


@dataclass(frozen=True)
class CaseLine:
    """A complaint or problem. `words` None: it is about a person, and not for everybody to read."""

    number: int
    kind: str
    subject: str
    opened_on: date
    status: str
    closed_on: date | None
    days: int
    words: str | None


@dataclass(frozen=True)
class Satisfaction:
    """The figures of one fiscal year (B.E.), as they are at `made_at`."""

    fiscal_year: int
    made_at: datetime
    whole: Group
    forms: tuple[FormFigures, ...]
    services: tuple[Group, ...]
    channels: tuple[Group, ...]
    months: tuple[Group, ...]
    comments: tuple[Comment, ...]
    cases: tuple[CaseLine, ...]


def quotient(part: int, whole: int) -> Decimal | None:
    """To two decimals, half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(_CENTS, ROUND_HALF_UP)
