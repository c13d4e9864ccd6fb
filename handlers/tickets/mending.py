"""Putting tickets right: two of the same into one, one of two matters into two, a slip undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from handlers import bookings
from handlers.context import Context
from handlers.people import Me
from handlers.requests.numbering import next_number
from handlers.tickets import clocks, notifying, trail
from handlers.tickets.access import access_ticket, parties
from handlers.tickets.faults import leave_ended
from handlers.tickets.owners import owner_group
from handlers.tickets.vocabulary import PREFIX
from models.errors import Refusal, WrongState
from models.ratings import Rating, RatingItem
from models.rights import Act
from models.tickets import (
    OPEN,
    Category,
    Ending,
    Said,
    Ticket,
    TicketEntry,
    TicketParty,
    TicketPause,
    TicketStatus,
)

#: A slip is undone soon or not at all.
UNDOABLE = timedelta(days=1)


class NotMergeable(Refusal):
    """Two schools' or offices' tickets, or a ticket and itself: several are an incident. Nor what
    holds a room or equipment: that would be nobody's."""


class NothingToUndo(Refusal):
    """The last change is another's, too old, or none that can be taken back."""


def merge(ctx: Context, me: Me, ticket_id: int, version: int | None, into_id: int) -> Ticket:
    """This ticket goes on in another one of the same school. Returns that other one."""
    first, second = sorted((ticket_id, into_id))
    for one in (first, second):  # locked in one order, so that two mergers never wait in a ring
        access_ticket(ctx, me, one, Act.WORK_TICKET)
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, version=version)
    into = access_ticket(ctx, me, into_id, Act.WORK_TICKET)
    if ticket.id == into.id or not _of_one_place(ticket, into) or _books(ctx, ticket):
        raise NotMergeable
    if into.status not in OPEN:
        raise WrongState("ticket", into.status.value)
    before, joined = trail.snapshot(ticket), sorted(parties(ctx, ticket) - parties(ctx, into))
    ticket.close(Ending.MERGED, at=ctx.now)
    ticket.merged_into_id = into.id
    clocks.stop(ctx, ticket)
    for person_id in joined:
        ctx.session.add(TicketParty(ticket_id=into.id, person_id=person_id, joined_at=ctx.now))
    into.touch(at=ctx.now)
    trail.write(
        ctx, ticket, Said.MERGED, me, before=before, into=into.id, number=_number(into),
        joined=joined,
    )  # fmt: skip
    trail.write(ctx, into, Said.MERGED, me, words=ticket.subject, of=ticket.id,
                number=_number(ticket))  # fmt: skip
    notifying.offer_parties(ctx, ticket, "ticket.merged", {"into": _number(into)})
    return into


def split(
    ctx: Context,
    me: Me,
    ticket_id: int,
    version: int | None,
    words: str,
    category: Category,
) -> Ticket:
    """A second matter of the same reporter becomes a ticket of its own. Returns the new one."""
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, version=version)
    year, number = next_number(ctx, PREFIX)
    same = ("reporter_id", "reporter", "school_code", "place", "channel", "urgency", "location")
    new = Ticket(
        **{name: getattr(ticket, name) for name in same},
        prefix=PREFIX, fiscal_year=year, number=number, answers={}, category=category,
        subject=words.strip(), filed_by_id=me.id, owner_group=owner_group(ctx, category),
        status=TicketStatus.REPORTED, version=1, reopened=0, opened_at=ctx.now,
        changed_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(new)
    ctx.session.flush()
    clocks.reckon(ctx, new)
    ticket.touch(at=ctx.now)
    trail.write(ctx, new, Said.REPORT, me, words=new.subject, split_from=_number(ticket))
    trail.write(ctx, ticket, Said.SPLIT, me, words=new.subject, into=new.id, number=_number(new))
    notifying.to_staff(ctx, new)
    notifying.offer_parties(ctx, new, "ticket.split", {"of": _number(ticket)})
    return new


def last_change(ctx: Context, ticket: Ticket) -> TicketEntry | None:
    """What would be undone now; None for nothing."""
    found = ctx.session.scalar(
        select(TicketEntry)
        .where(TicketEntry.ticket_id == ticket.id, TicketEntry.undone_at.is_(None))
        .order_by(TicketEntry.place.desc())
        .limit(1)
    )
    fresh = found is not None and found.at > ctx.now - UNDOABLE
    usable = found is not None and found.before is not None and found.version == ticket.version
    return found if fresh and usable else None


def undo(ctx: Context, me: Me, ticket_id: int, version: int | None = None) -> Ticket:
    """Take one's own last change back. What the reporter was told is not untold: the notice that
    is still held is dropped, and one that was read is set right by the next."""
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, version=version)
    entry = last_change(ctx, ticket)
    if entry is None or entry.before is None or entry.by_id != me.id:
        raise NothingToUndo
    now = trail.snapshot(ticket)
    trail.restore(ticket, entry.before)
    _clocks_back(ctx, ticket, entry)
    leave_ended(ctx, ticket)
    _merged_back(ctx, ticket, entry.facts)
    if now["status"] == TicketStatus.SOLVED and ticket.status is not TicketStatus.SOLVED:
        _rating_back(ctx, ticket)
    entry.undone_at = ctx.now
    ticket.touch(at=ctx.now)
    clocks.reckon(ctx, ticket)
    trail.write(ctx, ticket, Said.UNDONE, me, internal=True, of=entry.kind.value)
    told = entry.kind in (Said.SOLUTION, Said.VISIT)
    if told:
        notifying.offer_parties(ctx, ticket, "ticket.undone", {"what": entry.kind.value})
    elif entry.kind in (Said.TAKEN, Said.MERGED):
        notifying.forget(ctx, ticket)
    return ticket


def alike(ctx: Context, ticket: Ticket) -> list[Ticket]:
    """Other open tickets of the same school: what this one could be merged into."""
    if _books(ctx, ticket):
        return []
    query = select(Ticket).where(
        Ticket.id != ticket.id,
        Ticket.status.in_(OPEN),
        Ticket.school_code == ticket.school_code
        if ticket.school_code
        else (Ticket.school_code.is_(None) & (Ticket.place == ticket.place)),
    )
    return list(ctx.session.scalars(query.order_by(Ticket.id.desc()).limit(8)))


def _clocks_back(ctx: Context, ticket: Ticket, entry: TicketEntry) -> None:
    """A pause that the change began goes; one that it ended goes on."""
    stands = ticket.status in (TicketStatus.WAITING_REPORTER, TicketStatus.SOLVED)
    rows = ctx.session.scalars(
        select(TicketPause).where(TicketPause.ticket_id == ticket.id).order_by(TicketPause.id)
    ).all()
    for row in rows:
        if row.began_at == entry.at and not stands:
            ctx.session.delete(row)
        elif row.ended_at == entry.at and stands:
            row.ended_at = None
    ctx.session.flush()


def _merged_back(ctx: Context, ticket: Ticket, facts: dict[str, Any]) -> None:
    into = int(facts.get("into") or 0)
    for person_id in facts.get("joined") or () if into else ():
        party = ctx.session.get(TicketParty, (into, person_id))
        if party is not None and not _of_their_own(ctx, into, person_id):
            ctx.session.delete(party)
    ctx.session.flush()


def _of_their_own(ctx: Context, into: int, person_id: int) -> bool:
    """Do they belong to it all the same: by a report of the same, or another ticket of theirs?"""
    said = select(TicketEntry.id).where(
        TicketEntry.ticket_id == into,
        TicketEntry.kind == Said.JOINED,
        TicketEntry.by_id == person_id,
    )
    other = select(Ticket.id).where(Ticket.merged_into_id == into, Ticket.reporter_id == person_id)
    return any(ctx.session.scalar(query.limit(1)) is not None for query in (said, other))


def _rating_back(ctx: Context, ticket: Ticket) -> None:
    """An invitation that nobody has answered goes: it is made anew at the real end."""
    rating = ctx.session.scalar(
        select(Rating).where(Rating.subject == f"ticket:{ticket.id}", Rating.rated_at.is_(None))
    )
    if rating is not None:
        ctx.session.execute(delete(RatingItem).where(RatingItem.rating_id == rating.id))
        ctx.session.delete(rating)
        ctx.session.flush()


def _of_one_place(one: Ticket, other: Ticket) -> bool:
    """Of one school; what is of none, of one group or agency."""
    same = one.school_code == other.school_code
    return same and (one.school_code is not None or one.place == other.place)


def _books(ctx: Context, ticket: Ticket) -> bool:
    return bool(bookings.of_record(ctx, f"ticket:{ticket.id}"))


def _number(ticket: Ticket) -> str:
    return f"{ticket.prefix} {ticket.number}/{ticket.fiscal_year}"
