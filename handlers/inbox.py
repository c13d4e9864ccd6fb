"""The inbox: store each event once, claim chats in order, finish, fail, park."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.orm import Session

from handlers import leases
from models.engine import Lease
from models.inbox import MAX_CLAIMS, MAX_FAILURES, EventStatus, InboxEvent

QUEUE = "inbox"
#: How long a chat rests after its first, second … failure.
RESTS = (timedelta(seconds=0.5), timedelta(seconds=2))
BATCH = 100
#: Events in one statement on SQLite, which takes 32,766 values in one.
MOST_LISTED = 1_000


_OPEN = InboxEvent.status == EventStatus.RECEIVED
_IDS = InboxEvent.id.in_(bindparam("ids", expanding=True))
_ANY_OPEN = select(InboxEvent.id).where(_OPEN).limit(1)
_OLDEST_OPEN = (
    select(InboxEvent.chat_key)
    .where(
        _OPEN,
        ~select(Lease.key)
        .where(
            Lease.queue == QUEUE, Lease.key == InboxEvent.chat_key, Lease.until > bindparam("now")
        )
        .exists(),
    )
    .order_by(InboxEvent.id)
    .limit(bindparam("most"))
)
_OLDEST_OPEN_LOCKED = _OLDEST_OPEN.with_for_update(skip_locked=True)
_OPEN_OF_CHATS = (
    select(
        InboxEvent.id,
        InboxEvent.chat_key,
        InboxEvent.kind,
        InboxEvent.payload,
        InboxEvent.received_at,
        InboxEvent.claims,
    )
    .where(_OPEN, InboxEvent.chat_key.in_(bindparam("chats", expanding=True)))
    .order_by(InboxEvent.occurred_ms, InboxEvent.id)
    .limit(bindparam("most"))
)
_COUNT_CLAIMS = update(InboxEvent).where(_IDS).values(claims=InboxEvent.claims + 1)
_FINISH = update(InboxEvent).where(_IDS).values(status=EventStatus.DONE, done_at=bindparam("at"))


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


def _fresh() -> dict[str, Any]:
    return {
        "received_at": bindparam("now", type_=InboxEvent.received_at.type),
        "status": literal(EventStatus.RECEIVED, InboxEvent.status.type),
        "claims": literal(0),
        "failures": literal(0),
    }


_GIVEN = tuple(field.name for field in fields(NewEvent))
_NOW_TEXT = InboxEvent.received_at.type.bind_processor(sqlite_dialect())
_STORE = (
    postgres_insert(InboxEvent)
    .values({name: bindparam(name) for name in _GIVEN} | _fresh())
    .on_conflict_do_nothing(index_elements=[InboxEvent.event_key])
    .execution_options(preserve_rowcount=True)
)


@cache
def _store_listed(count: int) -> str:
    """SQLite: so many events by one statement, spelt out.

    SQLite's driver lets go of Python's lock at each step of a statement and then queues for it
    among the web's threads: a step for a batch, not for an event, keeps acknowledgements quick.
    """
    marks = ", ".join("?" * (len(_GIVEN) + 1))
    row = f"({marks}, '{EventStatus.RECEIVED}', 0, 0)"
    columns = ", ".join([*_GIVEN, "received_at", "status", "claims", "failures"])
    return (
        f"INSERT INTO inbox_event ({columns}) VALUES {', '.join([row] * count)} "  # noqa: S608
        "ON CONFLICT (event_key) DO NOTHING"
    )


def _store_in_sqlite(connection: Connection, new: Sequence[NewEvent], now: datetime) -> int:
    assert _NOW_TEXT is not None
    stored, at = 0, _NOW_TEXT(now)
    for start in range(0, len(new), MOST_LISTED):
        some = new[start : start + MOST_LISTED]
        values = tuple(value for event in some for value in (*vars(event).values(), at))
        stored += connection.exec_driver_sql(_store_listed(len(some)), values).rowcount
    return stored


def store(connection: Connection, events: Iterable[NewEvent], *, now: datetime) -> int:
    """Store the events that are not there yet; returns how many were new.

    A second delivery of the same event is no error and changes nothing.
    """
    # One order for all: two nodes that store the same redelivered events must not deadlock.
    new = sorted(events, key=lambda event: event.event_key)
    if not new:
        return 0
    if connection.dialect.name == "sqlite":
        return _store_in_sqlite(connection, new, now)
    return max(connection.execute(_STORE, [vars(e) | {"now": now} for e in new]).rowcount, 0)


def any_open(session: Session) -> bool:
    """Is there anything to work off? Asked without a write lock."""
    return session.connection().scalar(_ANY_OPEN) is not None


def claim(session: Session, *, holder: str, now: datetime, limit: int = BATCH) -> list[Claimed]:
    """Take the oldest open events of chats nobody works on, in order within each chat.

    An event that was claimed before (its worker died, or it failed) is taken alone, so that
    one that kills the process is not held against its neighbours. What has been claimed too
    often is parked.
    """
    leases.one_claimer(session, QUEUE)
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
    # Rows that a tidying transaction has locked are left for the next round.
    statement = _OLDEST_OPEN if leases.is_sqlite(session) else _OLDEST_OPEN_LOCKED
    return session.connection().scalars(statement, {"now": now, "most": limit}).all()


def _open_of_chats(session: Session, chats: set[str], *, limit: int) -> list[Claimed]:
    if not chats:
        return []
    wanted = {"chats": sorted(chats), "most": limit}
    return [Claimed(*row) for row in session.connection().execute(_OPEN_OF_CHATS, wanted)]


def _count_claims(session: Session, ids: Sequence[int]) -> None:
    if ids:
        session.connection().execute(_COUNT_CLAIMS, {"ids": ids})


def finish(session: Session, events: Sequence[Claimed], *, holder: str, now: datetime) -> None:
    """These events have had their effect; their chats are free again."""
    session.connection().execute(_FINISH, {"ids": [event.id for event in events], "at": now})
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


def edited_later(session: Session, message_id: str, occurred_ms: int) -> bool:
    """Is a newer edit of this message known? Edits may come out of order; the newest counts."""
    newer = select(InboxEvent.id).where(
        InboxEvent.message_id == message_id,
        InboxEvent.kind == "messageEdited",
        InboxEvent.occurred_ms > occurred_ms,
    )
    return session.scalar(newer.limit(1)) is not None


def counts(session: Session) -> dict[str, int]:
    """How many events stand where."""
    rows = session.execute(select(InboxEvent.status, func.count()).group_by(InboxEvent.status))
    return {status.value: count for status, count in rows}


def oldest_open(session: Session) -> datetime | None:
    """When the oldest event that is not worked off came in."""
    return session.scalar(
        select(func.min(InboxEvent.received_at)).where(InboxEvent.status == EventStatus.RECEIVED)
    )
