"""A step whose use case refuses is answered with the reason, and waits for another answer."""

from __future__ import annotations

from functools import wraps

from bot.chat.flow import END, Heard, Notice, Outcome, Step, Talk
from bot.texts import people_refusals
from handlers.context import Context
from models.errors import Refusal

#: After these there is nothing to be typed anew.
_ENDS = frozenset({"wait", "already_bound", "not_allowed", "not_found", "state", "no_account"})


def kindly(flow: str, name: str, step: Step) -> Step:
    """The step `name` of `flow`, with its refusals in words. At its first step they end it."""

    @wraps(step)
    def kind(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        try:
            return step(ctx, talk, heard)
        except Refusal as error:
            said = people_refusals.as_json(error)
        goes_on = said["why"] not in _ENDS and (talk.flow, talk.step) == (flow, name)
        notice = Notice("people.refused", {**said, "ended": not goes_on})
        if not goes_on:
            return Outcome((notice,), next=END)
        return Outcome((notice,), next=name, data=talk.data)

    return kind
