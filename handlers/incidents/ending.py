"""An incident ends: every ticket on it is solved at once, and whoever knew of it hears so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from handlers import budget, telling
from handlers.context import Context
from handlers.incidents import notifying
from handlers.incidents.access import access_incident, audited
from handlers.incidents.opening import said
from handlers.people import Me
from handlers.tickets import notifying as notifying_tickets
from handlers.tickets import working
from models.incidents import Incident
from models.spending import Pot
from models.tickets import OPEN, Ticket


@dataclass(frozen=True)
class Ended:
    """What ending it did. `told`: reporters at a paid message each, as long as the incidents'
    share of the month lasts; `offered`: everybody else, for nothing."""

    incident: Incident
    solved: int
    told: int
    offered: int


def end(ctx: Context, me: Me | None, incident_id: int, version: int | None, words: str) -> Ended:
    """It is over, and what was wrong is said: that is the proof for every ticket.

    Whoever may end it solves the tickets on it, also those that were sorted elsewhere meanwhile.
    Raises NotFound, NotAllowed, Outdated, WrongState when it has ended, NothingSaid.
    """
    incident = access_incident(ctx, me, incident_id, version)
    incident.end(said(words), at=ctx.now, by_id=me.id if me else None)
    told: dict[str, bool] = {}
    tickets = hanging(ctx, incident, for_update=True)
    for ticket in tickets:
        working.settle(ctx, me, ticket, incident.end_words or "", told=told)
    paid = sum(told.values())
    offered = notifying.ended(ctx, incident, told) + len(told) - paid
    audited(ctx, "ended", incident, solved=len(tickets), told=paid, offered=offered)
    return Ended(incident, len(tickets), paid, offered)


def hanging(ctx: Context, incident: Incident, *, for_update: bool = False) -> Sequence[Ticket]:
    """The open tickets on it; locked in one order for whoever changes them."""
    query = select(Ticket).where(Ticket.incident_id == incident.id, Ticket.status.in_(OPEN))
    query = query.order_by(Ticket.id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    return ctx.session.scalars(query).all()


def reporters(ctx: Context, incident: Incident) -> set[str]:
    """The accounts of those whose tickets ending it now would solve."""
    people = [one for t in hanging(ctx, incident) for one in notifying_tickets.people(ctx, t)]
    lines = {one.line_user for one in people if telling.reachable(ctx, one.line_user)}
    return {line for line in lines if line and line != ctx.actor.line_user}


def costs(ctx: Context, people: int) -> int:
    """Of so many reporters, how many would be told at a message each; the others for nothing."""
    left = budget.left(ctx, Pot.INCIDENTS)
    return people if left is None else min(people, left)
