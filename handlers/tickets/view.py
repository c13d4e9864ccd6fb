"""What a card says of a ticket, as plain JSON; the words are the doors'."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from handlers.context import Context
from handlers.people import Me
from handlers.tickets import trail
from models.people import Person
from models.repairs import Repair
from models.tickets import Ticket, TicketEntry, TicketParty, TicketView

#: Somebody who opened the card so long ago is not looking at it any more.
LOOKING = timedelta(minutes=15)


def brief(ticket: Ticket) -> dict[str, Any]:
    """What every card begins with."""
    return {
        "id": ticket.id,
        "version": ticket.version,
        "prefix": ticket.prefix,
        "number": ticket.number,
        "fiscal_year": ticket.fiscal_year,
        "form": ticket.form,
        "category": ticket.category.value,
        "urgency": ticket.urgency.value,
        "subject": ticket.subject,
        "place": ticket.place,
        "status": ticket.status.value,
        "ending": ticket.ending.value if ticket.ending else None,
        "accept": ticket.accept,
        "due_at": _iso(due_at(ticket)),
        "solve_due_at": _iso(ticket.solve_due_at),
    }


def due_at(ticket: Ticket) -> datetime | None:
    """What is due next of the three clocks."""
    known = (ticket.first_due_at, ticket.update_due_at, ticket.solve_due_at)
    return min((moment for moment in known if moment), default=None)


def work(ctx: Context, me: Me, ticket: Ticket) -> dict[str, Any]:
    """What whoever works on it has to know. Only for those who may see the notes."""
    return {
        **brief(ticket),
        "help": ticket.help,
        "asset": ticket.asset,
        "location": ticket.location,
        "details": details(ctx, ticket),
        "channel": ticket.channel.value,
        "reporter": {k: ticket.reporter.get(k) for k in ("name", "position", "phone")},
        "joined": joined(ctx, ticket.id),
        "technician": name(ctx, ticket.technician_id),
        "mine": ticket.technician_id == me.id,
        "opened_at": ticket.opened_at.isoformat(),
        "first_due_at": _iso(ticket.first_due_at),
        "update_due_at": _iso(ticket.update_due_at),
        "visit_at": _iso(ticket.visit_at),
        "late": late(ctx, ticket),
        "reopened": ticket.reopened,
        "files": len(trail.files(ctx, ticket.id, internal=True)),
        "latest": said(ctx, ticket, internal=True, most=3),
        "looking": looking(ctx, me, ticket),
        "repair": repair(ctx, ticket),
    }


def progress(ctx: Context, ticket: Ticket) -> dict[str, Any]:
    """What the reporter sees: where it stands, whose turn it is, what was said to them."""
    return {
        **brief(ticket),
        "opened_at": ticket.opened_at.isoformat(),
        "technician": name(ctx, ticket.technician_id),
        "visit_at": _iso(ticket.visit_at),
        "files": len(trail.files(ctx, ticket.id, internal=False)),
        "latest": said(ctx, ticket, internal=False, most=3),
        "joined": joined(ctx, ticket.id),
    }


def said(ctx: Context, ticket: Ticket, *, internal: bool, most: int) -> list[dict[str, Any]]:
    """The newest entries with words or files, oldest of them first; the first report is the
    subject."""
    known = trail.counted(ctx, ticket.id)
    found = [
        one
        for one in trail.entries(ctx, ticket.id, internal=internal)
        if one.place > 1 and one.undone_at is None and (one.words or one.id in known)
    ]
    return [entry(ctx, one, files=known.get(one.id, 0)) for one in found[-most:]]


def entry(ctx: Context, one: TicketEntry, *, files: int = 0) -> dict[str, Any]:
    """One entry of the trail. To reporters, staff are their posts; names are for staff. `files`
    came with it and can be seen still; its words may be blank then."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "at": one.at.isoformat(),
        "by": name(ctx, one.by_id),
        "by_id": one.by_id,
        "staff": one.by_staff,
        "internal": one.internal,
        "words": one.words or "",
        "files": files,
        "facts": one.facts,
        "undone": one.undone_at is not None,
    }


def last(ctx: Context, ticket: Ticket) -> dict[str, Any]:
    """What was said or done last, for staff."""
    one = ctx.session.scalars(
        select(TicketEntry)
        .where(TicketEntry.ticket_id == ticket.id)
        .order_by(TicketEntry.place.desc())
        .limit(1)
    ).one()
    return entry(ctx, one, files=trail.counted(ctx, ticket.id).get(one.id, 0))


def details(ctx: Context, ticket: Ticket) -> str:
    """What was filled in on the form of a service, in words; "" for trouble."""
    if ticket.form is None:
        return ""
    query = select(TicketEntry.words).where(
        TicketEntry.ticket_id == ticket.id, TicketEntry.place == 1
    )
    return ctx.session.scalar(query) or ""


def looking(ctx: Context, me: Me, ticket: Ticket) -> list[str]:
    """Who else of the staff has the card open at this moment."""
    rows = ctx.session.execute(
        select(Person.name)
        .join(TicketView, TicketView.person_id == Person.id)
        .where(
            TicketView.ticket_id == ticket.id,
            TicketView.person_id != me.id,
            TicketView.at > ctx.now - LOOKING,
        )
        .order_by(TicketView.at.desc())
    )
    return [row.name for row in rows][:3]


def look_at(ctx: Context, me: Me, ticket: Ticket) -> None:
    """Write down that this person has the card open."""
    ctx.session.merge(TicketView(ticket_id=ticket.id, person_id=me.id or 0, at=ctx.now))
    ctx.session.flush()


def joined(ctx: Context, ticket_id: int) -> int:
    """How many people of the school reported the same besides the reporter."""
    query = select(func.count()).select_from(TicketParty)
    return ctx.session.scalar(query.where(TicketParty.ticket_id == ticket_id)) or 0


def repair(ctx: Context, ticket: Ticket) -> dict[str, Any] | None:
    """Where the machine is, when it was sent for repair."""
    row = ctx.session.scalar(
        select(Repair).where(Repair.ticket_id == ticket.id).order_by(Repair.id.desc()).limit(1)
    )
    return repair_facts(row) if row is not None else None


def repair_facts(row: Repair) -> dict[str, Any]:
    """One repair: which machine, whose, and how far it is."""
    return {
        "id": row.id,
        "owner": row.owner.value,
        "machine": row.machine,
        "asset": row.asset,
        "warranty": row.warranty.value,
        "fault": row.fault,
        "asked_at": row.asked_at.isoformat(),
        "received_at": _iso(row.received_at),
        "done_at": _iso(row.done_at),
        "outcome": row.outcome.value if row.outcome else None,
    }


def late(ctx: Context, ticket: Ticket) -> bool:
    """Has one of its clocks run out?"""
    due = due_at(ticket)
    return due is not None and due < ctx.now


def name(ctx: Context, person_id: int | None) -> str | None:
    """The name of somebody; None for nobody, or somebody erased."""
    person = ctx.session.get(Person, person_id) if person_id else None
    return (person.name or None) if person else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
