"""A school's person for each central system: it names one; a new one takes over from the old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import or_, select

from handlers.context import Context
from handlers.people.access import Me, today
from handlers.people.recording import record
from handlers.people.refused import PersonRefused
from models.people import Person, Post, Responsibility
from models.rights import Act, Thing

SYSTEMS = ("dmc", "emis", "bobec", "mobec", "gcode")
_DAY = timedelta(days=1)


def read_systems(text: str) -> list[str]:
    """«dmc,emis» → the systems. Raises PersonRefused for a word that is none."""
    said = [word.strip().lower() for word in text.split(",") if word.strip()]
    for word in said:
        if word not in SYSTEMS:
            raise PersonRefused("system", system=word, systems=list(SYSTEMS))
    return list(dict.fromkeys(said))


def name_responsible(
    ctx: Context, me: Me, person_id: int, school: str | None, systems: Iterable[str]
) -> list[Responsibility]:
    """From today on this person answers for these systems at the school, and nobody else does.

    Raises PersonRefused without a school, and NotAllowed unless `me` may name people there.
    """
    systems = list(systems)
    if not systems:
        return []
    if not school:
        raise PersonRefused("system_needs_school")
    me.require(Act.INVITE_TO_SCHOOL, Thing(school_code=school))
    day, named = today(ctx), []
    for system in systems:
        before = in_force(ctx, day, school=school, system=system)
        if [row.person_id for row in before] == [person_id]:
            continue
        for row in before:
            _end(ctx, row, day - _DAY)
        row = Responsibility(
            person_id=person_id, school_code=school, system=system, starts_on=day, ends_on=None
        )
        ctx.session.add(row)
        ctx.session.flush()
        record(ctx, "responsibility", row.id, "named", after=_facts(row))
        named.append(row)
    return named


def in_force(
    ctx: Context,
    day: date,
    *,
    person_id: int | None = None,
    school: str | None = None,
    system: str | None = None,
) -> list[Responsibility]:
    """Who answers for what on that day.

    Nobody is named for a day to come: one that begins later is met only by a clock that was turned
    back, or a rehearsal of a past day, and holds there too.
    """
    query = select(Responsibility).where(
        or_(Responsibility.ends_on.is_(None), Responsibility.ends_on >= day),
    )
    for column, value in (
        (Responsibility.person_id, person_id),
        (Responsibility.school_code, school),
        (Responsibility.system, system),
    ):
        if value is not None:
            query = query.where(column == value)
    return list(ctx.session.scalars(query.order_by(Responsibility.id)))


def responsible(ctx: Context, school: str, system: str) -> Person | None:
    """Whom to ask about this system at the school today."""
    for row in in_force(ctx, today(ctx), school=school, system=system):
        person = ctx.session.get_one(Person, row.person_id)
        if person.erased_at is None:
            return person
    return None


def of_person(ctx: Context, person_id: int) -> list[Responsibility]:
    """All that a person ever answered for, oldest first."""
    query = select(Responsibility).where(Responsibility.person_id == person_id)
    return list(ctx.session.scalars(query.order_by(Responsibility.id)))


def end_without_post(ctx: Context, person_id: int, school: str | None, on: date) -> None:
    """After the last post at the school there is nothing to answer for there."""
    if school is None:
        return
    later = on + _DAY
    posts = ctx.session.scalars(
        select(Post).where(Post.person_id == person_id, Post.school_code == school)
    )
    if any(post.ends_on is None or post.ends_on >= later for post in posts):
        return
    end_all(ctx, person_id, on, school=school)


def end_all(ctx: Context, person_id: int, on: date, *, school: str | None = None) -> None:
    """Let everything that the person answers for end on that day."""
    for row in of_person(ctx, person_id):
        if (school is None or row.school_code == school) and _goes_on(row, on):
            _end(ctx, row, on)


def _goes_on(row: Responsibility, day: date) -> bool:
    return row.ends_on is None or row.ends_on > day


def _end(ctx: Context, row: Responsibility, on: date) -> None:
    before = _facts(row)
    if on < row.starts_on:  # named and replaced on one day: it was never held
        ctx.session.delete(row)
    else:
        row.ends_on = on
    ctx.session.flush()
    record(ctx, "responsibility", row.id, "ended", before, {"until": on.isoformat()})


def _facts(row: Responsibility) -> dict[str, object]:
    return {"person": row.person_id, "school": row.school_code, "system": row.system}
