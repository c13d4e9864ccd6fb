"""Which parts of the service are alive, on which node."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.engine import Heartbeat

#: A part that was not seen for this long is taken for dead.
PATIENCE = timedelta(seconds=45)


def beat(session: Session, part: str, node: str, *, now: datetime) -> None:
    """This part of this node works."""
    session.merge(Heartbeat(part=part, node=node, at=now))


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


def is_alive(seen: datetime | None, *, now: datetime) -> bool:
    """Was it seen lately?"""
    return seen is not None and now - seen < PATIENCE
