"""Complaints in chat: taking one down, its state, and for those who follow them the open ones.

Whom a complaint is about is never shown it; the use cases see to that. See docs/flows/rating.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat.flow import Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked, typed
from bot.texts.complaints import ACTS, CONFIRM, FLOW, GENERAL, NEW, NOBODY, OWN
from bot.texts.ratings import short
from handlers import complaints
from handlers.complaints import Case
from handlers.context import Context
from handlers.people.access import Me, me
from handlers.ratings.saying import NotSaid, said
from models.errors import NotAllowed, Refusal, WrongState
from models.rights import Act

_LABEL = 36


def flows(otherwise: Step | None = None) -> list[Flow]:
    """The flow of the word ร้องเรียน. `otherwise` hears what is no answer to its lists."""
    taking, following = _Taking(otherwise), _Following(otherwise)
    steps: dict[str, Step] = {
        "start": taking.start,
        "mine": taking.mine,
        "subject": taking.subject,
        "words": taking.words,
        "about": taking.about,
        "confirm": taking.confirm,
        "board": following.board,
        "one": following.one,
        "act": following.act,
    }
    kind = {name: _kindly(step) for name, step in steps.items()}
    return [Flow(FLOW, kind, start="start", private=True)]


class _Taking:
    """Somebody complains."""

    def __init__(self, otherwise: Step | None) -> None:
        self._otherwise = otherwise

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The open ones for those who follow them; one's own; or a new one at once."""
        person = me(ctx, heard.person)
        if person.may(Act.SEE_COMPLAINT):
            return _show_board(ctx, person, heard)
        own = complaints.mine(ctx, person, heard.person or "")
        return _show_mine(own) if own else _ask_subject(ctx, person)

    def mine(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """From one's own list to a new one."""
        if picked(heard, NEW):
            return _ask_subject(ctx, me(ctx, heard.person))
        found = elsewhere(self._otherwise, ctx, talk, heard)
        return found or self.start(ctx, talk, heard)

    def subject(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which service."""
        choices = talk.data["choices"]
        value = picked(heard, choices)
        if value is None:
            return _ask_subject(ctx, me(ctx, heard.person), again=True)
        ref = None if value in GENERAL else value
        return _ask_words({"subject": ref, "number": talk.data["numbers"].get(value)})

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what happened."""
        try:
            data = {**talk.data, "words": said(heard.text)}
        except NotSaid as error:
            return _ask_words(talk.data, error.why)
        person = me(ctx, heard.person)
        people = complaints.people_of(ctx, person, talk.data.get("subject"))
        if not people:
            return _ask_confirm(data)
        names = {str(p.id): p.name[:_LABEL] for p in people} | NOBODY
        return _ask_about({**data, "names": names})

    def about(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whom it is about."""
        names = talk.data["names"]
        value = picked(heard, names)
        if value is None:
            return _ask_about(talk.data, again=True)
        if value in NOBODY:
            return _ask_confirm(talk.data)
        return _ask_confirm({**talk.data, "about_id": int(value), "about": names[value]})

    def confirm(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Take it down."""
        data = talk.data
        if picked(heard, CONFIRM) is None:
            return _ask_confirm(data)
        made = complaints.complain(
            ctx,
            me(ctx, heard.person),
            heard.person or "",
            data["words"],
            subject=data.get("subject"),
            about_id=data.get("about_id"),
        )
        facts = {"number": made.id, "about": data.get("about")}
        return Outcome((Notice("complaint.taken", facts),))


class _Following:
    """Those who follow complaints: the list, one of them, a note, the end."""

    def __init__(self, otherwise: Step | None) -> None:
        self._otherwise = otherwise

    def board(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which one, or that they complain themselves."""
        person = me(ctx, heard.person)
        wanted = picked(heard, NEW | OWN, by_number=False)
        if wanted in NEW:
            return _ask_subject(ctx, person)
        if wanted in OWN:
            return _show_mine(complaints.mine(ctx, person, heard.person or ""))
        pressed = heard.value if heard.kind is Kind.PRESS else typed(heard.text)
        if pressed.isascii() and pressed.isdigit() and len(pressed) < 10:
            return _show_one(person, complaints.see(ctx, person, int(pressed)))
        found = elsewhere(self._otherwise, ctx, talk, heard)
        return found or _show_board(ctx, person, heard, again=True)

    def one(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what is to be done with it."""
        act = picked(heard, ACTS)
        if act is None:
            found = elsewhere(self._otherwise, ctx, talk, heard)
            person = me(ctx, heard.person)
            return found or _show_one(person, complaints.see(ctx, person, talk.data["number"]))
        return _ask_act({"number": talk.data["number"], "act": act})

    def act(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the words of a note, or of the outcome."""
        person, number, act = me(ctx, heard.person), talk.data["number"], talk.data["act"]
        do = complaints.note if act == "note" else complaints.close
        try:
            do(ctx, person, number, heard.text)
        except NotSaid as error:
            return _ask_act(talk.data, error.why)
        return Outcome((Notice("complaint.done", {"act": act, "number": number}),))


def _listed(case: Case) -> dict[str, Any]:
    """What lists show: neither its words nor whom it is about."""
    kept = ("number", "kind", "subject", "status", "day", "outcome")
    return {key: value for key, value in complaints.facts_of(case).items() if key in kept}


def _show_mine(cases: list[Case]) -> Outcome:
    notice = Notice("complaint.mine", {"cases": [_listed(case) for case in cases]})
    return Outcome((notice,), next="mine")


def _show_board(ctx: Context, person: Me, heard: Heard, *, again: bool = False) -> Outcome:
    found = complaints.listed(ctx, person)
    shown = [complaints.case_of(ctx, row) for row in found[: complaints.MOST_LISTED]]
    facts = {
        "cases": [_listed(case) for case in shown],
        "count": len(found),
        "has_own": bool(complaints.mine(ctx, person, heard.person or "")),
        "again": again,
    }
    return Outcome((Notice("complaint.board", facts),), next="board")


def _show_one(person: Me, case: Case) -> Outcome:
    facts = {**complaints.facts_of(case), "may_follow": person.may(Act.FOLLOW_COMPLAINT)}
    data = {"number": case.complaint.id}
    return Outcome((Notice("complaint.one", facts),), next="one", data=data)


def _ask_subject(ctx: Context, person: Me, *, again: bool = False) -> Outcome:
    own = complaints.own_subjects(ctx, person)
    if not own:
        return _ask_words({})
    choices = {s.ref: short(f"{s.number} {s.title}", _LABEL) for s in own} | GENERAL
    data = {"choices": choices, "numbers": {s.ref: s.number for s in own}}
    notice = Notice("complaint.subject", {"choices": choices, "again": again})
    return Outcome((notice,), next="subject", data=data)


def _ask_words(data: Mapping[str, Any], why: str = "") -> Outcome:
    facts = {"subject": data.get("number"), "why": why}
    return Outcome((Notice("complaint.words", facts),), next="words", data=data)


def _ask_about(data: Mapping[str, Any], *, again: bool = False) -> Outcome:
    facts = {"choices": data["names"], "again": again}
    return Outcome((Notice("complaint.about", facts),), next="about", data=data)


def _ask_confirm(data: Mapping[str, Any]) -> Outcome:
    facts = {
        "subject": data.get("number"),
        "about": data.get("about"),
        "words": data["words"],
    }
    return Outcome((Notice("complaint.confirm", facts),), next="confirm", data=data)


def _ask_act(data: Mapping[str, Any], why: str = "") -> Outcome:
    facts = {"number": data["number"], "act": data["act"], "why": why}
    return Outcome((Notice("complaint.act", facts),), next="act", data=data)


def _kindly(step: Step) -> Step:
    """The step, with every refusal as a sentence that ends the flow."""

    def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        try:
            return step(ctx, talk, heard)
        except Refusal as error:
            return Outcome((Notice("complaint.refused", {"why": _why(error)}),))

    return run


def _why(error: Refusal) -> str:
    if isinstance(error, NotAllowed):
        return "not_allowed"
    return "closed" if isinstance(error, WrongState) else "gone"
