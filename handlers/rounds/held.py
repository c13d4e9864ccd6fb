"""Reminders that are held for a free reply are kept true: whoever has finished is not nagged by
what was written before, and a closing day that was moved is not told any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, select

from handlers import leases
from handlers.context import Context
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus

Json = dict[str, Any]
#: Why such a row ended: it had nothing left to say.
DONE = "nothing is late any more"
#: What the office made of a school's standing is held under keys that begin so.
SAID = "round-said:"
#: What of the office's own steps is late is held under keys that begin so.
STEPS = "round-steps:"
#: Why such a row ended: the school stands elsewhere by now.
CHANGED = "its standing changed again"
_QUEUED = (OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.attempts == 0)


def take_turns(ctx: Context) -> None:
    """Whoever changes where schools stand and whoever reminds them go one after the other, so that
    no reminder is made of what was true a moment ago. Before any row is locked."""
    leases.one_claimer(ctx.session, "rounds")


def row_of(ctx: Context, round_id: int, due_on: date, rung: int, line_user: str) -> Reminder:
    """The row of a telling, for the evidence: told once more it is the same one."""
    query = select(Reminder).where(
        Reminder.round_id == round_id,
        Reminder.due_on == due_on,
        Reminder.rung == rung,
        Reminder.chat_key == line_user,
    )
    row = ctx.session.scalars(query).first()
    if row is None:
        row = Reminder(
            round_id=round_id, due_on=due_on, rung=rung, chat_key=line_user, pushed=False
        )
        ctx.session.add(row)
    return row


def forget(ctx: Context, round_id: int, school_code: str | None = None) -> None:
    """This school (None: every one) has nothing to do in the round now: what is held for people
    does not name it any more, and what then says nothing is dropped."""
    _drop(ctx, _held(ctx, round_id, school_code), round_id, school_code, DONE)


def withdraw(ctx: Context, round_id: int, school_code: str) -> None:
    """What the office made of this school's standing before is no news any more."""
    found = [row for row in _held(ctx, round_id, school_code) if _is_verdict(row)]
    _drop(ctx, found, round_id, school_code, CHANGED)


def moved(
    ctx: Context, round_id: int, before: datetime, after: datetime, school_code: str | None = None
) -> None:
    """The closing day was moved (of this school): reminders that name the old one are dropped, and
    what the office made of a standing names the new one."""
    found = _held(ctx, round_id, school_code)
    _drop(ctx, [row for row in found if not _is_verdict(row)], round_id, school_code, DONE)
    for row in found:
        if _is_verdict(row):
            data = row.notices[0]["data"]
            rounds = [
                {**one, "due": after.isoformat()}
                if _is_of(one, round_id, before, school_code)
                else one
                for one in data["rounds"]
            ]
            row.notices = [{**row.notices[0], "data": {**data, "rounds": rounds}}]
    ctx.session.flush()


def forget_steps(ctx: Context, round_id: int, kind: str | None = None) -> None:
    """This step of the office's own work (None: every one) is not late any more."""
    for row in unsent(ctx, f"{STEPS}{round_id}:"):
        data = row.notices[0]["data"]
        steps = [one for one in data["steps"] if kind is not None and one["kind"] != kind]
        if steps:
            row.notices = [{**row.notices[0], "data": {**data, "steps": steps}}]
        else:
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error=DONE)
    ctx.session.flush()


def under(ctx: Context, key: str) -> OutboxMessage | None:
    """What is held under this key."""
    query = select(OutboxMessage).where(*_QUEUED, OutboxMessage.hold_key == key)
    return ctx.session.scalars(query.with_for_update()).first()


def unsent(ctx: Context, prefix: str) -> list[OutboxMessage]:
    """What waits under hold keys that begin so and nobody has begun to send: for a free reply, or
    to be paid for. The oldest first."""
    query = select(OutboxMessage).where(
        *_QUEUED, OutboxMessage.hold_key.startswith(prefix, autoescape=True)
    )
    return list(ctx.session.scalars(query.order_by(OutboxMessage.id).with_for_update()))


def _held(ctx: Context, round_id: int, school_code: str | None) -> Sequence[OutboxMessage]:
    keys = select(Reminder.hold_key).where(
        Reminder.round_id == round_id, Reminder.person_id.is_not(None)
    )
    if school_code is not None:
        keys = keys.where(cast(Reminder.schools, String).contains(f'"{school_code}"'))
    query = select(OutboxMessage).where(*_QUEUED, OutboxMessage.hold_key.in_(keys))
    return ctx.session.scalars(query.order_by(OutboxMessage.id).with_for_update()).all()


def _drop(
    ctx: Context,
    rows: Sequence[OutboxMessage],
    round_id: int,
    school_code: str | None,
    error: str,
) -> None:
    """These do not name the school any more; those that then say nothing end."""
    for row in rows:
        data = row.notices[0]["data"]
        rounds = without(data["rounds"], round_id, school_code)
        if rounds:
            row.notices = [{**row.notices[0], "data": {**data, "rounds": rounds}}]
        else:
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error=error)
            row.price = 0
    ctx.session.flush()


def _is_verdict(row: OutboxMessage) -> bool:
    return (row.hold_key or "").startswith(SAID)


def _is_of(one: Json, round_id: int, due: datetime, school_code: str | None) -> bool:
    """Is this of that round and closing day, and of no other school?"""
    if one["id"] != round_id or datetime.fromisoformat(one["due"]) != due:
        return False
    return school_code is None or [school["code"] for school in one["schools"]] == [school_code]


def without(rounds: Sequence[Json], round_id: int, school_code: str | None) -> list[Json]:
    """The rounds of a reminder without what is done."""
    found = []
    for one in rounds:
        if one["id"] != round_id:
            found.append(one)
        elif school_code is not None:
            schools = [school for school in one["schools"] if school["code"] != school_code]
            found += [{**one, "schools": schools}] if schools else []
    return found
