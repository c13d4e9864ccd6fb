"""Formulas that failed (#REF!, #DIV/0!) in an XLSX: the reader of workbooks leaves them empty.

An empty cell is no figure, a failed formula is a figure that nobody knows: it has to be seen.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from handlers.tables.source import Fault, FileRefused, Source

_XLSX = b"PK\x03\x04"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>')
_VALUE = re.compile(rb"<v>([^<]{1,20})</v>")
_FAILED = b't="e"'

#: Row and column, from 0 → what the cell says.
Cells = dict[tuple[int, int], str]


def cells_of(source: Source) -> dict[str, Cells]:
    """The cells of an XLSX whose formula failed, by the name of their sheet; else nothing.

    Raises FileRefused: not_workbook.
    """
    if source.head(4) != _XLSX:
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(source.load())) as archive:
            found = {name: dict(_failed(archive.read(part))) for name, part in _parts(archive)}
    except (KeyError, TypeError, SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error):
        raise FileRefused(source.name, [Fault("not_workbook")]) from None
    return {name: cells for name, cells in found.items() if cells}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    if _RELATIONS not in archive.namelist():
        return
    targets = {
        item.get("Id"): posixpath.normpath(posixpath.join("/xl", item.get("Target")))[1:]
        for item in _parsed(archive.read(_RELATIONS))
    }
    inside = set(archive.namelist())
    for item in _parsed(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        part = targets.get(item.get(_ID), "")
        if part in inside:
            yield item.get("name"), part


def _parsed(content: bytes) -> Any:
    import lxml.etree  # heavy: only a workbook needs it

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    return lxml.etree.fromstring(content, parser)


def _failed(sheet: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if _FAILED not in sheet:
        return
    for cell in _CELL.finditer(sheet):
        if _FAILED not in cell[0]:
            continue
        end = sheet.find(b"</c>", cell.end())
        value = _VALUE.search(sheet, cell.end(), end)
        column = 0
        for letter in cell[1]:
            column = column * 26 + letter - ord("A") + 1
        said = value[1].decode("ascii", "replace") if value else "#ERROR"
        yield (int(cell[2]) - 1, column - 1), said
