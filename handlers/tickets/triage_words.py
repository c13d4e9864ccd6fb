"""The vocabulary of triage, and where its words stand in a message. Knows no rule."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handlers.questions.normalise import MARKS, normalise, skeleton

_FILE = Path(__file__).with_name("triage.toml")
#: Whoever has something broken says so at the start; no more than this is read.
LONGEST = 600
#: Sections whose words are looked for one by one, the longest first.
_SCANNED = ("symptoms", "faults", "asks", "passwords", "signs", "data", "mended", "bare", "quiet")
#: A space of the vocabulary: nothing, or whatever people put between the parts of a name.
_GAP = r"[ .\-_]{0,2}"
#: A Thai letter before one of these belongs to another word than the one that it would end.
_VOWELS = "ะ-ฺ"
#: These are written before the letter that they sound after: no word begins between the two.
_LEADING = "เ-ไ"
#: Words so short are told from others by their tone marks only («กู้», «กู่»), and stand in names.
_SHORT = 4
#: How far a name's first word may be from one of these.
_NEAR = 12
#: Marks heaped on each other are no writing, and slow to put in order.
_HEAPED = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{4,}")

Role = tuple[str, str]


@dataclass(frozen=True)
class Mark:
    """A word of the vocabulary in a message: what it is, as it was typed, and where."""

    roles: frozenset[Role]
    typed: str
    start: int
    end: int

    def keys(self, section: str) -> list[str]:
        """Under which keys of that section it stands, in order."""
        return sorted(key for name, key in self.roles if name == section)


@dataclass(frozen=True)
class Reading:
    """A message in one spelling (`shown`, and `letters` without tone marks), and its marks.

    `places`: where each of the letters stands in `shown`.
    """

    shown: str
    letters: str
    places: list[int]
    marks: tuple[Mark, ...]

    def of(self, section: str, *keys: str) -> list[Mark]:
        """The marks of a section, or of some of its keys."""
        return [m for m in self.marks if any(not keys or k in keys for k in m.keys(section))]

    def has(self, words: Iterable[str]) -> re.Match[str] | None:
        """The first place of one of these words of the vocabulary, also inside another."""
        wanted = tuple(words)
        return _anywhere(wanted).search(self.letters) if wanted else None


@cache
def raw() -> dict[str, Any]:
    """The vocabulary file as it stands."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def read(text: str) -> Reading:
    """Find the words of the vocabulary in what somebody wrote."""
    shown = normalise(_HEAPED.sub("", text[:LONGEST]))
    places = [*(n for n, char in enumerate(shown) if char not in MARKS), len(shown)]
    letters = skeleton(shown)
    return Reading(shown, letters, places, tuple(_scan(letters, shown, places)))


def left_over(reading: Reading, start: int, end: int) -> list[str]:
    """What stands in a stretch without words of the vocabulary, less what only fills it."""
    found, at = [], start
    for match in _fillers().finditer(reading.letters, start, end):
        found.append(reading.shown[reading.places[at] : reading.places[match.start()]])
        at = match.end()
    found.append(reading.shown[reading.places[at] : reading.places[end]])
    return [word for word in found if len(word) > 2]


def _scan(letters: str, shown: str, places: list[int]) -> Iterator[Mark]:
    patterns, meanings = _patterns(), _meanings()
    at = 0
    while at < len(letters):
        pattern = patterns.get(letters[at : at + 2]) or patterns.get(letters[at])
        match = pattern.match(letters, at) if pattern else None
        if match is None:
            at += 1
            continue
        typed = shown[places[at] : places[match.end()]].strip()
        by_spelling = meanings[str(match.lastgroup)]
        short = "" not in by_spelling
        roles = by_spelling.get(typed if short else "")
        if roles and not (short and (_led(shown, places[at]) or _in_name(letters, match))):
            yield Mark(roles, typed, at, match.end())
        at = match.end() if roles else at + 1


def _led(shown: str, at: int) -> bool:
    """«หล่ม» holds no «ล่ม»: the letter before belongs to it."""
    return shown[at - 1 : at] == "ห" and shown[at] in raw()["names"]["led"]


def _in_name(letters: str, match: re.Match[str]) -> bool:
    """«บ้านกุดพัง», «ถนนหักพิทยาคม»: names of schools hold short words of faults."""
    lead, tail = _names()
    near = letters[max(0, match.start() - _NEAR) : match.start()]
    return bool(lead.search(near) or tail.match(letters, match.end()))


def _entries() -> Iterator[tuple[Role, str]]:
    for category, kinds in raw()["things"].items():
        for kind, words in kinds.items():
            section = "things" if kind == "words" else kind
            yield from (((section, category), word) for word in words)
    for section in _SCANNED:
        for key, value in raw()[section].items():
            yield from (((section, key), word) for word in value)
    # What is enough by itself is a fault beside other words.
    yield from ((("faults", "any"), word) for word in raw()["bare"]["words"])


@cache
def _forms() -> dict[str, dict[str, frozenset[Role]]]:
    """Every word as the scan meets it, to what it may be: of short words by their spelling."""
    found: dict[str, dict[str, set[Role]]] = {}
    for role, word in _entries():
        form = bare(word)
        spelling = normalise(word) if len(form) <= _SHORT else ""
        found.setdefault(form, {}).setdefault(spelling, set()).add(role)
    return {f: {s: frozenset(roles) for s, roles in each.items()} for f, each in found.items()}


@cache
def _meanings() -> dict[str, dict[str, frozenset[Role]]]:
    """By the name of a word's group in the patterns."""
    return {f"w{n}": meanings for n, meanings in enumerate(_forms().values())}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """By their first two letters: all words that begin so, the longest first.

    A word with a space behind its first letter («b obec») stands under that letter, and with all.
    """
    named = sorted(zip(_forms(), _meanings(), strict=True), key=lambda pair: -len(pair[0]))
    starts = {form[: 1 if form[1] == " " else 2] for form in _forms()}
    return {
        start: re.compile(
            _before(start)
            + "(?:"
            + "|".join(
                f"(?P<{name}>{_rest(form)})"
                for form, name in named
                if form.startswith(start) or (form[1] == " " and form[0] == start[0])
            )
            + ")"
        )
        for start in starts
    }


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names begin with, a few letters before; what they end in, a few letters behind."""
    lead, tail = ("|".join(map(bare, raw()["names"][key])) for key in ("lead", "tail"))
    return re.compile(rf"(?:{lead})\S{{0,5}}$"), re.compile(rf"\S{{0,8}}(?:{tail})")


@cache
def _fillers() -> re.Pattern[str]:
    words = sorted(map(bare, raw()["filler"]["words"]), key=len, reverse=True)
    return re.compile(r"\s+|[,.:;?!()]+|" + "|".join(map(_pattern, words)))


@cache
def _anywhere(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(bare(word)) for word in words))


def bare(word: str) -> str:
    """A word of the vocabulary without its tone marks."""
    return skeleton(normalise(word))


def _pattern(form: str) -> str:
    return _before(form) + _rest(form)


def _before(form: str) -> str:
    """A word begins here: not inside another, as far as the letters tell."""
    return "(?<![a-z])" if form[0].isascii() else f"(?<![{_LEADING}])"


def _rest(form: str) -> str:
    """The letters of a word, and that it ends with them."""
    inner = _GAP.join(re.escape(part) for part in form.split(" "))
    return inner + ("(?![a-z])" if form[-1].isascii() else f"(?![{_VOWELS}])")
