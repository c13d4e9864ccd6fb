"""Tickets in the inbox of the staff, and repairs in that of supplies."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from handlers.context import Context
from handlers.people import Me
from handlers.requests import tasks
from handlers.requests.tasks import Task
from handlers.tickets import silence, view
from models.people import Role
from models.repairs import MachineOwner, Repair
from models.rights import Act, Thing
from models.tickets import OPEN, Ticket, TicketStatus

#: What is to be done, by where the ticket stands.
WHAT = {
    TicketStatus.REPORTED: "ticket_new",
    TicketStatus.REOPENED: "ticket_reopened",
    TicketStatus.ADVISED: "ticket_work",
    TicketStatus.ASSIGNED: "ticket_work",
    TicketStatus.VISITING: "ticket_visit",
    TicketStatus.IN_REPAIR: "ticket_in_repair",
    TicketStatus.WAITING_REPORTER: "ticket_waiting",
}
REPAIR = "ticket_repair"
#: What a list does not read: hundreds of rows are to be there at once.
_UNREAD = (defer(Ticket.answers), defer(Ticket.reporter), defer(Ticket.location))


def queue(ctx: Context, me: Me) -> Iterator[Task]:
    """The open tickets that this person may work on: their own, and what nobody has.

    A colleague's are not in it; they are found by number, or in the list of all.
    """
    if not me.may_anywhere(Act.WORK_TICKET):
        return
    rows = ctx.session.scalars(
        select(Ticket)
        .where(
            Ticket.status.in_(OPEN),
            or_(Ticket.technician_id == me.id, Ticket.technician_id.is_(None)),
        )
        .options(*_UNREAD)
        .order_by(Ticket.solve_due_at, Ticket.id)
    ).all()
    waits, may = silence.waiting(ctx, rows), dict[str, bool]()
    for ticket in rows:
        group = ticket.owner_group
        if group not in may:
            may[group] = me.may(Act.WORK_TICKET, Thing(group_name=group))
        mine = ticket.technician_id == me.id
        # What they reported themselves is theirs to mend once they have it in hand.
        if may[group] and (mine or ticket.reporter_id != me.id):
            facts = view.brief(ticket)
            if pause := waits.get(ticket.id):
                facts |= silence.facts(ctx, pause)
            yield Task(f"ticket:{ticket.id}", WHAT[ticket.status], facts, facts["due_at"], mine)


def repairs(ctx: Context, me: Me) -> Iterator[Task]:
    """The office's machines that supplies have to see to."""
    if not any(h.role is Role.SUPPLIES for h in me.holders):
        return
    rows = ctx.session.execute(
        select(Repair, Ticket)
        .join(Ticket, Ticket.id == Repair.ticket_id)
        .where(Repair.owner == MachineOwner.OFFICE, Repair.done_at.is_(None))
        .order_by(Repair.id)
    )
    for row, ticket in rows:
        facts = {**view.brief(ticket), "machine": row.machine, "repair_id": row.id}
        yield Task(f"repair:{row.id}", REPAIR, facts, None, True)


tasks.SOURCES += [queue, repairs]
