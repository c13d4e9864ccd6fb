"""What a reader of files gives: one report that holds together, ready to become a version.

Every reader (`handlers/dmc…`, `pupils`, `emis`, `bobec`, `mobec`, `gcode`) has one function
`read(source, target, office) -> list[Report]` that raises FileRefused with every fault it found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.tables import Fault
from models.datasets import Coverage

#: Boys, girls, classrooms of one grade.
GradeCounts = tuple[int, int, int]


@dataclass(frozen=True)
class Target:
    """What the person who imports says a file is: `year` in B.E., `round` 1-3 or 0 (yearly)."""

    dataset: str
    year: int
    round: int
    as_of: date


@dataclass(frozen=True)
class SchoolLine:
    """A school of a report. `name` None: the list of schools names it. `row` counts from 1."""

    code: str
    name: str | None
    row: int


@dataclass(frozen=True)
class Count:
    """One tally (see models.datasets.Tally): sexes where the source tells them, else `number`."""

    code: str
    category: str = ""
    part: str = ""
    male: int = 0
    female: int = 0
    number: int = 0


@dataclass(frozen=True)
class Report:
    """One report. `topic` is a slug of `handlers/topics.py`.

    `enrollment` (pupils by grade only): school code → grade → counts. `tallies`: every count
    above 0 of any other topic, its total row among them under the topic's total label. `totals`
    are the whole office's (schools, and students, male, female, rooms or items as they apply).
    `has_total`: the file's own total row was there and agreed. `findings` are worth a warning,
    not a refusal, and are worded at the door as faults are.
    """

    topic: str
    schools: list[SchoolLine]
    enrollment: dict[str, dict[str, GradeCounts]] = field(default_factory=dict)
    tallies: list[Count] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    has_total: bool = False
    coverage: Coverage = Coverage.WHOLE
    findings: list[Fault] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
