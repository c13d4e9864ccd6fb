"""What stands in the outbox, for the sender, `/readyz` and metrics."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.outbox import OutboxMessage, OutboxStatus

_ANY_DUE = (
    select(OutboxMessage.id)
    .where(OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= bindparam("now"))
    .limit(1)
)


def any_due(session: Session, *, now: datetime) -> bool:
    """Is there anything to send? Asked without a write lock."""
    return session.connection().scalar(_ANY_DUE, {"now": now}) is not None


def due_ids(session: Session, *, now: datetime) -> list[int]:
    """The messages that are due, oldest first."""
    return list(
        session.scalars(
            select(OutboxMessage.id)
            .where(OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= now)
            .order_by(OutboxMessage.id)
        )
    )


def counts(session: Session) -> dict[str, int]:
    """How many messages stand where."""
    rows = session.execute(
        select(OutboxMessage.status, func.count()).group_by(OutboxMessage.status)
    )
    return {status.value: count for status, count in rows}


def oldest_due(session: Session, *, now: datetime) -> datetime | None:
    """When the oldest message that should be out by now was due."""
    return session.scalar(
        select(func.min(OutboxMessage.due_at)).where(
            OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= now
        )
    )
