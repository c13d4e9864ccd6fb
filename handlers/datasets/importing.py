"""Files taken in: read, judged beside what is known, written as versions or refused whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers import schools
from handlers.context import Context
from handlers.datasets import comparing, covering, readers, writing
from handlers.datasets.versions import facts_of
from handlers.datastate import bump
from handlers.dmc.kinds import named_topic
from handlers.reports import Report, SchoolLine, Target
from handlers.tables import Fault, FileRefused, Source
from handlers.topics import PUPILS, TOPICS
from models.datasets import YEARLY, Coverage, DatasetVersion, VersionStatus
from models.schools import School, area_key


@dataclass(frozen=True)
class Check:
    """What an import of one report would do, or did. `version` is None when it was only a check.

    `previous` is the last published round of the same report; `new_schools` and
    `missing_schools` are against it, `closed_schools` those of the missing that had closed.
    `categories` are the whole office's counts by category. `by_pupil`: counted from a register.
    """

    file: str
    target: Target
    topic: str
    coverage: str
    totals: dict[str, int]
    has_total_row: bool
    new_schools: list[str]
    missing_schools: list[str]
    closed_schools: list[str]
    previous: dict[str, Any] | None
    same_as: int | None
    findings: list[Fault] = field(default_factory=list)
    categories: dict[str, int] = field(default_factory=dict)
    by_pupil: bool = False
    version: int | None = None
    status: str | None = None
    replaced: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, the target laid flat."""
        plain = asdict(replace(self, findings=[]))
        target = plain.pop("target")
        return {
            **plain,
            **target,
            "as_of": self.target.as_of.isoformat(),
            "title": TOPICS[self.topic].title,
            "findings": [{**vars(fault), "facts": dict(fault.facts)} for fault in self.findings],
        }


#: Topic, year and round.
Place = tuple[str, int, int]


@dataclass
class Run:
    """What one command reads: all its files, those taken so far, the pupils by grade in them.

    `beside` are the names of all files by hash, `files` the one taken of each hash, `reports` the
    whole reports taken with their files, by topic, year and round. A door says with `took` that a
    file's transaction has been closed.
    """

    beside: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    reports: dict[Place, tuple[str, Report]] = field(default_factory=dict)
    read: dict[Place, tuple[str, Report]] = field(default_factory=dict)

    @staticmethod
    def of(sources: Iterable[Source]) -> Run:
        """A run over these files; one that cannot be opened is passed over here."""
        run = Run()
        for source in sources:
            try:
                run.beside.setdefault(source.sha256, []).append(source.name)
            except (FileRefused, OSError):
                continue
        return run

    def took(self, source: Source) -> None:
        """The file just read was taken in, or could be."""
        self.files[source.sha256] = source.name
        self.reports.update(self.read)

    def pupils(self, target: Target) -> Report | None:
        """The pupils by grade of this round, where the run has read them."""
        _, report = self.reports.get((PUPILS, target.year, target.round), ("", None))
        return report

    def copies(self, source: Source) -> list[str]:
        """The names of the other files with the very same bytes."""
        return [name for name in self.beside.get(source.sha256, []) if name != source.name]


@dataclass(frozen=True)
class _Judged:
    report: Report
    check: Check
    names: dict[str, str]


def in_order(sources: Iterable[Source]) -> list[Source]:
    """The files of a run, pupils by grade first: others are compared with them."""
    return sorted(sources, key=lambda source: named_topic(source.name) != PUPILS)


def check(
    ctx: Context, source: Source, target: Target, office: str, run: Run | None = None
) -> list[Check]:
    """Read and judge a file, changing nothing: one Check a report in it.

    `office` is the office's code in any form. Raises FileRefused with every fault.
    """
    return [judged.check for judged in _judge(ctx, source, target, office, run or Run())]


def import_file(
    ctx: Context, source: Source, target: Target, office: str, run: Run | None = None
) -> list[Check]:
    """Take a file in, each report in it as a new version (status verified). Raises FileRefused."""
    found = _judge(ctx, source, target, office, run or Run())
    for judged in found:
        if judged.check.same_as is not None:
            facts = {"version": judged.check.same_as}
            raise FileRefused(source.name, [Fault("same_file", facts=facts)])
    done = []
    for judged in found:
        version = writing.write(ctx, source, target, judged.report, judged.names)
        done.append(replace(judged.check, version=version.id, status=version.status.value))
    bump(ctx)
    return done


def _judge(ctx: Context, source: Source, target: Target, office: str, run: Run) -> list[_Judged]:
    if target.dataset == "dmc" and target.round == YEARLY:
        raise FileRefused(source.name, [Fault("round_needed")])
    reports = _read(ctx, source, target, office, run)
    if source.sha256 in run.files:
        facts = {"first": run.files[source.sha256]}
        raise FileRefused(source.name, [Fault("copy_in_run", facts=facts)])
    target = _dated(target, reports)
    _refuse_contradiction(source, target, reports, run)
    taken = _taken(ctx, source, target, reports)
    judged = [_judged(ctx, source, target, office, report, taken, run) for report in reports]
    whole = [report for report in reports if report.coverage is Coverage.WHOLE]
    run.read = {(r.topic, target.year, target.round): (source.name, r) for r in whole}
    return judged


def _read(ctx: Context, source: Source, target: Target, office: str, run: Run) -> list[Report]:
    """The reports of the file; a refusal also names what is known of it elsewhere."""
    try:
        found = readers.read(source, target, office)
    except FileRefused as error:
        more = comparing.beside_refused(ctx, target, error.faults)
        if copies := run.copies(source):
            more.append(Fault("copy_beside", facts={"files": copies}))
        raise FileRefused(source.name, [*error.faults, *more]) from error
    return covering.completed(ctx, [schools.in_smis(ctx, source.name, report) for report in found])


def _refuse_contradiction(source: Source, target: Target, reports: list[Report], run: Run) -> None:
    """Two files of a run that are one report must agree: nobody knows which of them is right."""
    for report in reports:
        place = (report.topic, target.year, target.round)
        if report.coverage is Coverage.WHOLE and place in run.reports:
            name, first = run.reports[place]
            if not comparing.say_the_same(first, report):
                facts = {"first": name, "value": report.totals, "expected": first.totals}
                lost, gained = comparing.schools_apart(first, report)
                facts |= {"lost": lost, "gained": gained}
                raise FileRefused(source.name, [Fault("contradicts_in_run", facts=facts)])


def _dated(target: Target, reports: list[Report]) -> Target:
    """The day that the file itself gives is the day its figures are of."""
    day = next(
        (date.fromisoformat(r.facts["as_of"]) for r in reports if r.facts.get("as_of")), None
    )
    return replace(target, as_of=day) if day else target


def _judged(
    ctx: Context,
    source: Source,
    target: Target,
    office: str,
    report: Report,
    taken: dict[str, int],
    run: Run,
) -> _Judged:
    listed = _listed(ctx, report)
    faults = [fault for line in report.schools if (fault := _foreign(line, listed, office))]
    if faults:
        raise FileRefused(source.name, _of_other_office(report, faults, office))
    names = {s.code: s.name or listed.get(s.code, (s.code,))[0] for s in report.schools}
    compared = comparing.compare(ctx, target, report, names, run.pupils(target))
    check = Check(
        file=source.name,
        target=target,
        topic=report.topic,
        coverage=report.coverage.value,
        totals=report.totals,
        has_total_row=report.has_total,
        new_schools=compared.new,
        missing_schools=compared.missing,
        closed_schools=compared.closed,
        previous=facts_of(compared.previous) if compared.previous else None,
        same_as=taken.get(report.topic),
        findings=[*report.findings, *compared.findings],
        categories=comparing.categories(report),
        by_pupil=bool(report.facts.get("by_pupil")),
    )
    return _Judged(report, check, names)


def _listed(ctx: Context, report: Report) -> dict[str, tuple[str, bool]]:
    codes = [line.code for line in report.schools]
    query = select(School.smis, School.name, School.in_office).where(School.smis.in_(codes))
    return {smis: (name, mine) for smis, name, mine in ctx.session.execute(query)}


def _foreign(line: SchoolLine, listed: dict[str, tuple[str, bool]], office: str) -> Fault | None:
    """A school that the national list, or its code's first digits, give to another office."""
    known = listed.get(line.code)
    if known[1] if known else line.code.startswith(area_key(office)):
        return None
    # Closed schools are on the list of another time: the code's own digits speak for them too.
    return Fault("foreign_school", line.row, None, {"value": line.code})


def _of_other_office(report: Report, faults: list[Fault], office: str) -> list[Fault]:
    """A file in which no school is the office's is said once, not school by school."""
    if len(faults) < max(2, len(report.schools)):
        return faults
    facts = {"value": report.schools[0].code[:4], "expected": office}
    return [Fault("other_office", report.schools[0].row, None, facts)]


def _taken(ctx: Context, source: Source, target: Target, reports: list[Report]) -> dict[str, int]:
    """Versions of this very file, by report. Raises FileRefused where it was something else."""
    query = select(DatasetVersion).where(
        DatasetVersion.sha256 == source.sha256, DatasetVersion.status != VersionStatus.WITHDRAWN
    )
    versions = list(ctx.session.scalars(query.order_by(DatasetVersion.id)))
    topics = {report.topic for report in reports}
    wanted = (target.dataset, target.year, target.round)
    for version in versions:
        there = (version.dataset, version.year, version.round)
        if there != wanted or version.report not in topics:
            facts = {**facts_of(version), "file": version.file_name}
            facts["title"] = TOPICS[version.report].title
            raise FileRefused(source.name, [Fault("copy_elsewhere", facts=facts)])
    return {version.report: version.id for version in versions}
