"""The rows of an export one by one, and no more work on each than counting needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from handlers.pupils.layout import HEADER_WITHIN, header_at
from handlers.tables import FileRefused, Source, stream_rows
from handlers.tables.cells import as_text
from handlers.tables.source import Fault

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

#: XLSX and XLS.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Rows = Iterator[tuple[int, list[Any]]]


def opened(source: Source) -> tuple[list[tuple[int, list[str]]], Rows]:
    """The first rows as text, to find the header in, and then every row with its number.

    Cells of a workbook come as they are: turning a million of them into text takes as long as
    reading them. Raises FileRefused when this is no table.
    """
    rows = _workbook(source) if source.head(4) in _WORKBOOKS else stream_rows(source)
    first = list(islice(rows, HEADER_WITHIN))
    shown = [(number, [as_text(cell) for cell in cells]) for number, cells in first]
    return shown, chain(first, rows)


def _workbook(source: Source) -> Rows:
    from handlers.tables import workbook

    with workbook.opened(source) as book:
        sheets = [sheet for name in book.sheet_names
                  if (sheet := book.get_sheet_by_name(name)).height > 1]  # fmt: skip
        registers = [sheet for sheet in sheets if _is_register(sheet)]
        if len(registers) > 1:
            facts = {"sheets": [sheet.name for sheet in registers]}
            raise FileRefused(source.name, [Fault("several_sheets", facts=facts)])
        for sheet in (registers or sheets)[:1]:
            yield from enumerate(sheet.iter_rows(), 1)
            return
    raise FileRefused(source.name, [Fault("empty")])


def _is_register(sheet: CalamineSheet) -> bool:
    first = [[as_text(cell) for cell in row] for row in islice(sheet.iter_rows(), HEADER_WITHIN)]
    return header_at(first) is not None
