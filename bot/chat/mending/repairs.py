"""A machine at supplies: received, and come back mended or not. The flow `repair`.

Its card is for the office's supplies, for the school's director and clerk where it is a school's
machine, and for whoever mends things.
"""

from __future__ import annotations

from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.mending.card import ByNumber, link, opened
from bot.chat.picking import elsewhere, picked
from bot.chat.refusals import refused
from bot.texts.ticket_repairs import choices
from bot.texts.ticket_words import OUTCOME
from bot.texts.ticket_work import REPAIRS as FLOW
from bot.texts.ticket_work_replies import LONGEST
from handlers.context import Context
from handlers.people import Me, me
from handlers.tickets import repairing, view
from models.errors import NotAllowed, NotFound, Refusal, WrongState
from models.repairs import Repair, RepairOutcome
from models.rights import Act, Thing
from models.tickets import Ticket


class Repairs:
    """`otherwise` hears what is no choice of the card, `numbered` the number of a record."""

    def __init__(self, otherwise: Step, numbered: ByNumber) -> None:
        self._otherwise, self._numbered = otherwise, numbered

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        steps: dict[str, Step] = {
            "open": self.open,
            "choose": self.choose,
            "receive": self.receive,
            "finish": self.finish,
            "outcome": self.outcome,
            "memo": self.memo,
        }
        return {name: _guarded(step) for name, step in steps.items()}

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Its card as it is now."""
        who = me(ctx, heard.person)
        return _shown(ctx, who, *repairing.see(ctx, who, _id(talk, heard)))

    def memo(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The memo, for whoever asked."""
        who = me(ctx, heard.person)
        row, ticket = repairing.see(ctx, who, _id(talk, heard))
        data = {**view.brief(ticket), "page": "memo", "files": 0, "repair": row.id}
        return Outcome((Notice("mending.link", {**data, "link": link(ctx, who)}),), END)

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A choice that was typed below the card."""
        who, id_ = me(ctx, heard.person), _id(talk, heard)
        step = picked(heard, choices(_facts(ctx, who, *repairing.see(ctx, who, id_))))
        steps = {"receive": self.receive, "finish": self.finish}
        if step is None or step not in steps:
            said = self._numbered(ctx, talk, heard)
            said = said or elsewhere(self._otherwise, ctx, talk, heard)
            return said or self.open(ctx, talk, heard)
        return steps[step](ctx, talk, heard)

    def receive(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The machine is here. Said twice it is said once."""
        who, id_ = me(ctx, heard.person), _id(talk, heard)
        row, ticket = repairing.see(ctx, who, id_)
        if row.received_at is None or row.done_at is not None:
            repairing.receive(ctx, who, id_)
        return _shown(ctx, who, row, ticket, lead="received")

    def finish(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask what came of it."""
        who = me(ctx, heard.person)
        row, ticket = repairing.see(ctx, who, _id(talk, heard))
        if row.done_at is not None:
            raise WrongState("repair", "done")
        return _ask(ctx, who, row, ticket, "")

    def outcome(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what came of it; words before it are the note that goes along."""
        who, id_ = me(ctx, heard.person), _id(talk, heard)
        chosen, note = picked(heard, OUTCOME), str(talk.data.get("note", ""))
        if chosen is None:
            row, ticket = repairing.see(ctx, who, id_)
            said = heard.text.strip() if heard.kind is Kind.TEXT else ""
            note = "\n".join(filter(None, (note, said)))[:LONGEST]
            return _ask(ctx, who, row, ticket, note)
        row = repairing.finish(ctx, who, id_, RepairOutcome(chosen), note)
        if who.may(Act.SEE_NOTES, Thing(group_name=repairing.see(ctx, who, id_)[1].owner_group)):
            return opened(ctx, who, row.ticket_id, lead="back")  # whoever mends goes on with it
        return _shown(ctx, who, *repairing.see(ctx, who, id_), lead="finished")


def _ask(ctx: Context, who: Me, row: Repair, ticket: Ticket, note: str) -> Outcome:
    data = {**_facts(ctx, who, row, ticket), "typed": note}
    kept = {"repair": row.id, "note": note}
    return Outcome((Notice("repair.outcome", data),), "outcome", kept, flow=FLOW)


def _shown(ctx: Context, who: Me, row: Repair, ticket: Ticket, *, lead: str = "") -> Outcome:
    data = {**_facts(ctx, who, row, ticket), "lead": lead}
    return Outcome((Notice("repair.card", data),), "choose", {"repair": row.id}, flow=FLOW)


def _facts(ctx: Context, who: Me, row: Repair, ticket: Ticket) -> dict[str, Any]:
    reporter = {key: ticket.reporter.get(key) for key in ("name", "phone")}
    return {
        "ticket": view.brief(ticket),
        "repair": view.repair_facts(row),
        "note": row.note,
        "by": view.name(ctx, row.asked_by_id),
        "reporter": reporter,
        "link": link(ctx, who),
        "now": ctx.now.isoformat(),
    }


def _id(talk: Talk, heard: Heard) -> int:
    """The repair of a standing button (`id:…`), else the running flow's."""
    if heard.kind is Kind.PRESS and ":" in heard.value:
        return record_id(heard.value)
    if "repair" not in talk.data:
        raise NotFound("repair", "")
    return int(talk.data["repair"])


def _guarded(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    """Done already: the card says what came of it. Whoever may not see it is told nothing."""
    if isinstance(error, (NotFound, NotAllowed)):
        return Outcome((Notice("refused", {"why": "not_yours"}),), END)
    try:
        who = me(ctx, heard.person)
        row, ticket = repairing.see(ctx, who, _id(talk, heard))
        return _shown(ctx, who, row, ticket, lead="done")
    except Refusal as further:
        return Outcome((refused(further),), END)
