"""Small questions about questions: is an option picked, a name all that was said, a scope kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.questions import lexicon
from handlers.questions.grammar import NotUnderstood, Parsed
from handlers.questions.mentions import Lost
from handlers.questions.names import Match
from handlers.questions.normalise import compact
from handlers.questions.query import StatQuery
from handlers.questions.scan import Token


def only_names(parsed: Parsed) -> bool:
    """Is a school's name all that was said?"""
    query = parsed.query
    plain = query == StatQuery(schools=query.schools)
    return plain and bool(query.schools) and parsed.said == {"scope"} and not parsed.ambiguous


def picks(option: Mapping[str, Any], number: int, said: list[Token]) -> bool:
    """Is this the option that a short text names: by number, code, piece of name, grade?"""
    if len(said) != 1:
        return False
    token = said[0]
    if token.kind == "N":
        return bool(token.value == number)
    if token.kind == "#" and isinstance(token.value, Match) and "code" in option:
        return option["code"] in token.value.codes
    if token.kind == "G" and "grade" in option:
        return option["grade"] in token.value
    if token.kind == "?" and isinstance(token.value, Lost) and "name" in option:
        piece = lexicon.bare(token.value.typed)
        return len(piece) > 2 and piece in compact(lexicon.bare(option["name"]))
    return False


def keeps(query: StatQuery, base: StatQuery, parsed: Parsed) -> bool:
    """Did the query take its scope from the question before (and so its year too)?"""
    return query != parsed.query or "again" in parsed.said


def timed(query: StatQuery, base: StatQuery) -> StatQuery:
    """The query of the time that the one before was of."""
    return query.at(base.year, base.round)


def moved(
    query: StatQuery, base: StatQuery | None, parsed: Parsed, when: tuple[int | None, int | None]
) -> StatQuery:
    """The query of another time: «เทอม 2 ล่ะ» is of the year that the one before was of."""
    year, round_ = when
    if year is None and base is not None and keeps(query, base, parsed):
        year = base.year
    return query.at(year, round_)


def with_grade(tokens: list[Token], grade: tuple[str, ...]) -> list[Token]:
    """The tokens with «ชั้น 3» read as this grade. Raises NotUnderstood."""
    kept = [t for t in tokens if t.kind != "."]
    for n, token in enumerate(kept[:-1]):
        if token.kind == "d" and kept[n + 1].kind == "N":
            return [*kept[:n], replace(token, kind="G", value=grade), *kept[n + 2 :]]
    raise NotUnderstood("no grade")


def swap(token: Token, lost: Lost, match: Match) -> Token:
    """The token, or the school found in place of a name that was not."""
    return replace(token, kind="#", value=match) if token.value is lost else token
