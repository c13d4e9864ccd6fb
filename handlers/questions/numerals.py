"""Numbers written in Thai words: สองร้อยยี่สิบห้า, พัน, ห้าสิบ.

Tone marks count here: ห้า is five, หา is to look for; สี่ is four, สี is colour.
"""

from __future__ import annotations

import re
from functools import cache

from handlers.questions import lexicon
from handlers.questions.normalise import normalise


@cache
def _digits() -> dict[str, int]:
    return _values("digits")


@cache
def _powers() -> dict[str, int]:
    return _values("powers")


def _values(name: str) -> dict[str, int]:
    words = lexicon.raw()["numbers"][name]
    return {normalise(word): int(n) for n, spellings in words.items() for word in spellings}


def _any(words: list[str]) -> str:
    return "|".join(re.escape(normalise(w)) for w in sorted(words, key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    """A number in words with what it counts behind it, or a comparison before it."""
    n = lexicon.raw()["numbers"]
    word = _any([*_digits(), *_powers()])
    number = rf"(?:{word})(?:\s*(?:{word}))*"
    before = "|".join(f"(?<={normalise(w)})|(?<={normalise(w)} )" for w in n["after"])
    return re.compile(
        rf"(?P<counted>{number})(?=\s*(?:{_any(n['before'])}))|(?:{before})(?P<bound>{number})"
        rf"(?=\s|$|{_any(n['ends'])})"
    )


def at(text: str, start: int) -> tuple[int, int] | None:
    """The number in words that begins at a place of a normalised text, and where it ends."""
    match = _pattern().match(text, start)
    if match is None:
        return None
    value = of(match["counted"] or match["bound"])
    return None if value is None else (value, match.end())


def of(words: str) -> int | None:
    """สองร้อยยี่สิบห้า → 225; None when the words do not make one number."""
    total = pending = 0
    last_power = 10**9
    said = False
    for word in re.findall(_any([*_digits(), *_powers()]), words):
        if word in _powers():
            power = _powers()[word]
            if power >= last_power:
                return None
            total += (pending or 1) * power
            pending, last_power, said = 0, power, False
        elif said:
            return None
        else:
            pending, said = _digits()[word], True
    if pending and last_power in (100, 1000, 10_000):
        return None  # «ร้อยห้า» is 105 to some and 150 to others
    return total + pending
