"""Read a table as the central systems and Excel write it: a file in, rows of text out.

CSV, workbooks, web pages that call themselves workbooks, JSON. Nothing here knows what the columns
mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from handlers.tables import text
from handlers.tables.cells import clean, count, tidy_name, whole
from handlers.tables.source import MAX_BYTES, MAX_STREAMED, Fault, FileRefused, Source

__all__ = [
    "MAX_BYTES",
    "MAX_STREAMED",
    "Fault",
    "FileRefused",
    "Rows",
    "Source",
    "clean",
    "count",
    "read_rows",
    "read_sheets",
    "stream_rows",
    "tidy_name",
    "whole",
]

#: Rows that hold anything, each with its number in the file.
Rows = list[tuple[int, list[str]]]
_BLANK = b"\xef\xbb\xbf \t\r\n"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<body", b"<style")


def read_rows(source: Source, sheet: str | None = None) -> Rows:
    """The rows that hold anything, each with its number in the file (in its table).

    `sheet` is the name of a workbook's sheet; without it the first that holds a table is read.
    Raises FileRefused with one fault when this is no table at all, or too large to be loaded.
    """
    kind = _kind(source)
    if kind == "workbook":
        from handlers.tables import workbook

        rows = workbook.rows_of(source, sheet)
    elif kind == "page":
        from handlers.tables import webpage

        rows = webpage.rows_of(source)
    elif kind == "json":
        from handlers.tables import objects

        rows = objects.rows_of(source)
    else:
        rows = text.rows_of(source)
    return _kept(source, rows)


def read_sheets(source: Source) -> list[tuple[str, Rows]]:
    """Every table of a file with the name of its sheet ("" where a file has no sheets).

    Raises FileRefused as `read_rows` does.
    """
    if _kind(source) != "workbook":
        return [("", read_rows(source))]
    from handlers.tables import workbook

    return [(name, _kept(source, rows)) for name, rows in workbook.tables_of(source)]


def stream_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The same rows one by one; of a CSV in constant memory, up to MAX_STREAMED bytes."""
    if _kind(source) != "text":
        yield from read_rows(source)
        return
    for number, cells in text.stream(source):
        if any(clean(cell) for cell in cells):
            yield number, cells


def _kind(source: Source) -> str:
    head = source.head(65536)
    begin = head.lstrip(_BLANK).lower()
    if not begin and source.size <= len(head):
        raise FileRefused(source.name, [Fault("empty")])
    if head.startswith(_WORKBOOKS):
        return "workbook"
    if begin.startswith(_PAGES):
        return "page"
    if begin.startswith((b"{", b"[{")):
        return "json"
    if b"\x00" in head and not head.startswith(text.WIDE_MARKS):
        raise FileRefused(source.name, [Fault("not_csv")])
    return "text"


def _kept(source: Source, rows: Rows) -> Rows:
    kept = [(number, row) for number, row in rows if any(clean(cell) for cell in row)]
    if not kept:
        raise FileRefused(source.name, [Fault("empty")])
    return kept
