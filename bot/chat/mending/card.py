"""One ticket in hand: which card somebody of the staff sees, and which press is still good.

Links on a card are for the one who opened it, for an hour. A pushed card has none: it may be
forwarded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.refusals import refused
from bot.texts.ticket_work import FLOW
from handlers import telling
from handlers.context import Context
from handlers.incidents import opening as incidents
from handlers.people import Me, me
from handlers.tickets import mending, notifying, view, working
from handlers.tickets.access import access_ticket, of_group
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.incidents import Incident
from models.rights import Act
from models.tickets import OPEN, Ticket

#: Opens the card of the record whose number was typed; None for what is no number.
ByNumber = Callable[[Context, Talk, Heard], Outcome | None]
#: How long a link to the photos or to a memo works.
LINK = timedelta(hours=1)


@dataclass(frozen=True)
class Ref:
    """Which ticket a button or the running flow is about, in which version it was seen."""

    id: int
    version: int | None = None

    def data(self, **more: Any) -> dict[str, Any]:
        """As the flow keeps it."""
        return {"id": self.id, "version": self.version, **more}


def ref_of(talk: Talk, heard: Heard) -> Ref:
    """The ticket of a standing button (`id:version`, perhaps with more behind), else the flow's."""
    parts = heard.value.split(":")
    if heard.kind is Kind.PRESS and len(parts) > 1 and all(p.isdecimal() for p in parts[:2]):
        return Ref(record_id(parts[0]), record_id(parts[1]))
    if "id" not in talk.data:
        raise NotFound("ticket", "")
    return Ref(int(talk.data["id"]), talk.data.get("version"))


def pressed(heard: Heard, ref: Ref) -> Heard:
    """A choice that was typed, as if its button had been pressed."""
    return replace(heard, kind=Kind.PRESS, value=f"{ref.id}:{ref.version}")


def in_hand(ctx: Context, who: Me, ref: Ref, *, lock: bool = False) -> Ticket:
    """The open ticket, for one who may work on it.

    What the reporter adds makes no button old while the ticket is mine or nobody's: the words
    that I type are as good as before. What a colleague did does: they have it in hand. Raises
    NotFound, NotAllowed, WrongState, Outdated.
    """
    ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=lock)
    if ticket.status not in OPEN:
        raise WrongState("ticket", ticket.status.value)
    of_another = ticket.technician_id not in (None, who.id)
    if of_another and ref.version is not None and ticket.version != ref.version:
        raise Outdated("ticket", ticket.id)
    return ticket


def facts(ctx: Context, who: Me, ticket: Ticket) -> dict[str, Any]:
    """What the card says, for this person at this moment."""
    work = who.may(Act.WORK_TICKET, of_group(ticket))
    is_open = ticket.status in OPEN
    last = mending.last_change(ctx, ticket) if work else None
    incident = ctx.session.get(Incident, ticket.incident_id) if ticket.incident_id else None
    return {
        **view.work(ctx, who, ticket),
        "now": ctx.now.isoformat(),
        "can": {
            "work": work,
            "undo": last is not None and last.by_id == who.id,
            "merge": work and is_open and bool(mending.alike(ctx, ticket)),
        },
        "similar": _similar(ctx, ticket) if is_open and incident is None else 0,
        "incident": _numbered(incident) if incident else None,
        "reachable": reachable(ctx, ticket),
        "link": link(ctx, who),
    }


def shown(
    ctx: Context, who: Me, ticket: Ticket, *before: Notice, lead: str = "", **more: Any
) -> Outcome:
    """The card, after `before`; its choices may also be typed."""
    view.look_at(ctx, who, ticket)
    data = facts(ctx, who, ticket) | {"lead": lead, **more}
    kept = Ref(ticket.id, ticket.version).data()
    return Outcome((*before, Notice("mending.card", data)), "choose", kept, flow=FLOW)


def opened(ctx: Context, who: Me, ticket_id: int, *before: Notice, lead: str = "") -> Outcome:
    """The card of this ticket. Raises NotFound, NotAllowed."""
    return shown(ctx, who, working.open_card(ctx, who, ticket_id), *before, lead=lead)


def reachable(ctx: Context, ticket: Ticket) -> bool:
    """Would the reporter, or somebody who joined, read a notice?"""
    return any(telling.reachable(ctx, p.line_user) for p in notifying.people(ctx, ticket))


def link(ctx: Context, who: Me) -> dict[str, Any]:
    """What links on a card are made of."""
    return {"p": who.id, "until": (ctx.now + LINK).isoformat()}


def brief(ctx: Context, ticket: Ticket, **more: Any) -> dict[str, Any]:
    """What a question about a ticket begins with."""
    return {**view.brief(ticket), "now": ctx.now.isoformat(), **more}


def guarded(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    """Whoever may not see the ticket is told nothing of it, not even its number."""
    who = me(ctx, heard.person)
    if isinstance(error, NotAllowed) or (isinstance(error, NotFound) and error.what == "ticket"):
        return Outcome((Notice("refused", {"why": "not_yours"}),), END)
    try:
        ref = ref_of(talk, heard)
        ticket = working.open_card(ctx, who, ref.id)
        overtaken = isinstance(error, (Outdated, WrongState)) and error.what == "ticket"
        before = _moved(ctx, who, ticket) if overtaken else refused(error)
        return shown(ctx, who, ticket, before)
    except Refusal as further:
        return Outcome((refused(further),), END)


def _moved(ctx: Context, who: Me, ticket: Ticket) -> Notice:
    """Who was quicker, and what they did."""
    told = view.last(ctx, ticket)
    more = {name: told[name] for name in ("kind", "at", "by", "staff")}
    mine = who.person is not None and told["by_id"] == who.id
    return Notice("mending.moved", brief(ctx, ticket, **more, mine=mine))


def _similar(ctx: Context, ticket: Ticket) -> int:
    """How many other schools have reported something like it these days."""
    if ticket.form is not None:
        return 0
    return len({one.school_code for one in incidents.alike(ctx, ticket) if one.school_code})


def _numbered(incident: Incident) -> Mapping[str, Any]:
    return {
        "prefix": incident.prefix,
        "number": incident.number,
        "fiscal_year": incident.fiscal_year,
    }
