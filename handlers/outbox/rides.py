"""What rode on an answer is only told when that answer is.

An answer may end without having been sent, or nobody may know whether it was; then the row of what
rode on it must not say that it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import OutboxMessage, OutboxStatus

#: Why a held notice's row ended: it went with an answer.
RODE = "rode on a reply"
#: What such a row says once that answer has ended otherwise.
UNSURE, UNSENT = "rode on a reply of unknown outcome", "rode on a reply that was not sent"
_ENDS = (
    OutboxStatus.UNKNOWN, OutboxStatus.FAILED, OutboxStatus.SKIPPED, OutboxStatus.SUPERSEDED,
)  # fmt: skip


def fell(session: Session, answers: Iterable[OutboxMessage], *, now: datetime) -> None:
    """See to what rode on those of these answers that have ended untaken.

    What gave way to a newer answer was never sent: its offers wait for the next reply again.
    """
    for answer in answers:
        if answer.reply_token and answer.status in _ENDS and len(answer.notices) > 1:
            for row in _riders(session, answer):
                _put_down(session, row, answer.status, now=now)


def _riders(session: Session, answer: OutboxMessage) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(
        OutboxMessage.chat_key == answer.chat_key,
        OutboxMessage.error == RODE,
        OutboxMessage.finished_at == answer.created_at,
    )
    return list(session.scalars(query.with_for_update()))


def _put_down(session: Session, row: OutboxMessage, end: OutboxStatus, *, now: datetime) -> None:
    if end is OutboxStatus.UNKNOWN:
        row.error = UNSURE
    elif end is OutboxStatus.SUPERSEDED and _is_news(session, row, now=now):
        row.finished_at = None
        row.put_off(row.due_at)
    else:
        row.status, row.error = OutboxStatus.SKIPPED, UNSENT


def _is_news(session: Session, row: OutboxMessage, *, now: datetime) -> bool:
    """Is it an offer whose time is not over, and that nothing has replaced?"""
    if not row.only_free or row.due_at <= now:
        return False
    newer = select(OutboxMessage.id).where(
        OutboxMessage.hold_key == row.hold_key, OutboxMessage.id > row.id
    )
    return session.scalar(newer.limit(1)) is None
