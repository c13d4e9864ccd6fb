"""A post before anybody holds it: which role, where, by what title; and who may give it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from handlers import schools
from handlers.context import Context
from handlers.people import profile, vocabulary
from handlers.people.access import Me
from handlers.people.refused import PersonRefused
from handlers.people.system import System
from handlers.tables import clean
from models.errors import NotAllowed
from models.people import AT_SCHOOL, IN_GROUP, Role
from models.rights import Act, Holder, Thing, granting
from models.schools import MOE_DIGITS, SMIS_DIGITS, School

#: What a school's director and a group's director may give below them.
_OF_DIRECTOR = frozenset({Role.TEACHER, Role.SCHOOL_ADMIN})
_OF_GROUP_DIRECTOR = IN_GROUP - {Role.GROUP_DIRECTOR}
_NEEDS_SCHOOL = AT_SCHOOL - {Role.NETWORK_CHAIR}
_NEEDS_GROUP = frozenset({Role.OFFICER, Role.GROUP_DIRECTOR})
_LONGEST = 200


@dataclass(frozen=True)
class Seat:
    """A post that somebody may be given."""

    role: Role
    school: str | None = None
    group: str | None = None
    title: str = ""
    place_name: str = ""

    @property
    def thing(self) -> Thing:
        """The post, as far as rights go."""
        return Thing(group_name=self.group, school_code=self.school)


def seat(
    ctx: Context,
    role: Role | str,
    *,
    school: str | None = None,
    group: str | None = None,
    title: str | None = None,
) -> Seat:
    """A post, checked and completed. Raises PersonRefused when there can be no such post."""
    role = known_role(role)
    found = _school(ctx, role, school)
    named = group_name(group) if role in IN_GROUP and group else None
    if role in _NEEDS_GROUP and not named:
        raise PersonRefused("group_needed", role=role.value)
    where = vocabulary.school_name(found[1]) if found else named or ""
    usual = vocabulary.title(role, found[1] if found else None, named)
    called = profile.tidy(title or "") or usual
    if len(called) > _LONGEST:
        raise PersonRefused("long", most=_LONGEST)
    return Seat(role, found[0] if found else None, named, called, where)


def place(ctx: Context, school: str | None, group: str | None) -> str:
    """Where a post is, in words: the school, or the group."""
    if school is None:
        return group or ""
    found = schools.by_code(ctx, school)
    return vocabulary.school_name(found.name if found else school)


def known_role(role: Role | str) -> Role:
    """A role by its word. Raises PersonRefused for another word."""
    try:
        return Role(role)
    except ValueError as error:
        raise PersonRefused("role", role=str(role), roles=[r.value for r in Role]) from error


def group_name(text: str) -> str:
    """A group's name, tidied. Raises PersonRefused for one that is too long or none."""
    name = profile.tidy(text)
    if not name or len(name) > _LONGEST:
        raise PersonRefused("group_name", most=_LONGEST)
    return name


def act(role: Role, *, approve: bool = False) -> Act:
    """Which right it takes to give a post of this role, or to approve of a wish for one."""
    at_office = role not in AT_SCHOOL and role is not Role.GUEST
    if approve:
        return Act.APPROVE_OFFICE_WISH if at_office else Act.APPROVE_SCHOOL_WISH
    return Act.INVITE_TO_OFFICE if at_office else Act.INVITE_TO_SCHOOL


def may_give(me: Me, wanted: Seat, *, approve: bool = False) -> bool:
    """May this person give the post, or approve of it?

    Directors give only posts below their own: a school's its teachers' and clerks', a group's
    those of its officers.
    """
    right = act(wanted.role, approve=approve)
    return isinstance(me, System) or any(
        granting(right, [holding.holder], wanted.thing) and _gives(holding.holder, wanted)
        for holding in me.holdings
    )


def require_giving(me: Me, wanted: Seat, *, approve: bool = False) -> None:
    """Raise NotAllowed unless this person may give the post."""
    if not may_give(me, wanted, approve=approve):
        raise NotAllowed(act(wanted.role, approve=approve))


def _gives(holder: Holder, wanted: Seat) -> bool:
    if holder.role is Role.SCHOOL_DIRECTOR:
        return wanted.role in _OF_DIRECTOR
    if holder.role is Role.GROUP_DIRECTOR:
        return wanted.role in _OF_GROUP_DIRECTOR
    return True


def _school(ctx: Context, role: Role, code: str | None) -> tuple[str, str] | None:
    """The school's 8-digit code and name. An office without a list of schools takes any code."""
    if role not in AT_SCHOOL:
        return None
    if not code:
        if role in _NEEDS_SCHOOL:
            raise PersonRefused("school_needed", role=role.value)
        return None
    digits = clean(code)
    if not digits.isdecimal() or len(digits) not in (SMIS_DIGITS, MOE_DIGITS):
        raise PersonRefused("school_code", code=digits[:40])
    found = schools.by_code(ctx, digits)
    if found is not None and found.in_office:
        return found.smis, found.name
    if found is not None or len(digits) != SMIS_DIGITS or _any_school(ctx):
        raise PersonRefused("no_school", code=digits)
    return digits, digits


def _any_school(ctx: Context) -> bool:
    return ctx.session.scalar(select(School.smis).where(School.in_office).limit(1)) is not None
