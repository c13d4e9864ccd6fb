"""The officer checks: takes, classifies, asks, proposes, passes on."""

from __future__ import annotations

from typing import Any

from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.handling.card import Ref, opened, ref_of, see, shown
from bot.chat.picking import picked
from bot.texts import handling as words
from bot.texts.handling_replies import KINDS, LONGEST
from handlers import telling
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me, me, with_right
from handlers.people.roster import groups
from handlers.requests import checking, delivering, turns, view
from models.people import Person
from models.requests import Classification, RequestStatus, ServiceRequest
from models.rights import Act, Thing

#: What a box for words does with them.
_PROPOSALS = {"permit": checking.PERMIT, "refuse": checking.REFUSE}


class Checking:
    """The steps before a director decides."""

    def __init__(self, forms: Loaded) -> None:
        self._forms = forms

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "propose": self.propose,
            "refuse": self._asks("refuse"),
            "opinion": self._asks("permit"),
            "ask": self._asks("ask", Act.PREPARE_REQUEST),
            "clarify": self._asks("clarify"),
            "finish": self._asks("finish", Act.DELIVER_REQUEST),
            "words": self.words,
            "take": self.take,
            "classify": self.classify,
            "kind": self.kind,
            "pass_on": self.pass_on,
            "group": self.group,
        }

    def propose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One tap: take it and propose, with the usual opinion."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = see(ctx, who, ref.id)
        opinion = request.opinion or words.OPINIONS[request.classification.value]
        return self._proposed(ctx, who, ref, checking.PERMIT, opinion)

    def take(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Into one's own hands."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = checking.take(ctx, who, ref.id, ref.version)
        return shown(ctx, self._forms, who, request, lead="taken")

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what was asked for in words, and do it."""
        ref, who, what = ref_of(talk, heard), me(ctx, heard.person), str(talk.data["what"])
        text, why = typed(heard)
        if why:
            return asks(see(ctx, who, ref.id), ref, what, why)
        if what in _PROPOSALS:
            return self._proposed(ctx, who, ref, _PROPOSALS[what], text)
        if what == "ask":
            return self._asked(ctx, who, ref, text)
        if what == "finish":
            finished = delivering.deliver(ctx, self._forms, who, ref.id, ref.version, note=text)
            return shown(ctx, self._forms, who, finished, lead="delivered")
        checking.clarify_for(ctx, who, ref.id, text, ref.version)
        return opened(ctx, self._forms, who, ref.id, lead="clarified")

    def classify(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask which kind of information it is."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = see(ctx, who, ref.id)
        return _choose(request, ref, "kind", KINDS, now=request.classification.value)

    def kind(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which kind."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, KINDS)
        if chosen is None:
            return self.classify(ctx, talk, heard)
        request = checking.classify(ctx, who, ref.id, ref.version, Classification(chosen))
        return shown(ctx, self._forms, who, request, lead="classified")

    def pass_on(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask to which group. Only groups with an officer can take it."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = see(ctx, who, ref.id)
        able = [
            name
            for name in groups(ctx)
            if name != request.owner_group
            and with_right(ctx, Act.CHECK_REQUEST, Thing(group_name=name))
        ]
        if not able:
            return Outcome((Notice("refused", {"why": "not_found", "what": "group"}),), next=END)
        choices = {str(n): name for n, name in enumerate(able, 1)}
        return _choose(request, ref, "group", choices)

    def group(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear to which group."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        choices: dict[str, str] = dict(talk.data.get("choices", {}))
        chosen = picked(heard, choices)
        if chosen is None:
            return self.pass_on(ctx, talk, heard)
        request = checking.pass_to_group(ctx, who, ref.id, ref.version, choices[chosen])
        return done(request, "passed_on", to=[choices[chosen]])

    def _asks(self, what: str, act: Act = Act.CHECK_REQUEST) -> Step:
        def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            ref, who = ref_of(talk, heard), me(ctx, heard.person)
            who.require(act, turns.of_group(see(ctx, who, ref.id)))
            return asks(see(ctx, who, ref.id), ref, what)

        return step

    def _proposed(self, ctx: Context, who: Me, ref: Ref, proposal: str, text: str) -> Outcome:
        request = checking.propose(ctx, self._forms, who, ref.id, ref.version, proposal, text)
        if request.status is RequestStatus.PERMITTED:
            return done(request, "permitted")
        titles = [holding.title for _, holding in turns.whose_turn(ctx, request)]
        return done(request, "proposed", to=list(dict.fromkeys(titles))[:3], opinion=text)

    def _asked(self, ctx: Context, who: Me, ref: Ref, question: str) -> Outcome:
        request = checking.ask_requester(ctx, who, ref.id, ref.version, question)
        requester = ctx.session.get_one(Person, request.requester_id)
        if telling.reachable(ctx, requester.line_user):
            return done(request, "asked")
        return done(request, "asked_in_vain", phone=str(request.requester.get("phone") or ""))


def typed(heard: Heard) -> tuple[str, str]:
    """What was typed, and what is wrong with it."""
    text = heard.text.strip() if heard.kind is Kind.TEXT else ""
    if not text:
        return "", "empty"
    return text, "long" if len(text) > LONGEST else ""


def asks(request: ServiceRequest, ref: Ref, what: str, why: str = "") -> Outcome:
    """Ask for words."""
    notice = Notice("handling.words", {**view.brief(request), "what": what, "why": why})
    step = "letter_number" if what == "number" else "words"
    return Outcome((notice,), step, ref.data(what=what), flow=words.FLOW)


def done(request: ServiceRequest, what: str, **more: Any) -> Outcome:
    """It is done, and somebody else has it now."""
    return Outcome((Notice("handling.done", {**view.brief(request), "what": what, **more}),), END)


def _choose(
    request: ServiceRequest, ref: Ref, step: str, choices: dict[str, str], **more: Any
) -> Outcome:
    data = {**view.brief(request), "step": step, "choices": choices, **more}
    kept = ref.data(choices=choices)
    return Outcome((Notice("handling.choose", data),), step, kept, flow=words.FLOW)
