"""Count pupils row by row, by school, grade, sex and label; keep nothing of the row itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, Generic, TypeVar

from handlers.pupils import ages, identity, labels
from handlers.pupils import vocabulary as words
from handlers.pupils.findings import Findings
from handlers.pupils.layout import Layout
from handlers.reports import SchoolLine
from handlers.tables import Fault, clean, tidy_name, whole
from handlers.tables.cells import as_text
from models.schools import SMIS_DIGITS

T = TypeVar("T")
#: Place of the school, grade, sex: whose pupils these are.
Who = tuple[int, str, str]
#: Faults that refuse the file: more than this many are not looked for.
_MOST_FAULTS = 1000


class _Known(dict[Hashable, T], Generic[T]):
    """What a cell means, worked out once for each value that cells have."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, raw: Hashable) -> T:
        found = self[raw] = self._work_out(raw)
        return found


class Census:
    """The counts of one file.

    `pupils` are by grade, sex and room; `by_label` by topic and category (age, nationality, …).
    `uncertain` are topics that cannot be counted exactly, with the number of rows in doubt.
    """

    def __init__(self, layout: Layout, as_of: date) -> None:
        self.layout, self.as_of = layout, as_of
        self.schools: list[SchoolLine] = []
        self.codes: list[str] = []
        self.faults: list[Fault] = []
        self.findings = Findings(self.codes)
        self.pupils: Counter[Who] = Counter()
        self.rooms: set[tuple[int, str, str]] = set()
        self.by_label: dict[str, Counter[tuple[Who, str]]] = {
            topic: Counter() for topic in ("age", "g_code", "hardship", *layout.labels)
        }
        self.uncertain: Counter[str] = Counter()
        self._numbers = identity.Numbers()
        self._places: dict[Hashable, int] = {}
        self._by_code: dict[str, int] = {}
        self._grades, self._sexes = _Known(labels.grade), _Known(labels.sex)
        self._rooms = _Known(lambda raw: clean(as_text(raw)))
        self._births = _Known(self._birth)
        self._labels = [(t, at, _Known(_meaning(t))) for t, at in layout.labels.items()]
        self._flags = _Known(labels.is_so)

    def count(self, rows: Iterable[tuple[int, list[Any]]]) -> None:
        """Count every row that holds anything, and note what is wrong with it."""
        width = len(self.layout.names)
        for number, cells in rows:
            if len(cells) != width and (len(cells) < width or any(cells[width:])):
                if any(clean(as_text(cell)) for cell in cells):
                    self._refuse("row_width", number, None, columns=len(cells), expected=width)
                continue
            who = self._who(number, cells)
            if who is not None:
                self.pupils[who] += 1
                self._number(number, cells, who)
                self._age(number, cells, who)
                self._label(number, cells, who)
                if self.layout.hardship:
                    self._hardship(number, cells, who)
            elif len(self.faults) >= _MOST_FAULTS:
                return
        self.findings.add_numbers(self._numbers, self.layout.name(self.layout.citizen))

    def _who(self, number: int, cells: list[Any]) -> Who | None:
        """Whose pupil the row is; None, with a fault, where that cannot be said."""
        at = self.layout
        school = self._places.get(cells[at.code], -1)
        if school < 0:
            school = self._school(number, cells)
        grade, sex = self._grades[cells[at.grade]], self._sexes[cells[at.sex]]
        if school < 0 or not grade or not sex:
            if any(clean(as_text(cell)) for cell in cells):
                self._refuse_row(number, school, grade, sex)
            return None
        room = self._rooms[cells[at.room]]
        if room in words.NONE:
            self.findings.add("room_missing", number, at.name(at.room), school)
        else:
            self.rooms.add((school, grade, room))
        if at.pending is not None and self._rooms[cells[at.pending]] not in words.NONE:
            self.findings.add("pending", number, at.name(at.pending), school)
        return school, grade, sex

    def _school(self, number: int, cells: list[Any]) -> int:
        code = whole(as_text(cells[self.layout.code]))
        if not (code.isascii() and code.isdigit() and len(code) == SMIS_DIGITS):
            return -1
        if code not in self._by_code:
            name = tidy_name(as_text(cells[self.layout.school]))
            self.schools.append(SchoolLine(code, name or None, number))
            self._by_code[code] = len(self.codes)
            self.codes.append(code)
        place = self._places[cells[self.layout.code]] = self._by_code[code]
        return place

    def _refuse_row(self, number: int, school: int, grade: str, sex: str) -> None:
        at = self.layout
        if school < 0:
            self._refuse("pupil_school", number, at.name(at.code))
        if not grade:
            self._refuse("pupil_grade", number, at.name(at.grade))
        if not sex:
            self._refuse("pupil_sex", number, at.name(at.sex))

    def _refuse(self, code: str, number: int, column: str | None, **facts: int) -> None:
        # Never the cell itself: in a row that has slipped, it may be a name or a number.
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(code, number, column, facts))

    def _number(self, number: int, cells: list[Any], who: Who) -> None:
        raw = cells[self.layout.citizen]
        if type(raw) is str and len(raw) == identity.DIGITS and raw.isascii() and raw.isdigit():
            self._numbers.add(int(raw), number, who[0])
            return
        fault, found = identity.fault_of(raw)
        if fault:
            self.findings.add(fault, number, self.layout.name(self.layout.citizen), who[0])
            return
        self._numbers.add(found, number, who[0])
        if found < 0:
            self.by_label["g_code"][who, ""] += 1

    def _birth(self, raw: Any) -> tuple[int | None, str]:
        birth, given = ages.born(raw)
        age = ages.age_at(birth, self.as_of) if birth is not None else None
        return age, "" if age is not None else "birth_wrong" if given else "birth_missing"

    def _age(self, number: int, cells: list[Any], who: Who) -> None:
        at = self.layout
        age, fault = self._births[cells[at.birth]]
        if fault:
            self.findings.add(fault, number, at.name(at.birth), who[0])
            age = ages.stated(cells[at.age]) if at.age is not None else None
        if age is None:
            self.uncertain["age"] += 1
            return
        youngest, oldest = ages.USUAL[who[1]]
        if not youngest <= age <= oldest:
            self.findings.add("age_of_grade", number, at.name(at.birth), who[0])
        self.by_label["age"][who, ages.category(age)] += 1

    def _label(self, number: int, cells: list[Any], who: Who) -> None:
        for topic, place, known in self._labels:
            category = known[cells[place]]
            if category == labels.UNKNOWN:
                category = words.OTHERS[topic]
                self.findings.add(
                    "label_unknown", number, self.layout.name(place), who[0],
                    label=self._shown(cells, place), category=category,
                )  # fmt: skip
            if category:
                self.by_label[topic][who, category] += 1

    def _shown(self, cells: list[Any], place: int) -> str:
        """The unknown label, unless the row has it for a name as well."""
        names = {cells[n] for n in self.layout.personal}
        return "…" if cells[place] in names else labels.shown(cells[place])

    def _hardship(self, number: int, cells: list[Any], who: Who) -> None:
        lacks, doubtful = 0, False
        for category, place in self.layout.hardship.items():
            so = self._flags[cells[place]]
            if so is None:
                self.findings.add("flag_unknown", number, self.layout.name(place), who[0])
                doubtful = True
            elif so:
                lacks += 1
                self.by_label["hardship"][who, category] += 1
        self.uncertain.update(["hardship"] * doubtful)
        if lacks:
            self.by_label["hardship"][who, ""] += 1
        if lacks >= 3:
            self.by_label["hardship"][who, words.THREE_OR_MORE] += 1


def _meaning(topic: str) -> Callable[[Any], str]:
    return lambda raw: labels.category(topic, raw)
