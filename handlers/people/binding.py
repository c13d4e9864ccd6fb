"""A LINE account and a person: bound, bound anew, taken away; one who was known twice, made one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from handlers.context import Context
from handlers.people.access import Me, by_line, today
from handlers.people.posts import get, of_person
from handlers.people.recording import record
from handlers.people.refused import PersonRefused
from handlers.people.seats import Seat, require_giving
from models.announcements import AnnouncementRecipient
from models.people import ActingOrder, BindingWish, Consent, Person, Post, WishStatus
from models.ratings import Complaint, Rating
from models.requests import ServiceRequest
from models.rights import Act
from models.tickets import Ticket, TicketEntry


def bind(ctx: Context, person: Person, line_user: str) -> str | None:
    """Give the person this LINE account; one that they had before is released and returned.

    Somebody who only introduced themselves by that account is the same human: what they asked for
    becomes this person's. Raises PersonRefused when the account is bound to another person.
    """
    other = by_line(ctx, line_user)
    if other is person:
        return None
    if other is not None:
        if not unproven(ctx, other):
            raise PersonRefused("account_taken")
        _make_one(ctx, other, person)
    old = person.bind(line_user, at=ctx.now)
    ctx.session.flush()
    record(ctx, "person", person.id, "bound", after={"released": old is not None})
    return old


def unproven(ctx: Context, person: Person) -> bool:
    """Is all that is known of them what they said themselves? They never held a post."""
    held = select(Post.id).where(Post.person_id == person.id).limit(1)
    acted = select(ActingOrder.id).where(ActingOrder.person_id == person.id).limit(1)
    return ctx.session.scalar(held) is None and ctx.session.scalar(acted) is None


def require_over(ctx: Context, me: Me, person: Person) -> None:
    """Raise NotAllowed unless `me` may give every post that the person holds or stands in for,
    now or later: who gets their account gets all of it."""
    day = today(ctx)
    posts, orders = of_person(ctx, person.id, since=day), _orders(ctx, person.id, day)
    held: list[Post | ActingOrder] = [*posts, *orders]
    for post in held:
        require_giving(me, Seat(post.role, post.school_code, post.group_name))
    if not held:
        me.require(Act.INVITE_TO_SCHOOL)


def unbind(ctx: Context, me: Me, person_id: int) -> Person:
    """Take the LINE account away; posts and papers stay. Raises PersonRefused without one."""
    person = get(ctx, person_id)
    require_over(ctx, me, person)
    if person.unbind() is None:
        raise PersonRefused("not_bound")
    record(ctx, "person", person.id, "unbound")
    return person


def _orders(ctx: Context, person_id: int, day: date) -> list[ActingOrder]:
    query = select(ActingOrder).where(
        ActingOrder.person_id == person_id,
        or_(ActingOrder.ends_on.is_(None), ActingOrder.ends_on >= day),
    )
    return list(ctx.session.scalars(query))


def _make_one(ctx: Context, other: Person, person: Person) -> None:
    """What belonged to `other`, who had no post, belongs to `person` from now on."""
    owned = (
        (ServiceRequest, ServiceRequest.requester_id, "requester_id"),
        (Rating, Rating.person_id, "person_id"),
        (Complaint, Complaint.person_id, "person_id"),
        (Consent, Consent.person_id, "person_id"),
        (BindingWish, BindingWish.person_id, "person_id"),
        (Ticket, Ticket.reporter_id, "reporter_id"),
        (TicketEntry, TicketEntry.by_id, "by_id"),
        (AnnouncementRecipient, AnnouncementRecipient.person_id, "person_id"),
    )
    for table, column, name in owned:
        for row in ctx.session.scalars(select(table).where(column == other.id)).all():
            setattr(row, name, person.id)
            if isinstance(row, BindingWish) and row.status is WishStatus.WAITING:
                row.close(WishStatus.WITHDRAWN, at=ctx.now, by=ctx.actor.name[:100])
    person.phone = person.phone or other.phone
    person.email = person.email or other.email
    other.erase(at=ctx.now)
    ctx.session.flush()
    record(ctx, "person", other.id, "made_one", after={"person": person.id})
