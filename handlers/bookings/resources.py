"""The office's rooms and its equipment for loan: entered, changed, retired, listed.

A room is called `room:big`, things of one kind `equipment:projector`; none is ever deleted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from handlers.bookings.records import trail
from handlers.bookings.refused import BookingRefused
from handlers.bookings.times import most_at_once
from handlers.context import Context
from handlers.forms.typed import line_of
from handlers.people import Me
from handlers.people.roster import groups
from handlers.tickets.owners import owner_group
from models.bookings import Booking, BookingStatus, Equipment, Room, What
from models.errors import NotFound
from models.rights import Act
from models.tickets import Category

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_NAME, LONGEST_WORDS, MOST_PEOPLE, MOST_THINGS = 200, 1000, 5000, 1000
Resource = Room | Equipment


@dataclass(frozen=True)
class Kept:
    """What a change of the lists did. `over`: more are promised than there are from now on."""

    resource: Resource
    is_new: bool = False
    over: int = 0


@dataclass(frozen=True)
class Retired:
    """What is retired, and how many bookings of it are still to come."""

    resource: Resource
    to_come: int


def add_room(
    ctx: Context,
    me: Me,
    slug: str,
    name: str,
    capacity: int,
    *,
    equipment: str = "",
    group: str | None = None,
) -> Kept:
    """Enter a room, or change the one of this slug; a retired one comes back."""
    me.require(Act.MANAGE_ROOMS)
    if not 1 <= capacity <= MOST_PEOPLE:
        raise BookingRefused("capacity", most=MOST_PEOPLE)
    words = line_of(equipment)
    if len(words) > LONGEST_WORDS:
        raise BookingRefused("words", most=LONGEST_WORDS)
    given = {"name": _named(name), "capacity": capacity, "equipment": words}
    return _keep(ctx, What.ROOM, slug, given, group)


def add_equipment(
    ctx: Context, me: Me, slug: str, name: str, count: int, *, group: str | None = None
) -> Kept:
    """Enter equipment for loan, or change what is known of it; what was retired comes back."""
    me.require(Act.MANAGE_ROOMS)
    if not 1 <= count <= MOST_THINGS:
        raise BookingRefused("count", most=MOST_THINGS)
    return _keep(ctx, What.EQUIPMENT, slug, {"name": _named(name), "count": count}, group)


def retire(ctx: Context, me: Me, resource: str) -> Retired:
    """Let nobody book it any more; what is booked stays. Raises NotFound, WrongState."""
    me.require(Act.MANAGE_ROOMS)
    found = locked(ctx, resource)
    found.retire(at=ctx.now)
    trail(ctx, f"{what_of(found)}:retired", resource)
    return Retired(found, len(_to_come(ctx, found)))


def rooms(ctx: Context, *, every: bool = False) -> list[Room]:
    """The rooms by name; `every`: the retired ones too."""
    query = select(Room).order_by(Room.name, Room.slug)
    return list(ctx.session.scalars(query if every else query.where(Room.retired_at.is_(None))))


def equipment(ctx: Context, *, every: bool = False) -> list[Equipment]:
    """The equipment for loan by name; `every`: what is retired too."""
    query = select(Equipment).order_by(Equipment.name, Equipment.slug)
    in_use = query.where(Equipment.retired_at.is_(None))
    return list(ctx.session.scalars(query if every else in_use))


def ref(resource: Resource) -> str:
    """What it is called: `room:big`, `equipment:projector`."""
    return f"{what_of(resource)}:{resource.slug}"


def what_of(resource: Resource) -> What:
    """A room or equipment."""
    return What.ROOM if isinstance(resource, Room) else What.EQUIPMENT


def of(ctx: Context, booking: Booking) -> Resource:
    """What is booked."""
    if booking.room_slug is not None:
        return ctx.session.get_one(Room, booking.room_slug)
    return ctx.session.get_one(Equipment, booking.equipment_slug)


def locked(ctx: Context, resource: str) -> Resource:
    """The row of `room:big`, held until the transaction ends: so two never book it at once.

    Raises NotFound.
    """
    what, _, slug = resource.partition(":")
    found: Resource | None = None
    is_slug = _SLUG.fullmatch(slug) is not None
    if what == What.ROOM and is_slug:
        found = ctx.session.get(Room, slug, with_for_update=True, populate_existing=True)
    elif what == What.EQUIPMENT and is_slug:
        found = ctx.session.get(Equipment, slug, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("resource", resource)
    return found


def _keep(ctx: Context, what: What, slug: str, given: dict[str, Any], group: str | None) -> Kept:
    if not _SLUG.fullmatch(slug):
        raise BookingRefused("slug")
    given["group_name"] = _group(ctx, group)
    try:
        found = locked(ctx, f"{what}:{slug}")
    except NotFound:
        row = (Room if what is What.ROOM else Equipment)(slug=slug, **given)
        ctx.session.add(row)
        ctx.session.flush()
        trail(ctx, f"{what}:added", f"{what}:{slug}", None, given)
        return Kept(row, is_new=True)
    before = {name: getattr(found, name) for name in given}
    for name, value in given.items():
        setattr(found, name, value)
    found.retired_at = None
    ctx.session.flush()
    trail(ctx, f"{what}:changed", f"{what}:{slug}", before, given)
    return Kept(found, over=_over(ctx, found))


def _group(ctx: Context, group: str | None) -> str:
    """Whose people look after it: those who mend such things, unless it is said."""
    if group is None:
        return owner_group(ctx, Category.AV)
    known = groups(ctx)
    if group not in known:
        raise BookingRefused("group", group=group, known=known)
    return group


def _named(name: str) -> str:
    said = line_of(name)
    if not said or len(said) > LONGEST_NAME:
        raise BookingRefused("name", most=LONGEST_NAME)
    return said


def _over(ctx: Context, found: Resource) -> int:
    if isinstance(found, Room):
        return 0
    ahead = _to_come(ctx, found)
    last = max((row.ends_at for row in ahead), default=ctx.now)
    most = most_at_once(((r.starts_at, r.ends_at, r.quantity) for r in ahead), ctx.now, last)
    return max(0, most - found.count)


def _to_come(ctx: Context, found: Resource) -> list[Booking]:
    column = Booking.room_slug if isinstance(found, Room) else Booking.equipment_slug
    query = select(Booking).where(
        column == found.slug, Booking.status == BookingStatus.BOOKED, Booking.ends_at > ctx.now
    )
    return list(ctx.session.scalars(query.order_by(Booking.starts_at, Booking.id)))
