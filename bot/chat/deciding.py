"""A director decides in chat: one press on the card, or a word that is confirmed.

Nothing is ever decided for several requests at once. A reason is typed, a law is chosen, and a
refusal is confirmed before it is done. See docs/flows/handling.md.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.chat import budget, questions
from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Step, Talk
from bot.chat.handling.card import Ref, facts, guarded, pressed, ref_of, see, shown
from bot.chat.handling.checking import typed
from bot.chat.handling.choosing import by_label, elsewhere, still
from bot.chat.handling.looking import Looking
from bot.chat.picking import picked
from bot.texts import deciding as words
from bot.texts.request_words import number_text
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me, me
from handlers.questions import Office
from handlers.requests import deciding, signing, tasks, view
from handlers.requests.access import access_request
from handlers.requests.vocabulary import LAWS
from models.errors import Outdated, WrongState
from models.requests import Classification, Decision, RequestStatus, ServiceRequest, Verdict
from models.rights import Act

#: The right that each button takes.
_RIGHTS = {
    "permit": Act.DECIDE_REQUEST,
    "refuse": Act.DECIDE_REQUEST,
    "ask": Act.DECIDE_REQUEST,
    "order": Act.DECIDE_REQUEST,
    "uphold": Act.CONFIRM_REFUSAL,
    "give_back": Act.CONFIRM_REFUSAL,
    "sign": Act.SIGN_LETTER,
    "unsign": Act.SIGN_LETTER,
}
_TO_DECIDE = {
    Act.DECIDE_REQUEST: RequestStatus.AWAITING_PERMISSION,
    Act.CONFIRM_REFUSAL: RequestStatus.AWAITING_CONFIRMATION,
    Act.SIGN_LETTER: RequestStatus.AWAITING_SIGNATURE,
}
_DECIDED_BY = frozenset({*_TO_DECIDE, Act.APPROVE_PLAN})
_MOST_LISTED = 10
#: What a director permits or approves; which of the two, the request says.
_PERMITTING = frozenset({Act.DECIDE_REQUEST.value, Act.APPROVE_PLAN.value})


def flows(office: Office, forms: Loaded, otherwise: Step | None = None) -> list[Flow]:
    """The flow of a director's card."""
    otherwise = otherwise or questions.flows(office)[0].steps["ask"]
    part = _Deciding(forms, otherwise)
    steps = {name: guarded(forms, _RIGHTS[name], step) for name, step in part.buttons().items()}
    part.run = {**steps, **Looking(forms).steps()}
    looking = {
        name: guarded(forms, Act.SEE_REQUEST, step) for name, step in Looking(forms).steps().items()
    }
    others = {
        "choose": part.choose, "words": part.words, "sure": part.sure, "law": part.law,
        "pick": part.pick, "permit_typed": part.word("permit"), "refuse_typed": part.word("refuse"),
        "ask_typed": part.word("ask"), "order_typed": part.word("order"),
    }  # fmt: skip
    guards = {name: guarded(forms, Act.DECIDE_REQUEST, step) for name, step in others.items()}
    every = {**looking, **steps, **guards, **budget.deciding(otherwise)}
    return [
        Flow(words.FLOW, every, start="permit_typed", timeout=timedelta(minutes=30), private=True)
    ]


class _Deciding:
    def __init__(self, forms: Loaded, otherwise: Step) -> None:
        self._forms, self._otherwise = forms, otherwise
        self.run: dict[str, Step] = {}

    def buttons(self) -> dict[str, Step]:
        """By the names of the card's buttons."""
        return {
            "permit": self.permit,
            "refuse": self._asks("refuse"),
            "ask": self._asks("ask"),
            "order": self._asks("order"),
            "uphold": self.uphold,
            "give_back": self._asks("give_back"),
            "sign": self.sign,
            "unsign": self._asks("unsign"),
        }

    def permit(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One press."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        return self._decided(
            ctx, who,
            deciding.decide(ctx, self._forms, who, ref.id, ref.version, Verdict.PERMIT),
        )  # fmt: skip

    def uphold(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The refusal to an outsider stands."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        decision = deciding.confirm_refusal(
            ctx, self._forms, who, ref.id, ref.version, confirmed=True
        )
        return self._decided(ctx, who, decision)

    def sign(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The letter is signed, and handed over."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        decision = signing.sign(ctx, self._forms, who, ref.id, ref.version, signed=True)
        return self._decided(ctx, who, decision)

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What is typed below a card."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        data = facts(ctx, self._forms, who, see(ctx, who, ref.id))
        known = data["mode"] in words.MODES.values()
        step = picked(heard, words.choices(data)) if known else by_label(heard, words.LABELS)
        still(ref, data, heard, step)
        if step is None:
            return elsewhere(self._otherwise, ctx, talk, heard)
        return self.run[step](ctx, talk, pressed(heard, ref))

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the reason, or the question to the requester."""
        ref, who, what = ref_of(talk, heard), me(ctx, heard.person), str(talk.data["what"])
        text, why = typed(heard)
        request = _still(ctx, who, ref, what)
        if why:
            return _ask_words(ctx, request, ref, what, why)
        if what == "refuse":
            law = talk.data.get("law", _usual_law(request))
            return _ask_sure(ctx, request, ref, text, law)
        return self._decided(ctx, who, self._with_words(ctx, who, ref, what, text))

    def sure(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether it is to be done; till then a refusal's reason and law may change."""
        ref, who, what = ref_of(talk, heard), me(ctx, heard.person), str(talk.data["what"])
        chosen = picked(heard, words.SURE if what == "refuse" else {"yes": words.SURE["yes"]})
        request = _still(ctx, who, ref, what)
        if chosen == "yes" and what == "permit":
            return self.permit(ctx, talk, heard)
        if what == "permit":
            return self._ask_permit(ctx, who, request)
        reason, law = str(talk.data["reason"]), talk.data.get("law")
        if chosen == "reason":
            return _ask_words(ctx, request, ref, what, law=law)
        if chosen == "law":
            kept = ref.data(what=what, reason=reason, law=law)
            notice = Notice("deciding.law", view.brief(request))
            return Outcome((notice,), "law", kept, flow=words.FLOW)
        if chosen is None:
            return _ask_sure(ctx, request, ref, reason, law)
        decision = deciding.decide(
            ctx, self._forms, who, ref.id, ref.version, Verdict.REFUSE, reason=reason, law=law
        )
        return self._decided(ctx, who, decision)

    def law(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which law."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = _still(ctx, who, ref, "refuse")
        law = picked(heard, words.law_choices()) or talk.data.get("law")
        named = law if law in LAWS else None
        return _ask_sure(ctx, request, ref, str(talk.data["reason"]), named)

    def word(self, what: str) -> Step:
        """A word of decision typed alone: of the card that is open, of the only one, or which?"""

        def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            who = me(ctx, heard.person)
            waiting = _waiting(ctx, who)
            if what in ("permit", "refuse"):
                found = budget.by_word(ctx, talk, heard, what, alone=not waiting)
                if found is not None:
                    return found
            if not waiting and (letters := _letters(ctx, who)):
                return shown(ctx, self._forms, who, see(ctx, who, letters[0]))
            open_ = str(talk.data.get("id", "")) if talk.flow == words.FLOW else ""
            if open_ in waiting:
                return self._begin(ctx, who, what, int(open_))
            if len(waiting) == 1:
                return self._begin(ctx, who, what, int(next(iter(waiting))))
            if not waiting:
                return Outcome((Notice("deciding.none"),), END)
            rows = dict(list(waiting.items())[:_MOST_LISTED])
            more = len(waiting) - len(rows)
            notice = Notice("deciding.which", {"what": what, "rows": rows, "more": more})
            return Outcome((notice,), "pick", {"what": what, "rows": rows}, flow=words.FLOW)

        return step

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which one the word was about."""
        what, rows = str(talk.data["what"]), dict(talk.data["rows"])
        chosen = picked(heard, rows) or picked(
            heard, {key: said.partition(" · ")[0] for key, said in rows.items()}
        )
        if chosen is None:
            return elsewhere(self._otherwise, ctx, talk, heard)
        return self._begin(ctx, me(ctx, heard.person), what, int(chosen))

    def _begin(self, ctx: Context, who: Me, what: str, request_id: int) -> Outcome:
        request = deciding.access_to_decide(ctx, who, request_id, for_update=False)
        if what == "permit":
            return self._ask_permit(ctx, who, request)
        return _ask_words(ctx, request, Ref(request.id, request.version), what)

    def _ask_permit(self, ctx: Context, who: Me, request: ServiceRequest) -> Outcome:
        """The whole card, and whether it is meant: a word may have been typed for another."""
        outcome = shown(ctx, self._forms, who, request, sure="permit")
        return replace(outcome, next="sure", data={**outcome.data, "what": "permit"})

    def _asks(self, what: str) -> Step:
        def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            ref, who = ref_of(talk, heard), me(ctx, heard.person)
            return _ask_words(ctx, _still(ctx, who, ref, what), ref, what)

        return step

    def _with_words(self, ctx: Context, who: Me, ref: Ref, what: str, text: str) -> Decision:
        if what == "order":
            return deciding.decide(
                ctx, self._forms, who, ref.id, ref.version, Verdict.PERMIT, reason=text
            )
        if what == "ask":
            return deciding.decide(
                ctx, self._forms, who, ref.id, ref.version, Verdict.ASK_MORE, reason=text
            )
        if what == "give_back":
            return deciding.confirm_refusal(
                ctx, self._forms, who, ref.id, ref.version, confirmed=False, reason=text
            )
        return signing.sign(ctx, self._forms, who, ref.id, ref.version, signed=False, reason=text)

    def _decided(self, ctx: Context, who: Me, decision: Decision) -> Outcome:
        """The receipt, and how many still wait."""
        request = ctx.session.get_one(ServiceRequest, decision.request_id)
        data: dict[str, Any] = {
            **view.brief(request),
            "verdict": decision.verdict.value,
            "at": decision.at.isoformat(),
            "by_name": decision.by_name,
            "by_title": decision.by_title,
            "acting": decision.acting,
            "reason": decision.reason,
            "left": len([t for t in tasks.waiting_for(ctx, who) if t.what in _DECIDED_BY]),
        }
        return Outcome((Notice("deciding.done", data),), END)


def _still(ctx: Context, who: Me, ref: Ref, what: str) -> ServiceRequest:
    """The request, if this may still be decided; asked before words are, so that nobody types in
    vain. Raises as deciding does."""
    act = _RIGHTS[what]
    if act is Act.DECIDE_REQUEST:
        request = deciding.access_to_decide(ctx, who, ref.id, for_update=False)
    else:
        request = access_request(ctx, who, ref.id, act, for_update=False)
    if request.status is not _TO_DECIDE[act]:
        raise WrongState("request", request.status.value)
    if ref.version is not None and request.version != ref.version:
        raise Outdated("request", request.id)
    return request


def _waiting(ctx: Context, who: Me) -> dict[str, str]:
    """What waits for this person's permission, by id: «คข. 1/2570 · เรื่อง»."""
    return {
        str(task.facts["id"]): f"{number_text(task.facts)} · {task.facts['subject']}"[:100]
        for task in tasks.waiting_for(ctx, who)
        if task.what in _PERMITTING
    }


def _letters(ctx: Context, who: Me) -> list[int]:
    """The letters that wait for this person's signature."""
    waiting = tasks.waiting_for(ctx, who)
    return [int(task.facts["id"]) for task in waiting if task.what == Act.SIGN_LETTER]


def _usual_law(request: ServiceRequest) -> str:
    return "pdpa" if request.classification is Classification.PERSONAL else "oia15"


def _ask_words(
    ctx: Context, request: ServiceRequest, ref: Ref, what: str, why: str = "", **more: Any
) -> Outcome:
    data = {**view.task(ctx, request), "what": what, "why": why}
    kept = ref.data(what=what, **more)
    return Outcome((Notice("deciding.words", data),), "words", kept, flow=words.FLOW)


def _ask_sure(
    ctx: Context, request: ServiceRequest, ref: Ref, reason: str, law: str | None
) -> Outcome:
    data = {**view.task(ctx, request), "reason": reason, "law": law}
    kept = ref.data(what="refuse", reason=reason, law=law)
    return Outcome((Notice("deciding.sure", data),), "sure", kept, flow=words.FLOW)
