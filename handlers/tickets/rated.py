"""Tickets as the ratings and complaints know them: what they are called, who worked on them."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me
from handlers.ratings.subjects import (
    MOST_RECENT,
    RECENT,
    REOPEN,
    SERVICES,
    WORKED_ON,
    Service,
    Subject,
)
from handlers.tickets import answering
from models.tickets import Ticket, TicketEntry

_NUMBER = re.compile(r"(?P<prefix>\S{1,9}\.)\s*(?P<number>[0-9]{1,6})\s*/\s*(?P<year>[0-9]{4})")


def _describe(ctx: Context, ids: Collection[int]) -> dict[int, Subject]:
    rows = ctx.session.scalars(select(Ticket).where(Ticket.id.in_(ids)))
    return {
        row.id: Subject(
            f"ticket:{row.id}",
            f"{row.prefix} {row.number}/{row.fiscal_year}",
            row.subject,
            row.channel.value,
            row.reporter_id,
        )
        for row in rows
    }


def _recent(ctx: Context, person_id: int) -> list[int]:
    query = select(Ticket.id).where(
        Ticket.reporter_id == person_id, Ticket.opened_at > ctx.now - RECENT
    )
    return list(ctx.session.scalars(query.order_by(Ticket.id.desc()).limit(MOST_RECENT)))


def _find(ctx: Context, text: str) -> int | None:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    return ctx.session.scalar(
        select(Ticket.id).where(
            Ticket.prefix == found["prefix"],
            Ticket.number == int(found["number"]),
            Ticket.fiscal_year == int(found["year"]),
        )
    )


def _worked_on(ctx: Context, ticket_id: int) -> set[int]:
    """Its technician, and every one of the staff who said or did something about it."""
    ticket = ctx.session.get(Ticket, ticket_id)
    if ticket is None:
        return set()
    said = select(TicketEntry.by_id).where(
        TicketEntry.ticket_id == ticket_id, TicketEntry.by_staff, TicketEntry.by_id.is_not(None)
    )
    found = {ticket.technician_id, *ctx.session.scalars(said)}
    return {one for one in found if one is not None}


def _reopen(ctx: Context, me: Me, ticket_id: int, why: str) -> None:
    answering.reopen(ctx, me, ticket_id, why)


SERVICES["ticket"] = Service(_describe, _recent, _find)
WORKED_ON["ticket"] = _worked_on
REOPEN["ticket"] = _reopen
