"""Working days as an office of the government counts them: receipt, due dates, the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest

from handlers.workdays import BANGKOK, Calendar, Change, NoWorkday
from handlers.workdays.government import holidays_of

PLAIN = Calendar()
#: The office works the Saturday before, so that the staff can rest on 30 December.
OWN = Calendar(
    [
        Change(date(2026, 12, 30), False, "วันหยุดพิเศษ"),
        Change(date(2026, 12, 26), True, "ทำการแทน"),
        Change(date(2027, 6, 1), False, "วันหยุดอื่นที่ไม่เกี่ยว"),
    ]
)


def at(text: str) -> datetime:
    """«2026-11-19 14:30» on the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def said(moment: datetime) -> str:
    return f"{moment.astimezone(BANGKOK):%Y-%m-%d %H:%M}"


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    "day",
    [
        "2026-05-01",  # วันแรงงาน: banks are closed, the office is not
        "2025-05-01",
        "2027-05-03",  # its substitute day
        "2026-01-16",  # วันครู is a school's day
        "2026-11-20",
    ],
)
def test_the_office_works(day: str) -> None:
    assert PLAIN.is_workday(date.fromisoformat(day))
    assert PLAIN.name(date.fromisoformat(day)) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2025-06-02", "วันหยุดพิเศษ"),  # the cabinet's
        ("2025-08-11", "วันหยุดพิเศษ"),
        ("2026-01-02", "วันหยุดพิเศษ"),
        ("2026-05-13", "วันพืชมงคล"),
        ("2026-06-01", "ชดเชยวันวิสาขบูชา"),
        ("2026-07-30", "วันเข้าพรรษา"),
        ("2026-12-05", "วันชาติ"),  # a Saturday
        ("2026-12-07", "ชดเชยวันชาติ"),
        ("2027-02-22", "ชดเชยวันมาฆบูชา"),
        ("2027-04-13", "วันสงกรานต์"),
        ("2028-04-17", "ชดเชยวันสงกรานต์"),
        ("2029-01-02", "ชดเชยวันสิ้นปี"),  # of the year before
    ],
)
def test_the_office_is_closed(day: str, name: str) -> None:
    assert not PLAIN.is_workday(date.fromisoformat(day))
    assert name in (PLAIN.name(date.fromisoformat(day)) or "")


def test_no_year_has_childrens_or_labour_day() -> None:
    names = " ".join(name for year in range(2020, 2051) for name in holidays_of(year).values())
    assert "แรงงาน" not in names
    assert "วันเด็ก" not in names
    assert "วันสงกรานต์" in names


@pytest.mark.parametrize(
    ("came", "received"),
    [
        ("2026-11-19 07:10", "2026-11-19"),  # before opening: that day
        ("2026-11-19 12:30", "2026-11-19"),  # at lunch
        ("2026-11-19 16:30", "2026-11-19"),
        ("2026-11-19 16:31", "2026-11-20"),
        ("2026-11-20 23:59", "2026-11-23"),  # Friday night
        ("2026-11-22 10:00", "2026-11-23"),
        ("2026-12-04 16:31", "2026-12-08"),  # the long weekend of 5 December
        ("2026-12-07 09:00", "2026-12-08"),
        ("2027-04-12 17:00", "2027-04-16"),  # Songkran
        ("2026-09-30 16:30", "2026-09-30"),  # the last day of the fiscal year
        ("2026-09-30 16:31", "2026-10-01"),
        ("2025-12-30 20:00", "2026-01-05"),  # New Year with the cabinet's Friday
        ("2028-12-29 18:00", "2029-01-03"),
        ("2027-05-01 09:00", "2027-05-03"),
    ],
)
def test_received(came: str, received: str) -> None:
    assert PLAIN.received_on(at(came)) == date.fromisoformat(received)


@pytest.mark.parametrize(
    ("came", "within", "due"),
    [
        ("2026-11-19 14:30", 0, "2026-11-19 16:30"),
        ("2026-11-19 14:30", 1, "2026-11-20 16:30"),
        ("2026-11-19 14:30", 3, "2026-11-24 16:30"),
        ("2026-11-19 17:00", 3, "2026-11-25 16:30"),
        ("2026-12-04 09:00", 1, "2026-12-08 16:30"),
        ("2026-12-04 09:00", 3, "2026-12-11 16:30"),  # 10 December is off too
        ("2027-04-09 10:00", 3, "2027-04-19 16:30"),
        ("2027-04-30 10:00", 1, "2027-05-03 16:30"),
        ("2027-04-30 10:00", 2, "2027-05-05 16:30"),
        ("2026-09-28 10:00", 5, "2026-10-05 16:30"),
        ("2026-12-30 10:00", 1, "2027-01-04 16:30"),
        ("2027-12-29 10:00", 15, "2028-01-21 16:30"),
    ],
)
def test_due(came: str, within: int, due: str) -> None:
    assert said(PLAIN.due(at(came), within)) == due


def test_the_offices_own_days_move_what_is_due() -> None:
    came = at("2026-12-25 10:00")
    assert [said(PLAIN.due(came, n))[:10] for n in (1, 2, 3)] == [
        "2026-12-28", "2026-12-29", "2026-12-30",
    ]  # fmt: skip
    assert [said(OWN.due(came, n))[:10] for n in (1, 2, 3, 4)] == [
        "2026-12-26", "2026-12-28", "2026-12-29", "2027-01-04",
    ]  # fmt: skip
    assert OWN.name(date(2026, 12, 30)) == "วันหยุดพิเศษ"
    assert OWN.name(date(2026, 12, 26)) is None
    assert OWN.received_on(at("2026-12-26 09:00")) == date(2026, 12, 26)


def test_a_withdrawn_holiday_is_worked() -> None:
    withdrawn = Calendar([Change(date(2026, 12, 7), True, "เลื่อนวันหยุด")])
    assert withdrawn.next_workday(date(2026, 12, 4)) == date(2026, 12, 7)
    assert withdrawn.name(date(2026, 12, 7)) is None


def test_the_clock_stands_while_the_requester_is_asked() -> None:
    came = at("2026-11-19 14:30")
    # Friday 11:00 to Monday 14:00: 1 h + 3½ h on Friday, 3½ h + 1 h on Monday.
    asked = (at("2026-11-20 11:00"), at("2026-11-23 14:00"))
    assert said(PLAIN.due(came, 3)) == "2026-11-24 16:30"
    assert said(PLAIN.due(came, 3, [asked])) == "2026-11-26 10:30"
    # By night, at lunch and before the request came no clock stood.
    idle = [
        (at("2026-11-23 12:00"), at("2026-11-23 13:00")),
        (at("2026-11-23 16:30"), at("2026-11-24 08:30")),
        (at("2026-11-18 08:30"), at("2026-11-19 14:30")),
        (at("2026-11-25 10:00"), at("2026-11-24 10:00")),
    ]
    assert said(PLAIN.due(came, 3, idle)) == "2026-11-24 16:30"
    # Two that overlap stop one clock.
    again = (at("2026-11-23 13:00"), at("2026-11-23 15:00"))
    assert said(PLAIN.due(came, 3, [again, asked])) == "2026-11-26 11:30"


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-19 11:30", 30, "2026-11-19 12:00"),
        ("2026-11-19 11:30", 31, "2026-11-19 13:01"),
        ("2026-11-19 06:00", 60, "2026-11-19 09:30"),
        ("2026-11-19 16:00", 30, "2026-11-19 16:30"),
        ("2026-11-19 16:00", 31, "2026-11-20 08:31"),
        ("2026-11-20 16:00", 60, "2026-11-23 09:00"),
        ("2026-11-21 10:00", 420, "2026-11-23 16:30"),
        ("2026-11-21 10:00", 421, "2026-11-24 08:31"),
        ("2026-12-04 16:00", 60, "2026-12-08 09:00"),
        ("2026-12-30 13:00", 240, "2027-01-04 09:00"),
        ("2026-11-21 10:00", 0, "2026-11-21 10:00"),
    ],
)
def test_working_time_added_and_measured(start: str, minutes: int, end: str) -> None:
    span = timedelta(minutes=minutes)
    assert said(PLAIN.add(at(start), span)) == end
    assert PLAIN.worked(at(start), at(end)) == span
    assert PLAIN.worked(at(end), at(start)) == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-19 06:00", "2026-11-19 08:30"),
        ("2026-11-19 08:30", "2026-11-19 08:30"),
        ("2026-11-19 11:59", "2026-11-19 11:59"),
        ("2026-11-19 12:00", "2026-11-19 13:00"),
        ("2026-11-19 16:29", "2026-11-19 16:29"),
        ("2026-11-19 16:30", "2026-11-20 08:30"),
        ("2027-04-12 16:45", "2027-04-16 08:30"),
        ("2026-12-05 10:00", "2026-12-08 08:30"),
    ],
)
def test_opens(moment: str, opens: str) -> None:
    assert said(PLAIN.opens(at(moment))) == opens


def test_days_between() -> None:
    start, end = days("2026-12-04", "2026-12-11")
    assert PLAIN.workdays_between(start, end) == 3  # 8, 9, 11
    assert PLAIN.workdays_between(start, start) == 0
    assert PLAIN.workdays_between(end, start) == 0
    assert PLAIN.workdays_between(*days("2026-12-30", "2027-01-04")) == 1
    assert PLAIN.workdays_between(*days("2024-12-31", "2026-12-31")) == sum(
        PLAIN.is_workday(date(2025, 1, 1) + timedelta(days=n)) for n in range(730)
    )


def test_moments_are_of_bangkok_wherever_they_were_written() -> None:
    late = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)  # 00:30 of the 20th in Bangkok
    assert PLAIN.received_on(late) == date(2026, 11, 20)
    assert PLAIN.due(late, 1).tzinfo is UTC
    for call in (PLAIN.received_on, PLAIN.opens, lambda m: PLAIN.due(m, 1)):
        with pytest.raises(ValueError, match="without a zone"):
            call(datetime(2026, 11, 19, 10, 0))  # noqa: DTZ001


def test_a_slip_of_somebody_does_not_count_for_ever() -> None:
    first = date(2027, 1, 1)
    never = Calendar(Change(first + timedelta(days=n), False, "ปิด") for n in range(365))
    for call in (
        lambda: never.next_workday(date(2026, 12, 30)),
        lambda: never.due(at("2027-03-01 10:00"), 5),
        lambda: never.opens(at("2027-03-01 10:00")),
        lambda: never.add(at("2027-03-01 10:00"), timedelta(hours=1)),
        lambda: PLAIN.due(at("2026-11-19 10:00"), 10**9),
        lambda: PLAIN.is_workday(date(2600, 1, 1)),
    ):
        with pytest.raises(NoWorkday):
            call()
    assert not never.is_workday(date(2027, 3, 1))
    assert never.worked(at("2026-12-30 08:30"), at("2028-01-04 16:30")) == timedelta(hours=14)
    for refused in (lambda: PLAIN.due(at("2026-11-19 10:00"), -1),
                    lambda: PLAIN.add(at("2026-11-19 10:00"), timedelta(hours=-1))):  # fmt: skip
        with pytest.raises(ValueError, match="negative"):
            refused()


def test_a_calendar_stays_what_it_is() -> None:
    some = [Change(date(2026, 12, 30), False, "ก"), Change(date(2026, 12, 26), True, "ข")]
    made = Calendar(some)
    some.clear()
    assert not made.is_workday(date(2026, 12, 30))
    assert made == Calendar(reversed(list(made.changes)))
    assert PLAIN.is_workday(date(2026, 12, 30)), "what one office changes is its own"
    with pytest.raises(ValueError, match="two changes"):
        Calendar([Change(date(2026, 12, 30), False, "ก"), Change(date(2026, 12, 30), True, "ก")])


def test_counting_is_cheap() -> None:
    came, asked = at("2026-11-19 14:30"), (at("2026-11-20 11:00"), at("2026-11-23 14:00"))
    OWN.due(came, 30, [asked])
    began = perf_counter()
    for _ in range(1000):
        OWN.due(came, 30, [asked])
    assert perf_counter() - began < 2
