"""What people type, brought to what can be compared: one spelling, no fillers, runs of letters."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.knowledge import vocabulary
from handlers.questions.normalise import normalise, skeleton

_SIGNS = re.compile(r"[^\w\s]|_")
_LATIN = re.compile(r"[a-z]+")
_WORDS = re.compile(r"([a-z]+)")
#: Letters of a run.
_RUN = 3


def _bare(text: str) -> str:
    """Without tone marks and signs; «b-obec» and «ผอ.» lose theirs, too."""
    return " ".join(_SIGNS.sub("", skeleton(normalise(text))).split())


def _any(words: tuple[str, ...], after: str = "") -> re.Pattern[str]:
    """Any of these words, the longest first; one in Latin letters stands for itself."""
    bare = sorted({_bare(word) for word in words} - {""}, key=len, reverse=True)
    return re.compile("|".join(_alone(word) + after for word in bare))


def _alone(word: str) -> str:
    before = r"(?<![a-z])" if word[:1].isascii() else ""
    after = r"(?![a-z])" if word[-1:].isascii() else ""
    return f"{before}{re.escape(word)}{after}"


_ONE = {_bare(word): _bare(same[0]) for same in vocabulary.SAME for word in same}
_SAME = _any(tuple(word for same in vocabulary.SAME for word in same))
_CANNOT = re.compile(rf"{_bare(vocabulary.CANNOT)}(.{{2,20}}?){_bare(vocabulary.CAN)}")
_NOT = _bare(vocabulary.NOT)
_ANYWHERE = _any(vocabulary.SAID_WITH_ANYTHING)
_LAST = _any(vocabulary.SAID_LAST, after=r"(?=\s|$)")


def plain(text: str) -> str:
    """The text as it is compared: one spelling, no marks, no fillers, no spaces in Thai."""
    said = _LAST.sub("", _bare(text))
    said = _CANNOT.sub(rf"\1{_NOT}", _ANYWHERE.sub("", said))
    said = _SAME.sub(lambda match: _ONE[match[0]], said)
    # Thai without its spaces, each word in Latin letters by itself.
    parts = ("".join(part.split()) for part in _WORDS.split(said))
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def runs_of(text: str) -> frozenset[str]:
    """Every run of three letters in a text; the whole of a shorter stretch.

    A word in Latin letters counts as a whole, by its length: «bobec» is not nearly «mobec».
    """
    found: set[str] = set()
    for part in plain(text).split():
        numbers = range(max(len(part) - _RUN + 1, 1))
        whole = _LATIN.fullmatch(part) is not None
        found |= {f"{part} {n}" if whole else part[n : n + _RUN] for n in numbers}
    return frozenset(found)
