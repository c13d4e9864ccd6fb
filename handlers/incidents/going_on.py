"""Incidents among the notices: what is going on, what is planned, what ended today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from handlers import notices
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.incidents import notifying, view
from handlers.notices import Entry, Section
from handlers.people import Me
from models.incidents import Incident, IncidentStatus

KIND = "incident"


def entries(ctx: Context, me: Me) -> Iterator[Entry]:
    """Those that were announced and go on, or ended today."""
    local = ctx.now.astimezone(BANGKOK)
    morning = local.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = ctx.session.scalars(
        select(Incident)
        .where(
            Incident.announced_at.is_not(None),
            or_(Incident.status == IncidentStatus.OPEN, Incident.ended_at >= morning),
        )
        .order_by(Incident.id.desc())
    )
    schools = {holder.school_code for holder in me.holders if holder.school_code}
    for row in rows:
        at = row.ended_at or row.starts_at
        mine = any(row.concerns(code) for code in sorted(schools))
        yield Entry(KIND, f"incident:{row.id}", section(ctx, row), view.brief(ctx, row), at, mine)


def section(ctx: Context, incident: Incident) -> Section:
    """Where it stands among the notices."""
    if incident.status is IncidentStatus.ENDED:
        return Section.ENDED
    return Section.AHEAD if incident.starts_at > ctx.now else Section.NOW


def read(ctx: Context, line_user: str, refs: Sequence[str]) -> None:
    """Whoever has read of it here is not told again."""
    ids = [int(ref.removeprefix("incident:")) for ref in refs if ref.startswith("incident:")]
    notifying.seen(ctx, line_user, ids)


notices.SOURCES.append(entries)
notices.READ.append(read)
