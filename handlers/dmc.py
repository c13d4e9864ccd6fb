"""DMC's area summary of pupils and classrooms by grade: read it, check it, or refuse it whole.

Three shapes of one report: 96 columns with a header and names, 94 columns (header seen once),
82 columns without the vocational grades (2560-2562). The row of totals hides among the schools
under an empty code, the area's 8 digits or its 4 digits: it is never counted, and checks the sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handlers import dmc_vocabulary as words
from handlers.reports import Report, SchoolLine, Target
from handlers.tables import Fault, FileRefused, Source, clean, count, read_rows, tidy_name
from models.schools import SMIS_DIGITS, area_key

DATASET = "dmc"
REPORT = "students_by_grade"
_WIDTHS = {96: (4, True), 94: (2, True), 82: (2, False)}

#: (male, female, rooms)
Counts = tuple[int, int, int]
#: What a school without pupils and rooms is written down as.
NOTHING: dict[str, Counts] = {words.GRADES[0]: (0, 0, 0)}


@dataclass(frozen=True)
class SchoolRow:
    """One school of the report: `grades` maps a grade to its counts (none where all are 0)."""

    code: str
    name: str | None
    row: int
    grades: dict[str, Counts]


@dataclass(frozen=True)
class Summary:
    """A report that holds together. `edition` is the year and round inside, where it has them."""

    schools: list[SchoolRow]
    edition: str | None
    has_total: bool
    totals: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Line:
    number: int
    lead: list[str]
    counts: list[int]


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The report in the file, checked cell by cell. Raises FileRefused naming every fault."""
    found = summary(source, office=office, year=target.year, round_=target.round)
    return [
        Report(
            REPORT,
            [SchoolLine(school.code, school.name, school.row) for school in found.schools],
            enrollment={school.code: school.grades for school in found.schools},
            totals=found.totals,
            has_total=found.has_total,
        )
    ]


def summary(source: Source, *, office: str, year: int, round_: int) -> Summary:
    """The report in the file, checked cell by cell. Raises FileRefused naming every fault.

    `office` is the office's code in any form; `year` (B.E.) and `round_` are what the person
    who imports says the file is: where the file says otherwise, it is refused.
    """
    file_name = source.name
    rows = read_rows(source)
    width = _width(file_name, rows)
    lead, vocational = _WIDTHS[width]
    names = [name for group, _ in words.groups(vocational) for name in words.header(group)]
    faults: list[Fault] = []
    if _is_header(rows[0][1], lead):
        faults += _check_header(rows.pop(0)[1], names, lead)
    lines = [line for row in rows if (line := _line(row, lead, names, faults)) is not None]
    faults += _check_lead(lines, lead, office, f"{year}-{round_}")
    faults += _check_sums(lines, vocational, names)
    schools = [line for line in lines if not _is_total(line, lead, office)]
    totals = [line for line in lines if _is_total(line, lead, office)]
    faults += _check_schools(schools, lead, office)
    faults += _check_totals(schools, totals, names)
    if not schools and not faults:
        faults.append(Fault("no_schools"))
    if faults:
        raise FileRefused(file_name, sorted(faults, key=lambda f: f.row or 0))
    edition = lines[0].lead[0] if lead == 2 else None
    return _summary(schools, lead, vocational, edition, bool(totals))


def _width(file_name: str, rows: list[tuple[int, list[str]]]) -> int:
    widths = [len(cells) for _, cells in rows]
    width = max(set(widths), key=widths.count)
    if width not in _WIDTHS:
        raise FileRefused(file_name, [Fault("unknown_shape", facts={"columns": width})])
    return width


def _is_header(cells: list[str], lead: int) -> bool:
    return len(cells) > lead and words.SCHOOL_CODE in [clean(cell) for cell in cells[:lead]]


def _check_header(cells: list[str], names: list[str], lead: int) -> list[Fault]:
    first = [words.AREA_CODE, words.AREA_NAME, words.SCHOOL_CODE, words.SCHOOL_NAME]
    wanted = (first if lead == 4 else [first[0], first[2]]) + names
    return [
        Fault("header", 1, want, {"found": clean(cell)})
        for want, cell in zip(wanted, cells, strict=False)
        if clean(cell) != want
    ]


def _line(
    row: tuple[int, list[str]], lead: int, names: list[str], faults: list[Fault]
) -> _Line | None:
    number, cells = row
    if len(cells) != lead + len(names):
        facts = {"columns": len(cells), "expected": lead + len(names)}
        faults.append(Fault("row_width", number, facts=facts))
        return None
    counts = [count(cell) for cell in cells[lead:]]
    bad = [n for n, value in enumerate(counts) if value is None]
    faults += [
        Fault("not_a_count", number, names[n], {"value": clean(cells[lead + n])[:30]}) for n in bad
    ]
    if bad:
        return None
    first = [tidy_name(cell) if n == 3 else clean(cell) for n, cell in enumerate(cells[:lead])]
    return _Line(number, first, [value or 0 for value in counts])


def _code(line: _Line, lead: int) -> str:
    return line.lead[2 if lead == 4 else 1]


def _is_total(line: _Line, lead: int, office: str) -> bool:
    code = _code(line, lead)
    return code == "" or code in words.TOTAL_WORDS or area_key(code) == area_key(office)


def _check_lead(lines: list[_Line], lead: int, office: str, edition: str) -> list[Fault]:
    """The area's code (96 columns) or the year and round (94, 82) that each row begins with."""
    faults: list[Fault] = []
    for line in lines:
        value = line.lead[0]
        if any(fault.facts["value"] == value for fault in faults):
            continue  # a whole file of another office or round is said once, at its first row
        if lead == 4 and not _is_total(line, lead, office) and area_key(value) != area_key(office):
            facts = {"value": value, "expected": office}
            faults.append(Fault("other_office", line.number, words.AREA_CODE, facts))
        if lead == 2 and value != edition:
            code = "other_round" if re.fullmatch(r"\d{4}-\d", value) else "not_a_round"
            facts = {"value": value, "expected": edition}
            faults.append(Fault(code, line.number, words.AREA_CODE, facts))
    return faults


def _check_sums(lines: list[_Line], vocational: bool, names: list[str]) -> list[Fault]:
    """Men and women make the sum, grades make the level, levels make the school, in every row.

    The frame stays inside: one column for each of the file's, one row for each line.
    """
    import pandas as pd  # heavy: only an import of data needs it

    frame = pd.DataFrame([line.counts for line in lines], columns=names)
    faults = []
    for group, grades in words.groups(vocational):
        columns = words.header(group)
        wanted = [(columns[2], frame[columns[0]] + frame[columns[1]])]
        if grades != (group,):
            parts = [words.header(grade) for grade in grades]
            wanted += [
                (columns[n], frame[[part[n] for part in parts]].sum(axis=1)) for n in range(4)
            ]
        for column, expected in wanted:
            for place in frame.index[frame[column] != expected]:
                facts = {
                    "value": int(frame.at[place, column]),
                    "expected": int(expected.loc[place]),
                }
                faults.append(Fault("row_sum", lines[int(place)].number, column, facts))
    return list({(f.row, f.column): f for f in faults}.values())


def _check_schools(schools: list[_Line], lead: int, office: str) -> list[Fault]:
    faults = []
    seen: dict[str, int] = {}
    for line in schools:
        code = _code(line, lead)
        if not (code.isdigit() and len(code) == SMIS_DIGITS):
            faults.append(Fault("school_code", line.number, words.SCHOOL_CODE, {"value": code}))
        elif code in seen:
            facts = {"value": code, "first": seen[code]}
            faults.append(Fault("school_twice", line.number, words.SCHOOL_CODE, facts))
        seen.setdefault(code, line.number)
        if lead == 4 and not line.lead[3]:
            faults.append(Fault("no_name", line.number, words.SCHOOL_NAME))
    return faults


def _check_totals(schools: list[_Line], totals: list[_Line], names: list[str]) -> list[Fault]:
    if len(totals) > 1:
        return [Fault("two_totals", line.number) for line in totals[1:]]
    return [
        Fault("total_row", line.number, name, {"value": line.counts[n], "expected": expected})
        for line in totals
        for n, name in enumerate(names)
        if line.counts[n] != (expected := sum(school.counts[n] for school in schools))
    ]


def _summary(
    lines: list[_Line], lead: int, vocational: bool, edition: str | None, has_total: bool
) -> Summary:
    schools = []
    for line in lines:
        grades = {}
        for n, (group, parts) in enumerate(words.groups(vocational)):
            male, female, _, rooms = line.counts[4 * n : 4 * n + 4]
            if parts == (group,) and (male or female or rooms):
                grades[group] = (male, female, rooms)
        name = line.lead[3] if lead == 4 else None
        schools.append(SchoolRow(_code(line, lead), name, line.number, grades))
    every = [counts for school in schools for counts in school.grades.values()]
    totals = {
        "schools": len(schools),
        "male": sum(counts[0] for counts in every),
        "female": sum(counts[1] for counts in every),
        "rooms": sum(counts[2] for counts in every),
    }
    totals["students"] = totals["male"] + totals["female"]
    return Summary(schools, edition, has_total, totals)
