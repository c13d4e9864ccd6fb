"""A round's particulars are mended, copied for another year, and moved by the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import audit, office_calendar
from handlers.context import Context
from handlers.office_calendar import Moved
from handlers.people import Me, today
from handlers.rounds.opening import (
    STAYS_OPEN,
    RoundRefused,
    Spec,
    check,
    facts,
    get,
    plan_steps,
    steps,
    thing,
)
from handlers.workdays import BANGKOK, CLOSING
from models.errors import WrongState
from models.rights import Act
from models.rounds import CollectionRound

#: What schools go by: once the round has opened, `extend` alone moves the closing date.
_BEGUN = ("opens_on", "due_at")


def spec_of(row: CollectionRound) -> Spec:
    """What a round was opened with, as it is now."""
    return Spec(**{one.name: getattr(row, one.name) for one in fields(Spec)})


def for_year(row: CollectionRound, year: int) -> Spec:
    """The same round of another academic year: its dates moved by years, its name with the new
    year. The letter is left out: every year has its own."""
    by = year - row.year
    spec = spec_of(row)
    moved: dict[str, Any] = {
        name: _moved(getattr(spec, name), by)
        for name in ("as_of", "opens_on", "confirm_from", "due_at", "certify_by",
                     "acknowledge_by", "closes_on")
    }  # fmt: skip
    name = row.name.replace(str(row.year), str(year))
    return replace(spec, **moved, year=year, name=name, letter=None)


def change(ctx: Context, me: Me, round_id: int, **changed: Any) -> CollectionRound:
    """Mend a round's particulars, by the names of `Spec`.

    When the closing date moves, a system's closing that was never said moves along. Raises
    NotFound, NotAllowed, WrongState (cancelled), RoundRefused (`begun`: the round has opened).
    """
    row = get(ctx, round_id, for_update=True)
    me.require(Act.KEEP_ROUND, thing(ctx, row))
    if row.cancelled_at is not None:
        raise WrongState("round", "cancelled")
    before, old = facts(row), spec_of(row)
    new = replace(old, **changed)
    if "closes_on" not in changed and row.closes_on == _day(old.due_at + STAYS_OPEN):
        new = replace(new, closes_on=_day(new.due_at + STAYS_OPEN))
    has_begun = today(ctx) >= row.opens_on
    if has_begun and any(getattr(new, name) != getattr(old, name) for name in _BEGUN):
        raise RoundRefused("begun")
    check(new, new.closes_on or row.closes_on)
    for one in fields(Spec):
        setattr(row, one.name, getattr(new, one.name))
    row.name = " ".join(row.name.split())
    row.version += 1
    ctx.session.flush()
    plan_steps(ctx, row)
    audit.record(ctx, "round:round:changed", f"round:{row.id}", before, facts(row))
    return row


def recompute(ctx: Context) -> Sequence[Moved]:
    """Work out anew when the office's own steps are due. Returns those that moved."""
    moved: list[Moved] = []
    query = select(CollectionRound).where(
        CollectionRound.cancelled_at.is_(None), CollectionRound.closes_on >= today(ctx)
    )
    for row in ctx.session.scalars(query.order_by(CollectionRound.id)).all():
        before = {step.kind: step.due_on for step in steps(ctx, row.id) if step.done_at is None}
        plan_steps(ctx, row)
        moved += [
            Moved(row.name, _end_of(before[step.kind]), _end_of(step.due_on))
            for step in steps(ctx, row.id)
            if step.kind in before and before[step.kind] != step.due_on
        ]
    return moved


def _moved(value: date | datetime | None, years: int) -> date | datetime | None:
    """The same day of another year; 29 February is the 28th where there is none."""
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.astimezone(BANGKOK)
    try:
        return value.replace(year=value.year + years)
    except ValueError:
        return (value - timedelta(days=1)).replace(year=value.year + years)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, CLOSING, BANGKOK)


def _day(moment: datetime) -> date:
    return moment.astimezone(BANGKOK).date()


office_calendar.AFTER_CHANGE.append(recompute)
