"""Where each column of an individual export stands. One of its header names occurs twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.pupils import vocabulary as words
from handlers.tables import Fault, clean

#: The header is the second row as DMC exports it, the first when it was saved as CSV.
HEADER_WITHIN = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Layout:
    """Places of the columns, from 0. `names` are the headers of the whole width.

    `labels` and `hardship` are by topic and by category, those that the file has; `personal`
    are the columns that may hold a name or a number of a person.
    """

    names: tuple[str, ...]
    code: int
    school: int
    citizen: int
    grade: int
    room: int
    sex: int
    birth: int
    age: int | None
    pending: int | None
    labels: dict[str, int]
    hardship: dict[str, int]
    personal: tuple[int, ...]

    def name(self, place: int) -> str:
        """The header of a column."""
        return self.names[place]


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows is the header of an individual export; None when none is."""
    wanted = {words.SCHOOL_CODE, words.GRADE, words.SEX}
    for n, row in enumerate(rows[:HEADER_WITHIN]):
        names = [clean(cell) for cell in row]
        if wanted <= set(names) and (_citizen(names) is not None or words.BIRTH in names):
            return n
    return None


def find(header: Sequence[str], row: int) -> Layout | list[Fault]:
    """The places of the columns, or a fault for each needed one that is missing."""
    names = [clean(cell) for cell in header]
    citizen = _citizen(names)
    needed = (words.SCHOOL_CODE, words.SCHOOL_NAME, words.GRADE, words.ROOM, words.SEX, words.BIRTH)
    missing = [name for name in needed if name not in names]
    missing += [] if citizen is not None else [words.CITIZEN[0]]
    if missing or citizen is None:
        return [Fault("no_column", row, name) for name in missing]
    code, school, grade, room, sex, birth = (names.index(name) for name in needed)
    labels = {topic: _first(names, spellings) for topic, spellings in words.LABELS.items()}
    hardship = {kind: _first(names, (name,)) for kind, name in words.HARDSHIP.items()}
    return Layout(
        names=tuple(names), code=code, school=school, citizen=citizen, grade=grade, room=room,
        sex=sex, birth=birth, age=_first(names, words.AGE),
        pending=_first(names, (words.PENDING,)),
        labels={topic: place for topic, place in labels.items() if place is not None},
        hardship={kind: place for kind, place in hardship.items() if place is not None},
        personal=tuple(n for n, name in enumerate(names) if _is_personal(name) and n != school),
    )  # fmt: skip


def made_on(rows: Iterable[Sequence[str]]) -> date | None:
    """The day that DMC made the report, from the line above the header; None without one."""
    for cells in rows:
        found = _DAY.search(" ".join(cells)) if cells else None
        if found:
            try:
                return date.fromisoformat(found[0])
            except ValueError:
                return None
    return None


def _first(names: list[str], spellings: Sequence[str]) -> int | None:
    return next((names.index(name) for name in spellings if name in names), None)


def _citizen(names: list[str]) -> int | None:
    """The column of the citizen's number or G-code, never the school's own number."""
    place = _first(names, words.CITIZEN)
    if place is None and names.count(words.PUPIL_NUMBER) > 1:
        place = names.index(words.PUPIL_NUMBER)
    if place is None:
        place = _first(names, (words.OLD_NUMBER,))
    if place is None and words.PUPIL_NUMBER in names and words.GRADE in names:
        # Alone, it is the citizen's where DMC puts that: before the grade.
        alone = names.index(words.PUPIL_NUMBER)
        place = alone if alone < names.index(words.GRADE) else None
    return place


def _is_personal(name: str) -> bool:
    return any(word in name for word in words.PERSONAL)
