"""The year's collection rounds: the dates of the product's templates, and one in which nobody can
confirm before the last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.texts.round_words import round_name, usual_name
from handlers.rounds import ladder, templates
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK, Calendar
from models.rounds import Dataset

YEAR = 2569
#: The academic year: 16 May 2569 to 15 May 2570.
FIRST, LAST = date(2026, 5, 16), date(2027, 5, 15)
_ALL = (
    (Dataset.DMC, 1, 14), (Dataset.EMIS, None, 30), (Dataset.MOBEC, 1, 30),
    (Dataset.DMC, 2, 1), (Dataset.BOBEC, None, 7), (Dataset.MOBEC, 2, 30), (Dataset.DMC, 3, 14),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One round as the office opens it. `title`: its name as messages say it."""

    spec: Spec
    calendar: Calendar

    @property
    def title(self) -> str:
        """As every message calls it."""
        return round_name({"name": self.spec.name, "dataset": self.spec.dataset.value,
                           "year": self.spec.year})  # fmt: skip

    @property
    def system(self) -> str:
        """`dmc`."""
        return self.spec.dataset.value

    @property
    def due(self) -> datetime:
        """The closing moment."""
        return self.spec.due_at.astimezone(BANGKOK)

    @property
    def last_day_only(self) -> bool:
        """Can nobody confirm before the closing day?"""
        return self.spec.confirm_from is not None

    @property
    def rungs(self) -> list[datetime]:
        """When its rungs are due."""
        s = self.spec
        closes = s.closes_on or s.due_at.date()
        found = ladder.rungs(self.calendar, s.opens_on, s.due_at, closes, s.rungs)
        return [one.at for one in found]

    def rung_at(self, moment: datetime) -> datetime | None:
        """The newest rung at a moment."""
        passed = [at for at in self.rungs if at <= moment]
        return passed[-1] if passed else None


def of_year(calendar: Calendar, few: bool = False) -> Sequence[Asked]:
    """All rounds; `few`: only the one in which nobody can confirm before the last day."""
    found = [_asked(calendar, *one) for one in _ALL]
    return [one for one in found if one.last_day_only] if few else found


def _asked(calendar: Calendar, dataset: Dataset, number: int | None, stays: int) -> Asked:
    dates = templates.usual(dataset, YEAR, number)
    assert dates is not None
    last = dates.due.astimezone(BANGKOK).date()
    only_last = dataset is Dataset.DMC and number == 2
    spec = Spec(
        dataset=dataset, name=usual_name(dataset.value, YEAR, number), year=YEAR, round=number,
        as_of=dates.as_of, opens_on=dates.opens, due_at=dates.due,
        confirm_from=last if only_last else None, closes_on=last + timedelta(days=stays),
        letter="ที่ ศธ 04999/ว 123 ลว. 1 พ.ค. 2569", link="https://portal.example.go.th/",
    )  # fmt: skip
    return Asked(spec, calendar)


def months() -> list[str]:
    """`2026-05` to `2027-05`."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return [FIRST.strftime("%Y-%m"),
            *(b.strftime("%Y-%m") for a, b in pairwise(days) if a.month != b.month)]  # fmt: skip
