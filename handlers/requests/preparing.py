"""After permission: the data are prepared and verified. Files come in chat or by a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import audit
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.requests import notifying, steps
from handlers.requests.access import access_request, thing
from handlers.requests.checking import form_of
from handlers.requests.files import attach, check_ready, files
from models.errors import NotFound, Refusal, WrongState
from models.media import Media
from models.requests import (
    TO_PREPARE,
    Attachment,
    AttachmentRole,
    RequestStatus,
    ServiceRequest,
    StepKind,
)
from models.rights import Act

MOST_FILES = 20


class TooManyFiles(Refusal):
    """A request holds so many files and no more."""


class SamePerson(Refusal):
    """The form wants another person to verify than the one who prepared."""


def add_file(ctx: Context, me: Me, request_id: int, media_id: int, name: str) -> Attachment | None:
    """Put a prepared file to the request. None when the file itself is not to be had."""
    request = access_request(ctx, me, request_id, Act.PREPARE_REQUEST)
    _preparing(request, ctx)
    if len(files(ctx, request.id, AttachmentRole.PREPARED)) >= MOST_FILES:
        raise TooManyFiles(str(MOST_FILES))
    row = attach(ctx, request, media_id, name, by=me.id, role=AttachmentRole.PREPARED)
    if row is not None:
        request.touch(at=ctx.now)
        audit.record(
            ctx, "request:file:added", f"request:{request.id}", after={"attachment": row.id}
        )
    return row


def remove_file(ctx: Context, me: Me, request_id: int, attachment_id: int) -> ServiceRequest:
    """Take a prepared file out again; its content goes after a day."""
    request = access_request(ctx, me, request_id, Act.PREPARE_REQUEST)
    _preparing(request, ctx)
    row = ctx.session.get(Attachment, attachment_id)
    if row is None or row.request_id != request.id or row.removed_at is not None:
        raise NotFound("attachment", attachment_id)
    row.removed_at = ctx.now
    media = ctx.session.get_one(Media, row.media_id)
    media.kept_for = None
    request.touch(at=ctx.now)
    audit.record(ctx, "request:file:removed", f"request:{request.id}", {"attachment": row.id})
    return request


def use_query(
    ctx: Context, me: Me, request_id: int, query: Mapping[str, Any] | None
) -> ServiceRequest:
    """The data service's answer to this question is what is handed over (None: no longer)."""
    request = access_request(ctx, me, request_id, Act.PREPARE_REQUEST)
    _preparing(request, ctx)
    before, request.query = request.query, dict(query) if query else None
    request.touch(at=ctx.now)
    audit.record(ctx, "request:query:set", f"request:{request.id}", before, request.query)
    return request


def finish_preparing(
    ctx: Context, forms: Loaded, me: Me, request_id: int, version: int | None = None
) -> ServiceRequest:
    """It is prepared: somebody verifies it. (Handing over at once does both.)"""
    request = access_request(ctx, me, request_id, Act.PREPARE_REQUEST, version=version)
    check_ready(ctx, request)
    to_verifying(ctx, forms, me, request)
    notifying.to_officer(ctx, request)
    return request


def to_verifying(ctx: Context, forms: Loaded, me: Me, request: ServiceRequest) -> None:
    """PERMITTED or PREPARING becomes VERIFYING, whoever is told of it."""
    if request.status not in (RequestStatus.PERMITTED, RequestStatus.PREPARING):
        raise WrongState("request", request.status.value)
    by = me.by(Act.PREPARE_REQUEST, thing(request, Act.PREPARE_REQUEST))
    steps.finish(ctx, request, "prepared", me, by)
    before = request.move(RequestStatus.VERIFYING, at=ctx.now)
    request.officer_id = request.officer_id or me.id
    steps.begin(ctx, request, form_of(forms, request), StepKind.VERIFY)
    audit.record(
        ctx, "request:request:prepared", f"request:{request.id}", before.value,
        request.status.value,
    )  # fmt: skip


def send_back(
    ctx: Context, forms: Loaded, me: Me, request_id: int, version: int | None = None
) -> ServiceRequest:
    """The one who verifies found something: it is prepared anew."""
    request = access_request(ctx, me, request_id, Act.PREPARE_REQUEST, version=version)
    if request.status is not RequestStatus.VERIFYING:
        raise WrongState("request", request.status.value)
    by = me.by(Act.PREPARE_REQUEST, thing(request, Act.PREPARE_REQUEST))
    steps.finish(ctx, request, "sent_back", me, by)
    before = request.move(RequestStatus.PREPARING, at=ctx.now)
    steps.begin(ctx, request, form_of(forms, request), StepKind.PREPARE)
    audit.record(
        ctx, "request:request:sent_back", f"request:{request.id}", before.value,
        request.status.value,
    )  # fmt: skip
    return request


def prepared_by(ctx: Context, request_id: int) -> int | None:
    """Who prepared it last."""
    done = [s for s in steps.every(ctx, request_id) if s.kind is StepKind.PREPARE and s.done_by_id]
    return done[-1].done_by_id if done else None


def _preparing(request: ServiceRequest, ctx: Context) -> None:
    if request.status not in TO_PREPARE:
        raise WrongState("request", request.status.value)
    if request.status is RequestStatus.PERMITTED:
        request.move(RequestStatus.PREPARING, at=ctx.now)
