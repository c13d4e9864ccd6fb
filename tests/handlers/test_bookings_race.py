"""Eight want the same at the same moment: as many win as there are, the others are told so."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers import bookings
from handlers.bookings import resources
from handlers.bookings.times import most_at_once
from handlers.context import Actor, Context
from handlers.people import SYSTEM, as_me
from models.bookings import Booking, BookingStatus, Chore, ChoreOutcome
from models.errors import Refusal
from models.people import Person, Role
from tests import people
from tests.conftest import NOON, empty
from tests.handlers.booking_office import ICT, TICKET, bkk, opened

Work = Callable[[Context], Any]
EIGHT = 8


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    empty(postgres_url)
    database = Database(postgres_url)
    yield database
    database.close()


def at_once(database: Database, *works: Work) -> list[Any]:
    """Each in a thread and a transaction of its own; on PostgreSQL all are open before any goes on
    (SQLite opens one at a time). What came of each: what it returned, or the refusal."""
    barrier = threading.Barrier(len(works), timeout=30)
    found: list[Any] = [None] * len(works)

    def run(n: int, work: Work) -> None:
        try:
            if database.is_sqlite:
                barrier.wait()
            with database.transaction() as session:
                ctx = Context(session, NOON, Actor("test"))
                session.execute(select(func.count()).select_from(Booking))
                if not database.is_sqlite:
                    barrier.wait()
                found[n] = work(ctx)
        except Exception as error:  # a bug is told apart by its class
            found[n] = error

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def kinds(found: list[Any]) -> Counter[str]:
    """How many went well, and how the others ended."""
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in found)


@pytest.fixture
def technician(database: Database) -> int:
    return _set_up(database)


def _set_up(database: Database) -> int:
    """An office with rooms and bookings of other days; its technician's id."""
    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("test"))
        opened(ctx)
        made = people.person(ctx, "ช่าง คนหนึ่ง", Role.TECHNICIAN, group=ICT)
        return made.id


def wants(by: int, resource: str, **how: Any) -> Work:
    """Book it for the 24th, nine to noon."""
    times = {"starts": bkk(24), "ends": bkk(24, "12:00")}
    asked = {"subject": TICKET, "resource": resource, "by_id": by, **times, **how}
    return lambda ctx: bookings.book(ctx, **asked)


def live(database: Database, resource: str) -> list[Booking]:
    with database.reading() as session:
        rows = session.scalars(select(Booking).where(Booking.status == BookingStatus.BOOKED))
        return [row for row in rows if row.resource == resource and row.starts_at >= bkk(21)]


def test_one_of_eight_has_the_room(database: Database, technician: int) -> None:
    """Their times overlap in different ways; one hour is in all of them."""
    works = [
        wants(technician, "room:small", starts=bkk(24) + timedelta(minutes=10 * n),
              ends=bkk(24, "11:00") + timedelta(minutes=10 * n))
        for n in range(EIGHT)
    ]  # fmt: skip
    assert kinds(at_once(database, *works)) == {"done": 1, "Taken": EIGHT - 1}
    assert len(live(database, "room:small")) == 1


def test_as_many_are_lent_as_there_are(database: Database, technician: int) -> None:
    """Six microphones: eight want one each; three projectors: eight want two each."""
    one_each = at_once(database, *[wants(technician, "equipment:microphone")] * EIGHT)
    assert kinds(one_each) == {"done": 6, "Taken": 2}
    two_each = at_once(database, *[wants(technician, "equipment:projector", quantity=2)] * EIGHT)
    assert kinds(two_each) == {"done": 1, "Taken": EIGHT - 1}
    spans = [(r.starts_at, r.ends_at, r.quantity) for r in live(database, "equipment:microphone")]
    assert most_at_once(spans, bkk(24), bkk(25)) == 6


def test_those_that_do_not_clash_all_win(postgres: Database) -> None:
    technician = _set_up(postgres)
    works = [
        wants(technician, "room:small", starts=bkk(24, f"{8 + n:02}:00"),
              ends=bkk(24, f"{9 + n:02}:00"))
        for n in range(EIGHT)
    ]  # fmt: skip
    assert kinds(at_once(postgres, *works)) == {"done": EIGHT}


def test_moving_in_at_the_same_moment(postgres: Database) -> None:
    """Eight bookings of eight days, four of another room, all move to one morning."""
    technician = _set_up(postgres)
    made = []
    for n in range(EIGHT):
        resource = "room:small" if n % 2 else "room:conference"
        work = wants(technician, resource, starts=bkk(1 + n, month=12),
                     ends=bkk(1 + n, "12:00", 12))  # fmt: skip
        made += at_once(postgres, work)

    def moves(booking: Booking) -> Work:
        return lambda ctx: bookings.move(
            ctx, as_me(ctx, ctx.session.get(Person, technician)), booking.id,
            starts=bkk(24), ends=bkk(24, "12:00"), resource="room:small",
        )  # fmt: skip

    found = at_once(postgres, *map(moves, made))
    assert kinds(found) == {"done": 1, "Taken": EIGHT - 1}
    there = [row for row in live(postgres, "room:small") if row.starts_at == bkk(24)]
    assert len(there) == 1
    assert len(live(postgres, "room:small")) + len(live(postgres, "room:conference")) == EIGHT


def test_cancelled_and_booked_moved_and_retired_at_once(postgres: Database) -> None:
    """Whatever comes first, never do two have it, and nobody books what is retired."""
    technician = _set_up(postgres)
    (first,) = at_once(postgres, wants(technician, "room:small"))
    found = at_once(
        postgres,
        lambda ctx: bookings.cancel(ctx, SYSTEM, first.id),
        lambda ctx: bookings.move(ctx, SYSTEM, first.id, starts=bkk(25), ends=bkk(25, "12:00")),
        *[wants(technician, "room:small")] * 6,
    )
    assert all(not isinstance(one, Exception) or isinstance(one, Refusal) for one in found), found
    here = [row for row in live(postgres, "room:small") if row.starts_at == bkk(24)]
    assert len(here) <= 1
    found = at_once(
        postgres,
        lambda ctx: resources.retire(ctx, SYSTEM, "room:conference"),
        *[wants(technician, "room:conference")] * 7,
    )
    assert kinds(found[:1]) == {"done": 1}
    won = kinds(found[1:])
    assert won["done"] <= 1
    assert set(won) <= {"done", "Taken", "BookingRefused"}
    assert len(live(postgres, "room:conference")) == won["done"]


def test_a_loan_is_taken_back_once_by_whichever_way(postgres: Database) -> None:
    """Four press the chore, four give the loan back: one does it, nobody waits in a circle."""
    technician = _set_up(postgres)
    (loan,) = at_once(postgres, wants(technician, "equipment:camera", starts=NOON))
    with postgres.reading() as session:
        chore = session.scalars(select(Chore.id).where(Chore.booking_id == loan.id)).one()

    def by_chore(ctx: Context) -> Any:
        return bookings.done(ctx, SYSTEM, chore, ChoreOutcome.OK)

    def by_loan(ctx: Context) -> Any:
        return bookings.give_back(ctx, SYSTEM, loan.id)

    found = at_once(postgres, *[by_chore, by_loan] * 4)
    assert kinds(found) == {"done": 1, "WrongState": EIGHT - 1}
