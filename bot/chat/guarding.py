"""A step that is refused leaves nothing half-done behind, and its flow says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from bot.chat.flow import Heard, Outcome, Step, Talk
from handlers.context import Context
from models.errors import Refusal

#: What a flow answers when one of its steps was refused.
Stopped = Callable[[Context, Talk, Heard, Refusal], Outcome]


def guard(step: Step, stopped: Stopped) -> Step:
    """The step within a savepoint: a refusal takes back what it did and becomes an answer."""

    @wraps(step)
    def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        try:
            with ctx.session.begin_nested():
                return step(ctx, talk, heard)
        except Refusal as error:
            return stopped(ctx, talk, heard, error)

    return run
