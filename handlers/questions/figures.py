"""Exact figures from the published versions, kept in memory until the data's counter moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from handlers import dmc
from handlers.context import Context
from handlers.datastate import current
from handlers.dmc_vocabulary import FEMALE, GRADES, LOWER, MALE, PRE, PRIMARY, UPPER, VOCATIONAL
from handlers.questions.names import NameIndex, other_names
from handlers.questions.query import Having, StatQuery
from handlers.questions.taught import Taught
from handlers.questions.taught import words as taught_words
from models.datasets import DatasetVersion, Enrollment, VersionStatus
from models.schools import School

SEXES = (MALE, FEMALE)
LEVELS = (PRE, PRIMARY, LOWER, UPPER + VOCATIONAL)
COUNTS = ("students", "rooms", "schools")

#: Classes of size, upwards, both ends included (answers.md, "Schools").
SIZES: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "obec4": (
        ("small", 1, 120),
        ("medium", 121, 600),
        ("large", 601, 1500),
        ("extra", 1501, None),
    ),
    "obec7": (
        ("size1", 1, 120),
        ("size2", 121, 200),
        ("size3", 201, 300),
        ("size4", 301, 499),
        ("size5", 500, 1499),
        ("size6", 1500, 2499),
        ("size7", 2500, None),
    ),
    # The rule says "up to 119"; a school with no pupil at all is not a small school.
    "kcs": (
        ("small", 1, 119),
        ("medium", 120, 719),
        ("large", 720, 1679),
        ("extra", 1680, None),
    ),
}


@dataclass
class Facts:
    """One school in one version: counts by grade."""

    code: str
    name: str
    male: dict[str, int] = field(default_factory=dict)
    female: dict[str, int] = field(default_factory=dict)
    classrooms: dict[str, int] = field(default_factory=dict)

    def students(self, grades: Iterable[str] | None, sex: str | None) -> int:
        """Pupils in these grades (None: all) of this sex (None: both)."""
        total = 0
        for grade in grades if grades is not None else GRADES:
            if sex != FEMALE:
                total += self.male.get(grade, 0)
            if sex != MALE:
                total += self.female.get(grade, 0)
        return total

    def rooms(self, grades: Iterable[str] | None) -> int:
        """Classrooms of these grades (None: all)."""
        return sum(self.classrooms.get(g, 0) for g in (grades if grades is not None else GRADES))


@dataclass(frozen=True)
class Edition:
    """A published version: when its figures are of."""

    version: int
    year: int
    round: int
    as_of: date
    mark: str

    def to_json(self) -> dict[str, Any]:
        """For the answer: version id, year (B.E.), round, as-of date."""
        return {
            "version": self.version,
            "year": self.year,
            "round": self.round,
            "as_of": self.as_of.isoformat(),
        }


class Figures:
    """The schools of one version and every way of counting them. All results are exact."""

    def __init__(self, schools: list[Facts]) -> None:
        self.schools = schools
        self.by_code = {school.code: school for school in schools}

    def scope(self, query: StatQuery) -> list[Facts]:
        """The schools that a query counts in, in the source's order."""
        chosen = self.schools
        if query.schools is not None:
            chosen = [self.by_code[code] for code in query.schools if code in self.by_code]
        having = query.having
        return [s for s in chosen if having is None or satisfies(s, having)]

    def exact(self, query: StatQuery) -> Fraction:
        """The one figure asked for, before rounding. ZeroDivisionError where there is no whole."""
        schools, grades, sex = self.scope(query), query.grades, query.sex
        students = sum(s.students(grades, sex) for s in schools)
        if query.measure == "students":
            return Fraction(students)
        if query.measure == "schools":
            # A school is counted when it has at least one of what is asked.
            return Fraction(sum(1 for s in schools if s.students(grades, sex)))
        if query.measure == "rooms":
            return Fraction(sum(s.rooms(grades) for s in schools))
        if query.measure == "avg_per_room":
            return Fraction(students, sum(s.rooms(grades) for s in schools))
        if query.measure == "avg_per_school":
            return Fraction(students, sum(1 for s in schools if s.students(grades, sex)))
        if query.measure == "percent" and query.of is not None:
            part = replace(query, measure=query.of.measure, of=None)
            return 100 * self.exact(part) / self.exact(query.of)
        raise ValueError(query.measure)

    def shown(self, query: StatQuery) -> int | str:
        """The figure as people read it: counts whole, derived ones rounded half up."""
        value = self.exact(query)
        if query.measure in COUNTS:
            return int(value)
        places = 2 if query.decimals is None else query.decimals
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

    def ranked(self, query: StatQuery) -> list[tuple[Facts, int | str]]:
        """The schools of the first places, ties at the last place and all."""
        assert query.rank is not None
        order, places = query.rank
        bare = replace(query, rank=None, having=None)
        found = []
        for school in self.scope(query):
            if school.students(query.grades, query.sex):
                one = replace(bare, schools=(school.code,))
                found.append((self.exact(one), school, one))
        found.sort(key=lambda item: item[0], reverse=order == "most")
        if found:
            last = found[: max(places, 1)][-1][0]
            found = [f for f in found if (f[0] >= last if order == "most" else f[0] <= last)]
        return [(school, self.shown(one)) for _, school, one in found]


def satisfies(school: Facts, having: Having) -> bool:
    """Does the school meet every condition?"""
    if any(not school.students(grades, None) for grades in having.has):
        return False
    if any(school.students(grades, None) for grades in having.lacks):
        return False
    if having.min is None and having.max is None:
        return True
    if having.measure == "rooms":
        n = school.rooms(having.grades)
    else:
        n = school.students(having.grades, having.sex)
    return (having.min is None or n >= having.min) and (having.max is None or n <= having.max)


class Snapshot:
    """What one process knows of the data at one value of the counter."""

    def __init__(self, ctx: Context, editions: list[Edition]) -> None:
        self.editions = editions
        self.taught: Taught = taught_words(ctx)
        self._names = [
            (row.smis, row.name, row.moe)
            for row in ctx.session.execute(
                select(School.smis, School.name, School.moe).where(School.in_office)
            )
        ]
        self._figures: dict[int, Figures] = {}
        self._others: frozenset[str] | None = None
        self._lists: dict[int, NameIndex] = {}

    def figures(self, ctx: Context, edition: Edition) -> Figures:
        """The figures of a published version, read once."""
        if edition.version not in self._figures:
            self._figures[edition.version] = Figures(_load(ctx, edition.version))
        return self._figures[edition.version]

    def index(self, ctx: Context) -> NameIndex:
        """The office's school names: the newest version's own, and the list's."""
        if 0 not in self._lists:
            names = [(code, name) for code, name, _ in self._names]
            for edition in reversed(self.editions):
                names += [(s.code, s.name) for s in self.figures(ctx, edition).schools]
            self._lists[0] = NameIndex(names)
        return self._lists[0]

    def others(self, ctx: Context) -> frozenset[str]:
        """Keys of the names of schools outside the office."""
        if self._others is None:
            names = ctx.session.scalars(select(School.name).where(~School.in_office))
            self._others = other_names(names)
        return self._others

    @cached_property
    def moe(self) -> dict[str, str]:
        """10-digit codes of the office's schools to their 8-digit ones."""
        return {moe: smis for smis, _, moe in self._names if moe}

    @cached_property
    def listed(self) -> dict[str, str]:
        """The office's schools on the list of schools, code to name."""
        return {smis: name for smis, name, _ in self._names}


_SNAPSHOTS: WeakKeyDictionary[Engine, tuple[Any, Snapshot]] = WeakKeyDictionary()


def snapshot(ctx: Context) -> Snapshot:
    """The present snapshot; made anew when schools or versions have changed anywhere."""
    engine = ctx.session.get_bind().engine
    editions = _editions(ctx)
    schools = ctx.session.execute(
        select(func.count(), func.max(School.imported_at)).where(School.in_office)
    ).one()
    # The counter alone would do, but for a transaction rolled back after it was read.
    mark = (current(ctx), tuple(schools), tuple(e.mark for e in editions))
    known = _SNAPSHOTS.get(engine)
    if known is None or known[0] != mark:
        known = (mark, Snapshot(ctx, editions))
        _SNAPSHOTS[engine] = known
    return known[1]


def _editions(ctx: Context) -> list[Edition]:
    """The published versions, newest first."""
    query = select(DatasetVersion).where(
        DatasetVersion.dataset == dmc.DATASET,
        DatasetVersion.report == dmc.REPORT,
        DatasetVersion.status == VersionStatus.PUBLISHED,
    )
    order = (DatasetVersion.year.desc(), DatasetVersion.round.desc())
    return [
        Edition(v.id, v.year, v.round, v.as_of, f"{v.id} {v.sha256} {v.published_at}")
        for v in ctx.session.scalars(query.order_by(*order))
    ]


def _load(ctx: Context, version: int) -> list[Facts]:
    columns = (
        Enrollment.school_code,
        Enrollment.school_name,
        Enrollment.grade,
        Enrollment.male,
        Enrollment.female,
        Enrollment.rooms,
    )
    rows = ctx.session.execute(
        select(*columns).where(Enrollment.version_id == version).order_by(Enrollment.id)
    )
    found: dict[str, Facts] = {}
    for code, name, grade, male, female, rooms in rows:
        school = found.setdefault(code, Facts(code, name))
        school.male[grade], school.female[grade] = male, female
        school.classrooms[grade] = rooms
    return list(found.values())
