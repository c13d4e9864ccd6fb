"""Words, photos, voice and places that are added to a ticket, until the person goes elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked, typed
from bot.chat.reporting import aside
from bot.chat.reporting.card import own, question, shown
from bot.chat.reporting.state import MEDIA, Kit, sent
from bot.texts.my_tickets import DONE, FLOW, THANKS, WHICH, place_text
from bot.texts.reporting import FLOW as REPORT
from handlers.context import Context
from handlers.people import me
from handlers.tickets import answering, trail, view
from handlers.tickets.opening import LONGEST
from handlers.tickets.triage import triage
from handlers.tickets.trouble import is_trouble
from models.tickets import OPEN, Category, Ticket, TicketStatus

#: Trouble that is typed so soon after a number may be more of the same; later it is a report.
SOON = timedelta(minutes=10)


class Adding:
    """`otherwise` hears what is about something else, `report` trouble of another kind."""

    def __init__(self, kit: Kit, otherwise: Step, report: Step) -> None:
        self._kit, self._otherwise, self._report = kit, otherwise, report

    def ask(self, ctx: Context, ticket: Ticket, *, lead: str = "") -> Outcome:
        """What is to be said? Whatever is typed next is that."""
        said = {**view.brief(ticket), "question": question(ctx, ticket), "lead": lead}
        kept = {"id": ticket.id, "asked": True}
        return Outcome((Notice("my_ticket.say", said),), "add", kept, flow=FLOW)

    def add(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear it. What was asked for is taken as it is; without that a question of figures is
        answered, another trouble is another report, and thanks are just thanks."""
        who = me(ctx, heard.person)
        ticket = own(ctx, who, int(talk.data["id"]))
        if heard.kind is Kind.PRESS:
            return self._thanks(ticket)
        text = heard.text.strip() if heard.kind is Kind.TEXT else ""
        if text and not talk.data.get("asked") and (other := self._other(ctx, talk, heard, ticket)):
            return other
        if ticket.status not in OPEN:
            return shown(ctx, who, ticket, Notice("my_ticket.over", view.brief(ticket)))
        files, location = sent(heard), heard.details.get("location")
        if heard.kind in MEDIA and not files:
            return self._stay(talk, Notice("my_ticket.nothing", {"lost": True}))
        if location:
            text = place_text(location)
        if not text and not files:
            return self._stay(talk, Notice("my_ticket.nothing", {"lost": False}))
        was = ticket.status
        ticket = answering.add(ctx, who, ticket.id, text, files, location=location)
        said = {
            **view.brief(ticket),
            "what": "files" if files else "location" if location else "words",
            "files": len(trail.files(ctx, ticket.id, internal=False)),
            "cut": len(text) > LONGEST,
            "answered": was is TicketStatus.WAITING_REPORTER,
        }
        return waiting(ctx, ticket, Notice("my_ticket.added", said))

    def which(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether other trouble belongs to this ticket. Whatever else is said or sent is
        one more word."""
        ticket = own(ctx, me(ctx, heard.person), int(talk.data["id"]))
        said = replace(heard, kind=Kind.TEXT, text=str(talk.data["text"]), value="")
        chosen = picked(heard, WHICH)
        if chosen == "new":
            return self._anew(ctx, talk, said)
        asked = {"id": ticket.id, "asked": True}
        added = self.add(ctx, replace(talk, data=asked), said)
        if chosen == "add":
            return added
        return self.add(ctx, replace(talk, data=added.data), heard)

    def _other(self, ctx: Context, talk: Talk, heard: Heard, ticket: Ticket) -> Outcome | None:
        said = typed(heard.text)
        if said in DONE or said in THANKS:
            return self._thanks(ticket)
        if is_trouble(heard.text):
            if _long_ago(ctx, talk):
                return self._anew(ctx, talk, heard)
            guess = triage(heard.text)
            other = guess.sure and guess.category is not ticket.category
            return _ask_which(ticket, heard.text, guess.category) if other else None
        if aside.figure(self._kit, ctx, talk, heard):
            outcome = self._otherwise(ctx, Talk(memory=talk.memory), heard)
            return replace(outcome, next="add", data=talk.data, flow=FLOW)
        return None

    def _anew(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        outcome = self._report(ctx, Talk(memory=talk.memory), heard)
        return replace(outcome, flow=outcome.flow or REPORT)

    @staticmethod
    def _thanks(ticket: Ticket) -> Outcome:
        return Outcome((Notice("my_ticket.thanks", view.brief(ticket)),), END)

    @staticmethod
    def _stay(talk: Talk, notice: Notice) -> Outcome:
        return Outcome((notice,), "add", talk.data, flow=FLOW)


def _ask_which(ticket: Ticket, text: str, category: Category) -> Outcome:
    said = {**view.brief(ticket), "words": text, "other": category.value}
    kept = {"id": ticket.id, "text": text[:LONGEST]}
    return Outcome((Notice("my_ticket.which", said),), "which", kept, flow=FLOW)


def waiting(ctx: Context, ticket: Ticket, *notices: Notice) -> Outcome:
    """Say that, and take what is sent for the ticket from here on."""
    return Outcome(notices, "add", {"id": ticket.id, "at": ctx.now.isoformat()}, flow=FLOW)


def _long_ago(ctx: Context, talk: Talk) -> bool:
    at = talk.data.get("at")
    return bool(at) and datetime.fromisoformat(str(at)) + SOON < ctx.now
