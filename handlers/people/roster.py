"""Who is known to the office: entered by it, or introduced by themselves; found and listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from handlers.context import Context
from handlers.people import binding, posts, profile, responsibilities
from handlers.people.access import Me, by_line, today
from handlers.people.recording import record
from handlers.people.refused import PersonRefused
from handlers.people.seats import Seat, require_giving
from models.duties import Duty
from models.people import Person, Post, Role

_LINE_USER = re.compile(r"[!-~]{1,100}")


def add_person(
    ctx: Context,
    me: Me,
    name: str,
    seat: Seat,
    *,
    line_user: str | None = None,
    position: str | None = None,
    affiliation: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    responsible_for: Iterable[str] = (),
    starts: date | None = None,
    ends: date | None = None,
) -> Person:
    """Enter a person with a post. One whose LINE account is known by that name gets the post too.

    Raises PersonRefused where the account is somebody else's or something given does not do,
    NotAllowed unless `me` may give the post.
    """
    require_giving(me, seat)
    named = profile.name(name)
    if line_user is not None and not _LINE_USER.fullmatch(line_user):
        raise PersonRefused("line_user", line_user=line_user[:40])
    posts.in_order(starts or today(ctx), ends)
    contact = (phone and profile.phone(phone), email and profile.email(email))
    person = _known(ctx, line_user, named) or _new(ctx, named)
    person.position = profile.words(position) if position else person.position
    person.affiliation = profile.words(affiliation) if affiliation else person.affiliation
    person.phone, person.email = contact[0] or person.phone, contact[1] or person.email
    if line_user is not None and person.line_user is None:
        binding.bind(ctx, person, line_user)
    if posts.held(ctx, person.id, seat, starts or today(ctx)) is None:
        posts.begin(ctx, person, seat, starts=starts, ends=ends)
    responsibilities.name_responsible(ctx, me, person.id, seat.school, responsible_for)
    return person


def introduce(
    ctx: Context,
    line_user: str,
    name: str,
    *,
    position: str = "",
    affiliation: str = "",
    phone: str | None = None,
    email: str | None = None,
) -> Person:
    """Somebody says who they are. It gives them no post and no right; a post makes it certain.

    Of one who holds or held a post only telephone and e-mail are taken.
    """
    given = (profile.name(name, own=True), phone and profile.phone(phone))
    address = email and profile.email(email)
    person = by_line(ctx, line_user)
    if person is None:
        person = _new(ctx, given[0])
        binding.bind(ctx, person, line_user)
    if binding.unproven(ctx, person):
        person.name = given[0]
        person.position = profile.words(position) if position else person.position
        person.affiliation = profile.words(affiliation) if affiliation else person.affiliation
    person.phone, person.email = given[1] or person.phone, address or person.email
    ctx.session.flush()
    return person


def change_contact(
    ctx: Context, person: Person, *, phone: str | None = None, email: str | None = None
) -> None:
    """Change the person's own telephone number or e-mail address; "" removes it."""
    before = {"phone": bool(person.phone), "email": bool(person.email)}
    if phone is not None:
        person.phone = profile.phone(phone) if phone else None
    if email is not None:
        person.email = profile.email(email) if email else None
    after = {"phone": bool(person.phone), "email": bool(person.email)}
    record(ctx, "person", person.id, "contact_changed", before, after)


def listed(
    ctx: Context,
    *,
    role: Role | None = None,
    school: str | None = None,
    group: str | None = None,
) -> list[tuple[Person, list[Post]]]:
    """Everybody whose data was not erased, with their posts of today and to come."""
    day = today(ctx)
    held: dict[int, list[Post]] = {}
    for post in ctx.session.scalars(select(Post).order_by(Post.id)):
        if post.ends_on is None or post.ends_on >= day:
            held.setdefault(post.person_id, []).append(post)
    asked = (("role", role), ("school_code", school), ("group_name", group))
    wanted = [(name, value) for name, value in asked if value is not None]
    people = ctx.session.scalars(
        select(Person).where(Person.erased_at.is_(None)).order_by(Person.id)
    )
    return [
        (person, held.get(person.id, []))
        for person in people
        if not wanted
        or any(all(getattr(p, n) == v for n, v in wanted) for p in held.get(person.id, []))
    ]


def groups(ctx: Context) -> list[str]:
    """The office's groups, as posts and the duty directory name them."""
    named = ctx.session.scalars(select(Post.group_name).where(Post.group_name.is_not(None)))
    told = ctx.session.scalars(select(Duty.group_name).order_by(Duty.id))
    return list(dict.fromkeys(name for name in [*told, *named] if name))


def _known(ctx: Context, line_user: str | None, name: str) -> Person | None:
    person = by_line(ctx, line_user)
    if person is None or person.name == name:
        return person
    if not binding.unproven(ctx, person):
        raise PersonRefused("account_of_other", person=person.id)
    person.name = name
    return person


def _new(ctx: Context, name: str) -> Person:
    person = Person(
        name=name, position="", affiliation="", created_at=ctx.now,
        created_by=ctx.actor.name[:100],
    )  # fmt: skip
    ctx.session.add(person)
    ctx.session.flush()
    record(ctx, "person", person.id, "added")
    return person
