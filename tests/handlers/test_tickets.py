"""Stories of tickets from «ปริ้นไม่ออก» to its end: what happens, who hears it, what it costs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import media, ratings
from handlers.context import Context
from handlers.requests import tasks
from handlers.requests.vocabulary import DEFAULT_GROUP, ICT_GROUP
from handlers.tickets import (
    answering,
    clocks,
    keeping,
    mending,
    opening,
    repairing,
    trail,
    view,
    working,
)
from handlers.tickets.access import access_ticket, by_number
from handlers.tickets.mending import NothingToUndo, NotMergeable
from handlers.tickets.opening import NobodyKnown, Report
from handlers.tickets.repairing import Machine
from handlers.tickets.working import NotAhead, NothingSaid
from models.errors import NotAllowed, NotFound, Outdated, WrongState
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person, Role
from models.ratings import Level, Rating
from models.repairs import MachineOwner, Repair, RepairOutcome, Warranty
from models.requests import Channel
from models.rights import Act
from models.tickets import (
    Category,
    Ending,
    Said,
    Ticket,
    TicketFile,
    TicketParty,
    TicketPause,
    TicketStatus,
    Urgency,
)
from tests import people
from tests.handlers import ticket_office
from tests.handlers.ticket_office import (
    THURSDAY,
    At,
    Told,
    acting,
    bangkok,
    me,
    photo,
    prices,
    report,
    said,
)

S = TicketStatus
HOUR = timedelta(hours=1)


@pytest.fixture
def opened(at: At) -> At:
    """An office with its people; another school's ticket waits for its reporter."""
    with at(THURSDAY) as ctx:
        ticket_office.staffed(ctx)
        for row in ctx.session.scalars(select(OutboxMessage)):
            ctx.session.delete(row)
    return at


def kinds(told: Told) -> list[tuple[str, str, int]]:
    return [(r.chat_key[2:], ticket_office.kind(r), r.price) for r in told.rows()]


def kept(ctx: Context, ticket: Ticket) -> Ticket:
    return ctx.session.get_one(Ticket, ticket.id)


def do(ctx: Context, line: str, act: Callable[..., Ticket], ticket: Ticket, *how: Any) -> Ticket:
    """This person does that, by the card that they see now."""
    who, row = acting(ctx, line), kept(ctx, ticket)
    if act in (working.take, working.note, answering.add, answering.confirm, answering.withdraw,
               answering.reopen, mending.undo):  # fmt: skip
        return act(who, me(ctx, line), row.id, *how)
    return act(who, me(ctx, line), row.id, row.version, *how)


# ------------------------------------------------------------------------ from start to end


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


# --------------------------------------------------------------------- putting things right


def test_two_tickets_of_one_matter_become_one_and_apart_again(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        first, second = report(ctx), report(ctx, "U-second", words="เครื่องเดียวกันค่ะ")
        foreign = report(ctx, "U-far", school=people.OTHER_SCHOOL)
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        with pytest.raises(NotMergeable):
            do(ctx, "U-a", mending.merge, second, foreign.id)
        with pytest.raises(NotMergeable):
            do(ctx, "U-a", mending.merge, second, second.id)
        assert [t.id for t in mending.alike(ctx, kept(ctx, second))] == [first.id]
        do(ctx, "U-a", mending.merge, second, first.id)
        gone = kept(ctx, second)
        assert (gone.status, gone.ending, gone.merged_into_id) == (
            S.CLOSED, Ending.MERGED, first.id,
        )  # fmt: skip
        assert view.joined(ctx, first.id) == 1
        with pytest.raises(WrongState):  # it goes on in the other one
            do(ctx, "U-second", answering.reopen, second, "ยัง")
    assert kinds(told) == [("second", "ticket.merged", 0)]
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-second", answering.add, first, "ห้องธุรการค่ะ")  # it is theirs as well now
        do(ctx, "U-a", working.solve, first, "เสร็จ")
    rows = [r for r in told.rows() if ticket_office.kind(r) == "ticket.solved"]
    asked = [(r.chat_key, r.notices[0]["data"]["rating_id"] is not None, r.price) for r in rows]
    assert asked == [("U-teacher", True, 1), ("U-second", False, 1)]
    with opened(THURSDAY + 3 * HOUR) as ctx:
        do(ctx, "U-a", mending.undo, second)
        back = kept(ctx, second)
        assert (back.status, back.ending, back.merged_into_id) == (S.REPORTED, None, None)
        assert back.solve_due_at is not None
        assert clocks.open_pause(ctx, back.id) is None
        assert view.joined(ctx, first.id) == 0
        assert said(ctx, back) == ["report", "-merged", "undone"]


def test_one_ticket_of_two_matters_becomes_two(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, words="ปริ้นไม่ออก แล้วก็เข้า DMC ไม่ได้")
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        new = do(ctx, "U-a", mending.split, ticket, "เข้า DMC ไม่ได้", Category.DMC)
        assert (new.number, new.owner_group, new.reporter_id) == (
            ticket.number + 1, DEFAULT_GROUP, ticket.reporter_id,
        )  # fmt: skip
        assert new.opened_at == THURSDAY + HOUR
        assert (said(ctx, ticket), said(ctx, new)) == (["report", "split"], ["report"])
        assert new.reporter["name"] == "มะลิ ตัวอย่าง"
    # The group of the data has no officer here: a technician hears of it, as of anything.
    assert [k for k in kinds(told) if k[0] == "teacher"] == [("teacher", "ticket.split", 0)]


UNDOABLE: dict[str, tuple[Callable[..., Ticket], tuple[Any, ...]]] = {
    "take": (working.take, ()),
    "pass_on": (working.pass_on, ("U-b",)),
    "tell": (working.tell, ("ลองใหม่",)),
    "ask": (working.ask, ("รุ่นไหน",)),
    "visit": (working.plan_visit, (bangkok("2026-11-23T10:00"),)),
    "solve": (working.solve, ("เสร็จ",)),
}


def test_a_slip_is_undone_as_if_it_had_not_been(opened: At) -> None:
    for name in sorted(UNDOABLE):
        act, how = UNDOABLE[name]
        with opened(THURSDAY) as ctx:
            ticket = report(ctx, words=name, urgency=Urgency.STOPPED)
            before, due = trail.snapshot(ticket), _due(ticket)
        with opened(THURSDAY + HOUR) as ctx:
            how = tuple(me(ctx, "U-b").id if h == "U-b" else h for h in how)
            do(ctx, "U-a", act, ticket, *how)
            assert trail.snapshot(kept(ctx, ticket)) != before
            seen = kept(ctx, ticket).version
        with opened(THURSDAY + HOUR + timedelta(minutes=5)) as ctx:
            with pytest.raises(NothingToUndo):
                do(ctx, "U-b", mending.undo, ticket)  # not theirs
            with pytest.raises(Outdated):
                mending.undo(ctx, me(ctx, "U-a"), ticket.id, seen - 1)
            do(ctx, "U-a", mending.undo, ticket)
            row = kept(ctx, ticket)
            assert (trail.snapshot(row), _due(row)) == (before, due), name
            assert clocks.open_pause(ctx, row.id) is None
            assert row.version > seen
            with pytest.raises(NothingToUndo):
                do(ctx, "U-a", mending.undo, ticket)
            rated = select(Rating).where(Rating.subject == f"ticket:{row.id}")
            assert ctx.session.scalars(rated).all() == []


def _due(ticket: Ticket) -> tuple[Any, ...]:
    return (ticket.first_due_at, ticket.update_due_at, ticket.solve_due_at)


def test_sorting_is_undone_too_and_what_is_old_or_answered_is_not(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        working.sort(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, None, category=Category.DMC,
                     urgency=Urgency.EXAM, asset="7440-1")  # fmt: skip
        assert (ticket.owner_group, ticket.asset) == (DEFAULT_GROUP, "7440-1")
        do(ctx, "U-a", mending.undo, ticket)
        assert (ticket.owner_group, ticket.asset, ticket.urgency) == (ICT_GROUP, None, Urgency.ONE)
        do(ctx, "U-a", working.ask, ticket, "ห้องไหน")
        do(ctx, "U-teacher", answering.add, ticket, "ห้อง 1")
        with pytest.raises(NothingToUndo):  # the reporter has answered
            do(ctx, "U-a", mending.undo, ticket)
        do(ctx, "U-a", working.take, ticket)
        do(ctx, "U-a", working.plan_visit, ticket, bangkok("2026-12-23T10:00"))
    with opened(THURSDAY + timedelta(days=2)) as ctx, pytest.raises(NothingToUndo):
        do(ctx, "U-a", mending.undo, ticket)


def test_a_question_that_is_undone_after_a_solution_waits_as_before(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, urgency=Urgency.STOPPED)
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.ask, ticket, "ห้องไหน")
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-a", working.solve, ticket, "เจอแล้ว เสร็จเลย")
    with opened(THURSDAY + 2 * HOUR + timedelta(minutes=9)) as ctx:
        do(ctx, "U-a", mending.undo, ticket)
        row = kept(ctx, ticket)
        assert (row.status, row.resume) == (S.WAITING_REPORTER, S.ASSIGNED)
        pauses = ctx.session.scalars(
            select(TicketPause).where(TicketPause.ticket_id == row.id)
        ).all()
        assert [(p.began_at, p.ended_at) for p in pauses] == [(THURSDAY + HOUR, None)]


# ------------------------------------------------------------------------- whose it becomes


def test_whoever_reports_the_same_joins_and_may_make_it_urgent(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, urgency=Urgency.ONE)
        found = opening.same_open(ctx, people.SCHOOL, Category.PRINTER)
        assert [t.id for t in found] == [ticket.id]
        assert opening.same_open(ctx, people.OTHER_SCHOOL, Category.NETWORK) == []
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        again = Report("กำลังสอบอยู่ค่ะ", Category.PRINTER, Urgency.EXAM, people.SCHOOL,
                       files=[photo(ctx)])  # fmt: skip
        for _ in range(2):
            opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), ticket.id, again)
        row = kept(ctx, ticket)
        assert (row.urgency, view.joined(ctx, row.id)) == (Urgency.EXAM, 1)
        assert said(ctx, row) == ["report", "joined", "joined"]
        for stranger in ("U-far", "U-other"):
            with pytest.raises((NotFound, NobodyKnown, NotAllowed)):
                opening.join(acting(ctx, stranger), me(ctx, stranger), ticket.id, again)
        assert len(ctx.session.scalars(select(TicketParty)).all()) == 1
    assert kinds(told) == [("a", "ticket.task", 1)]
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-a", working.tell, ticket, "กำลังไปค่ะ")
        do(ctx, "U-second", answering.withdraw, ticket)  # they may end it as well
        with pytest.raises(WrongState):
            opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), ticket.id, again)
    assert kinds(told) == [("teacher", "ticket.told", 1), ("second", "ticket.told", 1)]


def test_it_works_again_by_itself(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        do(ctx, "U-a", working.take, ticket)
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-teacher", answering.withdraw, ticket)
        row = kept(ctx, ticket)
        assert (row.status, row.ending, _due(row)) == (
            S.CLOSED, Ending.WITHDRAWN, (None, None, None),
        )  # fmt: skip
        for act, words in ((answering.withdraw, ()), (answering.add, ("อีก",))):
            with pytest.raises(WrongState):
                do(ctx, "U-teacher", act, ticket, *words)
        with pytest.raises(WrongState):
            do(ctx, "U-a", working.solve, ticket, "เสร็จ")
        do(ctx, "U-a", working.note, ticket, "โทรแล้ว")  # colleagues may still write
        assert tasks.waiting_for(ctx, me(ctx, "U-a")) == []
    assert kinds(told) == []
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-teacher", answering.reopen, ticket, "เสียอีกแล้ว")
        assert kept(ctx, ticket).status is S.REOPENED
    assert kinds(told) == [("a", "ticket.task", 1)]


def test_whoever_telephoned_has_it_opened_for_them(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        caller = ctx.session.scalars(select(Person).where(Person.line_user == "U-teacher")).one()
        said_so = Report("เน็ตล่ม", Category.NETWORK, Urgency.STOPPED, people.SCHOOL,
                         channel=Channel.PHONE)  # fmt: skip
        ticket = opening.open_on_behalf(acting(ctx, "U-a"), me(ctx, "U-a"), said_so, caller)
        assert (ticket.status, ticket.technician_id) == (S.ASSIGNED, me(ctx, "U-a").id)
        assert ticket.first_due_at is None  # they were spoken to
        assert (ticket.channel, ticket.filed_by_id) == (Channel.PHONE, me(ctx, "U-a").id)
        # An officer of another group writes it down: somebody who mends it is told.
        other = opening.open_on_behalf(acting(ctx, "U-other"), me(ctx, "U-other"), said_so, caller)
        assert (other.status, other.technician_id) == (S.REPORTED, None)
        with pytest.raises(NotAllowed):
            opening.open_on_behalf(acting(ctx, "U-far"), me(ctx, "U-far"), said_so, caller)
        assert prices(ctx) == {"U-a": 1}


def test_the_one_with_the_least_in_hand_is_told_and_a_burst_is_gathered(opened: At) -> None:
    told = Told(opened)
    with opened(THURSDAY) as ctx:
        busy = report(ctx, words="หนึ่ง")
        for ticket in (busy, report(ctx, words="สอง")):
            do(ctx, "U-a", working.take, ticket)
    told.rows()
    with opened(THURSDAY + HOUR) as ctx:
        for n in range(5):
            report(ctx, words=f"เรื่อง {n}")
    rows = told.rows()
    assert {r.chat_key for r in rows} == {"U-b"}  # who has one, and not two
    alive = [r for r in rows if r.status is OutboxStatus.QUEUED]
    assert [(ticket_office.kind(r), r.due_at - r.created_at) for r in alive] == [
        ("ticket.task", timedelta(0)), ("tasks.digest", timedelta(minutes=30)),
    ]  # fmt: skip
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.pass_on, busy, me(ctx, "U-b").id, "ช่วยดูที")
        with pytest.raises(NotFound):
            do(ctx, "U-a", working.pass_on, busy, me(ctx, "U-teacher").id, "ช่วยดูที")
        assert kept(ctx, busy).technician_id == me(ctx, "U-b").id


def test_what_belongs_to_the_central_systems_goes_to_the_group_of_the_data(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "เจ้าหน้าที่ ข้อมูล", Role.OFFICER, group=DEFAULT_GROUP, line_user="U-data")
        ticket = report(ctx, words="เข้าระบบไม่ได้", category=Category.APPLICATION)
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.take, ticket)
        row = kept(ctx, ticket)
        working.sort(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, row.version, category=Category.DMC)
        assert row.owner_group == DEFAULT_GROUP
        assert row.technician_id == me(ctx, "U-data").id
        (task,) = tasks.waiting_for(ctx, me(ctx, "U-data"))
        assert (task.ref, task.mine) == (f"ticket:{row.id}", True)
        assert tasks.waiting_for(ctx, me(ctx, "U-other")) == []
    assert kinds(told) == [("teacher", "ticket.taken", 0), ("data", "ticket.task", 1)]
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-a", working.take, ticket)  # a technician may all the same
        do(ctx, "U-teacher", answering.add, ticket, "รบกวนด้วยค่ะ")
        do(ctx, "U-teacher", answering.add, ticket, "ด่วนค่ะ")
    said_to = [(who, what) for who, what, price in kinds(told) if price]
    assert said_to[0] == ("a", "ticket.task")  # whoever has it hears what is said
    assert {who for who, _ in said_to} == {"a"}


# -------------------------------------------------------------------------- who sees what


def test_an_internal_note_and_its_photo_never_reach_the_reporter(opened: At) -> None:
    secret = "ครูคนนี้ทำพังเอง"
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, files=[photo(ctx)])
        do(ctx, "U-a", working.note, ticket, secret, [photo(ctx, "x")])
        do(ctx, "U-a", working.pass_on, ticket, me(ctx, "U-b").id, secret)
        do(ctx, "U-b", working.tell, ticket, "กำลังไป")
        do(ctx, "U-b", working.solve, ticket, "เสร็จ")
        row = kept(ctx, ticket)
        shown = view.progress(ctx, row)
        assert secret not in json.dumps(shown, ensure_ascii=False)
        assert shown["files"] == 1
        heard = [r.notices for r in ctx.session.scalars(select(OutboxMessage))
                 if r.chat_key in ("U-teacher", "U-second", "U-far")]  # fmt: skip
        assert secret not in json.dumps(heard, ensure_ascii=False)
        assert secret in json.dumps(view.work(ctx, me(ctx, "U-a"), row), ensure_ascii=False)
        for line in ("U-teacher", "U-second", "U-far"):
            with pytest.raises((NotFound, NotAllowed)):
                working.open_card(acting(ctx, line), me(ctx, line), ticket.id)


def test_nobody_sees_the_ticket_of_another_school(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "ผอ.โรงเรียน", Role.SCHOOL_DIRECTOR, school=people.SCHOOL,
                      line_user="U-head")  # fmt: skip
        people.person(ctx, "ผอ.อื่น", Role.SCHOOL_DIRECTOR, school=people.OTHER_SCHOOL,
                      line_user="U-far-head")  # fmt: skip
        ticket = report(ctx)
        for line in ("U-teacher", "U-head", "U-a", "U-boss", "U-area"):
            assert access_ticket(ctx, me(ctx, line), ticket.id, Act.SEE_TICKET) is ticket
        for line in ("U-far", "U-far-head", "U-second", "U-other", "U-other-boss"):
            with pytest.raises(NotFound):
                access_ticket(ctx, me(ctx, line), ticket.id, Act.SEE_TICKET)
        assert [t.id for t in answering.own(ctx, ticket.reporter_id)] == [ticket.id]
        assert answering.own(ctx, me(ctx, "U-second").id or 0) == []


def test_two_who_have_it_open_see_each_other(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        working.open_card(ctx, me(ctx, "U-a"), ticket.id)
        working.open_card(ctx, me(ctx, "U-b"), ticket.id)
        assert view.work(ctx, me(ctx, "U-b"), ticket)["looking"] == ["ช่างเอ ทดลอง"]
        assert view.work(ctx, me(ctx, "U-a"), ticket)["looking"] == ["ช่างบี ทดลอง"]
        seen = ticket.version
        do(ctx, "U-a", working.take, ticket)
        with pytest.raises(Outdated):
            working.tell(acting(ctx, "U-b"), me(ctx, "U-b"), ticket.id, seen, "ไปแล้วค่ะ")
    with opened(THURSDAY + HOUR) as ctx:
        assert view.work(ctx, me(ctx, "U-b"), kept(ctx, ticket))["looking"] == []


# ------------------------------------------------------------------------------- photos


def test_a_photo_that_must_not_be_kept_goes_and_old_ones_go_by_themselves(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket, other = (
            report(ctx, files=[photo(ctx), photo(ctx, "x")]),
            report(ctx, words="ค้าง", files=[photo(ctx, "o")]),
        )
        shows_a_child = trail.files(ctx, ticket.id, internal=True)[1]
        working.erase_file(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, shows_a_child.id)
        assert [f.name for f in trail.files(ctx, ticket.id, internal=True)] == ["p.jpg"]
        with pytest.raises(NotFound):
            working.erase_file(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, shows_a_child.id)
        do(ctx, "U-a", working.solve, ticket, "เสร็จ")
        do(ctx, "U-teacher", answering.confirm, ticket)
    with opened(THURSDAY + timedelta(days=2)) as ctx:
        assert media.erase_unattached(ctx) == ["x" * 64]
    with opened(THURSDAY + timedelta(days=364)) as ctx:
        assert keeping.forget_photos(ctx) == 0
    with opened(THURSDAY + timedelta(days=366)) as ctx:
        assert keeping.forget_photos(ctx) == 1
        assert keeping.forget_photos(ctx) == 0
        assert media.erase_unattached(ctx) == ["p" * 64]
        gone = ctx.session.scalars(select(Media).where(Media.status == MediaStatus.ERASED)).all()
        assert len(gone) == 2
        (left,) = trail.files(ctx, other.id, internal=True)  # not closed: it stays
        assert left.name == "o.jpg"
        assert len(ctx.session.scalars(select(TicketFile)).all()) == 3
