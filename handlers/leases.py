"""Who works on a chat. A lease is taken by a guarded upsert, so two workers never share one.

Statements of the engine's every round are built once, here and beside the other queues: building
one costs more than SQLite needs to answer it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models.engine import Lease, LineGate

#: Longer than a batch of events takes, and than LINE's slowest answer (see bot/line/client.py).
LEASE = timedelta(seconds=30)
#: A lease that ends later than so far from now was taken while a machine's time was ahead.
AHEAD = LEASE + timedelta(minutes=5)
#: The holder of a chat that rests after a failure.
PAUSE = "pause"


_MINE = (
    Lease.queue == bindparam("of_queue"),
    Lease.key.in_(bindparam("keys", expanding=True)),
    Lease.holder == bindparam("by_holder"),
)
_CONFIRM = update(Lease).where(*_MINE).values(until=bindparam("new_until"))
_GIVE_BACK = delete(Lease).where(*_MINE)
_ONE_CLAIMER = select(
    func.pg_advisory_xact_lock(func.hashtext("thamkhet.claim"), func.hashtext(bindparam("queue")))
)


def is_sqlite(session: Session) -> bool:
    """Is this the embedded database?"""
    return session.connection().dialect.name == "sqlite"


def one_claimer(session: Session, queue: str) -> None:
    """Only one worker claims at a time; the others wait until its transaction ends.

    Two claims side by side see the same free chats, one's rows are then locked by the other, and
    with a third transaction that finishes events they wait in a circle. A claim is short beside
    the work it claims, so taking turns costs little. On SQLite writers take turns anyway.
    """
    if not is_sqlite(session):
        session.connection().execute(_ONE_CLAIMER, {"queue": queue})


@cache
def _take(*, sqlite: bool) -> Any:
    statement = (sqlite_insert if sqlite else postgres_insert)(Lease)
    return statement.on_conflict_do_update(
        index_elements=[Lease.queue, Lease.key],
        set_={"holder": statement.excluded.holder, "until": statement.excluded.until},
        where=Lease.until <= bindparam("now", type_=Lease.until.type),
    ).returning(Lease.key)


def take(
    session: Session, queue: str, keys: Collection[str], *, holder: str, now: datetime
) -> set[str]:
    """Take a lease on each key that nobody holds. Returns the keys that are now this holder's.

    Keys are sorted first: two workers that take the same keys wait in one order and cannot
    deadlock.
    """
    if not keys:
        return set()
    rows = [
        {"queue": queue, "key": key, "holder": holder, "until": now + LEASE, "now": now}
        for key in sorted(keys)
    ]
    return set(session.connection().scalars(_take(sqlite=is_sqlite(session)), rows))


def confirm(
    session: Session, queue: str, keys: Collection[str], *, holder: str, now: datetime
) -> bool:
    """Are all these leases still this holder's? Extends them, and keeps others out until commit."""
    mine = {"of_queue": queue, "keys": sorted(keys), "by_holder": holder}
    result = session.connection().execute(_CONFIRM, mine | {"new_until": now + LEASE})
    return result.rowcount == len(set(keys))


def give_back(session: Session, queue: str, keys: Collection[str], *, holder: str) -> None:
    """End these leases, where they are still this holder's."""
    if keys:
        mine = {"of_queue": queue, "keys": sorted(keys), "by_holder": holder}
        session.connection().execute(_GIVE_BACK, mine)


def pause(session: Session, queue: str, key: str, *, holder: str, until: datetime) -> None:
    """Turn this holder's lease into a rest: nobody works on the key until then."""
    session.execute(
        update(Lease)
        .where(Lease.queue == queue, Lease.key == key, Lease.holder == holder)
        .values(holder=PAUSE, until=until)
        .execution_options(synchronize_session=False)
    )


def forget_dead(session: Session) -> None:
    """End every lease of a holder: for the one process that serves SQLite, at its start."""
    session.execute(
        delete(Lease).where(Lease.holder != PAUSE).execution_options(synchronize_session=False)
    )


def forget_ahead(session: Session, *, now: datetime) -> None:
    """End what was leased, and open what LINE shut, while a machine's time was ahead: once that was
    set back, nobody lives who would give it back, and it would last for as long as that."""
    for ends in (Lease.until, LineGate.closed_until):
        session.execute(
            delete(ends.class_)
            .where(ends > now + AHEAD)
            .execution_options(synchronize_session=False)
        )
