"""Who in the office answers for what: subjects of the duty directory, by the words people use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA

from handlers.duties import list_duties
from handlers.questions import facts, intents, lexicon
from handlers.questions.answers import Answer
from handlers.questions.facts import Asker
from handlers.questions.names import MOST
from handlers.questions.scan import Reading
from models.duties import Duty

_BANGKOK = ZoneInfo("Asia/Bangkok")
_CONTACTS = ("phone", "email")
_SHORT, _SLIP = 3, 6


def answer_duty(asker: Asker, reading: Reading) -> Answer | None:
    """Who answers for what the question is about; None for a question of any other kind."""
    rest, who = _cut(reading)
    if rest is None:
        return None
    subject = _subject(rest)
    duties = list_duties(asker.ctx)
    found, exact = _found(duties, subject)
    meant = intents.of(reading)
    if meant and meant[0] in (intents.TICKET, intents.PRIVATE) and not exact:
        return None
    if not who and not found and not _is_office(subject):
        return None
    if not exact and (of_school := facts.of_words(asker, ["phone"], rest)):
        return of_school
    if not subject or _is_office(subject):
        return _answer(asker, duties, [], "")
    return _answer(asker, duties, found, rest.strip())


def picked(asker: Asker, option: Mapping[str, Any]) -> Answer:
    """The answer to a subject that was offered."""
    duties = list_duties(asker.ctx)
    found = [duty for duty in duties if duty.subject == option["name"]]
    return _answer(asker, duties, found, str(option["name"]))


@cache
def _who() -> re.Pattern[str]:
    return re.compile(facts.pattern(facts.words()["duties"]["who"]))


def _cut(reading: Reading) -> tuple[str | None, bool]:
    """What is left of a question that asks for persons or their contacts; was it for persons?"""
    if match := _who().search(reading.skeleton):
        begin, end = reading.raw(0, match.start()), reading.raw(match.end(), len(reading.skeleton))
        return f"{begin} {end}", True
    asked, rest = facts.cut(reading)
    return (rest, False) if asked and set(asked) <= set(_CONTACTS) else (None, False)


@cache
def _around() -> tuple[str, ...]:
    spelt = [*facts.words()["duties"]["around"], *lexicon.raw()["filler"]["words"]]
    # What names a system is a subject here, whatever it is elsewhere.
    kept = {lexicon.bare(word) for word in spelt if not re.search("[A-Za-z]", word)}
    return tuple(sorted(kept, key=len, reverse=True))


def _subject(rest: str) -> str:
    """The words without what politely stands around them, bare."""
    said, before = lexicon.bare(rest), ""
    while said != before:
        before = said
        for word in _around():
            said = said.removeprefix(word) if len(word) > 1 else said
            said = said.removesuffix(word) if len(word) > 1 else said
    return said


@cache
def _leads() -> tuple[str, ...]:
    return tuple(lexicon.bare(word) for word in facts.words()["duties"]["leads"])


def _is_office(subject: str) -> bool:
    return subject in {lexicon.bare(word) for word in facts.words()["duties"]["office"]}


def _keys(names: Sequence[str]) -> set[str]:
    """A subject's names, bare, with and without «งาน», «ระบบ» before them."""
    found = {lexicon.bare(name) for name in names}
    for lead in _leads():
        found |= {key.removeprefix(lead) for key in found if len(key) > len(lead) + 1}
    return found | {_subject(name) for name in names}


def _found(duties: list[Duty], subject: str) -> tuple[list[Duty], bool]:
    """The duties that a subject means, best kind of fit only; is it named exactly?"""
    if not subject:
        return [], False
    by_subject = [(duty, _keys([duty.subject, *duty.words])) for duty in duties]
    by_group = [(duty, _keys([duty.group_name])) for duty in duties]
    for pairs in (by_subject, by_group):
        if exact := [duty for duty, keys in pairs if subject in keys]:
            return exact, True
    for pairs in (by_subject, by_group):
        if near := [duty for duty, keys in pairs if any(_near(subject, key) for key in keys)]:
            return near, False
    return [], False


def _near(subject: str, key: str) -> bool:
    """One holds the other, or they are a letter apart."""
    if min(len(subject), len(key)) < _SHORT:
        return False
    if subject in key or key in subject:
        return True
    return min(len(subject), len(key)) >= _SLIP and OSA.distance(subject, key, score_cutoff=1) <= 1


def _answer(asker: Asker, duties: list[Duty], found: list[Duty], typed: str) -> Answer:
    groups = {duty.group_name for duty in found}
    several = len(found) > 1 and len(groups) > 1
    shown = (found or duties)[: MOST if several or not found else None]
    named = shown if several or not found else []
    options = tuple({"name": duty.subject, "duty": True} for duty in named)
    said = {
        "typed": typed[:80],
        "entries": [] if several else [_plain(duty) for duty in found[:MOST]],
        "more": max(0, len(found if several else duties if not found else []) - MOST),
        "several": several,
        "office": asker.office.name,
        "source": duties[0].source if duties else None,
        "date": _day(duties[0]) if duties else None,
    }
    kept = {k: v for k, v in asker.memory.items() if k != "pending"}
    memory = {**kept, "pending": [*options]} if options else kept
    return Answer("duty", said, options, memory=memory)


def _plain(duty: Duty) -> dict[str, Any]:
    names = ("subject", "group_name", "person", "phone", "email", "room")
    return {name: getattr(duty, name) for name in names}


def _day(duty: Duty) -> str:
    return duty.imported_at.astimezone(_BANGKOK).date().isoformat()
