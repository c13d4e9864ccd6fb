"""Pupils and classrooms by grade of one version, and every way of counting them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy import select

from handlers.context import Context
from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions.figures.sizes import COUNTS
from handlers.questions.query import Having, StatQuery
from models.datasets import Enrollment


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
            return Fraction(sum(1 for s in schools if counts(s, query)))
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


def counts(school: Facts, query: StatQuery) -> bool:
    """Is it a school that has what is asked? One with no pupil at all, only when asked for."""
    empty = query.having is not None and query.having.max == 0
    return bool(school.students(query.grades, query.sex)) or empty


def satisfies(school: Facts, having: Having) -> bool:
    """Does the school meet every condition?"""
    if school.code in having.without:
        return False
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


def load(ctx: Context, version: int) -> Figures:
    """The figures of a version."""
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
    return Figures(list(found.values()))
