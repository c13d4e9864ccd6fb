"""One incident in hand: its card, and what stopped a press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.texts.incidents import FLOW
from handlers.context import Context
from handlers.incidents import announcing, notifying, view
from handlers.incidents.access import access_incident
from handlers.incidents.announcing import PriceChanged, TooDear
from handlers.people import Me, me
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.incidents import Incident, IncidentStatus


@dataclass(frozen=True)
class Ref:
    """What a button or the running flow is about, in which version and price it was seen."""

    id: int
    version: int | None = None
    price: int | None = None

    def data(self, **more: Any) -> dict[str, Any]:
        """As the flow keeps it."""
        return {"id": self.id, "version": self.version, "price": self.price, **more}


def ref_of(talk: Talk, heard: Heard) -> Ref:
    """The incident of a standing button (`id:version`, `id:version:price`), else of the flow."""
    parts = heard.value.split(":")
    if heard.kind is Kind.PRESS and len(parts) in (2, 3) and all(p.isdecimal() for p in parts):
        return Ref(*(record_id(part) for part in parts))
    if "id" not in talk.data:
        raise NotFound("incident", "")
    return Ref(int(talk.data["id"]), talk.data.get("version"), talk.data.get("price"))


def facts(ctx: Context, incident: Incident) -> dict[str, Any]:
    """What the card says at this moment."""
    told = {
        "heard": len(notifying.heard(ctx, incident)),
        "waiting": notifying.waiting(ctx, incident),
        "pushed": notifying.pushed(ctx, incident.id),
    }
    fresh = incident.announced_at is None and incident.status is IncidentStatus.OPEN
    price = announcing.price(ctx, incident).to_json() if fresh else None
    return {**view.whole(ctx, incident), "told": told, "price": price}


def shown(ctx: Context, incident: Incident, *before: Notice, lead: str = "") -> Outcome:
    """The card, after `before`; its choices may also be typed."""
    data = {**facts(ctx, incident), "lead": lead}
    people = data["price"]["people"] if data["price"] else None
    kept = Ref(incident.id, incident.version, people).data()
    ended = incident.status is IncidentStatus.ENDED
    said = (*before, Notice("incident.card", data))
    return Outcome(said, END if ended else "choose", {} if ended else kept, flow=FLOW)


def opened(ctx: Context, who: Me, incident_id: int, lead: str = "") -> Outcome:
    """The card of this incident. Raises NotFound, NotAllowed."""
    return shown(ctx, access_incident(ctx, who, incident_id, for_update=False), lead=lead)


def guarded(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    lead = _lead(error)
    if lead:
        try:
            return opened(ctx, me(ctx, heard.person), ref_of(talk, heard).id, lead)
        except Refusal as further:
            error = further
    return Outcome((Notice("incident.refused", {"why": _why(error)}),), END)


def _lead(error: Refusal) -> str:
    """Why the incident stays as it is: said above its card. Empty where there is no card."""
    if isinstance(error, TooDear):
        return error.why
    if isinstance(error, PriceChanged):
        return "price"
    if isinstance(error, (Outdated, WrongState)) and error.what == "incident":
        return "outdated" if isinstance(error, Outdated) else str(error.state)
    return ""


def _why(error: Refusal) -> str:
    if isinstance(error, NotAllowed):
        return "not_allowed"
    return "ticket" if isinstance(error, (Outdated, WrongState)) else "gone"
