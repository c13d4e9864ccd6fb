"""What a reporter does with their ticket: look, answer, add, confirm, take back, open again.

The card's buttons are standing ones. What they do is decided by where the ticket stands now, not
by the card: an old one, one pressed twice and one that was passed on do no harm.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.chat.reporting import aside
from bot.chat.reporting.adding import Adding, waiting
from bot.chat.reporting.card import own, rating, ref_of, seen, shown
from bot.chat.reporting.state import MEDIA, Kit, sent
from bot.texts.my_tickets import FLOW, SURE, labels
from bot.texts.reporting import ONLY_FILES
from handlers.context import Context
from handlers.people import me
from handlers.tickets import answering, view
from handlers.tickets.opening import LONGEST
from models.tickets import OPEN, Ending, Ticket, TicketStatus

S = TicketStatus


class Mine:
    """The steps. `otherwise` hears what is no choice, `report` trouble of another kind."""

    def __init__(self, kit: Kit, otherwise: Step, report: Step) -> None:
        self._kit, self._otherwise = kit, otherwise
        self._adding = Adding(kit, otherwise, report)

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "open": self.open,
            "card": self.card,
            "reply": self.reply,
            "add": self._adding.add,
            "which": self._adding.which,
            "works": self.works,
            "sure": self.sure,
            "broken": self.broken,
            "why": self.why,
            "into": self.into,
            "rate": self.rate,
        }

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The card."""
        who = me(ctx, heard.person)
        return shown(ctx, who, seen(ctx, who, ref_of(talk, heard)))

    def card(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What the card's buttons say, typed; a photo or a place is added; anything else is
        heard as ever."""
        acts = [str(act) for act in talk.data.get("acts", ())]
        chosen = picked(heard, labels(acts, form=bool(talk.data.get("form"))))
        if chosen is not None:
            run = self.steps()[{"answer": "reply", "add": "reply"}.get(chosen, chosen)]
            return run(ctx, talk, replace(heard, kind=Kind.PRESS, value=str(talk.data["id"])))
        if heard.kind in (*MEDIA, Kind.LOCATION) and {"answer", "add"} & set(acts):
            return self._adding.add(ctx, talk, heard)
        if heard.kind is not Kind.TEXT:
            return self.open(ctx, talk, heard)
        return elsewhere(self._otherwise, ctx, talk, heard)

    def reply(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: what is to be said?"""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, ref_of(talk, heard))
        if ticket.status not in OPEN:
            return shown(ctx, who, ticket, Notice("my_ticket.over", view.brief(ticket)))
        return self._adding.ask(ctx, ticket)

    # ------------------------------------------------------------ it works

    def works(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: mended, or it works again before anybody came."""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, ref_of(talk, heard))
        if ticket.status in OPEN:
            return self._ask_sure(ctx, ticket)
        if ticket.status is S.SOLVED:
            ticket = answering.confirm(ctx, who, ticket.id)
        elif ticket.ending is not Ending.CONFIRMED:
            return shown(ctx, who, ticket)
        thanks = Notice("my_ticket.confirmed", view.brief(ticket))
        waiting = rating(ctx, who, ticket)
        return Outcome((thanks,)) if waiting is None else ask_rating(waiting, thanks)

    def sure(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Is it to be closed before it was mended?"""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, int(talk.data["id"]))
        chosen = picked(heard, SURE)
        if ticket.status not in OPEN:
            return shown(ctx, who, ticket)
        if chosen == "keep":
            return Outcome((Notice("my_ticket.kept", view.brief(ticket)),))
        if chosen is None:
            return self._ask_sure(ctx, ticket, again=True)
        ticket = answering.withdraw(ctx, who, ticket.id)
        return Outcome((Notice("my_ticket.withdrawn", view.brief(ticket)),))

    def _ask_sure(self, ctx: Context, ticket: Ticket, *, again: bool = False) -> Outcome:
        said = Notice("my_ticket.sure", {**view.brief(ticket), "again": again})
        return Outcome((said,), "sure", {"id": ticket.id}, flow=FLOW)

    # ------------------------------------------------------------ it does not

    def broken(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: what is still wrong?"""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, ref_of(talk, heard))
        if ticket.status in OPEN:  # nobody has said that it is mended: it is one more word
            return self._adding.ask(ctx, ticket, lead="still_open")
        if not answering.can_reopen(ctx, ticket):
            return shown(ctx, who, ticket)
        return self._ask_why(ticket)

    def why(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear it, in words or by a photo: the ticket is open again."""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, int(talk.data["id"]))
        files = sent(heard)
        text = heard.text.strip() if heard.kind is Kind.TEXT else ""
        if not text and not files:
            return self._ask_why(ticket, again=True)
        if found := aside.figure(self._kit, ctx, talk, heard):
            return aside.answered(found, self._ask_why(ticket))
        if not answering.can_reopen(ctx, ticket):
            return shown(ctx, who, ticket)
        ticket = answering.reopen(ctx, who, ticket.id, text[:LONGEST] or ONLY_FILES)
        if files:
            answering.add(ctx, who, ticket.id, "", files)
        due = ticket.first_due_at or ticket.update_due_at
        said = {
            **view.brief(ticket),
            "due_at": due.isoformat() if due else None,
            "now": ctx.now.isoformat(),
        }
        return waiting(ctx, ticket, Notice("my_ticket.reopened", said))

    def _ask_why(self, ticket: Ticket, *, again: bool = False) -> Outcome:
        said = Notice("my_ticket.why", {**view.brief(ticket), "again": again})
        return Outcome((said,), "why", {"id": ticket.id}, flow=FLOW)

    # ------------------------------------------------------------ elsewhere

    def into(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: the ticket in which it goes on."""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, ref_of(talk, heard))
        return shown(ctx, who, own(ctx, who, ticket.merged_into_id or ticket.id))

    def rate(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: the rating's own card."""
        who = me(ctx, heard.person)
        waiting = rating(ctx, who, own(ctx, who, ref_of(talk, heard)))
        return Outcome((Notice("rating.none"),)) if waiting is None else ask_rating(waiting)


def ask_rating(waiting: dict[str, Any], *before: Notice) -> Outcome:
    """The rating's card; its choices may be typed."""
    data = {"rating_id": waiting["rating_id"]}
    return Outcome((*before, Notice("rating.ask", waiting)), "choose", data, flow="rating")


def elsewhere(otherwise: Step, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """It is about something else: heard as whatever else people say."""
    outcome = otherwise(ctx, Talk(memory=talk.memory), heard)
    return outcome if outcome.flow else replace(outcome, flow="question")
