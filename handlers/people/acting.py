"""Orders by which a person stands in for a post: by which right, number, from when to when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from handlers.context import Context
from handlers.people import profile
from handlers.people.access import Me, today
from handlers.people.posts import get, in_order
from handlers.people.recording import facts, record
from handlers.people.refused import PersonRefused
from handlers.people.seats import Seat, require_giving
from models.errors import NotFound, WrongState
from models.people import ActingKind, ActingOrder

_LONGEST_NUMBER = 120


def appoint_acting(
    ctx: Context,
    me: Me,
    person_id: int,
    kind: ActingKind | str,
    seat: Seat,
    order_number: str,
    *,
    starts: date | None = None,
    ends: date | None = None,
) -> ActingOrder:
    """Write an order down: the person stands in for `seat` from today on, or as it says.

    Raises NotFound, NotAllowed, and PersonRefused where number or days do not do.
    """
    require_giving(me, seat)
    person, starts = get(ctx, person_id), starts or today(ctx)
    number = profile.tidy(order_number)
    if not number or len(number) > _LONGEST_NUMBER:
        raise PersonRefused("order_number", most=_LONGEST_NUMBER)
    in_order(starts, ends)
    order = ActingOrder(
        person_id=person.id, kind=known_kind(kind), role=seat.role, school_code=seat.school,
        group_name=seat.group, title=seat.title, order_number=number, starts_on=starts,
        ends_on=ends, created_at=ctx.now, created_by=ctx.actor.name[:100],
    )  # fmt: skip
    ctx.session.add(order)
    ctx.session.flush()
    record(ctx, "acting_order", order.id, "given", after=facts(order))
    return order


def known_kind(kind: ActingKind | str) -> ActingKind:
    """A kind by its word. Raises PersonRefused for another word."""
    try:
        return ActingKind(kind)
    except ValueError as error:
        kinds = [k.value for k in ActingKind]
        raise PersonRefused("acting_kind", kind=str(kind), kinds=kinds) from error


def end_acting(ctx: Context, me: Me, order_id: int, on: date) -> ActingOrder:
    """Let an order end on that day. One that would never have begun is struck out."""
    order = ctx.session.get(ActingOrder, order_id, with_for_update=True, populate_existing=True)
    if order is None:
        raise NotFound("acting_order", order_id)
    require_giving(me, Seat(order.role, order.school_code, order.group_name))
    if order.ends_on is not None and order.ends_on < on:
        raise WrongState("acting_order", "ended")
    close(ctx, order, on)
    return order


def close(ctx: Context, order: ActingOrder, on: date) -> None:
    """End it, once the right to is known."""
    before = facts(order)
    if on < order.starts_on:
        ctx.session.delete(order)
    else:
        order.ends_on = on
    record(ctx, "acting_order", order.id, "ended", before, {"until": on.isoformat()})


def of_person(ctx: Context, person_id: int, *, since: date | None = None) -> list[ActingOrder]:
    """A person's orders, oldest first; with `since` only those in force then or later."""
    query = select(ActingOrder).where(ActingOrder.person_id == person_id).order_by(ActingOrder.id)
    if since is not None:
        query = query.where(or_(ActingOrder.ends_on.is_(None), ActingOrder.ends_on >= since))
    return list(ctx.session.scalars(query))
