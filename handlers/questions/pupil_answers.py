"""Answers about pupils, classrooms and schools by grade, in one version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions.answers import Answer, NothingThere, Office
from handlers.questions.figures import LEVELS, SEXES, SIZES, Edition, Figures
from handlers.questions.places import KINDS
from handlers.questions.query import Having, StatQuery
from handlers.topics import SOURCES, TOPICS


def answer(query: StatQuery, figures: Figures, edition: Edition, office: Office) -> Answer:
    """The figures of a query in one version. Raises NothingThere."""
    without = query.having.without if query.having else ()
    for code in (*codes_of(query), *without):
        if code not in figures:
            raise NothingThere("school_in_version", code)
    items = _items(query, figures)
    facts: dict[str, Any] = {
        "items": items,
        "query": query.to_json(),
        "schools": [named(figures.names, code) for code in codes_of(query)],
        "office": office.name,
        "edition": edition.to_json(),
        "source": SOURCES[TOPICS[query.topic].dataset],
    }
    if without:
        facts["left_out"] = [named(figures.names, code) for code in without]
    total = _total(query, figures)
    if query.difference and len(items) == 2:
        facts["difference"] = _difference(items)
    elif total is not None:
        facts["total"] = total
    kind = "list" if query.listing else "figure" if len(items) == 1 else "multi"
    return Answer(kind, facts, memory={"query": query.to_json()})


def codes_of(query: StatQuery) -> list[str]:
    """The schools that a query names, each once."""
    found = list(query.schools or ())
    for part in (*query.parts, *([query.of] if query.of else [])):
        found += codes_of(part)
    return list(dict.fromkeys(found))


def named(names: Mapping[str, str], code: str) -> dict[str, str]:
    """A school as an answer names it."""
    return {"code": code, "name": names[code]}


def _items(query: StatQuery, figures: Figures) -> list[dict[str, Any]]:
    if query.parts:
        return [item(part, figures, {"part": part.to_json()}) for part in query.parts]
    if query.listing and query.rank:
        return [
            {"label": named(figures.names, s.code), "measure": query.measure, "value": value}
            for s, value in figures.ranked(query)
        ]
    if query.listing:
        found = [figures.codes[n] for n in figures.counted(query)]
        return [{"label": named(figures.names, code), "measure": "schools"} for code in found]
    return [item(one, figures, label) for label, one in _pieces(query, figures)]


def _pieces(query: StatQuery, figures: Figures) -> list[tuple[dict[str, Any], StatQuery]]:
    """The one-figure queries that a breakdown consists of, each with what it is of."""
    by = query.group_by
    one = replace(query, group_by=None, groups=None)
    if by == "sex":
        return [({"sex": sex}, replace(one, sex=sex)) for sex in SEXES]
    if by == "grade":
        return [({"grades": [g]}, replace(one, grades=(g,))) for g in query.grades or GRADES]
    if by in ("level", "groups"):
        groups = query.groups or _levels(query.grades)
        return [({"grades": list(g)}, replace(one, grades=g)) for g in groups]
    if by in ("school", "schools"):
        return [({"code": c}, replace(one, schools=(c,))) for c in query.schools or ()]
    where = query.having or Having()
    if by in SIZES:
        return [
            (
                {"size": name, "rule": by, "min": low, "max": high},
                replace(one, having=replace(where, min=low, max=high, rule=by, size=name)),
            )
            for name, low, high in SIZES[by]
        ]
    if by in KINDS:
        inside = {school.code for school in figures.scope(replace(one, sex=None, grades=None))}
        each = {code: figures.area_of.get(code, {}).get(by, "") for code in figures.codes}
        return by_areas(by, each, inside, one)
    return [({}, query)]


def by_areas(
    kind: str, each: Mapping[str, str], inside: Collection[str], one: StatQuery
) -> list[tuple[dict[str, Any], StatQuery]]:
    """One query for each place of a kind that has schools of those `inside`.

    `each`: in which place each school lies. A condition that names a place of another kind is
    kept: the schools that do not meet it are left out.
    """
    where = one.having or Having()
    names = areas_of(kind, [name for code, name in each.items() if code in inside])
    outside = tuple(code for code in each if code not in inside)
    without = where.without if where.area is None else (*where.without, *outside)
    having = replace(where, without=without)
    return [
        ({"area": name or None}, replace(one, having=replace(having, area=(kind, name))))
        for name in names
    ]


def areas_of(kind: str, each: Iterable[str]) -> list[str]:
    """The places of a kind that schools lie in; "" last, where it is not known of some.

    Raises NothingThere when it is known of none.
    """
    names = sorted(set(each) - {""})
    if not names:
        raise NothingThere("area", kind=kind)
    return [*names, ""] if "" in set(each) else names


def _levels(grades: tuple[str, ...] | None) -> list[tuple[str, ...]]:
    if grades is None:
        return list(LEVELS)
    kept = [tuple(g for g in level if g in grades) for level in LEVELS]
    return [level for level in kept if level]


def item(query: StatQuery, figures: Figures, label: Mapping[str, Any]) -> dict[str, Any]:
    """One figure and what it is made of; no value where there is nothing to divide by."""
    found: dict[str, Any] = {"label": label, "measure": query.measure}
    if "code" in label:
        found["label"] = named(figures.names, label["code"])
    try:
        found["value"] = figures.shown(query)
    except ZeroDivisionError as error:
        raise NothingThere("nothing_to_divide") from error
    if query.measure == "students" and query.sex is None:
        sexes = {sex: figures.shown(replace(query, sex=sex)) for sex in SEXES}
        found["male"], found["female"] = sexes[MALE], sexes[FEMALE]
    if query.measure in ("avg_per_school", "avg_per_room"):
        over = "schools" if query.measure == "avg_per_school" else "rooms"
        found["part"] = figures.shown(replace(query, measure="students"))
        found["whole"] = figures.shown(replace(query, measure=over))
    if query.measure == "percent" and query.of is not None:
        found["part"] = figures.shown(replace(query, measure=query.of.measure, of=None))
        found["whole"] = figures.shown(query.of)
        found["counted"] = query.of.measure
    return found


def _difference(items: list[dict[str, Any]]) -> dict[str, Any]:
    """How far two counts are apart, and which (0 or 1) is more; None when they are equal."""
    first, second = (item["value"] for item in items)
    more = None if first == second else int(first < second)
    return {"measure": items[0]["measure"], "value": abs(first - second), "more": more}


def _total(query: StatQuery, figures: Figures) -> dict[str, Any] | None:
    """The whole of a breakdown that adds up to one."""
    adds_up = query.group_by in ("sex", "grade", "level", "groups", "schools", *KINDS)
    if not adds_up or query.measure not in ("students", "rooms"):
        return None
    return item(replace(query, group_by=None, groups=None), figures, {})
