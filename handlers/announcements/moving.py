"""A day became a holiday, or is none any more: what was to go out then moves with the calendar."""

from __future__ import annotations

from sqlalchemy import select

from handlers import office_calendar
from handlers.announcements import access, moments
from handlers.context import Context
from handlers.office_calendar import Moved
from models.announcements import Announcement, AnnouncementStatus, Delivery

S = AnnouncementStatus


def recompute(ctx: Context) -> list[Moved]:
    """What is to be sent on a day off goes out at the next opening; the last useful moment of what
    is free first comes earlier. Returns what was moved."""
    query = select(Announcement).where(
        Announcement.status.in_((S.SCHEDULED, S.WAITING, S.SENT)),
        Announcement.ended_at.is_(None),
        Announcement.settled_at.is_(None),
        (Announcement.send_at > ctx.now) | (Announcement.until > ctx.now),
    )
    moved: list[Moved] = []
    for row in ctx.session.scalars(query.order_by(Announcement.id)).all():
        moved += _sending(ctx, row) + _settling(ctx, row)
    return moved


def _sending(ctx: Context, row: Announcement) -> list[Moved]:
    if row.status is S.SENT or row.send_at is None or moments.is_open(ctx, row.send_at):
        return []
    before, after = row.send_at, office_calendar.load(ctx).opens(row.send_at)
    if after == before:
        return []
    row.send_at = after
    return [Moved(access.ref(row), before, after)]


def _settling(ctx: Context, row: Announcement) -> list[Moved]:
    """Never before it goes out: then it stays, and the clock waits for the next opening."""
    if row.delivery is not Delivery.FREE_FIRST or row.until is None:
        return []
    before, after = row.until, moments.last_useful(ctx, row.until)
    goes = max(row.send_at or ctx.now, ctx.now)
    if after == before or after <= goes:
        return []
    row.until = after
    return [Moved(access.ref(row), before, after)]
