"""A ticket's trail: every word and every change, in order; what stood before, to undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from handlers import audit
from handlers.context import Context
from handlers.people import Me
from models.media import Media, MediaStatus
from models.tickets import (
    Category,
    Ending,
    Said,
    Ticket,
    TicketEntry,
    TicketFile,
    TicketStatus,
    Urgency,
)

#: What a change may alter, and how each is read back out of JSON.
_KEPT: dict[str, Any] = {
    "status": TicketStatus,
    "resume": TicketStatus,
    "ending": Ending,
    "category": Category,
    "urgency": Urgency,
    "technician_id": int,
    "owner_group": str,
    "asset": str,
    "incident_id": int,
    "merged_into_id": int,
    "reopened": int,
    "visit_at": datetime.fromisoformat,
    "responded_at": datetime.fromisoformat,
    "updated_at": datetime.fromisoformat,
    "solved_at": datetime.fromisoformat,
    "closed_at": datetime.fromisoformat,
}


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """What may change of a ticket, as plain JSON."""
    return {name: _plain(getattr(ticket, name)) for name in _KEPT}


def restore(ticket: Ticket, before: Mapping[str, Any]) -> None:
    """Put a snapshot back."""
    for name, read in _KEPT.items():
        value = before.get(name)
        setattr(ticket, name, None if value is None else read(value))


def write(
    ctx: Context,
    ticket: Ticket,
    kind: Said,
    me: Me | None,
    *,
    words: str = "",
    before: Mapping[str, Any] | None = None,
    internal: bool = False,
    as_reporter: bool = False,
    **facts: Any,
) -> TicketEntry:
    """Write one entry down, and the audit's. `me` None: the clock.

    `before`: the snapshot that undoing it goes back to; None for what cannot be undone.
    """
    last = ctx.session.scalar(
        select(func.max(TicketEntry.place)).where(TicketEntry.ticket_id == ticket.id)
    )
    entry = TicketEntry(
        ticket_id=ticket.id,
        place=(last or 0) + 1,
        kind=kind,
        at=ctx.now,
        by_id=me.id if me else None,
        by_staff=not as_reporter,
        internal=internal,
        words=words or None,
        facts=facts,
        before=dict(before) if before is not None else None,
        version=ticket.version,
    )
    ctx.session.add(entry)
    ctx.session.flush()
    was = {"status": before["status"]} if before else None
    now = {"status": ticket.status.value, "entry": entry.id}
    audit.record(ctx, f"ticket:ticket:{kind.value}", f"ticket:{ticket.id}", was, now)
    return entry


def entries(ctx: Context, ticket_id: int, *, internal: bool) -> list[TicketEntry]:
    """The trail, oldest first; `internal`: with what is for staff only."""
    query = select(TicketEntry).where(TicketEntry.ticket_id == ticket_id)
    if not internal:
        query = query.where(TicketEntry.internal.is_(False))
    return list(ctx.session.scalars(query.order_by(TicketEntry.place)))


def attach(
    ctx: Context, ticket: Ticket, entry: TicketEntry, files: Sequence[Mapping[str, Any]]
) -> list[TicketFile]:
    """Put received files to an entry; what was refused, taken back or is here already is left out.

    `files`: `media_id`, and `name` and `kind` as far as they are known.
    """
    made: list[TicketFile] = []
    known = set(
        ctx.session.scalars(select(TicketFile.media_id).where(TicketFile.ticket_id == ticket.id))
    )
    for file in files:
        media = ctx.session.get(Media, int(file["media_id"]))
        if media is None or media.id in known:
            continue
        if media.status not in (MediaStatus.WANTED, MediaStatus.STORED):
            continue
        media.kept_for = f"ticket:{ticket.id}"
        name = str(file.get("name") or "")[:255]
        made.append(
            TicketFile(
                ticket_id=ticket.id, entry_id=entry.id, media_id=media.id, kind=media.kind,
                name=name, added_at=ctx.now,
            )
        )  # fmt: skip
        known.add(media.id)
    ctx.session.add_all(made)
    ctx.session.flush()
    return made


def files(ctx: Context, ticket_id: int, *, internal: bool) -> list[TicketFile]:
    """The files that were not erased, oldest first; `internal`: those of internal notes too."""
    query = (
        select(TicketFile)
        .join(TicketEntry, TicketEntry.id == TicketFile.entry_id)
        .join(Media, Media.id == TicketFile.media_id)
        .where(
            TicketFile.ticket_id == ticket_id,
            TicketFile.removed_at.is_(None),
            Media.status.in_((MediaStatus.WANTED, MediaStatus.STORED)),
        )
    )
    if not internal:
        query = query.where(TicketEntry.internal.is_(False))
    return list(ctx.session.scalars(query.order_by(TicketFile.id)))


def counted(ctx: Context, ticket_id: int) -> dict[int, int]:
    """How many files each entry has that can be seen still."""
    found: dict[int, int] = {}
    for row in files(ctx, ticket_id, internal=True):
        found[row.entry_id] = found.get(row.entry_id, 0) + 1
    return found


def release(ctx: Context, file: TicketFile) -> None:
    """Its content belongs to no record any more: the next tidying erases it."""
    media = ctx.session.get_one(Media, file.media_id)
    media.kept_for = None
    ctx.session.flush()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
