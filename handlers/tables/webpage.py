"""A web page that calls itself a workbook, as EMIS gives it: its table as rows of text."""

from __future__ import annotations

from typing import Any

from handlers.tables.source import Fault, FileRefused, Source
from handlers.tables.text import decode

#: The most that HTML itself lets a cell span.
_MOST_COLUMNS, _MOST_ROWS = 1000, 65534
_MAX_CELLS = 5_000_000


def rows_of(source: Source) -> list[tuple[int, list[str]]]:
    """Every row of the innermost table that has most cells, numbered from 1 within it.

    A cell that spans columns or rows fills all of its places. Raises FileRefused: no_table.
    """
    import lxml.etree
    import lxml.html  # heavy: only files of this kind need it

    # The text was decoded by what it is, whatever the page says of its encoding.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        page = lxml.html.document_fromstring(decode(source).encode(), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise FileRefused(source.name, [Fault("no_table")]) from error
    inner = [table for table in page.iter("table") if table.find(".//table") is None]
    if not inner:
        raise FileRefused(source.name, [Fault("no_table")])
    return list(enumerate(_grid(source, max(inner, key=_size)), 1))


def _size(table: Any) -> int:
    return sum(1 for _ in table.iter("td", "th"))


def _grid(source: Source, table: Any) -> list[list[str]]:
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still to fill, text
    filled = 0
    for line in table.iter("tr"):
        row: list[str] = []
        cells: list[Any] = [cell for cell in reversed(line) if cell.tag in ("td", "th")]
        while cells or len(row) in hanging:
            if len(row) in hanging:
                _take_hanging(hanging, row)
                continue
            cell = cells.pop()
            text = " ".join(" ".join(cell.itertext()).split())
            rows, columns = (
                _span(cell, "rowspan", _MOST_ROWS),
                _span(cell, "colspan", _MOST_COLUMNS),
            )
            for _ in range(columns):
                if rows > 1:
                    hanging[len(row)] = (rows - 1, text)
                row.append(text)
        grid.append(row)
        filled += len(row)
        if filled > _MAX_CELLS:
            raise FileRefused(source.name, [Fault("huge")])
    return grid


def _take_hanging(hanging: dict[int, tuple[int, str]], row: list[str]) -> None:
    column = len(row)
    left, text = hanging.pop(column)
    row.append(text)
    if left > 1:
        hanging[column] = (left - 1, text)


def _span(cell: Any, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else 1
