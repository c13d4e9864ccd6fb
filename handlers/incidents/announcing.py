"""An incident is announced: for nothing, or at once at a price that was shown before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from handlers import budget, spending
from handlers.context import Context
from handlers.incidents import notifying
from handlers.incidents.access import access_incident, audited
from handlers.office_rules import decide
from handlers.people import Me
from handlers.tickets.vocabulary import INCIDENT_PREFIX
from models.errors import Refusal
from models.incidents import Incident
from models.requests import NumberSeries
from models.spending import Pot

#: The office's rule: paid messages that incidents may cost in a month.
RULE = budget.key_of(Pot.INCIDENTS)


class TooDear(Refusal):
    """The push would not fit. `why`: month (LINE's messages), share (what incidents may cost)."""

    def __init__(self, why: str, price: Price) -> None:
        super().__init__(f"{why}: {price}")
        self.why, self.price = why, price


class PriceChanged(Refusal):
    """Another number of people would be told now than was shown."""

    def __init__(self, shown: int, now: int) -> None:
        super().__init__(f"{shown} shown, {now} now")
        self.shown, self.now = shown, now


@dataclass(frozen=True)
class Price:
    """What a push costs: a message for each of `people`. `left`: of the month, `share_left` of the
    `share` that incidents have of it; None where there is no limit or it is not known."""

    people: int
    left: int | None
    share: int | None
    share_left: int | None

    @property
    def why_not(self) -> str:
        """Why it cannot be pushed; empty when it can."""
        if self.left is not None and self.people > self.left:
            return "month"
        return "share" if self.share_left is not None and self.people > self.share_left else ""

    def to_json(self) -> dict[str, Any]:
        """For a card."""
        return {
            "people": self.people, "left": self.left, "share": self.share,
            "share_left": self.share_left, "why_not": self.why_not,
        }  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Who was told what: offered for nothing, pushed at a message each."""

    incident: Incident
    offered: int = 0
    pushed: int = 0


def price(ctx: Context, incident: Incident) -> Price:
    """What it would cost to push it now."""
    people = len(notifying.recipients(ctx, incident.schools))
    costs = spending.price(ctx, Pot.INCIDENTS, people, ref=f"incident:{incident.id}")
    return Price(people, costs.left, costs.share, costs.share_left)


def share(ctx: Context) -> int | None:
    """Paid messages that incidents may cost in a month; None: as many as LINE sends."""
    return budget.share(ctx, Pot.INCIDENTS)


def set_share(ctx: Context, messages: int) -> int | None:
    """Decide it, for whoever works at the office's own machine. Returns what was before."""
    before = share(ctx)
    decide(ctx, RULE, messages)
    return before


def announce(
    ctx: Context,
    me: Me | None,
    incident_id: int,
    version: int | None = None,
    *,
    pushed: int | None = None,
) -> Told:
    """Tell the people of the schools concerned, once.

    For nothing: whoever asks is told, everybody else with their next free reply. `pushed` is the
    price that was shown: then it is pushed at that price or not at all. Raises NotFound,
    NotAllowed, Outdated, WrongState (ended, or announced), TooDear, PriceChanged.
    """
    incident = access_incident(ctx, me, incident_id, version)
    incident.announce(at=ctx.now)
    if pushed is None:
        told = Told(incident, offered=notifying.offer(ctx, incident, incident.schools))
    else:
        told = _pushed(ctx, incident, pushed)
    audited(ctx, "announced", incident, offered=told.offered, pushed=told.pushed)
    return told


def _pushed(ctx: Context, incident: Incident, shown: int) -> Told:
    _one_at_a_time(ctx, incident)
    to = notifying.recipients(ctx, incident.schools)
    if len(to) != shown:
        raise PriceChanged(shown, len(to))
    costs = price(ctx, incident)
    if costs.why_not:
        raise TooDear(costs.why_not, costs)
    notifying.push(ctx, incident, to)
    return Told(incident, pushed=len(to))


def _one_at_a_time(ctx: Context, incident: Incident) -> None:
    """Two incidents that are pushed at once must not each spend the same messages: they wait for
    each other at the row that numbers them."""
    ctx.session.execute(
        select(NumberSeries)
        .where(
            NumberSeries.prefix == INCIDENT_PREFIX,
            NumberSeries.fiscal_year == incident.fiscal_year,
        )
        .with_for_update()
    )
