"""Every use case of tickets × role × ownership: what the table of rights says is what happens."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from handlers.context import Context
from handlers.people import Me
from handlers.tickets import album, answering, clocks, mending, opening, repairing, trail, working
from handlers.tickets.access import access_ticket
from handlers.tickets.opening import Report
from handlers.tickets.repairing import Machine
from models.errors import NotAllowed, NotFound
from models.people import AT_SCHOOL, Person, Role
from models.repairs import MachineOwner, Repair, RepairOutcome, Warranty
from models.requests import Channel
from models.rights import Act
from models.tickets import (
    Category,
    Ending,
    Said,
    Ticket,
    TicketParty,
    TicketStatus,
    Urgency,
)
from tests import people
from tests.handlers.ticket_office import THURSDAY, photo

S = TicketStatus
MENDERS = {Role.TECHNICIAN, Role.AV_OFFICER}
OVERSEERS = {Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR, Role.AUDITOR}
GROUP = {Role.OFFICER, Role.GROUP_DIRECTOR}
SCHOOL = {Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN}


@dataclass(frozen=True)
class Who:
    """By hand: roles that may from anywhere, from here alone, and whether being a party is enough.

    `here`: of the group that owns it, or of the school that it is of.
    """

    anywhere: frozenset[Role] = frozenset()
    here: frozenset[Role] = frozenset()
    own: bool = False


WORK = Who(frozenset(MENDERS), frozenset(GROUP))
PARTY = Who(own=True)
SEE = Who(frozenset(MENDERS | OVERSEERS), frozenset(GROUP | SCHOOL), own=True)
NOTES = Who(frozenset(MENDERS | OVERSEERS), frozenset(GROUP))
REPAIR = Who(frozenset({*MENDERS, Role.SUPPLIES}), frozenset(SCHOOL))
DESK = Who(frozenset(MENDERS | GROUP))
Call = Callable[[Context, Me, Ticket], Any]


@dataclass(frozen=True)
class Case:
    """A use case: who may, the status it starts from, how it is called."""

    who: Who
    call: Call
    status: TicketStatus = S.ASSIGNED


TOMORROW = THURSDAY + timedelta(days=1)
MACHINE = Machine(MachineOwner.SCHOOL, "เครื่องพิมพ์", Warranty.NO, "เฟืองแตก")
REPORT = Report("ปริ้นไม่ออก", Category.PRINTER, Urgency.ONE, people.SCHOOL)
CASES: dict[str, Case] = {
    "access.see": Case(SEE, lambda c, m, t: access_ticket(c, m, t.id, Act.SEE_TICKET)),
    "album.album": Case(SEE, lambda c, m, t: album.album(c, m, t.id)),
    "working.open_card": Case(NOTES, lambda c, m, t: working.open_card(c, m, t.id)),
    "working.take": Case(WORK, lambda c, m, t: working.take(c, m, t.id), S.REPORTED),
    "working.pass_on": Case(
        WORK, lambda c, m, t: working.pass_on(c, m, t.id, None, _technician(c).id, "ช่วยที")
    ),
    "working.note": Case(WORK, lambda c, m, t: working.note(c, m, t.id, "โทรแล้ว"), S.CLOSED),
    "working.tell": Case(WORK, lambda c, m, t: working.tell(c, m, t.id, None, "กำลังไป")),
    "working.ask": Case(WORK, lambda c, m, t: working.ask(c, m, t.id, None, "ห้องไหน")),
    "working.answered": Case(
        WORK, lambda c, m, t: working.answered(c, m, _waits(c, t), None, "ห้อง 1")
    ),
    "working.plan_visit": Case(
        WORK, lambda c, m, t: working.plan_visit(c, m, t.id, None, TOMORROW)
    ),
    "working.sort": Case(
        WORK, lambda c, m, t: working.sort(c, m, t.id, None, urgency=Urgency.EXAM)
    ),
    "working.solve": Case(WORK, lambda c, m, t: working.solve(c, m, t.id, None, "เสร็จ")),
    "working.erase_file": Case(WORK, lambda c, m, t: working.erase_file(c, m, t.id, _file(c, t))),
    "answering.add": Case(PARTY, lambda c, m, t: answering.add(c, m, t.id, "ห้อง 1")),
    "answering.confirm": Case(PARTY, lambda c, m, t: answering.confirm(c, m, t.id), S.SOLVED),
    "answering.withdraw": Case(PARTY, lambda c, m, t: answering.withdraw(c, m, t.id)),
    "answering.reopen": Case(PARTY, lambda c, m, t: answering.reopen(c, m, t.id, "ยัง"), S.CLOSED),
    "mending.merge": Case(
        WORK,
        lambda c, m, t: mending.merge(c, m, t.id, None, _ticket(c, t.reporter_id, S.ASSIGNED).id),
    ),
    "mending.split": Case(
        WORK, lambda c, m, t: mending.split(c, m, t.id, None, "อีกเรื่อง", Category.COMPUTER)
    ),
    "mending.undo": Case(WORK, lambda c, m, t: _undo(c, m, t)),
    "repairing.send": Case(WORK, lambda c, m, t: repairing.send(c, m, t.id, None, MACHINE)),
    "repairing.see": Case(REPAIR, lambda c, m, t: repairing.see(c, m, _repair(c, t))),
    "repairing.receive": Case(REPAIR, lambda c, m, t: repairing.receive(c, m, _repair(c, t))),
    "repairing.finish": Case(
        REPAIR, lambda c, m, t: repairing.finish(c, m, _repair(c, t), RepairOutcome.REPAIRED)
    ),
    "opening.open_on_behalf": Case(
        DESK, lambda c, m, t: opening.open_on_behalf(c, m, REPORT, _technician(c))
    ),
}
#: Use cases with a `me` that are not walked, each for a reason.
LEFT_OUT = {
    "opening.open_ticket",  # anybody may for their own school: below
    "opening.join",  # people of the school: below
    "working.settle",  # inside of solve, and of an incident's end
}


def _technician(ctx: Context) -> Person:
    found = ctx.session.query(Person).filter_by(name="ช่างกลาง").one_or_none()
    return found or people.person(ctx, "ช่างกลาง", Role.TECHNICIAN, group=people.GROUP)


def _waits(ctx: Context, ticket: Ticket) -> int:
    if ticket.status is S.ASSIGNED:
        ticket.ask_reporter(at=ctx.now)
    return ticket.id


def _file(ctx: Context, ticket: Ticket) -> int:
    entry = trail.write(ctx, ticket, Said.MESSAGE, None, words="รูป")
    (row,) = trail.attach(ctx, ticket, entry, [photo(ctx)])
    return row.id


def _repair(ctx: Context, ticket: Ticket) -> int:
    row = Repair(ticket_id=ticket.id, owner=MachineOwner.SCHOOL, machine="เครื่องพิมพ์",
                 warranty=Warranty.NO, fault="เฟืองแตก", asked_at=ctx.now)  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row.id


def _undo(ctx: Context, me: Me, ticket: Ticket) -> None:
    before = trail.snapshot(ticket)
    ticket.touch(at=ctx.now)
    trail.write(ctx, ticket, Said.TAKEN, me, before=before)
    mending.undo(ctx, me, ticket.id)


def _ticket(ctx: Context, reporter_id: int, status: TicketStatus) -> Ticket:
    number = ctx.session.query(Ticket).count() + 700
    ended = {"ending": Ending.WITHDRAWN, "closed_at": THURSDAY} if status is S.CLOSED else {}
    ticket = Ticket(
        prefix="จป.", fiscal_year=2570, number=number, answers={}, category=Category.PRINTER,
        urgency=Urgency.ONE, subject="ปริ้นไม่ออก", reporter_id=reporter_id, reporter={"name": "ก"},
        school_code=people.SCHOOL, place="โรงเรียนบ้านตัวอย่าง", channel=Channel.LINE,
        owner_group=people.GROUP, status=status, version=3, reopened=0, opened_at=THURSDAY,
        changed_at=THURSDAY, accept=False, **ended,
    )  # fmt: skip
    ctx.session.add(ticket)
    ctx.session.flush()
    clocks.reckon(ctx, ticket)
    return ticket


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights know no database: one will do for so many tries. Locks are tried elsewhere."""
    return sqlite_url


@pytest.fixture
def now() -> Any:
    return THURSDAY


@pytest.fixture
def everybody(ctx: Context) -> list[tuple[Me, Role | None, bool]]:
    """Somebody in each role, here and elsewhere; no post, an ended post, somebody unknown."""
    from handlers import office_rules

    # The group that owns printers here; what is split or sorted stays in it.
    office_rules.decide(ctx, "owner.ticket", people.GROUP)
    return people.everybody(ctx, ended=Role.TECHNICIAN)


def passes(ctx: Context, me: Me, ticket: Ticket, call: Call) -> bool:
    """Does the use case let it happen? What it did is taken back."""
    with ctx.session.begin_nested() as savepoint:
        try:
            call(ctx, me, ticket)
            return True
        except (NotAllowed, NotFound):
            return False
        finally:
            savepoint.rollback()


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_use_case_lets_through_whom_it_should_and_nobody_else(
    name: str, ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    case = CASES[name]
    stranger = people.person(ctx, "ผู้แจ้ง", school=people.SCHOOL)
    ticket = _ticket(ctx, stranger.id, case.status)
    if case.status is S.SOLVED:
        ticket.solved_at = THURSDAY
    _technician(ctx)
    wrong = []
    for me, role, here in everybody:
        by_post = role is not None and (
            role in case.who.anywhere or (here and role in case.who.here)
        )
        for tie in ("none", "reporter", "joined") if me.person else ("none",):
            with ctx.session.begin_nested() as savepoint:
                if tie == "reporter" and me.id:
                    ticket.reporter_id = me.id
                if tie == "joined" and me.id:
                    ctx.session.add(
                        TicketParty(ticket_id=ticket.id, person_id=me.id, joined_at=THURSDAY)
                    )
                ctx.session.flush()
                wanted = by_post or (tie != "none" and case.who.own)
                passed = passes(ctx, me, ticket, case.call)
                savepoint.rollback()
            ctx.session.refresh(ticket)
            if passed != wanted:
                wrong.append((me.person.name if me.person else "?", tie, passed))
    assert wrong == []


def test_whoever_is_known_reports_for_their_own_school_alone(
    ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    colleague = people.person(ctx, "ผู้แจ้ง", Role.TEACHER, school=people.SCHOOL)
    ticket = _ticket(ctx, colleague.id, S.ASSIGNED)
    opened = {
        me.person.name if me.person else "?": _reports(ctx, me, ticket) for me, _, _ in everybody
    }
    far = {f"{role.value} False" for role in AT_SCHOOL}
    assert {name for name, may in opened.items() if not may} == {*far, "?"}
    joined = {
        me.person.name if me.person else "?": passes(
            ctx, me, ticket, lambda c, m, t: _joins(c, m, t)
        )
        for me, _, _ in everybody
    }
    assert {name for name, may in joined.items() if may} == {f"{r.value} True" for r in AT_SCHOOL}


def _reports(ctx: Context, me: Me, ticket: Ticket) -> bool:
    def call(c: Context, m: Me, t: Ticket) -> None:
        try:
            opening.open_ticket(c, m, REPORT)
        except opening.NobodyKnown as error:
            raise NotFound("person", 0) from error

    return passes(ctx, me, ticket, call)


def _joins(ctx: Context, me: Me, ticket: Ticket) -> None:
    try:
        opening.join(ctx, me, ticket.id, REPORT)
    except opening.NobodyKnown as error:
        raise NotFound("ticket", ticket.id) from error


def test_no_use_case_is_forgotten() -> None:
    modules = (answering, mending, opening, repairing, working)
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "me" in inspect.signature(function).parameters
    }
    assert found - set(CASES) - LEFT_OUT == set()
