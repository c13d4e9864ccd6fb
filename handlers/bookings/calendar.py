"""The calendar of rooms and loans, day by day, as plain JSON for a card or a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers.bookings import resources
from handlers.bookings.refused import BookingRefused
from handlers.bookings.times import day_begins, most_at_once
from handlers.context import Context
from handlers.workdays import BANGKOK
from models.bookings import Booking, BookingStatus

#: So many days are shown at once.
MOST_DAYS = 92
_DAY = timedelta(days=1)


def calendar(ctx: Context, first: date, last: date) -> list[dict[str, Any]]:
    """Every room, and who has it on which of these days: both ends included, free days left out.

    Times are cut to their day: a booking of several days is from 00:00 to 00:00 on its middle ones.
    A retired room is shown while it is booked.
    """
    held = _held(ctx, first, last)
    found = []
    for room in resources.rooms(ctx, every=True):
        days = _days(first, last, [row for row in held if row.room_slug == room.slug])
        if room.retired_at is None or days:
            facts = {"slug": room.slug, "name": room.name, "capacity": room.capacity}
            found.append({**facts, "days": days})
    return found


def loans(ctx: Context, first: date, last: date) -> list[dict[str, Any]]:
    """All equipment for loan, and what is out on which of these days; `out`: at most at once."""
    held = _held(ctx, first, last)
    found = []
    for kind in resources.equipment(ctx, every=True):
        days = _days(first, last, [row for row in held if row.equipment_slug == kind.slug])
        if kind.retired_at is None or days:
            facts = {"slug": kind.slug, "name": kind.name, "count": kind.count}
            found.append({**facts, "days": days})
    return found


def _held(ctx: Context, first: date, last: date) -> Sequence[Booking]:
    if last < first:
        raise BookingRefused("order")
    if (last - first).days >= MOST_DAYS:
        raise BookingRefused("long", days=MOST_DAYS)
    query = select(Booking).where(
        Booking.status == BookingStatus.BOOKED,
        Booking.starts_at < day_begins(last + _DAY),
        Booking.ends_at > day_begins(first),
    )
    return ctx.session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()


def _days(first: date, last: date, rows: Sequence[Booking]) -> list[dict[str, Any]]:
    every = (first + n * _DAY for n in range((last - first).days + 1))
    return [told for day in every if (told := _day(day, rows))["bookings"]]


def _day(day: date, rows: Sequence[Booking]) -> dict[str, Any]:
    begins, ends = day_begins(day), day_begins(day + _DAY)
    here = [row for row in rows if row.starts_at < ends and row.ends_at > begins]
    out = most_at_once(((r.starts_at, r.ends_at, r.quantity) for r in here), begins, ends)
    bookings = [
        {
            "id": row.id, "subject": row.subject, "quantity": row.quantity,
            "starts": _local(max(row.starts_at, begins)), "ends": _local(min(row.ends_at, ends)),
        }
        for row in here
    ]  # fmt: skip
    return {"day": day.isoformat(), "out": out, "bookings": bookings}


def _local(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).isoformat()
