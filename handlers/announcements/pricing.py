"""What an announcement costs at most, and what the month has for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from handlers import spending
from handlers.announcements import access
from handlers.announcements.audiences import Chosen, Recipients, recipients
from handlers.announcements.refused import AnnouncementRefused
from handlers.budget import month_of
from handlers.context import Context
from handlers.spending import Price
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.spending import Pot

#: Announcements are paid out of the same share as the reminders of rounds.
POT = Pot.ROUNDS


def price(
    ctx: Context,
    row: Announcement,
    *,
    to: Recipients | None = None,
    pays_at: datetime | None = None,
) -> Price:
    """What it costs at most: a message for each person, and one for each member of a group; free
    first the same, if nobody wrote until then; nothing when it only rides.

    `to`: its recipients where they are known already. `pays_at`: when it is paid for; another
    month has its own messages. Raises AnnouncementRefused (`uncounted`) for a push into a group
    whose members LINE has not said.
    """
    to = to or recipients(ctx, Chosen.from_json(row.audience))
    return of_messages(ctx, row, messages(row.delivery, to), pays_at=pays_at)


def messages(way: Delivery, to: Recipients) -> int:
    """How many messages it costs at most by this way. Raises AnnouncementRefused (`uncounted`)."""
    if way is Delivery.FREE:
        return 0
    uncounted = [group.name for group in to.groups if not group.members]
    if uncounted and way is Delivery.PUSH:
        raise AnnouncementRefused("uncounted", groups=uncounted)
    return len(to.people) + sum(group.members or 0 for group in to.groups)


def ways(ctx: Context, row: Announcement, to: Recipients) -> dict[Delivery, Price | None]:
    """What each way would cost; None for a push into a group whose members LINE has not said."""
    found: dict[Delivery, Price | None] = {}
    for way in Delivery:
        try:
            found[way] = of_messages(ctx, row, messages(way, to))
        except AnnouncementRefused:
            found[way] = None
    return found


def of_messages(
    ctx: Context, row: Announcement, count: int, *, pays_at: datetime | None = None
) -> Price:
    """What so many messages of this announcement mean for the month, after what was agreed to for
    others and is not paid yet."""
    when = pays_at or _pays_at(ctx, row)
    if month_of(when) == month_of(ctx.now):
        found = spending.price(ctx, POT, count, ref=access.ref(row))
    else:
        found = _in_another_month(ctx, when, count)
    held = reserved(ctx, month_of(when), but=row.id)
    return replace(
        found,
        left=None if found.left is None else max(found.left - held, 0),
        share_left=None if found.share_left is None else max(found.share_left - held, 0),
    )


def reserved(ctx: Context, month: str, *, but: int | None = None) -> int:
    """Messages of this month that were agreed to for announcements which are not paid for yet."""
    waiting = Announcement.status == AnnouncementStatus.SCHEDULED
    unsettled = (Announcement.status == AnnouncementStatus.SENT) & (
        Announcement.delivery == Delivery.FREE_FIRST
    )
    query = select(Announcement).where(
        waiting | unsettled,
        Announcement.delivery != Delivery.FREE,
        Announcement.settled_at.is_(None),
        Announcement.ended_at.is_(None),
        Announcement.id != (but or 0),
    )
    rows = ctx.session.scalars(query)
    return sum(row.price for row in rows if month_of(_pays_at(ctx, row)) == month)


def _pays_at(ctx: Context, row: Announcement) -> datetime:
    first = row.until if row.delivery is Delivery.FREE_FIRST else row.send_at
    return max(first or ctx.now, ctx.now)


def _in_another_month(ctx: Context, when: datetime, count: int) -> Price:
    """Nothing of it is spent yet; its rounds will need what they need."""
    share = spending.share(ctx, POT)
    ahead = spending.planned(Context(ctx.session, when, ctx.actor), POT)
    return Price(count, None, share, None if share is None else max(share - ahead, 0), ahead)
