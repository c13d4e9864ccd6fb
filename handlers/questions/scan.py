"""Cut a question into tokens, each of them explained by the vocabulary, or marked unknown.

The cheapest way through the text wins: known words, grades, dates, numbers and school names
are cheap, words of the general dictionary that we do not know are dearer than one known word
but cheaper than two (so that no unknown word is read as two short known ones), and letters
that belong to no word are dearest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from handlers.questions import lexicon
from handlers.questions.lexicon import Piece
from handlers.questions.normalise import LOOSE, MARKS, normalise, skeleton

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?")
_YEAR_WORD = "(?:ปีการศึกษา|ประจำปีการศึกษา|ป\\.?ศ\\.?|พ\\.?ศ\\.?|ค\\.?ศ\\.?|ปี)"
_YEAR = re.compile(
    rf"(?:ใน|ของ)?{_YEAR_WORD}\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(\d{{4}}|\d{{2}})(?![\d/,])"
)
_BARE_YEAR = re.compile(r"((?:25[5-9]\d|20[1-4]\d))(?![\d/,.-])(?!\s*(?:คน|หอง|โรง|แหง|ราย|อันดับ))")
_TERM = re.compile(
    r"(?:ใน)?(?:(?P<word>ภาคเรียนที|ภาคเรียน|ภาคการศึกษาที|เทอมที|เทอม|รอบที|รอบ|ภาค)\s*(?P<n>[1-3])"
    r"(?:\s*/\s*(?P<y>\d{4}|\d{2}))?"
    r"|(?P<end>สินปีการศึกษา|สินปี|ปลายปีการศึกษา|ปลายปี)"
    r"|(?:ปีการศึกษา\s*|ปี\s*)?(?P<n2>[1-3])\s*/\s*(?P<y2>\d{4}|\d{2}))(?![\d/,])"
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_SIZE = re.compile(r"ขนาด(?:โรงเรียน)?ที\s*([1-7])(?!\d)")
_CODE = re.compile(r"(?<!\d)(\d{10}|\d{8})(?!\d)")


@dataclass(frozen=True)
class Token:
    """A stretch of the question's skeleton: `kind` is one character, see vocabulary.toml.

    Besides those: N number, # school, 1 year, 2 round, 3 as-of date, 8 code, ? unknown.
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str
    joint: bool = False
    """One of several tokens that one word stands for (เด็กอนุบาล: pupils, and their level)."""


@dataclass(frozen=True)
class Reading:
    """A question as it was read: `shown` is its normalised text, `tokens` cover its letters."""

    shown: str
    skeleton: str
    tokens: list[Token]
    places: list[int]

    def raw(self, start: int, end: int) -> str:
        """The normalised letters (tone marks kept) under a stretch of the skeleton."""
        last = self.places[end] if end < len(self.places) else len(self.shown)
        return self.shown[self.places[start] : last].strip(" .,-") if start < end else ""


def read(
    text: str,
    aliases: Set[str],
    longest_alias: int,
    office: Set[str],
    taught: Mapping[str, tuple[Piece, ...]] | None = None,
) -> Reading:
    """Tokens of `text`. `aliases` are keys of school names, `office` the office's names.

    `taught` are the words that officers added to the vocabulary.
    """
    shown = lexicon.shortened(normalise(text))
    places = [n for n, char in enumerate(shown) if char not in MARKS]
    skel = skeleton(shown)
    scanner = _Scanner(skel, aliases, longest_alias, office, taught or {})
    reading = Reading(shown, skel, scanner.tokens(), places)
    return replace(reading, tokens=_last_words(reading))


def _last_words(reading: Reading) -> list[Token]:
    """«แล้วห้องเรียนล่ะ» ends in ล่ะ (and what of …?), not in ละ (… each): the mark tells."""
    tokens = reading.tokens
    last = next((n for n in reversed(range(len(tokens))) if tokens[n].kind != "."), -1)
    if last < 0 or tokens[last].kind != "q" or any(t.kind == "v" for t in tokens):
        return tokens
    token = tokens[last]
    noun = lexicon.what_of(reading.raw(token.start, token.end))
    if noun is None:
        return tokens
    pair = [
        replace(token, kind="R", value="rooms", joint=True),
        replace(token, kind="~", joint=True),
    ]
    return [*tokens[:last], *pair, *tokens[last + 1 :]]


class _Scanner:
    def __init__(
        self,
        skel: str,
        aliases: Set[str],
        longest: int,
        office: Set[str],
        taught: Mapping[str, tuple[Piece, ...]],
    ) -> None:
        self.skel, self.aliases, self.office, self.taught = skel, aliases, office, taught
        self.solid = [n for n, char in enumerate(skel) if char not in LOOSE and char not in ":;?!"]
        self.letters = "".join(skel[n] for n in self.solid)
        self.order = {place: n for n, place in enumerate(self.solid)}
        self.longest = max(longest, lexicon.longest(), *map(len, office), *map(len, taught), 24)

    def tokens(self) -> list[Token]:
        best: list[tuple[float, int, list[Token]] | None] = [None] * (len(self.solid) + 1)
        best[0] = (0.0, 0, [])
        for n in range(len(self.solid)):
            here = best[n]
            if here is None:
                continue
            for cost, end, tokens in self._edges(n):
                known = best[end]
                if known is None or here[0] + cost < known[0]:
                    best[end] = (here[0] + cost, n, tokens)
        return self._walk(best)

    def _walk(self, best: list[tuple[float, int, list[Token]] | None]) -> list[Token]:
        found: list[Token] = []
        at = len(self.solid)
        while at:
            step = best[at]
            assert step is not None
            found[:0] = step[2]
            at = step[1]
        return found

    def _edges(self, n: int) -> list[tuple[float, int, list[Token]]]:
        start = self.solid[n]
        edges = [(3.0, n + 1, [self._token("?", None, n, n + 1)])]
        for cost, end, kind, value in self._patterns(start):
            stop = self._solid_after(end)
            edges.append((cost, stop, [self._token(kind, value, n, stop)]))
        for size in range(1, min(self.longest, len(self.solid) - n) + 1):
            letters = self.letters[n : n + size]
            edges += self._word(letters, n, n + size)
        return edges

    def _word(self, letters: str, n: int, end: int) -> list[tuple[float, int, list[Token]]]:
        found: list[tuple[float, int, list[Token]]] = []
        size = end - n
        pieces = lexicon.words().get(letters) or self.taught.get(letters)
        if pieces is not None and self._whole(n, end):
            cost = 1.6 if size <= 2 else 1.2 if size == 3 else 1.0
            joint = len(pieces) > 1
            made = [replace(self._token(p.kind, p.value, n, end), joint=joint) for p in pieces]
            found.append((cost, end, made))
        elif letters in lexicon.dictionary() and not (size < 5 and self._spaced(n, end)):
            found.append((1.9, end, [self._token("?", None, n, end)]))
        if letters in self.office and self._whole(n, end):
            found.append((0.6, end, [self._token("O", None, n, end)]))
        if letters in self.aliases and not (pieces is not None and size < 5):
            found.append((0.5 if size > 4 else 0.9, end, [self._token("#", None, n, end)]))
        return found

    def _spaced(self, n: int, end: int) -> bool:
        """A short word of the dictionary is not made of two: «บ้านผา กี่คน» holds no ผาก."""
        return " " in self.skel[self.solid[n] : self.solid[end - 1]]

    def _whole(self, n: int, end: int) -> bool:
        """Figures are no part of a word's end: «ติด 1» is not the start of 15."""
        after = self.letters[end : end + 1]
        return not (self.letters[end - 1].isdigit() and after.isdigit())

    def _patterns(self, start: int) -> list[tuple[float, int, str, Any]]:
        skel = self.skel
        found: list[tuple[float, int, str, Any]] = []
        if match := lexicon.grade_pattern().match(skel, start):
            grades = lexicon.grades_of(match)
            if match["room"]:
                found.append((0.8, match.end(), "!", "room"))
            elif grades:
                found.append((0.8, match.end(), "G", grades))
        if match := _CODE.match(skel, start):
            found.append((0.4, match.end(), "8", match[1]))
        if match := lexicon.month_pattern().match(skel, start):
            day = (int(match[1]), lexicon.months()[match[2]], match[3])
            found.append((0.5, match.end(), "3", day))
        if match := _SLASHED.match(skel, start):
            found.append((0.5, match.end(), "3", (int(match[1]), int(match[2]), match[3])))
        if match := _YEAR.match(skel, start):
            found.append((0.8, match.end(), "1", match[1]))
        if match := _BARE_YEAR.match(skel, start):
            found.append((0.6, match.end(), "1", match[1]))
        if match := _TERM.match(skel, start):
            found.append((0.7, match.end(), "2", _term(match)))
        if match := _SIZE.match(skel, start):
            found.append((0.7, match.end(), "z", f"size{match[1]}"))
        if match := _NUMBER.match(skel, start):
            number = match[0].replace(",", "")
            value: Any = int(number) if number.isdigit() and len(number) < 10 else number
            found.append((1.0, match.end(), "N", value))
        return found

    def _solid_after(self, place: int) -> int:
        """The number of solid letters before this place of the skeleton."""
        while place < len(self.skel) and place not in self.order:
            place += 1
        return self.order.get(place, len(self.solid))

    def _token(self, kind: str, value: Any, n: int, end: int) -> Token:
        start, stop = self.solid[n], self.solid[end - 1] + 1
        return Token(kind, value, start, stop, self.skel[start:stop])


def _term(match: re.Match[str]) -> tuple[int, str | None]:
    if match["end"]:
        return 3, None
    number = int(match["n"] or match["n2"])
    if number == 3 and match["word"] and not match["word"].startswith("รอบ"):
        number = 0  # there is no third term: said back as missing
    return number, match["y"] or match["y2"]
