"""An empty table as a workbook: every cell is text, so that codes keep their zeros."""

from __future__ import annotations

import io

_ROWS, _WIDTH = 1000, 18


def workbook(rows: list[list[str]]) -> bytes:
    """An XLSX file: the header stands out and stays in sight, the cells below take text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bg_color": "#E8F5EF", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(rows[0]) - 1, _WIDTH, text)
    sheet.write_row(0, 0, rows[0], head)
    for n, row in enumerate(rows[1:], 1):
        for place, cell in enumerate(row):
            sheet.write_string(n, place, cell, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
