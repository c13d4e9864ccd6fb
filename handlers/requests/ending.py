"""The ends of a request: taken back, opened again after a poor rating, filed away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers import audit, ratings
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.requests import notifying, steps
from handlers.requests.access import access_request
from handlers.requests.checking import form_of
from models.errors import WrongState
from models.ratings import Rating
from models.requests import (
    ANSWERED,
    Attachment,
    AttachmentRole,
    RequestStatus,
    ServiceRequest,
    StepKind,
)
from models.rights import Act

#: A request that nobody rates is filed away after so long; a refusal after its time of appeal
#: (15 days, Official Information Act s.18) and some days for the post.
UNRATED, APPEALED = timedelta(days=30), timedelta(days=20)


def withdraw(ctx: Context, me: Me, request_id: int, version: int | None = None) -> ServiceRequest:
    """The requester takes it back; whoever has it in hand is told."""
    request = access_request(ctx, me, request_id, Act.WITHDRAW_REQUEST, version=version)
    before = request.withdraw(at=ctx.now)
    steps.end_pause(ctx, request, None)
    steps.finish(ctx, request, "withdrawn", me)
    request.due_at = None
    audit.record(
        ctx, "request:request:withdrawn", f"request:{request.id}", before.value,
        request.status.value,
    )  # fmt: skip
    notifying.withdrawn(ctx, request)
    return request


def reopen(ctx: Context, forms: Loaded, me: Me, request_id: int, why: str) -> ServiceRequest:
    """What was delivered is not what was asked for: it is prepared anew."""
    request = access_request(ctx, me, request_id, Act.RATE_SERVICE)
    if request.status is not RequestStatus.DELIVERED:
        raise WrongState("request", request.status.value)
    steps.finish(ctx, request, "reopened", me)
    request.move(RequestStatus.PREPARING, at=ctx.now)
    request.closed_at = None
    steps.begin(ctx, request, form_of(forms, request), StepKind.PREPARE)
    audit.record(
        ctx, "request:request:reopened", f"request:{request.id}", after={"status": "preparing"}
    )
    notifying.to_officer(ctx, request)
    return request


def file_away(
    ctx: Context, forms: Loaded, request: ServiceRequest, me: Me | None, bundle: int | None
) -> ServiceRequest:
    """File it: its papers in one PDF (`bundle`, a media id), file code, destroy-after year.

    Kept for the form's years from 31 December of the year it ended in (ระเบียบงานสารบรรณ ข้อ 57).
    """
    form = form_of(forms, request)
    ended = (request.closed_at or ctx.now).astimezone(BANGKOK)
    before = request.move(RequestStatus.FILED, at=ctx.now)
    if before is not RequestStatus.WITHDRAWN:
        steps.finish(ctx, request, "filed", me)
    request.due_at = None
    request.file_code = form.file_code or None  # given by the registry, never made up
    request.destroy_after = ended.year + 543 + form.keep_years
    if bundle is not None:
        ctx.session.add(
            Attachment(
                request_id=request.id,
                role=AttachmentRole.BUNDLE,
                media_id=bundle,
                name=f"{request.number}-{request.fiscal_year}.pdf",
                added_at=ctx.now,
                added_by_id=me.id if me else None,
            )
        )
    ctx.session.flush()
    audit.record(
        ctx, "request:request:filed", f"request:{request.id}", before.value,
        {"status": request.status.value, "destroy_after": request.destroy_after},
    )  # fmt: skip
    return request


def to_file(ctx: Context) -> list[int]:
    """Requests that are to be filed away by themselves now: rated, or long answered."""
    found = ctx.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.status.in_((*ANSWERED, RequestStatus.WITHDRAWN)))
        .order_by(ServiceRequest.id)
    )
    return [request.id for request in found if _is_done_with(ctx, request)]


def _is_done_with(ctx: Context, request: ServiceRequest) -> bool:
    closed = request.closed_at or request.changed_at
    if request.status is RequestStatus.REFUSED:
        return ctx.now - closed > APPEALED
    if request.status is RequestStatus.WITHDRAWN:
        return ctx.now - closed > timedelta(days=1)
    rated = ctx.session.scalar(
        select(Rating.rated_at).where(Rating.subject == f"request:{request.id}")
    )
    if rated is not None:
        return ctx.now - rated > ratings.CHANGEABLE  # till then the rating may change, and reopen
    return ctx.now - closed > UNRATED
