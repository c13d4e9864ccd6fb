"""Which small tasks a conference or a loan brings along, when they are due, how they move with it.

A conference is when its rooms are booked; one without rooms is planned anew by whoever moves it.
Whoever plans holds the record (the ticket, the request) that it is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations

from sqlalchemy import select

from handlers import office_calendar
from handlers.bookings.records import checked, described
from handlers.bookings.times import check, day_of, due
from handlers.context import Context
from handlers.office_calendar import Moved
from models.bookings import (
    Booking,
    BookingStatus,
    Chore,
    ChoreKind,
    ChoreStatus,
    Equipment,
    Room,
)

K = ChoreKind
#: What is done about a conference before it begins.
BEFORE = (K.TEST_BEFORE, K.DOOR_SIGNS)
_CONFERENCE = (*BEFORE, K.CHECK_AFTER)


def plan_conference(
    ctx: Context, *, subject: str, starts: datetime, ends: datetime, group: str, signs: bool
) -> list[Chore]:
    """Plan the test before, the check after, and the door signs: when they are asked for
    (`signs`), or several rooms of the record are booked on one day. Planning again moves them.

    For a use case that has checked who may. Raises BookingRefused for no possible time.
    """
    check(starts, ends, ctx.now, starts)
    _plan(ctx, checked(subject), starts.astimezone(UTC), ends.astimezone(UTC), group, signs)
    return _open(ctx, subject)


def follow(ctx: Context, subject: str, *, gone: bool = False) -> None:
    """The rooms of a record changed: what is planned for it moves along, if anything is.

    `gone`: one was cancelled. Without any other the conference does not take place.
    """
    plan = _open(ctx, subject)
    if not plan:
        return
    booked = [booking for booking, _ in _rooms(ctx, subject)]
    if booked:
        starts = min(booking.starts_at for booking in booked)
        ends = max(booking.ends_at for booking in booked)
        _plan(ctx, subject, starts, ends, plan[0].group_name, bool(plan[0].facts["signs"]))
    elif gone:
        for chore in plan:
            _let_go(ctx, chore)


def plan_return(ctx: Context, booking: Booking, equipment: Equipment) -> Chore:
    """The loan is taken back on its last day. Moves the chore when there is one."""
    chore = of_loan(ctx, booking) or _new(booking.subject, K.TAKE_BACK, booking.id)
    chore.group_name = equipment.group_name
    chore.facts = {"name": equipment.name, "quantity": booking.quantity}
    return _set(ctx, chore, booking.starts_at, booking.ends_at)


def drop_return(ctx: Context, booking: Booking) -> None:
    """The loan was cancelled before it began."""
    chore = of_loan(ctx, booking)
    if chore is not None:
        chore.drop()


def of_loan(ctx: Context, booking: Booking) -> Chore | None:
    """The chore that takes this loan back, locked."""
    query = select(Chore).where(Chore.booking_id == booking.id).with_for_update()
    return ctx.session.scalar(query.execution_options(populate_existing=True))


def recompute(ctx: Context) -> Sequence[Moved]:
    """Work the due moments of all open chores out anew. Returns those that moved.

    One that the change does not touch stays as it is, also when it is late.
    """
    moved: list[Moved] = []
    query = select(Chore).where(Chore.status == ChoreStatus.OPEN).order_by(Chore.id)
    for chore in ctx.session.scalars(query.with_for_update()).all():
        before = chore.due_at
        if _due_since(ctx, chore, chore.planned_at) == (before, chore.remind_from):
            continue
        _set(ctx, chore, chore.starts_at, chore.ends_at)
        if chore.due_at != before:
            moved.append(Moved(described(ctx, chore.subject).number, before, chore.due_at))
    return moved


def _plan(
    ctx: Context, subject: str, starts: datetime, ends: datetime, group: str, signs: bool
) -> None:
    booked = _rooms(ctx, subject)
    facts = {"rooms": [room.name for _, room in booked], "signs": signs}
    wanted = {K.CHECK_AFTER}
    if starts > ctx.now:
        wanted.add(K.TEST_BEFORE)
        if signs or _several_at_once([booking for booking, _ in booked]):
            wanted.add(K.DOOR_SIGNS)
    there = {chore.kind: chore for chore in _open(ctx, subject)}
    for kind in _CONFERENCE:
        chore = there.get(kind)
        if kind in wanted and (chore or not _was_done(ctx, subject, kind, starts, ends)):
            chore = chore or _new(subject, kind)
            chore.group_name, chore.facts = group, facts
            if (chore.starts_at, chore.ends_at) != (starts, ends):
                _set(ctx, chore, starts, ends)
        elif chore is not None and starts > ctx.now:
            chore.drop()
    ctx.session.flush()


def _new(subject: str, kind: ChoreKind, booking_id: int | None = None) -> Chore:
    return Chore(subject=subject, kind=kind, booking_id=booking_id, status=ChoreStatus.OPEN)


def _set(ctx: Context, chore: Chore, starts: datetime, ends: datetime) -> Chore:
    """Let the chore be for this time, as planned now."""
    chore.starts_at, chore.ends_at, chore.planned_at = starts, ends, ctx.now
    chore.due_at, chore.remind_from = _due_since(ctx, chore, ctx.now)
    ctx.session.add(chore)
    ctx.session.flush()
    return chore


def _due_since(ctx: Context, chore: Chore, since: datetime) -> tuple[datetime, datetime]:
    calendar = office_calendar.load(ctx)
    found = due(calendar, chore.kind, chore.starts_at, chore.ends_at, since)
    return found.at, found.remind_from


def _let_go(ctx: Context, chore: Chore) -> None:
    """It does not take place, or is over early: what was used is looked at all the same."""
    if chore.kind in BEFORE or ctx.now <= chore.starts_at:
        chore.drop()
    elif ctx.now < chore.ends_at:
        _set(ctx, chore, chore.starts_at, ctx.now)


def _open(ctx: Context, subject: str) -> list[Chore]:
    """What is planned for a conference, locked."""
    query = select(Chore).where(
        Chore.subject == subject, Chore.status == ChoreStatus.OPEN, Chore.booking_id.is_(None)
    )
    locked = query.order_by(Chore.id).with_for_update().execution_options(populate_existing=True)
    return list(ctx.session.scalars(locked))


def _was_done(
    ctx: Context, subject: str, kind: ChoreKind, starts: datetime, ends: datetime
) -> bool:
    """Was it done for a conference of this day? What moves within its day is not tested again."""
    query = select(Chore).where(
        Chore.subject == subject, Chore.kind == kind, Chore.status == ChoreStatus.DONE
    )
    day = day_of(starts if kind in BEFORE else ends)
    return any(
        day_of(row.starts_at if kind in BEFORE else row.ends_at) == day
        for row in ctx.session.scalars(query)
    )


def _rooms(ctx: Context, subject: str) -> list[tuple[Booking, Room]]:
    rows = ctx.session.execute(
        select(Booking, Room)
        .join(Room, Room.slug == Booking.room_slug)
        .where(Booking.subject == subject, Booking.status == BookingStatus.BOOKED)
        .order_by(Booking.starts_at, Booking.id)
    )
    return [(booking, room) for booking, room in rows]


def _several_at_once(booked: Sequence[Booking]) -> bool:
    """Are two rooms booked on one day?"""
    return any(
        a.slug != b.slug
        and day_of(a.starts_at) <= day_of(b.ends_at)
        and day_of(b.starts_at) <= day_of(a.ends_at)
        for a, b in combinations(booked, 2)
    )


office_calendar.AFTER_CHANGE.append(recompute)
