"""Figures year by year, all of one and the same round (answers.md, "Round")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from handlers.context import Context
from handlers.questions import pupil_answers, topic_answers
from handlers.questions.answers import Answer, NothingThere, Office
from handlers.questions.figures import COUNTS, Edition, Snapshot
from handlers.questions.pupil_answers import codes_of
from handlers.questions.query import StatQuery
from handlers.topics import PUPILS, SOURCES, TOPICS

#: Years shown where none are asked for.
NEWEST = 5
Item = dict[str, Any]


def answer(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    editions: list[Edition],
    office: Office,
    open_to: frozenset[str] | None,
) -> Answer:
    """One item a year, oldest first. `editions` are those that may answer. Raises NothingThere."""
    chosen = _one_round(editions, query)
    if len(chosen) < 2:
        raise _too_few(chosen, editions, query)
    one = replace(query, group_by=None, groups=None, years=None, shape=None)
    names: dict[str, str] = {}
    items = [_item(ctx, known, one, edition, open_to, names) for edition in chosen]
    years = {edition.year for edition in chosen}
    facts: dict[str, Any] = {
        "items": items,
        "query": query.to_json(),
        "schools": [
            {"code": code, "name": names.get(code) or known.listed.get(code, code)}
            for code in codes_of(query)
        ],
        "office": office.name,
        "edition": chosen[-1].to_json(),
        "source": SOURCES[TOPICS[query.topic].dataset],
        "without": [year for year in query.years or () if year not in years],
        "other_rounds": [],
    }
    if query.topic != PUPILS:
        facts["topic"] = query.topic
    changed = change(items)
    if changed is not None:
        facts["change"] = changed
    return Answer("multi", facts, memory={"query": query.to_json()})


def _too_few(chosen: list[Edition], editions: list[Edition], query: StatQuery) -> NothingThere:
    """One year beside no other tells of no change: the year, or its round, that is missing."""
    if not editions:
        return NothingThere("dataset", topic=query.topic)
    there = {edition.year for edition in chosen}
    wanted = query.years or ((chosen or editions)[0].year - 1,)
    missing = next((year for year in reversed(wanted) if year not in there), wanted[0])
    if chosen and any(edition.year == missing for edition in editions):
        return NothingThere("round", topic=query.topic, value=chosen[0].round, year=missing)
    return NothingThere("year", topic=query.topic, value=missing)


def _one_round(editions: list[Edition], query: StatQuery) -> list[Edition]:
    """The editions to set side by side, oldest first.

    Of the round asked for; else of round 1 where two years have it; else of the round that most
    years have, the newest year's among equals.
    """
    wanted = [e for e in editions if query.years is None or e.year in query.years]
    rounds: dict[int, int] = {}
    for edition in wanted:
        rounds[edition.round] = rounds.get(edition.round, 0) + 1
    if not rounds:
        return []
    round_ = query.round
    if round_ is None:
        round_ = 1 if rounds.get(1, 0) > 1 else max(rounds, key=lambda r: rounds[r])
    found = [e for e in wanted if e.round == round_]
    return list(reversed(found if query.years else found[:NEWEST]))


def _item(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    edition: Edition,
    open_to: frozenset[str] | None,
    names: dict[str, str],
) -> Item:
    """One year. A school that the year does not know has no number in it, not 0."""
    label = {"year": edition.year, "round": edition.round, "as_of": edition.as_of.isoformat()}
    found: Item = {"label": label, "measure": query.measure, "value": None}
    count, there = _counting(ctx, known, query, edition, open_to)
    codes = codes_of(query)
    names.update({code: there[code] for code in codes if code in there})
    if all(code in there for code in codes):
        try:
            found = count(query, label)
        except NothingThere as nothing:
            if nothing.what not in ("nothing_to_divide", "category"):
                raise
    else:
        found["absent"] = True
    return {**found, "edition": edition.to_json()}


def _counting(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    edition: Edition,
    open_to: frozenset[str] | None,
) -> tuple[Callable[[StatQuery, Mapping[str, Any]], Item], Mapping[str, str]]:
    """What makes the item of an edition, and the schools that are in it."""
    if query.topic == PUPILS:
        figures = known.figures(ctx, edition)
        return lambda one, label: pupil_answers.item(one, figures, label), figures.names
    counting = topic_answers.opened(ctx, known, query, edition, open_to)
    return counting.item, counting.tallies.names


def change(items: list[Item]) -> dict[str, Any] | None:
    """From the first year to the last; None where one of the two has no number."""
    first, last = items[0], items[-1]
    if len(items) < 2 or first.get("value") is None or last.get("value") is None:
        return None
    moved = Decimal(str(last["value"])) - Decimal(str(first["value"]))
    whole = isinstance(first["value"], int) and isinstance(last["value"], int)
    found: dict[str, Any] = {
        "from": first["label"]["year"],
        "to": last["label"]["year"],
        "value": int(moved) if whole else str(moved),
    }
    counts = first["measure"] in (*COUNTS, "count")
    if counts and first["value"]:
        share = 100 * moved / Decimal(first["value"])
        found["percent"] = str(share.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return found
