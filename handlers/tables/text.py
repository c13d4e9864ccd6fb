"""CSV as the central systems and Excel write it, loaded whole or read row by row."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from handlers.tables.source import MAX_STREAMED, Fault, FileRefused, Source

#: UTF-8 with or without BOM is tried first: the order that worked on every known export.
ENCODINGS = ("utf-8-sig", "cp874")
#: What "Unicode text" of Excel begins with.
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What stands between cells: the comma where two would do.
SEPARATORS = ",;\t|"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CHUNK = 1 << 20
_SAMPLE = 1 << 16


def decode(source: Source) -> str:
    """The whole text. Raises FileRefused when it is no text in a known encoding."""
    content = source.load()
    for encoding in _encodings(source):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise FileRefused(source.name, [Fault("not_csv")])


def rows_of(source: Source) -> list[tuple[int, list[str]]]:
    """Every row of the text as CSV, numbered from 1."""
    text = decode(source)
    return list(enumerate(_parsed(source, io.StringIO(text, newline=""), separator(text)), 1))


def stream(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Every row, numbered from 1, in constant memory: the file is read through twice."""
    if source.size > MAX_STREAMED:
        raise FileRefused(source.name, [Fault("huge_stream")])
    encoding = _encoding(source)
    between = separator(source.head(_SAMPLE).decode(encoding, "ignore"))
    with io.TextIOWrapper(source.open(), encoding=encoding, newline="") as lines:
        yield from enumerate(_parsed(source, lines, between), 1)


def separator(text: str) -> str:
    """What stands between the cells: that by which most of the first lines are widest."""
    lines = text[:_SAMPLE].splitlines()[:50]
    try:
        return max(SEPARATORS, key=lambda sign: _width(lines, sign))
    except csv.Error:  # said where the rows are read
        return SEPARATORS[0]


def _width(lines: list[str], sign: str) -> int:
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
    return widths.most_common(1)[0][0] if widths else 0


def _parsed(source: Source, lines: Iterable[str], between: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=between, strict=False)
    except csv.Error as error:
        raise FileRefused(source.name, [Fault("not_csv")]) from error


def _encodings(source: Source) -> tuple[str, ...]:
    return ("utf-16",) if source.head(2) in WIDE_MARKS else ENCODINGS


def _encoding(source: Source) -> str:
    for encoding in _encodings(source):
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
