"""Announcements in chat: officers write, send and follow them; people say that they read them.

Buttons of cards are standing ones, on the version and price that the card showed; every choice can
also be typed. See docs/flows/announcing.md.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat.announcements.card import guarded
from bot.chat.announcements.choosing import Choosing
from bot.chat.announcements.delivering import Delivering
from bot.chat.announcements.following import Following
from bot.chat.announcements.receiving import Receiving, kindly
from bot.chat.announcements.writing import Writing
from bot.chat.flow import Flow, Step
from bot.texts.announcement_words import CONTROL
from bot.texts.announcements import FLOW
from handlers.questions import Office


def flows(office: Office, otherwise: Step) -> list[Flow]:
    """The flow of the words เขียนประกาศ and ประกาศของฉัน, and that of the word รับทราบ.
    `otherwise` hears what is about something else."""
    writing = Writing()
    following = Following(writing, otherwise)
    others = {"edits": writing.edits, "circular": following.circular}
    steps = {
        **writing.steps(),
        **Choosing(office, writing).steps(),
        **Delivering(writing, others, otherwise).steps(),
        **following.steps(),
    }
    control = {name: guarded(step) for name, step in steps.items()}
    received = {name: kindly(step) for name, step in Receiving(otherwise).steps().items()}
    return [
        Flow(
            CONTROL, control, start="start", timeout=timedelta(hours=1), private=True,
            cancelled="announcing.left",
        ),
        Flow(FLOW, received, start="start"),
    ]  # fmt: skip
