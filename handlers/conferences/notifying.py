"""Who hears of a conference, at what price: those who attend, and whoever asked for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.conferences import attending, meetings
from handlers.conferences.meetings import Meeting
from handlers.context import Context
from handlers.tickets import access, answering
from models.people import Person
from models.tickets import Ticket

MOVED, CANCELLED = "conference.moved", "conference.cancelled"


def concerned(ctx: Context, ticket: Ticket) -> list[Person]:
    """Everybody who should hear of it, each once: who attends, and whose ticket it is."""
    found = {person.id: person for person in attending.people(ctx, ticket.id)}
    query = select(Person).where(
        Person.id.in_(access.parties(ctx, ticket)), Person.erased_at.is_(None)
    )
    found |= {person.id: person for person in ctx.session.scalars(query)}
    return [found[id_] for id_ in sorted(found)]


def reached(ctx: Context, people: list[Person]) -> list[str]:
    """The accounts of those who would read it. Whoever does it is answered and not told."""
    accounts = [person.line_user for person in people if person.line_user != ctx.actor.line_user]
    return [one for one in accounts if one and telling.reachable(ctx, one)]


def push(ctx: Context, ticket: Ticket, kind: str, data: dict[str, Any], to: list[str]) -> None:
    """One paid message each. What was offered of it before is old."""
    for line_user in to:
        telling.drop_held(ctx, line_user, key(ticket.id, line_user))
        telling.tell(ctx, line_user, kind, data, ref=f"ticket:{ticket.id}", pressing=True)


def offer(ctx: Context, meeting: Meeting, kind: str, data: dict[str, Any], to: list[str]) -> None:
    """With their next free reply, if that comes before it is over; never paid."""
    ticket = meeting.ticket
    telling.offer_all(
        ctx, {one: key(ticket.id, one) for one in to}, kind, data,
        ref=f"ticket:{ticket.id}", until=meeting.ends,
    )  # fmt: skip


def called_off(ctx: Context, ticket: Ticket) -> None:
    """It does not take place: those who attend hear so for nothing.

    For whoever closes the ticket, before its rooms are given back.
    """
    meeting = meetings.of_ticket(ctx, ticket)
    if meeting is None or meeting.ends <= ctx.now:
        return
    telling.drop_offers(ctx, key(ticket.id, ""), error="it does not take place")
    to = reached(ctx, attending.people(ctx, ticket.id))
    offer(ctx, meeting, CANCELLED, meeting.to_json(link=False), to)


def key(ticket_id: int, line_user: str) -> str:
    """Under which what is offered to somebody of a conference is held."""
    return f"conference:{ticket_id}:{line_user}"


answering.WITHDRAWN.append(called_off)
