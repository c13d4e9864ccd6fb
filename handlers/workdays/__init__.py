"""The office's working-day calendar: what counts as received, when a thing is due, time worked.

Pure: it knows its changes and nothing else. `handlers.office_calendar` loads it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from handlers.workdays import hours
from handlers.workdays.government import FIRST_YEAR, LAST_YEAR, holidays_of, workdays_of
from handlers.workdays.hours import BANGKOK, CLOSING, DAY, OPENING
from models.errors import Refusal

__all__ = ["BANGKOK", "CLOSING", "DAY", "OPENING", "Calendar", "Change", "NoWorkday", "Pause"]

Pause = tuple[datetime, datetime]
_NOTHING = timedelta(0)
#: So many days more than twice the working days asked for is no calendar, but a slip of somebody.
_MOST_OFF = 180


class NoWorkday(Refusal):
    """Working days after `day` cannot be counted: there are none for half a year, or no calendar
    reaches so far.
    """

    def __init__(self, day: date) -> None:
        super().__init__(f"no working days can be counted after {day}")
        self.day = day


@dataclass(frozen=True, order=True)
class Change:
    """One day that the office's calendar has otherwise: a holiday more, or one withdrawn."""

    day: date
    is_workday: bool
    name: str


@dataclass(frozen=True)
class Calendar:
    """Working days and hours: government holidays, altered by `changes` (one a day at most).

    Moments are aware and returned in UTC; days are those of Bangkok.
    """

    changes: Iterable[Change] = ()
    _by_day: dict[date, Change] = field(init=False, repr=False, compare=False)
    _years: dict[int, tuple[date, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        changes = tuple(sorted(self.changes))
        by_day = {change.day: change for change in changes}
        if len(by_day) < len(changes):
            raise ValueError("two changes of one day")
        object.__setattr__(self, "changes", changes)
        object.__setattr__(self, "_by_day", by_day)
        object.__setattr__(self, "_years", {})

    def is_workday(self, day: date) -> bool:
        """Whether the office works on this day."""
        days = self._year(day)
        at = bisect_right(days, day)
        return at > 0 and days[at - 1] == day

    def name(self, day: date) -> str | None:
        """The holiday's name in Thai; None on every other day, a plain weekend included."""
        change = self._by_day.get(day)
        if change is not None:
            return None if change.is_workday else change.name
        return holidays_of(day.year).get(day)

    def next_workday(self, day: date) -> date:
        """The first working day after this day. Raises NoWorkday."""
        return self._nth(day, 1)

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days there are after `start` up to and including `end`."""
        if end <= start:
            return 0
        whole = sum(len(self._year(date(year, 1, 1))) for year in range(start.year, end.year))
        return whole + bisect_right(self._year(end), end) - bisect_right(self._year(start), start)

    def received_on(self, moment: datetime) -> date:
        """The working day on which what came at `moment` counts as received.

        After 16:30 or on a day off it is the next working day (e-Government Act 2565).
        """
        then = hours.local(moment)
        in_time = self.is_workday(then.date()) and then.time() <= CLOSING
        return then.date() if in_time else self.next_workday(then.date())

    def due(self, moment: datetime, days: int, pauses: Sequence[Pause] = ()) -> datetime:
        """16:30 of the `days`-th working day after that of receipt, moved by the pauses.

        The first day is not counted (Administrative Procedure Act 2539 s.64); 0 days is the end of
        it. A pause moves the end by its working time after `moment`; overlapping ones count once.
        """
        if days < 0:
            raise ValueError("a number of working days is not negative")
        received = self.received_on(moment)
        last = self._nth(received, days) if days else received
        return self.add(hours.on(last, CLOSING), self._paused(moment, pauses))

    def add(self, moment: datetime, span: timedelta) -> datetime:
        """The earliest moment by which `span` of working time has passed since `moment`."""
        if span < _NOTHING:
            raise ValueError("working time is not negative")
        then = hours.local(moment)
        if not span:
            return then.astimezone(UTC)
        day = then.date()
        days, rest = divmod(self._done(then) + span, DAY)
        if not rest:  # a full day ends at its closing, not at the next opening
            days, rest = days - 1, DAY
        days += 0 if self.is_workday(day) else 1
        last = self._nth(day, days) if days else day
        return hours.on(last, OPENING) + hours.reached(rest)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; none when the end is not after the start."""
        first, last = hours.local(start), hours.local(end)
        if last <= first:
            return _NOTHING
        day = timedelta(days=1)
        whole = self.workdays_between(first.date() - day, last.date() - day)
        return whole * DAY + self._done(last) - self._done(first)

    def opens(self, moment: datetime) -> datetime:
        """The moment itself when the office is open then, else its next opening."""
        then = hours.local(moment)
        day, clock = then.date(), then.time()
        if not self.is_workday(day) or clock >= CLOSING:
            return hours.on(self.next_workday(day), OPENING)
        if hours.is_open(clock):
            return then.astimezone(UTC)
        return hours.on(day, OPENING if clock < OPENING else hours.AFTERNOON)

    def _paused(self, since: datetime, pauses: Sequence[Pause]) -> timedelta:
        total = _NOTHING
        for start, end in sorted(pauses):
            total += self.worked(max(start, since), end)
            since = max(since, end)
        return total

    def _done(self, then: datetime) -> timedelta:
        """Working time of its day up to this moment of the office's clock."""
        return hours.done(then.time()) if self.is_workday(then.date()) else _NOTHING

    def _nth(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`."""
        days = self._year(day)
        at, year = bisect_right(days, day) + count - 1, day.year
        while at >= len(days):
            at, year = at - len(days), year + 1
            if year > LAST_YEAR:
                raise NoWorkday(day)
            days = self._year(date(year, 1, 1))
        if (days[at] - day).days > 2 * count + _MOST_OFF:
            raise NoWorkday(day)
        return days[at]

    def _year(self, day: date) -> tuple[date, ...]:
        """The working days of the day's year."""
        year = day.year
        if year not in self._years:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise NoWorkday(day)
            self._years[year] = self._altered(year)
        return self._years[year]

    def _altered(self, year: int) -> tuple[date, ...]:
        changes = [change for change in self._by_day.values() if change.day.year == year]
        if not changes:
            return workdays_of(year)
        more = {change.day for change in changes if change.is_workday}
        less = {change.day for change in changes if not change.is_workday}
        return tuple(sorted((set(workdays_of(year)) | more) - less))
