"""Tables as files: a workbook for Excel, and CSV that Excel opens with its Thai letters right."""

from __future__ import annotations

import csv as csv_files
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.sheets import Cell, Sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: The font of government papers; Excel takes another where it is not installed.
FONT = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "vcenter"}
GREEN, PALE = "#0B6E4F", "#E8F5EF"
A4, NARROWEST, WIDEST, WIDE_TABLE = 9, 8, 60, 6
#: What Excel takes as the name of one page of a workbook.
LONGEST_TAB, NOT_IN_TAB = 31, re.compile(r"[\[\]:*?/\\]")
#: What a spreadsheet would take for a formula when a text begins with it.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, CRLF; the header comes first, what belongs to it last."""
    out = io.StringIO(newline="")
    write = csv_files.writer(out, lineterminator="\r\n")
    rows = [sheet.columns, *sheet.rows, *([sheet.total] if sheet.total else [])]
    write.writerows([[_plain(cell) for cell in row] for row in rows])
    write.writerow([])
    write.writerows([_plain(line)] for line in (sheet.title, *sheet.about, *sheet.notes))
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULAS) else text


def xlsx(sheet: Sheet) -> bytes:
    """A workbook of one sheet; the same table gives the same bytes."""
    return _book([sheet], named=False)


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of several, each on a page that bears its `name`, all of the first one's day."""
    return _book(sheets, named=True)


def _book(sheets: Sequence[Sheet], *, named: bool) -> bytes:
    import xlsxwriter  # not needed by anything that serves a chat

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        made = sheets[0].as_of
        created = datetime(made.year, made.month, made.day, tzinfo=UTC) if made else None
        book.set_properties(
            {"title": sheets[0].title, "created": created or datetime(2000, 1, 1, tzinfo=UTC)}
        )
        for sheet in sheets:
            tab = NOT_IN_TAB.sub(" ", sheet.name)[:LONGEST_TAB] if named else None
            _fill(book, book.add_worksheet(tab), sheet)
    return out.getvalue()


def _fill(book: Any, page: Worksheet, sheet: Sheet) -> None:
    page.hide_gridlines(2)
    big = book.add_format({**FONT, "bold": True, "font_size": 20, "font_color": GREEN})
    plain = book.add_format(FONT)
    page.write_string(0, 0, sheet.title, big)
    for n, line in enumerate(sheet.about, 1):
        page.write_string(n, 0, line, plain)
    top = len(sheet.about) + 2
    _table(book, page, sheet, top)
    below = top + len(sheet.rows) + (3 if sheet.total else 2)
    for n, line in enumerate(sheet.notes, below):
        page.write_string(n, 0, line, plain)
    _print(page, sheet, top)


def _table(book: Any, page: Worksheet, sheet: Sheet, top: int) -> None:
    ruled = {**FONT, "border": 1, "border_color": "#C9D3D0"}
    header = book.add_format(
        {**ruled, "bold": True, "bg_color": PALE, "text_wrap": True, "align": "center"}
    )
    for at, title in enumerate(sheet.columns):
        page.write_string(top, at, title, header)
    formats = _formats(book, ruled)
    for n, row in enumerate(sheet.rows, top + 1):
        _row(page, n, row, formats)
    if sheet.total:
        bold = _formats(book, {**ruled, "bold": True, "bg_color": PALE})
        _row(page, top + 1 + len(sheet.rows), sheet.total, bold)
    page.freeze_panes(top + 1, 1)
    if len(sheet.rows) > 1:
        page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
    for at, title in enumerate(sheet.columns):
        cells = [*title.split("\n"), *(_shown(row[at]) for row in sheet.rows)]
        widest = max(map(_width, cells))
        page.set_column(at, at, min(max(widest + 3, NARROWEST), WIDEST))


def _formats(book: Any, style: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": book.add_format(style),
        "long": book.add_format({**style, "text_wrap": True}),
        "hidden": book.add_format({**style, "align": "right", "font_color": "#5B6B67"}),
        "int": book.add_format({**style, "num_format": "#,##0"}),
        "decimal": book.add_format({**style, "num_format": "#,##0.00"}),
    }


def _row(page: Worksheet, n: int, row: tuple[Cell, ...], formats: dict[str, Any]) -> None:
    # A column of numbers keeps its right edge where a number is hidden.
    for at, cell in enumerate(row):
        if isinstance(cell, int):
            page.write_number(n, at, cell, formats["int"])
        elif isinstance(cell, Decimal):
            page.write_number(n, at, float(cell), formats["decimal"])
        else:
            hidden = at > 0 and cell is not None and not cell.isdigit() and _beside_numbers(row)
            kind = "long" if len(cell or "") > WIDEST else "hidden" if hidden else "text"
            page.write_string(n, at, cell or "", formats[kind])


def _beside_numbers(row: tuple[Cell, ...]) -> bool:
    return all(not isinstance(cell, str) or len(cell) < 12 for cell in row[1:])


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")


def _width(text: str) -> int:
    # Marks above and below a Thai letter take no room.
    return sum(1 for c in text if not ("\u0e31" <= c <= "\u0e3a" or "\u0e47" <= c <= "\u0e4e"))


def _print(page: Worksheet, sheet: Sheet, top: int) -> None:
    page.set_paper(A4)
    if len(sheet.columns) > WIDE_TABLE:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    page.set_footer("&R&P / &N")
