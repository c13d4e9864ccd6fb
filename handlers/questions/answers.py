"""What a question gets for an answer: facts without words, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from handlers.context import Context
from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions.figures import LEVELS, SEXES, SIZES, Edition, Figures, counts
from handlers.questions.query import Having, StatQuery

SOURCE = "DMC"


@dataclass(frozen=True)
class Office:
    """The office that answers: its code (57030000) and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Answer:
    """One answer.

    `kind`: figure, multi, list, clarify, no_data, privacy, ticket, form, smalltalk, unknown.
    `facts`: `items` (each: label, measure, value, and male and female or part and whole),
    `query`, `schools`, `office`, `edition`, `source`. `options` (clarify): label facts and the
    full query of each. `missing` (no_data): `what` and its value. `memory` is for the next turn.
    """

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Mapping[str, Any], ...] = ()
    missing: Mapping[str, Any] | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for a notice."""
        return {**asdict(self), "options": list(self.options)}


class NothingThere(Exception):
    """A school is not in this version, or there is nothing to divide by."""

    def __init__(self, what: str, code: str = "") -> None:
        super().__init__(what)
        self.what, self.code = what, code


def compute(
    ctx: Context, query: StatQuery, figures: Figures, edition: Edition, office: Office
) -> Answer:
    """The figures of a query in one version. Raises NothingThere."""
    for code in (*_codes(query), *(query.having.without if query.having else ())):
        if code not in figures.by_code:
            raise NothingThere("school_in_version", code)
    try:
        items = _items(query, figures)
    except ZeroDivisionError as error:
        raise NothingThere("nothing_to_divide") from error
    facts: dict[str, Any] = {
        "items": items,
        "query": query.to_json(),
        "schools": [_named(figures, code) for code in _codes(query)],
        "office": office.name,
        "edition": edition.to_json(),
        "source": SOURCE,
    }
    without = query.having.without if query.having else ()
    if without:
        facts["without"] = [_named(figures, code) for code in without]
    total = _total(query, figures)
    if total is not None:
        facts["total"] = total
    kind = "list" if query.listing else "figure" if len(items) == 1 else "multi"
    return Answer(kind, facts, memory={"query": query.to_json()})


def _codes(query: StatQuery) -> list[str]:
    found = list(query.schools or ())
    for part in (*query.parts, *([query.of] if query.of else [])):
        found += _codes(part)
    return list(dict.fromkeys(found))


def _named(figures: Figures, code: str) -> dict[str, str]:
    return {"code": code, "name": figures.by_code[code].name}


def _items(query: StatQuery, figures: Figures) -> list[dict[str, Any]]:
    if query.parts:
        return [_item(part, figures, {"part": part.to_json()}) for part in query.parts]
    if query.listing and query.rank:
        return [
            {"label": _named(figures, s.code), "measure": query.measure, "value": value}
            for s, value in figures.ranked(query)
        ]
    if query.listing:
        found = [s for s in figures.scope(query) if counts(s, query)]
        return [{"label": _named(figures, s.code), "measure": "schools"} for s in found]
    return [_item(one, figures, label) for label, one in _pieces(query)]


def _pieces(query: StatQuery) -> list[tuple[dict[str, Any], StatQuery]]:
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
    if by in SIZES:
        return [
            (
                {"size": name, "rule": by, "min": low, "max": high},
                replace(one, having=Having(min=low, max=high, rule=by, size=name)),
            )
            for name, low, high in SIZES[by]
        ]
    return [({}, query)]


def _levels(grades: tuple[str, ...] | None) -> list[tuple[str, ...]]:
    if grades is None:
        return list(LEVELS)
    kept = [tuple(g for g in level if g in grades) for level in LEVELS]
    return [level for level in kept if level]


def _item(query: StatQuery, figures: Figures, label: dict[str, Any]) -> dict[str, Any]:
    value = figures.shown(query)
    item: dict[str, Any] = {"label": label, "measure": query.measure, "value": value}
    if "code" in label:
        item["label"] = _named(figures, label["code"])
    if query.measure == "students" and query.sex is None:
        sexes = {sex: figures.shown(replace(query, sex=sex)) for sex in SEXES}
        item["male"], item["female"] = sexes[MALE], sexes[FEMALE]
    if query.measure in ("avg_per_school", "avg_per_room"):
        over = "schools" if query.measure == "avg_per_school" else "rooms"
        item["part"] = figures.shown(replace(query, measure="students"))
        item["whole"] = figures.shown(replace(query, measure=over))
    if query.measure == "percent" and query.of is not None:
        item["part"] = figures.shown(replace(query, measure=query.of.measure, of=None))
        item["whole"] = figures.shown(query.of)
        item["counted"] = query.of.measure
    return item


def _total(query: StatQuery, figures: Figures) -> dict[str, Any] | None:
    """The whole of a breakdown that adds up to one."""
    adds_up = query.group_by in ("sex", "grade", "level", "groups", "schools")
    if not adds_up or query.measure not in ("students", "rooms"):
        return None
    return _item(replace(query, group_by=None, groups=None), figures, {})
