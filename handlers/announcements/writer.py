"""Whoever wrote an announcement hears what became of it while they were not looking, for nothing.

The kinds of notice, all with `id` and `title`: `announcement.sent` (the clock sent it: `people`,
`groups`, `pushed` messages, `short` messages there was no money for, `late`: later than it should
have gone), `announcement.short` (free first: `pushed`, `short` at its last useful moment),
`announcement.missed` (a clock that stood still: it would have been of no use any more, and was not
sent; `send_at`, `until`), `announcement.permitted` and `announcement.refused` (`price`, `words`,
`send_at`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers import telling
from handlers.announcements import access
from handlers.announcements.delivering import Delivered
from handlers.context import Context
from models.announcements import Announcement
from models.people import Person
from models.spending import SpendingPermit

SENT, SHORT, MISSED = "announcement.sent", "announcement.short", "announcement.missed"
PERMITTED, REFUSED = "announcement.permitted", "announcement.refused"
#: So long the news is worth a free reply.
NEWS = timedelta(days=14)
#: Later than this it went late.
_LATE = timedelta(minutes=15)


def sent(ctx: Context, row: Announcement, done: Delivered) -> None:
    """The clock sent it."""
    late = row.send_at is not None and ctx.now - row.send_at > _LATE
    _offer(
        ctx, row, SENT, people=done.people, groups=done.groups, pushed=done.pushed,
        short=done.short, late=late,
    )  # fmt: skip


def short(ctx: Context, row: Announcement, pushed: int, lacking: int) -> None:
    """At its last useful moment there was less money than people who had not been reached."""
    _offer(ctx, row, SHORT, pushed=pushed, short=lacking)


def missed(ctx: Context, row: Announcement) -> None:
    """It was not sent: that would have come too late."""
    _offer(ctx, row, MISSED, send_at=_iso(row.send_at), until=_iso(row.until))


def decided(ctx: Context, row: Announcement, permit: SpendingPermit) -> None:
    """Its price was permitted, or not."""
    _offer(
        ctx, row, PERMITTED if permit.granted else REFUSED, price=row.price,
        words=permit.words or "", send_at=_iso(row.send_at),
    )  # fmt: skip


def _offer(ctx: Context, row: Announcement, kind: str, **facts: Any) -> None:
    person = ctx.session.get(Person, row.created_by_id) if row.created_by_id else None
    if person is None or not person.line_user or not telling.reachable(ctx, person.line_user):
        return
    telling.offer(
        ctx, person.line_user, kind, {"id": row.id, "title": row.title, **facts},
        ref=access.ref(row), until=ctx.now + NEWS, hold_key=f"{access.ref(row)}:writer",
    )  # fmt: skip


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
