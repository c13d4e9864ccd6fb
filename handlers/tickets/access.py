"""Load a ticket and guard it, in one go: whoever may not see it is told that there is none."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me
from models.errors import NotFound, Outdated
from models.rights import Act, Thing
from models.tickets import Ticket, TicketParty

# Read by everybody's messages, so it must not try again at every letter.
_NUMBER = re.compile(r"(?<!\d)(?P<number>\d{1,6})\s{0,5}/\s{0,5}(?P<year>\d{4})(?!\d)")


def parties(ctx: Context, ticket: Ticket) -> frozenset[int]:
    """Whom the ticket belongs to: the reporter, and those of the school who joined."""
    joined = select(TicketParty.person_id).where(TicketParty.ticket_id == ticket.id)
    return frozenset({ticket.reporter_id, *ctx.session.scalars(joined)})


def thing(ctx: Context, ticket: Ticket) -> Thing:
    """The ticket, as far as rights go."""
    return Thing(
        own=parties(ctx, ticket), group_name=ticket.owner_group, school_code=ticket.school_code
    )


def of_group(ticket: Ticket) -> Thing:
    """The ticket as its group's business."""
    return Thing(group_name=ticket.owner_group, school_code=ticket.school_code)


def access_ticket(
    ctx: Context,
    me: Me,
    ticket_id: int,
    act: Act,
    *,
    version: int | None = None,
    for_update: bool = True,
) -> Ticket:
    """The ticket, locked unless told otherwise, for this act of this person.

    `version` is that of the card the person saw. Raises NotFound when there is none that they may
    see, NotAllowed, and Outdated when it has changed since the card.
    """
    ticket = ctx.session.get(
        Ticket, ticket_id, with_for_update=for_update, populate_existing=for_update
    )
    if ticket is None:
        raise NotFound("ticket", ticket_id)
    of = thing(ctx, ticket)
    if not any(me.may(a, of) for a in (Act.SEE_TICKET, act)):
        raise NotFound("ticket", ticket_id)
    me.require(act, of)
    if version is not None and ticket.version != version:
        raise Outdated("ticket", ticket_id)
    return ticket


def by_number(ctx: Context, text: str, prefix: str) -> Ticket | None:
    """The ticket that a typed number names: «จป. 1/2570»; None for none.

    Without a prefix before it the number is of the series `prefix`.
    """
    found = _NUMBER.search(text)
    if not found:
        return None
    before = text[: found.start()].split()
    if before and before[-1].endswith("."):
        prefix = before[-1]
    return ctx.session.scalar(
        select(Ticket).where(
            Ticket.number == int(found["number"]),
            Ticket.fiscal_year == int(found["year"]),
            Ticket.prefix == prefix,
        )
    )
