"""When a ticket is spoken of by itself: before a clock runs out, after it, on the day of a visit.

All of it follows from rows and the calendar; nobody is told anything here.

A reminder comes when three quarters of the time have passed. A clock of more than one working day
is spoken of at an opening instead, so that a morning's reminders are one message: on the day on
which half a working day is left, or less than a day and a half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers import office_calendar
from handlers.context import Context
from handlers.tickets import clocks
from handlers.workdays import BANGKOK, DAY, Calendar
from models.tickets import Ticket

#: A reporter who was asked is asked once more after so many working days, then shown as stale;
#: a solved ticket of which nothing is heard is closed.
ASK_AGAIN, STALE, SILENT = 3, 10, 3


@dataclass(frozen=True)
class Clock:
    """A clock of a ticket that runs. `stamp` tells one run of it from another: each is spoken of
    once."""

    name: str
    stamp: str
    remind_at: datetime
    due_at: datetime


def running(ctx: Context, tickets: Sequence[Ticket]) -> dict[int, list[Clock]]:
    """The clocks of these tickets that run."""
    runs, times = clocks.runs(ctx, tickets), clocks.standards(ctx)
    return {
        ticket.id: list(_of(ticket, times[ticket.urgency], runs[ticket.id])) for ticket in tickets
    }


def _of(ticket: Ticket, times: clocks.Standard, run: clocks.Run) -> Iterator[Clock]:
    stamp, said = str(ticket.reopened), clocks.waits_since(ticket)
    for name, due_at, since, span in (
        ("first", ticket.first_due_at, ticket.opened_at, times.first),
        ("update", ticket.update_due_at, said, times.update),
        ("solve", ticket.solve_due_at, ticket.opened_at, times.solve),
    ):
        if due_at is not None and since is not None:
            # Each word to the reporter begins another wait for the next.
            of = f"{stamp}.{int(since.timestamp())}" if name == "update" else stamp
            yield Clock(name, of, remind_at(run.of(name), since, span), due_at)


def remind_at(run: clocks.Run, since: datetime, span: timedelta) -> datetime:
    """When whoever has it is reminded of a clock of this length."""
    since = run.start(since, span)
    if span <= DAY:
        return clocks.moved(run.calendar, since, span * 3 / 4, run.stood)
    half_left = clocks.moved(run.calendar, since, span - DAY / 2, run.stood)
    opening = opening_of(run.calendar, half_left.astimezone(BANGKOK).date())
    return opening if opening > since else half_left


def visit_morning(ctx: Context, visit_at: datetime) -> datetime:
    """The opening of the day of a visit; of the last working day before it where that is none."""
    calendar, day = office_calendar.load(ctx), visit_at.astimezone(BANGKOK).date()
    return opening_of(calendar, day if calendar.is_workday(day) else workday_before(calendar, day))


def visit_eve(ctx: Context, visit_at: datetime) -> datetime:
    """The opening of the working day before a visit."""
    calendar = office_calendar.load(ctx)
    before = workday_before(calendar, visit_at.astimezone(BANGKOK).date())
    return opening_of(calendar, before)


def after(ctx: Context, moment: datetime, days: int) -> datetime:
    """The end of the working day so many working days after a moment."""
    return office_calendar.load(ctx).due(moment, days)


def waited(ctx: Context, began_at: datetime) -> int:
    """How many working days have passed since."""
    began, now = began_at.astimezone(BANGKOK), ctx.now.astimezone(BANGKOK)
    return office_calendar.load(ctx).workdays_between(began.date(), now.date())


def workday_before(calendar: Calendar, day: date) -> date:
    """The last working day before this day."""
    while True:
        day -= timedelta(days=1)
        if calendar.is_workday(day):
            return day


def opening_of(calendar: Calendar, day: date) -> datetime:
    """The office's opening on this day, or the next one after it."""
    return calendar.opens(datetime.combine(day, time.min, BANGKOK))
