"""Collection rounds in chat: schools say how far they are, the office follows and accepts.

Buttons of cards are standing ones, on the version that the card showed; below a card its choices
may be typed. See docs/flows/rounds_chat.md.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat.flow import Flow, Step
from bot.chat.rounds.card import guarded
from bot.chat.rounds.following import Following
from bot.chat.rounds.keeping import Keeping
from bot.chat.rounds.saying import Saying
from bot.texts.rounds import FLOW
from handlers.questions import Office


def flows(office: Office, otherwise: Step) -> list[Flow]:
    """The flow of the words บอกสถานะ and ติดตามรอบ. `otherwise` hears what is about something
    else."""
    keeping = Keeping(office, otherwise)
    steps = {
        **Saying(otherwise).steps(),
        **Following(otherwise, keeping.taps()).steps(),
        **keeping.steps(),
    }
    guards = {name: guarded(step) for name, step in steps.items()}
    return [Flow(FLOW, guards, start="start", timeout=timedelta(hours=1), private=True)]
