"""Tickets as the office's own machine lists and shows them, and the standards in force."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import office_calendar
from handlers.context import Context
from handlers.office_rules import decide
from handlers.people import SYSTEM
from handlers.tickets import clocks, trail, view
from models.errors import Refusal
from models.people import Person
from models.tickets import OPEN, Category, Ticket, TicketStatus, Urgency

#: A standard is at least a minute, and at most thirty working days.
LONGEST = 30 * 420


class BadStandard(Refusal):
    """The minutes are none that can be kept: the first word comes before the solution."""


def listed(
    ctx: Context,
    *,
    status: TicketStatus | None = None,
    category: Category | None = None,
    late: bool = False,
    every: bool = False,
) -> list[dict[str, Any]]:
    """Tickets, the first due first: the open ones, those of one status or category, or all."""
    query = select(Ticket, Person.name).outerjoin(Person, Person.id == Ticket.technician_id)
    if status is not None:
        query = query.where(Ticket.status == status)
    elif not every:
        query = query.where(Ticket.status.in_(OPEN))
    if category is not None:
        query = query.where(Ticket.category == category)
    found = [
        {**view.brief(ticket), "late": view.late(ctx, ticket), "technician": name or None}
        for ticket, name in ctx.session.execute(query)
    ]
    found.sort(key=lambda told: (told["due_at"] is None, told["due_at"] or "", told["id"]))
    return [told for told in found if told["late"] or not late]


def whole(ctx: Context, ticket: Ticket) -> dict[str, Any]:
    """One ticket with everything that was said and done."""
    entries = trail.entries(ctx, ticket.id, internal=True)
    return {
        **view.work(ctx, SYSTEM, ticket),
        "trail": [view.entry(ctx, one) for one in entries],
    }


def standards(ctx: Context) -> dict[str, dict[str, int]]:
    """The standard of each urgency in force, in minutes of working time."""
    found: dict[str, dict[str, int]] = {}
    for urgency in Urgency:
        times = clocks.standard(ctx, urgency)
        found[urgency.value] = {
            name: round(getattr(times, name).total_seconds() / 60) for name in clocks.NAMES
        }
    return found


def set_standard(
    ctx: Context, urgency: Urgency, *, first: int, update: int, solve: int
) -> list[office_calendar.Moved]:
    """Another standard from now on; open tickets follow. Raises BadStandard."""
    if not 1 <= first <= solve <= LONGEST or not 1 <= update <= LONGEST:
        raise BadStandard
    for name, minutes in zip(clocks.NAMES, (first, update, solve), strict=True):
        decide(ctx, f"sla.{urgency.value}.{name}", minutes)
    return list(clocks.recompute(ctx))
