"""A director decides, once, on the version that they saw; a refusal to an outsider is confirmed."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.requests import notifying, steps
from handlers.requests.access import access_request, thing
from handlers.requests.checking import form_of
from handlers.requests.turns import deciding_act
from models.errors import Outdated, Refusal, WrongState
from models.requests import (
    Decision,
    RequestStatus,
    ServiceRequest,
    StepKind,
    Verdict,
)
from models.rights import Act

#: Letters and digits that nobody takes for another, for codes that are typed from paper.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


class NeedsReason(Refusal):
    """This decision needs a reason in words."""


def decide(
    ctx: Context,
    forms: Loaded,
    me: Me,
    request_id: int,
    version: int | None,
    verdict: Verdict,
    *,
    reason: str = "",
    law: str | None = None,
) -> Decision:
    """Permit, refuse (reason required) or let the requester explain more (what, in `reason`).

    A permission may carry an order in `reason`: how it is to be done.

    Raises NotFound, NotAllowed, Outdated (changed since the card), WrongState (already decided),
    NeedsReason.
    """
    request = access_to_decide(ctx, me, request_id)
    _undecided(request, RequestStatus.AWAITING_PERMISSION, version)
    if verdict is not Verdict.PERMIT and not reason.strip():
        raise NeedsReason(verdict.value)
    act = deciding_act(request)
    decision = written(ctx, me, request, act, verdict, reason, law)
    if verdict is Verdict.ASK_MORE:
        # The clock of the director's step ends; the officer proposes anew when it is answered.
        steps.finish(ctx, request, verdict.value, me, me.by(act, _of(request)))
        steps.begin(ctx, request, form_of(forms, request), StepKind.CHECK)
        before = request.ask_requester(at=ctx.now)
        steps.pause(ctx, request, reason.strip(), me)
        recorded(ctx, request, before, decision)
        notifying.asked(ctx, request, reason.strip())
        return decision
    _goes_on(ctx, forms, me, request, decision)
    return decision


def access_to_decide(
    ctx: Context, me: Me, request_id: int, *, for_update: bool = True
) -> ServiceRequest:
    """The request, for whoever decides on such ones. Raises NotFound, NotAllowed."""
    request = access_request(ctx, me, request_id, Act.SEE_REQUEST, for_update=for_update)
    act = deciding_act(request)
    me.require(act, thing(request, act))
    return request


def _goes_on(
    ctx: Context, forms: Loaded, me: Me, request: ServiceRequest, decision: Decision
) -> None:
    form, act = form_of(forms, request), deciding_act(request)
    steps.finish(ctx, request, decision.verdict.value, me, me.by(act, _of(request)))
    if decision.verdict is Verdict.PERMIT:
        before = request.move(RequestStatus.PERMITTED, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.PREPARE)
        recorded(ctx, request, before, decision)
        notifying.to_officer(ctx, request)
    elif request.requester.get("outsider"):
        before = request.move(RequestStatus.AWAITING_CONFIRMATION, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.CONFIRM)
        recorded(ctx, request, before, decision)
        notifying.to_decide(ctx, request)
    else:
        before = request.move(RequestStatus.REFUSED, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.FILE)
        recorded(ctx, request, before, decision)
        notifying.refused(ctx, request, decision)


def confirm_refusal(
    ctx: Context,
    forms: Loaded,
    me: Me,
    request_id: int,
    version: int | None,
    *,
    confirmed: bool,
    reason: str = "",
) -> Decision:
    """ผอ.สพป. confirms a refusal to an outsider, or gives it back to be checked anew."""
    request = access_request(ctx, me, request_id, Act.CONFIRM_REFUSAL)
    _undecided(request, RequestStatus.AWAITING_CONFIRMATION, version)
    if not confirmed and not reason.strip():
        raise NeedsReason(Verdict.RETURN.value)
    refusal = last_decision(ctx, request.id, Verdict.REFUSE)
    verdict = Verdict.CONFIRM_REFUSAL if confirmed else Verdict.RETURN
    decision = written(ctx, me, request, Act.CONFIRM_REFUSAL, verdict, reason, None)
    steps.finish(ctx, request, verdict.value, me, me.by(Act.CONFIRM_REFUSAL, _of(request)))
    form = form_of(forms, request)
    if confirmed:
        before = request.move(RequestStatus.REFUSED, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.FILE)
        recorded(ctx, request, before, decision)
        notifying.refused(ctx, request, refusal or decision)
    else:
        before = request.move(RequestStatus.CHECKING, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.CHECK)
        recorded(ctx, request, before, decision)
        notifying.to_officer(ctx, request)
    return decision


def decisions(ctx: Context, request_id: int) -> list[Decision]:
    """Every decision on a request, oldest first."""
    return list(
        ctx.session.scalars(
            select(Decision).where(Decision.request_id == request_id).order_by(Decision.id)
        )
    )


def last_decision(ctx: Context, request_id: int, *verdicts: Verdict) -> Decision | None:
    """The newest decision of these kinds."""
    found = [d for d in decisions(ctx, request_id) if d.verdict in verdicts]
    return found[-1] if found else None


def content_hash(request: ServiceRequest) -> str:
    """SHA-256 of what is decided on; the page that verifies a paper works it out anew."""
    seen: dict[str, Any] = {
        "form": request.form,
        "form_version": request.form_version,
        "number": f"{request.prefix} {request.number}/{request.fiscal_year}",
        "requester": request.requester,
        "answers": request.answers,
        "classification": request.classification.value,
        "proposal": request.proposal,
        "opinion": request.opinion,
    }
    written = json.dumps(seen, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _undecided(request: ServiceRequest, wanted: RequestStatus, version: int | None) -> None:
    """Decided already comes before changed: it says more to the one who pressed late."""
    if request.status is not wanted:
        raise WrongState("request", request.status.value)
    if version is not None and request.version != version:
        raise Outdated("request", request.id)


def written(
    ctx: Context,
    me: Me,
    request: ServiceRequest,
    act: Act,
    verdict: Verdict,
    reason: str,
    law: str | None,
) -> Decision:
    assert me.person is not None
    holding = me.by(act, _of(request))
    acting = holding.acting() if holding else None
    own = next((h.title for h in me.holdings if h.order is None), me.person.position)
    decision = Decision(
        request_id=request.id,
        version=request.version,
        verdict=verdict,
        by_id=me.person.id,
        by_name=me.person.name,
        by_title=own if acting else (holding.title if holding else own),
        acting=acting,
        at=ctx.now,
        reason=reason.strip() or None,
        law=law,
        content_hash=content_hash(request),
        code="".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH)),
    )
    ctx.session.add(decision)
    ctx.session.flush()
    return decision


def recorded(
    ctx: Context, request: ServiceRequest, before: RequestStatus, decision: Decision
) -> None:
    acting = decision.acting["kind"] if decision.acting else None
    audit.record(
        ctx, f"request:request:{decision.verdict.value}", f"request:{request.id}", before.value,
        {"status": request.status.value, "by": decision.by_id, "acting": acting,
         "version": decision.version},
    )  # fmt: skip


def _of(request: ServiceRequest) -> Any:
    return thing(request, Act.DECIDE_REQUEST)
