"""Two clocks send an announcement once; two officers do not spend the same messages."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.announcements import acknowledging, sending
from handlers.announcements.refused import TooDear
from handlers.context import Actor, Context
from handlers.office_rules import decide
from handlers.people import as_me
from models.announcements import AnnouncementRecipient, Delivery
from models.errors import WrongState
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person, Role
from tests.conftest import empty
from tests.handlers.announcement_office import Desk, bangkok

HEADS = (Role.SCHOOL_DIRECTOR,)
NOW = bangkok("2026-11-19T10:00")
Work = Callable[[Context], object]


class Killed(Exception):
    """The process died before it committed."""


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    empty(postgres_url)
    database = Database(postgres_url)
    yield database
    database.close()


def at_once(database: Database, moment: str, *works: Work) -> list[BaseException | None]:
    """Do these in transactions of their own at one time. Returns how each ended."""
    barrier = threading.Barrier(len(works))
    ended: list[BaseException | None] = [None] * len(works)

    def one(place: int, work: Work) -> None:
        try:
            barrier.wait(10)
            with database.transaction() as session:
                work(Context(session, bangkok(moment), Actor("test")))
        except BaseException as error:
            ended[place] = error

    threads = [threading.Thread(target=one, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


def killed(ctx: Context) -> None:
    sending.send_due(ctx)
    ctx.session.flush()
    raise Killed


def prepared(database: Database, work: Callable[[Desk], int]) -> int:
    with database.transaction() as session:
        return work(Desk(Context(session, NOW)))


def test_clocks_send_once_and_settle_once_one_of_them_killed(postgres: Database) -> None:
    def fill(desk: Desk) -> int:
        push = desk.draft(roles=HEADS, delivery=Delivery.PUSH)
        desk.send(push, at="2026-11-20T09:00")
        first = desk.draft("ฟรีก่อน", roles=(Role.SCHOOL_ADMIN,), delivery=Delivery.FREE_FIRST,
                           until=bangkok("2026-11-24T09:00"))  # fmt: skip
        desk.send(first, at="2026-11-20T09:00")
        return push.id

    prepared(postgres, fill)
    for moment in ("2026-11-20T09:00", "2026-11-20T08:59", "2026-11-24T09:00", "2026-11-24T09:01"):
        ended = at_once(postgres, moment, sending.send_due, killed, sending.send_due)
        assert Counter(type(one) for one in ended) == {type(None): 2, Killed: 1}
    with postgres.reading() as session:
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.price > 0)).all()
        recipients = session.scalars(select(AnnouncementRecipient.chat_key)).all()
    assert sorted(row.chat_key for row in rows) == [
        f"U-{who}-{n}" for who in ("clerk", "head") for n in range(3)
    ]
    assert Counter(recipients)["U-head-0"] == 1


def test_two_that_are_sent_at_once_do_not_spend_the_same_messages(postgres: Database) -> None:
    def fill(desk: Desk) -> int:
        decide(desk.ctx(), "budget.rounds", 4)
        ids = [desk.draft(title, roles=HEADS, delivery=Delivery.PUSH).id for title in "กข"]
        return ids[0]

    first = prepared(postgres, fill)

    def send(announcement_id: int) -> Work:
        def work(ctx: Context) -> None:
            officer = ctx.session.scalars(
                select(Person).where(Person.line_user == "U-officer")
            ).one()
            sending.send(ctx, as_me(ctx, officer), announcement_id, None, 3)

        return work

    ended = at_once(postgres, "2026-11-19T10:00", send(first), send(first + 1), send(first))
    assert sorted(type(one).__name__ for one in ended if one) in (
        ["TooDear", "WrongState"], ["TooDear", "TooDear"],
    )  # fmt: skip
    assert ended.count(None) == 1
    assert {type(one) for one in ended if one} <= {TooDear, WrongState}
    with postgres.reading() as session:
        queued = OutboxMessage.status == OutboxStatus.QUEUED
        rows = session.scalars(select(OutboxMessage).where(queued, OutboxMessage.price > 0)).all()
    assert len(rows) == 3


def test_two_taps_at_once_count_once_and_a_nudge_goes_once(postgres: Database) -> None:
    def fill(desk: Desk) -> int:
        return desk.sent(roles=HEADS, asks_acknowledgement=True).id

    row_id = prepared(postgres, fill)

    def tap(ctx: Context) -> None:
        head = ctx.session.scalars(select(Person).where(Person.line_user == "U-head-0")).one()
        if not acknowledging.acknowledge(ctx, "U-head-0", head, row_id):
            raise Killed

    def nudge(ctx: Context) -> None:
        boss = ctx.session.scalars(select(Person).where(Person.line_user == "U-boss")).one()
        acknowledging.nudge(ctx, as_me(ctx, boss), row_id, None, 0)

    assert Counter(type(one) for one in at_once(postgres, "2026-11-19T10:01", tap, tap)) == {
        type(None): 1, Killed: 1,
    }  # fmt: skip
    ended = at_once(postgres, "2026-11-19T10:02", nudge, nudge)
    assert ended.count(None) == 1
    with postgres.reading() as session:
        held = select(OutboxMessage.chat_key).where(
            OutboxMessage.hold_key.contains(":nudge:"),
            OutboxMessage.status == OutboxStatus.QUEUED,
        )
        assert sorted(session.scalars(held)) == ["U-head-1", "U-head-2"]
