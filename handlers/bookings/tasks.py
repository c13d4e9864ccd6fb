"""Chores in the staff's inbox: those that wait by now, and are of use still."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from handlers.bookings.planning import BEFORE
from handlers.context import Context
from handlers.people import Me
from handlers.ratings import subjects
from handlers.ratings.subjects import Subject
from handlers.requests.tasks import SOURCES, Task
from models.bookings import Chore, ChoreStatus
from models.rights import Act, Thing


def chores(ctx: Context, me: Me) -> Iterable[Task]:
    """What this person may do now; mine is what their own group is to do."""
    if not me.is_staff:
        return
    own = {holder.group_name for holder in me.holders}
    rows = [row for row in waiting(ctx) if me.may(Act.DO_CHORE, Thing(group_name=row.group_name))]
    known = subjects.describe(ctx, {row.subject for row in rows})
    for row in rows:
        facts = facts_of(row, known[row.subject])
        due = row.due_at.isoformat()
        mine = row.group_name in own
        yield Task(f"chore:{row.id}", f"chore_{row.kind.value}", facts, due, mine)


def facts_of(chore: Chore, record: Subject) -> dict[str, Any]:
    """A chore as plain JSON, for a card. It never changes but for being done: its version is 1.

    `rooms` of a conference, `name` and `quantity` of a loan.
    """
    return {
        "id": chore.id, "version": 1, "kind": chore.kind.value, "of": chore.subject,
        "number": record.number, "subject": record.title, "group": chore.group_name,
        "starts": chore.starts_at.isoformat(), "ends": chore.ends_at.isoformat(),
        "due_at": chore.due_at.isoformat(), **chore.facts,
    }  # fmt: skip


def waiting(ctx: Context) -> list[Chore]:
    """What is to be done by now. Nobody tests any more what is over."""
    useful = or_(Chore.kind.not_in(BEFORE), Chore.ends_at > ctx.now)
    query = select(Chore).where(
        Chore.status == ChoreStatus.OPEN, Chore.remind_from <= ctx.now, useful
    )
    return list(ctx.session.scalars(query.order_by(Chore.due_at, Chore.id)))


SOURCES.append(chores)
