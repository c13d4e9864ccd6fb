"""What the reporter does with their ticket: add words and photos, answer, confirm, reopen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import bookings
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.tickets import clocks, notifying, trail
from handlers.tickets.access import access_ticket
from handlers.tickets.faults import leave_ended
from handlers.tickets.working import NothingSaid
from models.bookings import Booking
from models.errors import WrongState
from models.people import Person
from models.rights import Act
from models.tickets import OPEN, Ending, Said, Ticket, TicketEntry, TicketParty, TicketStatus

S = TicketStatus
LONGEST = 2000
#: Photos within this time of the first are sent together.
TOGETHER = timedelta(minutes=5)
#: Others who have to know that a ticket is withdrawn, before what is booked for it is given back.
WITHDRAWN: list[Callable[[Context, Ticket], None]] = []


def add(
    ctx: Context,
    me: Me,
    ticket_id: int,
    words: str,
    files: Sequence[Mapping[str, Any]] = (),
    *,
    location: Mapping[str, Any] | None = None,
) -> Ticket:
    """More words or photos, or the answer to what was asked: then the clocks go on.

    Photos that are sent one after the other (a set comes so) are one entry, told of once.
    Raises WrongState when the ticket is done with: it is opened again instead.
    """
    ticket = access_ticket(ctx, me, ticket_id, Act.ADD_TO_TICKET)
    if not words.strip() and not files:
        raise NothingSaid
    if ticket.status not in OPEN:
        raise WrongState("ticket", ticket.status.value)
    if location:
        ticket.location = dict(location)
    if not words.strip() and (last := _gathering(ctx, me, ticket)) is not None:
        trail.attach(ctx, ticket, last, files)
        return ticket
    asked = ticket.status is S.WAITING_REPORTER
    if asked:
        ticket.go_on(at=ctx.now)
        clocks.go_on(ctx, ticket)
    else:
        ticket.touch(at=ctx.now)
    entry = trail.write(
        ctx, ticket, Said.MESSAGE, me, words=words[:LONGEST], as_reporter=True, answer=asked
    )
    trail.attach(ctx, ticket, entry, files)
    notifying.to_staff(ctx, ticket, gather=not asked)
    return ticket


def _gathering(ctx: Context, me: Me, ticket: Ticket) -> TicketEntry | None:
    """The entry of the photos that this person sent just now; None when anything came after."""
    of = select(TicketEntry).where(TicketEntry.ticket_id == ticket.id)
    last = ctx.session.scalars(of.order_by(TicketEntry.place.desc()).limit(1)).first()
    if last is None or last.kind is not Said.MESSAGE or last.by_id != me.id or last.by_staff:
        return None
    return last if not last.words and last.at > ctx.now - TOGETHER else None


def confirm(ctx: Context, me: Me, ticket_id: int) -> Ticket:
    """It works. Confirming twice is confirming once."""
    ticket = access_ticket(ctx, me, ticket_id, Act.END_TICKET)
    if ticket.ending is Ending.CONFIRMED:
        return ticket
    ticket.close(Ending.CONFIRMED, at=ctx.now)
    notifying.forget(ctx, ticket)
    clocks.reckon(ctx, ticket)
    trail.write(ctx, ticket, Said.CLOSED, me, as_reporter=True, ending="confirmed")
    return ticket


def withdraw(ctx: Context, me: Me, ticket_id: int) -> Ticket:
    """It works again by itself, or is not wanted any more; whoever has it hears so for nothing, and
    so do the others who reported it: theirs may be broken still."""
    ticket = access_ticket(ctx, me, ticket_id, Act.END_TICKET)
    ticket.close(Ending.WITHDRAWN, at=ctx.now)
    for hear in WITHDRAWN:
        hear(ctx, ticket)
    if bookings.of_record(ctx, f"ticket:{ticket.id}"):
        # What was booked is the reporter's, whoever of theirs ends it.
        reporter = as_me(ctx, ctx.session.get(Person, ticket.reporter_id))
        bookings.call_off(ctx, reporter, f"ticket:{ticket.id}")
    notifying.forget(ctx, ticket)
    notifying.offer_parties(ctx, ticket, "ticket.withdrawn", {})
    clocks.stop(ctx, ticket)
    trail.write(ctx, ticket, Said.CLOSED, me, as_reporter=True, ending="withdrawn")
    return ticket


def reopen(ctx: Context, me: Me, ticket_id: int, why: str) -> Ticket:
    """It is not mended after all: the one who had it is told, and the clock goes on.

    Raises WrongState while it is open, and where the room that it held was given back.
    """
    ticket = access_ticket(ctx, me, ticket_id, Act.END_TICKET)
    if not can_reopen(ctx, ticket):
        raise WrongState("ticket", ticket.status.value)
    ticket.reopen(at=ctx.now)
    leave_ended(ctx, ticket)
    trail.write(ctx, ticket, Said.REOPENED, me, words=why[:LONGEST], as_reporter=True)
    clocks.go_on(ctx, ticket)
    notifying.to_staff(ctx, ticket)
    return ticket


def can_reopen(ctx: Context, ticket: Ticket) -> bool:
    """May it be opened again?"""
    if ticket.status in OPEN or ticket.ending is Ending.MERGED:
        return False
    return ticket.ending is not Ending.WITHDRAWN or not _gave_back(ctx, ticket)


def _gave_back(ctx: Context, ticket: Ticket) -> bool:
    """Did it hold a room or equipment, which may be another's by now?"""
    query = select(Booking.id).where(Booking.subject == f"ticket:{ticket.id}").limit(1)
    return ctx.session.scalar(query) is not None


def own(ctx: Context, person_id: int) -> list[Ticket]:
    """A person's tickets and those that they joined, newest first."""
    joined = select(TicketParty.ticket_id).where(TicketParty.person_id == person_id)
    query = select(Ticket).where((Ticket.reporter_id == person_id) | Ticket.id.in_(joined))
    return list(ctx.session.scalars(query.order_by(Ticket.id.desc())))
