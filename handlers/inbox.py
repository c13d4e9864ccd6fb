"""The inbox: store each event once, claim chats in order, finish, fail, park."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from handlers import leases
from models.engine import Lease
from models.inbox import MAX_CLAIMS, MAX_FAILURES, EventStatus, InboxEvent

QUEUE = "inbox"
#: How long a chat rests after its first, second … failure.
RESTS = (timedelta(seconds=0.5), timedelta(seconds=2))
BATCH = 100


@dataclass(frozen=True)
class NewEvent:
    """One event as it comes in. `payload` is its JSON, already masked and trimmed."""

    event_key: str
    chat_key: str
    kind: str
    message_id: str | None
    occurred_ms: int
    payload: str


@dataclass(frozen=True)
class Claimed:
    """One event in hand."""

    id: int
    chat_key: str
    kind: str
    payload: str
    received_at: datetime
    claims: int


def store(session: Session, events: Iterable[NewEvent], *, now: datetime) -> int:
    """Store the events that are not there yet; returns how many were new.

    A second delivery of the same event is no error and changes nothing.
    """
    rows = [
        {
            **vars(event),
            "received_at": now,
            "status": EventStatus.RECEIVED,
            "claims": 0,
            "failures": 0,
        }
        for event in events
    ]
    if not rows:
        return 0
    # One order for all: two nodes that store the same redelivered events must not deadlock.
    rows.sort(key=lambda row: str(row["event_key"]))
    statement = leases.insert_for(session)(InboxEvent).on_conflict_do_nothing(
        index_elements=[InboxEvent.event_key]
    )
    result = session.connection().execute(statement, rows)
    return max(result.rowcount, 0)


def any_open(session: Session) -> bool:
    """Is there anything to work off? Asked without a write lock."""
    return (
        session.scalar(
            select(InboxEvent.id).where(InboxEvent.status == EventStatus.RECEIVED).limit(1)
        )
        is not None
    )


def claim(session: Session, *, holder: str, now: datetime, limit: int = BATCH) -> list[Claimed]:
    """Take the oldest open events of chats nobody works on, in order within each chat.

    An event that was claimed before (its worker died, or it failed) is taken alone, so that
    one that kills the process is not held against its neighbours. What has been claimed too
    often is parked.
    """
    wanted = set(_oldest_open(session, now=now, limit=limit))
    mine = leases.take(session, QUEUE, wanted, holder=holder, now=now)
    found = _open_of_chats(session, mine, limit=limit)
    again = next((row for row in found if row.claims > 0), None)
    if again:
        found = [next(row for row in found if row.chat_key == again.chat_key)]
    leases.give_back(session, QUEUE, mine - {row.chat_key for row in found}, holder=holder)
    _count_claims(session, [row.id for row in found])
    return found


def _oldest_open(session: Session, *, now: datetime, limit: int) -> Sequence[str]:
    busy = (
        select(Lease.key)
        .where(Lease.queue == QUEUE, Lease.key == InboxEvent.chat_key, Lease.until > now)
        .exists()
    )
    statement = (
        select(InboxEvent.chat_key)
        .where(InboxEvent.status == EventStatus.RECEIVED, ~busy)
        .order_by(InboxEvent.id)
        .limit(limit)
    )
    if session.get_bind().dialect.name == "postgresql":
        # Two workers reach for different rows instead of queuing for the same ones.
        statement = statement.with_for_update(skip_locked=True)
    return session.scalars(statement).all()


def _open_of_chats(session: Session, chats: set[str], *, limit: int) -> list[Claimed]:
    if not chats:
        return []
    rows = session.execute(
        select(
            InboxEvent.id,
            InboxEvent.chat_key,
            InboxEvent.kind,
            InboxEvent.payload,
            InboxEvent.received_at,
            InboxEvent.claims,
        )
        .where(InboxEvent.status == EventStatus.RECEIVED, InboxEvent.chat_key.in_(sorted(chats)))
        .order_by(InboxEvent.occurred_ms, InboxEvent.id)
        .limit(limit)
    )
    return [Claimed(*row) for row in rows]


def _count_claims(session: Session, ids: Sequence[int]) -> None:
    if ids:
        session.execute(
            update(InboxEvent)
            .where(InboxEvent.id.in_(ids))
            .values(claims=InboxEvent.claims + 1)
            .execution_options(synchronize_session=False)
        )


def finish(session: Session, events: Sequence[Claimed], *, holder: str, now: datetime) -> None:
    """These events have had their effect; their chats are free again."""
    session.execute(
        update(InboxEvent)
        .where(InboxEvent.id.in_([event.id for event in events]))
        .values(status=EventStatus.DONE, done_at=now)
        .execution_options(synchronize_session=False)
    )
    leases.give_back(session, QUEUE, {event.chat_key for event in events}, holder=holder)


def exhausted(event: Claimed) -> bool:
    """Has this event been claimed so often that it must be what kills its worker?"""
    return event.claims >= MAX_CLAIMS


def fail(
    session: Session, event: Claimed, *, error: str, holder: str, now: datetime
) -> EventStatus:
    """One event failed by an exception: its chat rests and it is tried again, or it is parked."""
    row = session.get_one(InboxEvent, event.id)
    row.failures += 1
    row.error = error[:200]
    if row.failures >= MAX_FAILURES or exhausted(event):
        row.status, row.done_at = EventStatus.PARKED, now
        leases.give_back(session, QUEUE, {event.chat_key}, holder=holder)
    else:
        until = now + RESTS[min(row.failures, len(RESTS)) - 1]
        leases.pause(session, QUEUE, event.chat_key, holder=holder, until=until)
    return row.status


def retry(session: Session, event_id: int) -> bool:
    """Staff let a parked event run once more. False when it is not parked."""
    result = session.execute(
        update(InboxEvent)
        .where(InboxEvent.id == event_id, InboxEvent.status == EventStatus.PARKED)
        .values(status=EventStatus.RECEIVED, done_at=None, failures=0, claims=0)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def counts(session: Session) -> dict[str, int]:
    """How many events stand where."""
    rows = session.execute(select(InboxEvent.status, func.count()).group_by(InboxEvent.status))
    return {status.value: count for status, count in rows}


def oldest_open(session: Session) -> datetime | None:
    """When the oldest event that is not worked off came in."""
    return session.scalar(
        select(func.min(InboxEvent.received_at)).where(InboxEvent.status == EventStatus.RECEIVED)
    )
