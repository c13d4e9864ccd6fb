"""Load an incident and guard it, in one go."""

from __future__ import annotations

from typing import Any

from handlers import audit
from handlers.context import Context
from handlers.people import Me
from handlers.tickets.owners import owner_group
from models.errors import NotAllowed, NotFound, Outdated
from models.incidents import Incident
from models.rights import Act, Thing
from models.tickets import Category


def access_incident(
    ctx: Context,
    me: Me | None,
    incident_id: int,
    version: int | None = None,
    *,
    for_update: bool = True,
) -> Incident:
    """The incident, locked unless told otherwise, for somebody who announces outages.

    `me` None: whoever works at the office's own machine. `version` is that of the card that was
    seen. Raises NotFound, NotAllowed, and Outdated when it has changed since.
    """
    if me is not None and not me.may_anywhere(Act.ANNOUNCE_OUTAGE):
        raise NotAllowed(Act.ANNOUNCE_OUTAGE)  # before it is said whether there is one
    incident = ctx.session.get(
        Incident, incident_id, with_for_update=for_update, populate_existing=for_update
    )
    if incident is None:
        raise NotFound("incident", incident_id)
    if me is not None:
        me.require(Act.ANNOUNCE_OUTAGE, Thing(group_name=incident.owner_group))
    if version is not None and incident.version != version:
        raise Outdated("incident", incident_id)
    return incident


def require(ctx: Context, me: Me | None, category: Category) -> str:
    """The group that owns such trouble. Raises NotAllowed for whoever may not announce it."""
    group = owner_group(ctx, category)
    if me is not None:
        me.require(Act.ANNOUNCE_OUTAGE, Thing(group_name=group))
    return group


def number(incident: Incident) -> str:
    """As papers and cards print it."""
    return f"{incident.prefix} {incident.number}/{incident.fiscal_year}"


def audited(ctx: Context, verb: str, incident: Incident, **after: Any) -> None:
    """Write one entry of the audit's trail; whose doing it was is the context's actor."""
    source = (ctx.actor.origin or ctx.actor.name).partition(":")[0]
    now = {"status": incident.status.value, "category": incident.category.value, **after}
    audit.record(ctx, f"{source}:incident:{verb}", f"incident:{incident.id}", after=now)
