"""A file to read, what may be wrong with it, and the refusal of it as a whole."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from models.base import storable
from models.errors import Refusal
from models.schools import area_key

#: What may be loaded into memory. A CSV that is read row by row may have MAX_STREAMED.
MAX_BYTES = 64 * 1024 * 1024
MAX_STREAMED = 2 * 1024 * 1024 * 1024
_CHUNK = 1 << 20
#: Digits that could be a person's number, also as it is written on the card.
_LONG = re.compile(r"\d{9,}|\d[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file. `row` counts from 1; `code` is worded at the door."""

    code: str
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class FileRefused(Refusal):
    """The file is refused whole; nothing has changed. `faults` says where and why."""

    def __init__(self, file_name: str, faults: list[Fault]) -> None:
        super().__init__(f"{file_name}: {', '.join(sorted({f.code for f in faults}))}")
        self.file_name, self.faults = file_name, faults


@dataclass(frozen=True)
class Source:
    """A file to read: its name, and its bytes or where it lies (a large one is never loaded)."""

    name: str
    content: bytes | None = None
    path: Path | None = None

    @property
    def kept_name(self) -> str:
        """The name as it may be kept: a file may be named after a person's number.

        Nine digits and more are «…», but for an area's code in its ten digits.
        """
        masked = _LONG.sub(lambda m: "…" if area_key(m[0]) == m[0] else m[0], self.name)
        return storable(masked, 255) or ""

    def open(self) -> BinaryIO:
        """The bytes from the start. Raises FileRefused when the file cannot be opened."""
        if self.path is None:
            return io.BytesIO(self.content or b"")
        try:
            return self.path.open("rb")
        except OSError as error:
            reason = {"reason": error.strerror or type(error).__name__}
            raise FileRefused(self.name, [Fault("unreadable", facts=reason)]) from error

    def head(self, size: int = 4096) -> bytes:
        """Its first bytes. Raises FileRefused when it cannot be read."""
        with self.open() as file:
            try:
                return file.read(size)
            except OSError as error:  # a folder, a broken disk
                reason = {"reason": error.strerror or type(error).__name__}
                raise FileRefused(self.name, [Fault("unreadable", facts=reason)]) from error

    @cached_property
    def size(self) -> int:
        """How many bytes it has."""
        if self.path is None:
            return len(self.content or b"")
        with self.open() as file:
            return file.seek(0, io.SEEK_END)

    def load(self) -> bytes:
        """All its bytes. Raises FileRefused when there are more than MAX_BYTES of them."""
        if self.size > MAX_BYTES:
            raise FileRefused(self.name, [Fault("huge")])
        if self.content is not None:
            return self.content
        with self.open() as file:
            return file.read()

    @cached_property
    def sha256(self) -> str:
        """The hash of its bytes, as 64 hex digits."""
        found = sha256()
        with self.open() as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
        return found.hexdigest()
