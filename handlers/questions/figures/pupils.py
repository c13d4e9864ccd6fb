"""Pupils and classrooms by grade of one version, and every way of counting them.

The counts stand in arrays, schools by grades: a country's office has 29,579 schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from handlers.context import Context
from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions.figures.sizes import COUNTS
from handlers.questions.query import Having, StatQuery
from models.datasets import Enrollment, VersionSchool

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

_GRADES = {grade: n for n, grade in enumerate(GRADES)}
_MOST_KEPT = 64
_ROOMS = "rooms"

#: school, grade, male, female, rooms
Row = tuple[str, str, int, int, int]


@dataclass(frozen=True)
class Facts:
    """One school in one version: counts by grade."""

    figures: Figures
    place: int
    code: str
    name: str

    def students(self, grades: Iterable[str] | None, sex: str | None) -> int:
        """Pupils in these grades (None: all) of this sex (None: both)."""
        return int(self.figures.each(_key(grades), sex)[self.place])

    def rooms(self, grades: Iterable[str] | None) -> int:
        """Classrooms of these grades (None: all)."""
        return int(self.figures.each(_key(grades), _ROOMS)[self.place])


class Figures:
    """The schools of one version and every way of counting them. All results are exact.

    `area_of`: code → kind of place → its name, as far as the list of schools knows.
    """

    def __init__(
        self,
        schools: Sequence[tuple[str, str]],
        rows: Iterable[Row],
        area_of: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """`schools` are (code, name) in the source's order; `rows` their counts by grade."""
        import numpy as np

        self.codes = [code for code, _ in schools]
        self.names = dict(schools)
        self.area_of = area_of or {}
        self._place = {code: n for n, code in enumerate(self.codes)}
        self._counts = np.zeros((3, len(GRADES), len(self.codes)), np.int32)
        rows = list(rows)
        if rows:
            where = [self._place[row[0]] for row in rows]
            grades = [_GRADES[row[1]] for row in rows]
            self._counts[:, grades, where] = np.array([row[2:] for row in rows], np.int32).T
        self._each: dict[tuple[tuple[str, ...] | None, str | None], Numbers] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._place

    @cached_property
    def schools(self) -> list[Facts]:
        """Every school, in the source's order."""
        return [Facts(self, n, code, self.names[code]) for n, code in enumerate(self.codes)]

    @cached_property
    def by_code(self) -> dict[str, Facts]:
        """Every school by its code."""
        return {school.code: school for school in self.schools}

    def each(self, grades: tuple[str, ...] | None, what: str | None) -> Numbers:
        """For every school its pupils of a sex (None: of both), or its "rooms"."""
        key = (grades, what)
        found = self._each.get(key)
        if found is None:
            if len(self._each) >= _MOST_KEPT:
                self._each.clear()  # another thread may be reading: what it holds it keeps
            kinds = {MALE: [0], FEMALE: [1], _ROOMS: [2], None: [0, 1]}[what]
            chosen = list(range(len(GRADES))) if grades is None else [_GRADES[g] for g in grades]
            found = self._counts[kinds][:, chosen].sum(axis=(0, 1), dtype="int64")
            self._each[key] = found
        return found

    # ---------------------------------------------------------------- where it is counted

    def scope(self, query: StatQuery) -> list[Facts]:
        """The schools that a query counts in, in the source's order."""
        return [self.schools[n] for n in self.places(query)]

    def places(self, query: StatQuery) -> Numbers:
        """The places of the schools that a query counts in."""
        import numpy as np

        if query.schools is not None:
            known = [self._place[code] for code in query.schools if code in self._place]
            chosen = np.array(known, np.int64)
            if query.having is None:
                return chosen
            return chosen[self._satisfy(query.having)[chosen]]
        if query.having is None:
            return np.arange(len(self.codes))
        return np.flatnonzero(self._satisfy(query.having))

    def counted(self, query: StatQuery) -> Numbers:
        """Places of the schools that have at least one of what is asked.

        One with no pupil at all is a school only where that is asked for.
        """
        at = self.places(query)
        if query.having is not None and query.having.max == 0:
            return at
        return at[self.each(query.grades, query.sex)[at] > 0]

    def _satisfy(self, having: Having) -> Numbers:
        """For every school: does it meet every condition?"""
        import numpy as np

        meets = np.ones(len(self.codes), bool)
        for grades in having.has:
            meets &= self.each(grades, None) > 0
        for grades in having.lacks:
            meets &= self.each(grades, None) == 0
        rooms = having.measure == "rooms"
        if having.min is not None:
            meets &= self.each(having.grades, _ROOMS if rooms else having.sex) >= having.min
        if having.max is not None:
            meets &= self.each(having.grades, _ROOMS if rooms else having.sex) <= having.max
        for code in having.without:
            if code in self._place:
                meets[self._place[code]] = False
        if having.area is not None:
            meets &= np.array(self.areas(having.area[0])) == having.area[1]
        return meets

    def areas(self, kind: str) -> list[str]:
        """For every school the amphoe, tambon or network it is in; "" where it is not known."""
        return [self.area_of.get(code, {}).get(kind, "") for code in self.codes]

    # ---------------------------------------------------------------- the figure

    def exact(self, query: StatQuery) -> Fraction:
        """The one figure asked for, before rounding. ZeroDivisionError where there is no whole."""
        if query.measure == "percent" and query.of is not None:
            part = replace(query, measure=query.of.measure, of=None)
            return 100 * self.exact(part) / self.exact(query.of)
        at, grades = self.places(query), query.grades
        pupils = self.each(grades, query.sex)[at]
        if query.measure == "students":
            return Fraction(int(pupils.sum()))
        if query.measure == "schools":
            return Fraction(len(self.counted(query)))
        if query.measure == "rooms":
            return Fraction(int(self.each(grades, _ROOMS)[at].sum()))
        if query.measure == "avg_per_room":
            return Fraction(int(pupils.sum()), int(self.each(grades, _ROOMS)[at].sum()))
        if query.measure == "avg_per_school":
            return Fraction(int(pupils.sum()), int((pupils > 0).sum()))
        raise ValueError(query.measure)

    def shown(self, query: StatQuery) -> int | str:
        """The figure as people read it: counts whole, derived ones rounded half up."""
        return rounded(self.exact(query), query.measure, query.decimals)

    def ranked(self, query: StatQuery) -> list[tuple[Facts, int | str]]:
        """The schools of the first places, ties at the last place and all."""
        import numpy as np

        assert query.rank is not None
        order, places = query.rank
        at = self.places(query)
        at = at[self.each(query.grades, query.sex)[at] > 0]
        bare = replace(query, rank=None, having=None)
        values = self._ranking(bare, at)
        ranking = np.argsort(-values if order == "most" else values, kind="stable")
        if len(ranking):
            last = values[ranking[: max(places, 1)][-1]]
            kept = values[ranking] >= last if order == "most" else values[ranking] <= last
            ranking = ranking[kept]
        schools = [self.schools[n] for n in at[ranking]]
        return [(s, self.shown(replace(bare, schools=(s.code,)))) for s in schools]

    def _ranking(self, query: StatQuery, at: Numbers) -> Numbers:
        """What the schools are ranked by. Equal fractions of whole numbers give equal floats."""
        pupils = self.each(query.grades, query.sex)[at]
        if query.measure in ("students", "avg_per_school"):
            return pupils
        if query.measure == "rooms":
            return self.each(query.grades, _ROOMS)[at]
        if query.measure == "avg_per_room":
            rooms = self.each(query.grades, _ROOMS)[at]
            if (rooms == 0).any():
                raise ZeroDivisionError
            return pupils / rooms
        if query.measure == "percent" and query.of is not None:
            # The whole is one and the same for every school.
            return self._ranking(replace(query, measure=query.of.measure, of=None), at)
        raise ValueError(query.measure)


def rounded(value: Fraction, measure: str, decimals: int | None) -> int | str:
    """A count as a whole number, a derived figure with its decimals, half up."""
    if measure in COUNTS:
        return int(value)
    places = 2 if decimals is None else decimals
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _key(grades: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if grades is None else tuple(grades)


def load(
    ctx: Context, version: int, area_of: Mapping[str, Mapping[str, str]] | None = None
) -> Figures:
    """The figures of a version."""
    columns = (
        Enrollment.school_code,
        Enrollment.grade,
        Enrollment.male,
        Enrollment.female,
        Enrollment.rooms,
    )
    of = VersionSchool.version_id == version
    pair = (VersionSchool.school_code, VersionSchool.school_name)
    named = ctx.session.execute(select(*pair).where(of).order_by(VersionSchool.id)).all()
    rows = ctx.session.execute(select(*columns).where(Enrollment.version_id == version)).all()
    return Figures([(code, name) for code, name in named], [tuple(row) for row in rows], area_of)  # type: ignore[misc]
