"""Versions put in force, taken out, listed.

A published version is replaced, in the same transaction, by publishing another of the same
dataset, report, year and round; the replaced one is withdrawn and stays in the history.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from handlers.datastate import bump
from models.datasets import Coverage, DatasetVersion, VersionSchool, VersionStatus
from models.errors import NotFound, Refusal


class WouldLoseSchools(Refusal):
    """The version in force (`old`) holds schools that the one to publish (`new`) does not."""

    def __init__(self, new: int, old: int) -> None:
        super().__init__(f"version {new} is a part of what version {old} holds")
        self.new, self.old = new, old


def publish(ctx: Context, version_id: int) -> DatasetVersion | None:
    """Put a version in force. Returns the one that it replaced (now withdrawn), if any.

    Raises NotFound, WrongState when it is not waiting to be published, and WouldLoseSchools
    when it holds only some schools and would take the place of one that holds others.
    """
    version = _access(ctx, version_id)
    replaced = _in_force(ctx, version)
    if replaced is not None and version.status is VersionStatus.VERIFIED:
        if _loses_schools(ctx, version, replaced):
            raise WouldLoseSchools(version.id, replaced.id)
        old = replaced.withdraw(at=ctx.now, by=ctx.actor.name)
        # Written first: the database allows no two in force, not even for a moment.
        ctx.session.flush()
        subject = f"dataset_version:{replaced.id}"
        after = {"status": "withdrawn", "replaced_by": version.id}
        audit.record(ctx, "cli:dataset:withdrawn", subject, {"status": old.value}, after)
    before = version.publish(at=ctx.now, by=ctx.actor.name)
    ctx.session.flush()
    subject = f"dataset_version:{version.id}"
    now = facts_of(version)
    audit.record(ctx, "cli:dataset:published", subject, {"status": before.value}, now)
    bump(ctx)
    return replaced


def withdraw(ctx: Context, version_id: int) -> DatasetVersion:
    """Take a version out of use for good; no figure of it is given any more.

    Raises NotFound, and WrongState when it was withdrawn before.
    """
    version = _access(ctx, version_id)
    before = version.withdraw(at=ctx.now, by=ctx.actor.name)
    subject = f"dataset_version:{version.id}"
    now = facts_of(version)
    audit.record(ctx, "cli:dataset:withdrawn", subject, {"status": before.value}, now)
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


def facts_of(version: DatasetVersion) -> dict[str, Any]:
    """What the audit and a report say of a version."""
    return {
        "version": version.id,
        "status": version.status.value,
        "report": version.report,
        "year": version.year,
        "round": version.round,
        "as_of": version.as_of.isoformat(),
        "totals": version.totals,
    }


def _access(ctx: Context, version_id: int) -> DatasetVersion:
    query = select(DatasetVersion).where(DatasetVersion.id == version_id).with_for_update()
    version = ctx.session.scalars(query).first()
    if version is None:
        raise NotFound("dataset_version", version_id)
    return version


def _in_force(ctx: Context, version: DatasetVersion) -> DatasetVersion | None:
    same = (
        DatasetVersion.dataset == version.dataset,
        DatasetVersion.report == version.report,
        DatasetVersion.year == version.year,
        DatasetVersion.round == version.round,
    )
    query = select(DatasetVersion).where(*same, DatasetVersion.id != version.id)
    query = query.where(DatasetVersion.status == VersionStatus.PUBLISHED).with_for_update()
    return ctx.session.scalars(query).first()


def _loses_schools(ctx: Context, new: DatasetVersion, old: DatasetVersion) -> bool:
    if new.coverage is Coverage.WHOLE:
        return False
    return old.coverage is Coverage.WHOLE or bool(_codes(ctx, old) - _codes(ctx, new))


def _codes(ctx: Context, version: DatasetVersion) -> set[str]:
    query = select(VersionSchool.school_code).where(VersionSchool.version_id == version.id)
    return set(ctx.session.scalars(query))
