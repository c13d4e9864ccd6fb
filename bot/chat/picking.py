"""Which of the choices offered is meant: pressed, or typed by its number or label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.chat.flow import Heard, Kind, Outcome, Step, Talk
from bot.chat.routes import plain
from handlers.context import Context

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def picked(heard: Heard, labels: Mapping[str, str], *, by_number: bool = True) -> str | None:
    """The value of the choice that is meant; None for none. Numbers are of the order in which
    they stand; `by_number` False where a typed number means something else."""
    if heard.kind is Kind.PRESS:
        return heard.value if heard.value in labels else None
    text = typed(heard.text)
    for n, (value, label) in enumerate(labels.items(), 1):
        numbers = (str(n), f"{n}. {typed(label)}") if by_number else ()
        if text and text in (*numbers, typed(label)):
            return value
    return None


def typed(text: str) -> str:
    """A short answer made plain: Arabic digits, no polite ending, lower case."""
    return plain(text.translate(_THAI_DIGITS))


def elsewhere(otherwise: Step | None, ctx: Context, talk: Talk, heard: Heard) -> Outcome | None:
    """What is no answer to a list that nobody need answer is heard as whatever else people say.

    `otherwise` is the first step of the flow `question`.
    """
    if otherwise is None or heard.kind is not Kind.TEXT or not heard.text:
        return None
    outcome = otherwise(ctx, talk, heard)
    return replace(outcome, flow=outcome.flow or "question")
