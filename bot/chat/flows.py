"""All flows of one office, put together: who hears what is nobody's, who leads where."""

from __future__ import annotations

from bot.chat import (
    chores,
    complaining,
    conferences,
    deciding,
    following,
    handling,
    incidents,
    my_data,
    notices,
    questions,
    rating,
    registering,
    requesting,
    tasks,
)
from bot.chat.flow import Flow
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.questions import Office
from handlers.ratings.subjects import REOPEN
from handlers.requests import ending

#: The flow that hears whatever nothing else wants.
FALLBACK = "question"


def flows(office: Office, forms: Loaded, *, mail: bool = True) -> list[Flow]:
    """Every flow. `forms` are those in force; `mail`: the office has a mail server."""

    def reopen(ctx: Context, me: Me, request_id: int, why: str) -> None:
        ending.reopen(ctx, forms, me, request_id, why)

    REOPEN["request"] = reopen
    asking = questions.flows(office, requesting.open_form(office, forms, mail=mail))
    otherwise = asking[0].steps["ask"]
    return [
        *asking,
        *requesting.flows(office, forms, mail=mail),
        *following.flows(office, forms),
        *tasks.flows(office, forms),
        *handling.flows(office, forms),
        *deciding.flows(office, forms),
        *rating.flows(otherwise),
        *complaining.flows(otherwise),
        *notices.flows(),
        *incidents.flows(office),
        *conferences.flows(office),
        *chores.flows(office),
        *registering.flows(office),
        *my_data.flows(),
    ]
