"""One chore in hand: done and found well, or with a fault that becomes a ticket.

Buttons are standing ones. A chore changes but once, so it has one version. See
docs/flows/conferences.md.
"""

from __future__ import annotations

from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.numbers import ByNumber, heard_elsewhere
from bot.chat.picking import picked
from bot.texts import chores as words
from bot.texts.chores import FLOW
from handlers.bookings import BookingRefused
from handlers.bookings.chores import access_chore
from handlers.context import Context
from handlers.people import Me, me
from handlers.ratings import NotSaid
from handlers.tickets import chores, view
from models.bookings import Chore, ChoreOutcome
from models.errors import NotFound, Refusal, WrongState

#: As many photos as a fault takes.
MOST_FILES = 5


def flows(otherwise: Step, numbered: ByNumber) -> list[Flow]:
    """The flow of a chore's card.

    `otherwise` hears what is no choice; `numbered` opens a record whose number is typed.
    """
    steps = _Steps(heard_elsewhere(otherwise, numbered))
    every = {
        "open": steps.open,
        "choose": steps.choose,
        "ok": steps.ok,
        "fault": steps.fault,
        "words": steps.words,
    }
    guards = {name: _guarded(step) for name, step in every.items()}
    return [Flow(FLOW, guards, start="open", private=True, takes_files=frozenset({"words"}))]


def opened(ctx: Context, who: Me, chore_id: int, lead: str = "") -> Outcome:
    """The card of this chore; its choices may also be typed. Raises NotFound."""
    chore = access_chore(ctx, who, chore_id)
    data = {**chores.card(ctx, who, chore), "lead": lead}
    return Outcome((Notice("chore.card", data),), "choose", {"id": chore.id}, flow=FLOW)


class _Steps:
    """`otherwise` hears what is no choice of the card."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A row of a list, or of the morning's reminder."""
        return opened(ctx, me(ctx, heard.person), _id(talk, heard))

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A choice that was typed below the card, or a question about something else."""
        who = me(ctx, heard.person)
        chore = access_chore(ctx, who, _id(talk, heard))
        labels = {"ok": words.OK[chore.kind.value], "fault": words.FAULT}
        chosen = picked(heard, labels)
        if chosen == "ok":
            return self.ok(ctx, talk, heard)
        if chosen == "fault":
            return self.fault(ctx, talk, heard)
        return self._otherwise(ctx, talk, heard)

    def ok(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """It is done, and found well."""
        who = me(ctx, heard.person)
        found = chores.done(ctx, who, _id(talk, heard), ChoreOutcome.OK)
        return Outcome((Notice("chore.done", _done(ctx, who, found)),))

    def fault(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask what is wrong."""
        who = me(ctx, heard.person)
        chore = access_chore(ctx, who, _id(talk, heard))
        chore.require_open()
        return _ask(ctx, who, chore)

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear it, and report it. A photo goes along."""
        who, files = me(ctx, heard.person), list(talk.data.get("files", ()))
        chore = access_chore(ctx, who, _id(talk, heard))
        if heard.kind in (Kind.PHOTO, Kind.VIDEO, Kind.FILE):
            if len(files) < MOST_FILES:
                files.append({"media_id": heard.details["media_id"], "name": heard.details["name"]})
            return _ask(ctx, who, chore, "photo", files)
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _ask(ctx, who, chore, "empty", files)
        try:
            found = chores.done(ctx, who, chore.id, ChoreOutcome.FAULT, heard.text, files)
        except NotSaid as error:
            return _ask(ctx, who, chore, "long" if error.why == "long" else "empty", files)
        return Outcome((Notice("chore.done", _done(ctx, who, found)),))


def _id(talk: Talk, heard: Heard) -> int:
    """The chore of a standing button (`id:version`), else of the running flow."""
    if heard.kind is Kind.PRESS:
        return record_id(heard.value)
    if "id" not in talk.data:
        raise NotFound("chore", "")
    return int(talk.data["id"])


def _ask(ctx: Context, who: Me, chore: Chore, again: str = "", files: Any = ()) -> Outcome:
    data = {**chores.card(ctx, who, chore), "again": again}
    kept = {"id": chore.id, "files": list(files)}
    return Outcome((Notice("chore.ask", data),), "words", kept, flow=FLOW)


def _done(ctx: Context, who: Me, found: chores.Found) -> dict[str, Any]:
    ticket = found.ticket
    return {
        **chores.card(ctx, who, found.chore),
        "fault": view.brief(ticket) if ticket else None,
        "mine": ticket is not None and ticket.technician_id == who.id,
    }


def _guarded(step: Step) -> Step:
    """The step, with every refusal as a card or a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    lead = str(error.state) if isinstance(error, WrongState) and error.what == "chore" else ""
    if isinstance(error, BookingRefused):
        lead = error.why
    if lead in words.known_leads() - {""}:
        try:
            return opened(ctx, me(ctx, heard.person), _id(talk, heard), lead)
        except Refusal:
            pass
    return Outcome((Notice("chore.refused"),))
