"""A conference goes on elsewhere: everybody who attends is told, once, at a price shown before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import budget, leases
from handlers.bookings import fallbacks
from handlers.conferences import meetings, notifying
from handlers.conferences.meetings import CHANNEL, Meeting
from handlers.context import Context
from handlers.people import Me
from handlers.tickets import clocks, trail
from handlers.tickets.access import access_ticket
from models.errors import NotFound, Outdated, Refusal
from models.rights import Act
from models.spending import Pot
from models.tickets import UNTAKEN, Said, Ticket, TicketStatus

#: A button carries it: longer ones do not fit.
LONGEST_LINK = 160


class AlreadyTold(Refusal):
    """Everybody was told of a move since the card was drawn: nobody is told twice."""

    def __init__(self, channel: str, at: datetime, pushed: int, offered: int) -> None:
        super().__init__(f"moved to {channel} at {at}")
        self.channel, self.at, self.pushed, self.offered = channel, at, pushed, offered


class TooDear(Refusal):
    """The month's messages do not hold it."""

    def __init__(self, price: Price) -> None:
        super().__init__(f"{price}")
        self.price = price


class PriceChanged(Refusal):
    """More people would be told now than was shown."""

    def __init__(self, shown: int, now: int) -> None:
        super().__init__(f"{shown} shown, {now} now")
        self.shown, self.now = shown, now


class LinkTooLong(Refusal):
    """The way in does not fit on a button."""


@dataclass(frozen=True)
class Price:
    """A message for each of `people`. `left` of the month beside what is kept for incidents, None
    where there is no limit or it is not known; `missed` attend and cannot be told here."""

    people: int
    left: int | None
    missed: int = 0

    @property
    def fits(self) -> bool:
        """Do the month's messages hold it?"""
        return self.left is None or self.people <= self.left


@dataclass(frozen=True)
class Switched:
    """It goes on elsewhere, and so many were told: pushed at a message each, or offered."""

    meeting: Meeting
    pushed: int = 0
    offered: int = 0
    missed: int = 0


def look(ctx: Context, me: Me, ticket_id: int, version: int | None = None) -> Meeting:
    """The conference, for whoever may move it. Raises as `switch`."""
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, for_update=False)
    return _as_seen(ctx, ticket, version)


def price(ctx: Context, meeting: Meeting) -> Price:
    """What it would cost to tell everybody now."""
    every = notifying.concerned(ctx, meeting.ticket)
    others = [person for person in every if person.line_user != ctx.actor.line_user]
    people = len(notifying.reached(ctx, others))
    return Price(people, budget.spendable(ctx, Pot.SERVICE), len(others) - people)


def proposed(ctx: Context, meeting: Meeting) -> str | None:
    """Where it goes on by the office's order; None after the last."""
    return fallbacks.next_after(ctx, meeting.channel)


def switch(
    ctx: Context,
    me: Me,
    ticket_id: int,
    version: int | None,
    channel: str,
    link: str = "",
    *,
    words: str,
    shown: int | None,
) -> Switched:
    """Let it go on on another channel, and tell everybody: `shown` is the price that was seen,
    None for nothing (with their next free replies). `words` stand in the ticket's trail.

    Raises NotFound, NotAllowed, WrongState, Outdated, AlreadyTold, TooDear, PriceChanged.
    """
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET)
    meeting = _as_seen(ctx, ticket, version)
    if channel not in fallbacks.channels(ctx):
        raise NotFound("channel", channel)
    link = link_of(link)
    costs = _afford(ctx, meeting, shown) if shown is not None else price(ctx, meeting)
    to = notifying.reached(ctx, notifying.concerned(ctx, ticket))
    pushed, offered = (len(to), 0) if shown is not None else (0, len(to))
    _write(ctx, me, meeting, words, channel=channel, link=link, pushed=pushed, offered=offered)
    now = meetings.ahead(ctx, ticket)
    data = {**now.to_json(link=True), "was": meeting.channel}
    if shown is not None:
        notifying.push(ctx, ticket, notifying.MOVED, data, to)
    else:
        notifying.offer(ctx, now, notifying.MOVED, data, to)
    return Switched(now, pushed, offered, costs.missed)


def link_of(text: str) -> str:
    """The way in as it was typed, on one line. Raises LinkTooLong."""
    link = " ".join(text.split())
    if len(link) > LONGEST_LINK:
        raise LinkTooLong
    return link


def _as_seen(ctx: Context, ticket: Ticket, version: int | None) -> Meeting:
    """The conference, unless it has moved, or the ticket has changed, since it was seen."""
    meeting = meetings.ahead(ctx, ticket)
    if version is None or version == ticket.version:
        return meeting
    last = meeting.moved
    if last is not None and last.version > version:
        facts = last.facts
        raise AlreadyTold(meeting.channel, last.at, facts["pushed"], facts["offered"])
    raise Outdated("ticket", ticket.id)


def _afford(ctx: Context, meeting: Meeting, shown: int) -> Price:
    # Two that are paid for at once must not each spend the same messages.
    leases.one_claimer(ctx.session, "conference_price")
    costs = price(ctx, meeting)
    if costs.people > shown:
        raise PriceChanged(shown, costs.people)
    if not costs.fits:
        raise TooDear(costs)
    return costs


def _write(ctx: Context, me: Me, meeting: Meeting, words: str, **facts: Any) -> None:
    """The move in the ticket's trail. It cannot be undone: people were told."""
    ticket = meeting.ticket
    ticket.technician_id = ticket.technician_id or me.id
    if ticket.status in UNTAKEN:
        ticket.move(TicketStatus.ASSIGNED, at=ctx.now)
    else:
        ticket.touch(at=ctx.now)
    clocks.spoke(ctx, ticket)
    assert CHANNEL in facts
    trail.write(ctx, ticket, Said.MESSAGE, me, words=words, was=meeting.channel, **facts)
