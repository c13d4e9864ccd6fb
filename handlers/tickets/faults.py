"""The incident on which a ticket hangs, while that goes on."""

from __future__ import annotations

from handlers.context import Context
from models.incidents import Incident, IncidentStatus
from models.tickets import Ticket


def leave_ended(ctx: Context, ticket: Ticket) -> None:
    """What is open again after its incident ended is a matter of its own, or of the next one."""
    if ticket.incident_id is None:
        return
    incident = ctx.session.get(Incident, ticket.incident_id)
    if incident is not None and incident.status is IncidentStatus.ENDED:
        ticket.incident_id = None
