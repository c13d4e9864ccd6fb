"""How old a pupil is, from the day of birth, and whether that is usual in the grade."""

from __future__ import annotations

import re
from datetime import date, datetime

from handlers import topics_vocabulary
from handlers.dmc_vocabulary import GRADES, LOWER, PRE, PRIMARY, UPPER, VOCATIONAL
from handlers.tables import clean
from handlers.tables.cells import as_text

_BE = 543
_FIRST_BE = 2400
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MOST = 99
_FIRST_ROW = 2
_YOUNGEST, _SPAN, _TOLERANCE = 3, 1, 3

_ORDER = PRE + PRIMARY + LOWER + UPPER
#: Ages that are usual, or up to three years off: อ.1 is 3-4, ป.1 6-7, ม.1 12-13, ปวช.1 as ม.4.
USUAL: dict[str, tuple[int, int]] = {
    grade: (
        _YOUNGEST + _ORDER.index(twin) - _TOLERANCE,
        _YOUNGEST + _ORDER.index(twin) + _SPAN + _TOLERANCE,
    )
    for grade in GRADES
    for twin in [UPPER[VOCATIONAL.index(grade)] if grade in VOCATIONAL else grade]
}


def born(raw: object) -> tuple[date | None, bool]:
    """The day of birth that a cell holds, if any, and whether the cell holds anything.

    Text is dd/mm/B.E.; a workbook's own day may be of either era.
    """
    if isinstance(raw, date | datetime):
        return _day(raw.day, raw.month, raw.year), True
    text = clean(as_text(raw))
    if text in ("", "-"):
        return None, False
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
        # A Western year is a sign that day and month may have changed places as well.
        return (_day(day, month, year) if year >= _FIRST_BE else None), True
    return None, True


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year - _BE if year >= _FIRST_BE else year, month, day)
    except ValueError:  # 29 February of a common year, 31 April
        return None


def age_at(birth: date, as_of: date) -> int | None:
    """Whole years on a day; None for a child not born yet, or nobody's age."""
    years = as_of.year - birth.year - ((as_of.month, as_of.day) < (birth.month, birth.day))
    return years if 0 <= years <= _MOST else None


def stated(raw: object) -> int | None:
    """The age that the file itself states, in years; None when it states none."""
    text = clean(as_text(raw))
    return int(text) if re.fullmatch(r"[0-9]{1,2}", text) else None


def category(age: int) -> str:
    """The row of the report by age: under 2, each year to 20, above."""
    if age < _FIRST_ROW:
        return topics_vocabulary.AGE[0]
    rows = topics_vocabulary.AGE[1:-1]
    return rows[age - _FIRST_ROW] if age - _FIRST_ROW < len(rows) else topics_vocabulary.AGE[-1]
