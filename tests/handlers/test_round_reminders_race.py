"""Several clocks at once, one killed, moved forward and back, 48 hours gone: each reminder once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.context import Actor, Context
from handlers.people import as_me
from handlers.rounds import reminding, standing
from handlers.workdays import BANGKOK
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person
from models.rounds import Standing
from scheduler import jobs
from tests.conftest import empty
from tests.handlers.test_round_reminders import A, Desk
from tests.scheduler.test_jobs import Door

Work = Callable[[Context], object]
#: Month, day, hour, minute, as the clocks have it one after the other.
MOMENTS = (
    (10, 27, 9, 0), (11, 3, 9, 0),
    (10, 27, 9, 5), (11, 3, 9, 1),  # set back, and forward again
    (11, 9, 8, 45),  # no clock went on the sixth, nor on the weekend
    (11, 9, 9, 0), (11, 6, 9, 0), (11, 10, 9, 0), (11, 11, 9, 0), (11, 18, 9, 0),
)  # fmt: skip
CLERKS, HEADS = ("U-clerk-0", "U-clerk-1", "U-clerk-2"), ("U-head-0", "U-head-1", "U-head-2")


class Killed(Exception):
    """The process died before it committed."""


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    empty(postgres_url)
    database = Database(postgres_url)
    yield database
    database.close()


def test_each_rung_is_said_once_to_each_person_whatever_the_clocks_do(database: Database) -> None:
    opened(database)
    for month, day, hour, minute in MOMENTS:
        moment = datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)
        ended = at_once(database, moment, remind, killed, remind)
        assert Counter(type(one) for one in ended) == {type(None): 2, Killed: 1}
    with database.reading() as session:
        said = Counter((row.rung, row.chat_key) for row in session.scalars(select(Reminder)))
        keys = set(session.scalars(select(Reminder.hold_key)))
        rows = session.scalars(select(OutboxMessage)).all()
    assert said == Counter(
        (rung, who)
        for rung in (14, 7, 3, 1, 0, -1, -7)
        for who in (CLERKS if rung > 1 else CLERKS + HEADS)
    )
    sent = Counter(row.hold_key for row in rows if row.status is not OutboxStatus.SUPERSEDED)
    assert set(sent) <= keys
    assert set(sent.values()) == {1}
    # From the ninth on the clerks, from the eleventh on the directors; nobody sends anything here.
    left = [row for row in rows if row.status is OutboxStatus.QUEUED and not row.only_free]
    assert {row.chat_key: row.price for row in left} == dict.fromkeys(CLERKS + HEADS, 1)


def test_the_clock_tells_everybody_a_few_at_a_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes meanwhile waits for one short transaction, not for all of it."""
    database = Database(sqlite_url)
    opened(database)
    monkeypatch.setattr(jobs, "MOST_TOLD", 2)
    turns: list[int] = []
    told = reminding.remind
    monkeypatch.setattr(reminding, "remind", lambda *given: turns.append(told(*given)) or turns[-1])
    for _ in range(2):
        jobs.remind_rounds(Door(database), datetime(2026, 11, 9, 9, tzinfo=BANGKOK))
    assert turns == [2, 2, 2, 0, 0]
    with database.reading() as session:
        assert {row.chat_key for row in session.scalars(select(Reminder))} == {*CLERKS, *HEADS}


def test_who_finishes_while_a_clock_reminds_is_not_nagged(postgres: Database) -> None:
    """The clock has read that the school is late, and the school says that it is not."""
    opened(postgres)
    moment = datetime(2026, 11, 3, 9, tzinfo=BANGKOK)
    read, waits = threading.Event(), threading.Event()

    def clock(ctx: Context) -> None:
        reminding.remind(ctx)
        read.set()
        waits.wait(0.5)

    def clerk(ctx: Context) -> None:
        read.wait(30)
        person = ctx.session.scalars(select(Person).where(Person.line_user == "U-clerk-0")).one()
        standing.say(ctx, as_me(ctx, person), 1, A, Standing.CONFIRMED)
        waits.set()  # never before the clock has committed: it takes its turn

    assert at_once(postgres, moment, clock, clerk) == [None, None]
    with postgres.reading() as session:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.chat_key))
        held = [row.chat_key for row in rows if row.status is OutboxStatus.QUEUED]
    assert held == ["U-clerk-1", "U-clerk-2"]


def opened(database: Database) -> None:
    with database.transaction() as session:
        Desk(Context(session, datetime(2026, 10, 1, 9, tzinfo=BANGKOK), Actor("test")))


def remind(ctx: Context) -> None:
    reminding.remind(ctx)


def killed(ctx: Context) -> None:
    reminding.remind(ctx)
    raise Killed


def at_once(database: Database, moment: datetime, *works: Work) -> list[Exception | None]:
    """Each in a thread and a transaction of its own, begun together; how each ended."""
    barrier = threading.Barrier(len(works), timeout=30)
    ended: list[Exception | None] = [None] * len(works)

    def run(n: int, work: Work) -> None:
        barrier.wait()
        try:
            with database.transaction() as session:
                work(Context(session, moment, Actor("test")))
        except Exception as error:  # a bug is told apart by its class
            ended[n] = error

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended
