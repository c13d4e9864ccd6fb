"""Days as people write them: every spelling means one day, and what is unclear means none."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.figures import MONTHS, thai_date
from handlers.thai_dates import read_day
from handlers.thai_dates_vocabulary import MONTHS as NAMES

#: A Monday.
TODAY = date(2026, 6, 1)
DAYS = st.dates(date(2567 - 543, 1, 1), date(2571 - 543, 12, 31))
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def read(text: str, *, past: bool = False) -> date | None:
    return read_day(text, today=TODAY, past=past)


@pytest.mark.parametrize(
    "text",
    [
        "15 มิ.ย. 69",
        "15 มิ.ย.69",
        "15มิย69",
        " 15  มิย.  2569 ",
        "15 มิถุนายน 2569",
        "15 มิถุนา 69",
        "๑๕ มิ.ย. ๒๕๖๙",
        "วันที่ ๑๕ มิถุนายน พ.ศ. ๒๕๖๙",
        "15 เดือนมิถุนายน พ.ศ.2569",
        "15 มิ.ย. พ.ศ. 69",
        "15 มิถุนายน ค.ศ. 2026",
        "15/6/2569",
        "15/06/69",
        "15-6-69",
        "15.6.2569",
        "15 / 6 / 2569",
        "15 6 2569",
        "๑๕/๖/๒๕๖๙",
        "15/06/2026",
        "2026-06-15",
        "2569-06-15",
        "15 June 2026",
        "15 Jun 69",
        "15 มิ.ย.",
        "15 มิ.ย. นี้",
        "15/6",
        "วันที่ 15",
        "วันที่ 15 นี้",
        "15 เดือนนี้",
        "ภายในวันที่ 15 มิ.ย. 69",
        "ไม่เกิน 15 มิ.ย.",
        "15 มิ.ย. 69 ค่ะ",
        "วันที่ 15 นะครับ",
        "วันจันทร์ที่ 15 มิถุนายน 2569",
        "จันทร์ที่ 15",
        "จันทร์ 15/6/69",
        "อีก 14 วัน",
        "อีก ๒ สัปดาห์",
        "อีกสองอาทิตย์",
        "1\u200b5 มิ.ย. 69",
    ],
)
def test_all_these_are_one_day(text: str) -> None:
    assert read(text) == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("วันนี้", 0),
        ("วันนี้ค่ะ", 0),
        ("พรุ่งนี้", 1),
        ("มะรืน", 2),
        ("มะรืนนี้", 2),
        ("อีก 3 วัน", 3),
        ("ภายใน 3 วัน", 3),
        ("อีกสามวัน", 3),
        ("วันศุกร์นี้", 4),
        ("ศุกร์นี้", 4),
        ("วันศุกร์", 4),
        ("วันอาทิตย์นี้", 6),
        ("ศุกร์หน้า", 11),
        ("วันพฤหัสหน้า", 10),
        ("วันจันทร์หน้า", 7),
        ("วันจันทร์นี้", 0),
        ("สิ้นเดือน", 29),
        ("สิ้นเดือนหน้า", 60),
        ("วันที่ 5 เดือนหน้า", 34),
    ],
)
def test_days_counted_from_today(text: str, ahead: int) -> None:
    assert read(text) == TODAY + timedelta(days=ahead)


@pytest.mark.parametrize(
    "text",
    [
        *("31 เม.ย. 69", "31/4/2569", "29/2/2569", "29 ก.พ. 2570", "0/1/2569", "32 ม.ค. 69"),
        *("15/13/2569", "2026-13-01", "15 มิ.ย. 2569 2570", "15/6/256", "15/6/3000", "15/6/1700"),
        *("15 มิ.ย. พ.ศ. 2026", "15 มิ.ย. ค.ศ. 2569", "15 มิ.ย. ค.ศ. 26"),
        *("วันอังคารที่ 15 มิถุนายน 2569", "วันที่ 32", "31 เดือนนี้"),
        *("15", "3", "วันจันทร์", "อาทิตย์หน้า", "วันอาทิตย์หน้า", "เดือนหน้า"),
        *("", " ", "ด่วน", "ไม่ระบุ", "มิ.ย. 69", "15 มิ.ย. 69 ถึง 20 มิ.ย. 69", "10/6-15/6", "3.5 วัน"),
        *("15/6/2569 10.00 น.", "๑๕ มิ.ย. ๒๕๖๙" * 20, "0" * 5000),
    ],
)
def test_what_is_impossible_or_unclear_is_no_day(text: str) -> None:
    assert read(text) is None


def test_a_leap_day_is_a_day_in_its_year_only() -> None:
    assert read("29 ก.พ. 2571") == date(2028, 2, 29)
    assert read("29/2/71") == date(2028, 2, 29)
    assert read("29 ก.พ.") == date(2028, 2, 29)


def test_a_day_without_year_is_the_next_or_the_last_such_day() -> None:
    assert read("31 พ.ค.") == date(2027, 5, 31)
    assert read("1 มิ.ย.") == TODAY
    assert read("31 พ.ค.", past=True) == date(2026, 5, 31)
    assert read("2 มิ.ย.", past=True) == date(2025, 6, 2)
    assert read("วันที่ 31") == date(2026, 7, 31)
    assert read("วันที่ 31", past=True) == date(2026, 5, 31)
    assert read("เมื่อวาน", past=True) == date(2026, 5, 31)
    assert read("วันศุกร์", past=True) is None


def test_next_friday_is_not_guessed_on_a_sunday() -> None:
    sunday = date(2026, 6, 7)
    assert read_day("ศุกร์หน้า", today=sunday) is None
    assert read_day("ศุกร์นี้", today=sunday) == date(2026, 6, 12)


@given(DAYS)
def test_every_spelling_reads_back(day: date) -> None:
    be = day.year + 543
    name, short = NAMES[day.month - 1][0], MONTHS[day.month - 1]
    spellings = [
        thai_date(day.isoformat()),
        f"{day.day} {short} {be % 100:02}",
        f"{day.day} {name} {be}",
        f"วันที่ {day.day} {name} พ.ศ. {be}",
        f"{day.day}/{day.month}/{be}",
        f"{day.day:02}-{day.month:02}-{be % 100:02}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day} {calendar.month_abbr[day.month]} {day.year}",
        day.isoformat(),
    ]
    for text in [*spellings, *(s.translate(THAI_DIGITS) for s in spellings)]:
        assert read(text) == day, text


@given(DAYS, DAYS)
def test_a_day_without_year_is_near_and_never_behind(day: date, today: date) -> None:
    text = f"{day.day} {MONTHS[day.month - 1]}"
    ahead, behind = read_day(text, today=today), read_day(text, today=today, past=True)
    assert ahead is not None
    assert behind is not None
    assert behind <= today <= ahead
    assert (ahead.day, ahead.month) == (behind.day, behind.month) == (day.day, day.month)


@given(st.text(), st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.booleans())
def test_nothing_that_is_typed_breaks_it(text: str, today: date, past: bool) -> None:
    assert read_day(text, today=today, past=past) is None or text


@given(st.from_regex(r"[0-9๐-๙/.\- วันที่อีกมิย]{1,20}", fullmatch=True))
def test_nothing_that_looks_like_a_day_breaks_it(text: str) -> None:
    found = read(text)
    assert found is None or isinstance(found, date)
