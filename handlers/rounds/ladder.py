"""When the late are reminded: rungs before and after the closing day, moved off days off. Pure.

A rung is a number of calendar days before the closing day (negative: after it), at 09:00. One
before it moves only earlier, one after it only later. Where schools are closed for the holidays,
a rung is added in the last school week before: nobody reads messages for schools then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.workdays import BANGKOK, Calendar

#: Days before the closing day, for a round that says nothing else; after it once a week, twice.
USUAL = (14, 7, 3, 1, 0, -1, -7)
#: Reminders go out at this hour.
HOUR = time(9, 0)
#: From this rung on (the day before the closing day) a reminder may cost a message.
PUSHED_FROM = 1
#: Where it may be read for nothing that is waited for: until this hour of the rung's day, and until
#: so long before the closing moment.
PUSH_HOUR, IN_TIME = time(13, 0), timedelta(hours=3, minutes=30)
#: Begin and end of the school holidays as (month, day), in a school year's order.
BREAKS = (((10, 11), (10, 31)), ((4, 1), (5, 15)))
#: The name of the rung that is added before holidays: of no distance that a round could have.
BEFORE_BREAK = 99
#: The name of what is told when the closing day was moved; no rung of a ladder.
EXTENDED = 98
#: The names of what is told between the rungs: a standing was returned, a school was given longer,
#: the office accepted.
RETURNED, LONGER, ACCEPTED = 97, 96, 95
VERDICTS = {RETURNED: "returned", LONGER: "longer", ACCEPTED: "accepted"}
#: What is told and calls for nothing: whoever read it alone was not reminded.
NO_CALL = frozenset({ACCEPTED})
#: So many working days before the holidays begin, so that the week still serves.
_AHEAD = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Rung:
    """One rung: the moment it is due, and its distance as the ladder names it."""

    at: datetime
    days: int

    @property
    def day(self) -> date:
        """Its day in Bangkok."""
        return self.at.astimezone(BANGKOK).date()


def rungs(
    calendar: Calendar,
    opens: date,
    due: datetime,
    closes: date,
    distances: Iterable[int] | None = None,
    breaks: Sequence[tuple[tuple[int, int], tuple[int, int]]] = BREAKS,
) -> list[Rung]:
    """The rungs of a round, in order, no two on one day; none before it opens or after it closes.

    Of two that fall on one day the nearer to the closing day stays.
    """
    last = due.astimezone(BANGKOK).date()
    found: dict[date, int] = {}
    for days in sorted(USUAL if distances is None else set(distances), reverse=True):
        day = _moved(calendar, last - timedelta(days=days), earlier=days >= 0)
        if opens <= day <= closes:
            found[day] = days
    extra = before_break(calendar, opens, last, breaks)
    if extra is not None and extra not in found:
        found[extra] = BEFORE_BREAK
    return [Rung(datetime.combine(day, HOUR, BANGKOK), found[day]) for day in sorted(found)]


def is_pushed(rung: int) -> bool:
    """May this rung cost a message?"""
    return rung <= PUSHED_FROM


def push_moment(rung: Rung, due: datetime) -> datetime:
    """Its last useful moment: till then it may wait for a free way."""
    moment = datetime.combine(rung.day, PUSH_HOUR, BANGKOK)
    if rung.days >= 0:
        moment = min(moment, due - IN_TIME)
    return max(moment, rung.at)


def before_break(
    calendar: Calendar,
    opens: date,
    due: date,
    breaks: Sequence[tuple[tuple[int, int], tuple[int, int]]] = BREAKS,
) -> date | None:
    """A day in the last school week before holidays in which the round's closing day lies, or
    which end less than a week before it; None where the round begins in them."""
    for begins, ends in breaks:
        first, final = date(due.year, *begins), date(due.year, *ends)
        if not first <= due <= final + 7 * _DAY:
            continue
        day = first
        for _ in range(_AHEAD):
            day = _moved(calendar, day - _DAY, earlier=True)
        return day if day >= opens else None
    return None


def _moved(calendar: Calendar, day: date, *, earlier: bool) -> date:
    step = -_DAY if earlier else _DAY
    while not calendar.is_workday(day):
        day += step
    return day
