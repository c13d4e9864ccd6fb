"""Rooms and loans are booked without clashes; the chores follow, are done, and show up as tasks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import handlers.tickets.rated  # noqa: F401 - so that tickets are known by their numbers
import models.registry  # noqa: F401 - every table
from handlers import bookings, office_calendar
from handlers.bookings import BookingRefused, Taken, demo, fallbacks, planning, resources, tasks
from handlers.bookings.times import due, most_at_once
from handlers.context import Context
from handlers.office_calendar import Moved
from handlers.people import SYSTEM, Me, as_me
from handlers.ratings.saying import NotSaid
from handlers.workdays import BANGKOK, Calendar, Change
from models.audit import AuditEntry
from models.bookings import Booking, Chore, ChoreKind, ChoreOutcome, ChoreStatus
from models.errors import NotAllowed, NotFound, WrongState
from models.people import Person, Role
from models.requests import Channel
from models.tickets import Category, Ticket, TicketStatus, Urgency
from tests import people
from tests.conftest import NOON

K = ChoreKind
OK, FAULT = ChoreOutcome.OK, ChoreOutcome.FAULT
ICT = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
TICKET, OTHER = "ticket:1", "ticket:2"


def bkk(day: int, clock: str = "09:00", month: int = 11) -> datetime:
    """A moment of พ.ศ. 2569. The tests' present is Thursday 19 November, 14:30."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


@pytest.fixture
def staff(ctx: Context) -> dict[str, Me]:
    """An office with rooms, and two tickets: the teacher's and somebody else's."""
    demo.seed(ctx)
    made = people.staffed(ctx)
    made["technician"] = people.person(ctx, "ทองดี ทดลอง", Role.TECHNICIAN, group=ICT)
    made["head"] = people.person(ctx, "นที แบบอย่าง", Role.GROUP_DIRECTOR, group=ICT)
    made["stranger"] = people.person(ctx, "กันยา สมมุติ", Role.TEACHER, school=people.OTHER_SCHOOL)
    for number, who in enumerate(("teacher", "stranger"), 1):
        ctx.session.add(ticket(number, made[who]))
    ctx.session.flush()
    # Noise: other rooms, other days, other equipment.
    for resource, starts, ends in (
        ("room:computer", bkk(24), bkk(24, "16:00")), ("room:big", bkk(20), bkk(20, "12:00")),
        ("equipment:speaker", bkk(23), bkk(27)),
    ):  # fmt: skip
        bookings.book(ctx, subject=OTHER, resource=resource, starts=starts, ends=ends,
                      by_id=made["stranger"].id)  # fmt: skip
    return {name: as_me(ctx, person) for name, person in made.items()}


def ticket(number: int, reporter: Person) -> Ticket:
    return Ticket(
        prefix="จป.", fiscal_year=2570, number=number, answers={}, category=Category.AV,
        urgency=Urgency.ONE, subject=f"ประชุมทางไกล ครั้งที่ {number}", reporter_id=reporter.id,
        reporter={}, place="โรงเรียนบ้านตัวอย่าง", channel=Channel.LINE, owner_group=ICT,
        status=TicketStatus.REPORTED, version=1, opened_at=NOON, changed_at=NOON,
    )  # fmt: skip


def booked(ctx: Context, who: Me, resource: str = "room:big", day: int = 24, **how: Any) -> Booking:
    """The teacher's ticket gets it from nine to noon."""
    assert who.id is not None
    times = {"starts": bkk(day), "ends": bkk(day, "12:00")}
    return bookings.book(
        ctx, **{"subject": TICKET, "resource": resource, "by_id": who.id, **times, **how}
    )


def later(ctx: Context, moment: datetime) -> Context:
    return replace(ctx, now=moment.astimezone(UTC))


def planned(ctx: Context, subject: str = TICKET) -> dict[str, datetime]:
    """What is still to be done, and by when on the office's clock."""
    rows = bookings.waiting(ctx, subject)
    return {row.kind.value: row.due_at.astimezone(BANGKOK) for row in rows}


def conference(ctx: Context, day: int = 24, *, signs: bool = False, **how: Any) -> list[Chore]:
    times = {"starts": bkk(day), "ends": bkk(day, "12:00"), "group": ICT, **how}
    return bookings.plan_conference(ctx, subject=TICKET, signs=signs, **times)


# ---------------------------------------------------------------- rooms and loans


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


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"ends": bkk(24, "09:00")}, "order"),
        ({"ends": bkk(23)}, "order"),
        ({"starts": bkk(19, "14:29")}, "past"),
        ({"starts": bkk(18), "ends": bkk(18, "12:00")}, "past"),
        ({"ends": bkk(25, "09:01", 12)}, "long"),
        ({"starts": datetime(2569, 11, 24, 9, tzinfo=BANGKOK),
          "ends": datetime(2569, 11, 24, 10, tzinfo=BANGKOK)}, "far"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 2}, "quantity"),
        ({"resource": "equipment:projector", "quantity": -1}, "quantity"),
        ({"resource": "room:old"}, "retired"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    ctx: Context, staff: dict[str, Me], how: dict[str, Any], why: str
) -> None:
    resources.add_room(ctx, SYSTEM, "old", "ห้องเก่า", 9)
    resources.retire(ctx, SYSTEM, "room:old")
    before = ctx.session.scalars(select(Booking.id)).all()
    with pytest.raises(BookingRefused) as refused:
        booked(ctx, staff["teacher"], **how)
    assert refused.value.why == why
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


# ---------------------------------------------------------------- when chores are due


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "since", "wanted"),
    [
        # Tuesday: tested by Monday's close; Monday: by Friday's.
        (K.TEST_BEFORE, bkk(24), bkk(24, "12:00"), bkk(19), bkk(23, "16:30")),
        (K.TEST_BEFORE, bkk(23), bkk(23, "12:00"), bkk(19), bkk(20, "16:30")),
        # Thursday 10 December is Constitution Day: before Friday comes Wednesday.
        (K.TEST_BEFORE, bkk(11, month=12), bkk(11, "12:00", 12), bkk(19), bkk(9, "16:30", 12)),
        # Planned too late for that: the morning of the day, at once, never after the beginning.
        (K.TEST_BEFORE, bkk(24), bkk(24, "12:00"), bkk(23, "16:30"), bkk(24, "08:30")),
        (K.TEST_BEFORE, bkk(24, "13:00"), bkk(24, "15:00"), bkk(24, "10:10"), bkk(24, "10:10")),
        (K.TEST_BEFORE, bkk(24, "07:00"), bkk(24, "15:00"), bkk(23, "20:00"), bkk(24, "07:00")),
        (K.DOOR_SIGNS, bkk(24), bkk(24, "12:00"), bkk(19), bkk(23, "16:30")),
        (K.CHECK_AFTER, bkk(24), bkk(24, "12:00"), bkk(19), bkk(25, "16:30")),
        (K.CHECK_AFTER, bkk(25), bkk(27, "18:00"), bkk(19), bkk(30, "16:30")),
        (K.TAKE_BACK, bkk(24), bkk(25, "10:00"), bkk(19), bkk(25, "16:30")),
        (K.TAKE_BACK, bkk(24), bkk(27, "17:00"), bkk(19), bkk(30, "16:30")),
        (K.TAKE_BACK, bkk(24), bkk(28, "10:00"), bkk(19), bkk(30, "16:30")),
    ],
)
def test_when_a_chore_is_due(
    kind: ChoreKind, starts: datetime, ends: datetime, since: datetime, wanted: datetime
) -> None:
    found = due(Calendar(), kind, starts, ends, since)
    assert found.at == wanted
    assert found.remind_from <= found.at


CHANGES = st.dictionaries(
    st.dates(date(2026, 11, 1), date(2027, 1, 31)), st.booleans(), max_size=20
)


@settings(max_examples=150, deadline=None)
@given(
    CHANGES, st.integers(0, 60 * 24 * 60), st.integers(1, 60 * 24 * 20), st.integers(-3000, 9000)
)
def test_due_moments_whatever_the_holidays(
    changes: dict[date, bool], start: int, length: int, ahead: int
) -> None:
    calendar = Calendar(Change(day, works, "ก") for day, works in changes.items())
    starts = bkk(10, "00:00") + timedelta(minutes=start)
    ends, since = starts + timedelta(minutes=length), starts - timedelta(minutes=ahead)
    for kind in ChoreKind:
        found = due(calendar, kind, starts, ends, since)
        local = found.at.astimezone(BANGKOK)
        assert found.remind_from <= found.at or since > starts
        if kind in (K.CHECK_AFTER, K.TAKE_BACK):
            assert found.at >= (ends if kind is K.CHECK_AFTER else starts)
            assert calendar.is_workday(local.date())
        else:
            assert found.at <= starts
            eve = found.at > since and local.date() < starts.astimezone(BANGKOK).date()
            assert not eve or calendar.is_workday(local.date())
            # Nothing is due in the past, unless the conference itself has begun.
            assert found.at >= since or since > starts


# ---------------------------------------------------------------- conferences


def test_a_conference_is_tested_the_day_before_and_looked_after(
    ctx: Context, staff: dict[str, Me]
) -> None:
    booked(ctx, staff["teacher"])
    made = conference(ctx)
    assert planned(ctx) == {"test_before": bkk(23, "16:30"), "check_after": bkk(25, "16:30")}
    assert {chore.group_name for chore in made} == {ICT}
    again = conference(ctx)
    assert [chore.id for chore in again] == [chore.id for chore in made]
    # A second room on the day: signs at the doors.
    second = booked(ctx, staff["teacher"], "room:small", ends=bkk(24, "15:00"))
    assert planned(ctx) == {
        "test_before": bkk(23, "16:30"), "door_signs": bkk(23, "16:30"),
        "check_after": bkk(25, "16:30"),
    }  # fmt: skip
    rooms = bookings.waiting(ctx, TICKET)[0].facts["rooms"]
    assert rooms == ["ห้องประชุมใหญ่ ชั้น 3", "ห้องประชุมเล็ก ชั้น 2"]
    bookings.cancel(ctx, staff["teacher"], second.id)
    assert "door_signs" not in planned(ctx)
    assert planned(ctx, OTHER) == {"take_back": bkk(27, "16:30")}


def test_chores_go_where_the_rooms_go(ctx: Context, staff: dict[str, Me]) -> None:
    room = booked(ctx, staff["teacher"])
    loan = booked(ctx, staff["teacher"], "equipment:projector", ends=bkk(24, "15:00"))
    conference(ctx, signs=True)
    assert planned(ctx)["take_back"] == bkk(24, "16:30")
    bookings.move(ctx, staff["teacher"], room.id, starts=bkk(30), ends=bkk(30, "12:00"))
    assert planned(ctx) == {
        "take_back": bkk(24, "16:30"), "test_before": bkk(27, "16:30"),
        "door_signs": bkk(27, "16:30"), "check_after": bkk(1, "16:30", 12),
    }  # fmt: skip
    bookings.move(ctx, staff["teacher"], loan.id, starts=bkk(30), ends=bkk(30, "15:00"))
    assert planned(ctx)["take_back"] == bkk(30, "16:30")
    bookings.cancel(ctx, staff["teacher"], loan.id)
    assert set(planned(ctx)) == {"test_before", "door_signs", "check_after"}
    bookings.cancel(ctx, staff["teacher"], room.id)
    assert planned(ctx) == {}
    # Without a room there is nothing to follow: whoever moves it plans anew, or calls it off.
    conference(ctx, 25)
    conference(ctx, 26)
    assert planned(ctx)["test_before"] == bkk(25, "16:30")
    late = booked(ctx, staff["teacher"], "equipment:camera", 20)
    out = later(ctx, bkk(20, "10:00"))
    assert bookings.call_off(out, staff["teacher"], TICKET) == []
    assert list(planned(ctx)) == ["take_back"]
    assert [row.id for row in bookings.of_record(ctx, TICKET)] == [late.id]


def test_what_was_tested_is_tested_again_for_another_day_only(
    ctx: Context, staff: dict[str, Me]
) -> None:
    room = booked(ctx, staff["teacher"])
    conference(ctx)
    (test,) = (c for c in bookings.waiting(ctx, TICKET) if c.kind is K.TEST_BEFORE)
    bookings.done(ctx, staff["technician"], test.id, OK)
    bookings.move(ctx, staff["teacher"], room.id, starts=bkk(24, "13:00"), ends=bkk(24, "15:00"))
    assert set(planned(ctx)) == {"check_after"}
    bookings.move(ctx, staff["teacher"], room.id, starts=bkk(26), ends=bkk(26, "15:00"))
    assert planned(ctx) == {"test_before": bkk(25, "16:30"), "check_after": bkk(27, "16:30")}


def test_one_that_ends_early_is_looked_after_all_the_same(
    ctx: Context, staff: dict[str, Me]
) -> None:
    room = booked(ctx, staff["teacher"], ends=bkk(27))
    conference(ctx, ends=bkk(27))
    during = later(ctx, bkk(24, "11:00"))
    assert [room.id] == [row.id for row in bookings.call_off(during, staff["teacher"], TICKET)]
    assert planned(ctx) == {"check_after": bkk(25, "16:30")}


def test_holidays_move_what_they_touch_and_nothing_else(
    ctx: Context, staff: dict[str, Me], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert planning.recompute in office_calendar.AFTER_CHANGE
    monkeypatch.setattr(office_calendar, "AFTER_CHANGE", [planning.recompute])
    booked(ctx, staff["teacher"])
    conference(ctx)
    done = office_calendar.add_holiday(ctx, date(2026, 11, 23), "วันหยุดพิเศษ")
    assert done.moved == (Moved("จป. 1/2570", bkk(23, "16:30"), bkk(20, "16:30")),)
    # Saturday: the test is late. A holiday of December is none of its business.
    saturday = later(ctx, bkk(21))
    assert office_calendar.add_holiday(saturday, date(2026, 12, 8), "ก").moved == ()
    assert planned(ctx)["test_before"] == bkk(20, "16:30")
    # That Friday was none either, it turns out: so it is due in the morning of the day itself.
    moved = office_calendar.add_holiday(saturday, date(2026, 11, 20), "ก").moved
    assert [(m.before, m.after) for m in moved] == [(bkk(20, "16:30"), bkk(24, "08:30"))]
    after = office_calendar.add_holiday(saturday, date(2026, 11, 27), "ก").moved
    assert [(m.ref, m.after) for m in after] == [("จป. 2/2570", bkk(30, "16:30"))]


# ---------------------------------------------------------------- chores are done


def test_a_fault_gives_what_a_ticket_needs(ctx: Context, staff: dict[str, Me]) -> None:
    booked(ctx, staff["teacher"])
    chores = {chore.kind: chore for chore in conference(ctx)}
    test, check = chores[K.TEST_BEFORE], chores[K.CHECK_AFTER]
    for who in ("teacher", "officer", "director", "area"):
        with pytest.raises(NotFound):
            bookings.done(ctx, staff[who], test.id, OK)
    for note in ("", "  ", "!"):
        with pytest.raises(NotSaid):
            bookings.done(ctx, staff["technician"], test.id, FAULT, note)
    with pytest.raises(BookingRefused, match="early"):
        bookings.done(ctx, staff["technician"], check.id, OK)
    found = bookings.done(ctx, staff["technician"], test.id, FAULT, " ไมค์ตัวที่ 2 ไม่ดัง ")
    fault = found.fault
    assert fault is not None
    assert (fault.subject, fault.chore_id, fault.words) == (TICKET, test.id, "ไมค์ตัวที่ 2 ไม่ดัง")
    assert (fault.place, fault.group_name) == ("ห้องประชุมใหญ่ ชั้น 3", ICT)
    assert (fault.category, fault.urgency) == (Category.AV, Urgency.STOPPED)
    with pytest.raises(WrongState):
        bookings.done(ctx, staff["head"], test.id, OK)
    assert test.done_by_id == staff["technician"].id
    after = later(ctx, bkk(25))
    assert bookings.done(after, staff["head"], check.id, OK, "ครบ").fault is None
    assert bookings.waiting(ctx, TICKET) == []
    assert ctx.session.scalars(select(Ticket.id)).all() == [1, 2]


def test_a_loan_that_comes_back_broken(ctx: Context, staff: dict[str, Me]) -> None:
    loan = booked(ctx, staff["teacher"], "equipment:projector", quantity=2)
    (chore,) = bookings.waiting(ctx, TICKET)
    with pytest.raises(BookingRefused, match="early"):
        bookings.done(ctx, staff["technician"], chore.id, OK)
    back = later(ctx, bkk(24, "11:00"))
    fault = bookings.done(back, staff["technician"], chore.id, FAULT, "หลอดภาพเสีย 1 เครื่อง").fault
    assert fault is not None
    assert (fault.place, fault.urgency) == ("โปรเจกเตอร์พกพา", Urgency.SEVERAL)
    assert (loan.status.value, loan.returned_at) == ("returned", back.now)
    ctx.session.flush()
    verbs = [row.partition(":")[2] for row in ctx.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject.in_(("booking:4", "chore:2")))
        .order_by(AuditEntry.id)
    )]  # fmt: skip
    assert verbs == ["booking:made", "chore:done"]


# ---------------------------------------------------------------- the staff's inbox


def test_chores_wait_from_their_morning_on_for_those_who_do_them(
    ctx: Context, staff: dict[str, Me]
) -> None:
    booked(ctx, staff["teacher"])
    booked(ctx, staff["teacher"], "room:small")
    conference(ctx)
    elsewhere = people.person(ctx, "ช่าง อีกกลุ่ม", Role.TECHNICIAN, group=people.OTHER_GROUP)

    def inbox(who: Me, moment: datetime) -> list[str]:
        return [task.what for task in tasks.chores(later(ctx, moment), who)]

    technician = staff["technician"]
    assert inbox(technician, bkk(19, "14:30")) == ["chore_door_signs"]
    assert inbox(technician, bkk(23, "08:29")) == ["chore_door_signs"]
    assert inbox(technician, bkk(23, "08:30")) == ["chore_test_before", "chore_door_signs"]
    # What is over is tested no more; the check waits from the end on.
    assert inbox(technician, bkk(24, "12:00")) == []
    assert inbox(technician, bkk(24, "13:00")) == ["chore_check_after"]
    for who in ("teacher", "officer", "area"):
        assert inbox(staff[who], bkk(23, "12:00")) == []
    (first, _) = tasks.chores(later(ctx, bkk(23, "12:00")), technician)
    assert first.ref == f"chore:{first.facts['id']}"
    assert first.mine
    assert first.due_at == "2026-11-23T09:30:00+00:00"
    assert first.facts["version"] == 1
    assert (first.facts["number"], first.facts["subject"]) == ("จป. 1/2570", "ประชุมทางไกล ครั้งที่ 1")
    other = list(tasks.chores(later(ctx, bkk(23, "12:00")), as_me(ctx, elsewhere)))
    assert [task.mine for task in other] == [False, False]


# ---------------------------------------------------------------- fallbacks


def test_the_fallbacks_in_their_order(ctx: Context, staff: dict[str, Me]) -> None:
    said, channel = [], fallbacks.next_after(ctx, "zoom")
    while channel is not None:
        said.append(channel)
        channel = fallbacks.next_after(ctx, channel)
    assert said == ["obec_private", "youtube", "facebook", "obec_tv", "dltv"]
    for wrong in ([], ["youtube", "youtube"], [" "], ["ก" * 61], [str(n) for n in range(11)]):
        with pytest.raises(BookingRefused, match="channels"):
            fallbacks.set_channels(ctx, staff["technician"], wrong)
    with pytest.raises(NotAllowed):
        fallbacks.set_channels(ctx, staff["teacher"], ["youtube"])
    assert fallbacks.set_channels(ctx, staff["technician"], ["dltv", " เพจ สพป. "]) == said
    assert fallbacks.next_after(ctx, None) == "dltv"
    assert fallbacks.next_after(ctx, "dltv") == "เพจ สพป."
    assert fallbacks.next_after(ctx, "เพจ สพป.") is None


# ---------------------------------------------------------------- rooms are kept


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


@pytest.mark.parametrize(
    ("why", "call"),
    [
        ("slug", lambda c: resources.add_room(c, SYSTEM, "ห้อง 1", "ห้อง", 9)),
        ("slug", lambda c: resources.add_equipment(c, SYSTEM, "a" * 41, "กล้อง", 9)),
        ("name", lambda c: resources.add_room(c, SYSTEM, "a", " ", 9)),
        ("name", lambda c: resources.add_room(c, SYSTEM, "a", "ก" * 201, 9)),
        ("words", lambda c: resources.add_room(c, SYSTEM, "a", "ก", 9, equipment="ก" * 1001)),
        ("capacity", lambda c: resources.add_room(c, SYSTEM, "a", "ก", 0)),
        ("count", lambda c: resources.add_equipment(c, SYSTEM, "a", "ก", 10**9)),
        ("group", lambda c: resources.add_room(c, SYSTEM, "a", "ก", 9, group="กลุ่มใหม่")),
    ],
)
def test_what_cannot_be_kept_is_refused(
    ctx: Context, staff: dict[str, Me], why: str, call: Callable[[Context], Any]
) -> None:
    with pytest.raises(BookingRefused) as refused:
        call(ctx)
    assert refused.value.why == why


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
