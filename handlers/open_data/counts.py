"""One way to read any edition's counts: by school, category and part, in named columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from handlers.dmc_vocabulary import FEMALE, GRADES, LEVELS, MALE
from handlers.questions.figures import Figures
from handlers.tallies import Cell, Tallies
from handlers.topics import Counted, Topic

SEXES = {"male": MALE, "female": FEMALE, "total": None}


class Counts(Protocol):
    """An edition's counts. Columns have names: male, female, total, rooms; state-1 … of what is
    in use or not; column-1 … of reports whose columns are all they have.

    `parts` are what a table may be narrowed to: grades and the levels with any, or states.
    """

    topic: Topic
    schools: list[tuple[str, str]]
    columns: list[str]
    categories: list[str]
    parts: dict[str, tuple[str, ...]]
    single_parts: list[str]
    has_total: bool

    def cell(self, column: str, school: str | None, category: str | None, part: str | None) -> Cell:
        """One count: None is the whole office, the topic's total, all parts.

        Raises KeyError for what the edition does not have.
        """


class PupilCounts:
    """Pupils and classrooms by grade. Nothing of it is private."""

    def __init__(self, topic: Topic, figures: Figures) -> None:
        self.topic, self.figures = topic, figures
        self.schools = list(figures.names.items())
        self._place = {code: n for n, (code, _) in enumerate(self.schools)}
        self.columns = ["male", "female", "total", "rooms"]
        self.categories: list[str] = []
        self.has_total = True
        self.single_parts = [g for g in GRADES if figures.each((g,), None).any()]
        self.parts = _with_levels(self.single_parts, GRADES)

    def cell(self, column: str, school: str | None, category: str | None, part: str | None) -> Cell:
        """See Counts; there are no categories."""
        grades = self.parts[part] if part is not None else None
        each = self.figures.each(grades, "rooms" if column == "rooms" else SEXES[column])
        return Cell(int(each.sum() if school is None else each[self._place[school]]))


class TopicCounts:
    """Every other topic, through the one gate that hides small numbers."""

    def __init__(self, topic: Topic, tallies: Tallies) -> None:
        self.topic, self.tallies = topic, tallies
        self.schools = list(tallies.schools)
        self.categories = list(tallies.categories)
        self.has_total = tallies.has_total
        self.single_parts = [part for part in tallies.parts if self._has_any(part)]
        self.parts = _with_levels(self.single_parts, tallies.parts)
        #: Columns that are neither a sex nor the sum: what each is called in the source.
        self.own: dict[str, str] = {}
        if topic.parts == "states":
            self.own = {f"state-{n}": part for n, part in enumerate(tallies.parts, 1)}
        elif topic.counted is Counted.SCHOOLS:
            self.own = {f"column-{n}": name for n, name in enumerate(self.categories, 1)}
            self.categories = []
        sexes = ["male", "female"] if tallies.sexes else []
        flags = topic.counted is Counted.SCHOOLS
        self.columns = [*sexes, *self.own, *([] if flags else ["total"])]

    def cell(self, column: str, school: str | None, category: str | None, part: str | None) -> Cell:
        """See Counts."""
        if column.startswith("column-"):
            return self.tallies.cell(school, self.own[column])
        if column in self.own:
            return self.tallies.cell(school, category, (self.own[column],))
        parts = self.parts[part] if part is not None else None
        return self.tallies.cell(school, category, parts, SEXES[column])

    def _has_any(self, part: str) -> bool:
        """Is anything counted in this part, or must it stay open whether there is?"""
        if not self.has_total:
            return True
        cell = self.tallies.cell(parts=(part,))
        return bool(cell.value or cell.hidden)


def _with_levels(shown: Sequence[str], known: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Each part by its name; before the grades of a level, the level as a whole."""
    found: dict[str, tuple[str, ...]] = {}
    for level, members in LEVELS.items():
        taught = [grade for grade in members if grade in shown]
        if taught and sum(grade in known for grade in members) > 1:
            found[level] = members
        found |= {grade: (grade,) for grade in taught}
    return found | {part: (part,) for part in shown if part not in found}
