"""An incident's card in use: announced for nothing or at a price, worded anew, ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.incidents.card import Ref, facts, ref_of, shown
from bot.chat.incidents.gathering import Gathering
from bot.chat.picking import picked
from bot.texts.incident_card import LABELS, SHORT, choices
from bot.texts.incidents import FLOW
from handlers.context import Context
from handlers.incidents import announcing, ending, opening, view
from handlers.incidents.access import access_incident
from handlers.people import me
from models.errors import Outdated
from models.incidents import Incident


class Handling:
    """`otherwise` hears what is no choice of the card."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "choose": self.choose,
            "free": self.free,
            "push": self.push,
            "skip": self.skip,
            "reword": self.reword,
            "reworded": self.reworded,
            "end": self.end,
            "ending": self.ending,
        }

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A choice that was typed below the card, or a question about something else."""
        ref = ref_of(talk, heard)
        incident = access_incident(ctx, me(ctx, heard.person), ref.id, for_update=False)
        labels = choices(facts(ctx, incident))
        step = picked(heard, labels) or picked(heard, LABELS, by_number=False)
        step = step or picked(heard, SHORT, by_number=False)
        if step is None:
            outcome = self._otherwise(ctx, Talk(memory=talk.memory), heard)
            elsewhere = outcome.next == END or outcome.flow
            return outcome if elsewhere else replace(outcome, flow="question")
        if incident.version != ref.version:
            raise Outdated("incident", ref.id)
        run = {**self.steps(), "add": Gathering().add}[step]
        value = f"{ref.id}:{ref.version}" + (f":{ref.price}" if ref.price is not None else "")
        return run(ctx, talk, replace(heard, kind=Kind.PRESS, value=value))

    def free(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Announce it for nothing."""
        ref = ref_of(talk, heard)
        told = announcing.announce(ctx, me(ctx, heard.person), ref.id, ref.version)
        return self._told(ctx, told)

    def push(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Announce it at the price that the button showed."""
        ref = ref_of(talk, heard)
        who = me(ctx, heard.person)
        told = announcing.announce(ctx, who, ref.id, ref.version, pushed=ref.price or 0)
        return self._told(ctx, told)

    def skip(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Not announced: the tickets are one fault all the same."""
        ref = ref_of(talk, heard)
        incident = access_incident(ctx, me(ctx, heard.person), ref.id, for_update=False)
        return replace(shown(ctx, incident, lead="skipped"), next=END, data={})

    def reword(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask for other words."""
        return self._ask(ctx, talk, heard, "reword")

    def reworded(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear them."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return self._ask(ctx, talk, heard, "reword", "empty")
        incident = opening.reword(ctx, who, ref.id, ref.version, heard.text)
        return shown(ctx, incident, lead="reworded")

    def end(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask what was wrong."""
        return self._ask(ctx, talk, heard, "end")

    def ending(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear it, and end it for everybody."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return self._ask(ctx, talk, heard, "end", "empty")
        done = ending.end(ctx, who, ref.id, ref.version, heard.text)
        said = {"solved": done.solved, "told": done.told, "offered": done.offered}
        return self._done(ctx, done.incident, "ended", said)

    def _ask(self, ctx: Context, talk: Talk, heard: Heard, what: str, again: str = "") -> Outcome:
        ref = ref_of(talk, heard)
        who = me(ctx, heard.person)
        version = ref.version
        incident = access_incident(ctx, who, ref.id, version, for_update=False)
        opening.open_one(incident)
        reporters = len(ending.reporters(ctx, incident)) if what == "end" else 0
        step = {"reword": "reworded", "end": "ending"}[what]
        said: dict[str, Any] = {
            **view.brief(ctx, incident),
            "what": what,
            "step": step,
            "again": again,
            "reporters": reporters,
            "costs": ending.costs(ctx, reporters),
            "open_tickets": len(ending.hanging(ctx, incident)) if what == "end" else 0,
        }
        kept = Ref(incident.id, incident.version).data()
        return Outcome((Notice("incident.words", said),), step, kept, flow=FLOW)

    def _told(self, ctx: Context, told: announcing.Told) -> Outcome:
        said = {"offered": told.offered, "pushed": told.pushed}
        return self._done(ctx, told.incident, "announced", said)

    def _done(self, ctx: Context, incident: Incident, what: str, said: dict[str, int]) -> Outcome:
        notice = Notice("incident.done", {**view.brief(ctx, incident), "what": what, **said})
        return Outcome((notice,), END)
