"""The office's calendar: holidays that the cabinet adds or withdraws, entered by the office.

A change moves due dates. Whoever keeps due dates adds a function to AFTER_CHANGE: it runs in the
transaction of the change, when `load` already gives the new calendar, and says what it moved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from handlers.workdays import BANGKOK, Calendar, Change
from handlers.workdays.government import holidays_of
from models.calendar import CalendarChange
from models.errors import Refusal

LONGEST_NAME = 200
FURTHEST_YEARS = 3
_KEPT = "office_calendar"


class NotChanged(Refusal):
    """The calendar stays as it was. `why` is worded at the door.

    `is_off`, `is_workday`: the day is so already; `no_change`: there is none to undo; `far`: more
    than three years away; `no_name`, `long_name`.
    """

    def __init__(self, why: str, day: date, name: str | None = None) -> None:
        super().__init__(f"{why}: {day}")
        self.why, self.day, self.name = why, day, name


@dataclass(frozen=True)
class Moved:
    """A due date that a change of the calendar moved."""

    ref: str
    before: datetime
    after: datetime


@dataclass(frozen=True)
class Changed:
    """What a change did. `name` is the holiday's; `is_past`: the day was over already."""

    day: date
    is_workday: bool
    name: str | None
    is_past: bool
    moved: tuple[Moved, ...]

    @property
    def changed_days(self) -> tuple[date, ...]:
        """The days that are otherwise now."""
        return (self.day,)


@dataclass(frozen=True)
class Entry:
    """One line of a year's list: a holiday, or a day that is none any more."""

    day: date
    name: str
    is_workday: bool
    by_office: bool
    changed_by: str | None = None


#: What recomputes due dates after a change.
AFTER_CHANGE: list[Callable[[Context], Sequence[Moved]]] = []


def load(ctx: Context) -> Calendar:
    """The calendar in force; read once a transaction."""
    kept: Calendar | None = ctx.session.info.get(_KEPT)
    if kept is None:
        rows = ctx.session.scalars(select(CalendarChange))
        kept = Calendar(Change(row.day, row.is_workday, row.name) for row in rows)
        ctx.session.info[_KEPT] = kept
    return kept


def add_holiday(ctx: Context, day: date, name: str) -> Changed:
    """Make a working day a holiday. Raises NotChanged."""
    name = _checked(ctx, day, name)
    if not load(ctx).is_workday(day):
        raise NotChanged("is_off", day, load(ctx).name(day))
    return _change(ctx, day, name, is_workday=False)


def withdraw_holiday(ctx: Context, day: date, name: str) -> Changed:
    """Make a day off (a holiday, or a weekend's day) a working day. Raises NotChanged."""
    name = _checked(ctx, day, name)
    if load(ctx).is_workday(day):
        raise NotChanged("is_workday", day)
    return _change(ctx, day, name, is_workday=True)


def undo(ctx: Context, day: date) -> Changed:
    """Take the office's change of a day back: it is as the government's list says again."""
    row = ctx.session.get(CalendarChange, day)
    if row is None:
        raise NotChanged("no_change", day)
    before = _plain(row)
    ctx.session.delete(row)
    return _changed(ctx, day, "undone", before, None)


def listed(ctx: Context, year: int) -> list[Entry]:
    """The holidays of a calendar year (C.E.) and the office's changes, by day."""
    found = {day: Entry(day, name, False, False) for day, name in holidays_of(year).items()}
    within = CalendarChange.day.between(date(year, 1, 1), date(year, 12, 31))
    for row in ctx.session.scalars(select(CalendarChange).where(within)):
        found[row.day] = Entry(row.day, row.name, row.is_workday, True, row.changed_by)
    return [found[day] for day in sorted(found)]


def _checked(ctx: Context, day: date, name: str) -> str:
    name = " ".join(name.replace("\0", " ").split())
    if not name:
        raise NotChanged("no_name", day)
    if len(name) > LONGEST_NAME:
        raise NotChanged("long_name", day)
    if abs(day - _today(ctx)) > timedelta(days=366 * FURTHEST_YEARS):
        raise NotChanged("far", day)
    return name


def _change(ctx: Context, day: date, name: str, *, is_workday: bool) -> Changed:
    row = ctx.session.get(CalendarChange, day)
    before = _plain(row) if row is not None else None
    if row is None:
        row = CalendarChange(day=day)
        ctx.session.add(row)
    row.is_workday, row.name = is_workday, name
    row.changed_at, row.changed_by = ctx.now, ctx.actor.name
    done = "holiday_withdrawn" if is_workday else "holiday_added"
    return _changed(ctx, day, done, before, _plain(row))


def _changed(
    ctx: Context, day: date, done: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Changed:
    ctx.session.flush()
    ctx.session.info.pop(_KEPT, None)
    audit.record(ctx, f"cli:calendar:{done}", f"calendar_change:{day.isoformat()}", before, after)
    calendar = load(ctx)
    calendar.next_workday(day)  # a slip that leaves no day to work on is refused here
    moved = tuple(move for recompute in AFTER_CHANGE for move in recompute(ctx))
    return Changed(day, calendar.is_workday(day), calendar.name(day), day < _today(ctx), moved)


def _plain(row: CalendarChange) -> dict[str, Any]:
    return {"is_workday": row.is_workday, "name": row.name}


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(BANGKOK).date()
