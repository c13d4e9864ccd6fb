"""Answers about the other topics, in one version: every number comes out of `Tallies.cell`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from handlers.context import Context
from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions import timing
from handlers.questions.answers import Answer, NothingThere, Office
from handlers.questions.figures import LEVELS, SEXES, Edition, Snapshot, rounded
from handlers.questions.places import KINDS
from handlers.questions.pupil_answers import by_areas, codes_of, named
from handlers.questions.query import Having, StatQuery
from handlers.tallies import Cell, Tallies
from handlers.topics import PUPILS, SOURCES, TOPICS, Counted, Topic
from handlers.topics_vocabulary import P6_GROUPS, TEACHERS

RATIO = "students_per_teacher"
Item = dict[str, Any]


def answer(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    edition: Edition,
    office: Office,
    open_to: frozenset[str] | None,
) -> Answer:
    """The figures of a query in one version. Raises NothingThere."""
    counting = opened(ctx, known, query, edition, open_to)
    tallies = counting.tallies
    without = query.having.without if query.having else ()
    for code in (*codes_of(query), *without):
        if code not in tallies.names:
            raise NothingThere("school_in_version", code)
    items = _items(query, counting)
    facts: dict[str, Any] = {
        "items": items,
        "query": query.to_json(),
        "topic": query.topic,
        "schools": [named(tallies.names, code) for code in codes_of(query)],
        "office": office.name,
        "edition": edition.to_json(),
        "source": SOURCES[tallies.topic.dataset],
    }
    if without:
        facts["left_out"] = [named(tallies.names, code) for code in without]
    if counting.sources:
        facts["sources"] = counting.sources
    total = _total(query, counting)
    if total is not None:
        facts["total"] = total
    kind = "list" if query.listing else "figure" if len(items) == 1 else "multi"
    return Answer(kind, facts, memory={"query": query.to_json()})


def opened(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    edition: Edition,
    open_to: frozenset[str] | None,
) -> Counting:
    """What counts in an edition of a topic, with the pupils of its time where they are asked."""
    topic = TOPICS[query.topic]
    if topic.counted is Counted.SCHOOLS or query.part in P6_GROUPS:
        # Columns without a label in any file: nobody can say what they count.
        raise NothingThere("measure", value=topic.title)
    counting = Counting(known.tallies(ctx, edition), known.area_of, open_to)
    if query.measure == RATIO or (query.of is not None and query.of.topic == PUPILS):
        other = _pupils_of(known, query, edition)
        counting.pupils = _Pupils(ctx, known, other)
        counting.sources = [
            {"source": SOURCES["dmc"], "as_of": other.as_of.isoformat(), "what": "students"},
            {
                "source": SOURCES[topic.dataset],
                "as_of": edition.as_of.isoformat(),
                "what": "staff" if query.measure == RATIO else query.topic,
            },
        ]
        if (other.as_of, topic.dataset) == (edition.as_of, "dmc"):
            counting.sources = []
    elif query.of is not None and query.of.topic != query.topic:
        raise NothingThere("measure", value=TOPICS[query.of.topic].noun)
    return counting


def _pupils_of(known: Snapshot, query: StatQuery, edition: Edition) -> Edition:
    """The pupils' edition to set beside one of a topic.

    Of the same year and round; beside a yearly one of the same year, else of the year next to
    it. Raises NothingThere: a share of pupils of another time would be a wrong figure.
    """
    editions = [e for e in known.editions_of(PUPILS) if e.coverage is edition.coverage]
    yearly = edition.round == 0
    near = [0, -1, 1] if query.measure == RATIO else [0]
    missing: Mapping[str, Any] = {"what": "dataset"}
    for years in near:
        wanted = query.round if yearly else edition.round
        choice = timing.choose(editions, edition.year + years, wanted)
        if choice.edition is not None:
            return choice.edition
        missing = choice.missing or missing
    more = {key: value for key, value in missing.items() if key != "what"}
    raise NothingThere(str(missing["what"]), topic=PUPILS, **more)


class _Pupils:
    """The pupils by grade of the same time."""

    def __init__(self, ctx: Context, known: Snapshot, edition: Edition) -> None:
        self.figures = known.figures(ctx, edition)

    def count(self, query: StatQuery) -> int:
        """Pupils where a query of a topic counts."""
        for code in query.schools or ():
            if code not in self.figures:
                raise NothingThere("school_in_version", code)
        plain = StatQuery(
            schools=query.schools, grades=query.grades, sex=query.sex, having=query.having
        )
        return int(self.figures.exact(plain))


@dataclass
class Counting:
    """Counts a topic's queries of one figure each, as one reader may see them."""

    tallies: Tallies
    area_of: Mapping[str, Mapping[str, str]]
    open_to: frozenset[str] | None
    pupils: _Pupils | None = None

    def __post_init__(self) -> None:
        self.sources: list[dict[str, str]] = []

    @property
    def topic(self) -> Topic:
        """What is counted."""
        return self.tallies.topic

    def cell(self, query: StatQuery) -> Cell:
        """The count of a query. Raises NothingThere."""
        schools: list[str | None] = [None]
        if query.schools is not None or query.having is not None:
            schools = [*self.scope(query)]
        found = [self._one(query, school) for school in schools]
        return found[0] if len(found) == 1 else _sum(found)

    def scope(self, query: StatQuery) -> list[str]:
        """The schools that a query counts in, in the source's order."""
        having = query.having or Having()
        plain = Having(area=having.area, without=having.without)
        if replace(having, min=None, max=None, measure="students") != plain:
            raise NothingThere("measure", value=self.topic.noun)
        chosen = query.schools if query.schools is not None else list(self.tallies.names)
        return [
            code
            for code in chosen
            if code not in having.without
            and (having.area is None or self.area(code, having.area[0]) == having.area[1])
        ]

    def area(self, code: str, kind: str) -> str:
        """The amphoe, tambon or network of a school; "" where it is not known."""
        return self.area_of.get(code, {}).get(kind, "")

    def _one(self, query: StatQuery, school: str | None) -> Cell:
        """One school's (or the office's) count; several parts are added where all are shown."""
        parts = (query.part,) if query.part else query.grades
        try:
            return self._cell(query, school, parts)
        except KeyError:
            if not parts or any((p,) not in self.tallies.groups for p in parts):
                raise self._unknown(query) from None
        return _sum([self._cell(query, school, (part,)) for part in parts])

    def _cell(self, query: StatQuery, school: str | None, parts: tuple[str, ...] | None) -> Cell:
        tallies, sex = self.tallies, query.sex
        return tallies.cell(school, query.category, parts, sex, open_to=self.open_to)

    def _unknown(self, query: StatQuery) -> NothingThere:
        tallies, category = self.tallies, query.category
        if category not in (None, self.topic.total, *tallies.categories):
            return NothingThere("category", topic=self.topic.slug, value=category)
        if category is None and not tallies.has_total:
            return NothingThere("category", topic=self.topic.slug)
        by = "sex" if query.sex and not tallies.sexes else "grade"
        return NothingThere("part", topic=self.topic.slug, value=by)

    def item(self, query: StatQuery, label: Mapping[str, Any]) -> Item:
        """One figure and what it is made of."""
        if query.measure == "percent" and query.of is not None:
            return self._percent(query, query.of, label)
        if query.measure == RATIO:
            return self._ratio(query, label)
        if query.measure == "schools":
            return _item(label, "schools", Cell(len(self.having(query))))
        cell = self.cell(query)
        found = _item(label, query.measure, cell)
        if query.sex is None and self.tallies.sexes and not cell.hidden:
            male, female = (self.cell(replace(query, sex=sex)) for sex in (MALE, FEMALE))
            if not (male.hidden or female.hidden):
                found |= {"male": male.value, "female": female.value}
        return found

    def _percent(self, query: StatQuery, of: StatQuery, label: Mapping[str, Any]) -> Item:
        part = self.cell(query)
        whole = self.cell(of) if of.topic == query.topic else Cell(self._whole(of))
        found = self._divided(query, label, part, whole, 100)
        return {**found, "counted": "count"}

    def _whole(self, of: StatQuery) -> int:
        assert self.pupils is not None
        return self.pupils.count(of)

    def _ratio(self, query: StatQuery, label: Mapping[str, Any]) -> Item:
        """Pupils for each teacher."""
        teachers = _sum([self.cell(replace(query, category=name)) for name in TEACHERS])
        return self._divided(query, label, Cell(self._whole(query)), teachers, 1)

    def _divided(
        self, query: StatQuery, label: Mapping[str, Any], part: Cell, whole: Cell, times: int
    ) -> Item:
        if part.value is None or whole.value is None:
            return _item(label, query.measure, Cell(None, "withheld"))
        if not whole.value:
            raise NothingThere("nothing_to_divide")
        share = Fraction(times * part.value, whole.value)
        found = _item(label, query.measure, Cell(None))
        found["value"] = rounded(share, query.measure, query.decimals)
        return {**found, "part": part.value, "whole": whole.value}

    def having(self, query: StatQuery) -> list[str]:
        """The schools with at least one. Raises NothingThere where that would tell too much."""
        parts = (query.part,) if query.part else query.grades
        self._one(query, None)  # what the topic does not know is said first
        if query.having is not None and query.having.measure == "count":
            return self._bounded(query, query.having, parts)
        try:
            known = self.tallies.schools_with(
                query.category, parts, query.sex, open_to=self.open_to
            )
        except KeyError:
            known = None
        if known is None:
            raise NothingThere("small")
        return [code for code in self.scope(query) if code in known]

    def _bounded(
        self, query: StatQuery, having: Having, parts: tuple[str, ...] | None
    ) -> list[str]:
        """The schools with so many, where every number that decides it is shown."""
        low, high = having.min or 1, having.max
        found = []
        for code in self.scope(query):
            cell = self._one(replace(query, having=None), code)
            if cell.value is None:
                most = self.tallies.at_most(code, query.category, parts, query.sex)
                if most >= low:
                    raise NothingThere("small")
            elif low <= cell.value and (high is None or cell.value <= high):
                found.append(code)
        return found


def _item(label: Mapping[str, Any], measure: str, cell: Cell) -> Item:
    return {"label": dict(label), "measure": measure, "value": cell.value, "hidden": cell.hidden}


def _sum(cells: list[Cell]) -> Cell:
    """Counts together; hidden where one is."""
    if any(cell.hidden for cell in cells):
        return Cell(None, "withheld")
    return Cell(sum(cell.value or 0 for cell in cells))


def _items(query: StatQuery, counting: Counting) -> list[Item]:
    names = counting.tallies.names
    if query.parts:
        raise NothingThere("measure", value=counting.topic.noun)
    if query.listing and query.rank:
        return _ranked(query, counting)
    if query.listing:
        one = replace(query, listing=False, measure="count")
        return [
            {**counting.item(replace(one, schools=(code,), having=None), named(names, code))}
            for code in counting.having(query)
        ]
    items = [counting.item(one, label) for label, one in _pieces(query, counting)]
    several = len(query.schools or ()) > 1 or query.having is not None
    if len(items) == 1 and items[0]["hidden"] == "withheld" and several and not query.group_by:
        raise NothingThere("small")
    return items


def _pieces(query: StatQuery, counting: Counting) -> list[tuple[dict[str, Any], StatQuery]]:
    """The one-figure queries that a breakdown consists of, each with what it is of."""
    by, tallies = query.group_by, counting.tallies
    one = replace(query, group_by=None, groups=None)
    if by == "category":
        return [({"category": c}, replace(one, category=c)) for c in tallies.categories]
    if by == "sex":
        return [({"sex": sex}, replace(one, sex=sex)) for sex in SEXES]
    if by == "part" and counting.topic.parts != "grades":
        return [({"part": part}, replace(one, part=part)) for part in tallies.parts if part]
    if by in ("grade", "part"):
        grades = [g for g in query.grades or GRADES if g in tallies.parts]
        return [({"grades": [g]}, replace(one, grades=(g,))) for g in grades]
    if by in ("level", "groups"):
        return _levels(query, one, tallies)
    if by in ("school", "schools"):
        names, codes = tallies.names, query.schools or ()
        return [(named(names, code), replace(one, schools=(code,))) for code in codes]
    if by in KINDS:
        each = {code: counting.area(code, by) for code in tallies.names}
        return by_areas(by, each, set(counting.scope(query)), one)
    if by is not None:
        raise NothingThere("measure", value=counting.topic.noun)
    return [({}, one)]


def _levels(
    query: StatQuery, one: StatQuery, tallies: Tallies
) -> list[tuple[dict[str, Any], StatQuery]]:
    groups = query.groups or tuple(
        level for level in LEVELS if query.grades is None or set(level) <= set(query.grades)
    )
    kept = [group for group in groups if set(group) & set(tallies.parts)]
    return [({"grades": list(group)}, replace(one, grades=group)) for group in kept]


def _total(query: StatQuery, counting: Counting) -> Item | None:
    """The whole of a breakdown that adds up to one."""
    if query.measure != "count" or query.listing:
        return None
    by = query.group_by
    adds_up = by in ("sex", "grade", "part", "level", "groups", "schools", *KINDS)
    if by == "category":
        adds_up = counting.topic.adds_up or counting.topic.total is not None
    if not adds_up:
        return None
    return counting.item(replace(query, group_by=None, groups=None), {})


def _ranked(query: StatQuery, counting: Counting) -> list[Item]:
    """The schools of the first places, where every number that could stand there is shown.

    The least of a private topic are never named.
    """
    assert query.rank is not None
    order, places = query.rank
    if counting.topic.private and order == "least":
        raise NothingThere("small")
    bare, names = replace(query, rank=None, listing=False, having=None), counting.tallies.names
    found: list[tuple[Fraction, Item]] = []
    hidden: list[str] = []
    for code in counting.scope(query):
        one = replace(bare, schools=(code,))
        try:
            item = counting.item(one, named(names, code))
        except NothingThere:
            continue  # no teacher, or no pupils there: it has no ratio
        if item["hidden"]:
            hidden.append(code)
        elif Fraction(item["value"]):
            found.append((_exact(item), item))
    found.sort(key=lambda pair: pair[0], reverse=order == "most")
    shown = found[: max(places, 1)]
    if hidden and (query.measure != "count" or len(shown) < places):
        raise NothingThere("small")
    if shown:
        last = shown[-1][0]
        shown = [
            pair for pair in found if (pair[0] >= last if order == "most" else pair[0] <= last)
        ]
        parts = (query.part,) if query.part else query.grades
        for code in hidden:
            if counting.tallies.at_most(code, query.category, parts, query.sex) >= last:
                raise NothingThere("small")
    return [item for _, item in shown]


def _exact(item: Item) -> Fraction:
    if "whole" in item:
        return Fraction(item["part"], item["whole"])
    return Fraction(item["value"])
