"""Following one's requests in chat: where they stand, what is asked, taking back, receiving.

Everything on a request's card is a standing button; the same may be typed while the card is the
last thing that was shown. A request of somebody else does not exist here.
See docs/flows/requesting.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked
from bot.chat.questions import flows as question_flows
from bot.chat.refusals import refused
from bot.chat.reporting import following as tickets
from bot.texts.following import ACTS, FLOW, SURE
from handlers import ratings
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me, PersonRefused, codes, me
from handlers.questions import Office
from handlers.requests import checking, delivering, ending, notifying, submitting, view
from handlers.requests.access import access_request, by_number, says_number
from handlers.tickets.vocabulary import PREFIX as TICKETS
from models.errors import NotFound, Refusal
from models.people import CodePurpose
from models.requests import (
    ENDED,
    WITHDRAWABLE,
    Delivery,
    HandOver,
    RequestStatus,
    ServiceRequest,
)
from models.rights import Act
from models.tickets import Ticket

_MOST_LISTED = 9
#: After these a code may be typed once more.
_TYPED_ANEW = ("code_wrong", "code_shape")
_LONGEST_ANSWER = 1000
#: «จป.» before a number: another series' number is another thing.
_PREFIX = re.compile(r"(?:^|\s)([^\W\d]{1,9}\.)\s{0,5}\d")


def flows(office: Office, forms: Loaded, otherwise: Step | None = None) -> list[Flow]:
    """The flows of the words สถานะ, ถอนคำขอ (step `take_back`) and รับเรื่อง. `otherwise` hears
    what is about something else."""
    following = _Following(forms, otherwise or question_flows(office)[0].steps["ask"])
    steps: dict[str, Step] = {
        "start": following.start,
        "take_back": following.take_back,
        "pick": following.pick,
        "show": following.show,
        "card": following.card,
        "answer": following.answer,
        "clarify": following.clarify,
        "withdraw": following.withdraw,
        "sure": following.sure,
        "open": following.open,
        "received": following.received,
        "rate": following.rate,
        "appeal": following.appeal,
    }
    kind = {name: _kindly(step) for name, step in steps.items()}
    claim: dict[str, Step] = {"start": _kindly(following.claim), "code": _kindly(following.claim)}
    return [
        Flow(FLOW, kind, start="start", private=True, cancelled="following.left"),
        Flow("claim", claim, start="start", private=True),
    ]


class _Following:
    def __init__(self, forms: Loaded, otherwise: Step) -> None:
        self.forms, self._otherwise = forms, otherwise

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """My requests and tickets: none, one, or several to choose from; or the one whose number
        was typed."""
        who = me(ctx, heard.person)
        if heard.kind is Kind.TEXT and says_number(heard.text):
            return self._number(ctx, who, heard.text)
        if heard.text and (said := elsewhere(self._otherwise, ctx, talk, heard)):
            return said
        found, reported = _mine(ctx, who), tickets.of(ctx, who)
        if not found and not reported:
            return Outcome((Notice("following.none"),))
        return self._list(ctx, who, found, "show", reported)

    def _number(self, ctx: Context, who: Me, text: str) -> Outcome:
        """«คข. 1/2570» or «จป. 1/2570»; a bare number is one's own request before a ticket."""
        try:
            return self._card(ctx, who, _numbered(ctx, who, text))
        except NotFound:
            if ticket := tickets.numbered(ctx, who, text):
                return ticket
            raise

    def take_back(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word ถอนคำขอ: which of those that can be taken back?"""
        who = me(ctx, heard.person)
        if heard.kind is Kind.TEXT and says_number(heard.text):
            return self._sure(ctx, _numbered(ctx, who, heard.text))
        found = [r for r in _mine(ctx, who) if r.status in WITHDRAWABLE]
        if not found:
            return Outcome((Notice("following.nothing_to_withdraw"),))
        return self._list(ctx, who, found, "withdraw")

    def _list(
        self,
        ctx: Context,
        who: Me,
        found: list[ServiceRequest],
        then: str,
        reported: Sequence[Ticket] = (),
    ) -> Outcome:
        if len(found) == 1 and not reported:
            return self._then(ctx, who, found[0], then)
        if len(reported) == 1 and not found:
            return tickets.shown(ctx, who, reported[0])
        # Both are there: neither leaves the other without a place.
        few = reported[: max(_MOST_LISTED - len(found), _MOST_LISTED // 2)]
        shown = found[: _MOST_LISTED - len(few)]
        facts = {
            "requests": [view.brief(r) for r in shown],
            "tickets": [tickets.brief(t) for t in few],
            "more": len(found) + len(reported) - len(shown) - len(few),
            "then": then,
        }
        ids = [*(str(r.id) for r in shown), *(f"ticket:{t.id}" for t in few)]
        data = {"then": then, "ids": ids}
        return Outcome((Notice("following.list", facts),), next="pick", data=data)

    def _then(self, ctx: Context, who: Me, request: ServiceRequest, then: str) -> Outcome:
        return self._sure(ctx, request) if then == "withdraw" else self._card(ctx, who, request)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which: pressed, or typed by its place in the list or its number."""
        who, then = me(ctx, heard.person), str(talk.data["then"])
        chosen = picked(heard, {str(id_): str(id_) for id_ in talk.data["ids"]})
        if chosen is not None and chosen.startswith("ticket:"):
            return tickets.opened(ctx, who, int(chosen.partition(":")[2]))
        if chosen is not None:
            return self._then(ctx, who, _own(ctx, who, int(chosen)), then)
        if heard.kind is Kind.TEXT and (ticket := tickets.numbered(ctx, who, heard.text)):
            return ticket
        if heard.kind is Kind.TEXT and (request := by_number(ctx, heard.text)):
            return self._then(ctx, who, _own(ctx, who, request.id), then)
        found = elsewhere(self._otherwise, ctx, talk, heard)
        return found or self.start(ctx, talk, heard)

    def show(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of a list or a receipt."""
        who = me(ctx, heard.person)
        return self._card(ctx, who, _own(ctx, who, record_id(heard.value)))

    def card(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What the card's buttons say, typed; anything else is a question as ever."""
        acts = {act: ACTS[act] for act in talk.data["acts"]}
        chosen = picked(heard, acts)
        if chosen is None:
            found = elsewhere(self._otherwise, ctx, talk, heard)
            return found or self.start(ctx, talk, heard)
        steps: Mapping[str, Step] = {
            "answer": self.answer,
            "withdraw": self.withdraw,
            "open": self.open,
            "received": self.received,
            "rate": self.rate,
            "appeal": self.appeal,
        }
        value = f"{talk.data['id']}:{talk.data['version']}"
        pressed = Heard(Kind.PRESS, heard.place, heard.person, value=value)
        return steps[chosen](ctx, talk, pressed)

    # ------------------------------------------------------------ the card

    def _card(self, ctx: Context, who: Me, request: ServiceRequest) -> Outcome:
        delivery = delivering.latest(ctx, request.id)
        acts = _acts(ctx, who, request, delivery)
        facts = {
            **view.progress(ctx, request),
            "to_come": self._to_come(ctx, request),
            "acts": acts,
            "expired": delivery is not None and not delivering.open_now(ctx, delivery),
        }
        data = {"id": request.id, "version": request.version, "acts": acts}
        return Outcome((Notice("request.progress", facts),), next="card", data=data, flow=FLOW)

    def _to_come(self, ctx: Context, request: ServiceRequest) -> list[str]:
        """The kinds of the steps that have not begun, while the request is on its way."""
        if request.closed_at is not None or request.status in ENDED:
            return []
        begun = [step["kind"] for step in view.progress(ctx, request)["steps"]]
        path = checking.form_of(self.forms, request).path(request.answers)
        kinds = [step.kind.value for step in path]
        last = max((kinds.index(kind) for kind in begun[-1:] if kind in kinds), default=-1)
        return [kind for kind in kinds[last + 1 :] if kind != "file"]

    # ------------------------------------------------------------ what is asked of the requester

    def answer(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of a question: what is the answer?"""
        request = _own(ctx, me(ctx, heard.person), record_id(heard.value), Act.CLARIFY_REQUEST)
        facts = view.progress(ctx, request)
        if facts["question"] is None:
            return Outcome((Notice("following.answered", view.brief(request)),))
        data = {"id": request.id, "version": request.version}
        return Outcome((Notice("request.clarify", facts),), next="clarify", data=data)

    def clarify(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the answer, in words."""
        who, id_ = me(ctx, heard.person), int(talk.data["id"])
        text = heard.text.strip()
        if heard.kind is not Kind.TEXT or not text or len(text) > _LONGEST_ANSWER:
            request = _own(ctx, who, id_)
            why = {"why": "long" if text else "empty", "most": _LONGEST_ANSWER}
            notice = Notice("request.clarify", {**view.progress(ctx, request), **why})
            return Outcome((notice,), next="clarify", data=talk.data)
        with ctx.session.begin_nested():
            request = checking.clarify(ctx, who, id_, text)
        return Outcome((Notice("request.clarified", view.progress(ctx, request)),))

    # ------------------------------------------------------------ taking back

    def withdraw(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: is the person sure?"""
        who = me(ctx, heard.person)
        return self._sure(ctx, _own(ctx, who, record_id(heard.value), Act.WITHDRAW_REQUEST))

    def _sure(self, ctx: Context, request: ServiceRequest) -> Outcome:
        if request.status not in WITHDRAWABLE:
            return Outcome((Notice("following.too_late", view.brief(request)),))
        data = {"id": request.id, "version": request.version}
        notice = Notice("request.withdraw", view.brief(request))
        return Outcome((notice,), next="sure", data=data, flow=FLOW)

    def sure(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Confirmed, or not."""
        who, id_ = me(ctx, heard.person), int(talk.data["id"])
        chosen = picked(heard, SURE)
        if chosen == "keep":
            return Outcome((Notice("following.kept", view.brief(_own(ctx, who, id_))),))
        if chosen is None:
            return self._sure(ctx, _own(ctx, who, id_))
        with ctx.session.begin_nested():
            request = ending.withdraw(ctx, who, id_)
        return Outcome((Notice("following.withdrawn", view.brief(request)),))

    # ------------------------------------------------------------ what was delivered

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: the link, a new one where the old one is over."""
        who = me(ctx, heard.person)
        request = _own(ctx, who, record_id(heard.value), Act.RECEIVE_DELIVERY)
        with ctx.session.begin_nested():
            delivery = delivering.renew(ctx, who, request.id)
        return Outcome((Notice("following.link", _delivered(ctx, request, delivery)),))

    def received(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: they have the paper. The rating follows."""
        who = me(ctx, heard.person)
        request = _own(ctx, who, record_id(heard.value), Act.RECEIVE_DELIVERY)
        with ctx.session.begin_nested():
            delivering.receive(ctx, who, request.id)
        thanks = Notice("following.received", view.brief(request))
        rating = _rating(ctx, who, request)
        if rating is None:
            return Outcome((thanks,))
        return _ask_rating(rating, thanks)

    def rate(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button: the rating's own card."""
        who = me(ctx, heard.person)
        rating = _rating(ctx, who, _own(ctx, who, record_id(heard.value)))
        return Outcome((Notice("rating.none"),)) if rating is None else _ask_rating(rating)

    def appeal(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of a refusal: how and till when to appeal."""
        who = me(ctx, heard.person)
        request = _own(ctx, who, record_id(heard.value))
        closed = (request.closed_at or ctx.now).isoformat()
        return Outcome((Notice("following.appeal", {**view.brief(request), "refused": closed}),))

    # ------------------------------------------------------------ a request filed by staff

    def claim(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word รับเรื่อง with a code, or the code that was asked for."""
        line_user = heard.person or ""
        if not heard.text:
            return Outcome((Notice("following.code"),), next="code")
        try:  # a wrong code is counted, so nothing may be taken back around this
            row = codes.find(ctx, line_user, heard.text, CodePurpose.CLAIM)
        except PersonRefused as error:
            return _no_code(error)
        assert row.request_id is not None
        with ctx.session.begin_nested():
            request = submitting.claim(ctx, line_user, me(ctx, line_user), row.request_id)
            row.use(at=ctx.now, by=f"person:{request.requester_id}")
        shown = self._card(ctx, me(ctx, line_user), request)
        claimed = Notice("following.claimed", view.brief(request))
        return replace(shown, replies=(claimed, *shown.replies))


def _no_code(error: PersonRefused) -> Outcome:
    if error.why == "code_other":
        return Outcome((Notice("following.other_code"),))
    if error.why in _TYPED_ANEW:
        return Outcome((refused(error), Notice("following.code")), next="code")
    return Outcome((refused(error),))


def _acts(ctx: Context, who: Me, request: ServiceRequest, delivery: Delivery | None) -> list[str]:
    """What the requester can do about it now."""
    delivered = request.status is RequestStatus.DELIVERED and delivery is not None
    paper = delivered and request.hand_over is HandOver.PAPER
    in_hand = paper and not request.is_work
    able = {
        "answer": request.status is RequestStatus.WAITING_REQUESTER,
        "open": delivered and (not paper or bool(request.query or view.file_names(ctx, request))),
        "received": in_hand and delivery is not None and delivery.received_at is None,
        "rate": delivered and _rating(ctx, who, request) is not None,
        "appeal": _may_appeal(request),
        "withdraw": request.status in WITHDRAWABLE,
    }
    return [act for act, is_so in able.items() if is_so]


def _may_appeal(request: ServiceRequest) -> bool:
    return request.status is RequestStatus.REFUSED and bool(request.requester.get("outsider"))


def _delivered(ctx: Context, request: ServiceRequest, delivery: Delivery) -> dict[str, Any]:
    return {**view.brief(request), **notifying.delivered_facts(ctx, request, delivery)}


def _rating(ctx: Context, who: Me, request: ServiceRequest) -> dict[str, Any] | None:
    """The rating of this request that is still to be given."""
    subject = f"request:{request.id}"
    found = ratings.open_for(ctx, who.id) if who.id is not None else []
    waiting = next((r for r in found if r.subject == subject and r.rated_at is None), None)
    return ratings.facts_of(ctx, waiting) if waiting else None


def _ask_rating(rating: dict[str, Any], *before: Notice) -> Outcome:
    data = {"rating_id": rating["rating_id"]}
    return Outcome((*before, Notice("rating.ask", rating)), next="choose", data=data, flow="rating")


def _mine(ctx: Context, who: Me) -> list[ServiceRequest]:
    """Those under way first, then those answered; newest first."""
    found = submitting.own(ctx, who.id) if who.id is not None else []
    shown = [r for r in found if r.status not in ENDED]
    return sorted(shown, key=lambda r: r.closed_at is not None)


def _own(ctx: Context, who: Me, request_id: int, act: Act = Act.RECEIVE_DELIVERY) -> ServiceRequest:
    """My own request. That staff may see others' makes no difference here."""
    request = access_request(ctx, who, request_id, Act.SEE_REQUEST)
    if request.requester_id != who.id:
        raise NotFound("request", request_id)
    return request


def _numbered(ctx: Context, who: Me, text: str) -> ServiceRequest:
    found, prefix = by_number(ctx, text), _PREFIX.search(text)
    if found is None or (prefix and prefix[1] != found.prefix):
        raise NotFound("ticket" if prefix and prefix[1] == TICKETS else "request", text[:40])
    return _own(ctx, who, found.id)


def _kindly(step: Step) -> Step:
    """The step, with every refusal as a sentence that ends the flow."""

    def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        try:
            return step(ctx, talk, heard)
        except Refusal as error:
            return Outcome((refused(error),))

    return run
