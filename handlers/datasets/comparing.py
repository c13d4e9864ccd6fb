"""A report beside what is known: the last round, the list of schools, the pupils by grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from handlers.context import Context
from handlers.reports import Report, Target
from handlers.tables import Fault
from models.datasets import DatasetVersion, VersionSchool, VersionStatus


@dataclass(frozen=True)
class Compared:
    """What differs from the last published round, schools as "code name"."""

    previous: DatasetVersion | None
    new: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    findings: list[Fault] = field(default_factory=list)


def compare(
    ctx: Context,
    target: Target,
    report: Report,
    names: Mapping[str, str],
    run: Mapping[tuple[int, int], Report],
) -> Compared:
    """The report beside the last round, the list of schools and the pupils of its own round."""
    previous = _previous(ctx, target, report.topic)
    before = _schools_of(ctx, previous) if previous else {}
    return Compared(
        previous,
        [f"{c} {names[c]}" for c in names if c not in before] if before else [],
        [f"{c} {before[c]}" for c in before if c not in names],
    )


def categories(report: Report) -> dict[str, int]:
    """The whole office's count of each category, in the report's order."""
    found: dict[str, int] = {}
    for count in report.tallies:
        if count.category:
            number = count.male + count.female + count.number
            found[count.category] = found.get(count.category, 0) + number
    return found


def _previous(ctx: Context, target: Target, topic: str) -> DatasetVersion | None:
    """The newest published version of an earlier round, to compare with."""
    query = select(DatasetVersion).where(
        DatasetVersion.dataset == target.dataset,
        DatasetVersion.report == topic,
        DatasetVersion.status == VersionStatus.PUBLISHED,
        DatasetVersion.year * 10 + DatasetVersion.round < target.year * 10 + target.round,
    )
    order = (DatasetVersion.year.desc(), DatasetVersion.round.desc())
    return ctx.session.scalars(query.order_by(*order)).first()


def _schools_of(ctx: Context, version: DatasetVersion) -> dict[str, str]:
    query = select(VersionSchool.school_code, VersionSchool.school_name)
    found = ctx.session.execute(query.where(VersionSchool.version_id == version.id))
    return {code: name for code, name in found}
