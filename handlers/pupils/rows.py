"""The rows of an export one by one, and no more work on each than counting needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from handlers.pupils.layout import HEADER_WITHIN
from handlers.tables import FileRefused, Source, stream_rows
from handlers.tables.cells import as_text
from handlers.tables.source import Fault

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
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height < 2:
                continue
            yield from enumerate(sheet.iter_rows(), 1)
            return
    raise FileRefused(source.name, [Fault("empty")])
