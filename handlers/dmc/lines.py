"""The rows of a report as lines: which school, which category, which counts; totals apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import dmc_vocabulary as words
from handlers.dmc.layout import Layout
from handlers.tables import Fault, FileRefused, clean, count, tidy_name, whole
from models.schools import SMIS_DIGITS, area_key

if TYPE_CHECKING:
    import numpy as np

_MOST_FAULTS = 1000
_ROUND = re.compile(r"\d{4}-\d")
#: What Excel makes of 2568-2: the first of a month.
_AS_DAY = re.compile(r"(25\d\d)-0([123])-01")
_AS_MONTH = re.compile(r"(\S+?)-(\d\d)")


@dataclass(frozen=True)
class Line:
    """One row, without its counts. `place` is its row among the counts."""

    number: int
    place: int
    first: str
    code: str
    name: str | None
    category: str


@dataclass(frozen=True)
class Lines:
    """The rows of schools and those of totals; `counts` has a row for each of either."""

    schools: list[Line]
    totals: list[Line]
    counts: np.ndarray


def lines_of(file_name: str, layout: Layout, office: str) -> Lines:
    """The lines of the report. Raises FileRefused for every cell that is no count."""
    import numpy as np  # heavy: only an import of data needs it

    faults: list[Fault] = []
    found: list[Line] = []
    counts: list[list[int]] = []
    for number, cells in layout.rows:
        counts.append(_counts(number, cells, layout, faults))
        found.append(_line(number, len(found), cells, layout))
        if len(faults) > _MOST_FAULTS:
            break
    if faults:
        raise FileRefused(file_name, faults)
    totals = [line for line in found if _is_total(line.code, office)]
    if not totals and found and not is_school_code(found[-1].code):
        # A last row under any other code that no school can have is the sum as well.
        totals = [line for line in found if line.code == found[-1].code]
    apart = {line.place for line in totals}
    schools = [line for line in found if line.place not in apart]
    return Lines(schools, totals, np.array(counts, dtype=np.int64))


def is_school_code(code: str) -> bool:
    """Whether a school can have it: 8 digits, and not an area's own."""
    return len(code) == SMIS_DIGITS and code.isdigit() and area_key(code) == code


def lead_faults(lines: Lines, office: str, edition: str, named: str | None) -> list[Fault]:
    """The year and round, or the area's code, that each row begins with; said once a value."""
    faults: list[Fault] = []
    said: set[str] = set()
    totals = {line.place for line in lines.totals}
    for line in [*lines.schools, *lines.totals]:
        value = line.first
        if value in said or value == edition or area_key(value) == area_key(office):
            continue
        if line.place in totals and (value == "" or value in words.TOTAL_WORDS):
            continue
        said.add(value)
        if value.isdigit() and area_key(value) != value:
            facts = {"value": value, "expected": office}
            faults.append(Fault("other_office", line.number, words.AREA_CODE, facts))
        else:
            code = "other_round" if _ROUND.fullmatch(value) else "not_a_round"
            facts = {"value": value[:30], "expected": edition}
            if named and named != value:
                facts["named"] = named
            faults.append(Fault(code, line.number, words.AREA_CODE, facts))
    return faults


def editions_in(lines: Lines) -> set[str]:
    """Every year and round that rows begin with."""
    return {line.first for line in lines.schools if _ROUND.fullmatch(line.first)}


def _is_total(code: str, office: str) -> bool:
    return code == "" or code in words.TOTAL_WORDS or area_key(code) == area_key(office)


def _line(number: int, place: int, cells: list[str], layout: Layout) -> Line:
    def cell(kind: str) -> str:
        return clean(cells[layout.lead[kind]]) if kind in layout.lead else ""

    name = tidy_name(cells[layout.lead["name"]]) if "name" in layout.lead else None
    return Line(number, place, _edition(cell("first")), whole(cell("code")), name, cell("category"))


def _edition(cell: str) -> str:
    """A year-round, also where a workbook has made a day or a month of it; else the cell."""
    month = _AS_MONTH.fullmatch(cell.lower())
    if month and month[1] in words.ROUND_MONTHS:
        return f"25{month[2]}-{words.ROUND_MONTHS[month[1]]}"
    return whole(_AS_DAY.sub(r"\1-\2", cell))


def _counts(number: int, cells: list[str], layout: Layout, faults: list[Fault]) -> list[int]:
    found = []
    for n, cell in enumerate(cells[layout.start :]):
        # Nearly every cell is plain digits, and a file has 160,000 of them.
        plain = cell.isascii() and cell.isdigit() and len(cell) < 10
        value = int(cell) if plain else count(cell)
        if value is None:
            facts = {"value": clean(cell)[:30]}
            faults.append(Fault("not_a_count", number, layout.shape.columns[n], facts))
        found.append(value or 0)
    return found
