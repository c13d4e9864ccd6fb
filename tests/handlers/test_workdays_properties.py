"""What holds for every moment of พ.ศ. 2567-2571, whatever holidays are added late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.workdays import BANGKOK, CLOSING, Calendar, Change
from tests.conftest import SHARE, examples

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
WINDOWS = ((time(8, 30), time(12)), (time(13), time(16, 30)))

DAYS = st.dates(FIRST, LAST)
#: Every minute, and those on which something turns.
CLOCKS = st.one_of(
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.sampled_from([time(8, 30), time(12), time(13), time(16, 30), time(16, 31), time(0)]),
)
MOMENTS = st.builds(lambda d, t: datetime.combine(d, t, BANGKOK), DAYS, CLOCKS)
SPANS = st.integers(0, 60 * 60 * 200).map(lambda seconds: timedelta(seconds=seconds))
COUNTS = st.integers(0, 60)
CHANGES = st.dictionaries(DAYS, st.booleans(), max_size=25).map(
    lambda found: [Change(day, works, "ก") for day, works in found.items()]
)
CALENDARS = CHANGES.map(Calendar)
properties = settings(max_examples=examples(120, 500), deadline=None)
pytestmark = SHARE


def one_by_one(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time as one would add it up by hand."""
    total = timedelta(0)
    day = start.astimezone(BANGKOK).date()
    while day <= end.astimezone(BANGKOK).date():
        for opens, closes in WINDOWS if calendar.is_workday(day) else ():
            since = max(start, datetime.combine(day, opens, BANGKOK))
            until = min(end, datetime.combine(day, closes, BANGKOK))
            total += max(until - since, timedelta(0))
        day += timedelta(days=1)
    return total


def day_of(moment: datetime) -> date:
    return moment.astimezone(BANGKOK).date()


@properties
@given(CALENDARS, MOMENTS, COUNTS)
def test_due_is_the_close_of_a_workday_counted_by_hand(
    calendar: Calendar, came: datetime, count: int
) -> None:
    received = calendar.received_on(came)
    due = calendar.due(came, count)
    assert calendar.is_workday(received)
    assert calendar.is_workday(day_of(due))
    assert due.astimezone(BANGKOK).time() == CLOSING
    span = range(1, (day_of(due) - received).days + 1)
    assert sum(calendar.is_workday(received + timedelta(days=n)) for n in span) == count
    assert calendar.workdays_between(received, day_of(due)) == count
    assert due >= came


@properties
@given(CALENDARS, MOMENTS)
def test_what_is_received_is_received(calendar: Calendar, came: datetime) -> None:
    day = calendar.received_on(came)
    for clock in (time(0), time(8, 30), time(12, 15), CLOSING):
        assert calendar.received_on(datetime.combine(day, clock, BANGKOK)) == day
    assert day >= day_of(came)
    between = (day - day_of(came)).days
    assert not any(calendar.is_workday(day_of(came) + timedelta(days=n)) for n in range(1, between))


@properties
@given(CALENDARS, MOMENTS, MOMENTS, COUNTS, COUNTS)
def test_later_or_longer_is_never_due_earlier(
    calendar: Calendar, one: datetime, other: datetime, few: int, many: int
) -> None:
    first, second = sorted([one, other])
    few, many = sorted([few, many])
    assert calendar.due(first, few) <= calendar.due(second, few)
    assert (calendar.due(first, few) < calendar.due(first, many)) == (few < many)


@properties
@given(CHANGES, DAYS, MOMENTS, COUNTS, st.booleans())
def test_a_holiday_more_is_never_due_earlier_and_one_less_never_later(
    changes: list[Change], day: date, came: datetime, count: int, works: bool
) -> None:
    others = [change for change in changes if change.day != day]
    more = Calendar([*others, Change(day, False, "เพิ่ม")])
    less = Calendar([*others, Change(day, True, "ถอน")])
    assert more.due(came, count) >= less.due(came, count)
    assert more.received_on(came) >= less.received_on(came)
    # Asked a question before it was due, for however long: the same.
    base = less.due(came, count)
    if came < base:
        pause = [(came + (base - came) * 0.4, base + timedelta(days=3 if works else -1))]
        assert more.due(came, count, pause) >= less.due(came, count, pause)


@properties
@given(CALENDARS, MOMENTS, SPANS)
def test_time_added_is_time_worked(calendar: Calendar, start: datetime, span: timedelta) -> None:
    end = calendar.add(start, span)
    assert calendar.worked(start, end) == span
    assert end >= start
    if span:
        assert calendar.worked(start, end - timedelta(seconds=1)) < span, "no earlier moment does"


@properties
@given(CALENDARS, MOMENTS, SPANS, SPANS)
def test_time_adds_up(calendar: Calendar, start: datetime, a: timedelta, b: timedelta) -> None:
    assert calendar.add(calendar.add(start, a), b) == calendar.add(start, a + b) or not b
    middle, end = start + a, start + a + b
    assert calendar.worked(start, middle) + calendar.worked(middle, end) == calendar.worked(
        start, end
    )


@properties
@given(CALENDARS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_time_worked_is_what_one_adds_up_by_hand(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    end = start + length
    assert calendar.worked(start, end) == one_by_one(calendar, start, end)


@properties
@given(CALENDARS, MOMENTS, COUNTS, SPANS, SPANS, SPANS)
def test_a_pause_moves_the_end_by_exactly_its_working_time(
    calendar: Calendar,
    came: datetime,
    count: int,
    wait: timedelta,
    length: timedelta,
    cut: timedelta,
) -> None:
    start, end = came + wait, came + wait + length
    plain, moved = calendar.due(came, count), calendar.due(came, count, [(start, end)])
    assert calendar.worked(plain, moved) == calendar.worked(start, end)
    assert calendar.is_workday(day_of(moved))
    # Asked once for long, or twice without a gap: due at the same moment.
    middle = min(start + cut, end)
    assert calendar.due(came, count, [(middle, end), (start, middle)]) == moved
    assert calendar.due(came, count, [(start, end), (start, middle)]) == moved


@properties
@given(CALENDARS, MOMENTS)
def test_it_opens_when_it_is_open(calendar: Calendar, moment: datetime) -> None:
    opens = calendar.opens(moment)
    assert opens >= moment
    assert calendar.opens(opens) == opens
    assert calendar.worked(moment, opens) == timedelta(0)
    assert calendar.worked(opens, opens + timedelta(seconds=1)) == timedelta(seconds=1)


@properties
@given(CALENDARS, DAYS, DAYS)
def test_days_between_are_counted(calendar: Calendar, one: date, other: date) -> None:
    start, end = sorted([one, other])
    assume((end - start).days < 800)
    by_hand = sum(
        calendar.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)
    )
    assert calendar.workdays_between(start, end) == by_hand
