"""A day and an hour as people in Thailand write them: «20 พ.ย. 69 18.00 น.», «พรุ่งนี้ 9 โมง».

Pure. None wherever it could be two moments: a wrong hour costs more than a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, time

from handlers import thai_times_vocabulary as words
from handlers.budget import BANGKOK
from handlers.thai_dates import read_day

_LONGEST = 80


def _any(spellings: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, spellings), key=len, reverse=True))


_N = rf"(?P<n>\d{{1,2}}|{_any(words.NUMBERS)})\s*"
_HALF = rf"\s*(?P<half>{words.HALF})?"
_BEFORE = rf"(?:^|\s|(?<=[\u0e01-\u0e4e]))(?:(?:{_any(words.LEADS)})\s*)?"
#: How the hour is counted, and the least and the largest number that is clear, and what is added.
_OLD = (
    (rf"{_N}{words.CLOCK}\s*{words.MORNING}{_HALF}", 6, 11, 0),
    (rf"{_N}{words.CLOCK}\s*{words.EVENING}{_HALF}", 3, 6, 12),
    (rf"{words.AFTERNOON}\s*{_N}(?:{words.CLOCK})?{_HALF}", 1, 4, 12),
    (rf"{_N}{words.NIGHT}{_HALF}", 1, 5, 18),
    (rf"{_N}{words.CLOCK}{_HALF}", 6, 11, 0),
)
_FIGURES = re.compile(
    rf"(?:^|\s|(?<=[\u0e01-\u0e4e]))(?:(?:{_any(words.LEADS)})\s*)?"
    rf"(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)\s*(?:{_any(words.HOURS)})?$"
)
_AT = [(re.compile(f"{_BEFORE}{form}$"), low, high, more) for form, low, high, more in _OLD]
_NOON = re.compile(f"{_BEFORE}{words.NOON}$")


def read_moment(text: str, *, now: datetime) -> datetime | None:
    """The one moment that the words mean, or None. An hour without a day is today's."""
    if len(text) > _LONGEST:
        return None
    said = " ".join(
        "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text).split()
    )
    found = _hour(said)
    if found is None:
        return None
    hour, rest = found
    today = now.astimezone(BANGKOK).date()
    day = read_day(rest, today=today) if rest else today
    return None if day is None else datetime.combine(day, hour, BANGKOK)


def _hour(said: str) -> tuple[time, str] | None:
    """The hour at the end of the words, and what stands before it."""
    if found := _FIGURES.search(said):
        return time(int(found["hour"]), int(found["minute"])), said[: found.start()].strip()
    if found := _NOON.search(said):
        return time(12), said[: found.start()].strip()
    for pattern, low, high, more in _AT:
        if (found := pattern.search(said)) is None:
            continue
        n = words.NUMBERS.get(found["n"]) or int(found["n"])
        if not low <= n <= high:
            return None
        return time(n + more, 30 if found["half"] else 0), said[: found.start()].strip()
    return None
