"""Who has what when: what is free, how many are left, and what stands in the way.

Times that touch do not clash. A loan that did not come back counts as out for the rest of the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from handlers.bookings import resources
from handlers.bookings.refused import BookingRefused, Held, Taken
from handlers.bookings.resources import Resource
from handlers.bookings.times import check, day_begins, day_of, most_at_once
from handlers.context import Context
from models.bookings import Booking, BookingStatus, Equipment, Room, What


def free(ctx: Context, starts: datetime, ends: datetime) -> list[Room]:
    """The rooms that nobody has at any moment of this time. Raises BookingRefused."""
    check(starts, ends, ctx.now)
    held = {row.room_slug for row in _holding(ctx, starts, ends)}
    return [room for room in resources.rooms(ctx) if room.slug not in held]


def left(ctx: Context, starts: datetime, ends: datetime) -> list[tuple[Equipment, int]]:
    """Equipment for loan, and how many of each are in at every moment. Raises BookingRefused."""
    check(starts, ends, ctx.now)
    held = _holding(ctx, starts, ends)
    found = []
    for kind in resources.equipment(ctx):
        out = _out(ctx, (row for row in held if row.equipment_slug == kind.slug), starts, ends)
        found.append((kind, max(0, kind.count - out)))
    return found


def require_left(
    ctx: Context,
    found: Resource,
    starts: datetime,
    ends: datetime,
    quantity: int,
    but: int | None = None,
) -> None:
    """Raise BookingRefused or Taken unless so many can be had. The row of `found` is locked.

    `but`: the booking that is moved stands in nobody's way.
    """
    if found.retired_at is not None:
        raise BookingRefused("retired", name=found.name)
    there = 1 if isinstance(found, Room) else found.count
    if quantity < 1 or (isinstance(found, Room) and quantity != 1):
        raise BookingRefused("quantity")
    held = [row for row in _holding(ctx, starts, ends, found) if row.id != but]
    free_ones = max(0, there - _out(ctx, held, starts, ends))
    if quantity > free_ones:
        in_the_way = [Held(r.subject, r.quantity, r.starts_at, r.ends_at) for r in held]
        raise Taken(resources.ref(found), found.name, in_the_way, free_ones)


def _holding(
    ctx: Context, starts: datetime, ends: datetime, of: Resource | None = None
) -> list[Booking]:
    """Bookings that hold something at a moment of this time: of one resource, or of all."""
    lasts = Booking.ends_at > starts
    if starts < _tomorrow(ctx):
        late = and_(Booking.equipment_slug.is_not(None), Booking.ends_at <= ctx.now)
        lasts = or_(lasts, late)
    query = select(Booking).where(
        Booking.status == BookingStatus.BOOKED, Booking.starts_at < ends, lasts
    )
    if of is not None:
        column = Booking.room_slug if isinstance(of, Room) else Booking.equipment_slug
        query = query.where(column == of.slug)
    return list(ctx.session.scalars(query.order_by(Booking.starts_at, Booking.id)))


def _out(ctx: Context, held: Iterable[Booking], starts: datetime, ends: datetime) -> int:
    """How many of them are out at the fullest moment."""
    spans = ((row.starts_at, _until(ctx, row), row.quantity) for row in held)
    return most_at_once(spans, starts, ends)


def _until(ctx: Context, booking: Booking) -> datetime:
    is_late = booking.what is What.EQUIPMENT and booking.ends_at <= ctx.now
    return _tomorrow(ctx) if is_late else booking.ends_at


def _tomorrow(ctx: Context) -> datetime:
    return day_begins(day_of(ctx.now) + timedelta(days=1))
