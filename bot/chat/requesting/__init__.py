"""Asking for information by a form in chat: from the first question to the confirmed request.

One field at a time; whatever was said is kept as a draft when the person leaves. Steps:
`starting` (whom it is for, which form, consent), `answering` (a field), `reviewing` (the summary).
What comes next is decided in `going_on`. See docs/flows/requesting.md.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat.flow import Flow, Heard, Notice, Outcome, Step, Talk
from bot.chat.refusals import refused
from bot.chat.requesting.answering import Answering
from bot.chat.requesting.booking import Booking
from bot.chat.requesting.reviewing import Reviewing
from bot.chat.requesting.starting import Starting
from bot.chat.requesting.state import Kit
from bot.texts.requesting import FLOW
from handlers.context import Context
from handlers.forms import Loaded
from handlers.questions import Office
from models.errors import Refusal

__all__ = ["flows", "open_form"]


def flows(office: Office, forms: Loaded, *, mail: bool = True) -> list[Flow]:
    """The flow of the word ขอข้อมูล. `mail`: the office has a mail server."""
    kit = Kit(office, forms, mail)
    starting, answering, reviewing = Starting(kit), Answering(kit), Reviewing(kit)
    steps: dict[str, Step] = {
        "start": starting.start,
        "about": starting.about,
        "behalf": starting.behalf,
        "services": starting.services,
        "resume": starting.resume,
        "whom": starting.whom,
        "channel": starting.channel,
        "forms": starting.forms,
        "consent": starting.consent,
        "known": starting.known,
        "fill": answering.fill,
        "review": reviewing.review,
        "pick": reviewing.pick,
        "resource": Booking(kit).resource,
    }
    kind = {name: _kindly(step) for name, step in steps.items()}
    every = frozenset({"fill", "review"})
    form = Flow(
        FLOW, kind, "start", private=True, takes_files=every, hears_all=every,
        cancelled="request.left",
    )  # fmt: skip
    return [form]


def open_form(office: Office, forms: Loaded, *, mail: bool = True) -> Step:
    """For other flows: begin with the words that were said as what may be asked for."""
    led = _kindly(Starting(Kit(office, forms, mail)).led)

    def opened(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        outcome = led(ctx, talk, heard)
        return replace(outcome, flow=outcome.flow or FLOW)

    return opened


def _kindly(step: Step) -> Step:
    """The step, with every refusal as a sentence that ends the flow."""

    def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        if not heard.person:
            return Outcome((Notice("only_in_private", {"flow": FLOW}),))
        try:
            return step(ctx, talk, heard)
        except Refusal as error:
            return Outcome((refused(error),))

    return run
