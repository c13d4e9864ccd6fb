"""An incident in plain JSON: what people are told of it, and the card of the staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from handlers.context import Context
from models.incidents import Incident, IncidentStatus
from models.people import Person
from models.schools import School
from models.tickets import OPEN, Ticket

_NAMES = 10


def brief(ctx: Context, incident: Incident) -> dict[str, Any]:
    """What everybody may know. `schools` None: all of the office."""
    return {
        "id": incident.id,
        "version": incident.version,
        "prefix": incident.prefix,
        "number": incident.number,
        "fiscal_year": incident.fiscal_year,
        "category": incident.category.value,
        "words": incident.words,
        "status": incident.status.value,
        "planned": incident.starts_at > ctx.now,
        "schools": None if incident.schools is None else len(incident.schools),
        "starts_at": incident.starts_at.isoformat(),
        "until": _iso(incident.until),
        "announced_at": _iso(incident.announced_at),
        "ended_at": _iso(incident.ended_at),
        "end_words": incident.end_words,
    }


def whole(ctx: Context, incident: Incident) -> dict[str, Any]:
    """What those who look after it see besides."""
    return {
        **brief(ctx, incident),
        "names": names(ctx, incident),
        "tickets": _count(ctx, incident, still=False),
        "open_tickets": _count(ctx, incident, still=True),
        "by": _name(ctx, incident.opened_by_id),
        "ended_by": _name(ctx, incident.ended_by_id),
    }


def names(ctx: Context, incident: Incident) -> list[str]:
    """The first schools by name, where they were named."""
    codes = sorted(incident.schools or ())[:_NAMES]
    found = {
        row.smis: row.name
        for row in ctx.session.execute(
            select(School.smis, School.name).where(School.smis.in_(codes))
        )
    }
    return [found.get(code, code) for code in codes]


def running(ctx: Context) -> list[Incident]:
    """Every one that has not ended, the newest first."""
    query = select(Incident).where(Incident.status == IncidentStatus.OPEN)
    return list(ctx.session.scalars(query.order_by(Incident.id.desc())))


def _count(ctx: Context, incident: Incident, *, still: bool) -> int:
    query = select(func.count()).select_from(Ticket).where(Ticket.incident_id == incident.id)
    return ctx.session.scalar(query.where(Ticket.status.in_(OPEN)) if still else query) or 0


def _name(ctx: Context, person_id: int | None) -> str | None:
    person = ctx.session.get(Person, person_id) if person_id else None
    return (person.name or None) if person else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
