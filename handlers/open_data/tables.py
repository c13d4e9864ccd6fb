"""An edition as a table: which rows, which columns, in which order, and the line of the whole.

A table of a private topic holds cells as they are published and never a sum of several schools:
what is hidden could be worked out from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.open_data.counts import Counts
from handlers.questions.figures import SIZES
from handlers.tallies import Cell
from models.schools import School

VIEWS = ("schools", "categories", "parts")
#: The rule of size that the filter goes by (answers.md, "Schools"): OBEC's four classes.
SIZE_RULE = "obec4"


@dataclass(frozen=True)
class Asked:
    """What a visitor chose. None and "" leave the choice open."""

    view: str = "schools"
    school: str | None = None
    category: str | None = None
    part: str | None = None
    sex: str | None = None
    size: str | None = None
    amphoe: str | None = None
    network: str | None = None
    text: str = ""
    sort: str | None = None
    descending: bool = False

    @property
    def narrowed(self) -> bool:
        """Does the table leave schools out?"""
        return bool(self.size or self.amphoe or self.network or self.text)


@dataclass(frozen=True)
class Line:
    """A row: a school (with its code), a category or a part, and its cells by column."""

    name: str
    cells: Mapping[str, Cell]
    code: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows and columns. `whole` is the line of the whole office (or of the one school asked for);
    `shown` the sum of the rows where schools are left out and summing tells nothing private.
    `count`: of all rows, also of those that a page does not show."""

    key: str
    columns: list[str]
    rows: list[Line]
    whole: Line | None
    count: int
    shown: Line | None = None


def table(
    counts: Counts, asked: Asked, places: Mapping[str, School], most: int | None = None
) -> Table:
    """The table asked for. `places` are the office's schools by code, for what the data lacks.

    `most`: only so many of the rows, when a page cannot show more; `count` tells of all.
    Raises KeyError for a school, category or part that the edition does not have.
    """
    columns = _columns(counts, asked)
    if asked.view == "schools":
        chosen = list(_chosen(counts, asked, places))
        rows = _sorted(_bare(counts, asked, chosen), asked)[:most]
        rows = [
            _line(counts, columns, row.name, row.code, asked.category, asked.part, row.code)
            for row in rows
        ]
        office = _line(counts, columns, "", None, asked.category, asked.part)
        shown = None
        if asked.narrowed and not counts.topic.private:
            shown = _sum(counts, columns, asked, chosen)
        return Table("school", columns, rows, office, len(chosen), shown)
    whole: Line | None = None
    if asked.view == "categories":
        rows = [
            _line(counts, columns, name, asked.school, name, asked.part)
            for name in counts.categories
        ]
        if counts.has_total:
            whole = _line(counts, columns, "", asked.school, None, asked.part)
        return Table("category", columns, _sorted(rows, asked), whole, len(rows))
    rows = [
        _line(counts, columns, name, asked.school, asked.category, name)
        for name in counts.single_parts
    ]
    whole = _line(counts, columns, "", asked.school, asked.category, None)
    return Table("part", columns, _sorted(rows, asked), whole, len(rows))


def _columns(counts: Counts, asked: Asked) -> list[str]:
    columns = list(counts.columns)
    if asked.view == "parts" or asked.part is not None:
        columns = [c for c in columns if not c.startswith("state-")]
    if asked.sex:
        columns = [c for c in columns if c == asked.sex]
    return columns


def _chosen(
    counts: Counts, asked: Asked, places: Mapping[str, School]
) -> Iterable[tuple[str, str]]:
    for code, name in counts.schools:
        place = places.get(code)
        fits = (
            _has_text(asked.text, code, name)
            and (not asked.school or code == asked.school)
            and (not asked.amphoe or (place is not None and place.amphoe == asked.amphoe))
            and (not asked.network or (place is not None and place.network == asked.network))
            and (not asked.size or _is_of_size(counts, code, asked.size))
        )
        if fits:
            yield code, name


def _has_text(text: str, code: str, name: str) -> bool:
    typed = text.replace(" ", "")
    return typed in name.replace(" ", "") or typed in code


def _is_of_size(counts: Counts, code: str, size: str) -> bool:
    low, high = next((low, high) for name, low, high in SIZES[SIZE_RULE] if name == size)
    pupils = counts.cell("total", code, None, None).value or 0
    return low <= pupils and (high is None or pupils <= high)


def _line(
    counts: Counts,
    columns: list[str],
    name: str,
    school: str | None,
    category: str | None,
    part: str | None,
    code: str | None = None,
) -> Line:
    return Line(name, {c: counts.cell(c, school, category, part) for c in columns}, code)


def _bare(counts: Counts, asked: Asked, chosen: list[tuple[str, str]]) -> list[Line]:
    """The schools with no cell but the one that they are sorted by."""
    by = [asked.sort] if asked.sort in counts.columns else []
    return [
        _line(counts, by, name, code, asked.category, asked.part, code) for code, name in chosen
    ]


def _sum(counts: Counts, columns: list[str], asked: Asked, chosen: list[tuple[str, str]]) -> Line:
    def total(column: str) -> int:
        cells = (counts.cell(column, code, asked.category, asked.part) for code, _ in chosen)
        return sum(cell.value or 0 for cell in cells)

    return Line("", {column: Cell(total(column)) for column in columns})


def _sorted(rows: list[Line], asked: Asked) -> list[Line]:
    """By a column, or as the source has them. The order gives nothing hidden away: all small
    numbers stand together, all withheld ones after everything else."""
    if asked.sort is None:
        return rows
    if asked.sort == "name":
        return sorted(rows, key=lambda row: row.name, reverse=asked.descending)
    if asked.sort == "code":
        return sorted(rows, key=lambda row: row.code or "", reverse=asked.descending)
    column = asked.sort
    withheld = [row for row in rows if row.cells[column].hidden == "withheld"]
    rest = [row for row in rows if row.cells[column].hidden != "withheld"]
    rest.sort(key=lambda row: _weight(row.cells[column]), reverse=asked.descending)
    return rest + withheld


def _weight(cell: Cell) -> float:
    return 0.5 if cell.hidden else float(cell.value or 0)
