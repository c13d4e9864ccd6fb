"""Trouble in chat: reported by saying it, followed on its card. See docs/flows/reporting.md.

Flow `ticket` leads from the first words to the number; `my_ticket` is the reporter's card, and
takes what is sent after the number.
"""

from __future__ import annotations

from dataclasses import replace
from functools import wraps

from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.refusals import refused
from bot.chat.reporting.going_on import go_on
from bot.chat.reporting.mine import Mine
from bot.chat.reporting.sorting import Sorting
from bot.chat.reporting.starting import Starting
from bot.chat.reporting.state import Kit, Trouble
from bot.chat.reporting.whose import GoOn, Whose
from bot.texts.my_tickets import FLOW as MINE
from bot.texts.reporting import FLOW
from handlers.context import Context
from handlers.knowledge import Loaded
from handlers.people import Me
from handlers.questions import Office
from handlers.tickets.trouble import is_trouble
from models.errors import Refusal

__all__ = ["flows", "hearing"]


def flows(office: Office, articles: Loaded, otherwise: Step) -> list[Flow]:
    """The flows of the word แจ้งปัญหา and of the reporter's card. `otherwise` hears what is about
    something else."""
    kit, next_one = _kit(office, articles)
    starting = Starting(kit, next_one)
    steps = {**starting.steps(), **Sorting(kit, next_one).steps(), **Whose(kit, next_one).steps()}
    mine = Mine(kit, otherwise, _kindly(starting.start)).steps()
    return [
        _flow(FLOW, steps, cancelled="report.left"),
        _flow(MINE, mine, cancelled="my_ticket.left"),
    ]


def hearing(office: Office, articles: Loaded, question: Flow) -> Flow:
    """The flow that hears anything, but for trouble: that is reported. In a group people are led
    to where it can be."""
    start = _kindly(Starting(*_kit(office, articles)).start)

    def first(step: Step) -> Step:
        @wraps(step)
        def heard_first(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            if heard.kind is not Kind.TEXT or not is_trouble(heard.text):
                return step(ctx, talk, heard)
            if heard.place.is_group:
                return Outcome((Notice("only_in_private", {"flow": FLOW}),))
            outcome = start(ctx, Talk(memory=talk.memory), heard)
            return replace(outcome, flow=outcome.flow or FLOW)

        return heard_first

    return replace(question, steps={name: first(step) for name, step in question.steps.items()})


def _kit(office: Office, articles: Loaded) -> tuple[Kit, GoOn]:
    kit = Kit(office, articles)

    def next_one(ctx: Context, who: Me, heard: Heard, trouble: Trouble) -> Outcome:
        return go_on(kit, ctx, who, heard, trouble)

    return kit, next_one


def _flow(name: str, steps: dict[str, Step], *, cancelled: str) -> Flow:
    kind = {step: _kindly(run) for step, run in steps.items()}
    every = frozenset(steps)
    return Flow(
        name, kind, "start" if "start" in steps else "open", private=True, takes_files=every,
        hears_all=every, cancelled=cancelled,
    )  # fmt: skip


def _kindly(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""

    @wraps(step)
    def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        if not heard.person:
            return Outcome((Notice("only_in_private", {"flow": FLOW}),), END)
        try:
            with ctx.session.begin_nested():
                return step(ctx, talk, heard)
        except Refusal as error:
            return Outcome((refused(error),), END)

    return run
