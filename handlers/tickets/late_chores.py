"""Chores that nobody did for days: one level up hears of them, for nothing.

What is offered rides on whatever that person is answered next, and says what is true then: what was
done meanwhile is taken out, and with the last one the whole offer. In the inbox they stand anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.occasions import claim
from handlers.people import as_me
from handlers.tickets import moments
from handlers.tickets.levels import Levels
from models.bookings import Chore
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person
from models.rights import Act, Thing

KIND = "chore.late"
#: So many working days after it was due; so many chores one offer names; so long it is worth one.
DAYS, MOST, LASTS = 1, 10, timedelta(days=7)
Due = tuple[Chore, Person, dict[str, Any]]


def offer(ctx: Context, levels: Levels, due: Iterable[Due]) -> int:
    """Offer what is newly late by days, and mend what is still held. Returns how many were new."""
    late: dict[int, list[dict[str, Any]]] = {}
    people: dict[int, Person] = {}
    for chore, person, facts in due:
        if moments.after(ctx, chore.due_at, DAYS) > ctx.now:
            continue
        for above in levels.reach(levels.above_group(chore.group_name, {person.id})):
            may = as_me(ctx, above).may(Act.DO_CHORE, Thing(group_name=chore.group_name))
            people[above.id] = above
            late.setdefault(above.id, []).append({**facts, "has_it": person.name, "opens": may})
    known = {people[id_].line_user or "": _data(found) for id_, found in late.items()}
    _follow(ctx, known)
    new = 0
    for id_, found in late.items():
        # Every one is claimed: they are all said at once.
        if [one for one in found if claim(ctx, f"chore:{one['id']}:late:{id_}")]:
            line_user, new = people[id_].line_user or "", new + 1
            telling.offer(
                ctx, line_user, KIND, known[line_user], ref="chores", until=ctx.now + LASTS,
                hold_key=f"{KIND}:{line_user}",
            )  # fmt: skip
    return new


def _data(found: list[dict[str, Any]]) -> dict[str, Any]:
    found = sorted(found, key=lambda one: (one["due_at"], one["id"]))
    return {"chores": found[:MOST], "count": len(found)}


def _follow(ctx: Context, known: dict[str, dict[str, Any]]) -> None:
    """What is held says what is true by now."""
    query = select(OutboxMessage).where(
        OutboxMessage.hold_key.like(f"{KIND}:%"),
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.attempts == 0,
        OutboxMessage.due_at > ctx.now,
    )
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    for row in ctx.session.scalars(locked.order_by(OutboxMessage.id)):
        said = [{"kind": KIND, "data": known.get(row.chat_key)}]
        if row.chat_key not in known:
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now)
        elif row.notices != said:
            row.notices = said
    ctx.session.flush()
