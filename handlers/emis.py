"""Read EMIS's tables of staff: an area's (positions across, schools down), or a school's page.

Persons are only counted; no name of one stands in these files, and none is looked for.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from handlers import emis_vocabulary as words
from handlers import headers, school_tables
from handlers.reports import Count, Report, Target
from handlers.school_tables import Line, SchoolTable
from handlers.school_tables_vocabulary import BOTH, FEMALE, MALE, TOTAL
from handlers.tables import Fault, Source, clean
from handlers.topics_vocabulary import STAFF
from models.datasets import Coverage

TOPIC = "staff"
_SEXES = (MALE, FEMALE, BOTH)
_UNFILLED = (words.UNFILLED_SEX, words.UNFILLED_POSITION)


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The one report of a file: staff by position and sex. Raises FileRefused."""
    page = headers.only(source, (words.POSITION, words.RANK), (words.POSITION,))
    report = _page(source, office) if page else _area(source, target, office)
    return [report]


# ---------------------------------------------------------------- an area's table


def _area(source: Source, target: Target, office: str) -> Report:
    positions = (*STAFF, words.EVERYONE)
    columns = [f"{position} {sex}" for position in positions for sex in _SEXES]
    spellings = {name: (name,) for name in (*columns, *_UNFILLED)}
    table = school_tables.read(
        source, spellings, office, optional=_UNFILLED, below=words.BELOW, once=True
    )
    findings: list[Fault] = []
    tallies: list[Count] = []
    sums = dict.fromkeys(columns, 0)
    for line in [*table.lines, *table.others]:
        counts = _positions(table, line)
        for name in columns:
            sums[name] += counts[name]
        if line.code:
            tallies += _tallies(line.code, counts)
        findings += _findings(table, line, counts)
    differing = _total_row(table, sums)
    table.finish()
    findings += differing
    has_total = bool(table.totals) and not differing
    when = _as_of(source, table)
    if when is not None and when != target.as_of:
        facts = {"value": when.isoformat(), "expected": target.as_of.isoformat()}
        findings.append(Fault("other_as_of", facts=facts))
    told = {"as_of": when.isoformat()} if when else {}
    return _report(table, tallies, findings, has_total=has_total, facts=told)


def _positions(table: SchoolTable, line: Line) -> dict[str, int]:
    """The counts of a row; its sums are checked."""
    sexes = (MALE, FEMALE)
    counts = {
        f"{position} {sex}": table.number(line, f"{position} {sex}")
        for position in STAFF
        for sex in sexes
    }
    for sex in sexes:
        whole = sum(counts[f"{position} {sex}"] for position in STAFF)
        counts[f"{words.EVERYONE} {sex}"] = whole
        table.agree(line, f"{words.EVERYONE} {sex}", whole)
    for position in (*STAFF, words.EVERYONE):
        both = sum(counts[f"{position} {sex}"] for sex in sexes)
        counts[f"{position} {BOTH}"] = both
        table.agree(line, f"{position} {BOTH}", both)
    return counts


def _tallies(code: str, counts: dict[str, int]) -> list[Count]:
    found = []
    for position in STAFF:
        male, female = counts[f"{position} {MALE}"], counts[f"{position} {FEMALE}"]
        if male or female:
            found.append(Count(code, position, male=male, female=female))
    return found


def _findings(table: SchoolTable, line: Line, counts: dict[str, int]) -> list[Fault]:
    whole = counts[f"{words.EVERYONE} {BOTH}"]
    if not line.code:
        facts = {"value": clean(line.cells.get("name", ""))[:80], "count": whole}
        return [Fault("office_left_out", line.number, facts=facts)]
    unfilled = max((table.number(line, n) for n in _UNFILLED if n in table.columns), default=0)
    facts = {"value": line.code, "count": unfilled}
    return [Fault("unfilled", line.number, facts=facts)] if unfilled else []


def _total_row(table: SchoolTable, sums: dict[str, int]) -> list[Fault]:
    """Where the total row is not the sum of the rows above it.

    A warning, no refusal: EMIS counts its total row by itself, and in every known export it
    differs by a few persons from the rows, each of which adds up. What is kept are the rows.
    """
    if len(table.totals) > 1:
        table.faults.append(Fault("two_totals", table.totals[1].number))
    found = []
    for total in table.totals[:1]:
        for name in (f"{words.EVERYONE} {sex}" for sex in _SEXES):
            facts = {"value": table.number(total, name), "expected": sums[name]}
            if facts["value"] != facts["expected"]:
                found.append(Fault("total_differs", total.number, table.columns[name], facts))
    return found


def _as_of(source: Source, table: SchoolTable) -> date | None:
    """The day that the page itself gives, as in «ข้อมูล ณ วันที่ 11-Apr-2021»."""
    said = " ".join([source.head(65536).decode("utf-8", "ignore"), *table.above])
    found = re.search(rf"{words.AS_OF}\s*(\d{{1,2}})-([A-Za-z]{{3}})-(\d{{4}})", said)
    if found is None or found[2].lower() not in words.ENGLISH_MONTHS:
        return None
    month = words.ENGLISH_MONTHS.index(found[2].lower()) + 1
    try:
        return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None


# ---------------------------------------------------------------- a school's own page


def _page(source: Source, office: str) -> Report:
    sexes = {sex: (f"{words.PAGE}{sex}", sex) for sex in _SEXES}
    spellings = {words.POSITION: (words.POSITION,), words.RANK: (words.RANK,), **sexes}
    table = school_tables.read(source, spellings, office)
    counts: dict[tuple[str, str], list[int]] = {}
    parts: dict[tuple[str, str], list[int]] = {}
    for line in table.lines:
        said = re.sub(r"^\d+\s*\.\s*", "", clean(line.cells[words.POSITION]))
        pair = [table.number(line, MALE), table.number(line, FEMALE)]
        table.agree(line, BOTH, sum(pair))
        rank = clean(line.cells[words.RANK])
        if said.startswith(TOTAL):
            mine = [n for (code, _), n in counts.items() if code == line.code]
            _same(table, line, pair, mine)
        elif rank.startswith(TOTAL):
            _same(table, line, pair, [parts.get((line.code, said), [0, 0])])
        elif said not in words.POSITIONS:
            facts = {"value": said[:40], "known": list(words.POSITIONS)}
            table.faults.append(Fault("not_one_of", line.number, words.POSITION, facts))
        else:
            _add(parts, (line.code, said), pair)
            _add(counts, (line.code, words.POSITIONS[said]), pair)
    table.finish()
    order = {position: n for n, position in enumerate(STAFF)}
    tallies = [
        Count(code, position, male=male, female=female)
        for (code, position), (male, female) in sorted(
            counts.items(), key=lambda item: (list(table.schools).index(item[0][0]),
                                              order[item[0][1]])
        )
        if male or female
    ]  # fmt: skip
    return _report(table, tallies, [], coverage=Coverage.PART)


def _add(sums: dict[tuple[str, str], list[int]], key: tuple[str, str], pair: list[int]) -> None:
    known = sums.setdefault(key, [0, 0])
    sums[key] = [a + b for a, b in zip(known, pair, strict=True)]


def _same(table: SchoolTable, line: Line, pair: list[int], parts: list[list[int]]) -> None:
    for n, sex in enumerate((MALE, FEMALE)):
        expected = sum(part[n] for part in parts)
        if pair[n] != expected:
            facts = {"value": pair[n], "expected": expected}
            table.faults.append(Fault("row_sum", line.number, table.columns[sex], facts))


def _report(
    table: SchoolTable, tallies: list[Count], findings: list[Fault], *,
    has_total: bool = False, facts: dict[str, Any] | None = None, coverage: Coverage | None = None,
) -> Report:  # fmt: skip
    male, female = sum(t.male for t in tallies), sum(t.female for t in tallies)
    totals = {"schools": len(table.schools), "items": male + female, "male": male, "female": female}
    return Report(
        TOPIC, list(table.schools.values()), tallies=tallies, totals=totals, has_total=has_total,
        coverage=coverage or table.coverage, findings=findings, facts=facts or {},
    )  # fmt: skip
