"""Does a file of single pupils, or of some schools, hold every school of the office after all?"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from handlers.context import Context
from handlers.reports import Report
from handlers.topics import PUPILS
from models.datasets import Coverage, DatasetVersion, VersionSchool, VersionStatus
from models.schools import School


def completed(ctx: Context, reports: list[Report]) -> list[Report]:
    """The reports, those that lack no school of the office marked as whole.

    The office's schools are those of its newest published pupils by grade; without one, those
    that the list of schools says are the office's. Where nothing is known, a part stays a part.
    """
    if all(report.coverage is Coverage.WHOLE for report in reports):
        return reports
    wanted = _schools(ctx)
    return [
        replace(report, coverage=Coverage.WHOLE)
        if wanted and wanted <= {school.code for school in report.schools}
        else report
        for report in reports
    ]


def _schools(ctx: Context) -> set[str]:
    newest = (
        select(DatasetVersion.id)
        .where(
            DatasetVersion.report == PUPILS,
            DatasetVersion.coverage == Coverage.WHOLE,
            DatasetVersion.status == VersionStatus.PUBLISHED,
        )
        .order_by(DatasetVersion.year.desc(), DatasetVersion.round.desc())
        .limit(1)
    )
    version = ctx.session.scalar(newest)
    if version is None:
        return set(ctx.session.scalars(select(School.smis).where(School.in_office)))
    query = select(VersionSchool.school_code).where(VersionSchool.version_id == version)
    return set(ctx.session.scalars(query))
