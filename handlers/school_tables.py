"""Read a table that has a school in each row: who it is of, its cells by name, its total row.

Shared by the readers of EMIS, M-OBEC, B-OBEC and G-Code. A school is named by its code of 8
digits (SMIS) or 10 (MOE); the list of schools turns the one into the other later.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from handlers import headers
from handlers import school_tables_vocabulary as words
from handlers.reports import SchoolLine
from handlers.tables import Fault, FileRefused, Source, clean, count, tidy_name, whole
from models.datasets import Coverage
from models.schools import MOE_DIGITS, SMIS_DIGITS, area_key

#: So many digits in a row could be a person's number.
_NUMBER = re.compile(r"\d{9}")
Spellings = Mapping[str, tuple[str, ...]]
SCHOOL, NAME, AREA = "school", "name", "area"
_EVERY: Spellings = {SCHOOL: words.SCHOOL, NAME: words.NAME, AREA: words.AREA}


@dataclass(frozen=True)
class Line:
    """One row: its number, the school's code ("" for a total row or no school), its cells."""

    number: int
    code: str
    cells: Mapping[str, str]


@dataclass
class SchoolTable:
    """`lines` are of schools, `totals` the sums of all, `others` have no school code at all.

    `columns` give the name of each field's column as the file writes it, `header` all of them,
    `above` the cells of the rows before it. Readers add `faults`.
    """

    file_name: str
    columns: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)
    schools: dict[str, SchoolLine] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def number(self, line: Line, name: str) -> int:
        """The count in a cell; 0 and a fault where there is none."""
        found = count(line.cells[name])
        if found is None:
            value = {"value": clean(line.cells[name])[:40]}
            self.faults.append(Fault("not_a_count", line.number, self.columns[name], value))
        return found or 0

    def agree(self, line: Line, name: str, expected: int, code: str = "row_sum") -> None:
        """A fault when a sum in the file is not what its parts make."""
        found = self.number(line, name)
        if found != expected:
            facts = {"value": found, "expected": expected}
            self.faults.append(Fault(code, line.number, self.columns[name], facts))

    def need_codes(self) -> None:
        """A fault for each row that says something and names no school: nobody knows whose it is.

        In a workbook with merged cells saved as CSV, these are all rows but the school's first.
        """
        for line in self.others:
            told = (cell for name, cell in line.cells.items() if name not in _EVERY)
            if any(clean(cell).strip("-") for cell in told):
                self.faults.append(Fault("no_school_in_row", line.number, self.columns[SCHOOL]))

    def named(self, line: Line, name: str, most: int) -> str:
        """A word that is kept, such as a kind; "…" and a fault for what could be a person."""
        said = tidy_name(line.cells[name])[:most]
        if said.startswith(words.TITLES) or _NUMBER.search(said):
            self.faults.append(Fault("person", line.number, self.columns[name]))
            return "…"
        return said

    def finish(self) -> None:
        """Raise FileRefused when anything was wrong, or there is no school."""
        if not self.schools and not self.faults:
            self.faults.append(Fault("no_schools"))
        if self.faults:
            raise FileRefused(self.file_name, self.faults)

    @property
    def coverage(self) -> Coverage:
        """A file of one school speaks for that school only."""
        return Coverage.PART if len(self.schools) == 1 else Coverage.WHOLE


def read(
    source: Source, spellings: Spellings, office: str, *,
    optional: Collection[str] = (), below: Collection[str] = (), once: bool = False,
    least: int = 2,
) -> SchoolTable:  # fmt: skip
    """The table of a file. Raises FileRefused when a column is missing that is not `optional`.

    `below` are names of a second header row, `least` how many names make a header
    (`headers.find`). `once`: a school has one row only.
    """
    every = {**_EVERY, **spellings}
    wanted = [name for spelt in every.values() for name in (*spelt, *(s.split()[0] for s in spelt))]
    table = headers.only(source, wanted, every[SCHOOL], below=below, least=least)
    needed = [SCHOOL, *(name for name in spellings if name not in optional)]
    if table is None:
        facts = {"columns": [every[name][0] for name in needed]}
        raise FileRefused(source.name, [Fault("no_table_header", facts=facts)])
    where = headers.places(table.columns, every)
    missing = [name for name in needed if name not in where]
    if missing:
        faults = [Fault("no_column", table.row, every[name][0]) for name in missing]
        raise FileRefused(source.name, faults)
    columns = {name: table.columns[place] for name, place in where.items()}
    found = SchoolTable(source.name, columns)
    found.header = table.columns
    found.above = [clean(cell) for _, cells in table.above for cell in dict.fromkeys(cells)]
    for number, cells in table.rows:
        _sort(found, number, cells, where, office=area_key(office), once=once)
    return found


def school_code(cell: str) -> str | None:
    """A school's code of 8 or 10 digits; None for anything else."""
    said = whole(cell)
    right = said.isascii() and said.isdigit() and len(said) in (SMIS_DIGITS, MOE_DIGITS)
    return said if right else None


def _sort(
    found: SchoolTable, number: int, row: list[str], where: dict[str, int], *,
    office: str, once: bool,
) -> None:  # fmt: skip
    if len(row) <= max(where.values()):
        row = [*row, *[""] * (max(where.values()) + 1 - len(row))]
    cells = {name: row[place] for name, place in where.items()}
    said = whole(cells[SCHOOL])
    code = school_code(said)
    if said.startswith(words.EXAMPLE):
        return
    if code is None and (said.startswith(words.TOTAL) or _sums(said, cells, row)):
        found.totals.append(Line(number, "", cells))
    elif code is None and said.strip("-"):
        facts = {"value": said[:40]}
        found.faults.append(Fault("school_code_any", number, found.columns[SCHOOL], facts))
    elif code is None:
        found.others.append(Line(number, "", cells))
    else:
        _school(found, number, code, cells, office=office, once=once)


def _sums(said: str, cells: Mapping[str, str], row: list[str]) -> bool:
    """A row of sums without a code: its first words, or its school's name, say so."""
    first = next((clean(cell) for cell in row if clean(cell)), "")
    named = clean(cells.get(NAME, ""))
    return not said.strip("-") and (first.startswith(words.TOTAL) or named.startswith(words.TOTAL))


def _school(
    found: SchoolTable, number: int, code: str, cells: dict[str, str], *, office: str, once: bool
) -> None:
    area = area_key(clean(cells.get(AREA, "")))
    if len(area) == len(office) and area != office:  # old secondary areas have codes of their own
        facts = {"value": area, "expected": office}
        found.faults.append(Fault("other_office", number, found.columns[AREA], facts))
    known = found.schools.get(code)
    if known and once:
        facts = {"value": code, "first": str(known.row)}
        found.faults.append(Fault("school_twice", number, found.columns[SCHOOL], facts))
    found.schools.setdefault(code, SchoolLine(code, tidy_name(cells.get(NAME, "")) or None, number))
    found.lines.append(Line(number, code, cells))
