"""Posts: given, ended, left for another, ended by retirement. A person may hold several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import or_, select

from handlers.context import Context
from handlers.people import responsibilities
from handlers.people.access import Me, today
from handlers.people.recording import facts, record
from handlers.people.refused import PersonRefused
from handlers.people.seats import Seat, require_giving
from models.errors import NotFound
from models.people import Person, Post

ERA = 543
_DAY = timedelta(days=1)


def get(ctx: Context, person_id: int) -> Person:
    """A person by id, locked. Raises NotFound when there is none, or their data was erased."""
    person = ctx.session.get(Person, person_id, with_for_update=True)
    if person is None or person.erased_at is not None:
        raise NotFound("person", person_id)
    return person


def give_post(
    ctx: Context,
    me: Me,
    person_id: int,
    seat: Seat,
    *,
    starts: date | None = None,
    ends: date | None = None,
) -> Post:
    """Let a person hold a post, from today on unless it says otherwise.

    Raises NotFound, NotAllowed, and PersonRefused where they hold it already or the days are not
    in order.
    """
    require_giving(me, seat)
    return begin(ctx, get(ctx, person_id), seat, starts=starts, ends=ends)


def begin(
    ctx: Context,
    person: Person,
    seat: Seat,
    *,
    starts: date | None = None,
    ends: date | None = None,
) -> Post:
    """The post itself, once the right to give it is known."""
    starts = starts or today(ctx)
    in_order(starts, ends)
    if held(ctx, person.id, seat, starts):
        raise PersonRefused("same_post", title=seat.title)
    post = Post(
        person_id=person.id, role=seat.role, school_code=seat.school, group_name=seat.group,
        title=seat.title, starts_on=starts, ends_on=ends, created_at=ctx.now,
        created_by=ctx.actor.name[:100],
    )  # fmt: skip
    ctx.session.add(post)
    ctx.session.flush()
    person.position = person.position or seat.title
    person.affiliation = person.affiliation or seat.place_name
    record(ctx, "post", post.id, "given", after=facts(post))
    return post


def in_order(starts: date, ends: date | None) -> None:
    """Raises PersonRefused for days that are not in order."""
    if ends is not None and ends < starts:
        raise PersonRefused("days", starts=starts.isoformat(), ends=ends.isoformat())


def of_person(ctx: Context, person_id: int, *, since: date | None = None) -> list[Post]:
    """A person's posts, oldest first; with `since` only those that are in force then or later."""
    query = select(Post).where(Post.person_id == person_id).order_by(Post.starts_on, Post.id)
    if since is not None:
        query = query.where(or_(Post.ends_on.is_(None), Post.ends_on >= since))
    return list(ctx.session.scalars(query))


def held(ctx: Context, person_id: int, seat: Seat, day: date) -> Post | None:
    """The post of this kind that the person holds on that day or later."""
    for post in of_person(ctx, person_id, since=day):
        if (post.role, post.school_code, post.group_name) == (seat.role, seat.school, seat.group):
            return post
    return None


def end_post(ctx: Context, me: Me, post_id: int, on: date) -> Post:
    """Let a post end on that day, the last on which it is held. Who may give it may end it.

    One that would never have begun is struck out. Raises NotFound, NotAllowed, WrongState.
    """
    post = ctx.session.get(Post, post_id, with_for_update=True, populate_existing=True)
    if post is None:
        raise NotFound("post", post_id)
    require_giving(me, Seat(post.role, post.school_code, post.group_name))
    close(ctx, [post], on)
    return post


def close(ctx: Context, posts: Iterable[Post], on: date) -> None:
    """End these posts; what the person answered for at those schools ends with them."""
    for post in posts:
        before = facts(post)
        if on < post.starts_on:
            ctx.session.delete(post)
            record(ctx, "post", post.id, "struck", before)
            continue
        post.end(on)
        ctx.session.flush()
        record(ctx, "post", post.id, "ended", before, facts(post))
        responsibilities.end_without_post(ctx, post.person_id, post.school_code, on)


def move(
    ctx: Context, me: Me, person_id: int, seat: Seat, on: date, *, post_id: int | None = None
) -> Post:
    """A transfer: the old post ends the day before, the new one begins on that day.

    Raises PersonRefused when the person holds several posts and it is not said which one ends.
    """
    require_giving(me, seat)
    person = get(ctx, person_id)
    last = on - _DAY
    open_ = [p for p in of_person(ctx, person_id, since=on)]
    left = [p for p in open_ if p.id == post_id] if post_id else open_
    if not left:
        raise PersonRefused("no_post")
    if len(left) > 1:
        raise PersonRefused("which_post", posts=[[p.id, p.title] for p in left])
    require_giving(me, Seat(left[0].role, left[0].school_code, left[0].group_name))
    close(ctx, left, last)
    person.position, person.affiliation = seat.title, seat.place_name
    return begin(ctx, person, seat, starts=on)


def retire(ctx: Context, me: Me, person_id: int, fiscal_year: int | None = None) -> list[Post]:
    """All posts end on 30 September of that fiscal year (B.E.), by default of the present one."""
    day = today(ctx)
    year = fiscal_year - ERA if fiscal_year else day.year + (day.month >= 10)
    get(ctx, person_id)
    last = date(year, 9, 30)
    ending = [p for p in of_person(ctx, person_id, since=last + _DAY)]
    for post in ending:
        require_giving(me, Seat(post.role, post.school_code, post.group_name))
    if not ending:
        raise PersonRefused("no_post")
    close(ctx, ending, last)
    return ending
