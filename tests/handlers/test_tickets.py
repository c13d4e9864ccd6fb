"""Stories of tickets from «ปริ้นไม่ออก» to its end: what happens, who hears it, the price."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import ratings
from handlers.context import Context
from handlers.tickets import (
    answering,
    clocks,
    repairing,
    trail,
    working,
)
from handlers.tickets.access import by_number
from handlers.tickets.repairing import Machine
from handlers.tickets.working import NotAhead, NothingSaid
from models.errors import WrongState
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Role
from models.ratings import Level, Rating
from models.repairs import MachineOwner, Repair, RepairOutcome, Warranty
from models.tickets import (
    Ending,
    Said,
    TicketStatus,
    Urgency,
)
from tests import people
from tests.handlers.ticket_office import (
    THURSDAY,
    At,
    Told,
    acting,
    bangkok,
    do,
    kept,
    kinds,
    me,
    photo,
    prices,
    report,
    said,
)

S = TicketStatus
HOUR = timedelta(hours=1)


def test_the_straight_path_costs_one_message_to_staff_and_one_to_the_reporter(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, files=[photo(ctx)])
        assert (ticket.number, ticket.prefix, ticket.fiscal_year) == (2, "จป.", 2570)
        assert ticket.place == "โรงเรียน99010001"
        assert by_number(ctx, "จป. 2/2570", "จป.") is ticket
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.take, ticket)
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-a", working.solve, ticket, "เปลี่ยนสาย USB")
    with opened(THURSDAY + 3 * HOUR) as ctx:
        do(ctx, "U-teacher", answering.confirm, ticket)
        do(ctx, "U-teacher", answering.confirm, ticket)  # twice is once
    with opened(THURSDAY + 3 * HOUR) as ctx:
        assert said(ctx, ticket) == ["report", "taken", "solution", "closed"]
        row = kept(ctx, ticket)
        assert (row.status, row.ending, row.closed_at) == (
            S.CLOSED, Ending.CONFIRMED, THURSDAY + 3 * HOUR,
        )  # fmt: skip
        assert prices(ctx) == {"U-a": 1, "U-teacher": 1}
        assert clocks.taken(ctx, row, row.solved_at) == 2 * HOUR
    assert kinds(Told(opened)) == []


def test_the_long_path_with_advice_a_visit_and_a_repair(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "พัสดุ สมมุติ", Role.SUPPLIES, line_user="U-supplies")
        ticket = report(ctx)
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.tell, ticket, "ลองปิดแล้วเปิดใหม่ค่ะ", [photo(ctx)])
        assert kept(ctx, ticket).status is S.ASSIGNED
        row = kept(ctx, ticket)
        working.tell(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, row.version, "ถอดปลั๊ก 1 นาที",
                     kind=Said.ADVICE)  # fmt: skip
        assert row.status is S.ADVISED
        do(ctx, "U-a", working.plan_visit, ticket, bangkok("2026-11-19T14:00"), "เตรียมห้องไว้นะคะ")
        assert (row.status, row.visit_at) == (S.VISITING, bangkok("2026-11-19T14:00"))
    assert [k for k in kinds(told) if k[2]] == [("teacher", "ticket.told", 1)] * 3
    with opened(bangkok("2026-11-19T14:30")) as ctx:
        machine = Machine(MachineOwner.OFFICE, "เครื่องพิมพ์ HP", Warranty.NO, "เฟืองแตก", "7440-010")
        row = kept(ctx, ticket)
        repair = repairing.send(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, row.version, machine)
        assert (row.status, row.asset) == (S.IN_REPAIR, "7440-010")
    assert kinds(told) == [("supplies", "ticket.repair", 1), ("teacher", "ticket.told", 1)]
    with opened(bangkok("2026-11-20T09:00")) as ctx:
        supplies = acting(ctx, "U-supplies")
        repairing.receive(supplies, me(ctx, "U-supplies"), repair.id)
        with pytest.raises(WrongState):
            repairing.receive(supplies, me(ctx, "U-supplies"), repair.id)
    with opened(bangkok("2026-11-25T09:00")) as ctx:
        repairing.finish(acting(ctx, "U-supplies"), me(ctx, "U-supplies"), repair.id,
                         RepairOutcome.REPAIRED, "เปลี่ยนเฟือง")  # fmt: skip
        assert kept(ctx, ticket).status is S.ASSIGNED
    assert kinds(told) == [("a", "ticket.task", 1), ("teacher", "ticket.repaired", 0)]
    with opened(bangkok("2026-11-25T10:00")) as ctx:
        do(ctx, "U-a", working.solve, ticket, "พิมพ์ได้แล้ว")
        do(ctx, "U-teacher", answering.confirm, ticket)
        assert said(ctx, ticket) == [
            "report", "message", "advice", "visit", "repair", "repair", "repaired", "solution",
            "closed",
        ]  # fmt: skip
        assert ctx.session.get_one(Repair, repair.id).outcome is RepairOutcome.REPAIRED
        rows = ctx.session.scalars(select(OutboxMessage).where(OutboxMessage.only_free)).all()
        # What nobody's reply carried is old news by now, and was never paid for.
        assert [r.status for r in rows] == [OutboxStatus.SUPERSEDED] * len(rows)


def test_a_question_stops_the_clock_and_the_answer_lets_it_go_on(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, urgency=Urgency.STOPPED)
        assert ticket.first_due_at == bangkok("2026-11-19T10:00")
        assert ticket.solve_due_at == bangkok("2026-11-20T09:30")
    with opened(bangkok("2026-11-19T10:30")) as ctx:
        do(ctx, "U-a", working.ask, ticket, "เครื่องรุ่นอะไรคะ")
        row = kept(ctx, ticket)
        assert (row.status, row.resume) == (S.WAITING_REPORTER, S.ASSIGNED)
        assert (row.solve_due_at, row.update_due_at, row.first_due_at) == (None, None, None)
    told = Told(opened)
    with opened(bangkok("2026-11-20T10:30")) as ctx:
        do(ctx, "U-teacher", answering.add, ticket, "รุ่น 1020 ค่ะ", [photo(ctx)])
        row = kept(ctx, ticket)
        assert row.status is S.ASSIGNED
        # Seven hours of working time: from Thursday 10:30 to Friday 10:30.
        assert row.solve_due_at == bangkok("2026-11-23T09:30")
        assert row.update_due_at == bangkok("2026-11-20T13:30")
        assert clocks.taken(ctx, row, ctx.now) == HOUR
    assert kinds(told) == [("a", "ticket.task", 1)]
    with opened(bangkok("2026-11-20T10:40")) as ctx:
        do(ctx, "U-teacher", answering.add, ticket, "สีดำค่ะ")
        with pytest.raises(NothingSaid):
            do(ctx, "U-teacher", answering.add, ticket, "  ")
    assert [(r.chat_key, r.hold_key) for r in told.rows()] == [("U-a", "tasks:U-a")]  # gathered


def test_opened_again_from_the_rating_it_is_done_again_and_asked_for_once(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        do(ctx, "U-a", working.solve, ticket, "ลงไดรเวอร์ใหม่")
        rating = ctx.session.scalars(select(Rating)).one()
        assert rating.subject == f"ticket:{ticket.id}"
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        teacher, mine = me(ctx, "U-teacher"), acting(ctx, "U-teacher")
        poor = dict.fromkeys(("1", "2", "3", "4", "5"), Level.POOR)
        ratings.rate(mine, teacher, rating.id, poor, reason="ยังพิมพ์ไม่ได้")
        ratings.reopen(mine, teacher, rating.id)
        row = kept(ctx, ticket)
        assert (row.status, row.reopened) == (S.REOPENED, 1)
        assert row.solve_due_at
        assert row.solve_due_at > ctx.now
        assert trail.entries(ctx, row.id, internal=False)[-1].words == "ยังพิมพ์ไม่ได้"
        with pytest.raises(WrongState):
            ratings.reopen(mine, teacher, rating.id)
    assert kinds(told) == [("a", "ticket.task", 1)]
    with opened(THURSDAY + 2 * HOUR) as ctx:
        with pytest.raises(ratings.OwnWork):
            ratings.see(ctx, me(ctx, "U-a"), _own_rating(ctx))
        do(ctx, "U-a", working.take, ticket)
        do(ctx, "U-a", working.solve, ticket, "เปลี่ยนเครื่อง")
    (row,) = [r for r in told.rows() if r.chat_key == "U-teacher" and r.price]
    assert row.notices[0]["data"]["rating_id"] is None  # rated already; no second invitation


def _own_rating(ctx: Context) -> int:
    """A rating in the name of a technician who worked on what it is about."""
    rating = ctx.session.scalars(select(Rating)).first()
    assert rating is not None
    other = Rating(subject="ticket:1", service="ticket", form="ticket", person_id=me(ctx, "U-b").id,
                   invited_at=ctx.now)  # fmt: skip
    ctx.session.add(other)
    ctx.session.flush()
    b = me(ctx, "U-b")
    working.note(acting(ctx, "U-b"), b, 1, "ดูแล้ว")
    found = other.id
    with pytest.raises(ratings.OwnWork):
        ratings.see(ctx, b, found)
    # The same of whoever only wrote a note to another's ticket.
    rating.person_id = me(ctx, "U-a").id
    return rating.id


def test_closing_needs_words_or_a_photo(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        with pytest.raises(NothingSaid):
            do(ctx, "U-a", working.solve, ticket, "   ")
        assert kept(ctx, ticket).status is S.REPORTED
        do(ctx, "U-a", working.solve, ticket, "", [photo(ctx)])
        assert len(trail.files(ctx, ticket.id, internal=False)) == 1
        with pytest.raises(WrongState):
            do(ctx, "U-b", working.solve, ticket, "ซ้ำ")
        with pytest.raises(NotAhead):
            do(ctx, "U-a", working.plan_visit, report(ctx), THURSDAY)
