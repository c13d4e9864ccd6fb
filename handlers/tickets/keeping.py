"""How long a ticket's photos are kept: a year after it was closed, or as the office decides."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.context import Context
from handlers.office_rules import rule
from handlers.tickets import trail
from models.tickets import Ticket, TicketFile, TicketStatus

#: The office's rule, in days after closing; and what it is where the office decided nothing.
KEEP_PHOTOS, USUAL = "tickets.keep_photos_days", 365
_CHUNK = 500


def forget_photos(ctx: Context) -> int:
    """Take the photos and files of long closed tickets out; their contents go with the tidying.

    Returns how many; what is over a chunk goes with the next.
    """
    days = timedelta(days=int(rule(ctx, KEEP_PHOTOS, USUAL)))
    rows = ctx.session.scalars(
        select(TicketFile)
        .join(Ticket, Ticket.id == TicketFile.ticket_id)
        .where(
            Ticket.status == TicketStatus.CLOSED,
            Ticket.closed_at < ctx.now - days,
            TicketFile.removed_at.is_(None),
        )
        .order_by(TicketFile.id)
        .limit(_CHUNK)
    ).all()
    for row in rows:
        row.removed_at, row.name = ctx.now, ""
        trail.release(ctx, row)
    return len(rows)
