"""The month's paid messages: what LINE allows, what is spent, what is left.

A push costs one message for each person who gets it (LINE's pricing page). The month is that of
the office, Asia/Bangkok.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from models.engine import LineQuota
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way

BANGKOK = ZoneInfo("Asia/Bangkok")
#: A month's messages on LINE's free plan (Thailand).
FREE_PLAN = 300
# Written out, so that SQLite finds the indexes that hold these rows alone.
_PUSHED = OutboxMessage.way == literal(Way.PUSH, OutboxMessage.way.type, literal_execute=True)
_QUEUED = OutboxMessage.status == literal(
    OutboxStatus.QUEUED, OutboxMessage.status.type, literal_execute=True
)


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


@dataclass(frozen=True)
class Figures:
    """A month's messages at one moment.

    `limit` None: LINE sets none, or (`known` False) was not asked. `used`: by LINE's last word and
    what was pushed since, or is being pushed. `waiting`: notices that will be pushed this month
    unless a free reply carries them before. `spent`: both, of our own messages, by share; what
    has no share of its own is under "".
    """

    limit: int | None
    known: bool
    used: int
    waiting: int
    spent: Mapping[str, int]

    @property
    def remaining(self) -> int | None:
        """Left of the month; None when unlimited or not known."""
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def spare(self) -> int | None:
        """Left when what waits has been paid for as well."""
        left = self.remaining
        return None if left is None else max(left - self.waiting, 0)


def figures(session: Session, *, now: datetime) -> Figures:
    """How this month's messages stand."""
    known = quota(session, now=now)
    since = known.checked_at if known else now
    new = case((OutboxMessage.finished_at >= since, OutboxMessage.price), else_=0)
    pushed = select(OutboxMessage.pot, _total(), _total(new)).where(taken(now))
    ahead = select(OutboxMessage.pot, OutboxMessage.way, _total()).where(to_come(now))
    spent: Counter[str] = Counter()
    used, waiting = known.used if known else 0, 0
    for pot, price, price_since in session.execute(pushed.group_by(OutboxMessage.pot)):
        spent[pot or ""] += int(price)
        used += int(price_since)
    for pot, way, price in session.execute(ahead.group_by(OutboxMessage.pot, OutboxMessage.way)):
        spent[pot or ""] += int(price)
        if way is Way.PUSH:  # under way: two that are claimed together never take the same one
            used += int(price)
        else:
            waiting += int(price)
    return Figures(known.limit_value if known else None, known is not None, used, waiting, spent)


def limit(session: Session, *, now: datetime) -> int | None:
    """What a month allows: by LINE's word of this one; until it is asked that of the last month
    that is known, or the free plan's. None: no limit."""
    query = select(LineQuota).where(LineQuota.month <= month_of(now))
    known = session.scalar(query.order_by(LineQuota.month.desc()).limit(1))
    return FREE_PLAN if known is None else known.limit_value


def remaining(session: Session, *, now: datetime) -> int | None:
    """Paid messages left by LINE's last word less what was pushed since; None when unlimited
    or not known."""
    return figures(session, now=now).remaining


def spare(session: Session, *, now: datetime) -> int | None:
    """What is left when the notices that wait to be sent this month have been paid for as well."""
    return figures(session, now=now).spare


def parked(session: Session) -> int:
    """How many messages wait for the next month's."""
    query = select(func.count()).where(OutboxMessage.status == OutboxStatus.PARKED)
    return session.scalar(query) or 0


def taken(now: datetime) -> ColumnElement[bool]:
    """Pushes of this month that LINE took, or may have taken."""
    return and_(
        _PUSHED,
        OutboxMessage.status.in_((OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)),
        OutboxMessage.finished_at >= month_start(now),
    )


def to_come(now: datetime) -> ColumnElement[bool]:
    """Pushes that are being tried, and notices that will be pushed this month."""
    held = and_(
        OutboxMessage.way.is_(None),
        OutboxMessage.purpose == Purpose.NOTICE,
        OutboxMessage.only_free.is_(False),
        OutboxMessage.due_at < next_month(now),
    )
    return and_(_QUEUED, or_(OutboxMessage.way == Way.PUSH, held))


def total(session: Session, *conditions: ColumnElement[bool]) -> int:
    """The price of these messages together."""
    return int(session.scalar(select(_total()).where(*conditions)) or 0)


def _total(price: Any = OutboxMessage.price) -> Any:
    return func.coalesce(func.sum(price), 0)
