"""The month's paid messages: what LINE allows, what is spent, what is left.

A push costs one message for each person who gets it (LINE's pricing page). The month is that of
the office, Asia/Bangkok.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.engine import LineQuota
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way

BANGKOK = ZoneInfo("Asia/Bangkok")


def month_of(now: datetime) -> str:
    """`2026-06`, by Bangkok's calendar."""
    return now.astimezone(BANGKOK).strftime("%Y-%m")


def month_start(now: datetime) -> datetime:
    """The first moment of this month in Bangkok."""
    local = now.astimezone(BANGKOK)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(now: datetime) -> datetime:
    """The first moment of the next month in Bangkok."""
    start = month_start(now)
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1, day=1)


def note(session: Session, *, limit: int | None, used: int, now: datetime) -> None:
    """Keep what LINE said of this month. `limit` None means no limit."""
    session.merge(LineQuota(month=month_of(now), limit_value=limit, used=used, checked_at=now))


def quota(session: Session, *, now: datetime) -> LineQuota | None:
    """What LINE last said of this month; None when it was not asked yet."""
    return session.get(LineQuota, month_of(now))


def remaining(session: Session, *, now: datetime) -> int | None:
    """Paid messages left by LINE's last word less what was pushed since; None when unlimited
    or not known."""
    known = quota(session, now=now)
    if known is None or known.limit_value is None:
        return None
    pushed = total(session, under_way(known.checked_at))
    return max(known.limit_value - known.used - pushed, 0)


def spare(session: Session, *, now: datetime) -> int | None:
    """What is left when the notices that wait to be sent this month have been paid for as well."""
    left = remaining(session, now=now)
    return None if left is None else max(left - total(session, waiting(now)), 0)


def under_way(since: datetime) -> ColumnElement[bool]:
    """Pushes that LINE took since then, or may have, and those that are being tried now."""
    return and_(
        OutboxMessage.way == Way.PUSH,
        or_(
            # Under way: those claimed together must not each take the last message.
            OutboxMessage.status == OutboxStatus.QUEUED,
            and_(
                OutboxMessage.status.in_((OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)),
                OutboxMessage.finished_at >= since,
            ),
        ),
    )


def waiting(now: datetime) -> ColumnElement[bool]:
    """Notices that will be pushed this month, unless a free reply carries them before."""
    return and_(
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.purpose == Purpose.NOTICE,
        OutboxMessage.way.is_(None),
        OutboxMessage.only_free.is_(False),
        OutboxMessage.due_at < next_month(now),
    )


def total(session: Session, *conditions: ColumnElement[bool]) -> int:
    """The price of these messages together."""
    price = select(func.coalesce(func.sum(OutboxMessage.price), 0)).where(*conditions)
    return int(session.scalar(price) or 0)
