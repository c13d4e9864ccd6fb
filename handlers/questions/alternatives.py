"""What to offer when a word may mean several topics, rows or places, or none that is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from handlers.questions.grammar import Asked, NotUnderstood
from handlers.questions.names import Fit, Match
from handlers.questions.places import Area
from handlers.questions.query import StatQuery
from handlers.questions.scan import Token
from handlers.questions.settle import Doubt, NoArea
from handlers.questions.topic_words import BY, EACH, WHOLE, Meaning
from handlers.questions.topics import Choice

#: The whole query that a question's tokens mean. Raises Asked or NotUnderstood.
Meant = Callable[[list[Token]], StatQuery]
Option = dict[str, Any]


#: What `offered` knows how to answer.
ASKED = ("topic", "category", "area", "no_area", "part")


def offered(
    asked: Asked, tokens: list[Token], meant: Meant
) -> tuple[str | None, list[Option], dict[str, Any]]:
    """What to ask ("topic", "area") or None, the options, and what is missing when none is left."""
    value = asked.value
    if asked.what == "topic":
        return (
            "topic",
            of_topics(value, tokens, meant),
            {"what": "category", "topic": value[0].topic},
        )
    if asked.what == "area":
        first = value.areas[0]
        return "area", of_places(value, tokens, meant), {"what": "area", "kind": first[0]}
    if asked.what == "no_area":
        missing = {"what": "area", "kind": value.kind, "value": value.typed}
        return None, nearest_places(value, tokens, meant), missing
    if asked.what == "part":
        return None, [], {"what": "part", "value": value[0], "topic": value[1]}
    return None, rows_of(value, tokens, meant), {"what": "category", "topic": value.topic}


def of_topics(choices: Iterable[Choice], tokens: list[Token], meant: Meant) -> list[Option]:
    """One option for each thing that the words of a topic may mean."""
    found = []
    for choice in choices:
        query = _asked(_chosen(tokens, choice), meant) or choice.query()
        option: Option = {"topic": choice.topic, "query": query.to_json()}
        found.append({**option, **({"category": choice.category} if choice.category else {})})
    return found


def _chosen(tokens: list[Token], choice: Choice) -> list[Token]:
    return [_only(t, choice) if t.kind == "F" else t for t in tokens]


def _only(token: Token, choice: Choice) -> Token:
    """The token with only the readings of this choice."""
    wanted = {choice.category or WHOLE, BY, EACH}
    kept = tuple(
        replace(r, alone=True) for r in token.value if r.topic == choice.topic and r.what in wanted
    )
    return replace(token, value=kept or token.value)


def rows_of(choice: Choice, tokens: list[Token], meant: Meant) -> list[Option]:
    """Where a word is no row of its report: the report by its rows, in the place asked for."""
    each = Meaning(choice.topic, EACH)
    first = next((t for t in tokens if t.kind == "F"), None)
    kept = [
        replace(t, value=(each,)) if t is first else t
        for t in tokens
        if t is first or t.kind in _PLACE
    ]
    query = _asked(kept, meant) or Choice(choice.topic, group_by="category").query()
    return [{"topic": choice.topic, "query": query.to_json()}]


_PLACE = "P#OSMm123tx."


def of_places(doubt: Doubt, tokens: list[Token], meant: Meant) -> list[Option]:
    """One option for each place of a name, and for each school that has it."""
    return list(_swapped(doubt, tokens, meant))[:5]


def _swapped(doubt: Doubt, tokens: list[Token], meant: Meant) -> Iterator[Option]:
    for kind, name in doubt.areas:
        swap = replace(doubt.token, kind="m", value=((kind, name),))
        if query := _asked([swap if t is doubt.token else t for t in tokens], meant):
            yield {"area": name, "kind": kind, "query": query.to_json()}
    if isinstance(doubt.token.value, Match):
        for code in doubt.token.value.codes:
            swap = replace(doubt.token, value=Match(Fit.ONE, (code,), 1))
            if query := _asked([swap if t is doubt.token else t for t in tokens], meant):
                yield {"code": code, "query": query.to_json()}


def nearest_places(none: NoArea, tokens: list[Token], meant: Meant) -> list[Option]:
    """The nearest places to a name that is none, each with the question asked of it."""
    word, name = none.tokens
    found = []
    for area in none.nearest:
        swap = _place(name, area)
        swapped = [swap if t is name else t for t in tokens if t is not word]
        if query := _asked(swapped, meant):
            found.append({"area": area[1], "kind": area[0], "query": query.to_json()})
    return found


def _place(token: Token, area: Area) -> Token:
    return replace(token, kind="m", value=(area,))


def _asked(tokens: list[Token], meant: Meant) -> StatQuery | None:
    try:
        return meant(tokens)
    except (Asked, NotUnderstood):
        return None
