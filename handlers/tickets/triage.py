"""What is broken: guessed from the words of whoever reports it. Pure: no database, no clock.

Whatever is near a tie is not sure, and is shown to the person together with the next best.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.id_numbers import mask
from handlers.tickets import system_help
from handlers.tickets.asset_numbers import asset_in
from handlers.tickets.triage_scores import ranked, scores_of
from handlers.tickets.triage_words import LONGEST, Reading, left_over, raw, read
from handlers.tickets.trouble import is_trouble
from models.tickets import CENTRAL, Category, Urgency

__all__ = ["Triage", "help_asked", "is_trouble", "triage"]

#: As many words are enough to search by.
_WORDS = 12


@dataclass(frozen=True)
class Triage:
    """A first guess. `sure` is False where it needs the person's word; `others` are next best.

    `urgency` and `asset` are None unless said. `help`: which help with a central system is asked
    for. `words` are those to search the knowledge base by.
    """

    category: Category
    sure: bool
    others: tuple[Category, ...]
    urgency: Urgency | None
    asset: str | None
    help: str | None
    words: tuple[str, ...]


def triage(text: str) -> Triage:
    """Sort a report by its words. Never raises, whatever is in it."""
    reading = read(mask(text[:LONGEST]))
    asked = system_help.help_asked(reading)
    best, sure, others = ranked(scores_of(reading, asked))
    return Triage(
        best,
        sure,
        others,
        _urgency(reading, best),
        asset_in(text),
        asked if best in CENTRAL else None,
        _words(reading),
    )


def help_asked(text: str) -> str | None:
    """Which help with a central system the words ask for, whatever the system is."""
    return system_help.help_asked(read(text))


def _urgency(reading: Reading, category: Category) -> Urgency | None:
    """The most urgent that is said; None when nothing is."""
    said = raw()["urgency"]
    refused = reading.has(said["not"])
    for urgency in Urgency:
        words = said[urgency.value]
        if urgency is Urgency.STOPPED and category not in CENTRAL:
            words = [*words, *said["everywhere"]]
        found = reading.has(words)
        if found and not (refused and _overlap(found, refused)):
            return urgency
    return None


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _words(reading: Reading) -> tuple[str, ...]:
    """What is left when politeness is taken away, in order, each once."""
    found: list[str] = []
    at = 0
    for mark in reading.marks:
        found += left_over(reading, at, mark.start)
        if not mark.keys("quiet"):
            found.append(mark.typed)
        at = mark.end
    found += left_over(reading, at, len(reading.letters))
    return tuple(dict.fromkeys(found))[:_WORDS]
