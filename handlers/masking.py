"""Take what could name a person out of a text: numbers, addresses, names. It becomes «…».

Names are found behind titles, and by PyThaiNLP's lists of Thai names where no word of the
vocabulary, no general word and no school of the office is spelt so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache

from handlers import masking_vocabulary as vocabulary
from handlers.questions import lexicon
from handlers.questions.lexicon import Piece
from handlers.questions.normalise import LOOSE, MARKS, normalise, skeleton

MASK = "«…»"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_GAP = r"[\s().\-–—/]{0,3}"
_ADDRESS = re.compile(
    r"[a-z0-9._%+-]+@[a-z0-9.-]+|@[a-z0-9._-]{2,}"
    r"|(?:https?://|www\.|line\.me/)\S+"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|info|me|th|io|app)\b(?:/\S*)?"
    r"|\b[ucr][0-9a-f]{32}\b",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    rf"((?:{'|'.join(vocabulary.NETWORKS)})\s*(?:{'|'.join(vocabulary.OF_ADDRESS)})?\s*[:=]?\s*)"
    r"[a-z0-9][a-z0-9._-]{2,}",
    re.IGNORECASE,
)
_DIGITS = re.compile(rf"g?\d(?:{_GAP}\d){{8,}}|g?\d{{4,}}", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}\s*[/-]\s*\d{1,2}\s*[/-]\s*\d{2,4}")
_HOUSE = re.compile(rf"(?:\d+(?:/\d+)?\s*)?{vocabulary.VILLAGE}(?:{vocabulary.NUMBERED})?\s*\d+")
#: Two foreign words side by side: a name and a family name, as far as anybody can tell.
_FOREIGN = re.compile(r"\b[a-z]{3,}(?:\s+[a-z]{3,})+\b", re.IGNORECASE)
_YEARS = re.compile(r"\s*(?:(?:25|20)\d\d[\s\-–/]*)+")
_LONGEST = 24
_SHORTEST = 3

#: Kinds of a stretch: of the vocabulary, a school, a general word, a title, a name, not known.
_KNOWN, _SCHOOL, _GENERAL, _STRICT, _SOFT, _NAME, _OTHER = "qswtun?"
_COSTS = {_KNOWN: 1.0, _SCHOOL: 0.8, _GENERAL: 1.0, _STRICT: 0.9, _SOFT: 0.9, _NAME: 1.1}


@dataclass(frozen=True)
class _Stretch:
    """A part of one word, by its kind. `form` is how it is read; `first`: the word begins here."""

    kind: str
    form: str
    text: str
    first: bool


def masked(
    text: str, schools: Set[str], taught: Mapping[str, tuple[Piece, ...]] | None = None
) -> str:
    """`text`, normalised, with «…» for whatever could name a person.

    `schools` are keys of the office's school names (`NameIndex.keys`), which stay.
    """
    words = frozenset(taught or ())
    parts = _without_addresses(text).split(MASK)
    shown = [_without_names(normalise(part), schools, words) for part in parts]
    found = f" {MASK} ".join(shown)
    found = re.sub(rf"(?:{MASK}\s*)+", f"{MASK} ", found)
    return " ".join(re.sub(r"\d{5,}", MASK, found).split())


def _without_addresses(text: str) -> str:
    """Numbers of four digits or more but years, telephones, houses, mail and web addresses."""
    text = _INVISIBLE.sub("", text).replace(MASK, " ")
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    text = _ADDRESS.sub(MASK, text)
    text = _NETWORK.sub(rf"\g<1>{MASK}", text)
    if vocabulary.BIRTH in text:
        text = _DAY.sub(MASK, text)
    text = _FOREIGN.sub(MASK, _HOUSE.sub(MASK, text))
    return _DIGITS.sub(lambda m: m[0] if _YEARS.fullmatch(m[0]) else MASK, text)


def _without_names(text: str, schools: Set[str], taught: Set[str]) -> str:
    shown: list[str] = []
    expects = ""  # the kind of title, or of name, that came just before
    hiding = False  # a family name that is made of other words is being passed over
    for stretch, is_family in _all_stretches(text, schools, taught):
        if stretch.first and shown:
            shown.append(" ")
        hiding = (hiding and not stretch.first) or bool(
            expects and is_family and shown[-2:-1] == [MASK]
        )
        if hiding:
            shown.append(MASK)
            continue
        if stretch.kind in (_STRICT, _SOFT):
            expects = stretch.kind
        elif expects and _is_named(stretch, expects):
            shown.append(MASK)
            continue
        elif stretch.kind == _NAME:
            expects = _SOFT
            shown.append(MASK)
            continue
        else:
            expects = ""
        shown.append(stretch.text)
    return "".join(shown)


def _all_stretches(
    text: str, schools: Set[str], taught: Set[str]
) -> Iterator[tuple[_Stretch, bool]]:
    """Every stretch of every word, and whether its word may be a family name behind a name:
    one that begins with a word of two letters at most and goes on with what we do not know."""
    for word in text.split():
        found = _stretches(word, schools, taught)
        strange = any(s.kind in (_GENERAL, _OTHER, _NAME) for s in found[1:])
        family = strange and found[0].kind == _KNOWN and len(found[0].form) <= 2
        for stretch in found:
            yield stretch, family and stretch.first


def _is_named(stretch: _Stretch, expects: str) -> bool:
    """Is this a name, behind a title or a name of that kind?"""
    if stretch.kind in (_KNOWN, _SCHOOL):
        return False
    if stretch.kind == _OTHER:
        # A single letter is the beginning of a grade (ป.1), and two are short for something.
        return len(stretch.form) >= (_SHORTEST if expects == _SOFT else 2)
    return expects == _STRICT or stretch.form in _names()


def _stretches(word: str, schools: Set[str], taught: Set[str]) -> list[_Stretch]:
    """One word of the text cut into stretches, the cheapest way."""
    solid = [n for n, char in enumerate(word) if char not in MARKS and char not in LOOSE]
    letters = skeleton("".join(word[n] for n in solid))
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(1e9, 0, "")] * len(letters)
    for start in range(len(letters)):
        for end in range(start + 1, min(start + _LONGEST, len(letters)) + 1):
            kind = _kind(letters[start:end], schools, taught)
            cost = best[start][0] + (_COSTS[kind] if kind != _OTHER else 3.0)
            if (kind != _OTHER or end == start + 1) and cost < best[end][0]:
                best[end] = (cost, start, kind)
    cuts: list[tuple[int, int, str]] = []
    at = len(letters)
    while at:
        _, start, kind = best[at]
        if cuts and kind == _OTHER == cuts[-1][2]:
            cuts[-1] = (start, cuts[-1][1], kind)
        else:
            cuts.append((start, at, kind))
        at = start
    return _shown(word, solid, letters, cuts[::-1])


def _shown(
    word: str, solid: list[int], letters: str, cuts: list[tuple[int, int, str]]
) -> list[_Stretch]:
    if not cuts:
        return [_Stretch(_KNOWN, "", word, True)]
    places = [0, *(solid[start] for start, _, _ in cuts[1:]), len(word)]
    return [
        _Stretch(kind, letters[start:end], word[places[n] : places[n + 1]], n == 0)
        for n, (start, end, kind) in enumerate(cuts)
    ]


def _kind(form: str, schools: Set[str], taught: Set[str]) -> str:
    if title := _titles().get(form):
        return title
    if form in lexicon.words() or form in taught or form in _grades() or form.isdigit():
        return _KNOWN
    if form in schools:
        return _SCHOOL
    if form in lexicon.dictionary():
        return _GENERAL
    return _NAME if form in _names() else _OTHER


@cache
def _titles() -> dict[str, str]:
    titles = {lexicon.bare(word): _SOFT for word in vocabulary.SOFT}
    return titles | {lexicon.bare(word): _STRICT for word in vocabulary.STRICT}


@cache
def _grades() -> frozenset[str]:
    kinds = ("pre", "primary", "secondary", "vocational")
    forms = {lexicon.bare(word) for kind in kinds for word in lexicon.raw()["grades"][kind]}
    return frozenset(form for form in forms if len(form) > 1)


@cache
def _names() -> frozenset[str]:
    """First names and family names, bare."""
    from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

    names = thai_male_names() | thai_female_names() | thai_family_names()
    found = {skeleton(name).replace(" ", "") for name in names}
    return frozenset(name for name in found if len(name) >= _SHORTEST)
