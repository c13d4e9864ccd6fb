"""The three clocks of a ticket: first response, next word to the reporter, solution.

All run in working time (08:30-12:00 and 13:00-16:30 of working days), by urgency, and stand while
the reporter is waited for or the ticket counts as solved: the due moments move by that time. Each
follows from rows and the calendar alone, so it can be worked out anew when the calendar changes.
What is opened again, or is more urgent than it ever was, is not late at once: a clock that had run
out by then begins anew, unless it was late already. So nobody wins time by sorting back and forth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers import office_calendar
from handlers.context import Context
from handlers.office_calendar import Moved
from handlers.office_rules import some
from handlers.workdays import Calendar
from models.tickets import (
    WORKING,
    Said,
    Ticket,
    TicketEntry,
    TicketPause,
    TicketStatus,
    Urgency,
)

#: Minutes of working time (a day has 420): first response, next word, solution.
_USUAL = {
    Urgency.EXAM: (15, 60, 120),
    Urgency.STOPPED: (30, 120, 420),
    Urgency.SEVERAL: (60, 420, 840),
    Urgency.ONE: (210, 840, 2100),
}
NAMES = ("first", "update", "solve")
Stood = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Standard:
    """Working time within which each has to happen."""

    first: timedelta
    update: timedelta
    solve: timedelta


def standard(ctx: Context, urgency: Urgency) -> Standard:
    """The office's own standard for this urgency (`sla.exam.first`, in minutes), else the usual."""
    return standards(ctx, [urgency])[urgency]


def standards(ctx: Context, urgencies: Iterable[Urgency] = Urgency) -> dict[Urgency, Standard]:
    """The standards of these urgencies, asked for at once."""
    usual = {
        f"sla.{urgency.value}.{name}": minutes
        for urgency in urgencies
        for name, minutes in zip(NAMES, _USUAL[urgency], strict=True)
    }
    found = {key: timedelta(minutes=int(value)) for key, value in some(ctx, usual).items()}
    return {
        urgency: Standard(*(found[f"sla.{urgency.value}.{name}"] for name in NAMES))
        for urgency in urgencies
    }


def is_more_urgent(one: Urgency, other: Urgency) -> bool:
    """Does this one come before that one?"""
    order = list(Urgency)
    return order.index(one) < order.index(other)


def reckon(ctx: Context, ticket: Ticket) -> None:
    """Set the due moments by what stands in the rows now."""
    _set(ticket, standard(ctx, ticket.urgency), runs(ctx, [ticket])[ticket.id])


def _set(ticket: Ticket, times: Standard, run: Run) -> None:
    running = ticket.status in WORKING
    responded = ticket.responded_at is not None
    first = None if responded else run.of("first").due(ticket.opened_at, times.first)
    ticket.first_due_at = first
    if not running:
        ticket.update_due_at = ticket.solve_due_at = None
        if ticket.status is not TicketStatus.WAITING_REPORTER:
            ticket.first_due_at = None
        return
    ticket.solve_due_at = run.of("solve").due(ticket.opened_at, times.solve)
    since = waits_since(ticket)
    ticket.update_due_at = run.of("update").due(since, times.update) if since else None


def late(ctx: Context, ticket: Ticket) -> list[str]:
    """The clocks that have run out by now, by their names."""
    due = (ticket.first_due_at, ticket.update_due_at, ticket.solve_due_at)
    return [name for name, at in zip(NAMES, due, strict=True) if at and at <= ctx.now]


def waits_since(ticket: Ticket) -> datetime | None:
    """Since when the reporter waits for the next word: a visit to come is one that is agreed."""
    said, visit = ticket.updated_at, ticket.visit_at
    if said and visit and ticket.status is TicketStatus.VISITING:
        return max(said, visit)
    return said


def stop(ctx: Context, ticket: Ticket) -> None:
    """From now on the clocks stand. Stopping twice is stopping once."""
    ctx.session.flush()
    if open_pause(ctx, ticket.id) is None:
        ctx.session.add(TicketPause(ticket_id=ticket.id, began_at=ctx.now))
    ctx.session.flush()
    reckon(ctx, ticket)


def go_on(ctx: Context, ticket: Ticket) -> None:
    """From now on they run again; what is due has moved."""
    pause = open_pause(ctx, ticket.id)
    if pause is not None:
        pause.ended_at = ctx.now
    ctx.session.flush()
    reckon(ctx, ticket)


def spoke(ctx: Context, ticket: Ticket) -> None:
    """The reporter heard something from a person: the first response, or the next word."""
    ticket.responded_at = ticket.responded_at or ctx.now
    ticket.updated_at = ctx.now
    reckon(ctx, ticket)


def open_pause(ctx: Context, ticket_id: int) -> TicketPause | None:
    """The pause that has not ended."""
    return ctx.session.scalar(
        select(TicketPause).where(
            TicketPause.ticket_id == ticket_id, TicketPause.ended_at.is_(None)
        )
    )


def taken(ctx: Context, ticket: Ticket, until: datetime) -> timedelta:
    """Working time from the report to `until`, without the pauses: what a standard is held to."""
    calendar = office_calendar.load(ctx)
    stood = timedelta(0)
    for began, ended in runs(ctx, [ticket])[ticket.id].stood:
        stood += calendar.worked(max(began, ticket.opened_at), min(ended, until))
    return calendar.worked(ticket.opened_at, until) - stood


def recompute(ctx: Context) -> Sequence[Moved]:
    """Work the due moments of all open tickets out anew. Returns those whose solution moved."""
    found = ctx.session.scalars(
        select(Ticket).where(Ticket.status.in_(WORKING)).order_by(Ticket.id).with_for_update()
    ).all()
    known, times, moves = runs(ctx, found), standards(ctx), list[Moved]()
    for ticket in found:
        before = ticket.solve_due_at
        _set(ticket, times[ticket.urgency], known[ticket.id])
        after = ticket.solve_due_at
        if before is not None and after is not None and before != after:
            ref = f"{ticket.prefix} {ticket.number}/{ticket.fiscal_year}"
            moves.append(Moved(ref, before, after))
    return moves


@dataclass(frozen=True)
class Run:
    """How one ticket's clocks run: while they stood, and when they may have begun anew; `late`:
    those that had run out before one of these moments, and stay so."""

    calendar: Calendar
    stood: Stood
    again: Sequence[datetime] = ()
    late: Mapping[datetime, Sequence[str]] = field(default_factory=dict)

    def of(self, name: str) -> Run:
        """How the clock of this name runs."""
        again = [at for at in self.again if name not in self.late.get(at, ())]
        return Run(self.calendar, self.stood, again)

    def due(self, since: datetime, span: timedelta) -> datetime:
        """When `span` of working time after `since` is over."""
        return moved(self.calendar, self.start(since, span), span, self.stood)

    def start(self, since: datetime, span: timedelta) -> datetime:
        """From when the clock runs: one that had run out by then runs anew."""
        for again in self.again:
            if since < again and moved(self.calendar, since, span, self.stood) <= again:
                since = again
        return since


def moved(calendar: Calendar, since: datetime, span: timedelta, stood: Stood) -> datetime:
    """`span` of working time after `since`, moved by each pause that began before it was over."""
    due = calendar.add(since, span)
    for began, ended in stood:
        if ended > since and began < due:
            due = calendar.add(due, calendar.worked(max(began, since), ended))
    return due


def runs(ctx: Context, tickets: Sequence[Ticket]) -> dict[int, Run]:
    """How the clocks of these tickets run, asked for at once."""
    calendar = office_calendar.load(ctx)
    stood: dict[int, list[tuple[datetime, datetime]]] = {ticket.id: [] for ticket in tickets}
    for row in ctx.session.scalars(
        select(TicketPause).where(TicketPause.ticket_id.in_(stood)).order_by(TicketPause.id)
    ):
        stood[row.ticket_id].append((row.began_at, row.ended_at or ctx.now))
    changes = _changes(ctx, list(stood))
    return {
        ticket.id: Run(calendar, stood[ticket.id], *_begun_anew(ticket, changes[ticket.id]))
        for ticket in tickets
    }


def _changes(ctx: Context, ids: Sequence[int]) -> dict[int, list[TicketEntry]]:
    """When each of these was opened again or became as urgent as it then was, oldest first."""
    found: dict[int, list[TicketEntry]] = {id_: [] for id_ in ids}
    rows = select(TicketEntry).where(
        TicketEntry.ticket_id.in_(ids),
        TicketEntry.kind.in_((Said.REOPENED, Said.SORTED, Said.JOINED)),
        TicketEntry.undone_at.is_(None),
    )
    for row in ctx.session.scalars(rows.order_by(TicketEntry.id)):
        if row.kind is Said.REOPENED or row.facts.get("was"):
            found[row.ticket_id].append(row)
    return found


def _begun_anew(
    ticket: Ticket, changes: Sequence[TicketEntry]
) -> tuple[list[datetime], dict[datetime, Sequence[str]]]:
    """When clocks of its present urgency may have begun anew, and which were late then: when it was
    opened again, and when it became so urgent first."""
    known = [row for row in changes if row.kind is not Said.REOPENED]
    level = Urgency(known[0].facts["was"]) if known else ticket.urgency
    reached = not is_more_urgent(ticket.urgency, level)
    again, late_then = list[datetime](), dict[datetime, Sequence[str]]()
    for row in changes:
        if row.kind is Said.REOPENED:
            again.append(row.at)
            reached = not is_more_urgent(ticket.urgency, level)
            continue
        level = Urgency(row.facts["urgency"])
        if not reached and not is_more_urgent(ticket.urgency, level):
            again.append(row.at)
            late_then[row.at] = row.facts["late"]
            reached = True
    return again, late_then


office_calendar.AFTER_CHANGE.append(recompute)
