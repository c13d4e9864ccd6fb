"""One request in hand: which card somebody of the staff sees, and what stopped a press.

Links on a card are for the one who opened it, for an hour. A pushed card has none: it may be
forwarded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.handling.stopped import stopped
from bot.texts import deciding as deciding_words
from bot.texts import handling as words
from handlers import telling
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me, me
from handlers.requests import delivering, preparing, steps, view
from handlers.requests.access import access_request, thing
from handlers.requests.files import FileNotReady, NothingPrepared
from handlers.requests.turns import act_of
from models.errors import NotAllowed, NotFound, Refusal
from models.people import Person
from models.requests import DeliveryDownload, RequestStatus, ServiceRequest, StepKind
from models.rights import Act

#: How long a link to a paper or to the page of uploads works.
LINK = timedelta(hours=1)
_MODES = {
    Act.CHECK_REQUEST: "check",
    Act.PREPARE_REQUEST: "prepare",
    Act.DECIDE_REQUEST: "decide",
    Act.APPROVE_PLAN: "decide",
    Act.CONFIRM_REFUSAL: "confirm",
    Act.SIGN_LETTER: "sign",
}
#: Where the requester or the archive has it, an officer of the group may still do something.
_OFFICERS = {RequestStatus.WAITING_REQUESTER: "wait", RequestStatus.DELIVERED: "delivered"}


@dataclass(frozen=True)
class Ref:
    """Which request a button or the running flow is about, in which version it was seen."""

    id: int
    version: int | None = None

    def data(self, **more: Any) -> dict[str, Any]:
        """As the flow keeps it."""
        return {"id": self.id, "version": self.version, **more}


def ref_of(talk: Talk, heard: Heard) -> Ref:
    """The request of a standing button (`id:version`), else of the running flow."""
    number, colon, version = heard.value.partition(":")
    if heard.kind is Kind.PRESS and colon and number.isdecimal() and version.isdecimal():
        return Ref(record_id(number), record_id(version))
    if "id" not in talk.data:
        raise NotFound("request", "")
    return Ref(int(talk.data["id"]), talk.data.get("version"))


def see(ctx: Context, who: Me, request_id: int) -> ServiceRequest:
    """The request, to look at as one of the staff. Raises NotFound, NotAllowed (one's own)."""
    request = access_request(ctx, who, request_id, Act.SEE_REQUEST, for_update=False)
    if who.by(Act.SEE_REQUEST, thing(request, Act.SEE_REQUEST)) is None:
        raise NotAllowed(Act.SEE_REQUEST)
    if request.requester_id == who.id:
        raise NotAllowed(Act.CHECK_REQUEST)
    return request


def mode(who: Me, request: ServiceRequest) -> str:
    """What is theirs to do with it now; «see» for nothing but looking."""
    act = act_of(request)
    if act is not None and who.may(act, thing(request, act)):
        return "verify" if request.status is RequestStatus.VERIFYING else _MODES[act]
    officer = who.may(Act.PREPARE_REQUEST, thing(request, Act.PREPARE_REQUEST))
    return _OFFICERS.get(request.status, "see") if officer else "see"


def facts(ctx: Context, forms: Loaded, who: Me, request: ServiceRequest) -> dict[str, Any]:
    """What the card says, for this person at this moment."""
    now = mode(who, request)
    asked = steps.open_pause(ctx, request.id)
    requester = ctx.session.get_one(Person, request.requester_id)
    day = request.letter_date
    return {
        **view.task(ctx, request),
        "mode": now,
        "late": request.due_at is not None and request.due_at < ctx.now,
        "reachable": telling.reachable(ctx, requester.line_user),
        "phone": "" if now in deciding_words.MODES.values() else _phone(request),
        "other": other_verifies(forms, request),
        "prepared_by_me": preparing.prepared_by(ctx, request.id) == who.id,
        "mine": request.officer_id == who.id,
        "question": asked.question if asked else None,
        "letter_number": request.letter_number,
        "letter_date": day.isoformat() if day else None,
        "delivery": _delivery(ctx, request),
        "link": {"p": who.id, "until": (ctx.now + LINK).isoformat()},
    }


def shown(
    ctx: Context,
    forms: Loaded,
    who: Me,
    request: ServiceRequest,
    *before: Notice,
    **more: Any,
) -> Outcome:
    """The card, after `before`; its choices may also be typed."""
    data = facts(ctx, forms, who, request) | more
    flow = deciding_words.FLOW if data["mode"] in deciding_words.MODES.values() else words.FLOW
    kept = Ref(request.id, request.version).data()
    return Outcome((*before, Notice("request.task", data)), "choose", kept, flow=flow)


def opened(ctx: Context, forms: Loaded, who: Me, request_id: int, **more: Any) -> Outcome:
    """The card of this request. Raises NotFound, NotAllowed."""
    return shown(ctx, forms, who, see(ctx, who, request_id), **more)


def other_verifies(forms: Loaded, request: ServiceRequest) -> bool:
    """Does the form want another person to verify than the one who prepared?"""
    version = int(request.form_version) if request.form_version.isdigit() else None
    form = forms.of(request.form, version)
    rule = form.step(StepKind.VERIFY) if form else None
    return rule is not None and rule.other_person


def guarded(forms: Loaded, act: Act, step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind.

    `act`: what the step wants to do; it decides what somebody without the right is told.
    """

    def stopping(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
        return _stopped(ctx, forms, act, talk, heard, error)

    return guard(step, stopping)


def _stopped(
    ctx: Context, forms: Loaded, act: Act, talk: Talk, heard: Heard, error: Refusal
) -> Outcome:
    who = me(ctx, heard.person)
    try:
        ref = ref_of(talk, heard)
        notice, opens = stopped(ctx, who, act, ref.id, ref.version, error)
        if not opens:
            return _goes_on(ref, error, notice)
        request = see(ctx, who, ref.id)
        if mode(who, request) == "see":
            return Outcome((notice,), next=END)
        return shown(ctx, forms, who, request, notice)
    except Refusal as further:
        return Outcome((stopped(ctx, who, act, None, None, further)[0],), next=END)


def _goes_on(ref: Ref, error: Refusal, notice: Notice) -> Outcome:
    """Where a file is missing or still on its way, files may be sent at once."""
    waits = isinstance(error, (NothingPrepared, FileNotReady))
    if waits:
        return Outcome((notice,), "files", ref.data(), flow=words.FLOW)
    return Outcome((notice,), next=END)


def pressed(heard: Heard, ref: Ref) -> Heard:
    """A choice that was typed, as if its button had been pressed."""
    return replace(heard, kind=Kind.PRESS, value=f"{ref.id}:{ref.version}")


def _phone(request: ServiceRequest) -> str:
    return str(request.requester.get("phone") or "")


def _delivery(ctx: Context, request: ServiceRequest) -> dict[str, Any] | None:
    row = delivering.latest(ctx, request.id)
    if row is None:
        return None
    opened = ctx.session.scalar(
        select(func.count())
        .select_from(DeliveryDownload)
        .where(DeliveryDownload.delivery_id == row.id)
    )
    return {
        "made_at": row.made_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "received_at": row.received_at.isoformat() if row.received_at else None,
        "opened": opened or 0,
    }
