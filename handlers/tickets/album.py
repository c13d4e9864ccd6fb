"""The photos, voices and files of a ticket, for whoever may see them: by the entry they came with.

What was sent with a note between staff is for staff only. What was erased, taken back or is on its
way still is in the album too, so that nobody looks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me
from handlers.tickets import view
from handlers.tickets.access import access_ticket, of_group, thing
from models.media import Media, MediaStatus
from models.rights import Act
from models.tickets import Said, Ticket, TicketEntry, TicketFile


class Shown(StrEnum):
    """Whether a file can be looked at."""

    HERE = "here"
    COMING = "coming"  # not fetched yet
    ERASED = "erased"  # by staff, or its time was over
    GONE = "gone"  # taken back, or LINE did not have it any more


@dataclass(frozen=True)
class Item:
    """One file, with the entry that it came with. `by` is a name, None for the machine."""

    id: int
    kind: str
    name: str
    shown: Shown
    media_id: int
    content_type: str | None
    size: int | None
    said: Said
    words: str
    internal: bool
    by_staff: bool
    by: str | None
    at: datetime


@dataclass(frozen=True)
class Album:
    """`erasing`: whoever looks may erase."""

    ticket: Ticket
    items: tuple[Item, ...]
    erasing: bool


_HERE = {MediaStatus.STORED: Shown.HERE, MediaStatus.WANTED: Shown.COMING}


def album(ctx: Context, me: Me, ticket_id: int) -> Album:
    """Everything that was sent, oldest first, as far as this person may see it. Raises NotFound."""
    ticket = access_ticket(ctx, me, ticket_id, Act.SEE_TICKET, for_update=False)
    of = thing(ctx, ticket)
    query = (
        select(TicketFile, TicketEntry, Media)
        .join(TicketEntry, TicketEntry.id == TicketFile.entry_id)
        .join(Media, Media.id == TicketFile.media_id)
        .where(TicketFile.ticket_id == ticket.id)
        .order_by(TicketFile.id)
    )
    if not me.may(Act.SEE_NOTES, of):
        query = query.where(TicketEntry.internal.is_(False))
    items = tuple(_item(ctx, *row) for row in ctx.session.execute(query))
    return Album(ticket, items, me.may(Act.WORK_TICKET, of_group(ticket)))


def _item(ctx: Context, file: TicketFile, entry: TicketEntry, media: Media) -> Item:
    erased = file.removed_at is not None
    return Item(
        id=file.id,
        kind=file.kind,
        name=file.name,
        shown=Shown.ERASED if erased else _HERE.get(media.status, Shown.GONE),
        media_id=media.id,
        content_type=media.content_type,
        size=media.size,
        said=entry.kind,
        words=entry.words or "",
        internal=entry.internal,
        by_staff=entry.by_staff,
        by=view.name(ctx, entry.by_id),
        at=file.added_at,
    )
