"""One round in hand, or one school of it: which card somebody sees, and what stopped a press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.picking import elsewhere, picked
from bot.texts import round_refusals
from bot.texts.rounds import FLOW
from handlers.context import Context
from handlers.people import Me, me
from handlers.rounds import opening, view
from handlers.rounds.opening import RoundRefused
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.rights import Act
from models.rounds import CollectionRound

#: How long a link to the page with names works.
LINK = timedelta(hours=1)
_CODE = 8


@dataclass(frozen=True)
class Ref:
    """The round that a button or the running flow is about; the school, in which version."""

    round: int
    code: str = ""
    version: int | None = None

    def data(self, **more: Any) -> dict[str, Any]:
        """As the flow keeps it."""
        return {"round": self.round, "code": self.code, "version": self.version, **more}

    @property
    def value(self) -> str:
        """As a button carries it."""
        return ":".join(filter(None, [str(self.round), self.code, str(self.version or "")]))


def ref_of(talk: Talk, heard: Heard) -> Ref:
    """What a standing button names (`round`, `round:school`, `round:school:version`), else what
    the flow is about. Raises NotFound."""
    if heard.kind is Kind.PRESS and "round" not in talk.data:
        return _read(heard.value)
    if "round" not in talk.data:
        raise NotFound("round", "")
    return Ref(int(talk.data["round"]), talk.data.get("code", ""), talk.data.get("version"))


def _read(value: str) -> Ref:
    number, *more = value.split(":")
    code = more[0] if more else ""
    if code and not (len(code) == _CODE and code.isascii() and code.isdecimal()):
        raise NotFound("school", "")
    version = record_id(more[1]) if len(more) > 1 else None
    return Ref(record_id(number), code, version)


def pressed(heard: Heard, ref: Ref) -> Heard:
    """A choice that was typed, as if its button had been pressed."""
    return replace(heard, kind=Kind.PRESS, value=ref.value)


def school_card(ctx: Context, who: Me, ref: Ref, *, lead: str = "", said: str = "") -> Outcome:
    """The round for this school's people; for those who keep it, the office's card of the school.

    Raises NotFound, NotAllowed for everybody else.
    """
    round_ = opening.get(ctx, ref.round)
    school = next((s for s in view.own_schools(ctx, who, round_) if s.smis == ref.code), None)
    if school is None:
        return office_card(ctx, who, ref, lead=lead, said=said)
    data = {**view.card(ctx, who, round_, school), "lead": lead, "said": said}
    kept = Ref(round_.id, school.smis, data["school"]["version"]).data()
    return Outcome((Notice("round.card", data),), "choose", kept, flow=FLOW)


def office_card(ctx: Context, who: Me, ref: Ref, *, lead: str = "", said: str = "") -> Outcome:
    """One school of the round, for those who keep it. Raises NotFound, NotAllowed."""
    round_ = kept_by(ctx, who, ref.round)
    school = view.concerned(ctx, round_, ref.code)
    facts = view.office_card(ctx, round_, school)
    data = {**facts, "lead": lead if lead != "already" else "", "said": said}
    kept = Ref(round_.id, school.smis, data["school"]["version"]).data()
    return Outcome((Notice("round.office", data),), "choose_office", kept, flow=FLOW)


def kept_by(ctx: Context, who: Me, round_id: int) -> CollectionRound:
    """The round, for one who keeps it. Raises NotFound, NotAllowed."""
    round_ = opening.get(ctx, round_id)
    who.require(Act.KEEP_ROUND, opening.thing(ctx, round_))
    return round_


def choice(
    steps: Mapping[str, Step],
    labels: Mapping[str, str],
    otherwise: Step,
    ctx: Context,
    talk: Talk,
    heard: Heard,
) -> Outcome:
    """A choice that was typed below a card; anything else is heard as ever."""
    step = picked(heard, labels, by_number=False)
    if step is not None:
        return steps[step](ctx, Talk(), pressed(heard, ref_of(talk, heard)))
    found = elsewhere(otherwise, ctx, Talk(memory=talk.memory), heard)
    return found or Outcome((), talk.step, talk.data)


def refused(why: str) -> Outcome:
    """Nothing was done, and there is no card to show."""
    return Outcome((Notice("round.refused", {"why": why}),), END)


def guarded(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    """The card as it is now, with why; nothing of a school for whoever has no business with it."""
    if isinstance(error, NotAllowed):
        return refused("not_yours")
    if isinstance(error, NotFound):
        return refused("gone")
    lead, said = "", ""
    if isinstance(error, (Outdated, WrongState)) and error.what == "round_school":
        lead = "outdated"
    else:
        said = round_refusals.said(error)
    try:
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        if ref.code:
            return school_card(ctx, who, ref, lead=lead, said=said)
    except Refusal:
        return refused("gone")
    if isinstance(error, RoundRefused):
        return Outcome((Notice("round.refused", {"why": error.why, "said": said}),), END)
    return refused("gone")
