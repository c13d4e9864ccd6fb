"""Facts of one school: its codes, where it lies, its official contacts. No figure is given here.

A question is of this kind when, its cues taken out («รหัส», «อยู่อำเภออะไร»), nothing is left but
one school; or when it asks for the name behind a code. The words are in facts.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.questions.answers import Answer, Office
from handlers.questions.mentions import Lost
from handlers.questions.names import MOST, Fit, Match
from handlers.questions.normalise import normalise, skeleton
from handlers.questions.query import StatQuery
from handlers.questions.scan import Reading, Token
from handlers.schools import by_code
from models.schools import School

#: What may be asked of a school; "codes" are both codes, "address" is where it lies.
FACTS = (
    "smis", "moe", "codes", "phone", "email", "website", "map", "address", "network", "amphoe",
    "tambon", "province", "postcode", "name",
)  # fmt: skip
_FILE = Path(__file__).with_name("facts.toml")
_BANGKOK = ZoneInfo("Asia/Bangkok")
_PLACES = ("amphoe", "tambon", "province", "network")
#: Facts that are told by others.
_PARTS: dict[str, tuple[str, ...]] = {
    "codes": ("smis", "moe"), "address": ("tambon", "amphoe", "province"), "name": (),
}  # fmt: skip
#: Tokens that say nothing more beside a school: politeness, «โรงเรียน», «มี», «ของ», «เท่าไร».
_EMPTY = ".STQfMVW~&J"
_BETWEEN = 16


@dataclass(frozen=True)
class Asker:
    """What answering needs: the transaction, the office, how to read and name."""

    ctx: Context
    office: Office
    memory: Mapping[str, Any]
    read: Callable[[str], tuple[Reading, list[Token]]]
    name: Callable[[str], str]
    candidates: Callable[[Match], list[str]]


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The file of words as it stands."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def pattern(spellings: list[str]) -> str:
    """Any of these words, the longest first, as they stand in a skeleton."""
    forms = sorted({skeleton(normalise(word)) for word in spellings}, key=len, reverse=True)
    return "|".join(r"\s*".join(map(re.escape, form.split())) for form in forms)


@cache
def _cues() -> list[tuple[str, re.Pattern[str]]]:
    found = words()
    leads = rf"(?:(?:{pattern(found['words']['leads'])})\s*)?"
    other = rf"(?!\s*(?:{pattern(found['words']['not_codes'])}))"
    patterns = []
    for fact, spellings in found["cues"].items():
        before = leads if fact in _PLACES else ""
        after = other if fact == "codes" else ""
        patterns.append((fact, re.compile(f"{before}(?:{pattern(spellings)}){after}")))
    return patterns


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(words()['words']['tails'])})\s*$")


def cut(reading: Reading) -> tuple[list[str], str]:
    """The facts that a question asks for, and what is left of it without their cues."""
    names = [(t.start, t.end) for t in reading.tokens if t.kind == "#"]
    taken: list[tuple[int, int]] = []
    asked: list[tuple[int, str]] = []
    for fact, cue in _cues():
        for match in cue.finditer(reading.skeleton):
            span = match.span()
            if not any(a < span[1] and span[0] < b for a, b in [*names, *taken]):
                taken.append(span)
                asked.append((span[0], fact))
    at, rest = 0, []
    for start, end in [*sorted(taken), (len(reading.skeleton), 0)]:
        rest.append(reading.raw(at, start))
        at = end
    found = list(dict.fromkeys(fact for _, fact in sorted(asked)))
    if len(found) > 1 and "name" in found:
        found.remove("name")  # «รหัสของ… คืออะไร»
    return found, _tail().sub("", " ".join(filter(None, rest)))


def answer_facts(asker: Asker, reading: Reading) -> Answer | None:
    """The facts asked for; None for a question of any other kind."""
    asked, rest = cut(reading)
    if not asked:
        return None
    _, tokens = asker.read(rest)
    schools = [t for t in tokens if t.kind == "#" or isinstance(t.value, Lost)]
    if any(t.kind not in _EMPTY for t in tokens if t not in schools) or len(schools) > 1:
        return None
    if not schools:
        return _again(asker, asked, rest)
    return _of_token(asker, asked, schools[0])


def of_words(asker: Asker, asked: list[str], rest: str) -> Answer | None:
    """These facts of the school that is all that these words name; None when they do not."""
    _, tokens = asker.read(rest)
    schools = [t for t in tokens if t.kind == "#"]
    if len(schools) != 1 or any(t.kind not in _EMPTY for t in tokens if t not in schools):
        return None
    return _of_token(asker, asked, schools[0])


def of_school(asker: Asker, asked: list[str], code: str) -> Answer:
    """These facts of one school, of this office or of another on the list of schools."""
    school = by_code(asker.ctx, code)
    values = _values(school) if school else {"smis": code}
    ours = school is None or school.in_office
    smis = school.smis if school else code
    wanted = _wanted(asked, values)
    facts = {
        "school": {"code": smis, "name": school.name if school and not ours else asker.name(smis)},
        "in_office": ours,
        "asked": asked,
        "values": values,
        "missing": [fact for fact in wanted if fact not in values],
        "office": asker.office.name,
        "source": school.source if school else None,
        "date": _day(school) if school else None,
    }
    memory = {"query": StatQuery(schools=(smis,)).to_json()} if ours else {}
    return Answer("school_fact", facts, memory=memory)


def picked(asker: Asker, option: Mapping[str, Any]) -> Answer:
    """The answer to an option that was offered."""
    return of_school(asker, list(option["fact"]), option["code"])


def _of_token(asker: Asker, asked: list[str], token: Token) -> Answer | None:
    digits = re.sub(r"\D", "", token.text)
    coded = len(digits) in (8, 10) and digits == token.text
    if asked == ["name"] and not coded:
        return None  # «โรงเรียนอะไร…» asks for schools, not for one's name
    if isinstance(token.value, Lost):
        return _lost(asker, asked, token.value, coded)
    match: Match = token.value
    if match.fit is Fit.ONE:
        return of_school(asker, asked, match.codes[0])
    codes = asker.candidates(match)
    options = _options(asker, asked, codes)
    facts = {"ask": "school", "office": asker.office.name, "many": match.total > MOST}
    return Answer("clarify", facts, options, memory={**asker.memory, "pending": [*options]})


def _lost(asker: Asker, asked: list[str], lost: Lost, coded: bool) -> Answer | None:
    if not lost.is_school:
        return None
    if coded and by_code(asker.ctx, lost.typed) is not None:
        return of_school(asker, asked, lost.typed)
    options = _options(asker, asked, () if coded else lost.nearest)
    facts = {"office": asker.office.name, "editions": []}
    memory = {**asker.memory, "pending": [*options]}
    missing = {"what": "school", "value": lost.typed}
    return Answer("no_data", facts, options, missing=missing, memory=memory)


def _options(asker: Asker, asked: list[str], codes: Iterable[str]) -> tuple[dict[str, Any], ...]:
    return tuple({"code": code, "name": asker.name(code), "fact": asked} for code in codes)


def _again(asker: Asker, asked: list[str], rest: str) -> Answer | None:
    """«แล้วเบอร์ล่ะ»: of the one school that was spoken of just before."""
    schools = list((asker.memory.get("query") or {}).get("schools") or [])
    if len(schools) != 1 or asked == ["name"] or len(rest) > _BETWEEN:
        return None
    return of_school(asker, asked, schools[0])


def _wanted(asked: list[str], values: Mapping[str, Any]) -> list[str]:
    parts: dict[str, list[str]] = {
        "codes": ["smis", "moe"],
        "address": ["tambon", "amphoe", "province"],
        "name": [],
    }
    wanted = [part for fact in asked for part in parts.get(fact, [fact])]
    return list(dict.fromkeys(wanted))


def _values(school: School) -> dict[str, Any]:
    named = ("amphoe", "tambon", "province", "network", "phone", "email", "website", "village",
             "postcode", "area_name")  # fmt: skip
    values: dict[str, Any] = {"smis": school.smis}
    if school.moe and not school.moe_lost_digits:
        values["moe"] = school.moe
    values |= {name: getattr(school, name) for name in named if getattr(school, name)}
    if school.latitude is not None and school.longitude is not None:
        values["map"] = f"{school.latitude:.6f},{school.longitude:.6f}"
    return values


def _day(school: School) -> str:
    return school.imported_at.astimezone(_BANGKOK).date().isoformat()
