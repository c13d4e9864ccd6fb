"""To whom an announcement goes: people by their posts, schools, networks, who is late, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from handlers import groups as line_groups
from handlers import telling
from handlers.announcements.refused import AnnouncementRefused
from handlers.context import Context
from handlers.groups.networks import networks
from handlers.people import Me, at_schools, today
from handlers.rounds import opening
from handlers.rounds.late import People, late_schools, to_tell
from models.groups import BoundGroup
from models.people import Person, Role
from models.rights import Act
from models.rounds import CollectionRound
from models.schools import School

Json = dict[str, Any]
#: The posts that can be chosen.
ROLES = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN, Role.TEACHER, Role.NETWORK_CHAIR)
#: Who speaks for a school; they are meant where schools are chosen and no posts.
SPEAKERS = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN)
#: A rung at which the person whom a school named for a system is told, else its clerk.
_FIRST_RUNG = 14


@dataclass(frozen=True)
class Chosen:
    """Recipients as an officer chooses them.

    `schools` (codes), `networks` (names) and `late_in` (a round's id) narrow the `roles`; where
    they stand alone, the schools' directors and clerks are meant, of the late whom they named for
    the system. `groups` (chat keys) come on top.
    """

    roles: tuple[Role, ...] = ()
    schools: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    late_in: int | None = None

    @property
    def names_people(self) -> bool:
        """Does it name anybody but groups?"""
        return bool(self.roles or self.schools or self.networks or self.late_in is not None)

    def to_json(self) -> Json:
        """As an announcement keeps it."""
        return {
            "roles": [role.value for role in self.roles],
            "schools": list(self.schools),
            "networks": list(self.networks),
            "groups": list(self.groups),
            "late_in": self.late_in,
        }

    @classmethod
    def from_json(cls, kept: Json) -> Chosen:
        """What `to_json` gave."""
        return cls(
            tuple(Role(one) for one in kept.get("roles", ())),
            tuple(kept.get("schools", ())),
            tuple(kept.get("networks", ())),
            tuple(kept.get("groups", ())),
            kept.get("late_in"),
        )


@dataclass(frozen=True)
class Addressee:
    """A person who can be told, for which schools (codes), and the first post for which; None: whom
    their school named for a system."""

    person: Person
    schools: tuple[str, ...]
    role: Role | None = None


@dataclass(frozen=True)
class Recipients:
    """Everybody whom it reaches, each chat once; the schools of which nobody is reached, and the
    groups that the bot is not in any more."""

    people: list[Addressee] = field(default_factory=list)
    groups: list[BoundGroup] = field(default_factory=list)
    unreached: list[School] = field(default_factory=list)
    lost: list[BoundGroup] = field(default_factory=list)


def recipients(ctx: Context, chosen: Chosen) -> Recipients:
    """Who that is at this moment."""
    schools = scope(ctx, chosen)
    people = _people(ctx, chosen, schools) if schools else []
    bound = [
        (row, there) for row, there in line_groups.listed(ctx) if row.chat_key in chosen.groups
    ]
    groups = [row for row, there in bound if there]
    told = {code for one in people for code in one.schools}
    unreached = [
        school
        for school in schools
        if school.smis not in told and not any(group.concerns(school.smis) for group in groups)
    ]
    return Recipients(people, groups, unreached, [row for row, there in bound if not there])


def scope(ctx: Context, chosen: Chosen) -> list[School]:
    """The schools that are meant, by code; none where groups alone are chosen."""
    if not chosen.names_people:
        return []
    query = select(School).where(School.in_office).order_by(School.smis)
    found = list(ctx.session.scalars(query))
    if chosen.schools or chosen.networks:
        found = [
            school
            for school in found
            if school.smis in chosen.schools or school.network in chosen.networks
        ]
    if chosen.late_in is not None:
        late = {school.smis for school in late_schools(ctx, opening.get(ctx, chosen.late_in))}
        found = [school for school in found if school.smis in late]
    return found


def check(ctx: Context, chosen: Chosen) -> None:
    """Raise AnnouncementRefused for what cannot be chosen."""
    _known("role", chosen.roles, ROLES)
    if chosen.schools:
        query = select(School.smis).where(School.in_office, School.smis.in_(chosen.schools))
        _known("school", chosen.schools, set(ctx.session.scalars(query)))
    _known("network", chosen.networks, networks(ctx) if chosen.networks else ())
    if chosen.groups:
        _known("group", chosen.groups, {row.chat_key for row, _ in line_groups.listed(ctx)})
    if chosen.late_in is not None and chosen.late_in not in {one.id for one in _open_rounds(ctx)}:
        raise AnnouncementRefused("round", ref=chosen.late_in)


def choices(ctx: Context, me: Me) -> Json:
    """What may be chosen, as plain JSON: `roles` with how many can be told, `networks` with how
    many schools, `groups` with members (None: LINE has not said) and whether the bot is there,
    `rounds` that are open with how many schools are late. Raises NotAllowed."""
    me.require(Act.ANNOUNCE)
    reached = _counted(ctx)
    return {
        "roles": [{"role": role.value, "people": reached.get(role, 0)} for role in ROLES],
        "networks": [
            {"name": name, "schools": len(codes)} for name, codes in networks(ctx).items()
        ],
        "groups": [group_json(row, there=there) for row, there in line_groups.listed(ctx)],
        "rounds": [
            {"id": one.id, "name": one.name, "late": len(late_schools(ctx, one))}
            for one in _open_rounds(ctx)
        ],
    }


def group_json(row: BoundGroup, *, there: bool = True) -> Json:
    """A group that can be chosen."""
    return {
        "key": row.chat_key,
        "name": row.name,
        "purpose": row.purpose.value,
        "members": row.members,
        "rides": row.rides,
        "there": there,
    }


def _people(ctx: Context, chosen: Chosen, schools: Sequence[School]) -> list[Addressee]:
    gone = telling.gone(ctx)
    found: dict[int, tuple[Person, Role | None, dict[str, None]]] = {}
    for person, role, codes in _meant(ctx, chosen, schools):
        if person.line_user and person.line_user not in gone:
            known = found.setdefault(person.id, (person, role, {}))[2]
            known.update(dict.fromkeys(codes))
    return [Addressee(person, tuple(codes), role) for person, role, codes in found.values()]


def _meant(
    ctx: Context, chosen: Chosen, schools: Sequence[School]
) -> Iterable[tuple[Person, Role | None, Iterable[str]]]:
    """People, their post, and the schools for which they are meant, in the schools' order."""
    if chosen.late_in is not None and not chosen.roles:
        round_ = opening.get(ctx, chosen.late_in)
        for one in to_tell(round_, schools, _FIRST_RUNG, People(ctx)):
            yield one.person, None, [school.smis for school in one.schools]
        return
    codes = {school.smis for school in schools}
    by_network: dict[str, list[str]] = {}
    for school in schools:
        by_network.setdefault(school.network or "", []).append(school.smis)
    of_chairs = _networks(ctx) if Role.NETWORK_CHAIR in chosen.roles else {}
    for person, role, code in at_schools(ctx, chosen.roles or SPEAKERS):
        if role is Role.NETWORK_CHAIR:
            # A chair's post is at one of the network's schools, and is for all of them.
            network = of_chairs.get(code, "")
            meant = by_network.get(network, []) if network else [code] if code in codes else []
        else:
            meant = [code] if code in codes else []
        if meant:
            yield person, role, meant


def _networks(ctx: Context) -> dict[str, str]:
    return {code: name for name, codes in networks(ctx).items() for code in codes}


def _counted(ctx: Context) -> dict[Role, int]:
    gone = telling.gone(ctx)
    people: dict[Role, set[int]] = {}
    for person, role, _ in at_schools(ctx, ROLES):
        if person.line_user and person.line_user not in gone:
            people.setdefault(role, set()).add(person.id)
    return {role: len(ids) for role, ids in people.items()}


def _open_rounds(ctx: Context) -> list[CollectionRound]:
    return [one for one in opening.under_way(ctx) if one.opens_on <= today(ctx)]


def _known(what: str, given: Iterable[Any], known: Iterable[Any]) -> None:
    found = set(known)
    for one in given:
        if one not in found:
            raise AnnouncementRefused(what, ref=str(one))
