"""Who is late in a round at a moment, and who of each school is to hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.people import held_now, today
from handlers.people.responsibilities import in_force
from handlers.rounds import standing
from models.groups import Audience
from models.people import ActingOrder, Person, Post, Role
from models.rounds import CollectionRound, Dataset, Standing
from models.schools import School

#: From this rung on the school's director hears of it too; after the closing day the chair.
DIRECTOR_FROM = 1


@dataclass(frozen=True)
class Reached:
    """Somebody who can be told, for which of the late schools, and as what."""

    person: Person
    audience: Audience
    schools: tuple[School, ...]


def late_schools(ctx: Context, round_: CollectionRound) -> list[School]:
    """The schools that have something to do now: before confirming is possible only those that
    have not finished entering; nobody before the round opens or after the system has closed."""
    return [school for of in late_by_due(ctx, round_).values() for school in of]


def late_by_due(ctx: Context, round_: CollectionRound) -> dict[datetime, list[School]]:
    """The same by the moment at which each has to be done: the round's first, then those of the
    schools that were given longer."""
    day = ctx.now.astimezone(BANGKOK).date()
    known = standing.rows(ctx, round_.id)
    found: dict[datetime, list[School]] = {round_.due_at: []}
    if round_.cancelled_at is not None or day < round_.opens_on:
        return found
    for school in standing.expected(ctx, round_):
        row = known.get(school.smis)
        longer = row is not None and row.late_until is not None and ctx.now <= row.late_until
        if day > round_.closes_on and not longer:
            continue
        now = row.standing if row else Standing.NOT_STARTED
        if standing.has_work(ctx, round_, now):
            found.setdefault(standing.due_for(round_, row), []).append(school)
    return found


def to_tell(
    ctx: Context, round_: CollectionRound, schools: list[School], rung: int
) -> list[Reached]:
    """Everybody who is to hear of it at this rung, each once with all their late schools.

    First whom the school named for the system (else its clerks); from the day before the closing
    day its director; after it the chair of its network. Only who can be reached in LINE.
    """
    wanted: dict[int, tuple[Person, Audience, list[School]]] = {}
    people = _People(ctx, round_)
    for school in schools:
        found = [(p, Audience.NAMED) for p in people.named(school.smis)]
        if rung <= DIRECTOR_FROM or not found:
            found += [(p, Audience.DIRECTOR) for p in people.of(school.smis, Role.SCHOOL_DIRECTOR)]
        if rung < 0:
            found += [(p, Audience.CHAIR) for p in people.chairs(school)]
        for person, audience in found:
            wanted.setdefault(person.id, (person, audience, []))[2].append(school)
    return [Reached(p, audience, tuple(of)) for p, audience, of in wanted.values()]


class _People:
    """The people of all schools, read once: a round of 250 schools is planned in a second."""

    def __init__(self, ctx: Context, round_: CollectionRound) -> None:
        self._ctx = ctx
        self._posts = self._read_posts()
        self._named = self._read_named(round_)
        self._networks: Mapping[str, str] = {
            smis: network
            for smis, network in ctx.session.execute(
                select(School.smis, School.network).where(School.network.is_not(None))
            )
            if network
        }

    def named(self, school: str) -> list[Person]:
        """Whom the school named for the system, else its clerks."""
        return self._named.get(school) or self.of(school, Role.SCHOOL_ADMIN)

    def of(self, school: str, role: Role) -> list[Person]:
        """The people with this post at the school."""
        return [p for p, post in self._posts if post.school_code == school and post.role is role]

    def chairs(self, school: School) -> list[Person]:
        """The chair of the school's network: its post is at one of the network's schools."""
        if not school.network:
            return []
        return [
            p
            for p, post in self._posts
            if post.role is Role.NETWORK_CHAIR
            and self._networks.get(post.school_code or "") == school.network
        ]

    def _read_posts(self) -> list[tuple[Person, Post | ActingOrder]]:
        """Those who hold a post at a school, then those who stand in for one."""
        gone = self._blocked()
        rows = [*self._read(Post), *self._read(ActingOrder)]
        return [(p, post) for p, post in rows if p.line_user not in gone]

    def _read(self, table: type[Post] | type[ActingOrder]) -> list[tuple[Person, Any]]:
        rows = self._ctx.session.execute(
            select(Person, table)
            .join(table, table.person_id == Person.id)
            .where(
                Person.erased_at.is_(None),
                Person.line_user.is_not(None),
                table.school_code.is_not(None),
                *held_now(self._ctx, table),
            )
            .order_by(table.id)
        )
        return [(person, post) for person, post in rows]

    def _read_named(self, round_: CollectionRound) -> dict[str, list[Person]]:
        if round_.dataset is Dataset.OTHER:
            return {}
        known = {p.id: p for p, _ in self._posts}
        found: dict[str, list[Person]] = {}
        for row in in_force(self._ctx, today(self._ctx), system=round_.dataset.value):
            if row.person_id in known:
                found.setdefault(row.school_code, []).append(known[row.person_id])
        return found

    def _blocked(self) -> set[str]:
        return telling.gone(self._ctx)
