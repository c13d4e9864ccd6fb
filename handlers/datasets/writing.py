"""A report written down as a version: its schools and its counts, in bulk, never changed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert

from handlers import audit
from handlers.context import Context
from handlers.datasets.versions import facts_of
from handlers.dmc_vocabulary import GRADES
from handlers.reports import GradeCounts, Report, Target
from handlers.tables import Source
from models.base import Base, storable
from models.datasets import DatasetVersion, Enrollment, Tally, VersionSchool, VersionStatus

#: What a school without pupils and rooms is written down as.
_NOTHING: dict[str, GradeCounts] = {GRADES[0]: (0, 0, 0)}


def write(
    ctx: Context, source: Source, target: Target, report: Report, names: Mapping[str, str]
) -> DatasetVersion:
    """A new version of the report, verified. `names` are its schools by code."""
    version = DatasetVersion(
        dataset=target.dataset,
        report=report.topic,
        year=target.year,
        round=target.round,
        as_of=target.as_of,
        status=VersionStatus.IMPORTED,
        file_name=source.kept_name,
        sha256=source.sha256,
        totals=report.totals,
        coverage=report.coverage,
        imported_at=ctx.now,
        imported_by=ctx.actor.name,
    )
    version.verify(at=ctx.now, by=ctx.actor.name)
    ctx.session.add(version)
    ctx.session.flush()
    shown = {code: storable(name, 200) or code for code, name in names.items()}
    _write_schools(ctx, version.id, shown)
    _write_enrollment(ctx, version.id, report, shown)
    _write_tallies(ctx, version.id, report)
    subject = f"dataset_version:{version.id}"
    audit.record(ctx, "cli:dataset:imported", subject, None, facts_of(version))
    return version


def _write_schools(ctx: Context, version: int, names: Mapping[str, str]) -> None:
    rows = [
        {"version_id": version, "school_code": code, "school_name": name}
        for code, name in names.items()
    ]
    _insert(ctx, VersionSchool, rows)


def _write_enrollment(ctx: Context, version: int, report: Report, names: Mapping[str, str]) -> None:
    # A school without a pupil or a room still stands in the version, by one row of zeros.
    rows = [
        {
            "version_id": version,
            "school_code": code,
            "school_name": names[code],
            "grade": grade,
            "male": male,
            "female": female,
            "rooms": rooms,
        }
        for code, grades in report.enrollment.items()
        for grade, (male, female, rooms) in (grades or _NOTHING).items()
    ]
    _insert(ctx, Enrollment, rows)


def _write_tallies(ctx: Context, version: int, report: Report) -> None:
    rows = [
        {
            "version_id": version,
            "school_code": count.code,
            "category": count.category,
            "part": count.part,
            "male": count.male,
            "female": count.female,
            "number": count.number,
        }
        for count in report.tallies
    ]
    _insert(ctx, Tally, rows)


def _insert(ctx: Context, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Many rows at once, past the mapper: nothing of them is needed as objects."""
    plain = table.__table__
    assert isinstance(plain, Table)
    if rows:
        ctx.session.execute(insert(plain), rows)
