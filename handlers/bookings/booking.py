"""Rooms and equipment are booked, moved, cancelled and given back; nobody gets what another has.

Whoever books or moves holds the row of the room, or of the equipment, until the transaction ends.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from handlers.bookings import chores, planning, resources
from handlers.bookings.holding import require_left
from handlers.bookings.records import checked, thing, trail
from handlers.bookings.refused import BookingRefused
from handlers.bookings.resources import Resource, what_of
from handlers.bookings.times import check
from handlers.context import Context
from handlers.people import Me, as_me
from models.bookings import Booking, BookingStatus, Equipment, Room, What
from models.errors import NotFound
from models.people import Person
from models.rights import Act, Thing


def book(
    ctx: Context,
    *,
    subject: str,
    resource: str,
    starts: datetime,
    ends: datetime,
    quantity: int = 1,
    by_id: int,
) -> Booking:
    """Book `room:big`, or some of `equipment:projector`, for a record of the person's own, or as
    one of the desk. Raises NotAllowed, NotFound, BookingRefused, Taken.
    """
    as_me(ctx, ctx.session.get(Person, by_id)).require(Act.BOOK_ROOM, thing(ctx, checked(subject)))
    check(starts, ends, ctx.now)
    found = resources.locked(ctx, resource)
    require_left(ctx, found, starts, ends, quantity)
    booking = Booking(
        subject=subject, quantity=quantity, starts_at=starts.astimezone(UTC),
        room_slug=found.slug if isinstance(found, Room) else None,
        equipment_slug=found.slug if isinstance(found, Equipment) else None,
        ends_at=ends.astimezone(UTC), status=BookingStatus.BOOKED, made_at=ctx.now,
        made_by_id=by_id,
    )  # fmt: skip
    ctx.session.add(booking)
    ctx.session.flush()
    trail(ctx, "booking:made", f"booking:{booking.id}", None, _facts(booking))
    _follow(ctx, booking, found)
    return booking


def move(
    ctx: Context,
    me: Me,
    booking_id: int,
    *,
    starts: datetime | None = None,
    ends: datetime | None = None,
    resource: str | None = None,
    quantity: int | None = None,
) -> Booking:
    """Book it for another time, another room, another number. What is not named stays.

    One that has begun keeps its beginning. Raises as `book`, and WrongState.
    """
    booking = access_booking(ctx, me, booking_id, Act.BOOK_ROOM)
    _require_ahead(ctx, booking)
    starts, ends = starts or booking.starts_at, ends or booking.ends_at
    check(starts, ends, ctx.now, booking.starts_at)
    found = resources.locked(ctx, resource or booking.resource)
    if what_of(found) is not booking.what:
        raise BookingRefused("kind")
    count = booking.quantity if quantity is None else quantity
    require_left(ctx, found, starts, ends, count, but=booking.id)
    before = _facts(booking)
    booking.move(what_of(found), found.slug, count, starts.astimezone(UTC), ends.astimezone(UTC))
    ctx.session.flush()
    trail(ctx, "booking:moved", f"booking:{booking.id}", before, _facts(booking))
    _follow(ctx, booking, found)
    return booking


def cancel(ctx: Context, me: Me, booking_id: int) -> Booking:
    """It is not needed: free again at once. Raises NotFound, WrongState, BookingRefused."""
    booking = access_booking(ctx, me, booking_id, Act.BOOK_ROOM)
    _require_ahead(ctx, booking)
    if booking.what is What.EQUIPMENT and booking.starts_at <= ctx.now:
        raise BookingRefused("begun")
    old = booking.cancel(at=ctx.now)
    ctx.session.flush()
    status = {"status": booking.status.value}
    trail(ctx, "booking:cancelled", f"booking:{booking.id}", {"status": old.value}, status)
    if booking.what is What.ROOM:
        planning.follow(ctx, booking.subject, gone=True)
    else:
        planning.drop_return(ctx, booking)
    return booking


def call_off(ctx: Context, me: Me, subject: str) -> list[Booking]:
    """Nothing of this record takes place: its bookings and chores end, but for what is out.

    Returns the bookings that were cancelled. Raises NotAllowed.
    """
    me.require(Act.BOOK_ROOM, thing(ctx, checked(subject)))
    ended = [
        cancel(ctx, me, row.id)
        for row in of_record(ctx, subject)
        if row.ends_at > ctx.now and (row.what is What.ROOM or row.starts_at > ctx.now)
    ]
    planning.follow(ctx, subject, gone=True)
    return ended


def give_back(ctx: Context, me: Me, booking_id: int) -> Booking:
    """The loan is back and whole; a fault is said with the chore, by `chores.done`.

    Raises NotFound, WrongState, and BookingRefused before it has begun.
    """
    booking = access_booking(ctx, me, booking_id, Act.DO_CHORE)
    if ctx.now < booking.starts_at:
        raise BookingRefused("early")
    old = booking.give_back(at=ctx.now)
    status = {"status": booking.status.value}
    trail(ctx, "booking:returned", f"booking:{booking.id}", {"status": old.value}, status)
    chores.taken_back(ctx, me, booking)
    return booking


def of_record(ctx: Context, subject: str) -> list[Booking]:
    """What is booked for a record, the first first: not what was cancelled or given back."""
    query = select(Booking).where(
        Booking.subject == subject, Booking.status == BookingStatus.BOOKED
    )
    return list(ctx.session.scalars(query.order_by(Booking.starts_at, Booking.id)))


def access_booking(ctx: Context, me: Me, booking_id: int, act: Act) -> Booking:
    """The booking, locked, for this act. To whoever has no right to it there is none: NotFound."""
    found = ctx.session.get(Booking, booking_id, with_for_update=True, populate_existing=True)
    if found is None or not me.may(act, _thing(ctx, found, act)):
        raise NotFound("booking", booking_id)
    return found


def _thing(ctx: Context, booking: Booking, act: Act) -> Thing:
    if act is Act.BOOK_ROOM:
        return thing(ctx, booking.subject)
    return Thing(group_name=resources.of(ctx, booking).group_name)


def _require_ahead(ctx: Context, booking: Booking) -> None:
    """A room's time that is over changes no more; a loan that is late may still be prolonged."""
    if booking.what is What.ROOM and booking.ends_at <= ctx.now:
        raise BookingRefused("over")


def _follow(ctx: Context, booking: Booking, found: Resource) -> None:
    if isinstance(found, Equipment):
        planning.plan_return(ctx, booking, found)
    else:
        planning.follow(ctx, booking.subject)


def _facts(booking: Booking) -> dict[str, Any]:
    return {
        "resource": booking.resource,
        "quantity": booking.quantity,
        "from": booking.starts_at.isoformat(),
        "until": booking.ends_at.isoformat(),
    }
