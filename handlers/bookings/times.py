"""When chores are due, and which times can be booked. Pure, but for the calendar it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.bookings.refused import BookingRefused
from handlers.workdays import BANGKOK, CLOSING, OPENING, Calendar, NoWorkday
from models.bookings import ChoreKind

LONGEST = timedelta(days=31)
#: A year typed by the other calendar is refused before it blocks a room for centuries.
FURTHEST = timedelta(days=731)
_DAY = timedelta(days=1)
#: So many days off in a row are no calendar.
_MOST_OFF = 180


@dataclass(frozen=True)
class Due:
    """By when a chore is to be done, and from when it waits for somebody."""

    at: datetime
    remind_from: datetime


def check(starts: datetime, ends: datetime, now: datetime, begun: datetime | None = None) -> None:
    """Raise BookingRefused unless these times can be booked now.

    `begun`: since when it is booked already; that start may stay though it is past.
    """
    if ends <= starts:
        raise BookingRefused("order")
    if ends - starts > LONGEST:
        raise BookingRefused("long", days=LONGEST.days)
    if (starts < now and starts != begun) or ends <= now:
        raise BookingRefused("past")
    if starts - now > FURTHEST:
        raise BookingRefused("far", days=FURTHEST.days)


def due(
    calendar: Calendar, kind: ChoreKind, starts: datetime, ends: datetime, since: datetime
) -> Due:
    """When a chore of this kind is due, that was planned at `since`. Raises NoWorkday."""
    if kind is ChoreKind.CHECK_AFTER:
        last = _at(calendar.next_workday(day_of(ends)), CLOSING)
        return Due(last, calendar.opens(ends))
    if kind is ChoreKind.TAKE_BACK:
        return _by_day(_at(calendar.received_on(ends), CLOSING))
    last = _before(calendar, starts, since)
    return Due(last, since) if kind is ChoreKind.DOOR_SIGNS else _by_day(last)


def most_at_once(
    held: Iterable[tuple[datetime, datetime, int]], starts: datetime, ends: datetime
) -> int:
    """How many are out at the fullest moment from `starts` up to `ends`; ends do not touch."""
    inside = [(a, z, count) for a, z, count in held if a < ends and z > starts]
    moments = [max(a, starts) for a, _, _ in inside]
    return max((sum(n for a, z, n in inside if a <= at < z) for at in moments), default=0)


def day_of(moment: datetime) -> date:
    """The day in Bangkok."""
    return moment.astimezone(BANGKOK).date()


def day_begins(day: date) -> datetime:
    """The first moment of a day in Bangkok."""
    return _at(day, time(0))


def _before(calendar: Calendar, starts: datetime, since: datetime) -> datetime:
    """The close of the working day before; once that is past, the morning of the day itself."""
    eve = _at(_workday_before(calendar, day_of(starts)), CLOSING)
    if eve > since:
        return eve
    return min(starts, max(_at(day_of(starts), OPENING), since)).astimezone(UTC)


def _workday_before(calendar: Calendar, day: date) -> date:
    for back in range(1, _MOST_OFF):
        if calendar.is_workday(day - back * _DAY):
            return day - back * _DAY
    raise NoWorkday(day)


def _by_day(last: datetime) -> Due:
    """What waits from the morning of the day on which it is due."""
    return Due(last, min(last, _at(day_of(last), OPENING)))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BANGKOK).astimezone(UTC)
