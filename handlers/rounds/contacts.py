"""Whom to ask at each school about a round: read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.people import at_schools, today
from handlers.people.responsibilities import in_force
from models.people import Person, Role
from models.rounds import CollectionRound, Dataset
from models.schools import School

#: After whom the school named for the system: in this order.
_ROLES = (Role.SCHOOL_ADMIN, Role.SCHOOL_DIRECTOR)


@dataclass(frozen=True)
class Contact:
    """The people of a school who speak for it, the first to ask first; the school's telephone."""

    people: tuple[Person, ...]
    school_phone: str

    @property
    def names(self) -> list[str]:
        """Their names."""
        return [person.name for person in self.people]

    def to_json(self) -> dict[str, Any]:
        """The first of them with a telephone, else the school's own number."""
        first = next((one for one in self.people if one.phone), None)
        first = first or (self.people[0] if self.people else None)
        return {
            "name": first.name if first else "",
            "position": first.position if first else "",
            "phone": (first.phone or "") if first else "",
            "school_phone": self.school_phone,
        }


def of(
    ctx: Context, round_: CollectionRound | None, schools: Sequence[School]
) -> dict[str, Contact]:
    """By school: whom it named for the round's system, else (and where it is about no round) its
    clerks; then its director. Nobody twice."""
    named, posts = _named(ctx, round_), _posts(ctx)
    found = {}
    for school in schools:
        clerks, directors = (posts[role].get(school.smis, []) for role in _ROLES)
        people = [*(named.get(school.smis) or clerks), *directors]
        unique = {person.id: person for person in people}
        found[school.smis] = Contact(tuple(unique.values()), school.phone or "")
    return found


def to_call(
    ctx: Context, round_: CollectionRound, schools: Sequence[School]
) -> list[dict[str, Any]]:
    """The schools with whom to ring up there: for those who follow a round, by network."""
    found = of(ctx, round_, schools)
    ordered = sorted(schools, key=lambda one: (one.network or "", one.smis))
    return [
        {
            "code": one.smis,
            "name": one.name,
            "network": one.network or "",
            "contact": found[one.smis].to_json(),
        }
        for one in ordered
    ]


def _named(ctx: Context, round_: CollectionRound | None) -> dict[str, list[Person]]:
    if round_ is None or round_.dataset is Dataset.OTHER:
        return {}
    rows = in_force(ctx, today(ctx), system=round_.dataset.value)
    known = _people(ctx, {row.person_id for row in rows})
    found: dict[str, list[Person]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.person_id):
        if row.person_id in known:
            found[row.school_code].append(known[row.person_id])
    return found


def _people(ctx: Context, ids: Iterable[int]) -> dict[int, Person]:
    query = select(Person).where(Person.id.in_(ids), Person.erased_at.is_(None))
    return {person.id: person for person in ctx.session.scalars(query)}


def _posts(ctx: Context) -> dict[Role, dict[str, list[Person]]]:
    """Clerks and directors by school: holders before those who stand in."""
    found: dict[Role, dict[str, list[Person]]] = {role: defaultdict(list) for role in _ROLES}
    for person, role, code in at_schools(ctx, _ROLES):
        found[role][code].append(person)
    return found
