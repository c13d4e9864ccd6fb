"""Read a list of who has confirmed in a central system: a file in, one entry a school out.

It has a column that says it, or the day of confirming, or it is a plain list of those who have
(its title or its file's name may say that it is of those who have not). Names are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from handlers import school_tables
from handlers.rounds import lists_vocabulary as words
from handlers.rounds.lists_columns import CLOCK, DAY, SAYS, columns_of, squeezed
from handlers.school_tables import NAME, SCHOOL, Line, SchoolTable
from handlers.tables import Fault, Source, clean, tidy_name
from handlers.thai_dates import read_day
from handlers.workdays import BANGKOK

_AT = re.compile(
    rf"(?:^|[T\s]+)(?:{words.BEFORE_CLOCK}\s*)?([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]\d\d(?:\.\d+)?)?"
    rf"\s*(?:{words.HOUR_SIGN}\.?)?$"
)
_YEAR = re.compile(rf"{words.YEAR}\s*(25\d\d)")
_TERM = re.compile(rf"{words.TERM}\s*([1-3])(?!\d)")


@dataclass(frozen=True)
class Told:
    """What a list says of one school. `day` and `clock`: when it confirmed, as far as told."""

    row: int
    code: str
    name: str
    confirmed: bool
    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True)
class ConfirmedList:
    """A list as it stands. `is_plain`: it has no column that says so, only schools.

    `year`, `term`: those that a title names. `columns`: what the file calls the columns.
    """

    told: tuple[Told, ...]
    is_plain: bool
    year: int | None
    term: int | None
    columns: dict[str, str]

    @property
    def day_column(self) -> str | None:
        """What the file calls the day of confirming."""
        return self.columns.get(DAY) or self.columns.get(SAYS)


def read(source: Source, office: str, today: date) -> ConfirmedList:
    """What a file says of each school. Raises FileRefused with every fault there is.

    `office` is the office's code; `today` is for days without their year.
    """
    named = columns_of(source)
    spelt = {field: (column,) for field, column in named.items()}
    table = school_tables.read(
        source, spelt, office, optional=tuple(spelt), below=words.BELOW, once=True, least=1
    )
    _need_codes(table)
    default = not _speaks_of_missing([source.name, *table.above])
    told = tuple(_told(table, line, named, default, today) for line in table.lines)
    table.finish()
    title = " ".join(table.above)
    return ConfirmedList(
        told=told,
        is_plain=not {SAYS, DAY} & named.keys(),
        year=_number(_YEAR, title),
        term=_number(_TERM, title),
        columns=table.columns,
    )


def _speaks_of_missing(texts: Iterable[str]) -> bool:
    return any(squeezed(word) in squeezed(text) for text in texts for word in words.MISSING)


def _need_codes(table: SchoolTable) -> None:
    for line in table.others:
        if any(clean(cell).strip("-") for cell in line.cells.values()):
            table.faults.append(Fault("no_school_in_row", line.number, table.columns[SCHOOL]))


def _told(
    table: SchoolTable, line: Line, named: dict[str, str], default: bool, today: date
) -> Told:
    name = tidy_name(line.cells.get(NAME, ""))
    says, moment = default, None
    if DAY in named:
        cell = line.cells[DAY]
        moment = _moment(cell, today)
        says = moment is not None
        if moment is None and clean(cell).strip("-–"):
            _wrong(table, line, DAY, "not_a_day")
    if SAYS in named:
        said = _says(line.cells[SAYS], today)
        if said is None:
            known = [words.CONFIRMED[0], words.NOT_CONFIRMED[0]]
            _wrong(table, line, SAYS, "not_one_of", known=known)
            return Told(line.number, line.code, name, False)
        if moment is not None and not said[0]:
            _wrong(table, line, DAY, "day_of_unconfirmed", says=clean(line.cells[SAYS])[:40])
        says, moment = said[0], moment or said[1]
    if not says or moment is None:
        return Told(line.number, line.code, name, says)
    day, clock = moment
    if clock is None and CLOCK in named:
        clock = _clock(line.cells[CLOCK])
    return Told(line.number, line.code, name, True, day, clock)


def _wrong(table: SchoolTable, line: Line, field: str, code: str, **facts: object) -> None:
    told = {"value": clean(line.cells[field])[:40], **facts}
    table.faults.append(Fault(code, line.number, table.columns[field], told))


Moment = tuple[date, time | None]


def _says(cell: str, today: date) -> tuple[bool, Moment | None] | None:
    """Confirmed or not, and when if the cell tells; None for words that are not known."""
    said = squeezed(cell)
    if said in map(squeezed, words.NOT_CONFIRMED):
        return False, None
    if said in map(squeezed, words.CONFIRMED):
        return True, None
    text = clean(cell)
    for word in sorted(words.CONFIRMED, key=len, reverse=True):
        if len(word) > 1 and text.startswith(word):
            moment = _moment(text.removeprefix(word).strip(" ()"), today)
            return (True, moment) if moment else None
    return None


def _moment(cell: str, today: date) -> Moment | None:
    """«10 มิ.ย. 2568 14.30 น.», «2025-06-10 14:30:00», a day alone."""
    text = clean(cell)
    for lead in words.BEFORE_MOMENT:
        text = text.removeprefix(lead).strip()
    clock = None
    if found := _AT.search(text):
        rest = text[: found.start()].strip()
        if rest:
            clock, text = time(int(found[1]), int(found[2]), tzinfo=BANGKOK), rest
    day = read_day(text, today=today, past=True)
    return None if day is None else (day, clock)


def _clock(cell: str) -> time | None:
    found = _AT.search(clean(cell))
    return time(int(found[1]), int(found[2]), tzinfo=BANGKOK) if found else None


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None
