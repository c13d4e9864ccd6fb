"""What must hold in a report: sums within a row, categories within a school, the row of totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import dmc_vocabulary as words
from handlers.dmc.kinds import Kind
from handlers.dmc.lines import Line, Lines, is_school_code
from handlers.dmc.shapes import Shape
from handlers.tables import Fault
from models.schools import area_key

if TYPE_CHECKING:
    import numpy as np


def check(lines: Lines, shape: Shape, kind: Kind, office: str) -> list[Fault]:
    """Everything that does not hold, in the order of the file."""
    faults = _sums(lines, shape)
    faults += _schools(lines, shape, kind, office)
    faults += _flags(lines, shape)
    if kind.spellings:
        faults += _categories(lines, shape, kind)
    faults += _totals(lines, shape)
    if not lines.schools and not faults:
        faults.append(Fault("no_schools"))
    return sorted(faults, key=lambda fault: fault.row or 0)


def fitting(lines: Lines, shape: Shape) -> Shape:
    """The order of columns in which every row adds up; the usual one where none does."""
    other = shape.other
    if other is None or not _sums(lines, shape):
        return shape
    adds_up = not _sums(lines, other) and not lines.counts[:, other.empty].any()
    return other if adds_up else shape


def _sums(lines: Lines, shape: Shape) -> list[Fault]:
    """Boys and girls make the sum, grades make the level, levels make the school, in every row."""
    numbers = {line.place: line.number for line in [*lines.schools, *lines.totals]}
    counts = lines.counts
    found: dict[tuple[int, int], Fault] = {}
    for column, parts in shape.sums:
        expected = counts[:, parts].sum(axis=1)
        for place in (counts[:, column] != expected).nonzero()[0]:
            facts = {"value": int(counts[place, column]), "expected": int(expected[place])}
            fault = Fault("row_sum", numbers[int(place)], shape.columns[column], facts)
            found.setdefault((int(place), column), fault)
    return list(found.values())


def _schools(lines: Lines, shape: Shape, kind: Kind, office: str) -> list[Fault]:
    faults: list[Fault] = []
    first: dict[tuple[str, str], Line] = {}
    said: set[str] = set()
    for line in lines.schools:
        before = first.setdefault((line.code, line.category), line)
        if line.code in said:
            continue
        fault = _of_code(line, office)
        if fault is None and before is not line:
            fault = _twice(lines, shape, kind, before, line)
        if fault is None and line.name == "":
            fault = Fault("no_name", line.number, words.SCHOOL_NAME)
        if fault is not None:
            said.add(line.code)
            faults.append(fault)
    return faults


def _of_code(line: Line, office: str) -> Fault | None:
    if is_school_code(line.code):
        return None
    facts = {"value": line.code[:30]}
    if line.code.isdigit() and area_key(line.code) != line.code:
        facts["expected"] = office
        return Fault("other_office", line.number, words.SCHOOL_CODE, facts)
    return Fault("school_code", line.number, words.SCHOOL_CODE, facts)


def _twice(lines: Lines, shape: Shape, kind: Kind, before: Line, line: Line) -> Fault:
    """A school, or one category of it, that comes twice, with both totals."""
    facts: dict[str, Any] = {"value": line.code, "first": before.number}
    facts["totals"] = [whole(lines.counts[place], shape) for place in (before.place, line.place)]
    every = [other for other in lines.schools if other.code == line.code]
    if kind.spellings and len(every) < 2 * len(kind.spellings):
        facts["category"] = line.category
        return Fault("category_twice", line.number, words.CATEGORY[0], facts)
    facts |= {"topic": kind.topic.slug, "sum": _all(lines, shape, kind)}
    return Fault("school_twice", line.number, words.SCHOOL_CODE, facts)


def _all(lines: Lines, shape: Shape, kind: Kind) -> int:
    """What the rows of schools add up to, as they stand."""
    wanted = {cell for cell, name in kind.spellings.items() if name == kind.topic.total} or {""}
    places = [line.place for line in lines.schools if line.category in wanted]
    return whole(lines.counts[places].sum(axis=0), shape)


def whole(counts: np.ndarray, shape: Shape) -> int:
    """The pupils of one row."""
    if shape.step == 1:
        return int(counts[0])
    if shape.flags:
        return int(counts.sum())
    if shape.whole is not None:
        return int(counts[shape.whole + 2])
    return int(sum(counts[start + 2] for _, start in shape.leaves))


def _flags(lines: Lines, shape: Shape) -> list[Fault]:
    if not shape.flags:
        return []
    return [
        Fault("not_a_flag", line.number, shape.columns[column], {"value": int(value)})
        for line in lines.schools
        for column, value in enumerate(lines.counts[line.place])
        if value > 1
    ]


def _categories(lines: Lines, shape: Shape, kind: Kind) -> list[Fault]:
    """Each school has every category; they make the total, or none is above it."""
    by_code: dict[str, dict[str, Line]] = {}
    for line in [*lines.schools, *lines.totals]:
        by_code.setdefault(line.code, {}).setdefault(kind.spellings[line.category], line)
    faults: list[Fault] = []
    for code, found in by_code.items():
        lacking = [name for name in kind.spellings.values() if name not in found]
        if lacking:
            facts = {"value": code, "lacking": lacking[:5]}
            number = next(iter(found.values())).number
            faults.append(Fault("category_missing", number, words.CATEGORY[0], facts))
        elif kind.topic.total:
            faults += _against_total(lines, shape, kind, found)
    return faults


def _against_total(lines: Lines, shape: Shape, kind: Kind, found: dict[str, Line]) -> list[Fault]:
    total = found[kind.topic.total or ""]
    parts = [line for line in found.values() if line is not total]
    row = lines.counts[total.place]
    if kind.topic.adds_up:
        expected = lines.counts[[line.place for line in parts]].sum(axis=0)
        return [
            Fault(
                "category_sum",
                total.number,
                shape.columns[n],
                {"value": int(row[n]), "expected": int(expected[n])},
            )
            for n in (row != expected).nonzero()[0]
        ]
    return [
        Fault(
            "category_over",
            line.number,
            shape.columns[n],
            {"value": int(lines.counts[line.place, n]), "most": int(row[n])},
        )
        for line in parts
        for n in (lines.counts[line.place] > row).nonzero()[0]
    ]


def _totals(lines: Lines, shape: Shape) -> list[Fault]:
    """The row of totals (one a category) is the sum of the schools."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for line in lines.totals:
        if line.category in seen:
            faults.append(Fault("two_totals", line.number))
            continue
        seen.add(line.category)
        places = [other.place for other in lines.schools if other.category == line.category]
        expected = lines.counts[places].sum(axis=0)
        row = lines.counts[line.place]
        wrong = (row != expected).nonzero()[0]
        # The whole first: it is the figure that people know.
        for n in sorted(wrong, key=lambda n: n < (shape.whole or 0)):
            facts = {"value": int(row[n]), "expected": int(expected[n])}
            faults.append(Fault("total_row", line.number, shape.columns[n], facts))
    return faults
