"""Chores as tickets meet them: what a fault becomes, and who is reminded of which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers import telling
from handlers.bookings import chores, tasks
from handlers.bookings.records import described
from handlers.bookings.times import day_of
from handlers.context import Context
from handlers.people import Me, today, with_right
from handlers.ratings import subjects
from handlers.tickets import trail, view, working
from handlers.tickets.access import of_group
from handlers.tickets.opening import Report, open_ticket
from models.bookings import Chore, ChoreOutcome, ChoreStatus
from models.people import Person, Role
from models.rights import Act, Thing
from models.tickets import Said, Ticket

Files = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Found:
    """A chore that was done, and the ticket about the fault that it found."""

    chore: Chore
    ticket: Ticket | None


def done(
    ctx: Context,
    me: Me,
    chore_id: int,
    outcome: ChoreOutcome,
    note: str = "",
    files: Files = (),
) -> Found:
    """It is done; a fault is reported at once, by whoever found it. Raises as `chores.done`."""
    found = chores.done(ctx, me, chore_id, outcome, note)
    return Found(found.chore, _reported(ctx, me, found.fault, files) if found.fault else None)


def card(ctx: Context, me: Me, chore: Chore) -> dict[str, Any]:
    """A chore as its card shows it: what for, where, when, and how it ended."""
    ticket = _ticket(ctx, chore)
    sees = ticket is not None and me.may(Act.SEE_NOTES, of_group(ticket))
    return {
        **tasks.facts_of(chore, described(ctx, chore.subject)),
        "status": chore.status.value,
        "late": chore.status is ChoreStatus.OPEN and chore.due_at < ctx.now,
        "outcome": chore.outcome.value if chore.outcome else None,
        "done_at": chore.done_at.isoformat() if chore.done_at else None,
        "done_by": view.name(ctx, chore.done_by_id),
        "note": chore.note or "",
        "ticket": view.brief(ticket) if ticket is not None and sees else None,
    }


def due(ctx: Context) -> Iterator[tuple[Chore, Person, dict[str, Any]]]:
    """What is to be done by today, each with the one who hears of it, and its facts."""
    rows = [row for row in tasks.waiting(ctx) if day_of(row.due_at) <= today(ctx)]
    known = subjects.describe(ctx, {row.subject for row in rows})
    for row in rows:
        person = _whose(ctx, row)
        if person is not None:
            facts = tasks.facts_of(row, known[row.subject])
            yield row, person, {**facts, "late": row.due_at < ctx.now}


def _reported(ctx: Context, me: Me, fault: chores.Fault, files: Files) -> Ticket:
    """The ticket about it. One who mends such things has it in hand: they stand before it."""
    report = Report(fault.words, fault.category, fault.urgency, place=fault.place, files=files)
    mends = me.person is not None and _mends(me)
    ticket = open_ticket(ctx, me, report, quietly=mends)
    if mends:
        working.take(ctx, me, ticket.id)
    about = ctx.session.get(Chore, fault.chore_id)
    record = _ticket(ctx, about) if about is not None else None
    if record is not None:
        number = f"{ticket.prefix} {ticket.number}/{ticket.fiscal_year}"
        trail.write(
            ctx, record, Said.NOTE, me, words=f"{number} {fault.words}", internal=True,
            fault=ticket.id,
        )  # fmt: skip
    return ticket


def _mends(me: Me) -> bool:
    return any(holder.role in (Role.TECHNICIAN, Role.AV_OFFICER) for holder in me.holders)


def _whose(ctx: Context, chore: Chore) -> Person | None:
    """The technician of the ticket; else one of those able, always the same one of the same."""
    of, ticket = Thing(group_name=chore.group_name), _ticket(ctx, chore)
    found = with_right(ctx, Act.DO_CHORE, of)
    able = [(p, by) for p, by in found if telling.reachable(ctx, p.line_user)]
    holder = next((p for p, _ in able if ticket and p.id == ticket.technician_id), None)
    if holder is not None:
        return holder
    hands = [p for p, by in able if by.holder.role is not Role.GROUP_DIRECTOR]
    others = sorted(hands or [p for p, _ in able], key=lambda p: p.id)
    return others[chore.id % len(others)] if others else None


def _ticket(ctx: Context, chore: Chore) -> Ticket | None:
    service, id_ = subjects.split(chore.subject)
    return ctx.session.get(Ticket, id_) if service == "ticket" else None
