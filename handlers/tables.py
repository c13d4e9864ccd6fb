"""Read a CSV file as the central systems and Excel write it: bytes in, rows of text out.

Nothing here knows what the columns mean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO

from models.errors import Refusal

MAX_BYTES = 64 * 1024 * 1024
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file. `row` counts from 1; `code` is worded at the door."""

    code: str
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A file to read: its name, and its bytes or where it lies (a large one is never loaded)."""

    name: str
    content: bytes | None = None
    path: Path | None = None

    def open(self) -> BinaryIO:
        """The bytes from the start. Raises OSError when the file cannot be read."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.content or b"")

    @cached_property
    def sha256(self) -> str:
        """The hash of its bytes, as 64 hex digits."""
        with self.open() as file:
            return file_digest(file, "sha256").hexdigest()


class FileRefused(Refusal):
    """The file is refused whole; nothing has changed. `faults` says where and why."""

    def __init__(self, file_name: str, faults: list[Fault]) -> None:
        super().__init__(f"{file_name}: {', '.join(sorted({f.code for f in faults}))}")
        self.file_name, self.faults = file_name, faults


def clean(cell: str) -> str:
    """A cell without invisible characters and stray spaces, digits Arabic."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", cell)).strip().translate(_THAI_DIGITS)


def tidy_name(cell: str) -> str:
    """A name as the source writes it (digits kept), without stray spaces."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", cell)).strip()


def count(cell: str) -> int | None:
    """A count of things: thousands commas, blank and "-" for none. None when it is no count."""
    text = clean(cell)
    if text in ("", "-"):
        return 0
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        text = text.replace(",", "")
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def read_rows(file_name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with its number in the file.

    UTF-8 with or without BOM is tried first, then CP874 (the order that worked on every known
    export). Raises FileRefused with one fault when this is no CSV text at all.
    """
    text = _decode(file_name, content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=False))
    except csv.Error as error:
        raise FileRefused(file_name, [Fault("not_csv")]) from error
    return [(n, row) for n, row in enumerate(rows, 1) if any(clean(cell) for cell in row)]


def _decode(file_name: str, content: bytes) -> str:
    code = _not_text(content)
    if code:
        raise FileRefused(file_name, [Fault(code)])
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise FileRefused(file_name, [Fault("not_csv")])


def _not_text(content: bytes) -> str | None:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return "empty"
    if len(content) > MAX_BYTES:
        return "huge"
    if head.startswith(b"pk\x03\x04"):
        return "is_xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "is_xls"
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        return "is_html"
    return "not_csv" if b"\x00" in content[:65536] else None
