"""The files of a request: put to it, listed, and whether they are all here."""

from __future__ import annotations

from sqlalchemy import select

from handlers.context import Context
from models.errors import Refusal
from models.media import Media, MediaStatus
from models.requests import Attachment, AttachmentRole, HandOver, ServiceRequest


class NothingPrepared(Refusal):
    """There is no file and no answer of the data service to hand over."""


class NothingDone(Refusal):
    """Of work that was asked for it has to be said what was done."""


class FileNotReady(Refusal):
    """A file is still being received, or could not be. `name` says which."""

    def __init__(self, name: str, *, refused: bool) -> None:
        super().__init__(name)
        self.name, self.refused = name, refused


def attach(
    ctx: Context,
    request: ServiceRequest,
    media_id: int,
    name: str,
    *,
    by: int | None,
    role: AttachmentRole = AttachmentRole.FROM_REQUESTER,
) -> Attachment | None:
    """Put a received file to a request; one that was refused or taken back is left out."""
    media = ctx.session.get(Media, media_id)
    if media is None or media.status not in (MediaStatus.WANTED, MediaStatus.STORED):
        return None
    media.kept_for = f"request:{request.id}"
    row = Attachment(
        request_id=request.id,
        role=role,
        media_id=media_id,
        name=name[:255],
        added_at=ctx.now,
        added_by_id=by,
    )
    ctx.session.add(row)
    ctx.session.flush()
    return row


def files(ctx: Context, request_id: int, *roles: AttachmentRole) -> list[Attachment]:
    """The files of a request that were not taken out, oldest first."""
    return list(
        ctx.session.scalars(
            select(Attachment)
            .where(
                Attachment.request_id == request_id,
                Attachment.role.in_(roles or tuple(AttachmentRole)),
                Attachment.removed_at.is_(None),
            )
            .order_by(Attachment.id)
        )
    )


def check_ready(ctx: Context, request: ServiceRequest) -> None:
    """Raise unless there is something to hand over and all of it is here.

    Papers handed over at the office, a letter, and work that was done need no file.
    """
    found = files(ctx, request.id, AttachmentRole.PREPARED)
    by_file = request.hand_over in (HandOver.LINE, HandOver.EMAIL)
    if not found and request.query is None and by_file:
        raise NothingPrepared
    for row in found:
        media = ctx.session.get_one(Media, row.media_id)
        if media.status is MediaStatus.WANTED:
            raise FileNotReady(row.name, refused=False)
        if media.status is not MediaStatus.STORED:
            raise FileNotReady(row.name, refused=True)
