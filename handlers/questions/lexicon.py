"""The vocabulary file, made ready for reading questions: words, patterns, general dictionary."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pythainlp.corpus import thai_words

from handlers.dmc_vocabulary import GRADES, LOWER, PRE, PRIMARY, UPPER, VOCATIONAL
from handlers.questions import topic_words
from handlers.questions.normalise import compact, normalise, skeleton

_FILE = Path(__file__).with_name("vocabulary.toml")
_SPECIAL = {
    *("compounds", "school", "office", "grades", "months", "intents", "numbers"),
    *("topic", "rows", "area", "slips", "speakers", "apart"),
}
_KINDS = {
    "filler": ".",
    "missing": "!",
    "place": "@",
    "unknown": "?",
    "level": "G",
    "states": "$",
}

#: What each level word means, by the word that stands for it in the vocabulary.
LEVELS: dict[str, tuple[str, ...]] = dict(
    zip(
        ("pre", "primary", "primary_low", "primary_high", "lower", "upper", "secondary", "all9"),
        (
            PRE,
            PRIMARY,
            PRIMARY[:3],
            PRIMARY[3:],
            LOWER,
            UPPER + VOCATIONAL,
            LOWER + UPPER + VOCATIONAL,
            PRIMARY + LOWER,
        ),
        strict=True,
    )
)
_LEVEL_ORDER = (*LEVELS, "vocational")


@dataclass(frozen=True)
class Piece:
    """One meaning of a word: the kind of token it makes and its value."""

    kind: str
    value: Any


@cache
def raw() -> dict[str, dict[str, Any]]:
    """The vocabulary file as it stands."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def bare(word: str) -> str:
    """A word of the vocabulary as the reader meets it."""
    return compact(skeleton(normalise(word)))


@cache
def words() -> dict[str, tuple[Piece, ...]]:
    """Every known word: its bare form → the tokens it stands for."""
    topics = topic_words.forms(raw(), bare)
    found = {form: tuple(Piece(*pair) for pair in pairs) for form, pairs in topics.items()}
    for kind, value, spelling in _entries():
        word, _, kinds = spelling.partition(":")
        form = bare(word)
        pieces = (
            tuple(Piece(k, value) for k in kinds.split(",")) if kinds else (Piece(kind, value),)
        )
        # A word in two places keeps its first meaning; "unknown" never wins over a meaning.
        if form and form not in found:
            found[form] = pieces
    return found


def _entries() -> Iterator[tuple[str, Any, str]]:
    for section, values in raw().items():
        if section in _SPECIAL:
            continue
        kind = _KINDS.get(section, section)
        for n, (value, spellings) in enumerate(values.items()):
            meaning = _level(n) if section == "level" else value
            for spelling in spellings:
                yield kind, meaning, spelling
    speakers = raw()["speakers"]
    for who in speakers["who"]:
        # «ผอ.ถามว่า …»: who wants to know changes nothing.
        yield from ((".", "words", f"{who}{says}") for says in speakers["says"])


def _level(n: int) -> tuple[str, ...]:
    name = _LEVEL_ORDER[n]
    return VOCATIONAL if name == "vocational" else LEVELS[name]


@cache
def longest() -> int:
    """Letters of the longest known word."""
    return max(map(len, words()))


@cache
def dictionary() -> frozenset[str]:
    """General Thai words, bare. A question that holds one that we do not know is not answered."""
    ours = words()
    allowed = {bare(word) for word in raw()["compounds"]["words"]}
    # The corpus is in good order: only marks have to go. (Normalising it takes two seconds.)
    found = {compact(skeleton(word)) for word in thai_words() if 2 < len(word) <= 24}
    return frozenset(
        w for w in found if len(w) > 2 and w not in ours and w not in allowed and not _joined(w)
    )


def is_compound(letters: str) -> bool:
    """«นักเรียนย้าย»: a word of ours and one of the dictionary behind it, not a slip in one."""
    ours, others = words(), dictionary()
    return any(letters[:n] in ours and letters[n:] in others for n in range(4, len(letters) - 2))


def _joined(word: str) -> bool:
    """«เด็กพิการ», «ศาสนาพุทธ»: a topic's word behind a word for pupils, or for its kind."""
    leads, topics = _leads()
    return any(word[:n] in leads and word[n:] in topics for n in range(2, len(word) - 1))


@cache
def _leads() -> tuple[frozenset[str], frozenset[str]]:
    topics = {form: pieces[0].value for form, pieces in words().items() if pieces[0].kind == "F"}
    kinds = {f for f, meanings in topics.items() if any(m.what == topic_words.BY for m in meanings)}
    pupils = {form for form, pieces in words().items() if [p.kind for p in pieces] == ["P"]}
    return frozenset(kinds | pupils), frozenset(topics)


def _any(names: list[str]) -> str:
    forms = sorted({skeleton(normalise(name)) for name in names}, key=len, reverse=True)
    return "|".join(re.escape(form) for form in forms)


@cache
def grade_pattern() -> re.Pattern[str]:
    """A grade, or a range of grades, at the start of a text; not followed by a room (ป.1/2)."""
    g = raw()["grades"]
    kinds = ("pre", "primary", "secondary", "vocational")
    number = rf"([1-6]|{_any(g['numbers'])})(?!\d)"
    prefix = "|".join(f"(?P<{kind}>{_any(g[kind])})" for kind in kinds)
    second = "|".join(f"(?P<{kind}2>{_any(g[kind])})" for kind in kinds)
    # A joint that normalising takes away whole would make «ป.1 ป.3» a range.
    joints = [joint for joint in g["to"] if skeleton(normalise(joint))]
    to = rf"\s*(?:{_any(joints)}|-)\s*(?:ชัน)?\s*"
    return re.compile(
        rf"(?:{prefix})\s*{number}(?:{to}(?:{second})?\s*{number})?(?P<room>\s*/\s*\d+)?"
    )


def grades_of(match: re.Match[str]) -> tuple[str, ...] | None:
    """The grades that a match of `grade_pattern` names; None when there is no such grade."""
    names = match.groupdict()
    first = _grade(names, "", match.group(5))
    if first is None or names["room"]:
        return None
    if match.group(10) is None:
        return (first,)
    suffix = "2" if any(names[f"{kind}2"] for kind in _PREFIXES) else ""
    last = _grade(names, suffix, match.group(10))
    if last is None or GRADES.index(last) <= GRADES.index(first):
        return None
    return GRADES[GRADES.index(first) : GRADES.index(last) + 1]


_PREFIXES = {"pre": PRE, "primary": PRIMARY, "secondary": LOWER + UPPER, "vocational": VOCATIONAL}


def _grade(names: dict[str, str | None], suffix: str, number: str) -> str | None:
    grades = next(g for kind, g in _PREFIXES.items() if names[kind + suffix])
    spelt = [skeleton(normalise(word)) for word in raw()["grades"]["numbers"]]
    place = int(number) if number.isdigit() else spelt.index(number) + 1
    return grades[place - 1] if place <= len(grades) else None


@cache
def month_pattern() -> re.Pattern[str]:
    """A day and month, with the year where given: 10 มิ.ย. 68, 10 มิถุนายน พ.ศ. 2568."""
    names = list(_month_names())
    return re.compile(rf"(\d{{1,2}})\s*({_any(names)})\s*(?:พ\.?ศ\.?)?\s*(\d{{4}}|\d{{2}})?(?!\d)")


@cache
def months() -> dict[str, int]:
    """Month names, as skeletons, to their numbers."""
    return {skeleton(normalise(name)): n for name, n in _month_names().items()}


def _month_names() -> dict[str, int]:
    """Every spelling of a month, with and without its points, to its number."""
    found = {name: int(n) for n, names in raw()["months"].items() for name in names}
    return {**{name.replace(".", ""): n for name, n in found.items()}, **found}


def shortened(text: str) -> str:
    """Normalised text with the long words of school names as people shorten them."""
    for long, short in raw()["school"]["abbreviations"].items():
        text = text.replace(long, short)
    return text


@cache
def office_names(name: str) -> frozenset[str]:
    """The bare forms by which people call the office that has this name."""
    kinds = raw()["office"]
    found = {name}
    for short, longs in kinds["kinds"].items():
        if name.startswith(short):
            rest = name[len(short) :].strip()
            found |= {rest, *(f"{long}{rest}" for long in longs)}
            if area := re.search(kinds["area"] + r"\s*(\d+)$", rest):
                found |= {area[0], f"{short}{area[0]}"}
                found |= _shortened_office(short, rest[: area.start()].strip(), area[1])
    found |= {f"{lead}{form}" for lead in kinds["leads"] for form in tuple(found)}
    return frozenset(bare(form) for form in found)


def _shortened_office(kind: str, province: str, number: str) -> set[str]:
    """สพป.ชร.3, ชร. เขต 3, สพป.เชียงราย 3: offices as their own staff write them."""
    area = raw()["office"]["area"]
    short = raw()["office"]["provinces"].get(province)
    found = {f"{kind}{province}{number}", f"{province}{number}"}
    if short:
        found |= {f"{kind}{short}{number}", f"{short}{number}"}
        found |= {f"{kind}{short}{area}{number}", f"{short}{area}{number}"}
    return found


@cache
def _ofs() -> tuple[str, ...]:
    return tuple(bare(word) for word in raw()["f"]["of"])


def opens_with_of(text: str) -> bool:
    """Does a stretch of the skeleton begin with a word for "of"?"""
    return compact(text).startswith(_ofs())


@cache
def _what_of() -> tuple[str, ...]:
    return tuple(normalise(word) for word in raw()["~"]["again"] if len(word) > len(bare(word)))


def what_of(typed: str) -> str | None:
    """The noun before a «ล่ะ» that is written with its tone mark; None without one."""
    ending = next((word for word in _what_of() if typed.endswith(word)), None)
    return typed.removesuffix(ending) if ending else None


@cache
def school_cues() -> tuple[str, ...]:
    """Bare words that school names begin with."""
    return tuple(bare(cue) for cue in raw()["school"]["cues"])


@cache
def these() -> tuple[str, ...]:
    """What «อันดับแรก» ends in, that «อันดับ» has not: the first ones, not one place."""
    return tuple(bare(word) for word in raw()["D"]["these"])


@cache
def intent(name: str) -> tuple[str, ...]:
    """The bare words that tell one intent from another."""
    return tuple(bare(word) for word in raw()["intents"][name])


@cache
def marked(name: str) -> tuple[str, ...]:
    """The words of an intent with their tone marks."""
    return tuple(compact(normalise(word)) for word in raw()["intents"][name])
