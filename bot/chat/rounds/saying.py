"""A school says how far it is: its card, and one tap for each thing that it may say."""

from __future__ import annotations

from typing import Any

from bot.chat.flow import END, Heard, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked
from bot.chat.rounds.card import Ref, choice, ref_of, refused, school_card
from bot.texts.rounds import FLOW, button_name, name_with_school, say_choices
from handlers.context import Context
from handlers.people import Me, me
from handlers.rounds import opening, standing, view
from models.rounds import CollectionRound, Standing
from models.schools import School

#: What a school says of itself by a button.
SAID = (Standing.ENTERING, Standing.ENTERED, Standing.CONFIRMED, Standing.CERTIFIED)


class Saying:
    """`otherwise` hears what is no choice of a card."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "start": self.start,
            "pick": self.pick,
            "say": self.say,
            "which": self.which,
            "card": self.card,
            "choose": self.choose,
            **self._said(),
        }

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word: the rounds that concern one's schools; the only one at once."""
        who = me(ctx, heard.person)
        found = [one for one in view.announced(ctx) if _has_to_say(ctx, who, one)]
        if not found:
            return refused("none_mine")
        if len(found) == 1:
            return _for(ctx, who, found[0])
        return listed(ctx, found, step="say", then="pick")

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which round: a number, or the label of a button."""
        chosen = picked(heard, {str(id_): label for id_, label in talk.data["rounds"]})
        if chosen is None:
            return _elsewhere(self._otherwise, ctx, talk, heard)
        return _for(ctx, me(ctx, heard.person), opening.get(ctx, int(chosen)))

    def say(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button บอกสถานะ (`round`): the card of one's school, or for which school?"""
        ref = ref_of(Talk(), heard)
        return _for(ctx, me(ctx, heard.person), opening.get(ctx, ref.round))

    def which(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which school: a number, or its name."""
        code = picked(heard, dict(talk.data["schools"]))
        if code is None:
            return _elsewhere(self._otherwise, ctx, talk, heard)
        ref = Ref(int(talk.data["round"]), code)
        return school_card(ctx, me(ctx, heard.person), ref)

    def card(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of a school (`round:school`)."""
        return school_card(ctx, me(ctx, heard.person), ref_of(Talk(), heard))

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What the card's buttons say, typed."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        round_ = opening.get(ctx, ref.round)
        school = view.concerned(ctx, round_, ref.code)
        labels = say_choices(view.card(ctx, who, round_, school))
        return choice(self._said(), labels, self._otherwise, ctx, talk, heard)

    def _said(self) -> dict[str, Step]:
        return {one.value: _says(one) for one in SAID}


def _says(to: Standing) -> Step:
    def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        already = standing.standing_of(ctx, ref.round, ref.code) is to
        standing.say(ctx, who, ref.round, ref.code, to, version=ref.version)
        return school_card(ctx, who, ref, lead="already" if already else to.value)

    return step


def _has_to_say(ctx: Context, who: Me, round_: CollectionRound) -> bool:
    own = view.own_schools(ctx, who, round_)
    return bool(own) and not view.is_over_for(ctx, round_, own)


def listed(ctx: Context, found: list[CollectionRound], *, step: str, then: str) -> Outcome:
    """Which of these rounds? Its button leads to `step`, what is typed to `then`."""
    briefs = [view.brief(ctx, one) for one in found]
    data = {"rounds": briefs, "step": step}
    kept = {"rounds": [[one["id"], button_name(one)] for one in briefs]}
    return Outcome((Notice("round.which", data),), then, kept, flow=FLOW)


def _for(ctx: Context, who: Me, round_: CollectionRound) -> Outcome:
    schools = view.own_schools(ctx, who, round_)
    if not schools:
        return refused("no_school")
    if len(schools) == 1:
        return school_card(ctx, who, Ref(round_.id, schools[0].smis))
    data = {
        **view.brief(ctx, round_),
        "schools": [view.of_school(ctx, round_, school) for school in schools],
    }
    kept = {"round": round_.id, "schools": [_labelled(school) for school in schools]}
    return Outcome((Notice("round.which_school", data),), "which", kept, flow=FLOW)


def _labelled(school: School) -> list[Any]:
    return [school.smis, name_with_school(school.name)]


def _elsewhere(otherwise: Step, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    found = elsewhere(otherwise, ctx, Talk(memory=talk.memory), heard)
    return found or Outcome((), talk.step or END, talk.data)
