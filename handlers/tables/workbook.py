"""Excel workbooks (XLSX, XLS): one sheet as rows of text, merged cells filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from handlers.tables import errors
from handlers.tables.cells import as_text
from handlers.tables.source import Fault, FileRefused, Source

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Rows = list[tuple[int, list[str]]]
#: What an XLSX may unpack to; a real one of 64 MB stays below it.
_MAX_UNPACKED = 2 * 1024 * 1024 * 1024
_MAX_CELLS = 20_000_000


def rows_of(source: Source, sheet: str | None) -> Rows:
    """Every row of `sheet`, or of the first sheet with two rows of two filled cells or more.

    Raises FileRefused: not_workbook, no_sheet, huge, empty.
    """
    return tables_of(source, sheet)[0][1]


def tables_of(source: Source, sheet: str | None = None) -> list[tuple[str, Rows]]:
    """Every sheet that holds a table, by name; the first that holds anything where none does."""
    with opened(source) as workbook:
        names = workbook.sheet_names if sheet is None else [sheet]
        if sheet is not None and sheet not in workbook.sheet_names:
            raise FileRefused(source.name, [Fault("no_sheet", facts={"value": sheet})])
        broken = errors.cells_of(source)
        sheets = [
            (name, rows)
            for name in names
            if (rows := _rows(source, workbook, name, broken.get(name, {})))
        ]
    if not sheets:
        raise FileRefused(source.name, [Fault("empty")])
    return [(name, rows) for name, rows in sheets if _is_table(rows)] or sheets[:1]


@contextmanager
def opened(source: Source) -> Iterator[CalamineWorkbook]:
    """The workbook, to read its sheets in. A broken one is refused: not_workbook, huge."""
    try:
        yield _opened(source)
    except FileRefused:
        raise
    except BaseException as error:
        if not _is_calamines(error):
            raise
        raise FileRefused(source.name, [Fault("not_workbook")]) from error


def _is_calamines(error: BaseException) -> bool:
    from python_calamine import CalamineError

    # A panic in its Rust code on a broken file arrives as a BaseException of its own.
    known = (CalamineError, OSError, ValueError, zipfile.BadZipFile)
    return isinstance(error, known) or type(error).__name__ == "PanicException"


def _opened(source: Source) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    content = io.BytesIO(source.load())
    if source.head(4) == b"PK\x03\x04":
        with zipfile.ZipFile(content) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
                raise FileRefused(source.name, [Fault("huge")])
        content.seek(0)
    return CalamineWorkbook.from_filelike(content)


def _rows(
    source: Source, workbook: CalamineWorkbook, name: str, broken: dict[tuple[int, int], str]
) -> Rows:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise FileRefused(source.name, [Fault("huge")])
    values = sheet.to_python(skip_empty_area=False)
    for (row, column), said in broken.items():
        if row < len(values) and column < len(values[row]):
            values[row][column] = said
    _fill_merged(sheet, values)
    cells = enumerate(([as_text(value) for value in row] for row in values), 1)
    return [(number, row) for number, row in cells if any(row)]


def _fill_merged(sheet: CalamineSheet, values: list[list[Any]]) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(values) or left >= len(values[top]):
            continue
        value = values[top][left]
        for row in values[top : bottom + 1]:
            last = min(right + 1, len(row))
            row[left:last] = [value] * max(0, last - left)


def _is_table(rows: Rows) -> bool:
    filled = (sum(1 for cell in row if cell.strip()) for _, row in rows)
    return sum(1 for cells in filled if cells > 1) > 1
