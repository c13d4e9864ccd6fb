"""Handing over: a link that expires and is logged, e-mail, paper at the office, a signed letter.

The links themselves are signed at the doors; what stands behind one is checked here, each time.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers import audit, mail, ratings
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.requests import notifying, preparing, steps
from handlers.requests.access import access_request, thing
from handlers.requests.checking import form_of
from handlers.requests.files import NothingDone, check_ready, files
from models.errors import NotFound, Refusal, WrongState
from models.requests import (
    Attachment,
    AttachmentRole,
    Delivery,
    DeliveryDownload,
    HandOver,
    RequestStatus,
    ServiceRequest,
    StepKind,
)
from models.rights import Act

#: How long a delivery can be opened.
OPEN_FOR = timedelta(days=30)


class DeliveryClosed(Refusal):
    """The delivery has expired or was taken back."""


def deliver(
    ctx: Context,
    forms: Loaded,
    me: Me,
    request_id: int,
    version: int | None = None,
    *,
    note: str = "",
) -> ServiceRequest:
    """Verified: hand it over, or let the letter of reply be signed first. `note`: what was done.

    One press from PREPARING prepares, verifies and hands over, where the form lets one person do
    so. Raises NothingPrepared, NothingDone, FileNotReady, SamePerson, WrongState, Outdated,
    NotAllowed.
    """
    request = access_request(ctx, me, request_id, Act.DELIVER_REQUEST, version=version)
    check_ready(ctx, request)
    if request.is_work and not note.strip():
        raise NothingDone
    form = form_of(forms, request)
    path = {step.kind: step for step in form.path(request.answers)}
    verify = path.get(StepKind.VERIFY)
    other = verify is not None and verify.other_person
    if request.status in (RequestStatus.PERMITTED, RequestStatus.PREPARING):
        if other:
            raise preparing.SamePerson
        preparing.to_verifying(ctx, forms, me, request)
    if request.status is not RequestStatus.VERIFYING:
        raise WrongState("request", request.status.value)
    if other and preparing.prepared_by(ctx, request.id) == me.id:
        raise preparing.SamePerson
    by = me.by(Act.DELIVER_REQUEST, thing(request, Act.DELIVER_REQUEST))
    steps.finish(ctx, request, "verified", me, by)
    if StepKind.SIGN in path:
        before = request.move(RequestStatus.AWAITING_SIGNATURE, at=ctx.now)
        steps.begin(ctx, request, form, StepKind.SIGN)
        audit.record(
            ctx, "request:request:verified", f"request:{request.id}", before.value,
            request.status.value,
        )  # fmt: skip
        notifying.to_decide(ctx, request)
        return request
    steps.begin(ctx, request, form, StepKind.DELIVER)
    hand_over(ctx, forms, me, request, note=note)
    return request


def deliver_at_once(ctx: Context, forms: Loaded, request: ServiceRequest) -> Delivery:
    """Public figures of the data service: no permission is needed, nobody has to do anything."""
    steps.finish(ctx, request, "public", None)
    steps.begin(ctx, request, form_of(forms, request), StepKind.DELIVER)
    return hand_over(ctx, forms, None, request)


def hand_over(
    ctx: Context, forms: Loaded, me: Me | None, request: ServiceRequest, *, note: str = ""
) -> Delivery:
    """The step DELIVER is under way: do it, tell the requester, ask for a rating."""
    steps.finish(ctx, request, "delivered", me)
    before = request.move(RequestStatus.DELIVERED, at=ctx.now)
    form = form_of(forms, request)
    steps.begin(ctx, request, form, StepKind.FILE)
    delivery = _new(ctx, request, me)
    delivery.note = note.strip() or None
    audit.record(
        ctx, "request:request:delivered", f"request:{request.id}", before.value,
        {"status": request.status.value, "delivery": delivery.id},
    )  # fmt: skip
    if form.rating:
        ratings.invite(
            ctx,
            subject=f"request:{request.id}",
            service="request",
            form=form.rating,
            person_id=request.requester_id,
        )
    address = str(request.requester.get("email") or request.answers.get("email") or "")
    if request.hand_over is HandOver.EMAIL and mail.is_address(address):
        mail.queue(
            ctx, address, "delivery", notifying.mail_facts(request, delivery),
            ref=f"request:{request.id}",
        )  # fmt: skip
    if me is not None:
        notifying.delivered(ctx, request, delivery)
    return delivery


def renew(ctx: Context, me: Me, request_id: int) -> Delivery:
    """The requester's link has expired: a new one, as long as the request is not filed away."""
    request = access_request(ctx, me, request_id, Act.RECEIVE_DELIVERY)
    if request.status is not RequestStatus.DELIVERED:
        raise WrongState("request", request.status.value)
    old = latest(ctx, request.id)
    if old is not None and open_now(ctx, old):
        return old
    delivery = _new(ctx, request, None)
    audit.record(
        ctx, "request:delivery:renewed", f"request:{request.id}", after={"delivery": delivery.id}
    )
    return delivery


def receive(ctx: Context, me: Me, request_id: int) -> Delivery:
    """The requester says that they have it (paper at the office). Twice is once.

    Not while it is done anew, nor when it is filed away. Raises WrongState.
    """
    request = access_request(ctx, me, request_id, Act.RECEIVE_DELIVERY)
    delivery = latest(ctx, request.id)
    if delivery is None:
        raise WrongState("request", request.status.value)
    if delivery.received_at is None:
        if request.status is not RequestStatus.DELIVERED:
            raise WrongState("request", request.status.value)
        delivery.received_at = ctx.now
        audit.record(
            ctx, "request:delivery:received", f"request:{request.id}",
            after={"delivery": delivery.id},
        )  # fmt: skip
    return delivery


def latest(ctx: Context, request_id: int) -> Delivery | None:
    """The newest delivery of a request."""
    return ctx.session.scalar(
        select(Delivery).where(Delivery.request_id == request_id).order_by(Delivery.id.desc())
    )


def open_now(ctx: Context, delivery: Delivery) -> bool:
    """Can it be opened?"""
    return delivery.revoked_at is None and ctx.now < delivery.expires_at


def opened(ctx: Context, delivery_id: int) -> tuple[Delivery, ServiceRequest, list[Attachment]]:
    """What a link leads to. Raises NotFound, DeliveryClosed."""
    delivery = ctx.session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFound("delivery", delivery_id)
    request = ctx.session.get_one(ServiceRequest, delivery.request_id)
    handed_over = request.status in (RequestStatus.DELIVERED, RequestStatus.FILED)
    if not open_now(ctx, delivery) or not handed_over:
        raise DeliveryClosed
    return delivery, request, files(ctx, request.id, AttachmentRole.PREPARED)


def log_download(
    ctx: Context, delivery: Delivery, file: str, *, attachment: int | None, address: str
) -> None:
    """Write down that somebody opened it, from where."""
    ctx.session.add(
        DeliveryDownload(
            delivery_id=delivery.id,
            attachment_id=attachment,
            file=file,
            at=ctx.now,
            address=address[:64] or None,
        )
    )


def _new(ctx: Context, request: ServiceRequest, me: Me | None) -> Delivery:
    delivery = Delivery(
        request_id=request.id,
        hand_over=request.hand_over,
        made_at=ctx.now,
        made_by_id=me.id if me else None,
        expires_at=ctx.now + OPEN_FOR,
    )
    ctx.session.add(delivery)
    ctx.session.flush()
    return delivery
