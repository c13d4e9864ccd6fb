"""What one look of `doctor` finds. The words are in `bot/texts/doctor.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """`bad` must be mended; `note` is good to know."""

    OK = "ok"
    BAD = "bad"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing looked at and what was seen."""

    code: str
    level: Level
    facts: dict[str, Any] = field(default_factory=dict)


def ok(code: str, /, **facts: Any) -> Finding:
    """All is well with this."""
    return Finding(code, Level.OK, facts)


def bad(code: str, /, **facts: Any) -> Finding:
    """This must be mended."""
    return Finding(code, Level.BAD, facts)


def note(code: str, /, **facts: Any) -> Finding:
    """This is worth knowing."""
    return Finding(code, Level.NOTE, facts)
