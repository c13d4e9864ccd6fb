"""Which parts of the service are alive, on which node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.engine import Heartbeat

#: A part that was not seen for this long is taken for dead.
PATIENCE = timedelta(seconds=45)
#: Beats of the clock's jobs, by how a run ended.
_WELL, _BADLY = "job:", "bad:"


@dataclass(frozen=True)
class Run:
    """A job's last run on any node, and whether it went well."""

    at: datetime
    well: bool


def beat(session: Session, part: str, node: str, *, now: datetime) -> None:
    """This part of this node works."""
    session.merge(Heartbeat(part=part, node=node, at=now))


def is_time(last: datetime | None, every: timedelta, *, now: datetime) -> bool:
    """Is a part, that was shown `last`, to be shown again? At once where the machine's time was
    set back: else it would be silent for as long as that."""
    return last is None or not timedelta(0) <= now - last < every


def last_seen(session: Session, *, now: datetime) -> dict[str, datetime]:
    """For each part, when any node last showed it alive.

    The beat of a look ahead (`clock run-due` at a later moment) proves nothing about now.
    """
    rows = session.execute(
        select(Heartbeat.part, func.max(Heartbeat.at))
        .where(Heartbeat.at < now + PATIENCE)
        .group_by(Heartbeat.part)
    )
    return {part: at for part, at in rows}


def ran(session: Session, job: str, node: str, *, well: bool, now: datetime) -> None:
    """A job of this node's clock was run."""
    beat(session, f"{_WELL if well else _BADLY}{job}", node, now=now)


def last_runs(session: Session, *, now: datetime) -> Mapping[str, Run]:
    """For each job that ran within a day, its last run."""
    found: dict[str, Run] = {}
    for part, at in last_seen(session, now=now).items():
        kind, name = part[: len(_WELL)], part[len(_WELL) :]
        if kind in (_WELL, _BADLY) and (name not in found or found[name].at < at):
            found[name] = Run(at, kind == _WELL)
    return found


def is_alive(seen: datetime | None, *, now: datetime) -> bool:
    """Was it seen lately?"""
    return seen is not None and now - seen < PATIENCE
