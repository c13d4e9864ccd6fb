"""Tickets that are one fault: which of them, and the words that people will read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.incidents.card import Ref, opened, ref_of, shown
from bot.chat.picking import picked, typed
from bot.texts import incident_asking as ask
from bot.texts.incidents import FLOW, suggestion
from handlers.context import Context
from handlers.incidents import opening, view
from handlers.incidents.access import access_incident, require
from handlers.people import me
from handlers.tickets.access import access_ticket
from handlers.tickets.view import brief
from models.incidents import Incident
from models.rights import Act
from models.tickets import Ticket

#: As many tickets as one card lists, and incidents that one may be added to.
ROWS, NEAR = 10, 2


class Gathering:
    """From a ticket's card to an incident; and more tickets for one."""

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "from_ticket": self.from_ticket,
            "gather": self.gather,
            "gathered": self.gathered,
            "add": self.add,
            "adding": self.adding,
        }

    def from_ticket(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of a ticket's card (`id:version` of the ticket)."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=False)
        if ticket.incident_id is not None:
            return opened(ctx, who, ticket.incident_id, "member")
        require(ctx, who, ticket.category)
        found, known = opening.alike(ctx, ticket), _near(ctx, ticket)
        data = _gathered(ticket, found, known)
        if not found and not known:
            return _ask_words(data)
        return _ask_which(ctx, ticket, found, known, data)

    def gather(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which tickets: all, some by their numbers, only this one; or an incident."""
        who, data = me(ctx, heard.person), talk.data
        known = [i for i in view.running(ctx) if i.id in data["near"]]
        ids: list[int] = data["alike"]
        labels = {
            **(ask.together(len(ids) + 1) if ids else {}),
            **ask.near([view.brief(ctx, one) for one in known]),
            **ask.ONLY,
        }
        value = picked(heard, labels, by_number=False)
        if value is not None and value.startswith("near:"):
            into = int(value.removeprefix("near:"))
            ticket_ids = [int(data["ticket"])]
            incident = opening.attach(ctx, who, into, None, ticket_ids)
            return shown(ctx, incident, lead="attached")
        chosen = {"all": ids, "one": []}.get(value or "", _numbered(heard, ids[:ROWS]))
        if chosen is None:
            ticket = access_ticket(ctx, who, int(data["ticket"]), Act.WORK_TICKET, for_update=False)
            found = opening.alike(ctx, ticket)
            again = _gathered(ticket, found, known)
            return _ask_which(ctx, ticket, found, known, again, "pick")
        return _ask_words({**data, "others": chosen})

    def gathered(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the words, and make the incident."""
        who, data = me(ctx, heard.person), talk.data
        words = words_of(heard, data["category"])
        if not words:
            return _ask_words(data, "empty")
        ticket = access_ticket(ctx, who, int(data["ticket"]), Act.WORK_TICKET, for_update=False)
        # What was solved or put elsewhere while the words were typed is left out.
        still = {one.id for one in opening.alike(ctx, ticket)}
        others = [one for one in data["others"] if one in still]
        incident = opening.from_ticket(ctx, who, ticket.id, None, words, others)
        return shown(ctx, incident, lead="opened")

    def add(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Which tickets may be added."""
        ref = ref_of(talk, heard)
        incident = opening.open_one(
            access_incident(ctx, me(ctx, heard.person), ref.id, for_update=False)
        )
        return self._ask_more(ctx, incident)

    def adding(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which, and add them."""
        who, ref, ids = me(ctx, heard.person), ref_of(talk, heard), talk.data["ids"]
        value = picked(heard, ask.together(len(ids)), by_number=False)
        chosen = ids if value else _numbered(heard, ids[:ROWS])
        if not chosen:
            incident = access_incident(ctx, who, ref.id, for_update=False)
            return self._ask_more(ctx, incident, "pick")
        incident = opening.attach(ctx, who, ref.id, ref.version, chosen)
        return shown(ctx, incident, lead="attached")

    def _ask_more(self, ctx: Context, incident: Incident, again: str = "") -> Outcome:
        found = opening.loose(ctx, incident)
        if not found:
            return shown(ctx, incident, lead="none")
        notice = Notice(
            "incident.adding",
            {
                "incident": view.brief(ctx, incident),
                "rows": [_row(one) for one in found[:ROWS]],
                "count": len(found),
                "again": again,
            },
        )
        kept = Ref(incident.id, incident.version).data(ids=[one.id for one in found])
        return Outcome((notice,), "adding", kept, flow=FLOW)


def words_of(heard: Heard, category: str) -> str:
    """The words typed, or the suggestion where its button was pressed (or its label typed)."""
    if picked(heard, ask.USE, by_number=False):
        return suggestion(category)
    return heard.text.strip() if heard.kind is Kind.TEXT else ""


def _near(ctx: Context, ticket: Ticket) -> list[Incident]:
    found = [one for one in view.running(ctx) if one.category is ticket.category]
    return [one for one in found if one.starts_at <= ctx.now][:NEAR]


def _gathered(ticket: Ticket, found: Sequence[Ticket], known: Sequence[Incident]) -> dict[str, Any]:
    return {
        "ticket": ticket.id,
        "category": ticket.category.value,
        "alike": [one.id for one in found],
        "near": [one.id for one in known],
        "others": [],
    }


def _ask_which(
    ctx: Context,
    ticket: Ticket,
    found: Sequence[Ticket],
    known: Sequence[Incident],
    data: Mapping[str, Any],
    again: str = "",
) -> Outcome:
    notice = Notice(
        "incident.alike",
        {
            "ticket": _row(ticket),
            "rows": [_row(one) for one in found[:ROWS]],
            "count": len(found),
            "near": [view.brief(ctx, one) for one in known],
            "again": again,
        },
    )
    return Outcome((notice,), "gather", data, flow=FLOW)


def _ask_words(data: Mapping[str, Any], again: str = "") -> Outcome:
    said = {"what": "new", "step": "gathered", "category": data["category"], "again": again}
    return Outcome((Notice("incident.words", said),), "gathered", data, flow=FLOW)


def _row(ticket: Ticket) -> dict[str, Any]:
    return {**brief(ticket), "opened_at": ticket.opened_at.isoformat()}


def _numbered(heard: Heard, ids: Sequence[int]) -> list[int] | None:
    """The rows whose numbers were typed: «1 3», «1,3»; None for anything else."""
    said = typed(heard.text).replace(",", " ").split() if heard.kind is Kind.TEXT else []
    if not said or not all(n.isdecimal() and 0 < int(n) <= len(ids) for n in said):
        return None
    return [ids[int(n) - 1] for n in dict.fromkeys(said)]
