"""A closing day was moved: whoever was told of the old one, and is still late, hears of the new one
for nothing. Groups hear it by their next ride, because an extended round has a new ladder."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.rounds import held, opening, planning
from handlers.rounds.ladder import EXTENDED
from handlers.rounds.late import late_by_due
from models.groups import Audience, Reminder
from models.people import Person
from models.rounds import CollectionRound
from models.schools import School


def offer(ctx: Context, round_: CollectionRound, before: datetime) -> int:
    """What is held with the old closing day is dropped, the new one offered. Returns to how many
    people."""
    told = _told(ctx, round_)
    held.moved(ctx, round_.id, before, round_.due_at)
    for person, audience, schools in told:
        _offer(ctx, round_, person, audience, schools, before)
    ctx.session.flush()
    return len(told)


def _told(ctx: Context, round_: CollectionRound) -> list[tuple[Person, Audience, list[School]]]:
    """Everybody who was told of the round, with those of their schools that are late still."""
    late = {school.smis: school for school in late_by_due(ctx, round_)[round_.due_at]}
    rows = ctx.session.execute(
        select(Person, Reminder)
        .join(Reminder, Reminder.person_id == Person.id)
        .where(
            Reminder.round_id == round_.id,
            Reminder.audience != Audience.STAFF,
            Person.line_user.is_not(None),
        )
        .order_by(Reminder.id)
    )
    gone = telling.gone(ctx)
    last = {person.id: (person, row) for person, row in rows if person.line_user not in gone}
    found = [
        (person, row.audience, [late[code] for code in row.schools if code in late])
        for person, row in last.values()
    ]
    return [one for one in found if one[2]]


def _offer(
    ctx: Context,
    round_: CollectionRound,
    person: Person,
    audience: Audience,
    schools: list[School],
    before: datetime,
) -> None:
    assert person.line_user is not None
    key = f"rounds:{person.id}:extended:{round_.id}"
    facts: dict[str, Any] = {
        "id": round_.id,
        **opening.facts(round_),
        "rung": EXTENDED,
        "before": before.isoformat(),
        "schools": [{"code": school.smis, "name": school.name} for school in schools],
        "audience": audience.value,
    }
    telling.offer(
        ctx, person.line_user, "round.extended", {"rounds": [facts]}, ref="rounds",
        until=round_.due_at, hold_key=key,
    )  # fmt: skip
    day = planning.due_on(round_)
    row = held.row_of(ctx, round_.id, day, EXTENDED, person.line_user)
    row.person_id, row.audience, row.hold_key = person.id, audience, key
    row.schools, row.made_at = [school.smis for school in schools], ctx.now
