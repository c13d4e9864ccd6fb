"""Conferences as use cases: which are to come, who is told of a move, at what price, and never
twice, also when two of the staff press at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.database import Database
from handlers import bookings, budget, notices
from handlers.bookings import fallbacks
from handlers.conferences import attending, going_on, meetings, switching
from handlers.conferences.switching import AlreadyTold, PriceChanged, TooDear
from handlers.context import Actor, Context
from handlers.people import Me, as_me, erase, export
from handlers.requests.vocabulary import ICT_GROUP
from models.bookings import Booking
from models.chats import Chat, ChatKind
from models.errors import NotAllowed, NotFound, Outdated, WrongState
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person, Role
from models.tickets import Attendance, Ticket, TicketEntry, TicketStatus
from tests import people
from tests.conftest import NOON
from tests.handlers.booking_office import OTHER, TICKET, bkk, later, opened

WORDS = {"words": "ย้ายแล้ว"}


@pytest.fixture
def office(ctx: Context) -> dict[str, Me]:
    """Two conferences: the teacher's on Tuesday, a stranger's in the week after; people on LINE."""
    made = opened(ctx)
    ctx.session.execute(update(Ticket).values(form="conference", answers={"channel": "obec"}))
    for who, me in made.items():
        assert me.person is not None
        me.person.line_user = f"U-{who}"
    made["guest"] = as_me(ctx, people.person(ctx, "บุคคลภายนอก", Role.GUEST, line_user="U-guest"))
    made["other"] = as_me(
        ctx, people.person(ctx, "ช่างบี ทดลอง", Role.TECHNICIAN, group=ICT_GROUP, line_user="U-b")
    )
    ctx.session.execute(update(Booking).where(Booking.subject == OTHER).values(subject="ticket:9"))
    for subject, day, who in ((TICKET, 24, "teacher"), (OTHER, 30, "stranger")):
        bookings.book(ctx, subject=subject, resource="room:conference", starts=bkk(day),
                      ends=bkk(day, "12:00"), by_id=made[who].id or 0)  # fmt: skip
    return made


def acting(ctx: Context, who: str) -> Context:
    return Context(ctx.session, ctx.now, Actor(f"line:U-{who}", f"U-{who}"))


def join(ctx: Context, office: dict[str, Me], *who: str) -> None:
    for one in who:
        attending.join(ctx, office[one], 1)


def switch(ctx: Context, me: Me, shown: int | None, version: int = 1, **how: Any) -> Any:
    how = {"channel": "youtube", **WORDS, **how}
    return switching.switch(acting(ctx, "technician"), me, 1, version, shown=shown, **how)


def queued(ctx: Context, kind: str = "conference.moved") -> dict[str, OutboxMessage]:
    rows = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return {
        row.chat_key: row
        for row in rows
        if row.notices[0]["kind"] == kind and row.status is OutboxStatus.QUEUED
    }


def test_those_of_the_next_days_are_listed_until_they_are_over(
    ctx: Context, office: dict[str, Me]
) -> None:
    assert [one.ticket.id for one in meetings.coming(ctx)] == [1]
    assert [one.ticket.id for one in meetings.coming(later(ctx, bkk(23)))] == [1, 2]
    assert [one.ticket.id for one in meetings.coming(later(ctx, bkk(24, "11:59")))] == [1, 2]
    assert [one.ticket.id for one in meetings.coming(later(ctx, bkk(24, "12:00")))] == [2]
    # Of several rooms it is from the first to the last; a cancelled one does not take place.
    more = bookings.book(ctx, subject=TICKET, resource="room:small", starts=bkk(24, "08:00"),
                         ends=bkk(24, "13:00"), by_id=office["teacher"].id or 0)  # fmt: skip
    (one,) = meetings.coming(ctx)
    assert (one.starts, one.ends) == (bkk(24, "08:00"), bkk(24, "13:00"))
    assert len(one.rooms) == 2
    for row in bookings.of_record(ctx, TICKET):
        bookings.cancel(ctx, office["teacher"], row.id)
    assert meetings.coming(ctx) == []
    with pytest.raises(WrongState, match="cancelled"):
        attending.join(ctx, office["teacher"], 1)
    assert more.id


def test_attending_needs_a_post_and_a_conference_to_come(
    ctx: Context, office: dict[str, Me]
) -> None:
    for nobody in (office["guest"], Me()):
        with pytest.raises(NotAllowed):
            attending.join(ctx, nobody, 1)
        with pytest.raises(NotAllowed):
            attending.leave(ctx, nobody, 1)
    with pytest.raises(NotFound):
        attending.join(ctx, office["teacher"], 77)
    with pytest.raises(WrongState, match="over"):
        attending.join(later(ctx, bkk(25)), office["teacher"], 1)
    assert attending.join(ctx, office["stranger"], 1).is_new
    assert not attending.join(ctx, office["stranger"], 1).is_new
    assert attending.attended(ctx, office["stranger"], [1, 2]) == {1}
    for reader in (office["teacher"], office["stranger"], office["officer"], Me()):
        with pytest.raises((NotAllowed, NotFound)):
            attending.listed(ctx, reader, 1)
    assert [p.name for p in attending.listed(ctx, office["technician"], 1)] == ["กันยา สมมุติ"]


def test_the_copy_of_ones_data_has_what_one_attends_and_booked(
    ctx: Context, office: dict[str, Me]
) -> None:
    join(ctx, office, "stranger")
    assert office["stranger"].person is not None
    assert office["teacher"].person is not None
    copy = export(ctx, office["stranger"].person)
    assert [one["number"] for one in copy["conferences"]] == ["จป. 1/2570"]
    booked = export(ctx, office["teacher"].person)["bookings"]
    assert [(one["resource"], one["status"]) for one in booked] == [
        ("ห้องประชุมทางไกล ชั้น 2", "booked")
    ]
    erase(ctx, office["stranger"].person)
    assert attending.people(ctx, 1) == []


def test_the_way_in_is_for_those_who_attend(ctx: Context, office: dict[str, Me]) -> None:
    join(ctx, office, "stranger")
    switch(ctx, office["technician"], 2, link="https://example.org/in")
    seen = {
        who: next(iter(going_on.entries(ctx, me))).facts["link"]
        for who, me in {**office, "nobody": Me()}.items()
    }
    knows = {who for who, link in seen.items() if link}
    assert knows == {"stranger", "teacher", "technician", "other", "head"}
    (mine,) = [e for e in notices.going_on(ctx, office["stranger"]) if e.kind == "conference"]
    assert mine.mine
    assert mine.facts["channel"] == "youtube"


def test_each_is_told_once_at_the_price_that_was_shown(ctx: Context, office: dict[str, Me]) -> None:
    join(ctx, office, "stranger", "officer", "teacher", "technician", "director")
    ctx.session.add(Chat(chat_key="U-director", kind=ChatKind.USER, joined_at=ctx.now,
                         left_at=ctx.now))  # fmt: skip
    assert office["area"].person is not None
    ctx.session.flush()
    meeting = switching.look(acting(ctx, "technician"), office["technician"], 1)
    price = switching.price(acting(ctx, "technician"), meeting)
    # Who asked and attends counts once; who does it is not told; one has blocked the account.
    assert (price.people, price.left, price.missed) == (3, None, 1)
    with pytest.raises(PriceChanged):
        switch(ctx, office["technician"], 2)
    done = switch(ctx, office["technician"], 3)
    assert (done.pushed, done.missed) == (3, 1)
    rows = queued(ctx)
    assert set(rows) == {"U-teacher", "U-stranger", "U-officer"}
    assert [(row.price, row.only_free) for row in rows.values()] == [(1, False)] * 3
    with pytest.raises(AlreadyTold) as told:
        switch(ctx, office["technician"], 3)
    assert (told.value.channel, told.value.pushed) == ("youtube", 3)
    assert len(queued(ctx)) == 3
    ticket = ctx.session.get_one(Ticket, 1)
    assert (ticket.status, ticket.technician_id) == (
        TicketStatus.ASSIGNED, office["technician"].id,
    )  # fmt: skip
    assert ticket.responded_at == ctx.now
    # A further move is another one; its order is the office's.
    assert switching.proposed(ctx, done.meeting) == "facebook"
    with pytest.raises(NotFound):
        switch(ctx, office["technician"], 3, ticket.version, channel="elsewhere")
    fallbacks.set_channels(ctx, office["technician"], ["ห้อง ข", "dltv"])
    assert switching.proposed(ctx, done.meeting) == "ห้อง ข"
    switch(ctx, office["technician"], 3, ticket.version, channel="ห้อง ข")
    assert meetings.coming(ctx)[0].channel == "ห้อง ข"


def test_the_month_holds_what_is_sent_and_what_waits(ctx: Context, office: dict[str, Me]) -> None:
    join(ctx, office, "stranger")
    budget.note(ctx.session, limit=300, used=267, now=ctx.now)
    switch(ctx, office["technician"], 2)
    ticket = ctx.session.get_one(Ticket, 1)
    # Two wait to be sent: one message is left for two people.
    with pytest.raises(TooDear) as dear:
        switch(ctx, office["technician"], 2, ticket.version, channel="facebook")
    assert (dear.value.price.people, dear.value.price.left) == (2, 1)
    assert meetings.coming(ctx)[0].channel == "youtube"
    done = switch(ctx, office["technician"], None, ticket.version, channel="facebook")
    assert (done.pushed, done.offered) == (0, 2)
    free = [row for row in ctx.session.scalars(select(OutboxMessage)) if row.only_free]
    assert {row.chat_key for row in free} == {"U-teacher", "U-stranger"}
    assert {row.due_at for row in free} == {bkk(24, "12:00")}


def test_only_menders_and_the_group_move_it(ctx: Context, office: dict[str, Me]) -> None:
    for who in ("teacher", "stranger", "officer", "director", "area", "guest"):
        with pytest.raises((NotAllowed, NotFound)):
            switch(ctx, office[who], 1)
    with pytest.raises(NotFound):
        switch(ctx, Me(), 1)
    ticket = ctx.session.get_one(Ticket, 1)
    ticket.touch(at=ctx.now)
    with pytest.raises(Outdated):
        switch(ctx, office["technician"], 1)
    with pytest.raises(WrongState, match="over"):
        switch(later(ctx, bkk(24, "12:00")), office["technician"], 1, ticket.version)
    ticket.form = None
    with pytest.raises(NotFound):
        switch(ctx, office["technician"], 1, ticket.version)


def test_two_who_press_at_once_tell_everybody_once(database: Database) -> None:
    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("test"))
        made = opened(ctx)
        session.execute(update(Ticket).values(form="conference", answers={"channel": "obec"}))
        bookings.book(ctx, subject=TICKET, resource="room:conference", starts=bkk(24),
                      ends=bkk(24, "12:00"), by_id=made["teacher"].id or 0)  # fmt: skip
        for who in ("teacher", "stranger"):
            person = session.get_one(Person, made[who].id)
            person.line_user = f"U-{who}"
        session.flush()
        attending.join(ctx, made["stranger"], 1)
        technician = made["technician"].id
    ends: list[str] = []

    def press() -> None:
        try:
            with database.transaction() as session:
                ctx = Context(session, NOON + timedelta(seconds=1), Actor("line:x"))
                me = as_me(ctx, session.get_one(Person, technician))
                switching.switch(ctx, me, 1, 1, "youtube", shown=2, **WORDS)
            ends.append("told")
        except AlreadyTold:
            ends.append("already")

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["already"] * 3 + ["told"]
    with database.reading() as session:
        rows = session.scalars(select(OutboxMessage)).all()
        assert len(rows) == 2
        assert len([e for e in session.scalars(select(TicketEntry)) if "channel" in e.facts]) == 1
        assert len(session.scalars(select(Attendance)).all()) == 1
