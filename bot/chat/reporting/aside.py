"""What is no answer to the question that was asked: a photo, a place, more words, a figure."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.flow import Heard, Kind, Notice, Outcome, Talk
from bot.chat.picking import typed
from bot.chat.reporting.state import MEDIA, Kit, Trouble, sent
from bot.texts.my_tickets import THANKS
from handlers.context import Context
from handlers.people.readers import open_to
from handlers.questions import Answer, answer
from handlers.tickets.opening import LONGEST
from handlers.tickets.trouble import is_trouble

#: Answers to a question that has nothing to do with trouble.
_FIGURES = frozenset({"figure", "multi", "list", "school_fact", "duty"})


def taken(trouble: Trouble, heard: Heard) -> tuple[Trouble, str]:
    """The trouble with what was sent or typed besides, and what to say of that."""
    if heard.kind in MEDIA:
        files = sent(heard)
        return (trouble.with_files(files), "files") if files else (trouble, "lost")
    if heard.kind is Kind.LOCATION and heard.details.get("location"):
        return replace(trouble, location=dict(heard.details["location"])), "location"
    if heard.kind is not Kind.TEXT or not heard.text.strip() or typed(heard.text) in THANKS:
        return trouble, "no"
    long = len(trouble.words) + len(heard.text) > LONGEST
    return trouble.saying(heard.text), "long" if long else "words"


def figure(kit: Kit, ctx: Context, talk: Talk, heard: Heard) -> Answer | None:
    """The answer, where a question of figures was asked in between."""
    if heard.kind is not Kind.TEXT or not heard.text.strip() or is_trouble(heard.text):
        return None
    found = answer(
        ctx, heard.text, office=kit.office, memory=talk.memory, open_to=open_to(ctx, heard.person)
    )
    return found if found.kind in _FIGURES else None


def answered(found: Answer, again: Outcome) -> Outcome:
    """The figure first, then the question that is still open."""
    said = Notice("answer", found.to_json())
    return replace(again, replies=(said, *again.replies), memory=dict(found.memory))
