"""An incident begins: from tickets that are one fault, or by itself, or as work that is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from handlers.context import Context
from handlers.incidents import notifying
from handlers.incidents.access import access_incident, audited, number, require
from handlers.people import Me
from handlers.requests.numbering import next_number
from handlers.tickets import trail
from handlers.tickets.access import access_ticket
from handlers.tickets.vocabulary import INCIDENT_PREFIX
from handlers.tickets.working import NothingSaid
from models.errors import NotFound, Refusal, WrongState
from models.incidents import Incident, IncidentStatus
from models.rights import Act
from models.tickets import OPEN, Category, Said, Ticket, TicketStatus

#: Reports of other schools within this time may be of the same fault.
ALIKE = timedelta(days=3)
LONGEST = 600
_MOST_ALIKE = 200


class NotInOrder(Refusal):
    """Planned work ends after it begins, and not in the past."""


@dataclass(frozen=True)
class Fault:
    """What is announced. `schools` None: all of the office. `starts_at` None: it is there now."""

    category: Category
    words: str
    schools: Sequence[str] | None = None
    starts_at: datetime | None = None
    until: datetime | None = None


def open_incident(ctx: Context, me: Me | None, fault: Fault) -> Incident:
    """An incident without tickets, or planned work. `me` None: at the office's own machine.

    Raises NotAllowed, NothingSaid, NotInOrder.
    """
    group = require(ctx, me, fault.category)
    starts_at = fault.starts_at or ctx.now
    if fault.until is not None and fault.until <= max(starts_at, ctx.now):
        raise NotInOrder
    year, n = next_number(ctx, INCIDENT_PREFIX)
    incident = Incident(
        prefix=INCIDENT_PREFIX,
        fiscal_year=year,
        number=n,
        category=fault.category,
        words=said(fault.words),
        schools=None if fault.schools is None else sorted(set(fault.schools)),
        owner_group=group,
        status=IncidentStatus.OPEN,
        version=1,
        opened_at=ctx.now,
        opened_by_id=me.id if me else None,
        starts_at=starts_at,
        until=fault.until,
    )
    ctx.session.add(incident)
    ctx.session.flush()
    audited(ctx, "opened", incident)
    return incident


def from_ticket(
    ctx: Context,
    me: Me,
    ticket_id: int,
    version: int | None,
    words: str,
    others: Iterable[int] = (),
) -> Incident:
    """A ticket, and the chosen ones that are alike, become one incident of their schools.

    Raises NotFound, NotAllowed, Outdated, NothingSaid, and WrongState for a ticket that is done
    with or belongs to an incident already.
    """
    ids = sorted({ticket_id, *others})
    # Locked in one order, so that two who put together what overlaps never wait in a ring.
    tickets = {one: _attachable(access_ticket(ctx, me, one, Act.WORK_TICKET)) for one in ids}
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, version=version)
    schools = [t.school_code for t in tickets.values() if t.school_code]
    incident = open_incident(ctx, me, Fault(ticket.category, words, schools))
    for one in tickets.values():
        _hang(ctx, me, incident, one)
    return incident


def attach(
    ctx: Context, me: Me, incident_id: int, version: int | None, ticket_ids: Iterable[int]
) -> Incident:
    """More tickets belong to it. People of schools that it did not concern before are told.

    Raises NotFound, NotAllowed, Outdated, WrongState.
    """
    incident = open_one(access_incident(ctx, me, incident_id, version))
    tickets = [
        _attachable(access_ticket(ctx, me, one, Act.WORK_TICKET)) for one in sorted(set(ticket_ids))
    ]
    new = incident.widen([t.school_code for t in tickets if t.school_code])
    for ticket in tickets:
        _hang(ctx, me, incident, ticket)
    if new and incident.announced_at is not None:
        notifying.offer(ctx, incident, new)
    audited(ctx, "attached", incident, tickets=[t.id for t in tickets])
    return incident


def detach(ctx: Context, me: Me, incident_id: int, version: int | None, ticket_id: int) -> Incident:
    """This ticket is something else after all: it goes on by itself.

    Raises NotFound, also for a ticket that does not hang on it, NotAllowed, Outdated.
    """
    incident = open_one(access_incident(ctx, me, incident_id, version))
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET)
    if ticket.incident_id != incident.id:
        raise NotFound("ticket", ticket_id)
    before = trail.snapshot(ticket)
    ticket.incident_id = None
    ticket.touch(at=ctx.now)
    incident.touch()
    trail.write(
        ctx, ticket, Said.INCIDENT, me, before=before, internal=True, out_of=number(incident)
    )
    audited(ctx, "detached", incident, tickets=[ticket.id])
    return incident


def reword(
    ctx: Context, me: Me | None, incident_id: int, version: int | None, words: str
) -> Incident:
    """Other words for people. Offers that were not carried yet carry the new ones."""
    incident = access_incident(ctx, me, incident_id, version)
    incident.reword(said(words))
    notifying.offer_anew(ctx, incident)
    audited(ctx, "reworded", incident)
    return incident


def alike(ctx: Context, ticket: Ticket) -> list[Ticket]:
    """Open tickets of other schools that may be the same fault, newest first."""
    query = _loose(ctx, ticket.category).where(
        Ticket.id != ticket.id, Ticket.school_code.is_distinct_from(ticket.school_code)
    )
    return list(ctx.session.scalars(query))


def loose(ctx: Context, incident: Incident) -> list[Ticket]:
    """Open tickets of the same kind that belong to no incident, newest first."""
    return list(ctx.session.scalars(_loose(ctx, incident.category)))


def said(words: str) -> str:
    """The words, cut to what fits a card. Raises NothingSaid for none."""
    if not words.strip():
        raise NothingSaid
    return words.strip()[:LONGEST]


def open_one(incident: Incident) -> Incident:
    """The incident, if it goes on. Raises WrongState when it has ended."""
    if incident.status is not IncidentStatus.OPEN:
        raise WrongState("incident", incident.status.value)
    return incident


def _loose(ctx: Context, category: Category) -> Select[Ticket]:
    return (
        select(Ticket)
        .where(
            Ticket.category == category,
            Ticket.status.in_(OPEN),
            Ticket.form.is_(None),
            Ticket.incident_id.is_(None),
            Ticket.opened_at > ctx.now - ALIKE,
        )
        .order_by(Ticket.id.desc())
        .limit(_MOST_ALIKE)
    )


def _attachable(ticket: Ticket) -> Ticket:
    if ticket.status not in OPEN:
        raise WrongState("ticket", ticket.status.value)
    if ticket.incident_id is not None:
        raise WrongState("ticket", "incident")
    return ticket


def _hang(ctx: Context, me: Me, incident: Incident, ticket: Ticket) -> None:
    """The ticket belongs to the incident, and is in the hands of whoever put it there if nobody
    had it: the fault is worked on once."""
    before = trail.snapshot(ticket)
    ticket.incident_id = incident.id
    if me.id != ticket.reporter_id:
        ticket.technician_id = ticket.technician_id or me.id
    if ticket.technician_id and ticket.status in (TicketStatus.REPORTED, TicketStatus.REOPENED):
        ticket.move(TicketStatus.ASSIGNED, at=ctx.now)
    else:
        ticket.touch(at=ctx.now)
    trail.write(
        ctx, ticket, Said.INCIDENT, me, words=incident.words, before=before,
        incident=incident.id, number=number(incident),
    )  # fmt: skip
    ctx.session.flush()
