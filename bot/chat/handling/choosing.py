"""What is typed below a card: the number or the label of a button, or something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chat.flow import END, Heard, Notice, Outcome, Step, Talk
from bot.chat.handling.card import Ref, facts, pressed, ref_of, see
from bot.chat.picking import picked
from bot.texts import handling as words
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import me
from models.errors import Outdated


class Choosing:
    """`steps` are those of the buttons; `otherwise` hears what is no choice."""

    def __init__(self, forms: Loaded, steps: Mapping[str, Step], otherwise: Step) -> None:
        self._forms, self._steps, self._otherwise = forms, steps, otherwise

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a choice of the card, or a question about something else."""
        ref = ref_of(talk, heard)
        who = me(ctx, heard.person)
        data = facts(ctx, self._forms, who, see(ctx, who, ref.id))
        rest = bool(talk.data.get("more"))
        first, second = (words.choices(data, more=more) for more in (rest, not rest))
        step = picked(heard, first) or by_label(heard, second) or by_label(heard, words.LABELS)
        still(ref, data, heard, step)
        if step is None:
            return elsewhere(self._otherwise, ctx, talk, heard)
        run = self.more if step == "more" else self._steps[step]
        return run(ctx, talk, pressed(heard, ref))

    def more(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The rest of the card's buttons."""
        ref = ref_of(talk, heard)
        who = me(ctx, heard.person)
        data = facts(ctx, self._forms, who, see(ctx, who, ref.id))
        kept = ref.data(more=True)
        return Outcome((Notice("handling.more", data),), "choose", kept, flow=words.FLOW)


def by_label(heard: Heard, labels: Mapping[str, str]) -> str | None:
    """A button that is not shown now may be named, but not numbered."""
    return None if _is_number(heard) else picked(heard, labels)


def still(ref: Ref, data: Mapping[str, Any], heard: Heard, step: str | None) -> None:
    """Raise Outdated when a choice is of a card that has changed: its numbers meant others."""
    if (step is not None or _is_number(heard)) and data["version"] != ref.version:
        raise Outdated("request", ref.id)


def _is_number(heard: Heard) -> bool:
    return heard.text.strip().isdigit()


def elsewhere(otherwise: Step, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """No choice of this card: it is heard as anything else that is typed."""
    outcome = otherwise(ctx, Talk(memory=talk.memory), heard)
    if outcome.next == END or outcome.flow:
        return outcome
    return replace(outcome, flow="question")
