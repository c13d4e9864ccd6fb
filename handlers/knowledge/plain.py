"""What people type, brought to what can be compared: one spelling, no fillers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from handlers.knowledge import vocabulary
from handlers.questions.normalise import normalise, skeleton

if TYPE_CHECKING:
    from pythainlp.util import Trie

#: Anything but letters, digits, and the vowels above and below Thai letters, which are no \\w.
_SIGNS = re.compile(r"[^\w\s\u0e31-\u0e3a]|[_ๆฯ]")
_LATIN = re.compile(r"[a-z]+")
_PARTS = re.compile(r"([a-z]+|\s+)")
#: Letters of a run.
_RUN = 3
#: Words of the dictionary that are taken, to spare memory; `vocabulary.LONG_WORDS` has others.
_LONGEST_WORD = 6


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
_AROUND = tuple(
    (re.compile(rf"{_bare(before)}(.{{2,20}}?){_bare(after)}"), _bare(first), _bare(last))
    for before, after, first, last in vocabulary.AROUND
)
_ANYWHERE = _any(vocabulary.SAID_WITH_ANYTHING)
_WANTS = _any(vocabulary.WANTS)
_LAST = _any(vocabulary.SAID_LAST, after=r"(?=\s|$)")


def plain(text: str) -> str:
    """The text as it is compared: one spelling, no marks, no fillers."""
    said = _ANYWHERE.sub("", _LAST.sub("", _bare(text)))
    for pattern, first, last in _AROUND:
        said = pattern.sub(rf"{first}\1{last}", said)
    return _SAME.sub(lambda match: _ONE[match[0]], said)


def parts_of(text: str) -> tuple[str, ...]:
    """The text in parts: Thai without its spaces, each word in Latin letters by itself."""
    found = [""]
    for part in _PARTS.split(plain(text)):
        if _LATIN.fullmatch(part):
            found += [part, ""]
        else:
            found[-1] += part.strip()
    return tuple(part for part in found if part)


def runs_in(parts: tuple[str, ...]) -> frozenset[str]:
    """Every run of three letters; the whole of a shorter part.

    A word in Latin letters counts as a whole, by its length: «bobec» is not nearly «mobec».
    """
    found: set[str] = set()
    for part in parts:
        numbers = range(max(len(part) - _RUN + 1, 1))
        found |= {f"{part} {n}" if is_latin(part) else part[n : n + _RUN] for n in numbers}
    return frozenset(found)


def words_in(parts: tuple[str, ...]) -> frozenset[str]:
    """Every word: what stands between them does not matter then."""
    from pythainlp.tokenize import word_tokenize

    found: set[str] = set()
    for part in parts:
        whole = is_latin(part)
        found |= {part} if whole else set(word_tokenize(part, custom_dict=_dictionary()))
    return frozenset(found)


def is_latin(part: str) -> bool:
    """Is it a word in Latin letters? Names of systems and programs settle what is meant."""
    return _LATIN.fullmatch(part) is not None


def wants_of(text: str) -> frozenset[str]:
    """The words that ask for a thing: «ขอเบิก»."""
    return frozenset(_WANTS.findall(_bare(text)))


@cache
def _dictionary() -> Trie:
    from pythainlp.corpus import thai_words
    from pythainlp.util import Trie

    ours = (*_ONE.values(), *map(_bare, vocabulary.LONG_WORDS))
    general = (skeleton(word) for word in thai_words() if len(word) <= _LONGEST_WORD)
    return Trie({word for word in (*ours, *general) if len(word) > 1})
