"""From a whole query to its answer: which versions it is of, and who counts in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from handlers.context import Context
from handlers.questions import pupil_answers, timing, topic_answers, trend_answers
from handlers.questions.answers import Answer, NothingThere, Office
from handlers.questions.figures import Edition, Snapshot
from handlers.questions.pupil_answers import codes_of
from handlers.questions.query import StatQuery
from handlers.topics import PUPILS
from models.datasets import Coverage


def editions_for(ctx: Context, known: Snapshot, query: StatQuery) -> list[Edition]:
    """The editions that can answer a query, newest first.

    One with only some schools answers questions about those schools alone.
    """
    codes = codes_of(query)
    whole_office = not codes or any(part.schools is None for part in (query, *query.parts))

    def speaks(edition: Edition) -> bool:
        whole = edition.coverage is Coverage.WHOLE
        return whole or (
            not whole_office and all(known.holds(ctx, edition, code) for code in codes)
        )

    return [edition for edition in known.editions_of(query.topic) if speaks(edition)]


def choose(ctx: Context, known: Snapshot, query: StatQuery) -> timing.Choice:
    """The edition that a query's year and round mean, or what is missing."""
    if query.group_by == "year":
        # Over years the answer chooses them all itself.
        there = editions_for(ctx, known, query)
        return timing.Choice(there[0] if there else None, None if there else _none_of(query))
    # Staff is counted once a year: a round that is asked for is the pupils'.
    round_ = None if query.measure == "students_per_teacher" else query.round
    choice = timing.choose(editions_for(ctx, known, query), query.year, round_)
    if choice.missing is not None and query.topic != PUPILS:
        return replace(choice, missing={**choice.missing, "topic": query.topic})
    return choice


def _with_unplaced(
    ctx: Context, known: Snapshot, found: Answer, query: StatQuery, told: list[Mapping[str, Any]]
) -> Answer:
    """The answer of a place, with the schools that may lie there: the list does not know where.

    They are mostly closed ones, in the figures of years gone by.
    """
    area = query.having.area if query.having is not None else None
    if area is None:
        return found
    versions = {edition["version"] for edition in told}
    names: dict[str, str] = {}
    for edition in known.editions_of(query.topic):
        if edition.version in versions:
            pupils = edition.topic == PUPILS
            names |= (known.figures if pupils else known.tallies)(ctx, edition).names
    lost = [
        {"code": code, "name": name}
        for code, name in names.items()
        if area[0] not in known.area_of.get(code, {})
    ]
    return replace(found, facts={**found.facts, "unplaced": lost}) if lost else found


def _in_order(facts: Mapping[str, Any], order: str) -> list[Mapping[str, Any]]:
    """The places of a breakdown, the first of the rank first; as they are where one is hidden.

    Places with nothing of it come last (answers.md, "Rank").
    """
    items: list[Mapping[str, Any]] = list(facts["items"])
    if any(item.get("value") is None for item in items):
        return items
    sign = -1 if order == "most" else 1

    def place(item: Mapping[str, Any]) -> tuple[bool, Fraction]:
        value = Fraction(str(item["value"]))
        return not value, sign * value

    return sorted(items, key=place)


def _none_of(query: StatQuery) -> dict[str, str]:
    return {"what": "dataset", **({} if query.topic == PUPILS else {"topic": query.topic})}


def compute(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    choice: timing.Choice,
    office: Office,
    *,
    open_to: frozenset[str] | None = frozenset(),
) -> Answer:
    """The answer to a query in the edition chosen. Raises NothingThere.

    `open_to`: the schools whose small numbers this reader may see; None: of all.
    """
    if query.group_by == "year":
        editions = editions_for(ctx, known, query)
        found = trend_answers.answer(ctx, known, query, editions, office, open_to)
        return _with_unplaced(
            ctx, known, found, query, [i["edition"] for i in found.facts["items"]]
        )
    edition = choice.edition
    if edition is None:
        raise NothingThere("dataset")
    if query.topic == PUPILS:
        found = pupil_answers.answer(query, known.figures(ctx, edition), edition, office)
    else:
        found = topic_answers.answer(ctx, known, query, edition, office, open_to)
    if query.rank and not query.listing:
        found = replace(
            found, facts={**found.facts, "items": _in_order(found.facts, query.rank[0])}
        )
    found = _with_unplaced(ctx, known, found, query, [edition.to_json()])
    newest = known.editions_of(query.topic)[0].year
    others = [other.to_json() for other in choice.others]
    past = edition.year != newest and query.round is None
    return replace(found, facts={**found.facts, "other_rounds": others if past else []})
