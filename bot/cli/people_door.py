"""What the commands on people share: one transaction, refusals as a line, days and posts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from bot.cli import door
from bot.texts import people_refusals
from handlers import people
from handlers.context import Context
from handlers.people import PersonRefused, Seat, personal_data
from handlers.people.acting import of_person as orders_of
from handlers.people.posts import of_person as posts_of
from handlers.requests.vocabulary import DEFAULT_GROUP
from models.errors import NotFound
from models.people import ActingOrder, Person, Post, Role

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Officers and their director belong to the group that gives information, unless it is said.
_OF_DEFAULT_GROUP = frozenset({Role.OFFICER, Role.GROUP_DIRECTOR})


def in_one(work: Callable[[Context], T], *, reading: bool = False) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, people_refusals.refusal_line, reading=reading)


def day(text: str | None) -> date | None:
    """A day in C.E., as commands take it. Raises PersonRefused for another form."""
    if text is None:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError as error:
        raise PersonRefused("date", value=text[:40]) from error
    if not 2000 <= found.year <= 2100:
        raise PersonRefused("date", value=text)
    return found


def seat(
    ctx: Context, role: str, school: str | None, group: str | None, title: str | None = None
) -> Seat:
    """The post that options name."""
    known = people.seats.known_role(role)
    if group is None and known in _OF_DEFAULT_GROUP:
        group = DEFAULT_GROUP
    return people.seat(ctx, known, school=school, group=group, title=title)


def somebody(ctx: Context, person_id: int) -> Person:
    """The person with this number. Raises NotFound."""
    person = ctx.session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound("person", person_id)
    return person


def as_json(ctx: Context, person: Person) -> dict[str, Any]:
    """A person as lists print them."""
    since = people.today(ctx)
    held: list[Post | ActingOrder] = [*posts_of(ctx, person.id, since=since)]
    held += orders_of(ctx, person.id, since=since)
    found = people.responsibilities.in_force(ctx, since, person_id=person.id)
    return {
        "id": person.id,
        "name": person.name,
        "position": person.position,
        "affiliation": person.affiliation,
        "phone": person.phone,
        "email": person.email,
        "line_user": person.line_user,
        "bound": person.line_user is not None,
        "posts": [personal_data.post_json(ctx, row) for row in held],
        "systems": [row.system for row in found],
    }
