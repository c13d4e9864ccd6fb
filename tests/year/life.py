"""What people do in the year, drawn with a seed: who writes when, when each school has finished.

Nothing here looks at the product: it is the world that the product is held against.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.rounds.ladder import BREAKS
from handlers.workdays import BANGKOK, Calendar
from tests.year.rounds import Asked
from tests.year.town import Town

#: Share of schools that finish early, in the last week, on the last day; the rest are late.
EARLY, WEEK, LAST_DAY = 0.30, 0.50, 0.15
#: As many schools tell the bot; the others are seen in the system's list, or telephone.
TELL = 0.6
#: How likely somebody writes to the bot in a week.
CLERK, TEACHER, DIRECTOR = 0.20, 0.08, 0.05
_WORDS = ("เมนู", "กำหนดส่ง", "สถานะ", "ช่วยเหลือ")
_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Happening:
    """Somebody does something. `kind`: `opens`, `list` (a round), `talks` (a group), `writes`
    (one person), `entered` and `confirms` (a school, by its person), `blocks`."""

    at: datetime
    kind: str
    who: str = ""
    chat: str = ""
    what: Any = field(default=None, compare=False)


@dataclass
class Life:
    """The year. `finished`: (round's title, school) → when it was done in the central system."""

    happenings: list[Happening]
    finished: dict[tuple[str, str], datetime]
    entered: dict[tuple[str, str], datetime]


def draw(
    town: Town, rounds: Sequence[Asked], calendar: Calendar, dice: random.Random, days: list[date]
) -> Life:
    """All of it, in order."""
    life = Life([], {}, {})
    found = life.happenings
    for asked in rounds:
        opens = _from(calendar, max(asked.spec.opens_on, days[0]))
        found.append(Happening(_at(opens, 8, 40), "opens", what=asked))
        found += _finishing(town, asked, calendar, dice, life)
        found += _lists(asked, calendar)
    for n, day in enumerate(days):
        found += _talk(town, calendar, dice, day, n)
        found += _writing(town, calendar, dice, day)
    found += _blocking(town, dice, days)
    first, last = days[0], days[-1]
    life.happenings = sorted(one for one in found if first <= one.at.date() <= last)
    return life


def _finishing(
    town: Town, asked: Asked, calendar: Calendar, dice: random.Random, life: Life
) -> Iterator[Happening]:
    """When each school has finished, and how the office hears of it."""
    codes = sorted(town.schools)
    dice.shuffle(codes)
    for n, code in enumerate(codes):
        share, of, key = (n + 0.5) / len(codes), town.schools[code], (asked.title, code)
        done = _moment(asked, calendar, dice, share)
        who = of.answers(asked.system) if dice.random() < TELL else None
        if asked.last_day_only:
            life.entered[key] = done
            if who and done.date() < asked.due.date():
                yield Happening(done, "entered", who, code, asked)
            done = _on_the_last_day(asked, calendar, dice, done, late=share >= 1 - _late())
        life.finished[key] = done
        if who:
            yield Happening(done, "confirms", who, code, asked)


def _late() -> float:
    return 1 - EARLY - WEEK - LAST_DAY


def _moment(asked: Asked, calendar: Calendar, dice: random.Random, share: float) -> datetime:
    due = asked.due
    first = _from(calendar, asked.spec.opens_on) + _DAY
    days = [first + n * _DAY for n in range((due.date() - first).days)]
    working = [day for day in days if calendar.is_workday(day)]
    if share < EARLY:
        return _some_time(dice, dice.choice([d for d in working if d < due.date() - 8 * _DAY]))
    if share < EARLY + WEEK:
        return _some_time(dice, dice.choice([d for d in days if d >= due.date() - 7 * _DAY]))
    if share < EARLY + WEEK + LAST_DAY:
        return _at(due.date(), 8, 30) + timedelta(minutes=dice.randrange(8 * 60 - 5))
    day, closes = due.date(), asked.spec.closes_on or due.date()
    for _ in range(dice.randint(1, 8)):
        later = calendar.next_workday(day)
        day = later if later <= closes else day
    return _some_time(dice, day)


def _on_the_last_day(
    asked: Asked, calendar: Calendar, dice: random.Random, entered: datetime, *, late: bool
) -> datetime:
    """Confirming is possible on the closing day alone, 08:30-16:30; who misses it asks the office
    on the next."""
    if late or entered > asked.due:
        return _at(calendar.next_workday(asked.due.date()), 9, 30 + dice.randrange(25))
    opens = max(_at(asked.due.date(), 8, 30), entered)
    span = max(int((asked.due - opens).total_seconds()) - 120, 60)
    return opens + timedelta(seconds=dice.randrange(span))


def _lists(asked: Asked, calendar: Calendar) -> Iterator[Happening]:
    """The officer takes the system's list in: every Monday, in the last days each morning, on the
    last day four times, afterwards each morning until it closes."""
    due, day = asked.due.date(), asked.spec.opens_on
    while day <= (asked.spec.closes_on or due):
        if calendar.is_workday(day):
            if day.weekday() == 0 or abs((due - day).days) <= 8:
                yield Happening(_at(day, 8, 45), "list", what=asked)
            if day == due:
                for hour in (11, 12, 15):
                    yield Happening(_at(day, hour, 50), "list", what=asked)
        day += _DAY


def _talk(
    town: Town, calendar: Calendar, dice: random.Random, day: date, n: int
) -> Iterator[Happening]:
    """Groups of everybody talk each working day, those of networks each second one, both less in
    the school holidays; a little at night and on days off."""
    for place, (name, key) in enumerate(town.groups.items()):
        is_big = name in ("executives", "clerks")
        talks = is_big or (n + place) % 2 == 0
        if not calendar.is_workday(day):
            talks = dice.random() < 0.25
        elif in_holidays(day):
            talks = talks and dice.random() < 0.6
        if not talks:
            continue
        times = [_some_time(dice, day) for _ in range(dice.randint(1, 4 if is_big else 2))]
        if calendar.is_workday(day):
            times.append(_at(day, 8, 10) + timedelta(minutes=dice.randrange(7 * 60)))
        for at in times:
            yield Happening(at, "talks", dice.choice(town.members[key]), key, "รับทราบค่ะ")


def _writing(town: Town, calendar: Calendar, dice: random.Random, day: date) -> Iterator[Happening]:
    if not calendar.is_workday(day):
        return
    less = 0.4 if in_holidays(day) else 1.0
    for of in town.schools.values():
        shares = dict.fromkeys(sorted(set(of.named.values())), TEACHER)
        shares |= {of.clerk: CLERK} if of.clerk else {}
        shares |= {of.director: DIRECTOR} if of.director else {}
        for who, share in shares.items():
            if dice.random() < share * less / 5:
                yield Happening(_some_time(dice, day), "writes", who, what=dice.choice(_WORDS))
    for who in town.officers:
        yield Happening(_at(day, 8, 32 + dice.randrange(25)), "writes", who, what="ประกาศ")


def _blocking(town: Town, dice: random.Random, days: list[date]) -> Iterable[Happening]:
    """A few block the account in the course of the year."""
    heads = [of.director for of in town.schools.values() if of.director and of.clerk]
    for who in dice.sample(heads, min(len(heads) // 40, 5)):
        yield Happening(_some_time(dice, dice.choice(days)), "blocks", who)


def in_holidays(day: date) -> bool:
    """Are schools closed?"""
    return any(a <= (day.month, day.day) <= b for a, b in BREAKS)


def _some_time(dice: random.Random, day: date) -> datetime:
    """Mostly in office hours, sometimes in the evening or before they begin."""
    if dice.random() < 0.8:
        return _at(day, 8, 30) + timedelta(minutes=dice.randrange(8 * 60))
    return _at(day, *dice.choice(((6, 50), (7, 55), (18, 20), (20, 40), (22, 15))))


def _from(calendar: Calendar, day: date) -> date:
    return day if calendar.is_workday(day) else calendar.next_workday(day)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), BANGKOK)
