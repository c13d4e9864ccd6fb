"""Who takes part in a conference: they say so themselves, and nobody but staff sees who does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from handlers.conferences import meetings
from handlers.conferences.meetings import Meeting
from handlers.context import Context
from handlers.leases import is_sqlite
from handlers.people import Me
from handlers.tickets.access import access_ticket
from models.people import Person
from models.rights import Act
from models.tickets import Attendance


@dataclass(frozen=True)
class Joined:
    """Somebody takes part; `is_new`: they did not before."""

    meeting: Meeting
    is_new: bool


def join(ctx: Context, me: Me, ticket_id: int) -> Joined:
    """Take part. Again it is no change. Raises NotAllowed, NotFound, WrongState."""
    me.require(Act.ATTEND_CONFERENCE)
    meeting = meetings.ahead(ctx, meetings.locked(ctx, ticket_id))
    dialect = sqlite if is_sqlite(ctx.session) else postgresql
    statement = dialect.insert(Attendance).values(ticket_id=ticket_id, person_id=me.id, at=ctx.now)
    made = ctx.session.execute(
        statement.on_conflict_do_nothing().returning(Attendance.person_id)
    ).first()
    return Joined(meeting, made is not None)


def leave(ctx: Context, me: Me, ticket_id: int) -> Meeting:
    """Take part no more. Raises NotAllowed, NotFound, WrongState."""
    me.require(Act.ATTEND_CONFERENCE)
    meeting = meetings.ahead(ctx, meetings.locked(ctx, ticket_id))
    ctx.session.execute(
        delete(Attendance).where(Attendance.ticket_id == ticket_id, Attendance.person_id == me.id)
    )
    return meeting


def attended(ctx: Context, me: Me, ticket_ids: Collection[int]) -> set[int]:
    """Those of these conferences that this person takes part in."""
    query = select(Attendance.ticket_id).where(
        Attendance.ticket_id.in_(ticket_ids), Attendance.person_id == me.id
    )
    return set(ctx.session.scalars(query)) if me.id is not None else set()


def listed(ctx: Context, me: Me, ticket_id: int) -> list[Person]:
    """Who takes part, for whoever works on it. Raises NotFound, NotAllowed."""
    access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, for_update=False)
    return people(ctx, ticket_id)


def people(ctx: Context, ticket_id: int) -> list[Person]:
    """Who takes part and is still known, by name."""
    query = select(Person).join(Attendance, Attendance.person_id == Person.id)
    of = query.where(Attendance.ticket_id == ticket_id, Person.erased_at.is_(None))
    return list(ctx.session.scalars(of.order_by(Person.name, Person.id)))
