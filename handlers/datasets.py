"""Take files of data in, put versions in force, take them out: one function each.

A published version is replaced, in the same transaction, by publishing another of the same
dataset, report, year and round; the replaced one is withdrawn and stays in the history.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from handlers import audit, dmc
from handlers.context import Context
from handlers.datastate import bump
from handlers.tables import Fault, FileRefused
from models.datasets import YEARLY, DatasetVersion, Enrollment, VersionStatus
from models.errors import NotFound
from models.schools import School, area_key

#: Datasets of the central systems; those without a reader yet are refused by name.
DATASETS = ("dmc", "emis", "bobec", "mobec", "gcode")
_BE = 543
_USUAL = {1: (0, 6, 10), 2: (0, 11, 10), 3: (1, 3, 31), YEARLY: (0, 6, 10)}


@dataclass(frozen=True)
class Target:
    """What the person who imports says a file is: `year` in B.E., `round` 1-3 or 0 (yearly)."""

    dataset: str
    year: int
    round: int
    as_of: date


@dataclass(frozen=True)
class Check:
    """What an import would do, or did. `version` is None when it was only a check."""

    file: str
    target: Target
    totals: dict[str, int]
    has_total_row: bool
    new_schools: list[str]
    missing_schools: list[str]
    previous: dict[str, Any] | None
    same_as: int | None
    version: int | None = None
    status: str | None = None
    replaced: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, the target laid flat."""
        plain = asdict(self)
        target = plain.pop("target")
        return {**plain, **target, "as_of": self.target.as_of.isoformat()}


def usual_as_of(year: int, round_: int) -> date:
    """The day a round's figures are as of: 10 June, 10 November, 31 March (office.md)."""
    later, month, day = _USUAL[round_]
    return date(year - _BE + later, month, day)


def check(ctx: Context, file_name: str, content: bytes, target: Target, office: str) -> Check:
    """Read and judge a file, changing nothing. Raises FileRefused with every fault."""
    return _judge(ctx, file_name, content, target, office)[0]


def import_file(ctx: Context, file_name: str, content: bytes, target: Target, office: str) -> Check:
    """Take a file in as a new version, checked (status verified). Raises FileRefused."""
    report, schools = _judge(ctx, file_name, content, target, office)
    if report.same_as is not None:
        facts = {"version": report.same_as}
        raise FileRefused(file_name, [Fault("same_file", facts=facts)])
    version = DatasetVersion(
        dataset=target.dataset,
        report=dmc.REPORT,
        year=target.year,
        round=target.round,
        as_of=target.as_of,
        status=VersionStatus.IMPORTED,
        file_name=file_name[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        totals=report.totals,
        imported_at=ctx.now,
        imported_by=ctx.actor.name,
    )
    version.verify(at=ctx.now, by=ctx.actor.name)
    ctx.session.add(version)
    ctx.session.flush()
    _write_facts(ctx, version.id, schools)
    audit.record(
        ctx, "cli:dataset:imported", f"dataset_version:{version.id}", None, _after(version)
    )
    bump(ctx)
    return Check(**{**vars(report), "version": version.id, "status": version.status.value})


def publish(ctx: Context, version_id: int) -> DatasetVersion | None:
    """Put a version in force. Returns the one that it replaced (now withdrawn), if any.

    Raises NotFound, and WrongState when it is not waiting to be published.
    """
    version = _access(ctx, version_id)
    same = (
        DatasetVersion.dataset == version.dataset,
        DatasetVersion.report == version.report,
        DatasetVersion.year == version.year,
        DatasetVersion.round == version.round,
    )
    query = select(DatasetVersion).where(*same, DatasetVersion.id != version.id)
    query = query.where(DatasetVersion.status == VersionStatus.PUBLISHED).with_for_update()
    replaced = ctx.session.scalars(query).first()
    if replaced is not None and version.status is VersionStatus.VERIFIED:
        old = replaced.withdraw(at=ctx.now, by=ctx.actor.name)
        # Written first: the database allows no two in force, not even for a moment.
        ctx.session.flush()
        subject = f"dataset_version:{replaced.id}"
        after = {"status": "withdrawn", "replaced_by": version.id}
        audit.record(ctx, "cli:dataset:withdrawn", subject, {"status": old.value}, after)
    before = version.publish(at=ctx.now, by=ctx.actor.name)
    ctx.session.flush()
    subject = f"dataset_version:{version.id}"
    audit.record(ctx, "cli:dataset:published", subject, {"status": before.value}, _after(version))
    bump(ctx)
    return replaced


def withdraw(ctx: Context, version_id: int) -> DatasetVersion:
    """Take a version out of use for good; no figure of it is given any more.

    Raises NotFound, and WrongState when it was withdrawn before.
    """
    version = _access(ctx, version_id)
    before = version.withdraw(at=ctx.now, by=ctx.actor.name)
    subject = f"dataset_version:{version.id}"
    audit.record(ctx, "cli:dataset:withdrawn", subject, {"status": before.value}, _after(version))
    bump(ctx)
    return version


def list_versions(ctx: Context) -> list[DatasetVersion]:
    """Every version there ever was, newest year and round first."""
    order = (
        DatasetVersion.year.desc(),
        DatasetVersion.round.desc(),
        DatasetVersion.id.desc(),
    )
    return list(
        ctx.session.scalars(select(DatasetVersion).order_by(DatasetVersion.dataset, *order))
    )


def _access(ctx: Context, version_id: int) -> DatasetVersion:
    query = select(DatasetVersion).where(DatasetVersion.id == version_id).with_for_update()
    version = ctx.session.scalars(query).first()
    if version is None:
        raise NotFound("dataset_version", version_id)
    return version


def _judge(
    ctx: Context, file_name: str, content: bytes, target: Target, office: str
) -> tuple[Check, list[dmc.SchoolRow]]:
    if target.dataset != dmc.DATASET:
        raise FileRefused(file_name, [Fault("no_reader", facts={"dataset": target.dataset})])
    if target.round not in (1, 2, 3):
        raise FileRefused(file_name, [Fault("round_needed")])
    summary = dmc.read(file_name, content, office=office, year=target.year, round_=target.round)
    listed = {
        smis: (name, mine)
        for smis, name, mine in ctx.session.execute(
            select(School.smis, School.name, School.in_office).where(
                School.smis.in_([school.code for school in summary.schools])
            )
        )
    }
    faults = [fault for school in summary.schools if (fault := _foreign(school, listed, office))]
    if faults:
        raise FileRefused(file_name, faults)
    schools = [
        dmc.SchoolRow(s.code, s.name or listed.get(s.code, (s.code,))[0], s.row, s.grades)
        for s in summary.schools
    ]
    previous = _previous(ctx, target)
    before = _schools_of(ctx, previous) if previous else {}
    now = {school.code: school.name or school.code for school in schools}
    return Check(
        file=file_name,
        target=target,
        totals=summary.totals,
        has_total_row=summary.has_total,
        new_schools=[f"{c} {now[c]}" for c in now if c not in before] if before else [],
        missing_schools=[f"{c} {before[c]}" for c in before if c not in now],
        previous=_after(previous) if previous else None,
        same_as=_same_file(ctx, target, content),
    ), schools


def _foreign(
    school: dmc.SchoolRow, listed: dict[str, tuple[str, bool]], office: str
) -> Fault | None:
    """A school that the national list, or its code's first digits, give to another office."""
    known = listed.get(school.code)
    if known[1] if known else school.code.startswith(area_key(office)):
        return None
    # Closed schools are on the list of another time: the code's own digits speak for them too.
    return Fault("foreign_school", school.row, None, {"value": school.code})


def _same_file(ctx: Context, target: Target, content: bytes) -> int | None:
    return ctx.session.scalar(
        select(DatasetVersion.id).where(
            DatasetVersion.dataset == target.dataset,
            DatasetVersion.report == dmc.REPORT,
            DatasetVersion.year == target.year,
            DatasetVersion.round == target.round,
            DatasetVersion.sha256 == hashlib.sha256(content).hexdigest(),
            DatasetVersion.status != VersionStatus.WITHDRAWN,
        )
    )


def _previous(ctx: Context, target: Target) -> DatasetVersion | None:
    """The newest published version of an earlier round, to compare with."""
    query = select(DatasetVersion).where(
        DatasetVersion.dataset == target.dataset,
        DatasetVersion.report == dmc.REPORT,
        DatasetVersion.status == VersionStatus.PUBLISHED,
        DatasetVersion.year * 10 + DatasetVersion.round < target.year * 10 + target.round,
    )
    order = (DatasetVersion.year.desc(), DatasetVersion.round.desc())
    return ctx.session.scalars(query.order_by(*order)).first()


def _schools_of(ctx: Context, version: DatasetVersion) -> dict[str, str]:
    query = select(Enrollment.school_code, Enrollment.school_name).distinct()
    found = ctx.session.execute(query.where(Enrollment.version_id == version.id))
    return {code: name for code, name in found}


def _write_facts(ctx: Context, version_id: int, schools: list[dmc.SchoolRow]) -> None:
    # A school without a pupil or a room still stands in the version, by one row of zeros.
    ctx.session.execute(
        insert(Enrollment),
        [
            {
                "version_id": version_id,
                "school_code": school.code,
                "school_name": school.name,
                "grade": grade,
                "male": male,
                "female": female,
                "rooms": rooms,
            }
            for school in schools
            for grade, (male, female, rooms) in (school.grades or dmc.NOTHING).items()
        ],
    )


def _after(version: DatasetVersion) -> dict[str, Any]:
    return {
        "version": version.id,
        "status": version.status.value,
        "year": version.year,
        "round": version.round,
        "as_of": version.as_of.isoformat(),
        "totals": version.totals,
    }
