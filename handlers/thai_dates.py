"""A day as people in Thailand write it: «15 มิ.ย. 69», «๑๕/๖/๒๕๖๙», «ศุกร์หน้า», «อีก 3 วัน».

Pure. None wherever a day is impossible or could be two: a wrong day costs more than a question.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from handlers import thai_dates_vocabulary as words

#: พ.ศ. is this much ahead of the Christian era.
ERA = 543
_LONGEST = 80
_FARTHEST = 3660
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
#: Points of short forms: those that do not part two numbers.
_POINTS = re.compile(r"(?<!\d)\.|\.(?!\s*\d)")


def _any(spellings: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, spellings), key=len, reverse=True))


_MONTHS = {name: n for n, names in enumerate(words.MONTHS, 1) for name in names}
_WEEKDAYS = {name: n for n, names in enumerate(words.WEEKDAYS) for name in names}
_LEAD = re.compile(rf"^(?:{_any(words.LEADS)})\s*")
_TAIL = re.compile(rf"\s*(?:{_any(words.PARTICLES)})$")
_WEEKDAY = rf"(?:{words.DAY})?\s*(?P<weekday>{_any(_WEEKDAYS)})"
_BEFORE = re.compile(rf"{_WEEKDAY}\s*(?P<of>{words.DAY_OF}|{words.OF}|,)?\s*(?=\d)")
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})")
_FIGURES = re.compile(
    r"(?P<day>\d{1,2})\s*(?P<mark>[-/. ])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4}|\d\d)"
    r"|(?P<day2>\d{1,2})\s*/\s*(?P<month2>\d{1,2})"
)
_NAMED = re.compile(
    rf"(?P<day>\d{{1,2}})\s*(?:{words.MONTH})?\s*(?P<month>{_any(_MONTHS)})"
    rf"(?:\s*(?P<era>{_any(words.BUDDHIST + words.CHRISTIAN)})?\s*(?P<year>\d{{4}}|\d\d)"
    rf"|\s*{words.THIS})?"
)
_OF_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\s*(?:{words.MONTH})?\s*(?P<which>{words.THIS}|{words.NEXT}))?"
)
_END = re.compile(rf"{words.END_OF_MONTH}\s*(?P<which>{words.THIS}|{words.NEXT})?")
_IN = re.compile(
    rf"(?:{words.IN})?\s*(?P<count>\d{{1,3}}|{_any(words.NUMBERS)})\s*(?P<span>{_any(words.SPANS)})"
)
_SOME_WEEKDAY = re.compile(
    rf"(?P<day>{words.DAY})?\s*(?P<weekday>{_any(_WEEKDAYS)})\s*(?P<which>{words.THIS}|{words.NEXT})?"
)


def read_day(text: str, *, today: date, past: bool = False) -> date | None:
    """The one day that the words mean, or None. A day without its year or month is the next such
    day from today on; with `past` the last one up to today."""
    if len(text) > _LONGEST:
        return None
    said = _tidy(text)
    weekday, said = _named_weekday(said)
    found = _day(said, today, past)
    if found is not None and weekday is not None and found.weekday() != weekday:
        return None
    return found


def _tidy(text: str) -> str:
    """Small letters, Arabic digits, single spaces; no points of short forms, no polite words."""
    plain = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c for c in _INVISIBLE.sub("", text)
    )
    said = " ".join(plain.lower().split())
    said = _TAIL.sub("", _LEAD.sub("", said)).strip()
    return _POINTS.sub("", said).strip()


def _named_weekday(said: str) -> tuple[int | None, str]:
    """«วันศุกร์ที่ 19 มิ.ย.» → Friday and the rest, to be held against each other."""
    found = _BEFORE.match(said)
    if found is None:
        return None, said
    rest = said[found.end() :]
    return _WEEKDAYS[found["weekday"]], f"{words.DAY_OF} {rest}" if found["of"] else rest


def _day(said: str, today: date, past: bool) -> date | None:
    if said in words.NEAR:
        return _from(today, words.NEAR[said])
    named_of_month = said.startswith(words.DAY_OF)
    said = said.removeprefix(words.DAY_OF).strip()
    readers: list[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], date | None]]] = [
        (_ISO, _iso),
        (_FIGURES, _figures),
        (_NAMED, _with_month),
        (_END, _end_of_month),
        (_IN, _later),
        (_SOME_WEEKDAY, _on_weekday),
    ]
    for pattern, read in readers:
        if found := pattern.fullmatch(said):
            return read(found, today, past)
    found = _OF_MONTH.fullmatch(said)
    # A bare number may be the number of a choice.
    if found and (named_of_month or found["which"]):
        return _in_month(found, today, past)
    return None


def _iso(found: re.Match[str], _today: date, _past: bool) -> date | None:
    return _date(_year(found["year"]), int(found["month"]), int(found["day"]))


def _figures(found: re.Match[str], today: date, past: bool) -> date | None:
    if found["day2"]:
        return _nearest(int(found["day2"]), int(found["month2"]), today, past)
    return _date(_year(found["year"]), int(found["month"]), int(found["day"]))


def _with_month(found: re.Match[str], today: date, past: bool) -> date | None:
    day, month = int(found["day"]), _MONTHS[found["month"]]
    if found["year"] is None:
        return _nearest(day, month, today, past)
    return _date(_year(found["year"], found["era"]), month, day)


def _end_of_month(found: re.Match[str], today: date, _past: bool) -> date | None:
    first = _month_after(today, found["which"] == words.NEXT)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _later(found: re.Match[str], today: date, past: bool) -> date | None:
    count = words.NUMBERS.get(found["count"]) or int(found["count"])
    return None if past else _from(today, count * words.SPANS[found["span"]])


def _on_weekday(found: re.Match[str], today: date, past: bool) -> date | None:
    weekday, which = _WEEKDAYS[found["weekday"]], found["which"]
    sunday = 6
    if past or (weekday == sunday and not found["day"]):
        return None  # «อาทิตย์หน้า» is next week
    ahead = (weekday - today.weekday()) % 7
    if which == words.NEXT:
        # Weeks begin on Sunday to some and on Monday to others: then the week could be either.
        unclear = sunday in (weekday, today.weekday())
        return None if unclear else _from(today, 7 - today.weekday() + weekday)
    if which is None and ahead == 0:
        return None  # today, or a week from now
    return _from(today, ahead)


def _in_month(found: re.Match[str], today: date, past: bool) -> date | None:
    day = int(found["day"])
    if found["which"]:
        first = _month_after(today, found["which"] == words.NEXT)
        return _date(first.year, first.month, day)
    step = -1 if past else 1
    for n in range(3):  # two months without a 31st never follow each other
        year, month = divmod(today.year * 12 + today.month - 1 + step * n, 12)
        there = _date(year, month + 1, day)
        if there and (there <= today if past else there >= today):
            return there
    return None


def _nearest(day: int, month: int, today: date, past: bool) -> date | None:
    step = -1 if past else 1
    for n in range(9):  # 29 February may be eight years away
        there = _date(today.year + step * n, month, day)
        if there and (there <= today if past else there >= today):
            return there
    return None


def _month_after(today: date, following: bool) -> date:
    first = today.replace(day=1)
    return (first + timedelta(days=31)).replace(day=1) if following else first


def _year(said: str, era: str | None = None) -> int | None:
    """The year in C.E. Two digits are B.E.; an era that does not fit its year is no year."""
    year = int(said)
    if len(said) == 2:
        return None if era in words.CHRISTIAN else 2500 + year - ERA
    if 2400 <= year <= 2700 and era not in words.CHRISTIAN:
        return year - ERA
    if 1900 <= year <= 2150 and era not in words.BUDDHIST:
        return year
    return None


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return None if year is None else date(year, month, day)
    except ValueError:
        return None


def _from(today: date, days: int) -> date | None:
    return today + timedelta(days=days) if abs(days) <= _FARTHEST else None
