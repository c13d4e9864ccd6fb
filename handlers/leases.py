"""Who works on a chat. A lease is taken by a guarded upsert, so two workers never share one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models.engine import Lease

#: Longer than a batch of events takes, and than LINE's slowest answer (see bot/line/client.py).
LEASE = timedelta(seconds=30)
#: The holder of a chat that rests after a failure.
PAUSE = "pause"


def insert_for(session: Session) -> Callable[..., Any]:
    """The INSERT … ON CONFLICT of this database: the two dialects spell it alike."""
    return sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert


def take(
    session: Session, queue: str, keys: Collection[str], *, holder: str, now: datetime
) -> set[str]:
    """Take a lease on each key that nobody holds. Returns the keys that are now this holder's.

    Keys are sorted first: two workers that take the same keys wait in one order and cannot
    deadlock.
    """
    if not keys:
        return set()
    insert = insert_for(session)
    statement = insert(Lease).values(
        [
            {"queue": queue, "key": key, "holder": holder, "until": now + LEASE}
            for key in sorted(keys)
        ]
    )
    statement = statement.on_conflict_do_update(
        index_elements=[Lease.queue, Lease.key],
        set_={"holder": statement.excluded.holder, "until": statement.excluded.until},
        where=Lease.until <= now,
    ).returning(Lease.key)
    return set(session.scalars(statement))


def confirm(
    session: Session, queue: str, keys: Collection[str], *, holder: str, now: datetime
) -> bool:
    """Are all these leases still this holder's? Extends them, and keeps others out until commit."""
    result = session.execute(
        update(Lease)
        .where(Lease.queue == queue, Lease.key.in_(sorted(keys)), Lease.holder == holder)
        .values(until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount) == len(set(keys))  # type: ignore[attr-defined]


def give_back(session: Session, queue: str, keys: Collection[str], *, holder: str) -> None:
    """End these leases, where they are still this holder's."""
    if keys:
        session.execute(
            delete(Lease)
            .where(Lease.queue == queue, Lease.key.in_(sorted(keys)), Lease.holder == holder)
            .execution_options(synchronize_session=False)
        )


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


def held(session: Session, queue: str, *, now: datetime) -> set[str]:
    """The keys that somebody works on now, or that rest."""
    return set(session.scalars(select(Lease.key).where(Lease.queue == queue, Lease.until > now)))
