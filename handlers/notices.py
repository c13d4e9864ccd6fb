"""What the office announces: what is going on, what is planned, what ended today.

Another domain adds its own by putting a function into `SOURCES`, and, where it matters who has
read something, one into `READ`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.context import Context
from handlers.people import Me


class Section(enum.StrEnum):
    """Where an entry stands, the first on top."""

    NOW = "now"
    ANNOUNCEMENTS = "announcements"
    ROUNDS = "rounds"
    AHEAD = "ahead"
    CONFERENCES = "conferences"
    ENDED = "ended"


@dataclass(frozen=True)
class Entry:
    """One thing to know. `kind` decides its words; `mine`: it concerns whoever asks.

    `ref` names the record; `at` is the moment that matters, by which a section is in order.
    """

    kind: str
    ref: str
    section: Section
    facts: dict[str, Any]
    at: datetime
    mine: bool = False


Source = Callable[[Context, Me], Iterable[Entry]]
Reader = Callable[[Context, str, Sequence[str]], None]
SOURCES: list[Source] = []
READ: list[Reader] = []


def going_on(ctx: Context, me: Me) -> list[Entry]:
    """Everything, by section; what concerns the asker first, then what comes soonest, or is
    newest where it is here already."""
    found = [entry for source in SOURCES for entry in source(ctx, me)]
    order = list(Section)

    def place(entry: Entry) -> tuple[int, bool, float]:
        ahead = entry.section in (Section.ROUNDS, Section.AHEAD, Section.CONFERENCES)
        moment = entry.at.timestamp()
        return order.index(entry.section), not entry.mine, moment if ahead else -moment

    return sorted(found, key=place)


def read(ctx: Context, line_user: str, entries: Iterable[Entry]) -> None:
    """This person reads these at this moment: nobody need tell them again."""
    refs = [entry.ref for entry in entries]
    for reader in READ:
        reader(ctx, line_user, refs)
