"""What a question means, as data: which figures, of what, counted where. JSON both ways."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from handlers.topics import PUPILS

Grades = tuple[str, ...]

#: Places of a rank that lists every school («นักเรียนรายโรงเรียน»), those with the most first.
EVERY_SCHOOL = 1000


@dataclass(frozen=True)
class Having:
    """Only the schools that meet all of it. `min` and `max` are themselves included.

    `has` and `lacks` are groups of grades with at least one pupil, with none. `rule` is the
    rule of size that `min` and `max` came from, when the question spoke of size: obec4, obec7,
    kcs; `size` is the class's name. `area` is where they lie, as the list of schools has it:
    ("amphoe" | "tambon" | "network", its name). `without` are codes of schools left out.
    """

    has: tuple[Grades, ...] = ()
    lacks: tuple[Grades, ...] = ()
    measure: str = "students"
    grades: Grades | None = None
    sex: str | None = None
    min: int | None = None
    max: int | None = None
    rule: str | None = None
    size: str | None = None
    area: tuple[str, str] | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatQuery:
    """One question about figures.

    `topic` is a slug of `handlers/topics.py`; with any but the pupils by grade, `category` is one
    of its rows (None: its total) and `part` one of its parts that is no grade (a state of use).

    `measure`: students, rooms, schools, avg_per_school, avg_per_room, percent; of the other
    topics: count (of what the topic counts), schools (with at least one), percent; of staff also
    students_per_teacher. `schools` None is the whole office; several without `group_by` are added
    up. `of` is a percent's whole. `rank` is ("most" or "least", places). `listing` asks for names.
    `year` and `round` None leave the choice to the rules.

    `group_by`: sex, grade, level, groups, school(s), category, part, amphoe, tambon, network, a
    rule of size (obec4, obec7, kcs), or year. Over years, `years` are the academic years asked
    for, or `back` so many of the newest that are published (None of both: five), all of one and
    the same `round`; or they are several `rounds` of one `year`. With a `rank`, a breakdown by
    places has those with the most (or the least) first.
    `difference`: how far the two of a breakdown are apart is to be said too.
    `shape` is how it is to be shown: chart, file, or None for the best in chat.
    """

    measure: str = "students"
    schools: tuple[str, ...] | None = None
    grades: Grades | None = None
    sex: str | None = None
    having: Having | None = None
    of: StatQuery | None = None
    rank: tuple[str, int] | None = None
    group_by: str | None = None
    groups: tuple[Grades, ...] | None = None
    decimals: int | None = None
    difference: bool = False
    listing: bool = False
    parts: tuple[StatQuery, ...] = ()
    topic: str = PUPILS
    category: str | None = None
    part: str | None = None
    years: tuple[int, ...] | None = None
    back: int | None = None
    rounds: tuple[int, ...] | None = None
    shape: str | None = None
    year: int | None = None
    round: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; what is not asked for is left out."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @staticmethod
    def from_json(data: dict[str, Any]) -> StatQuery:
        """The query that `to_json` wrote. Raises TypeError on a key that it does not know."""
        given = {key: _tuples(value) for key, value in data.items()}
        if "having" in data:
            having = {key: _tuples(value) for key, value in data["having"].items()}
            given["having"] = Having(**having)
        if "of" in data:
            given["of"] = StatQuery.from_json(data["of"])
        if "parts" in data:
            given["parts"] = tuple(StatQuery.from_json(part) for part in data["parts"])
        return StatQuery(**given)

    def at(self, year: int | None, round_: int | None) -> StatQuery:
        """The same question of another time."""
        return replace(self, year=year, round=round_)


def _plain(value: Any) -> Any:
    if isinstance(value, (StatQuery, Having)):
        pairs = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _plain(v) for f, v in pairs if v != f.default}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
