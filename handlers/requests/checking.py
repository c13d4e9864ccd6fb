"""What an officer does before a director decides: take, classify, ask, propose, pass on."""

from __future__ import annotations

from handlers import audit
from handlers.context import Context
from handlers.forms import Loaded
from handlers.forms.definition import Form
from handlers.people import Me, with_right
from handlers.requests import notifying, steps
from handlers.requests.access import access_request, thing
from models.errors import NotFound, WrongState
from models.requests import (
    TO_CHECK,
    Classification,
    RequestStatus,
    ServiceRequest,
    StepKind,
)
from models.rights import Act, Thing

PERMIT, REFUSE = "permit", "refuse"


def form_of(forms: Loaded, request: ServiceRequest) -> Form:
    """The form that a request was filed on. Raises NotFound when the office removed it."""
    version = int(request.form_version) if request.form_version.isdigit() else None
    form = forms.of(request.form, version)
    if form is None:
        raise NotFound("form", request.form)
    return form


def take(ctx: Context, me: Me, request_id: int, version: int | None = None) -> ServiceRequest:
    """Take a request into one's own hands; from a colleague too. Taking twice is no change."""
    request = access_request(ctx, me, request_id, Act.CHECK_REQUEST, version=version)
    if request.officer_id == me.id and request.status is not RequestStatus.SUBMITTED:
        return request
    if request.closed_at is not None:
        raise WrongState("request", request.status.value)
    before = request.officer_id
    request.officer_id = me.id
    if request.status is RequestStatus.SUBMITTED:
        request.move(RequestStatus.CHECKING, at=ctx.now)
    else:
        request.touch(at=ctx.now)
    audit.record(
        ctx, "request:request:taken", f"request:{request.id}",
        {"officer": before}, {"officer": me.id},
    )  # fmt: skip
    return request


def classify(
    ctx: Context, me: Me, request_id: int, version: int | None, kind: Classification
) -> ServiceRequest:
    """Correct what kind of information it is."""
    request = access_request(ctx, me, request_id, Act.CHECK_REQUEST, version=version)
    _must_be(request, TO_CHECK)
    before, request.classification = request.classification, kind
    request.touch(at=ctx.now)
    audit.record(
        ctx, "request:request:classified", f"request:{request.id}", before.value, kind.value
    )
    return request


def pass_to_group(
    ctx: Context, me: Me, request_id: int, version: int | None, group: str
) -> ServiceRequest:
    """The data belong to another group: its officers check, its director permits."""
    request = access_request(ctx, me, request_id, Act.CHECK_REQUEST, version=version)
    _must_be(request, TO_CHECK)
    if not with_right(ctx, Act.CHECK_REQUEST, Thing(group_name=group)):
        raise NotFound("group", group)
    before, request.owner_group = request.owner_group, group
    request.officer_id = None
    request.touch(at=ctx.now)
    audit.record(ctx, "request:request:passed_on", f"request:{request.id}", before, group)
    notifying.to_check(ctx, request)
    return request


def propose(
    ctx: Context,
    forms: Loaded,
    me: Me,
    request_id: int,
    version: int | None,
    proposal: str,
    opinion: str = "",
) -> ServiceRequest:
    """Propose to permit or to refuse; the director gets it. Without a permitting step it is
    permitted by the office's rule."""
    request = access_request(ctx, me, request_id, Act.CHECK_REQUEST, version=version)
    _must_be(request, TO_CHECK)
    form = form_of(forms, request)
    request.officer_id = me.id
    request.proposal, request.opinion = proposal, opinion.strip() or None
    by = me.by(Act.CHECK_REQUEST, thing(request, Act.CHECK_REQUEST))
    steps.finish(ctx, request, f"propose_{proposal}", me, by)
    decided = form.step(StepKind.PERMIT) is not None
    before = request.move(
        RequestStatus.AWAITING_PERMISSION if decided else RequestStatus.PERMITTED, at=ctx.now
    )
    steps.begin(ctx, request, form, StepKind.PERMIT if decided else StepKind.PREPARE)
    audit.record(
        ctx, "request:request:proposed", f"request:{request.id}",
        before.value, {"status": request.status.value, "proposal": proposal},
    )  # fmt: skip
    if decided:
        notifying.to_decide(ctx, request)
    return request


def ask_requester(
    ctx: Context, me: Me, request_id: int, version: int | None, question: str
) -> ServiceRequest:
    """Ask the requester for more; the clock stands still until they answer."""
    request = access_request(ctx, me, request_id, Act.CHECK_REQUEST, version=version)
    request.officer_id = request.officer_id or me.id
    before = request.ask_requester(at=ctx.now)
    steps.pause(ctx, request, question, me)
    audit.record(
        ctx, "request:request:asked", f"request:{request.id}", before.value, request.status.value
    )
    notifying.asked(ctx, request, question)
    return request


def clarify(
    ctx: Context, me: Me, request_id: int, answer: str, version: int | None = None
) -> ServiceRequest:
    """The requester answers; the clock goes on and the officer has it again."""
    request = access_request(ctx, me, request_id, Act.CLARIFY_REQUEST, version=version)
    before = request.go_on(at=ctx.now)
    steps.end_pause(ctx, request, answer)
    audit.record(
        ctx, "request:request:clarified", f"request:{request.id}", before.value,
        request.status.value,
    )  # fmt: skip
    notifying.to_officer(ctx, request)
    return request


def clarify_for(
    ctx: Context, me: Me, request_id: int, answer: str, version: int | None = None
) -> ServiceRequest:
    """An officer writes down what the requester answered by telephone or in person."""
    request = access_request(ctx, me, request_id, Act.CHECK_REQUEST, version=version)
    before = request.go_on(at=ctx.now)
    steps.end_pause(ctx, request, answer)
    audit.record(
        ctx, "request:request:clarified_for", f"request:{request.id}", before.value,
        request.status.value,
    )  # fmt: skip
    return request


def _must_be(request: ServiceRequest, wanted: frozenset[RequestStatus]) -> None:
    if request.status not in wanted:
        raise WrongState("request", request.status.value)
