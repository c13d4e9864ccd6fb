"""When and where a conference is, and on which channel: by its bookings and by what was told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.people import today
from handlers.tickets.view import brief
from handlers.workdays import BANGKOK
from models.bookings import Booking, BookingStatus, Room
from models.errors import NotFound, WrongState
from models.tickets import Said, Ticket, TicketEntry, TicketStatus

#: The form by which one is asked for.
FORM = "conference"
#: So far ahead they are listed.
AHEAD_DAYS = 7
#: The fact of a ticket's entry by which it went on elsewhere.
CHANNEL = "channel"


@dataclass(frozen=True)
class Meeting:
    """A conference that takes place. `moved`: the entry by which it went on elsewhere last."""

    ticket: Ticket
    starts: datetime
    ends: datetime
    rooms: tuple[str, ...]
    moved: TicketEntry | None = None

    @property
    def channel(self) -> str:
        """Where it is now: the one of the invitation until it moved."""
        if self.moved is not None:
            return str(self.moved.facts[CHANNEL])
        return str(self.ticket.answers.get("channel") or "")

    @property
    def link(self) -> str:
        """How to get in, where it moved to; "" where none was given."""
        return str(self.moved.facts.get("link") or "") if self.moved else ""

    def to_json(self, *, link: bool) -> dict[str, Any]:
        """For a card. `link`: also how to get in; that is for those who attend."""
        return {
            **brief(self.ticket),
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "rooms": list(self.rooms),
            "channel": self.channel,
            "moved_at": self.moved.at.isoformat() if self.moved else None,
            "link": self.link if link else "",
        }


def coming(ctx: Context) -> list[Meeting]:
    """Those that go on or begin within a week, soonest first; not what is withdrawn or closed."""
    horizon = datetime.combine(
        today(ctx) + timedelta(days=AHEAD_DAYS + 1), datetime.min.time(), BANGKOK
    )
    subjects = ctx.session.scalars(
        select(Booking.subject).where(
            Booking.status == BookingStatus.BOOKED,
            Booking.room_slug.is_not(None),
            Booking.subject.startswith("ticket:", autoescape=True),
            Booking.ends_at > ctx.now,
            Booking.starts_at < horizon,
        )
    )
    ids = {int(subject.removeprefix("ticket:")) for subject in subjects}
    query = select(Ticket).where(
        Ticket.id.in_(ids), Ticket.form == FORM, Ticket.status != TicketStatus.CLOSED
    )
    found = _meetings(ctx, list(ctx.session.scalars(query.order_by(Ticket.id))))
    return sorted(found, key=lambda one: (one.starts, one.ticket.id))


def of_ticket(ctx: Context, ticket: Ticket) -> Meeting | None:
    """The conference that this ticket asks for; None where it asks for none, or no room of it is
    booked any more."""
    return next(iter(_meetings(ctx, [ticket])), None)


def ahead(ctx: Context, ticket: Ticket) -> Meeting:
    """The conference, while it is to come or goes on.

    Raises NotFound for a ticket of another form, WrongState (closed, cancelled, over).
    """
    if ticket.form != FORM:
        raise NotFound(FORM, ticket.id)
    if ticket.status is TicketStatus.CLOSED:
        raise WrongState(FORM, "closed")
    meeting = of_ticket(ctx, ticket)
    if meeting is None:
        raise WrongState(FORM, "cancelled")
    if meeting.ends <= ctx.now:
        raise WrongState(FORM, "over")
    return meeting


def locked(ctx: Context, ticket_id: int) -> Ticket:
    """The ticket, locked: whoever joins and whoever moves it do so one after the other."""
    ticket = ctx.session.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    if ticket is None or ticket.form != FORM:
        raise NotFound(FORM, ticket_id)
    return ticket


def _meetings(ctx: Context, tickets: Sequence[Ticket]) -> list[Meeting]:
    conferences = {f"ticket:{one.id}": one for one in tickets if one.form == FORM}
    booked: dict[str, list[tuple[Booking, Room]]] = {}
    rows = ctx.session.execute(
        select(Booking, Room)
        .join(Room, Room.slug == Booking.room_slug)
        .where(Booking.subject.in_(conferences), Booking.status == BookingStatus.BOOKED)
        .order_by(Booking.starts_at, Booking.id)
    )
    for booking, room in rows:
        booked.setdefault(booking.subject, []).append((booking, room))
    moved = _moved(ctx, [one.id for one in conferences.values()])
    return [
        Meeting(
            ticket=conferences[subject],
            starts=min(booking.starts_at for booking, _ in found),
            ends=max(booking.ends_at for booking, _ in found),
            rooms=tuple(dict.fromkeys(room.name for _, room in found)),
            moved=moved.get(conferences[subject].id),
        )
        for subject, found in booked.items()
    ]


def _moved(ctx: Context, ids: Collection[int]) -> dict[int, TicketEntry]:
    """The last move of each of these tickets."""
    rows = ctx.session.scalars(
        select(TicketEntry)
        .where(
            TicketEntry.ticket_id.in_(ids),
            TicketEntry.kind == Said.MESSAGE,
            TicketEntry.by_staff,
            TicketEntry.undone_at.is_(None),
        )
        .order_by(TicketEntry.place)
    )
    return {row.ticket_id: row for row in rows if CHANNEL in row.facts}
