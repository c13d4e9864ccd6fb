"""Erasing, where others' records hold the person: requests that are no papers, unsent notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select, update

from handlers.context import Context
from models.media import Media
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.people import Person
from models.requests import Attachment, AttachmentRole, RequestStep, ServiceRequest

_WHO = ("name", "position", "affiliation", "phone", "email")
#: Files that tell who asked: what they sent, and all papers in one.
_FILES = (AttachmentRole.FROM_REQUESTER, AttachmentRole.BUNDLE)


def unname(ctx: Context, request: ServiceRequest, person: Person) -> None:
    """Take out of a request who asked: the copy of their profile, what the form asked of it
    whatever its fields are called, their own steps, their files."""
    known = {str(getattr(person, key) or "") for key in _WHO}
    known |= {str(request.requester.get(key) or "") for key in _WHO}
    request.requester = {**request.requester, **dict.fromkeys(_WHO, "")}
    request.answers = {
        key: "" if key in _WHO or (value and value in known) else value
        for key, value in request.answers.items()
        if key in _WHO or not _is_files(value)
    }
    ctx.session.execute(
        update(RequestStep)
        .where(RequestStep.request_id == request.id, RequestStep.done_by_id == person.id)
        .values(done_as="")
    )
    for row in ctx.session.scalars(
        select(Attachment).where(
            Attachment.request_id == request.id,
            Attachment.role.in_(_FILES),
            Attachment.removed_at.is_(None),
        )
    ).all():
        row.removed_at, row.name = ctx.now, ""
        ctx.session.get_one(Media, row.media_id).kept_for = None


def unsay(ctx: Context, *, requests: Collection[int], wishes: Collection[int]) -> None:
    """Notices to others that wait to be sent say nothing more of these."""
    if not requests and not wishes:
        return
    for row in ctx.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.status.in_((OutboxStatus.QUEUED, OutboxStatus.WAITING)),
            OutboxMessage.purpose == Purpose.NOTICE,
            OutboxMessage.attempts == 0,
        )
    ).all():
        left = [said for n in row.notices if (said := _without(n, requests, wishes))]
        if left == row.notices:
            continue
        row.notices, row.body = left, None
        if not left:
            row.finish(OutboxStatus.SKIPPED, at=ctx.now, error="erased")


def _without(
    notice: Mapping[str, Any], requests: Collection[int], wishes: Collection[int]
) -> dict[str, Any] | None:
    kind, data = str(notice["kind"]), dict(notice["data"])
    if kind.startswith("request.") and data.get("id") in requests:
        return None
    if kind == "people.wishes":
        left = [wish for wish in data["wishes"] if wish["id"] not in wishes]
        if not left:
            return None
        count = data["count"] - len(data["wishes"]) + len(left)
        return {"kind": kind, "data": {**data, "wishes": left, "count": count}}
    return dict(notice)


def _is_files(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
