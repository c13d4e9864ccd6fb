"""Figures year by year, all of one and the same round (answers.md, "Round")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    chosen = _of_one_year(editions, query) if query.rounds else one_round(editions, query)
    if len(chosen) < 2:
        raise _too_few(chosen, editions, query)
    one = replace(query, group_by=None, groups=None, years=None, back=None, rounds=None, shape=None)
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
        "without": [year for year in _meant(query, years, editions[0].year) if year not in years],
        "other_rounds": [],
    }
    if query.back and len(chosen) < query.back:
        facts["fewer"] = {"asked": query.back, "found": len(chosen)}
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


def _meant(query: StatQuery, shown: set[int], newest: int) -> Iterable[int]:
    """The years that the answer speaks of: those asked for, else all from the first shown on."""
    if query.rounds:
        return ()
    return query.years or range(min(shown), newest + 1)


def one_round(editions: list[Edition], query: StatQuery) -> list[Edition]:
    """The editions to set side by side, oldest first; `editions` are newest first.

    Of the round asked for. Else years that are named are of a round that they all have, the
    first where it is one. Else the round is the first where the newest year has it, or the newest
    year's newest: what is told ends with what is known last. Where no other year has that round,
    it is the one that most years have.
    """
    wanted = [e for e in editions if query.years is None or e.year in query.years]
    if not wanted:
        return []
    round_ = query.round if query.round is not None else _round(wanted, query.years is not None)
    found = {e.year: e for e in reversed(wanted) if e.round == round_}
    chosen = [found[year] for year in sorted(found)]
    return chosen if query.years else chosen[-(query.back or NEWEST) :]


def _of_one_year(editions: list[Edition], query: StatQuery) -> list[Edition]:
    """The rounds asked for of one year: of the newest that has them, where none is named."""
    rounds = query.rounds or ()
    years: dict[int, dict[int, Edition]] = {}
    for edition in reversed(editions):
        years.setdefault(edition.year, {})[edition.round] = edition
    whole = [year for year, found in years.items() if set(rounds) <= set(found)]
    year = query.year if query.year is not None else max(whole or years, default=None)
    if year is None:
        return []
    found = years.get(year)
    if found is None:
        raise NothingThere("year", topic=query.topic, value=year)
    for round_ in rounds:
        if round_ not in found:
            raise NothingThere("round", topic=query.topic, value=round_, year=year)
    return [found[round_] for round_ in rounds]


def _round(wanted: list[Edition], years: bool) -> int:
    """`years`: are they named?"""
    rounds: dict[int, set[int]] = {}
    for edition in wanted:
        rounds.setdefault(edition.year, set()).add(edition.round)
    every = set.intersection(*rounds.values()) if years else set()
    among = every or rounds[wanted[0].year]
    chosen = 1 if 1 in among else max(among)
    held = [round_ for found in rounds.values() for round_ in found]
    if held.count(chosen) > 1:
        return chosen
    return min(held, key=lambda round_: (-held.count(round_), round_))


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
