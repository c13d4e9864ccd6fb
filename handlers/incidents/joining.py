"""A report of what is known already: counted and told of the end, and nobody is called anew."""

from __future__ import annotations

from sqlalchemy import select

from handlers.context import Context
from handlers.incidents import notifying
from handlers.incidents.access import number
from handlers.incidents.opening import open_one
from handlers.people import Me, as_me
from handlers.tickets import clocks, trail
from handlers.tickets.access import of_group
from handlers.tickets.opening import Report, open_ticket
from models.errors import NotFound
from models.incidents import Incident, IncidentStatus
from models.people import Person
from models.rights import Act
from models.tickets import Category, Said, Ticket, TicketStatus


def concerning(ctx: Context, school_code: str | None, category: Category) -> list[Incident]:
    """Incidents that a new report of this school may belong to, the newest first.

    Those that it concerns, or that a ticket of the same school (or of the office itself) hangs
    on; not what is planned and has not begun.
    """
    rows = ctx.session.scalars(
        select(Incident)
        .where(
            Incident.status == IncidentStatus.OPEN,
            Incident.category == category,
            Incident.starts_at <= ctx.now,
        )
        .order_by(Incident.id.desc())
    ).all()
    return [r for r in rows if r.concerns(school_code) or _has_ticket_of(ctx, r, school_code)]


def join_incident(ctx: Context, me: Me, incident_id: int, report: Report) -> Ticket:
    """A ticket of its own that hangs on the incident: it is counted, and told when it is over.

    It is in the hands of whoever opened the incident; nobody of the staff is told anew. That the
    reporter reads what staff wrote of the fault is the first response.
    Raises NotFound, WrongState when the incident has ended meanwhile, and what `open_ticket` does.
    """
    incident = ctx.session.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    if incident is None:
        raise NotFound("incident", incident_id)
    open_one(incident)
    ticket = open_ticket(ctx, me, report, quietly=True)
    ticket.incident_id = incident.id
    _in_hand(ctx, incident, ticket)
    clocks.spoke(ctx, ticket)
    trail.write(
        ctx, ticket, Said.INCIDENT, None, words=incident.words,
        incident=incident.id, number=number(incident),
    )  # fmt: skip
    notifying.seen(ctx, ctx.actor.line_user, [incident.id])
    return ticket


def _in_hand(ctx: Context, incident: Incident, ticket: Ticket) -> None:
    opener = ctx.session.get(Person, incident.opened_by_id) if incident.opened_by_id else None
    able = as_me(ctx, opener).may(Act.WORK_TICKET, of_group(ticket))
    if opener is None or not able or opener.id == ticket.reporter_id:
        ticket.touch(at=ctx.now)
        return
    ticket.technician_id = opener.id
    ticket.move(TicketStatus.ASSIGNED, at=ctx.now)


def _has_ticket_of(ctx: Context, incident: Incident, school_code: str | None) -> bool:
    same = Ticket.school_code.is_not_distinct_from(school_code)
    query = select(Ticket.id).where(Ticket.incident_id == incident.id, same).limit(1)
    return ctx.session.scalar(query) is not None
