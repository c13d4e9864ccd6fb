"""An officer's requests in chat: checked, prepared, handed over. See docs/flows/handling.md.

Buttons of a card are standing ones: they work whenever they are pressed, on the version that the
card showed. What needs words or files goes on in this flow.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat import questions
from bot.chat.flow import Flow, Step
from bot.chat.handling.card import guarded
from bot.chat.handling.checking import Checking
from bot.chat.handling.choosing import Choosing
from bot.chat.handling.delivered import Delivered
from bot.chat.handling.looking import Looking
from bot.chat.handling.preparing import Preparing
from bot.texts.handling import FLOW
from handlers.forms import Loaded
from handlers.questions import Office
from models.rights import Act


def flows(office: Office, forms: Loaded, otherwise: Step | None = None) -> list[Flow]:
    """The flow of an officer's card."""
    otherwise = otherwise or questions.flows(office)[0].steps["ask"]
    parts = {
        Act.CHECK_REQUEST: Checking(forms).steps(),
        Act.PREPARE_REQUEST: Preparing(office, forms, otherwise).steps(),
        Act.FILE_AWAY: Delivered(forms).steps(),
        Act.SEE_REQUEST: Looking(forms).steps(),
    }
    steps = {
        name: guarded(forms, act, step)
        for act, part in parts.items()
        for name, step in part.items()
    }
    choosing = Choosing(forms, steps, otherwise)
    steps["choose"] = guarded(forms, Act.SEE_REQUEST, choosing.choose)
    steps["more"] = guarded(forms, Act.SEE_REQUEST, choosing.more)
    return [
        Flow(
            FLOW,
            steps,
            start="choose",
            timeout=timedelta(hours=1),
            private=True,
            takes_files=frozenset({"files"}),
        )
    ]
