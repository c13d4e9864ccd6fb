"""Tickets beside the requests: listed by `สถานะ`, opened by their number. Nobody else's exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.chat.flow import Notice, Outcome
from bot.chat.reporting import card
from handlers.context import Context
from handlers.people import Me
from handlers.tickets import answering, view
from handlers.tickets.access import by_number, thing
from handlers.tickets.vocabulary import PREFIX
from models.errors import NotFound
from models.rights import Act
from models.tickets import Ticket, TicketStatus

#: One that was closed not longer ago is still listed: it may be broken again.
RECENT = timedelta(days=14)

shown, brief = card.shown, view.brief


def of(ctx: Context, who: Me) -> list[Ticket]:
    """One's own: those under way first, then those closed of late; newest first."""
    found = answering.own(ctx, who.id) if who.id is not None else []
    listed = [t for t in found if t.closed_at is None or t.closed_at > ctx.now - RECENT]
    return sorted(listed, key=lambda t: t.status is TicketStatus.CLOSED)


def opened(ctx: Context, who: Me, ticket_id: int) -> Outcome:
    """The card of this one. Raises NotFound for somebody else's."""
    return card.shown(ctx, who, card.seen(ctx, who, ticket_id))


def numbered(ctx: Context, who: Me, text: str) -> Outcome | None:
    """The card of the one whose number was typed; None where it is no ticket that they may see.

    Staff are led to the card of their work.
    """
    ticket = by_number(ctx, text, PREFIX)
    if ticket is None or not who.may(Act.SEE_TICKET, thing(ctx, ticket)):
        return None
    try:
        return opened(ctx, who, ticket.id)
    except NotFound:
        return Outcome((_for_staff(ticket),))


def _for_staff(ticket: Ticket) -> Notice:
    facts: dict[str, Any] = view.brief(ticket)
    return Notice("my_ticket.for_staff", facts)
