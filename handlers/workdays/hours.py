"""The office's hours of one working day, and moments as the office's clock shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
OPENING, NOON, AFTERNOON, CLOSING = time(8, 30), time(12), time(13), time(16, 30)
_MORNING_SPAN = timedelta(hours=3, minutes=30)
#: Working time of a whole day.
DAY = timedelta(hours=7)


def local(moment: datetime) -> datetime:
    """A moment on the office's clock. A naive one is refused: it would be a guess."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone has no office hours")
    return moment.astimezone(BANGKOK)


def on(day: date, clock: time) -> datetime:
    """The moment (UTC) at which the office's clock shows this."""
    return datetime.combine(day, clock, BANGKOK).astimezone(UTC)


def done(clock: time) -> timedelta:
    """Working time of a working day up to this time of it."""
    morning = _between(OPENING, min(clock, NOON))
    return morning + _between(AFTERNOON, min(clock, CLOSING))


def reached(span: timedelta) -> timedelta:
    """How long after opening this working time is done: its end is a closing, not an opening."""
    lunch = _between(NOON, AFTERNOON)
    return span if span <= _MORNING_SPAN else span + lunch


def is_open(clock: time) -> bool:
    """Whether a working day's office is open at this time."""
    return OPENING <= clock < NOON or AFTERNOON <= clock < CLOSING


def _between(start: time, end: time) -> timedelta:
    some = date.min
    return max(datetime.combine(some, end) - datetime.combine(some, start), timedelta(0))
