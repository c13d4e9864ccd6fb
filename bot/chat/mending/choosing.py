"""What is typed or sent below a card: the number or label of a button, another ticket's number, a
question; words and photos that may be for the reporter, which one tap then sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.handling.choosing import by_label, elsewhere
from bot.chat.mending.card import ByNumber, Ref, brief, facts, opened, pressed, ref_of
from bot.chat.mending.looking import older
from bot.chat.mending.saying import MEDIA, say, with_file
from bot.chat.picking import picked
from bot.texts import ticket_work as words
from bot.texts.ticket_work_replies import LONGEST, LOOSE
from handlers.context import Context
from handlers.people import Me, me
from handlers.questions import Office, answer
from handlers.tickets import working
from handlers.tickets.access import access_ticket, of_group
from models.errors import Outdated
from models.rights import Act
from models.tickets import OPEN, Ticket

#: Answers of the data service: what has one was a question, and no words for a reporter.
_ANSWERS = (
    "figure", "multi", "list", "clarify", "no_data", "privacy", "school_fact", "duty",
)  # fmt: skip


class Choosing:
    """`steps` are those of the buttons, of other flows too; `otherwise` hears what is no choice."""

    def __init__(
        self, office: Office, steps: Mapping[str, Step], otherwise: Step, numbered: ByNumber
    ) -> None:
        self._office, self._steps = office, steps
        self._otherwise, self._numbered = otherwise, numbered

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a choice of the card, or anything else."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.SEE_NOTES, for_update=False)
        if heard.kind in MEDIA:
            return self._loose(ctx, who, ticket, talk, heard)
        data = facts(ctx, who, ticket)
        rest = bool(talk.data.get("more"))
        first, second = (words.choices(data, more=more) for more in (rest, not rest))
        step = picked(heard, first) or by_label(heard, second) or by_label(heard, _labels(data))
        _still(ref, ticket, heard, step)
        if step is not None:
            run = self.more if step == "more" else self._steps[step]
            return run(ctx, talk, pressed(heard, _repair(ref, step, data)))
        if (before := older(talk, heard)) is not None:
            return self._steps["history"](ctx, talk, before)
        return self._other(ctx, who, ticket, talk, heard)

    def more(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The rest of the card's buttons."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        data = facts(ctx, who, working.open_card(ctx, who, ref.id))
        kept = Ref(ref.id, data["version"]).data(more=True)
        return Outcome((Notice("mending.more", data),), "choose", kept, flow=words.FLOW)

    def loose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what the words and photos are for; more of them may come."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=False)
        options = {what: LOOSE[what] for what in talk.data["options"]}
        chosen = picked(heard, options) if heard.kind not in MEDIA else None
        if chosen == "drop":
            return opened(ctx, who, ref.id, lead="kept")
        if chosen is not None:
            files = list(talk.data.get("files", ()))
            return say(ctx, who, ref, chosen, str(talk.data.get("text", "")), files)
        if heard.kind is Kind.TEXT and (found := self._numbered(ctx, talk, heard)):
            return found
        return self._loose(ctx, who, ticket, talk, heard)

    def _other(self, ctx: Context, who: Me, ticket: Ticket, talk: Talk, heard: Heard) -> Outcome:
        if found := self._numbered(ctx, talk, heard):
            return found
        if not heard.text.strip() or not _mine(who, ticket):
            return elsewhere(self._otherwise, ctx, talk, heard)
        asked = answer(ctx, heard.text, office=self._office, memory=talk.memory)
        if asked.kind in _ANSWERS or heard.text.strip().isdigit():
            return elsewhere(self._otherwise, ctx, talk, heard)
        return self._loose(ctx, who, ticket, talk, heard)

    def _loose(self, ctx: Context, who: Me, ticket: Ticket, talk: Talk, heard: Heard) -> Outcome:
        """Something for this ticket, and nobody said yet for whom."""
        who.require(Act.WORK_TICKET, of_group(ticket))
        files, why = list(talk.data.get("files", ())), ""
        text = str(talk.data.get("text", ""))
        if heard.kind in MEDIA:
            files, why = with_file(files, heard)
        else:
            text = "\n".join(filter(None, (text, heard.text.strip())))[:LONGEST]
        usable = ["tell", "solve", "note", "drop"] if ticket.status in OPEN else ["note", "drop"]
        data = brief(ctx, ticket, text=text, files=len(files), options=usable, why=why)
        kept = Ref(ticket.id, ticket.version).data(text=text, files=files, options=usable)
        return Outcome((Notice("mending.loose", data),), "loose", kept, flow=words.FLOW)


def _labels(data: Mapping[str, Any]) -> dict[str, str]:
    """What may be named though no button shows it now; what cannot be done says why."""
    shown = words.LABELS | {step: words.label(step, data) for step in words.LABELS}
    return {step: said for step, said in shown.items() if step not in ("back", "memo")}


def _repair(ref: Ref, step: str, data: Mapping[str, Any]) -> Ref:
    """The button of a machine that came back is one of its repair."""
    return Ref(int(data["repair"]["id"]), 0) if step == "back" else ref


def _still(ref: Ref, ticket: Ticket, heard: Heard, step: str | None) -> None:
    """Raise Outdated when a number is of a card that has changed: it meant another button."""
    if step is not None and heard.text.strip().isdigit() and ticket.version != ref.version:
        raise Outdated("ticket", ref.id)


def _mine(who: Me, ticket: Ticket) -> bool:
    """Is what is typed below its card likely to be for its reporter?"""
    return ticket.status in OPEN and ticket.technician_id in (None, who.id)
