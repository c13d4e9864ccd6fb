"""Who is late in a round at a moment, and who of each school is to hear of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from handlers import telling
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.people import at_schools, today
from handlers.people.responsibilities import in_force
from handlers.rounds import standing
from models.groups import Audience
from models.people import Person, Role
from models.rounds import CollectionRound, Dataset, Standing
from models.schools import School

#: From this rung on the school's director hears of it too; after the closing day the chair.
DIRECTOR_FROM = 1
#: At this rung and after it the chair comes before the director, where it costs a message.
CHAIR_FROM = -7


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


#: Who of a school's people, by school: the first to hear of it first.
Speakers = Mapping[str, Sequence[tuple[Person, Audience]]]


def speakers(
    round_: CollectionRound, schools: Iterable[School], rung: int, people: People
) -> Speakers:
    """Who is to hear of it at this rung, by school.

    First whom the school named for the system (else its clerks); from the day before the closing
    day its director; after it the chair of its network. Only who can be reached in LINE.
    """
    by_school: dict[str, list[tuple[Person, Audience]]] = {}
    for school in schools:
        found = [(p, Audience.NAMED) for p in people.named(school.smis, round_.dataset)]
        if rung <= DIRECTOR_FROM or not found:
            found += [(p, Audience.DIRECTOR) for p in people.of(school.smis, Role.SCHOOL_DIRECTOR)]
        if rung < 0:
            found += [(p, Audience.CHAIR) for p in people.chairs(school)]
        by_school[school.smis] = found
    return by_school


def to_tell(
    round_: CollectionRound, schools: Sequence[School], rung: int, people: People
) -> list[Reached]:
    """Everybody who is to hear of it at this rung, each once with all their late schools."""
    return gathered(schools, speakers(round_, schools, rung, people))


def gathered(schools: Sequence[School], of: Speakers) -> list[Reached]:
    """The same people, each once with all their schools."""
    wanted: dict[int, tuple[Person, Audience, dict[str, School]]] = {}
    for school in schools:
        for person, audience in of[school.smis]:
            wanted.setdefault(person.id, (person, audience, {}))[2][school.smis] = school
    return [Reached(p, audience, tuple(of.values())) for p, audience, of in wanted.values()]


def tiers(rung: int) -> tuple[tuple[Audience, ...], ...]:
    """Who is worth a message at this rung, the first first: one of a tier is enough, and the next
    tier is for schools that have nobody in it. Till the closing moment the school itself; after it
    its director, and in the end the chair of its network."""
    if rung >= 0:
        return ((Audience.NAMED, Audience.DIRECTOR),)
    above = (Audience.DIRECTOR, Audience.CHAIR)
    return (above if rung > CHAIR_FROM else above[::-1], (Audience.NAMED,))


class People:
    """The people of all schools who can be told, read once for as many rounds and rungs as are
    looked at together: 250 schools in six rounds are planned within a second."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._named: dict[Dataset, dict[str, list[Person]]] = {}

    def named(self, school: str, dataset: Dataset) -> list[Person]:
        """Whom the school named for the system, else its clerks."""
        if dataset not in self._named:
            self._named[dataset] = self._read_named(dataset)
        return self._named[dataset].get(school) or self.of(school, Role.SCHOOL_ADMIN)

    def of(self, school: str, role: Role) -> list[Person]:
        """The people with this post at the school."""
        return self._by_post.get((school, role), [])

    def chairs(self, school: School) -> list[Person]:
        """The chair of the school's network: its post is at one of the network's schools."""
        return self._of_network.get(school.network, []) if school.network else []

    @cached_property
    def _by_post(self) -> dict[tuple[str, Role], list[Person]]:
        found: dict[tuple[str, Role], list[Person]] = defaultdict(list)
        for person, role, school in self._posts:
            found[school, role].append(person)
        return found

    @cached_property
    def _of_network(self) -> dict[str, list[Person]]:
        query = select(School.smis, School.network).where(School.network.is_not(None))
        found: dict[str, list[Person]] = defaultdict(list)
        for smis, network in self._ctx.session.execute(query):
            found[network or ""] += self.of(smis, Role.NETWORK_CHAIR)
        return found

    @cached_property
    def _posts(self) -> list[tuple[Person, Role, str]]:
        """Those of all schools who can be told."""
        gone = telling.gone(self._ctx)
        return [
            (person, role, school)
            for person, role, school in at_schools(self._ctx)
            if person.line_user and person.line_user not in gone
        ]

    def _read_named(self, dataset: Dataset) -> dict[str, list[Person]]:
        if dataset is Dataset.OTHER:
            return {}
        known = {person.id: person for person, _, _ in self._posts}
        found: dict[str, list[Person]] = defaultdict(list)
        for row in in_force(self._ctx, today(self._ctx), system=dataset.value):
            if row.person_id in known:
                found[row.school_code].append(known[row.person_id])
        return found
