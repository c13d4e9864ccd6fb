"""The letter of reply: only ผอ.สพป., or รอง ผอ. for him, signs what leaves the office."""

from __future__ import annotations

from datetime import date

from handlers import audit
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.requests import deciding, delivering, notifying, steps
from handlers.requests.access import access_request, thing
from handlers.requests.checking import form_of
from models.errors import Outdated, WrongState
from models.requests import Decision, RequestStatus, ServiceRequest, StepKind, Verdict
from models.rights import Act


def sign(
    ctx: Context,
    forms: Loaded,
    me: Me,
    request_id: int,
    version: int | None,
    *,
    signed: bool,
    reason: str = "",
) -> Decision:
    """Sign the letter, and it is handed over; or give it back with a reason."""
    request = access_request(ctx, me, request_id, Act.SIGN_LETTER)
    if request.status is not RequestStatus.AWAITING_SIGNATURE:
        raise WrongState("request", request.status.value)
    if version is not None and request.version != version:
        raise Outdated("request", request.id)
    if not signed and not reason.strip():
        raise deciding.NeedsReason(Verdict.RETURN.value)
    verdict = Verdict.SIGN if signed else Verdict.RETURN
    decision = deciding.written(ctx, me, request, Act.SIGN_LETTER, verdict, reason, None)
    by = me.by(Act.SIGN_LETTER, thing(request, Act.SIGN_LETTER))
    steps.finish(ctx, request, verdict.value, me, by)
    form = form_of(forms, request)
    if signed:
        deciding.recorded(ctx, request, request.status, decision)
        steps.begin(ctx, request, form, StepKind.DELIVER)
        delivering.hand_over(ctx, forms, me, request)
        notifying.to_number(ctx, request)
    else:
        before = request.move(RequestStatus.VERIFYING, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.VERIFY)
        deciding.recorded(ctx, request, before, decision)
        notifying.to_officer(ctx, request)
    return decision


def number_letter(ctx: Context, me: Me, request_id: int, number: str, day: date) -> ServiceRequest:
    """Type in the number and date that the registry gave; they are never made up."""
    request = access_request(ctx, me, request_id, Act.FILE_AWAY)
    before = [request.letter_number, _iso(request.letter_date)]
    request.letter_number, request.letter_date = number.strip()[:60], day
    audit.record(
        ctx, "request:letter:numbered", f"request:{request.id}", before,
        [request.letter_number, day.isoformat()],
    )  # fmt: skip
    return request


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
