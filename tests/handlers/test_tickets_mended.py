"""Tickets put right: two into one, one into two, a slip undone as if it had not been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.requests.vocabulary import DEFAULT_GROUP, ICT_GROUP
from handlers.tickets import (
    answering,
    clocks,
    mending,
    trail,
    view,
    working,
)
from handlers.tickets.mending import NothingToUndo, NotMergeable
from models.errors import Outdated, WrongState
from models.ratings import Rating
from models.tickets import (
    Category,
    Ending,
    Ticket,
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
    do,
    kept,
    kinds,
    me,
    report,
    said,
)

S = TicketStatus
HOUR = timedelta(hours=1)


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
