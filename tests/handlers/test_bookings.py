"""Rooms and equipment are booked, moved and given back; nobody gets what another has."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import bookings
from handlers.bookings import BookingRefused, Taken, demo, resources
from handlers.bookings.times import most_at_once
from handlers.context import Context
from handlers.people import SYSTEM, Me, as_me
from handlers.workdays import BANGKOK
from models.bookings import Booking, Chore, ChoreStatus
from models.errors import NotAllowed, NotFound, WrongState
from models.people import Role
from tests import people
from tests.conftest import NOON
from tests.handlers.booking_office import (
    ICT,
    OTHER,
    TICKET,
    bkk,
    booked,
    conference,
    later,
    opened,
    planned,
    ticket,
)


@pytest.fixture
def staff(ctx: Context) -> dict[str, Me]:
    return opened(ctx)


def test_a_room_is_one_groups_at_a_time_and_others_are_told_whose(
    ctx: Context, staff: dict[str, Me]
) -> None:
    assert {room.slug for room in bookings.free(ctx, bkk(24), bkk(24, "12:00"))} == {
        "big", "small", "conference",
    }  # fmt: skip
    mine = booked(ctx, staff["teacher"])
    assert "big" not in {room.slug for room in bookings.free(ctx, bkk(24, "11:00"), bkk(25))}
    with pytest.raises(Taken) as refused:
        booked(ctx, staff["technician"], subject=OTHER, starts=bkk(24, "11:59"), ends=bkk(25))
    taken = refused.value
    assert (taken.resource, taken.name, taken.left) == ("room:big", "ห้องประชุมใหญ่ ชั้น 3", 0)
    assert [(h.subject, h.starts_at, h.ends_at) for h in taken.held] == [
        (TICKET, mine.starts_at, mine.ends_at)
    ]
    # One begins when the other ends.
    booked(ctx, staff["technician"], subject=OTHER, starts=bkk(24, "12:00"), ends=bkk(24, "15:00"))
    booked(ctx, staff["technician"], subject=OTHER, starts=bkk(24, "08:00"), ends=bkk(24))
    bookings.cancel(ctx, staff["teacher"], mine.id)
    booked(ctx, staff["technician"], subject=OTHER)
    assert bookings.of_record(ctx, TICKET) == []


def test_no_more_is_lent_than_there_is_at_any_moment(ctx: Context, staff: dict[str, Me]) -> None:
    """Three projectors: two until Wednesday, one more from Tuesday on, at most three at once."""
    two = booked(ctx, staff["teacher"], "equipment:projector", ends=bkk(25), quantity=2)
    one = booked(ctx, staff["technician"], "equipment:projector", 25, subject=OTHER)
    assert dict(_left(ctx, bkk(24), bkk(26)))["projector"] == 1
    assert dict(_left(ctx, bkk(25), bkk(25, "12:00")))["projector"] == 2
    with pytest.raises(Taken) as refused:
        booked(ctx, staff["technician"], "equipment:projector", ends=bkk(26), quantity=2)
    assert refused.value.left == 1
    booked(ctx, staff["technician"], "equipment:projector", ends=bkk(26))
    with pytest.raises(Taken) as refused:
        booked(ctx, staff["teacher"], "equipment:projector", 30, quantity=4)
    assert (refused.value.left, refused.value.held) == (3, ())
    with pytest.raises(Taken):
        bookings.move(ctx, staff["teacher"], two.id, quantity=3)
    bookings.cancel(ctx, staff["technician"], one.id)
    bookings.move(ctx, staff["teacher"], two.id, starts=bkk(26), ends=bkk(27), quantity=3)


def _left(ctx: Context, starts: datetime, ends: datetime) -> list[tuple[str, int]]:
    return [(kind.slug, count) for kind, count in bookings.left(ctx, starts, ends)]


MOMENTS = st.integers(0, 40)
SPANS = st.tuples(MOMENTS, st.integers(1, 12), st.integers(1, 5))


@settings(max_examples=200, deadline=None)
@given(st.lists(SPANS, max_size=8), MOMENTS, st.integers(1, 12))
def test_the_fullest_moment_is_that_of_counting_every_hour(
    spans: list[tuple[int, int, int]], start: int, length: int
) -> None:
    def at(hour: int) -> datetime:
        return NOON + timedelta(hours=hour)

    held = [(at(a), at(a + n), count) for a, n, count in spans]
    by_hand = max(
        sum(count for a, n, count in spans if a <= hour < a + n)
        for hour in range(start, start + length)
    )
    assert most_at_once(held, at(start), at(start + length)) == by_hand


REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("order", {"ends": bkk(24, "09:00")}),
    ("order", {"ends": bkk(23)}),
    ("past", {"starts": bkk(19, "14:29")}),
    ("past", {"starts": bkk(18), "ends": bkk(18, "12:00")}),
    ("long", {"ends": bkk(25, "09:01", 12)}),
    ("far", {"starts": datetime(2569, 11, 24, 9, tzinfo=BANGKOK),
             "ends": datetime(2569, 11, 24, 10, tzinfo=BANGKOK)}),
    ("quantity", {"quantity": 0}),
    ("quantity", {"quantity": 2}),
    ("quantity", {"resource": "equipment:projector", "quantity": -1}),
    ("retired", {"resource": "room:old"}),
)  # fmt: skip


def test_what_cannot_be_is_refused(ctx: Context, staff: dict[str, Me]) -> None:
    resources.add_room(ctx, SYSTEM, "old", "ห้องเก่า", 9)
    resources.retire(ctx, SYSTEM, "room:old")
    before = ctx.session.scalars(select(Booking.id)).all()
    for why, how in REFUSED:
        with pytest.raises(BookingRefused) as refused:
            booked(ctx, staff["teacher"], **how)
        assert (refused.value.why, how) == (why, how)
    assert ctx.session.scalars(select(Booking.id)).all() == before


def test_what_there_is_not_and_what_touches_the_limits(ctx: Context, staff: dict[str, Me]) -> None:
    for resource in ("room:none", "equipment:big", "room:", "thing:big", "big", "room:\0", ""):
        with pytest.raises(NotFound):
            booked(ctx, staff["teacher"], resource)
    booked(ctx, staff["teacher"], starts=ctx.now, ends=bkk(19, "15:00"))
    booked(ctx, staff["teacher"], "room:small", 24, ends=bkk(25, "09:00", 12))
    with pytest.raises(ValueError, match="not a record"):
        booked(ctx, staff["teacher"], subject="ใบคำขอ")


def test_one_books_for_oneself_and_the_desk_for_everybody(
    ctx: Context, staff: dict[str, Me]
) -> None:
    mine = booked(ctx, staff["teacher"])
    for who in ("stranger", "area"):
        with pytest.raises(NotAllowed):
            booked(ctx, staff[who], day=25)
        with pytest.raises(NotFound):
            bookings.move(ctx, staff[who], mine.id, ends=bkk(24, "15:00"))
        with pytest.raises(NotFound):
            bookings.cancel(ctx, staff[who], mine.id)
        with pytest.raises(NotAllowed):
            bookings.call_off(ctx, staff[who], TICKET)
    with pytest.raises(NotAllowed):
        booked(ctx, staff["teacher"], day=25, by_id=10**6)
    for who in ("officer", "director", "technician", "head"):
        bookings.move(ctx, staff[who], mine.id, ends=bkk(24, "15:00"))
    assert [row.id for row in bookings.of_record(ctx, TICKET)] == [mine.id]


def test_a_booking_moves_in_time_and_to_another_room(ctx: Context, staff: dict[str, Me]) -> None:
    mine = booked(ctx, staff["teacher"])
    theirs = booked(ctx, staff["stranger"], day=25, subject=OTHER)
    # It does not stand in its own way, and touches the next one.
    bookings.move(ctx, staff["teacher"], mine.id, starts=bkk(24, "10:00"), ends=theirs.starts_at)
    with pytest.raises(Taken):
        bookings.move(ctx, staff["teacher"], mine.id, ends=bkk(25, "09:01"))
    bookings.move(ctx, staff["teacher"], mine.id, ends=bkk(25, "09:01"), resource="room:small")
    assert (mine.resource, mine.ends_at) == ("room:small", bkk(25, "09:01"))
    for resource, why in (("equipment:projector", "kind"), ("room:none", None)):
        with pytest.raises(BookingRefused if why else NotFound):
            bookings.move(ctx, staff["teacher"], mine.id, resource=resource)
    with pytest.raises(BookingRefused, match="past"):
        bookings.move(ctx, staff["teacher"], mine.id, starts=bkk(19), ends=bkk(20))
    # Once it has begun it may last longer, and end earlier, but not have ended.
    during = later(ctx, bkk(24, "15:00"))
    bookings.move(during, staff["teacher"], mine.id, ends=bkk(24, "17:00"))
    with pytest.raises(BookingRefused, match="past"):
        bookings.move(during, staff["teacher"], mine.id, ends=bkk(24, "14:59"))
    after = later(ctx, bkk(24, "17:00"))
    for change in (bookings.cancel, bookings.move):
        with pytest.raises(BookingRefused, match="over"):
            change(after, staff["teacher"], mine.id)
    bookings.cancel(during, staff["teacher"], mine.id)
    for change in (bookings.cancel, bookings.move):
        with pytest.raises(WrongState):
            change(during, staff["teacher"], mine.id)


def test_a_loan_is_given_back_once_and_counts_until_then(
    ctx: Context, staff: dict[str, Me]
) -> None:
    """One of two cameras should be back by the 24th at noon; on the afternoon it is not."""
    loan = booked(ctx, staff["teacher"], "equipment:camera")
    with pytest.raises(BookingRefused, match="early"):
        bookings.give_back(ctx, staff["technician"], loan.id)
    out = later(ctx, bkk(24, "10:00"))
    with pytest.raises(BookingRefused, match="begun"):
        bookings.cancel(out, staff["teacher"], loan.id)
    late = later(ctx, bkk(24, "14:00"))
    assert dict(_left(late, bkk(24, "15:00"), bkk(24, "16:00")))["camera"] == 1
    assert dict(_left(late, bkk(25), bkk(25, "16:00")))["camera"] == 2
    for nobody in ("teacher", "officer", "director"):  # not of the group that lends it
        with pytest.raises(NotFound):
            bookings.give_back(late, staff[nobody], loan.id)
    bookings.move(late, staff["teacher"], loan.id, ends=bkk(24, "17:00"))
    bookings.give_back(late, staff["technician"], loan.id)
    assert dict(_left(late, bkk(24, "15:00"), bkk(24, "16:00")))["camera"] == 2
    assert bookings.waiting(ctx, TICKET) == []
    with pytest.raises(WrongState):
        bookings.give_back(late, staff["technician"], loan.id)
    room = booked(ctx, staff["teacher"])
    with pytest.raises(WrongState):
        bookings.give_back(out, staff["technician"], room.id)


def test_the_calendar_by_room_and_day(ctx: Context, staff: dict[str, Me]) -> None:
    days = booked(ctx, staff["teacher"], ends=bkk(26, "12:00"))
    booked(ctx, staff["teacher"], "equipment:projector", quantity=2)
    cancelled = booked(ctx, staff["teacher"], "room:small")
    bookings.cancel(ctx, staff["teacher"], cancelled.id)
    resources.retire(ctx, SYSTEM, "room:big")
    resources.retire(ctx, SYSTEM, "room:small")
    shown = {
        row["slug"]: row for row in bookings.calendar(ctx, date(2026, 11, 21), date(2026, 11, 27))
    }
    assert set(shown) == {"big", "computer", "conference"}
    assert shown["conference"]["days"] == []
    of_big = {day["day"]: day["bookings"] for day in shown["big"]["days"]}
    assert list(of_big) == ["2026-11-24", "2026-11-25", "2026-11-26"]
    middle = of_big["2026-11-25"]
    assert middle == [
        {
            "id": days.id, "subject": TICKET, "quantity": 1,
            "starts": "2026-11-25T00:00:00+07:00", "ends": "2026-11-26T00:00:00+07:00",
        }
    ]  # fmt: skip
    lent = {row["slug"]: row for row in bookings.loans(ctx, date(2026, 11, 24), date(2026, 11, 24))}
    assert [day["out"] for day in lent["projector"]["days"]] == [2]
    assert len(lent["speaker"]["days"]) == 1
    with pytest.raises(BookingRefused, match="order"):
        bookings.calendar(ctx, date(2026, 11, 24), date(2026, 11, 23))
    with pytest.raises(BookingRefused, match="long"):
        bookings.loans(ctx, date(2026, 1, 1), date(2026, 12, 31))


def test_rooms_are_entered_changed_retired_and_come_back(
    ctx: Context, staff: dict[str, Me]
) -> None:
    demo.seed(ctx)
    assert len(resources.rooms(ctx)) == 4
    kept = resources.add_room(ctx, staff["technician"], "annex", " ห้อง  ประชุม\n2 ", 30)
    assert (kept.is_new, kept.resource.name, kept.resource.group_name) == (True, "ห้อง ประชุม 2", ICT)
    booked(ctx, staff["teacher"], "room:annex")
    assert resources.retire(ctx, staff["head"], "room:annex").to_come == 1
    with pytest.raises(WrongState):
        resources.retire(ctx, staff["head"], "room:annex")
    assert "annex" not in {room.slug for room in resources.rooms(ctx)}
    kept = resources.add_room(ctx, SYSTEM, "annex", "ห้องประชุม 2", 35, group=people.GROUP)
    assert (kept.is_new, kept.resource.group_name) == (False, people.GROUP)
    booked(ctx, staff["teacher"], "room:annex", 25)
    # Fewer than promised: it is written down, and told.
    booked(ctx, staff["teacher"], "equipment:projector", quantity=3)
    assert resources.add_equipment(ctx, SYSTEM, "projector", "โปรเจกเตอร์", 1).over == 2
    for who in ("teacher", "area"):
        with pytest.raises(NotAllowed):
            resources.add_room(ctx, staff[who], "x", "ห้อง", 9)
    with pytest.raises(NotFound):
        resources.retire(ctx, SYSTEM, "equipment:none")


def test_what_cannot_be_kept_is_refused(ctx: Context, staff: dict[str, Me]) -> None:
    def room(slug: str = "a", name: str = "ก", capacity: int = 9, **more: str) -> None:
        resources.add_room(ctx, SYSTEM, slug, name, capacity, **more)

    tries: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("slug", lambda: room("ห้อง 1")),
        ("slug", lambda: resources.add_equipment(ctx, SYSTEM, "a" * 41, "กล้อง", 9)),
        ("name", lambda: room(name=" ")),
        ("name", lambda: room(name="ก" * 201)),
        ("words", lambda: room(equipment="ก" * 1001)),
        ("capacity", lambda: room(capacity=0)),
        ("count", lambda: resources.add_equipment(ctx, SYSTEM, "a", "ก", 10**9)),
        ("group", lambda: room(group="กลุ่มใหม่")),
    )
    for why, call in tries:
        with pytest.raises(BookingRefused) as refused:
            call()
        assert refused.value.why == why
    assert len(resources.rooms(ctx, every=True)) == 4


At = Callable[[datetime], AbstractContextManager[Context]]


def test_it_is_all_there_in_the_next_transaction(at: At) -> None:
    with at(NOON) as ctx:
        demo.seed(ctx)
        teacher = people.person(ctx, "มะลิ ตัวอย่าง", Role.TEACHER, school=people.SCHOOL)
        ctx.session.add(ticket(1, teacher))
        ctx.session.flush()
        booked(ctx, as_me(ctx, teacher))
        conference(ctx)
    with at(NOON) as ctx:
        (row,) = bookings.of_record(ctx, TICKET)
        assert (row.resource, row.starts_at, row.made_by_id) == ("room:big", bkk(24), teacher.id)
        assert planned(ctx) == {"test_before": bkk(23, "16:30"), "check_after": bkk(25, "16:30")}
        rows = ctx.session.scalars(select(Chore.status)).all()
        assert set(rows) == {ChoreStatus.OPEN}
