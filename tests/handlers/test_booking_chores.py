"""The office's small tasks around conferences and loans: when they are due, moved, done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import bookings, office_calendar
from handlers.bookings import BookingRefused, fallbacks, planning, tasks
from handlers.bookings.times import due
from handlers.context import Context
from handlers.office_calendar import Moved
from handlers.people import Me, as_me
from handlers.ratings.saying import NotSaid
from handlers.workdays import BANGKOK, Calendar, Change
from models.audit import AuditEntry
from models.bookings import ChoreKind, ChoreOutcome
from models.errors import NotAllowed, NotFound, WrongState
from models.people import Role
from models.tickets import Category, Ticket, Urgency
from tests import people
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
)

K = ChoreKind
OK, FAULT = ChoreOutcome.OK, ChoreOutcome.FAULT


@pytest.fixture
def staff(ctx: Context) -> dict[str, Me]:
    return opened(ctx)


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
