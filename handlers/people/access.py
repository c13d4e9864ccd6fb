"""Who somebody is, by which post they act, and who else could: load and guard together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from handlers.budget import BANGKOK
from handlers.context import Context
from models import rights
from models.errors import NotAllowed
from models.people import ActingOrder, Person, Post, Role
from models.rights import Act, Holder, Thing


@dataclass(frozen=True)
class Holding:
    """A post by which a person may act today: their own, or one that they stand in for."""

    holder: Holder
    title: str
    order: ActingOrder | None = None

    def acting(self) -> dict[str, Any] | None:
        """By what right they stand in, for decisions and papers; None for their own post."""
        if self.order is None:
            return None
        return {
            "kind": self.order.kind.value,
            "title": self.order.title,
            "order_number": self.order.order_number,
        }


@dataclass(frozen=True)
class Me:
    """The person who acts, with what they hold today. `person` None: somebody unknown."""

    person: Person | None = None
    holdings: tuple[Holding, ...] = field(default=())

    @property
    def id(self) -> int | None:
        """The person's id, if they are known."""
        return self.person.id if self.person else None

    @property
    def holders(self) -> list[Holder]:
        """Their posts as far as rights go."""
        return [holding.holder for holding in self.holdings]

    @property
    def is_staff(self) -> bool:
        """Do they work in the office?"""
        return rights.is_staff(self.holders)

    def may(self, act: Act, thing: Thing | None = None) -> bool:
        """Have they the right to do that?"""
        return rights.allowed(act, self.id, self.holders, thing or Thing())

    def may_anywhere(self, act: Act) -> bool:
        """Has one of their posts the right for something, wherever that is?"""
        roles = {role for grant in rights.RIGHTS[act] for role in grant.roles or ()}
        return any(holder.role in roles for holder in self.holders)

    def require(self, act: Act, thing: Thing | None = None) -> None:
        """Raise NotAllowed unless they have the right."""
        if not self.may(act, thing):
            raise NotAllowed(act)

    def by(self, act: Act, thing: Thing | None = None) -> Holding | None:
        """The post that gives them the right: their own before one that they stand in for."""
        found = [h for h in self.holdings if rights.granting(act, [h.holder], thing or Thing())]
        return min(found, key=lambda h: h.order is not None) if found else None


def today(ctx: Context) -> date:
    """The day in Bangkok."""
    return ctx.now.astimezone(BANGKOK).date()


def by_line(ctx: Context, line_user: str | None) -> Person | None:
    """The person who bound this LINE account."""
    if not line_user:
        return None
    return ctx.session.scalar(select(Person).where(Person.line_user == line_user))


def me(ctx: Context, line_user: str | None) -> Me:
    """Whoever this LINE account belongs to, with what they hold today."""
    return as_me(ctx, by_line(ctx, line_user))


def as_me(ctx: Context, person: Person | None) -> Me:
    """A person with what they hold today: their posts first, then those they stand in for."""
    if person is None or person.erased_at is not None:
        return Me()
    return Me(person, tuple(holdings(ctx, person.id)))


def holdings(ctx: Context, person_id: int) -> list[Holding]:
    """The posts in force today of one person, and the orders to act."""
    posts = ctx.session.scalars(
        select(Post).where(Post.person_id == person_id, *held_now(ctx, Post)).order_by(Post.id)
    )
    orders = ctx.session.scalars(
        select(ActingOrder)
        .where(ActingOrder.person_id == person_id, *held_now(ctx, ActingOrder))
        .order_by(ActingOrder.id)
    )
    return [Holding(_holder(p), p.title) for p in posts] + [
        Holding(_holder(o), o.title, o) for o in orders
    ]


def with_right(ctx: Context, act: Act, thing: Thing) -> list[tuple[Person, Holding]]:
    """Everybody who may do that to the thing today by a post, holders before substitutes.

    A person stands in it once, by the post that is acted by first.
    """
    roles = {role for grant in rights.RIGHTS[act] for role in grant.roles or ()}
    rows: list[tuple[Person, Holding]] = []
    posts = select(Person, Post).join(Post, Post.person_id == Person.id).order_by(Post.id)
    for person, post in ctx.session.execute(
        posts.where(Person.erased_at.is_(None), Post.role.in_(roles), *held_now(ctx, Post))
    ):
        rows.append((person, Holding(_holder(post), post.title)))
    acting = select(Person, ActingOrder).join(ActingOrder, ActingOrder.person_id == Person.id)
    for person, order in ctx.session.execute(
        acting.where(
            Person.erased_at.is_(None),
            ActingOrder.role.in_(roles),
            *held_now(ctx, ActingOrder),
        ).order_by(ActingOrder.id)
    ):
        rows.append((person, Holding(_holder(order), order.title, order)))
    first: dict[int, tuple[Person, Holding]] = {}
    for person, holding in rows:
        if rights.allowed(act, None, [holding.holder], thing) and person.id not in thing.barred:
            first.setdefault(person.id, (person, holding))
    return list(first.values())


def _holder(row: Post | ActingOrder) -> Holder:
    return Holder(row.role, row.school_code, row.group_name)


def at_schools(
    ctx: Context, roles: Collection[Role] | None = None
) -> list[tuple[Person, Role, str]]:
    """Everybody who holds a post at a school today (`roles` None: any), or stands in for one, with
    the post and the school's code; holders before those who stand in. Also who has no LINE."""
    found: list[tuple[Person, Role, str]] = []
    for table in (Post, ActingOrder):
        query = select(Person, table.role, table.school_code).join(
            table, table.person_id == Person.id
        )
        query = query.where(
            Person.erased_at.is_(None), table.school_code.is_not(None), *held_now(ctx, table)
        )
        if roles is not None:
            query = query.where(table.role.in_(tuple(roles)))
        found += [
            (person, role, code or "")
            for person, role, code in ctx.session.execute(query.order_by(table.id))
        ]
    return found


def held_now(ctx: Context, table: type[Post] | type[ActingOrder]) -> tuple[Any, ...]:
    """The condition that such a row is in force today.

    What was written down after this moment holds too: only a clock that was turned back, or a
    rehearsal of a past day, meets it, and the office's people must not vanish for that.
    """
    day = today(ctx)
    return (
        or_(table.starts_on <= day, table.created_at > ctx.now),
        or_(table.ends_on.is_(None), table.ends_on >= day),
    )
