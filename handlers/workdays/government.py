"""Government holidays as far as they are known: the base that the office's changes alter.

The package `holidays` knows those of law, their substitute days, and the extra days of the cabinet
up to its release. It is imported late: the serving process needs it only when it counts days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from handlers.workdays.vocabulary import OPEN_ALL_THE_SAME

#: Buddhist holidays are computed from the moon; the package can do it in these years.
FIRST_YEAR, LAST_YEAR = 1970, 2150
_SEPARATOR = "; "


@lru_cache(maxsize=64)
def holidays_of(year: int) -> Mapping[date, str]:
    """The government holidays of a year (C.E.) and their Thai names, in order."""
    import holidays

    found = holidays.country_holidays(
        "TH", years=year, categories=("public", "government"), language="th", expand=False
    )
    named = {day: _name(found[day]) for day in sorted(found) if day.year == year}
    return MappingProxyType({day: name for day, name in named.items() if name})


def _name(names: str) -> str:
    """What is left when the days on which the office is open are taken out; perhaps nothing."""
    kept = [
        name
        for name in names.split(_SEPARATOR)
        if not any(word in name for word in OPEN_ALL_THE_SAME)
    ]
    return ", ".join(kept)


@lru_cache(maxsize=64)
def workdays_of(year: int) -> tuple[date, ...]:
    """Monday to Friday of a year, less the government holidays."""
    off = holidays_of(year)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return tuple(day for day in days if day.weekday() < 5 and day not in off)
