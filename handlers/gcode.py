"""Read the G-Code statistics: pupils without a Thai civil registration, by nationality and sex.

Only counts stand in this table. A table of pupils (with their codes) is no such file.
"""

from __future__ import annotations

from handlers import gcode_vocabulary as words
from handlers import school_tables
from handlers.pupils import labels
from handlers.reports import Count, Report, Target
from handlers.school_tables import Line, SchoolTable
from handlers.school_tables_vocabulary import PERSONAL, TOTAL
from handlers.tables import Fault, Source
from handlers.topics_vocabulary import ABNORMAL

TOPIC = "gcode_nationality"
_SEXES = (words.MALE, words.FEMALE)
_LONGEST = 120


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The one report of a file. Raises FileRefused.

    A school's row of all nationalities («รวม») is checked and not counted; one without a
    nationality and without counts says that the school has no such pupils.
    """
    table = school_tables.read(source, words.COLUMNS, office, optional=(words.BOTH,))
    table.need_codes()
    table.faults += [
        Fault("personal_column", None, name)
        for name in table.header
        if any(word in "".join(name.split()) for word in PERSONAL)
    ]
    tallies: dict[tuple[str, str], Count] = {}
    sums: list[tuple[Line, str]] = []
    for line in table.lines:
        nationality = _nationality(table, line)
        if nationality.startswith(TOTAL):
            sums.append((line, line.code))
            continue
        male, female = _sexes(table, line)
        if not nationality.strip("-"):
            if male or female:
                where = table.columns[words.NATIONALITY]
                table.faults.append(Fault("blank", line.number, where))
        elif (line.code, nationality) in tallies:
            table.faults.append(_twice(table, line, nationality))
        else:
            count = Count(line.code, nationality, male=male, female=female)
            tallies[line.code, nationality] = count
    sums += [(line, "") for line in table.totals]
    _check(table, list(tallies.values()), sums)
    table.finish()
    return [_report(table, [t for t in tallies.values() if t.male or t.female])]


def _nationality(table: SchoolTable, line: Line) -> str:
    """DMC's word for it where it has one: พม่า and เมียนมา are one nationality."""
    said = table.named(line, words.NATIONALITY, _LONGEST)
    if not said.strip("-"):
        return said
    known = labels.category("nationality", said)
    return said if known in (labels.UNKNOWN, ABNORMAL) else known


def _sexes(table: SchoolTable, line: Line) -> tuple[int, int]:
    male, female = (table.number(line, sex) for sex in _SEXES)
    if words.BOTH in table.columns:
        table.agree(line, words.BOTH, male + female)
    return male, female


def _twice(table: SchoolTable, line: Line, nationality: str) -> Fault:
    first = next(
        other.number
        for other in table.lines
        if other.code == line.code and _nationality(table, other) == nationality
    )
    facts = {"value": nationality, "first": first}
    return Fault("line_twice", line.number, table.columns[words.NATIONALITY], facts)


def _check(table: SchoolTable, counts: list[Count], sums: list[tuple[Line, str]]) -> None:
    for line, code in sums:
        of = [count for count in counts if code in ("", count.code)]
        _sexes(table, line)
        kind = "row_sum" if code else "total_row"
        table.agree(line, words.MALE, sum(count.male for count in of), kind)
        table.agree(line, words.FEMALE, sum(count.female for count in of), kind)


def _report(table: SchoolTable, tallies: list[Count]) -> Report:
    male, female = sum(t.male for t in tallies), sum(t.female for t in tallies)
    totals = {
        "schools": len(table.schools), "students": male + female, "male": male, "female": female,
    }  # fmt: skip
    return Report(
        TOPIC, list(table.schools.values()), tallies=tallies, totals=totals,
        has_total=bool(table.totals), coverage=table.coverage,
    )  # fmt: skip
