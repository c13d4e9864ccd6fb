"""All flows of one office, put together: who hears what is nobody's, who leads where."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import (
    complaining,
    deciding,
    following,
    handling,
    my_data,
    questions,
    rating,
    registering,
    requesting,
    tasks,
)
from bot.chat.flow import Flow, Heard, Outcome, Talk
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.questions import Office
from handlers.ratings.subjects import REOPEN
from handlers.requests import ending

#: The flow that hears whatever nothing else wants.
FALLBACK = "question"


def flows(office: Office, forms: Loaded) -> list[Flow]:
    """Every flow. `forms` are those in force."""
    request = requesting.flows(office, forms)
    opening = request[0]

    def open_form(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        outcome = opening.steps[opening.start](ctx, talk, heard)
        return replace(outcome, flow=outcome.flow or opening.name)

    def reopen(ctx: Context, me: Me, request_id: int, why: str) -> None:
        ending.reopen(ctx, forms, me, request_id, why)

    REOPEN["request"] = reopen
    asking = questions.flows(office, open_form)
    otherwise = asking[0].steps["ask"]
    return [
        *asking,
        *request,
        *following.flows(office, forms),
        *tasks.flows(office, forms),
        *handling.flows(office, forms),
        *deciding.flows(office, forms),
        *rating.flows(otherwise),
        *complaining.flows(otherwise),
        *registering.flows(office),
        *my_data.flows(),
    ]
