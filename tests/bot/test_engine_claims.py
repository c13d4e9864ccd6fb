"""Several claimers at once, and events stored in one statement."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers import inbox, leases, outbox, outcomes
from handlers.inbox import NewEvent
from handlers.outbox import Letter
from handlers.outcomes import Answer, Settled, Verdict
from models.inbox import EventStatus, InboxEvent
from models.outbox import OutboxMessage

EVENTS, CHATS = 600, 90


def _event(number: int, payload: str = "{}") -> NewEvent:
    return NewEvent(f"E{number:05d}", f"U{number % CHATS:03d}", "message", None, number, payload)


def _store(database: Database, events: list[NewEvent], now: datetime) -> int:
    with database.one_statement() as connection:
        return inbox.store(connection, events, now=now)


def test_claimers_side_by_side_neither_deadlock_nor_share(
    database: Database, now: datetime
) -> None:
    """Two workers once waited for each other's rows in a circle (PostgreSQL)."""
    _store(database, [_event(n) for n in range(EVENTS)], now)
    handled: list[int] = []
    failed: list[Exception] = []

    def work(holder: str) -> None:
        try:
            while True:
                with database.transaction() as session:
                    batch = inbox.claim(session, holder=holder, now=now, limit=40)
                if not batch and not _open(database):
                    return
                if batch:
                    with database.transaction() as session:
                        chats = {event.chat_key for event in batch}
                        assert leases.confirm(session, inbox.QUEUE, chats, holder=holder, now=now)
                        inbox.finish(session, batch, holder=holder, now=now)
                    handled.extend(event.id for event in batch)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    assert sorted(handled) == sorted(set(handled))
    assert len(handled) == EVENTS


def _open(database: Database) -> bool:
    with database.reading() as session:
        return inbox.any_open(session)


@pytest.mark.parametrize(
    "payload", ['{"text":"\\u0000\\ud800"}', '{"text":"\\"$.x\\" \\\\ \' ; --"}', "[1,null]"]
)
def test_a_payload_is_stored_as_it_is(database: Database, now: datetime, payload: str) -> None:
    assert _store(database, [_event(1, payload)], now) == 1
    with database.reading() as session:
        row = session.scalars(select(InboxEvent)).one()
    assert (row.payload, row.received_at, row.message_id) == (payload, now, None)
    assert (row.status, row.claims, row.failures) == (EventStatus.RECEIVED, 0, 0)


def test_a_batch_with_known_events_stores_the_new_ones(database: Database, now: datetime) -> None:
    assert _store(database, [_event(2), _event(1)], now) == 2
    assert _store(database, [_event(3), _event(1), _event(3)], now) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InboxEvent)) == 3


def test_a_message_put_off_is_not_claimed_again_by_the_same_round(
    database: Database, now: datetime
) -> None:
    """The claim reads the table, so what was settled before it must be there already."""
    letter = Letter("U1", {}, ({"kind": "menu", "data": {}},), reply_token="t", received_at=now)

    def claim(session: object) -> list[outbox.Try]:
        return outbox.claim(session, lambda row: "[]", holder="s", now=now, limit=9)  # type: ignore[arg-type]

    with database.transaction() as session:
        outbox.queue(session, [letter], now=now)
        (one,) = claim(session)
    with database.transaction() as session:
        uncertain = Settled(one.id, one.chat_key, one.again, Answer(Verdict.UNCERTAIN))
        outcomes.settle(session, [uncertain], holder="s", now=now)
        assert claim(session) == []
        assert session.get_one(OutboxMessage, one.id).due_at > now
