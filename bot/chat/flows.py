"""All flows of one office, put together: who hears what is nobody's, who leads where."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import (
    announcements,
    budget,
    chores,
    complaining,
    conferences,
    deciding,
    following,
    groups,
    handling,
    incidents,
    mending,
    menu,
    my_data,
    notices,
    questions,
    rating,
    registering,
    reporting,
    requesting,
    rounds,
    tasks,
)
from bot.chat.flow import Flow
from bot.chat.numbers import Numbers
from handlers import knowledge
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.questions import Office
from handlers.ratings.subjects import REOPEN
from handlers.requests import ending

#: The flow that hears whatever nothing else wants.
FALLBACK = "question"


def flows(
    office: Office,
    forms: Loaded,
    *,
    mail: bool = True,
    articles: knowledge.Loaded | None = None,
) -> list[Flow]:
    """Every flow. `forms` are those in force, and `articles` (None: the shipped ones); `mail`:
    the office has a mail server."""

    def reopen(ctx: Context, me: Me, request_id: int, why: str) -> None:
        ending.reopen(ctx, forms, me, request_id, why)

    REOPEN["request"] = reopen
    known = articles or knowledge.load(None)
    asking = questions.flows(office, requesting.open_form(office, forms, mail=mail))
    asking[0] = reporting.hearing(office, known, asking[0])
    otherwise = asking[0].steps["ask"]
    numbers = Numbers()
    outages, chore = incidents.flows(office, otherwise), chores.flows(otherwise, numbers.heard)
    moving = conferences.flows(otherwise, numbers.heard)
    work, repairs = mending.flows(office, known, numbers.heard, outages[0], moving[0], otherwise)
    collecting = rounds.flows(office, otherwise)
    of_round = replace(collecting[0], steps={"open": collecting[0].steps["follow"]})
    permits = budget.flows(otherwise, numbers.heard)
    others = {
        "ticket": work, "repair": repairs, "chore": chore[0], "round": of_round,
        "permit": permits[0],
    }  # fmt: skip
    every = [
        *asking,
        *requesting.flows(office, forms, mail=mail),
        *reporting.flows(office, known, otherwise),
        *following.flows(office, forms, otherwise),
        *tasks.flows(office, forms, others, numbers.heard, otherwise),
        work,
        repairs,
        numbers.flow(),
        *handling.flows(office, forms, otherwise),
        *deciding.flows(office, forms, otherwise),
        *rating.flows(otherwise),
        *complaining.flows(otherwise),
        *menu.flows(),
        *notices.flows(),
        *outages,
        *moving,
        *chore,
        *permits,
        *collecting,
        *announcements.flows(office, otherwise),
        *groups.flows(office),
        *registering.flows(office),
        *my_data.flows(),
    ]
    every = [numbers.before(flow) for flow in every]
    numbers.know(every)
    return every
