"""What of a round LINE has taken lately: whom it reached, which schools it named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from handlers.context import Context
from handlers.outbox import RODE
from handlers.people import today
from handlers.rounds import ladder
from handlers.workdays import BANGKOK
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.rounds import CollectionRound

#: Who was reached so short a time before need not be sent the same for money.
LATELY = timedelta(days=4)
_DAY = timedelta(days=1)
_ON_ITS_WAY = (OutboxStatus.QUEUED, OutboxStatus.PARKED)
_CARRIED = (OutboxStatus.QUEUED, OutboxStatus.ACCEPTED)
_Answer = aliased(OutboxMessage)
_COLUMNS: tuple[Any, ...] = (
    Reminder.round_id, Reminder.chat_key, Reminder.person_id, Reminder.schools, Reminder.hold_key,
    OutboxMessage.status, OutboxMessage.only_free, _Answer.status.label("answer"),
)  # fmt: skip


@dataclass
class Seen:
    """The late schools that a reminder named which was accepted, or is on its way: in the chats of
    persons, and on the cards of groups."""

    persons: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    groups: set[str] = field(default_factory=set)

    def by(self, line_user: str | None, school: str) -> bool:
        """Has this person seen it of this school?"""
        return school in self.persons.get(line_user or "", ())


def due_on(round_: CollectionRound, due_at: datetime | None = None) -> date:
    """The closing day in Bangkok, or that of schools that were given longer: each day has a ladder
    of its own, and so has an extended round."""
    return (due_at or round_.due_at).astimezone(BANGKOK).date()


def lately(round_: CollectionRound, at: datetime) -> datetime:
    """Since when a reminder counts at a rung of this moment: what was said before schools could
    confirm does not tell them that they can."""
    since = at - LATELY
    if round_.confirm_from is None:
        return since
    opens = _midnight(round_.confirm_from)
    return max(since, opens) if opens <= at else since


def seen(ctx: Context, round_: CollectionRound, due: datetime, since: datetime) -> Seen:
    """Of those schools that have to be done by `due`. What is to be paid for counts while it is on
    its way; an offer when the answer that carried it was taken."""
    found = Seen()
    query = _rows(since).where(
        Reminder.round_id == round_.id,
        Reminder.due_on == due_on(round_, due),
        Reminder.rung.not_in(ladder.NO_CALL),
    )
    for row in ctx.session.execute(query):
        if not (_taken(row) or _under_way(row)):
            continue
        if row.person_id is None:
            found.groups.update(row.schools)
        else:
            found.persons[row.chat_key].update(row.schools)
    return found


def read_today(ctx: Context) -> dict[str, dict[int, str]]:
    """Whose chats took a reminder on this day: of which rounds, under which key."""
    query = _rows(_midnight(today(ctx))).where(
        Reminder.person_id.is_not(None),
        Reminder.rung.not_in(ladder.NO_CALL),
        OutboxMessage.finished_at < _midnight(today(ctx)) + _DAY,
    )
    found: dict[str, dict[int, str]] = {}
    for row in ctx.session.execute(query):
        if _taken(row):
            found.setdefault(row.chat_key, {})[row.round_id] = row.hold_key
    return found


def pushed_today(ctx: Context) -> set[str]:
    """Whose chats a reminder was pushed into on this day, or is to be."""
    since = _midnight(today(ctx))
    query = select(Reminder.chat_key).where(
        Reminder.pushed, Reminder.made_at >= since, Reminder.made_at < since + _DAY
    )
    return set(ctx.session.scalars(query))


def _rows(since: datetime) -> Select[Any]:
    """Reminders with what became of them since then; of one that rode, of what carried it too."""
    carried = and_(
        OutboxMessage.error == RODE,
        _Answer.chat_key == OutboxMessage.chat_key,
        _Answer.created_at == OutboxMessage.finished_at,
        _Answer.id != OutboxMessage.id,
        _Answer.reply_token.is_not(None),
    )
    return (
        select(*_COLUMNS)
        .join(OutboxMessage, OutboxMessage.hold_key == Reminder.hold_key)
        .outerjoin(_Answer, carried)
        .where(
            func.coalesce(OutboxMessage.finished_at, OutboxMessage.created_at) >= since,
            or_(
                OutboxMessage.status.in_((*_ON_ITS_WAY, OutboxStatus.ACCEPTED)),
                OutboxMessage.error == RODE,
            ),
        )
    )


def _taken(row: Row[Any]) -> bool:
    return row.status is OutboxStatus.ACCEPTED or row.answer in _CARRIED


def _under_way(row: Row[Any]) -> bool:
    return row.status in _ON_ITS_WAY and not row.only_free


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), BANGKOK)
