"""A visit that comes near: the technician's list of the day, the reporter's word the day before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Context
from handlers.occasions import claim
from handlers.tickets import moments, notifying
from models.tickets import Ticket, TicketStatus


def today(ctx: Context, ticket: Ticket) -> bool:
    """Is it to be visited today, and has not been yet?"""
    at = _planned(ticket)
    return at is not None and moments.visit_morning(ctx, at) <= ctx.now < at


def is_news(ctx: Context, ticket: Ticket) -> bool:
    """Was it planned before today's opening? What was agreed this morning nobody has forgotten."""
    at = _planned(ticket)
    said = ticket.updated_at
    return at is not None and (said is None or said < moments.visit_morning(ctx, at))


def key(ticket: Ticket, what: str) -> str:
    """Under which this visit is spoken of once; one that is moved is another."""
    at = int(ticket.visit_at.timestamp()) if ticket.visit_at else 0
    return f"ticket:{ticket.id}:{what}:{at}"


def offer(ctx: Context, tickets: Sequence[Ticket]) -> None:
    """Who waits for a visit is reminded the working day before, if a reply goes to them anyway."""
    for ticket in tickets:
        at = _planned(ticket)
        if at is None or not _is_eve(ctx, ticket, at) or not claim(ctx, key(ticket, "coming")):
            continue
        facts = {"visit_at": at.isoformat()}
        notifying.offer_parties(ctx, ticket, "ticket.coming", facts, until=at)


def _planned(ticket: Ticket) -> datetime | None:
    return ticket.visit_at if ticket.status is TicketStatus.VISITING else None


def _is_eve(ctx: Context, ticket: Ticket, at: datetime) -> bool:
    eve, said = moments.visit_eve(ctx, at), ticket.updated_at
    return eve <= ctx.now < at and (said is None or said < eve)
