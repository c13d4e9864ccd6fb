"""The usual dates of the five central systems, by the manuals (`office.md`): copied for a year and
then changed by that year's letter. Days of months only; the years follow from the academic year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.workdays import BANGKOK, CLOSING
from models.rounds import Dataset


@dataclass(frozen=True)
class Usual:
    """Days as (month, day). `next_year`: in the calendar year after the academic year's."""

    as_of: tuple[int, int]
    opens: tuple[int, int]
    due: tuple[int, int]
    next_year: bool = False


#: By dataset and round; yearly collections have no round.
USUAL: dict[tuple[Dataset, int | None], Usual] = {
    (Dataset.DMC, 1): Usual((6, 10), (5, 16), (6, 10)),
    (Dataset.DMC, 2): Usual((11, 10), (7, 15), (11, 10)),
    (Dataset.DMC, 3): Usual((3, 31), (2, 1), (4, 20), next_year=True),
    (Dataset.EMIS, None): Usual((6, 10), (5, 16), (6, 30)),
    (Dataset.BOBEC, None): Usual((10, 30), (10, 1), (10, 30)),
    (Dataset.MOBEC, 1): Usual((6, 30), (6, 1), (6, 30)),
    (Dataset.MOBEC, 2): Usual((10, 30), (10, 1), (10, 30)),
    (Dataset.GCODE, None): Usual((6, 10), (5, 16), (6, 10)),
}


@dataclass(frozen=True)
class Dates:
    """A round's dates as they usually are: as of, opens, and due at the end of the working day."""

    as_of: date
    opens: date
    due: datetime


def usual(dataset: Dataset, year: int, round_: int | None) -> Dates | None:
    """The usual dates in an academic year (B.E.); None for what has none."""
    known = USUAL.get((dataset, round_))
    if known is None:
        return None
    calendar_year = year - 543 + known.next_year
    due = date(calendar_year, *known.due)
    return Dates(
        as_of=date(calendar_year, *known.as_of),
        opens=date(calendar_year, *known.opens),
        due=datetime.combine(due, CLOSING, BANGKOK),
    )
