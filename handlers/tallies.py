"""The counts of one version of one topic, and the one way to read them: `Tallies.cell`.

Every door takes the numbers of a private topic through `cell`, which hides the small ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from handlers import covers, same_children, suppression
from handlers.context import Context
from handlers.dmc_vocabulary import FEMALE, GRADES, LOWER, MALE, PRE, PRIMARY, UPPER, VOCATIONAL
from handlers.topics import Topic
from handlers.topics_vocabulary import COMPLETION_GRADES, COMPLETION_TIME, EQUIPMENT_STATES
from models.datasets import Tally, VersionSchool

if TYPE_CHECKING:
    import numpy as np

    Cube = np.ndarray[Any, np.dtype[np.int32]]
    Marks = np.ndarray[Any, np.dtype[np.int8]]

#: Levels from the inside out: a level that holds another comes after it.
_LEVELS = (PRE, PRIMARY, LOWER, UPPER + VOCATIONAL, LOWER + UPPER + VOCATIONAL)
_SEXES = (MALE, FEMALE)
#: How `suppression` marks a cell.
_HIDDEN = ("", "small", "withheld")

#: school, category, part, male, female, number
Row = tuple[str, str, str, int, int, int]


@dataclass(frozen=True)
class Cell:
    """A number, or why it is not shown: "small" (1 to 4), "withheld" (it would tell a small one).

    A 0 is "small" too where showing it would tell a small number beside it.
    """

    value: int | None
    hidden: str = ""


class Tallies:
    """Schools × categories × parts × sexes of one version.

    `schools`: (code, name), in the source's order. `categories`: present or known, in order, the
    total left out. `parts`: grades, groups or states, in order; empty where there are none.
    `sexes`: whether the source tells boys and girls apart.
    """

    def __init__(self, topic: Topic, schools: Iterable[tuple[str, str]], rows: Sequence[Row]):
        """`rows` are the version's tallies: school, category, part, male, female, number."""
        self.topic = topic
        self.schools = list(schools)
        self.names = dict(self.schools)
        present = dict.fromkeys(row[1] for row in rows)
        totals = ("", topic.total)
        self.categories = [
            c for c in dict.fromkeys((*topic.categories, *present)) if c not in totals
        ]
        self.parts = _parts(topic, dict.fromkeys(row[2] for row in rows))
        self.sexes = any(row[3] or row[4] for row in rows)
        self._schools = {code: n for n, (code, _) in enumerate(self.schools, 1)}
        self._categories = {name: n for n, name in enumerate(self.categories, 1)}
        #: Groups of parts that are cells of their own: each part, the levels, all.
        self.groups = _groups(topic, self.parts)
        self._groups = {frozenset(group): n for n, group in enumerate(self.groups)}
        self._values = self._filled(rows)
        #: Reports of the same round that this one follows (`same_children.LEADERS`).
        self.leaders: list[Tallies] = []
        #: The cover that was worked out before, if any.
        self.kept: suppression.Cover | None = None

    @property
    def has_total(self) -> bool:
        """Is there a whole of all categories?"""
        return self._total

    def cell(
        self,
        school: str | None = None,
        category: str | None = None,
        parts: tuple[str, ...] | None = None,
        sex: str | None = None,
        *,
        open_to: frozenset[str] | None = frozenset(),
    ) -> Cell:
        """A count as this reader may see it.

        `school` None is the whole office, `category` None the topic's total, `parts` None all of
        them. `parts` is one part, a whole level, or all. `open_to`: codes of the schools whose
        small numbers this reader may see; None: of all. Raises KeyError for what is no cell.
        """
        at = self._place(school, category, parts, sex)
        value = int(self._values[at])
        if self.topic.private and open_to is not None and school not in open_to:
            mark = int(self._marks[at])
            if mark:
                return Cell(None, _HIDDEN[mark])
        return Cell(value)

    def schools_with(
        self,
        category: str | None = None,
        parts: tuple[str, ...] | None = None,
        sex: str | None = None,
        *,
        open_to: frozenset[str] | None = frozenset(),
    ) -> set[str] | None:
        """The schools with at least one; None where naming them would tell what is hidden.

        Of a private topic they are told of whole schools only. Raises KeyError as `cell` does.
        """
        at = self._place(None, category, parts, sex)[1:]
        counts = self._values[(slice(1, None), *at)]
        if self.topic.private and open_to is not None:
            whole = parts is None and sex is None and self._covered.told[at[0]]
            if not whole and (self._marks[(slice(1, None), *at)] > 0).any():
                return None
        return {code for (code, _), n in zip(self.schools, counts, strict=True) if n}

    def at_most(
        self,
        school: str,
        category: str | None = None,
        parts: tuple[str, ...] | None = None,
        sex: str | None = None,
    ) -> int:
        """The most that a hidden count can be, as anybody can work it out."""
        return int(self._covered.most[self._place(school, category, parts, sex)])

    def _place(
        self,
        school: str | None,
        category: str | None,
        parts: tuple[str, ...] | None,
        sex: str | None,
    ) -> tuple[int, int, int, int]:
        if category is None and not self._total:
            raise KeyError("this topic has no total")
        if sex is not None and not self.sexes:
            raise KeyError("this topic does not tell the sexes apart")
        return (
            0 if school is None else self._schools[school],
            0 if category is None or category == self.topic.total else self._categories[category],
            len(self.groups) - 1 if parts is None else self._groups[self._known(parts)],
            2 if sex is None else _SEXES.index(sex),
        )

    def _known(self, parts: tuple[str, ...]) -> frozenset[str]:
        """A level as this topic has it: some reports know only a level's last grade."""
        kept = frozenset(parts) & frozenset(self.parts)
        if not kept or (len(parts) == 1 and parts[0] not in kept):
            raise KeyError(parts)
        return kept

    def _filled(self, rows: Sequence[Row]) -> Cube:
        """The cube: office first, total first, parts then levels then all, boys girls both."""
        import numpy as np

        places = {part: n for n, part in enumerate(self.parts or [""])}
        totals = {"": 0, self.topic.total or "": 0}
        shape = (len(self.schools) + 1, len(self.categories) + 1, len(self.groups), 3)
        cube = np.zeros(shape, np.int32)
        own = any(row[1] in totals for row in rows)
        for school, category, part, male, female, number in rows:
            at = (self._schools[school], totals.get(category, self._categories.get(category, 0)))
            cube[at][places[part]] = (male, female, number or male + female)
        single = len(places)
        for n, group in enumerate(self.groups[single:], single):
            cube[:, :, n] = cube[:, :, [places[p] for p in group or ("",)]].sum(axis=2)
        if not own and self.topic.adds_up:
            cube[:, 0] = cube[:, 1:].sum(axis=1)
        cube[0] = cube[1:].sum(axis=0)
        self._total = own or self.topic.adds_up
        return cube

    @property
    def values(self) -> Cube:
        """The true counts, for working out covers alone: no door may read them."""
        return self._values

    @property
    def hidden(self) -> Any:
        """Where a count is hidden, for `handlers.same_children` alone."""
        return self._marks > 0

    @property
    def _marks(self) -> Marks:
        return self._covered.marks

    @cached_property
    def _covered(self) -> suppression.Cover:
        """What is hidden, and the most it can be: once and for all of this version."""
        cover = self.own_cover
        return same_children.narrowed(cover, self, self.leaders) if self.leaders else cover

    @cached_property
    def own_cover(self) -> suppression.Cover:
        """What is hidden for this version's own sake: as it was kept, or worked out now."""
        if self.kept is not None and self.kept.marks.shape == self._values.shape:
            return self.kept
        return suppression.cover(self._values, self.shape)

    @cached_property
    def shape(self) -> suppression.Shape:
        """How the counts add up."""
        topic = self.topic
        public: tuple[int, ...] = (0,) if topic.everyone else ()
        signs: tuple[int, ...] = ()
        if topic.slug == "year_end_check":
            # Its last row is the pupils at the end of the year, as published by grade.
            public, signs = (len(self.categories),), (1, 1, -1, -1, -1)
        levels = tuple((n, inside) for n, inside in enumerate(_inside(self.groups)) if inside)
        return suppression.Shape(levels, self.sexes, self._total, topic.adds_up, public, signs)


def load(ctx: Context, version: int, topic: Topic) -> Tallies:
    """The tallies of a version."""
    of = VersionSchool.version_id == version
    names = (VersionSchool.school_code, VersionSchool.school_name)
    schools = ctx.session.execute(select(*names).where(of).order_by(VersionSchool.id))
    columns = (
        Tally.school_code,
        Tally.category,
        Tally.part,
        Tally.male,
        Tally.female,
        Tally.number,
    )
    rows = ctx.session.execute(
        select(*columns).where(Tally.version_id == version).order_by(Tally.id)
    )
    found = Tallies(topic, [(c, n) for c, n in schools], [tuple(row) for row in rows])  # type: ignore[misc]
    found.kept = covers.kept(ctx, version) if topic.private else None
    return found


def _parts(topic: Topic, present: Iterable[str]) -> list[str]:
    found = list(present)
    if found == [""]:
        found = []
    if topic.parts == "grades":
        completion = topic.categories == COMPLETION_TIME
        return list(dict.fromkeys((*(COMPLETION_GRADES if completion else GRADES), *found)))
    known = EQUIPMENT_STATES if topic.slug == "equipment" else ()
    return list(dict.fromkeys((*known, *found)))


def _groups(topic: Topic, parts: list[str]) -> list[tuple[str, ...]]:
    """Each part, then (of grades) each level of several grades, then all."""
    groups: list[tuple[str, ...]] = [(part,) for part in parts]
    if topic.parts == "grades":
        levels = [tuple(p for p in level if p in parts) for level in _LEVELS]
        groups += [level for level in levels if len(level) > 1]
    return [*groups, tuple(parts)] if len(parts) > 1 else groups or [()]


def _inside(groups: list[tuple[str, ...]]) -> list[tuple[int, ...]]:
    """For each group the smaller ones that add up to it (the largest first), or none."""
    found: list[tuple[int, ...]] = []
    for n, group in enumerate(groups):
        left, inside = set(group), []
        for m in sorted(range(n), key=lambda m: -len(groups[m])):
            if left and set(groups[m]) <= left and set(groups[m]) != set(group):
                inside.append(m)
                left -= set(groups[m])
        found.append(tuple(inside) if not left else ())
    return found
