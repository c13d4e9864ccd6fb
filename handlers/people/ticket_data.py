"""What is kept of one person in tickets and around them, for the copy they may ask for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

import models.incidents  # noqa: F401  (a ticket's row names the table)
from handlers.context import Context
from models.bookings import Booking, Equipment, Room
from models.people import Person
from models.tickets import Attendance, Ticket, TicketEntry, TicketFile, TicketParty


def own_tickets(ctx: Context, person: Person) -> list[Ticket]:
    """Those that they reported, and those of their school that they joined; oldest first."""
    joined = select(TicketParty.ticket_id).where(TicketParty.person_id == person.id)
    query = select(Ticket).where(or_(Ticket.reporter_id == person.id, Ticket.id.in_(joined)))
    return list(ctx.session.scalars(query.order_by(Ticket.id)))


def ticket_copy(ctx: Context, person: Person, row: Ticket) -> dict[str, Any]:
    """A ticket as far as it is of this person: nothing of whoever else reported the same, and
    nothing that staff wrote for each other."""
    found: dict[str, Any] = {
        "number": f"{row.prefix} {row.number}/{row.fiscal_year}",
        "category": row.category.value,
        "urgency": row.urgency.value,
        "place": row.place,
        "status": row.status.value,
        "channel": row.channel.value,
        "opened_at": row.opened_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
    }
    if row.reporter_id == person.id:
        found |= {
            "subject": row.subject,
            "reporter": row.reporter,
            "answers": row.answers,
            "asset": row.asset,
            "location": row.location,
        }
    theirs = or_(TicketEntry.by_id == person.id, TicketEntry.by_staff)
    seen = (TicketEntry.ticket_id == row.id, TicketEntry.internal.is_(False), theirs)
    said = ctx.session.scalars(select(TicketEntry).where(*seen).order_by(TicketEntry.place))
    files = ctx.session.scalars(
        select(TicketFile)
        .join(TicketEntry, TicketEntry.id == TicketFile.entry_id)
        .where(*seen, TicketFile.removed_at.is_(None))
        .order_by(TicketFile.id)
    )
    return {
        **found,
        "said": [f"{one.at.isoformat()} {one.words}" for one in said if one.words],
        "files": [one.name or one.kind for one in files],
    }


def bookings_copy(ctx: Context, person: Person) -> list[dict[str, Any]]:
    """Rooms and equipment that they booked, or that were booked for a ticket of theirs."""
    own = [f"ticket:{row.id}" for row in own_tickets(ctx, person) if row.reporter_id == person.id]
    rows = ctx.session.execute(
        select(Booking, Room.name, Equipment.name)
        .outerjoin(Room, Room.slug == Booking.room_slug)
        .outerjoin(Equipment, Equipment.slug == Booking.equipment_slug)
        .where(or_(Booking.made_by_id == person.id, Booking.subject.in_(own)))
        .order_by(Booking.id)
    )
    return [
        {
            "resource": room or equipment, "quantity": row.quantity,
            "from": row.starts_at.isoformat(), "until": row.ends_at.isoformat(),
            "status": row.status.value, "made_at": row.made_at.isoformat(),
        }
        for row, room, equipment in rows
    ]  # fmt: skip


def conferences_copy(ctx: Context, person: Person) -> list[dict[str, Any]]:
    """The conferences that they said they attend."""
    rows = ctx.session.execute(
        select(Ticket, Attendance.at)
        .join(Attendance, Attendance.ticket_id == Ticket.id)
        .where(Attendance.person_id == person.id)
        .order_by(Ticket.id)
    )
    return [
        {
            "number": f"{row.prefix} {row.number}/{row.fiscal_year}", "subject": row.subject,
            "made_at": at.isoformat(),
        }
        for row, at in rows
    ]  # fmt: skip
