"""CSV as the central systems and Excel write it, loaded whole or read row by row."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator

from handlers.tables.source import MAX_STREAMED, Fault, FileRefused, Source

#: UTF-8 with or without BOM is tried first: the order that worked on every known export.
ENCODINGS = ("utf-8-sig", "cp874")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CHUNK = 1 << 20


def decode(source: Source) -> str:
    """The whole text. Raises FileRefused when it is no text in a known encoding."""
    content = source.load()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise FileRefused(source.name, [Fault("not_csv")])


def rows_of(source: Source) -> list[tuple[int, list[str]]]:
    """Every row of the text as CSV, numbered from 1."""
    return list(enumerate(_parsed(source, io.StringIO(decode(source), newline="")), 1))


def stream(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Every row, numbered from 1, in constant memory: the file is read through twice."""
    if source.size > MAX_STREAMED:
        raise FileRefused(source.name, [Fault("huge_stream")])
    encoding = _encoding(source)
    with io.TextIOWrapper(source.open(), encoding=encoding, newline="") as lines:
        yield from enumerate(_parsed(source, lines), 1)


def _parsed(source: Source, lines: Iterable[str]) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, strict=False)
    except csv.Error as error:
        raise FileRefused(source.name, [Fault("not_csv")]) from error


def _encoding(source: Source) -> str:
    for encoding in ENCODINGS:
        if _is_text(source, encoding):
            return encoding
    raise FileRefused(source.name, [Fault("not_csv")])


def _is_text(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.open() as file:
        try:
            while chunk := file.read(_CHUNK):
                if _CONTROL.search(decoder.decode(chunk)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
