"""A report beside what is known: the last round, the list of schools, the pupils by grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, select

from handlers.context import Context
from handlers.reports import Report, Target
from handlers.tables import Fault
from handlers.topics import PUPILS, TOPICS, Topic
from models.datasets import (
    Coverage,
    DatasetVersion,
    Enrollment,
    Tally,
    VersionSchool,
    VersionStatus,
)
from models.schools import School

#: Changes since the last round that a person should look at: of one school, of the office.
SCHOOL_SHARE, OFFICE_SHARE = 0.30, 0.10
LEAST_CHANGE = 20
_MOST_NAMED = 20

#: School → grade → boys and girls.
_ByGrade = dict[str, dict[str, tuple[int, int]]]


@dataclass(frozen=True)
class Compared:
    """What differs from the last published round, schools as "code name".

    `closed` are those of the missing that had no pupil left, or that the list does not have.
    """

    previous: DatasetVersion | None
    new: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    findings: list[Fault] = field(default_factory=list)


def compare(
    ctx: Context,
    target: Target,
    report: Report,
    names: Mapping[str, str],
    known: Report | None,
) -> Compared:
    """The report beside the last round, the list of schools and the pupils of its own round.

    `known` are the pupils by grade of this round, where this command has read them.
    """
    previous = _version(ctx, target, report.topic, earlier=True)
    before = _schools_of(ctx, previous) if previous else {}
    findings: list[Fault] = []
    new: list[str] = []
    missing: list[str] = []
    if report.coverage is Coverage.WHOLE:
        new = [label(code, names) for code in names if code not in before] if before else []
        missing = [label(code, before) for code in before if code not in names]
        findings += _beside_in_force(ctx, target, report, names)
    pupils = {} if report.topic == PUPILS else _pupils(ctx, target, known)
    if report.coverage is Coverage.WHOLE:
        findings += _beside_list(ctx, names, before, pupils)
    if previous:
        findings += _jumps(ctx, previous, report, names)
    if TOPICS[report.topic].everyone and pupils:
        findings += _beside_pupils(report, names, pupils)
    closed = _closed(ctx, previous, missing) if previous else []
    return Compared(previous, new, missing, closed, findings)


def _closed(ctx: Context, previous: DatasetVersion, missing: list[str]) -> list[str]:
    if not missing:
        return []
    listed = _listed(ctx)
    topic = TOPICS[previous.report]
    pupils = _by_school_in(ctx, previous, topic) if topic.slug == PUPILS else {}
    return [
        line
        for line in missing
        for code in [line.split(" ")[0]]
        if pupils.get(code) == 0 or (listed and code not in listed)
    ]


def _listed(ctx: Context) -> dict[str, str]:
    """The office's own schools on the list of schools, by code."""
    query = select(School.smis, School.name).where(School.in_office).order_by(School.smis)
    return {code: name for code, name in ctx.session.execute(query)}


def beside_refused(ctx: Context, target: Target, faults: list[Fault]) -> list[Fault]:
    """What is in force for the round of a refused file whose schools add up to too much."""
    twice = next((fault for fault in faults if "sum" in fault.facts), None)
    if twice is None:
        return []
    version = _version(ctx, target, twice.facts["topic"], earlier=False)
    expected = version.totals.get("students") if version else None
    if version is None or expected == twice.facts["sum"]:
        return []
    facts = {"version": version.id, "value": twice.facts["sum"], "expected": expected}
    return [Fault("differs_from_in_force", facts={**facts, "lost": [], "gained": []})]


def say_the_same(first: Report, second: Report) -> bool:
    """Whether two files of one report give the same schools the same figures."""
    lost, gained = schools_apart(first, second)
    return (
        not lost
        and not gained
        and first.enrollment == second.enrollment
        and set(first.tallies) == set(second.tallies)
    )


def schools_apart(first: Report, second: Report) -> tuple[list[str], list[str]]:
    """The schools that only the first has, and those that only the second has."""
    before, after = ([line.code for line in report.schools] for report in (first, second))
    lost, gained = set(before) - set(after), set(after) - set(before)
    return [c for c in before if c in lost], [c for c in after if c in gained]


def label(code: str, names: Mapping[str, str]) -> str:
    """A school as it is named in a line: code and name, or the code where no list has it."""
    name = names.get(code, code)
    return code if name == code else f"{code} {name}"


def categories(report: Report) -> dict[str, int]:
    """The whole office's count of each category, in the report's order."""
    found: dict[str, int] = {}
    for count in report.tallies:
        if count.category:
            number = count.male + count.female + count.number
            found[count.category] = found.get(count.category, 0) + number
    topic = TOPICS[report.topic]
    order = ([topic.total] if topic.total else []) + list(topic.categories)
    known = {name: found.pop(name) for name in order if name in found}
    return known | found


def _version(ctx: Context, target: Target, topic: str, *, earlier: bool) -> DatasetVersion | None:
    """The published version of all schools of this round, or the newest of an earlier one."""
    place, wanted = DatasetVersion.year * 10 + DatasetVersion.round, target.year * 10 + target.round
    query = select(DatasetVersion).where(
        DatasetVersion.dataset == target.dataset,
        DatasetVersion.report == topic,
        DatasetVersion.coverage == Coverage.WHOLE,
        DatasetVersion.status == VersionStatus.PUBLISHED,
        place < wanted if earlier else place == wanted,
    )
    order = (DatasetVersion.year.desc(), DatasetVersion.round.desc())
    return ctx.session.scalars(query.order_by(*order)).first()


def _schools_of(ctx: Context, version: DatasetVersion) -> dict[str, str]:
    query = select(VersionSchool.school_code, VersionSchool.school_name)
    found = ctx.session.execute(
        query.where(VersionSchool.version_id == version.id).order_by(VersionSchool.id)
    )
    return {code: name for code, name in found}


def _beside_in_force(
    ctx: Context, target: Target, report: Report, names: Mapping[str, str]
) -> list[Fault]:
    """Another file of the same round is in force and says something else."""
    version = _version(ctx, target, report.topic, earlier=False)
    if version is None:
        return []
    before = _schools_of(ctx, version)
    lost = [label(code, before) for code in before if code not in names]
    gained = [label(code, names) for code in names if code not in before]
    old, new = version.totals.get("students"), report.totals.get("students")
    if old == new and not lost and not gained:
        return []
    facts = {"version": version.id, "value": new, "expected": old, "lost": lost, "gained": gained}
    return [Fault("differs_from_in_force", facts=facts)]


def _beside_list(
    ctx: Context, names: Mapping[str, str], before: Mapping[str, str], pupils: _ByGrade
) -> list[Fault]:
    """Schools that the file leaves out, and such that it alone has.

    Compared with the pupils by grade of the same round, else with the list of schools, which
    still has closed ones.
    """
    listed = _listed(ctx)
    if pupils:
        lost = [label(code, listed) for code in pupils if code not in names]
        gained = [label(code, names) for code in names if code not in pupils]
        facts = {"lost": lost, "gained": gained}
        return [Fault("schools_differ", facts=facts)] if lost or gained else []
    if not listed:
        return []
    # One that the last round had is named as missing already.
    absent = [label(c, listed) for c in listed if c not in names and c not in before]
    unknown = [label(code, names) for code in names if code not in listed]
    return [
        Fault(code, facts={"schools": schools[:_MOST_NAMED], "count": len(schools)})
        for code, schools in (("listed_but_absent", absent), ("not_in_list", unknown))
        if schools
    ]


def _jumps(
    ctx: Context, previous: DatasetVersion, report: Report, names: Mapping[str, str]
) -> list[Fault]:
    topic = TOPICS[report.topic]
    if topic.total is None and not topic.adds_up:
        return []
    before, now = _by_school_in(ctx, previous, topic), _by_school(report, topic)
    found = [
        Fault("jump_school", facts={"value": label(code, names), "before": old, "now": new})
        for code in names
        if code in before and _jumped(old := before[code], new := now.get(code, 0), SCHOOL_SHARE)
    ]
    old_all, new_all = sum(before.values()), sum(now.values())
    if report.coverage is Coverage.WHOLE and _jumped(old_all, new_all, OFFICE_SHARE):
        found.insert(0, Fault("jump_office", facts={"before": old_all, "now": new_all}))
    return found


def _jumped(old: int, new: int, share: float) -> bool:
    return abs(new - old) > max(LEAST_CHANGE, share * old)


def _by_school(report: Report, topic: Topic) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, grades in report.enrollment.items():
        found[code] = sum(male + female for male, female, _ in grades.values())
    for count in report.tallies:
        if topic.total is None or count.category == topic.total:
            number = count.male + count.female + count.number
            found[count.code] = found.get(count.code, 0) + number
    return found


def _by_school_in(ctx: Context, version: DatasetVersion, topic: Topic) -> dict[str, int]:
    codes = dict.fromkeys(_schools_of(ctx, version), 0)
    for code, number in ctx.session.execute(_sums_of(version, topic)):
        codes[code] = int(number)
    return codes


def _sums_of(version: DatasetVersion, topic: Topic) -> Select[str, int]:
    if topic.slug == PUPILS:
        pupils: ColumnElement[int] = func.sum(Enrollment.male + Enrollment.female)
        query = select(Enrollment.school_code, pupils)
        return query.where(Enrollment.version_id == version.id).group_by(Enrollment.school_code)
    number: ColumnElement[int] = func.sum(Tally.male + Tally.female + Tally.number)
    counted = select(Tally.school_code, number).where(Tally.version_id == version.id)
    if topic.total is not None:
        counted = counted.where(Tally.category == topic.total)
    return counted.group_by(Tally.school_code)


def _beside_pupils(report: Report, names: Mapping[str, str], pupils: _ByGrade) -> list[Fault]:
    """The total of this report is every pupil: by school and grade as counted by grade."""
    total = TOPICS[report.topic].total
    here: _ByGrade = {code: {} for code in names}
    for count in report.tallies:
        if count.category == total:
            here[count.code][count.part] = (count.male, count.female)
    different = [code for code in names if here[code] != pupils.get(code, {})]
    if not different:
        return []
    facts = {
        "schools": [label(code, names) for code in different[:_MOST_NAMED]],
        "count": len(different),
        "value": sum(map(_all, here.values())),
        "expected": sum(_all(pupils[code]) for code in pupils if code in names),
    }
    return [Fault("pupils_differ", facts=facts)]


def _all(grades: Mapping[str, tuple[int, int]]) -> int:
    return sum(male + female for male, female in grades.values())


def _pupils(ctx: Context, target: Target, known: Report | None) -> _ByGrade:
    found: _ByGrade = {}
    if known is not None:
        for code, grades in known.enrollment.items():
            found[code] = {g: (male, female) for g, (male, female, _) in grades.items()}
    elif target.dataset == "dmc":
        for code, grade, male, female in ctx.session.execute(_newest_pupils(target)):
            found.setdefault(code, {})[grade] = (male, female)
    # A grade that has rooms and no pupil yet is no difference.
    return {c: {g: n for g, n in grades.items() if any(n)} for c, grades in found.items()}


def _newest_pupils(target: Target) -> Select[str, str, int, int]:
    newest = (
        select(DatasetVersion.id)
        .where(
            DatasetVersion.dataset == target.dataset,
            DatasetVersion.report == PUPILS,
            DatasetVersion.year == target.year,
            DatasetVersion.round == target.round,
            DatasetVersion.coverage == Coverage.WHOLE,
            DatasetVersion.status.in_((VersionStatus.PUBLISHED, VersionStatus.VERIFIED)),
        )
        .order_by(DatasetVersion.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (Enrollment.school_code, Enrollment.grade, Enrollment.male, Enrollment.female)
    return select(*columns).where(Enrollment.version_id == newest)
