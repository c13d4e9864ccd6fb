"""Incidents in chat: put together from tickets, planned, announced, ended. See
docs/flows/incidents.md.

The card's buttons are standing ones, on the version that it showed. Everything can be typed, too.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat import questions
from bot.chat.flow import Flow, Step
from bot.chat.incidents.card import guarded
from bot.chat.incidents.gathering import Gathering
from bot.chat.incidents.handling import Handling
from bot.chat.incidents.planning import Planning
from bot.texts.incidents import FLOW
from handlers.questions import Office


def flows(office: Office, otherwise: Step | None = None) -> list[Flow]:
    """The flow of the staff's word แจ้งเหตุขัดข้อง, and of the button on a ticket's card."""
    otherwise = otherwise or questions.flows(office)[0].steps["ask"]
    steps = {
        **Planning(office).steps(),
        **Gathering().steps(),
        **Handling(otherwise).steps(),
    }
    guards = {name: guarded(step) for name, step in steps.items()}
    return [Flow(FLOW, guards, start="start", timeout=timedelta(hours=1), private=True)]
