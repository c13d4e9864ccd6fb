"""Several people work on tickets at the same moment on PostgreSQL: one wins, nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers.context import Actor, Context
from handlers.tickets import answering, mending, silence, working
from models.outbox import OutboxMessage
from models.people import Person
from models.tickets import Ending, Ticket, TicketEntry, TicketParty, TicketStatus
from tests.bench import tickets as bench
from tests.conftest import empty
from tests.handlers import ticket_office
from tests.handlers.ticket_office import THURSDAY, acting, bangkok, me, report, said

Work = Callable[[Context], Any]


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    empty(postgres_url)
    database = Database(postgres_url)
    with database.transaction() as session:
        ticket_office.staffed(Context(session, THURSDAY, Actor("test")))
    yield database
    database.close()


def at_once(database: Database, *works: Work) -> list[Any]:
    """Each in a transaction and a thread of its own, all begun before any goes on. What came of
    each: what it returned, or what it raised."""
    barrier = threading.Barrier(len(works), timeout=30)
    found: list[Any] = [None] * len(works)

    def run(n: int, work: Work) -> None:
        try:
            with database.transaction() as session:
                session.execute(select(func.count()).select_from(Person))
                barrier.wait()
                found[n] = work(Context(session, THURSDAY)) or True
        except Exception as error:  # a refusal, or a bug: told apart by its class
            found[n] = error

    threads = [threading.Thread(target=run, args=(n, w)) for n, w in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def kinds(found: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in found)


def opened(database: Database, *lines: str) -> list[tuple[int, int]]:
    """A ticket of each of these people: its id, and the version that everybody sees."""
    with database.transaction() as session:
        ctx = Context(session, THURSDAY)
        rows = [report(ctx, line, words=f"เรื่องของ {line}") for line in lines]
        return [(row.id, row.version) for row in rows]


def trail_of(database: Database, ticket_id: int) -> list[str]:
    with database.transaction() as session:
        ctx = Context(session, THURSDAY)
        return said(ctx, session.get_one(Ticket, ticket_id))


def test_two_technicians_take_the_same_ticket(postgres: Database) -> None:
    ((id_, seen),) = opened(postgres, "U-teacher")

    def take(line: str) -> Work:
        return lambda ctx: working.take(acting(ctx, line), me(ctx, line), id_, seen)

    found = at_once(postgres, take("U-a"), take("U-b"))
    assert kinds(found) == {"done": 1, "Outdated": 1}
    assert trail_of(postgres, id_) == ["report", "taken"]
    with postgres.transaction() as session:
        winner = "U-a" if not isinstance(found[0], Exception) else "U-b"
        ticket = session.get_one(Ticket, id_)
        assert ticket.technician_id == me(Context(session, THURSDAY), winner).id
        assert ticket.version == 2


@pytest.mark.parametrize("turn", range(3))
def test_it_is_solved_as_the_reporter_writes(postgres: Database, turn: int) -> None:
    ((id_, seen),) = opened(postgres, "U-teacher")
    found = at_once(
        postgres,
        lambda ctx: working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), id_, seen, "เปลี่ยนสาย"),
        lambda ctx: answering.add(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), id_, "ด่วนค่ะ"),
    )
    # The one who was second sees what the first one did: nobody writes into the dark.
    assert kinds(found) in ({"done": 1, "WrongState": 1}, {"done": 1, "Outdated": 1})
    assert trail_of(postgres, id_) in (["report", "solution"], ["report", "message"])


def test_it_is_confirmed_as_the_clock_closes_it(postgres: Database) -> None:
    ((id_, seen),) = opened(postgres, "U-teacher")
    with postgres.transaction() as session:
        ctx = Context(session, THURSDAY)
        working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), id_, seen, "เสร็จ")
    later = bangkok("2026-11-27T10:00")
    found = at_once(
        postgres,
        lambda ctx: silence.close_solved(Context(ctx.session, later)),
        lambda ctx: answering.confirm(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), id_),
    )
    with postgres.transaction() as session:
        ticket = session.get_one(Ticket, id_)
        assert ticket.status is TicketStatus.CLOSED
    assert trail_of(postgres, id_) == ["report", "solution", "closed"]
    assert kinds(found) in ({"done": 2}, {"done": 1, "WrongState": 1})


def test_two_tickets_are_put_together_both_ways_at_once(postgres: Database) -> None:
    (a, _), (b, _) = opened(postgres, "U-teacher", "U-second")
    found = at_once(
        postgres,
        lambda ctx: mending.merge(acting(ctx, "U-a"), me(ctx, "U-a"), a, None, b),
        lambda ctx: mending.merge(acting(ctx, "U-b"), me(ctx, "U-b"), b, None, a),
    )
    assert kinds(found) == {"done": 1, "WrongState": 1}  # no deadlock: locked in one order
    with postgres.transaction() as session:
        rows = {row.id: row for row in session.scalars(select(Ticket).where(Ticket.id.in_([a, b])))}
        gone = [row for row in rows.values() if row.ending is Ending.MERGED]
        assert len(gone) == 1
        assert rows[gone[0].merged_into_id or 0].status is TicketStatus.REPORTED
        assert session.scalar(select(func.count()).select_from(TicketParty)) == 1


def test_many_technicians_at_many_tickets_lose_nothing(postgres: Database) -> None:
    empty(postgres.url)
    bench.fill(postgres, 60, 8)
    done = bench.busy(postgres, 8, 160)
    assert [repr(error) for error in done.broken] == []
    assert bench.lost(postgres, done) == []
    assert sum(done.wrote.values()) + sum(done.refused.values()) > 100
    assert set(done.refused) <= {"Outdated"}
    with postgres.reading() as session:
        entries = session.scalar(select(func.count()).select_from(TicketEntry))
        assert entries == 60 + sum(done.wrote.values())
        # Every word to the reporter is a message, none is doubled.
        told = select(func.count()).where(TicketEntry.kind == "message")
        queued = select(OutboxMessage.notices).where(OutboxMessage.chat_key == "U-r")
        kinds_of = [row[0]["kind"] for row in session.scalars(queued)]
        assert kinds_of.count("ticket.told") == session.scalar(told)
