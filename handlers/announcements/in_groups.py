"""Announcements ride into the groups that they are for, on the free reply to a message there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from handlers.announcements import access
from handlers.announcements.delivering import GRACE
from handlers.context import Context
from models.announcements import (
    Announcement,
    AnnouncementRecipient,
    AnnouncementStatus,
    Delivery,
)
from models.outbox import OutboxMessage, OutboxStatus

Json = dict[str, Any]
#: As many as ride at once; the others follow on the next day.
MOST = 3
#: What ended so surely reached nobody.
_LOST = (OutboxStatus.SKIPPED, OutboxStatus.FAILED)


def ride(ctx: Context, chat_key: str, hold_key: str) -> list[Json]:
    """What this group has not been told yet, the oldest first, as its card shows it. It counts as
    told under that key: the caller queues it in this transaction."""
    found = []
    for row, recipient in _waiting(ctx, chat_key):
        recipient.hold_key = hold_key
        found.append(access.told(row))
        if len(found) == MOST:
            break
    ctx.session.flush()
    return found


def _waiting(ctx: Context, chat_key: str) -> Iterator[tuple[Announcement, AnnouncementRecipient]]:
    rows = ctx.session.execute(
        select(Announcement, AnnouncementRecipient)
        .join(AnnouncementRecipient, AnnouncementRecipient.announcement_id == Announcement.id)
        .where(
            AnnouncementRecipient.chat_key == chat_key,
            AnnouncementRecipient.addressed,
            Announcement.status == AnnouncementStatus.SENT,
            Announcement.ended_at.is_(None),
            Announcement.until > ctx.now - GRACE,
        )
        .order_by(Announcement.sent_at, Announcement.id)
    )
    for row, recipient in rows:
        if not _is_over(ctx, row) and _is_untold(ctx, recipient):
            yield row, recipient


def _is_over(ctx: Context, row: Announcement) -> bool:
    """Free first: it goes on riding after the moment at which the rest was pushed."""
    assert row.until is not None
    return row.delivery is not Delivery.FREE_FIRST and row.until <= ctx.now


def _is_untold(ctx: Context, recipient: AnnouncementRecipient) -> bool:
    if recipient.hold_key is None:
        return True
    query = select(OutboxMessage.status).where(OutboxMessage.hold_key == recipient.hold_key)
    last = ctx.session.scalar(query.order_by(OutboxMessage.id.desc()).limit(1))
    return last in _LOST
