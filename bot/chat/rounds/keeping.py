"""What those who keep a round do with one school: accept, return, write down, excuse, give time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.chat import places
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked
from bot.chat.rounds.card import Ref, choice, kept_by, office_card, ref_of
from bot.chat.rounds.following import Following, as_pressed, work_labels
from bot.texts.round_office import choices, note_choices
from bot.texts.rounds import FLOW
from handlers.context import Context
from handlers.people import Me, PersonRefused, me, today
from handlers.questions import Office
from handlers.rounds import opening, standing, view
from handlers.thai_dates import read_day
from handlers.thai_times import read_moment
from handlers.workdays import BANGKOK, CLOSING
from models.errors import NotFound, Outdated
from models.rounds import Standing

LONGEST = 500


class Keeping:
    """`otherwise` hears what is no choice of a card."""

    def __init__(self, office: Office, otherwise: Step) -> None:
        self._office, self._otherwise = office, otherwise

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "open": self.open,
            "choose_office": self.choose_office,
            "choose_work": self.choose_work,
            "school": self.school,
            "noted": self.noted,
            "until": self.until,
            "why": self.why,
            **self._acts(),
        }

    def taps(self) -> dict[str, Step]:
        """What the buttons of a list do."""
        return {"acknowledge": self.acknowledge, "give_back": self.give_back}

    def _acts(self) -> dict[str, Step]:
        return {
            "acknowledge": self.acknowledge,
            "give_back": self.give_back,
            "note": self.note,
            "longer": self.longer,
            "exempt": self.exempt,
            "unexempt": self.unexempt,
        }

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One school (`round:school`)."""
        return office_card(ctx, me(ctx, heard.person), ref_of(Talk(), heard))

    def choose_office(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What the buttons of a school's card say, typed."""
        ref = ref_of(talk, heard)
        round_ = kept_by(ctx, me(ctx, heard.person), ref.round)
        facts = view.office_card(ctx, round_, view.concerned(ctx, round_, ref.code))
        return choice(self._acts(), choices(facts), self._otherwise, ctx, talk, heard)

    def choose_work(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What the buttons of the round's card say, typed."""
        who, round_id = me(ctx, heard.person), int(talk.data["round"])
        labels = work_labels(ctx, who, opening.get(ctx, round_id))
        step = picked(heard, labels, by_number=False) or picked(
            heard, {one: label.rpartition(" ")[0] or label for one, label in labels.items()},
            by_number=False,
        )  # fmt: skip
        if step is None:
            found = elsewhere(self._otherwise, ctx, Talk(memory=talk.memory), heard)
            return found or Outcome((), talk.step, talk.data)
        every = {**self._acts(), **Following(self._otherwise, self.taps()).steps()}
        return every[step](ctx, Talk(), as_pressed(heard, round_id))

    def acknowledge(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One tap accepts; the list goes on being good."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        again = standing.standing_of(ctx, ref.round, ref.code) is Standing.ACKNOWLEDGED
        standing.acknowledge(ctx, who, ref.round, ref.code, version=ref.version)
        round_ = opening.get(ctx, ref.round)
        facts = view.totals(ctx, round_)
        school = view.of_school(ctx, round_, view.concerned(ctx, round_, ref.code))
        data = {**view.brief(ctx, round_), "school": school, "waiting": facts["waiting"],
                "again": again}  # fmt: skip
        return Outcome((Notice("round.acknowledged", data),), END)

    def give_back(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask what is to be mended."""
        return self._begin(ctx, me(ctx, heard.person), "give_back", ref_of(talk, heard))

    def note(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask what the school says; of the round's card, first which school."""
        return self._begin(ctx, me(ctx, heard.person), "note", ref_of(talk, heard))

    def longer(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask until when; of the round's card, first which school."""
        return self._begin(ctx, me(ctx, heard.person), "longer", ref_of(talk, heard))

    def exempt(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask why; of the round's card, first which school."""
        return self._begin(ctx, me(ctx, heard.person), "exempt", ref_of(talk, heard))

    def unexempt(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One tap: the school is counted again."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        standing.exempt(ctx, who, ref.round, ref.code, None, version=ref.version)
        return office_card(ctx, who, ref, lead="unexempt")

    def school(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which school, by its name or code."""
        who, ref, what = me(ctx, heard.person), ref_of(talk, heard), str(talk.data["what"])
        try:
            found, again = places.school(ctx, self._office, talk, heard)
        except PersonRefused:
            found, again = None, {}
        if found is None:
            return self._ask_school(ctx, who, ref, what, **again)
        try:
            return self._begin(ctx, who, what, Ref(ref.round, found["code"]))
        except NotFound:  # a school of the office, and none of this round
            return self._ask_school(ctx, who, ref, what, typed=found["name"])

    def noted(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what the school says, and write it down."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        facts = _facts(ctx, who, ref)
        chosen = picked(heard, note_choices(facts))
        if chosen is None:
            return _ask("round.ask_standing", "noted", facts, ref, again="pick")
        to = Standing(chosen)
        standing.note_for(ctx, who, ref.round, ref.code, to, version=ref.version)
        return office_card(ctx, who, ref, lead=chosen)

    def until(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear until when; then why."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        facts = _facts(ctx, who, ref)
        moment = _moment(ctx, heard)
        if moment is None or moment <= max(ctx.now, datetime.fromisoformat(facts["due"])):
            return _ask_until(ctx, facts, ref, "past" if moment else "day")
        return _ask_why(facts, ref, "longer", until=moment.isoformat())

    def why(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the reason, and do it."""
        who, ref, what = me(ctx, heard.person), ref_of(talk, heard), str(talk.data["what"])
        text = heard.text.strip() if heard.kind is Kind.TEXT else ""
        if not text or len(text) > LONGEST:
            facts, slip = _facts(ctx, who, ref), "long" if text else "empty"
            return _ask_why(facts, ref, what, again=slip, until=talk.data.get("until"))
        if what == "give_back":
            standing.give_back(ctx, who, ref.round, ref.code, text, version=ref.version)
            return office_card(ctx, who, ref, lead="given_back")
        if what == "longer":
            until = datetime.fromisoformat(talk.data["until"])
            standing.give_longer(ctx, who, ref.round, ref.code, until, text, version=ref.version)
        else:
            standing.exempt(ctx, who, ref.round, ref.code, text, version=ref.version)
        return office_card(ctx, who, ref, lead=what)

    def _begin(self, ctx: Context, who: Me, what: str, ref: Ref) -> Outcome:
        """The first question about a school; which school, where none is named."""
        if not ref.code:
            return self._ask_school(ctx, who, ref, what)
        facts = _facts(ctx, who, ref)
        now = Ref(ref.round, ref.code, facts["school"]["version"])
        if ref.version is not None and ref.version != now.version:
            raise Outdated("round_school", ref.code)
        if what not in facts["can"]:
            return office_card(ctx, who, now, lead="cannot")
        if what == "note":
            return _ask("round.ask_standing", "noted", facts, now, again="")
        if what == "longer":
            return _ask_until(ctx, facts, now, "")
        return _ask_why(facts, now, what)

    def _ask_school(self, ctx: Context, who: Me, ref: Ref, what: str, **again: Any) -> Outcome:
        facts = view.brief(ctx, kept_by(ctx, who, ref.round))
        data = {**facts, "what": what, **again}
        kept = Ref(ref.round).data(what=what, candidates=again.get("candidates") or [])
        return Outcome((Notice("round.ask_school", data),), "school", kept, flow=FLOW)


def _facts(ctx: Context, who: Me, ref: Ref) -> dict[str, Any]:
    round_ = kept_by(ctx, who, ref.round)
    return view.office_card(ctx, round_, view.concerned(ctx, round_, ref.code))


def _ask(kind: str, step: str, facts: Mapping[str, Any], ref: Ref, **more: Any) -> Outcome:
    return Outcome((Notice(kind, {**facts, **more}),), step, ref.data(), flow=FLOW)


def _ask_until(ctx: Context, facts: Mapping[str, Any], ref: Ref, again: str) -> Outcome:
    due = datetime.fromisoformat(facts["due"]).astimezone(BANGKOK).date()
    earliest = max(due + timedelta(days=1), today(ctx)).isoformat()
    return _ask("round.ask_until", "until", facts, ref, earliest=earliest, again=again)


def _ask_why(
    facts: Mapping[str, Any], ref: Ref, what: str, *, again: str = "", until: str | None = None
) -> Outcome:
    data = {**facts, "what": what, "again": again, "until": until}
    kept = ref.data(what=what, until=until)
    return Outcome((Notice("round.ask_why", data),), "why", kept, flow=FLOW)


def _moment(ctx: Context, heard: Heard) -> datetime | None:
    """A day that was picked or typed means the end of its office hours, unless a time is said."""
    params = heard.details.get("params") or {}
    said = str(params.get("date") or heard.text)
    moment = read_moment(said, now=ctx.now)
    if moment is not None:
        return moment
    day = read_day(said, today=today(ctx))
    return datetime.combine(day, CLOSING, BANGKOK) if day else None
