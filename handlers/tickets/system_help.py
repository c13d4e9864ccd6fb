"""Which help with a central system a message asks for: a password, un-confirming, a duplicate …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.tickets.triage_words import Reading, raw


def help_asked(reading: Reading) -> str | None:
    """The first kind of help in the vocabulary that fits the words; None when none does."""
    return next((name for name, words in raw()["help"].items() if _fits(reading, words)), None)


def _fits(reading: Reading, words: Mapping[str, Any]) -> bool:
    if reading.has(words.get("not", ())):
        return False
    if reading.has(words.get("any", ())):
        return True
    together: list[Sequence[Sequence[str]]] = [words.get("all", ()), words.get("also", ())]
    return any(lists and all(reading.has(each) for each in lists) for lists in together)
