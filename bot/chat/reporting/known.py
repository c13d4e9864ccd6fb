"""What is reported already: open tickets of the person's school, and incidents that it feels."""

from __future__ import annotations

from typing import Any

from bot.chat.reporting.state import Trouble
from handlers.context import Context
from handlers.incidents import joining
from handlers.people import Me
from handlers.tickets import opening
from models.incidents import Incident
from models.tickets import Category, Ticket

#: More are not read, and somebody who has them all before them reports it anew.
_MOST = 3


def already(ctx: Context, who: Me, trouble: Trouble) -> dict[str, dict[str, Any]]:
    """By `ticket:ID` or `incident:ID`, what the trouble may be the same as.

    Tickets are for people of that school only; an incident that was not announced yet, too.
    """
    if trouble.behalf or (not trouble.school and not who.is_staff):
        return {}
    category, school = Category(trouble.category), trouble.school or None
    own = any(h.school_code == school for h in who.holders)
    tickets = opening.same_open(ctx, school, category) if own else []
    hangs = {ticket.incident_id for ticket in tickets}
    incidents = [
        row
        for row in joining.concerning(ctx, school, category)
        if row.id not in hangs and (own or row.announced_at is not None)
    ]
    found = {f"ticket:{row.id}": _ticket(row, who) for row in tickets}
    found |= {f"incident:{row.id}": _incident(row) for row in incidents}
    return {ref: one for ref, one in found.items() if ref not in trouble.apart}


def shown(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """As many as a card holds."""
    return dict(list(found.items())[:_MOST])


def _ticket(row: Ticket, who: Me) -> dict[str, Any]:
    return {
        "what": "ticket",
        "prefix": row.prefix,
        "number": row.number,
        "fiscal_year": row.fiscal_year,
        "words": row.subject,
        "status": row.status.value,
        "since": row.opened_at.isoformat(),
        "own": row.reporter_id == who.id,
    }


def _incident(row: Incident) -> dict[str, Any]:
    return {
        "what": "incident",
        "prefix": row.prefix,
        "number": row.number,
        "fiscal_year": row.fiscal_year,
        "words": row.words,
        "status": "",
        "since": row.starts_at.isoformat(),
        "own": False,
    }
