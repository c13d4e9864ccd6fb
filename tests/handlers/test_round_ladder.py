"""When the late are reminded: never at night or on a holiday, earlier before, later after."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.rounds.ladder import BEFORE_BREAK, USUAL, before_break, rungs
from handlers.workdays import BANGKOK, Calendar, Change

CALENDAR = Calendar()
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 1))


def due(day: date) -> datetime:
    return datetime.combine(day, time(16, 30), BANGKOK)


def test_the_ladder_of_a_june_round() -> None:
    found = rungs(CALENDAR, date(2026, 5, 16), due(date(2026, 6, 10)), date(2026, 7, 10))
    assert [(rung.day.isoformat(), rung.days) for rung in found] == [
        ("2026-05-27", 14),
        ("2026-06-02", 7),  # the third is a holiday, and so is the first
        ("2026-06-05", 3),  # Sunday the seventh moves to Friday
        ("2026-06-09", 1),
        ("2026-06-10", 0),
        ("2026-06-11", -1),
        ("2026-06-17", -7),
    ]
    assert {rung.at.astimezone(BANGKOK).time() for rung in found} == {time(9)}


def test_a_round_in_the_holidays_is_spoken_of_in_the_last_school_week() -> None:
    found = rungs(CALENDAR, date(2026, 10, 1), due(date(2026, 10, 30)), date(2026, 11, 30))
    (extra,) = [rung for rung in found if rung.days == BEFORE_BREAK]
    assert date(2026, 10, 5) <= extra.day <= date(2026, 10, 9)
    assert before_break(CALENDAR, date(2026, 10, 20), date(2026, 10, 30)) is None
    assert before_break(CALENDAR, date(2026, 5, 16), date(2026, 6, 10)) is None


def test_a_holiday_that_the_cabinet_adds_moves_a_rung() -> None:
    added = Calendar([Change(date(2026, 6, 9), False, "วันหยุดพิเศษ")])
    found = rungs(added, date(2026, 5, 16), due(date(2026, 6, 10)), date(2026, 7, 10))
    assert ("2026-06-08", 1) in [(rung.day.isoformat(), rung.days) for rung in found]


@given(DAYS, st.integers(0, 60), st.integers(0, 40), st.sets(st.integers(-20, 40), max_size=8))
def test_no_ladder_wakes_anybody_up(
    last: date, before: int, after: int, distances: set[int]
) -> None:
    opens, closes = last - timedelta(days=before), last + timedelta(days=after)
    found = rungs(CALENDAR, opens, due(last), closes, distances or None)
    days = [rung.day for rung in found]
    assert days == sorted(set(days))
    for rung in found:
        assert CALENDAR.is_workday(rung.day)
        assert opens <= rung.day <= closes
        if rung.days != BEFORE_BREAK:
            assert rung.days in (distances or USUAL)
            planned = last - timedelta(days=rung.days)
            assert rung.day <= planned if rung.days >= 0 else rung.day >= planned
