"""No small number of a private report is shown, or can be worked out of what is shown."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dmc_vocabulary import FEMALE, GRADES, LEVELS, LOWER, MALE, PRE, PRIMARY
from handlers.elimination import determined
from handlers.suppression import Shape, marks
from handlers.tallies import Cell, Row, Tallies
from handlers.topics import TOPICS
from tests.conftest import SHARE, THOROUGH, examples

#: What tells the files of the topics apart by name.
FILES = {
    "age": "จำแนกตามอายุ",
    "disability": "จำนวนนักเรียนพิการ.",
    "disability_and_disadvantage": "พิการและด้อยโอกาส",
    "disadvantage": "จำนวนนักเรียนด้อยโอกาส",
    "nationality": "สัญชาติ",
    "religion": "ศาสนา",
    "hardship": "ขาดแคลน",
    "distance": "3 กม",
    "weight_for_height": "น้ำหนัก",
    "height_for_age": "ส่วนสูงตามเกณฑ์อายุ",
    "g_code": "รหัส G",
}
#: One of each kind that is quickly done; six more are attacked where questions ask them anyway
#: (test_questions_chumphon). `make attack`: every report of one round, and some of the next.
QUICK = [("hardship", "2568-2"), ("distance", "2568-3"), *(("g_code", f"2568-{n}") for n in (2, 3))]
EVERY = [
    *((slug, "2568-2") for slug in FILES),
    *((slug, "2568-3") for slug in ("religion", "distance", "height_for_age", "g_code")),
]
SMALL, WITHHELD = 1, 2


def tallies(slug: str, *rows: Row) -> Tallies:
    schools = dict.fromkeys(row[0] for row in rows)
    return Tallies(TOPICS[slug], [(code, f"บ้าน{code}") for code in schools], rows)


def real(folder: Path, slug: str) -> Tallies:
    """A file of the system, as the office downloaded it, read by its columns."""
    found = [path for path in folder.iterdir() if FILES[slug] in path.name]
    content = found[0].read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp874")
    rows: list[Row] = []
    first = 2 if slug == "g_code" else 3
    for line in text.splitlines():
        cells = line.split(",")
        if cells[1] == "86010000":
            continue
        numbers = [int(cell) for cell in cells[first:]]
        triples = [tuple(numbers[n : n + 3]) for n in range(0, len(numbers), 3)]
        names = [name for level, grades in LEVELS.items() for name in (*grades, level)]
        for name, (male, female, _) in zip(names, triples, strict=False):
            if name in GRADES:
                rows.append((cells[1], cells[2] if first == 3 else "", name, male, female, 0))
    return tallies(slug, *rows)


class Attacker:
    """Knows the rules and all that is shown; reckons each cell's bounds from every line."""

    def __init__(self, values: Any, hidden: Any, lines: list[tuple[Any, int, Any]], sure: bool):
        self.lines, self.hidden, self.values = lines, hidden, values
        # "Withheld" may stand for any number.
        least = ((values > 0) & (hidden == SMALL) & ~self.doubtful()) * int(sure)
        most = np.where(hidden == SMALL, 4, 1 << 30)
        self.low = np.where(hidden > 0, least, values).astype(np.int64)
        self.high = np.where(hidden > 0, most, values).astype(np.int64)
        while (sums := (self.low.sum(), self.high.sum())) and self.step() != sums:
            pass

    def doubtful(self) -> Any:
        """Small cells that may be 0: beside a hidden zero, or parts of a small number."""
        zeros, found = (self.hidden > 0) & (self.values == 0), np.zeros(self.hidden.shape, bool)
        few = (self.values > 0) & (self.values <= 4)
        for parts, axis, whole in reversed(self.lines):
            if axis > 1:
                below = np.moveaxis(few | found, axis, -1)[..., whole]
                np.moveaxis(found, axis, -1)[..., parts] |= below[..., None]
        for parts, axis, whole in self.lines:
            line = np.moveaxis(zeros, axis, -1)[..., [*parts, whole]].any(-1)
            np.moveaxis(found, axis, -1)[...] |= line[..., None]
        return found

    def step(self) -> tuple[int, int]:
        for parts, axis, whole in self.lines:
            low, high = np.moveaxis(self.low, axis, -1), np.moveaxis(self.high, axis, -1)
            low[..., whole] = np.maximum(low[..., whole], low[..., parts].sum(-1))
            high[..., whole] = np.minimum(high[..., whole], high[..., parts].sum(-1))
            rest_low = low[..., parts].sum(-1, keepdims=True) - low[..., parts]
            rest_high = high[..., parts].sum(-1, keepdims=True) - high[..., parts]
            new_low = low[..., whole, None] - rest_high
            high[..., parts] = np.minimum(high[..., parts], high[..., whole, None] - rest_low)
            low[..., parts] = np.maximum(low[..., parts], new_low)
        return self.low.sum(), self.high.sum()

    def knows(self) -> Any:
        """Small numbers that are hidden and known all the same."""
        return (self.hidden > 0) & (self.values > 0) & (self.values <= 4) & (self.low == self.high)


def lines_of(shape: tuple[int, ...], levels: Any, adds_up: bool = True) -> list[Any]:
    found: list[Any] = [([0, 1], 3, 2)]
    found += [(list(inside), 2, level) for level, inside in levels]
    if adds_up and shape[1] > 1:
        found.append((list(range(1, shape[1])), 1, 0))
    return [*found, (list(range(1, shape[0])), 0, 0)]


def lonely(values: Any, hidden: Any, lines: list[Any]) -> int:
    """Lines in which one number is hidden alone."""
    count = 0
    for parts, axis, whole in lines:
        line = np.moveaxis(hidden > 0, axis, -1)[..., [*parts, whole]]
        told = line & (np.moveaxis(values, axis, -1)[..., [*parts, whole]] > 0)
        count += int(((line.sum(-1) == 1) & (told.sum(-1) == 1)).sum())
    return count


def equations(hidden: Any, lines: list[Any]) -> list[dict[int, int]]:
    """What is hidden in each line: its parts less its whole is something that is shown."""
    places = np.arange(hidden.size).reshape(hidden.shape)
    found = []
    for parts, axis, whole in lines:
        factors = [1] * len(parts) + [-1]
        for row in np.moveaxis(places, axis, -1)[..., [*parts, whole]].reshape(-1, len(factors)):
            pairs = zip(row.tolist(), factors, strict=True)
            if covered := {c: f for c, f in pairs if hidden.flat[c]}:
                found.append(covered)
    return found


@SHARE
@pytest.mark.parametrize(("slug", "when"), EVERY if THOROUGH else QUICK)
def test_nothing_of_a_real_report_can_be_worked_out(
    shared_data: Path, slug: str, when: str
) -> None:
    withstands(real(shared_data / "dmc_chumphon1" / when, slug))


def withstands(found: Tallies) -> None:
    """What is shown of this report tells no small number, and there is something left to read."""
    values, hidden = found._values, found.own_cover.marks
    levels = [
        (18, [0, 1, 2]),
        (19, list(range(3, 9))),
        (20, [9, 10, 11]),
        (21, list(range(12, 18))),
    ]
    levels += [(22, [20, 21]), (23, [18, 19, 22])]
    assert [len(group) for group in found.groups[18:]] == [3, 6, 3, 6, 9, 18]
    lines = lines_of(values.shape, levels, found.topic.adds_up)
    private = (values > 0) & (values <= 4)
    if found.topic.everyone:
        private[:, 0] = False
        assert not hidden[:, 0].any(), "the pupils by grade and sex are published"
    assert (hidden[private] > 0).all()
    every = lines if found.topic.adds_up else [*lines, (list(range(1, values.shape[1])), 1, 0)]
    assert lonely(values, hidden, every) == 0
    for sure in (False, not found.topic.everyone):
        assert not Attacker(values, hidden, lines, sure).knows().any()
    told = np.array(sorted(determined(equations(hidden, lines))), dtype=int)
    assert not private.flat[told].any(), "several lines put together tell no small number"
    # And something is left to read: the office's whole, and most schools' that are not small.
    assert found.cell().value == values[0, 0, 23, 2]
    large = values[1:, 0, 23, 2] > 4
    assert (hidden[1:, 0, 23, 2] == 0)[large].mean() > 0.8
    # What officers ask is shown: the office's rows, but for one that keeps another company (two
    # in one report of one round, whose few rows many lines tell together).
    rows = values[0, 1:, 23, 2] > 4
    assert (hidden[0, 1:, 23, 2] > 0)[rows].sum() <= 2


LEVELS_OF_FOUR = ((4, (0, 1)), (5, (2, 3)), (6, (4, 5)))
counts = st.lists(st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 30]), min_size=72, max_size=72)


@SHARE
@settings(max_examples=examples(25, 200), deadline=None)
@given(counts, st.booleans())
def test_nothing_of_any_report_can_be_worked_out(drawn: list[int], everyone: bool) -> None:
    values = np.zeros((4, 4, 7, 3), np.int32)
    values[1:, 1:, :4, :2] = np.array(drawn).reshape(3, 3, 4, 2)
    values[..., 2] = values[..., 0] + values[..., 1]
    for level, inside in LEVELS_OF_FOUR:
        values[:, :, level] = values[:, :, list(inside)].sum(2)
    values[:, 0] = values[:, 1:].sum(1)
    values[0] = values[1:].sum(0)
    hidden = marks(values, Shape(LEVELS_OF_FOUR, public=(0,) if everyone else ()))
    lines = lines_of(values.shape, LEVELS_OF_FOUR)
    assert lonely(values, hidden, lines) == 0
    for sure in (False, not everyone):
        assert not Attacker(values, hidden, lines, sure).knows().any()


def test_small_is_said_and_its_companion_is_withheld() -> None:
    found = tallies(
        "disability",
        *[("1", "นักเรียนพิการทั้งหมด", "ป.1", 3, 9, 0), ("1", "อื่นๆ", "ป.1", 3, 9, 0)],
        *[("2", "นักเรียนพิการทั้งหมด", "ป.1", 8, 9, 0), ("2", "อื่นๆ", "ป.1", 8, 9, 0)],
        *[("3", "นักเรียนพิการทั้งหมด", "ม.1", 20, 30, 0), ("3", "อื่นๆ", "ม.1", 20, 30, 0)],
    )
    assert found.cell("1", None, ("ป.1",), MALE) == Cell(None, "small")
    assert found.cell("1", None, ("ป.1",), FEMALE) == Cell(None, "withheld")
    # One of the other two is shown.
    assert {found.cell("1").hidden, found.cell("1", sex=FEMALE).hidden} == {"", "withheld"}
    assert found.cell(None, None, LOWER) == Cell(50)
    assert found.cell("2", "อื่นๆ", PRE) == Cell(0)
    assert found.cell() == Cell(79)


def test_a_reader_of_the_school_sees_its_own_numbers_only() -> None:
    found = tallies(
        "disability", *[(str(n), "นักเรียนพิการทั้งหมด", "ป.1", 2, 1, 0) for n in range(1, 6)]
    )
    mine = frozenset({"2"})
    assert found.cell("2", None, PRIMARY, open_to=mine) == Cell(3)
    assert found.cell("3", None, PRIMARY, open_to=mine) == Cell(None, "small")
    assert found.cell("3", None, PRIMARY, open_to=None) == Cell(3)
    assert found.cell(open_to=mine) == found.cell()


def test_counts_of_staff_are_no_secret() -> None:
    found = tallies("staff", ("1", "ผอ.รร.", "", 1, 0, 0), ("1", "ข้าราชการครู", "", 2, 5, 0))
    assert found.cell("1", "ผอ.รร.") == Cell(1)
    assert found.cell("1") == Cell(8)
    assert found.cell(None, "ข้าราชการครู", None, FEMALE) == Cell(5)


def test_what_is_no_cell_is_refused() -> None:
    found = tallies("disability", ("1", "อื่นๆ", "ป.1", 2, 1, 0))
    for asked in (
        ("2", None, None, None),
        (None, "ไม่มีในรายงาน", None, None),
        (None, None, ("ป.1", "ป.2"), None),
        (None, None, ("ป.9",), None),
        (None, None, None, "อื่น"),
    ):
        with pytest.raises((KeyError, ValueError)):
            found.cell(*asked)


def test_a_total_row_counts_once() -> None:
    rows = product(["นักเรียนพิการทั้งหมด", "อื่นๆ"], ["ป.1", "ป.2", "ม.1"])
    found = tallies("disability", *[("1", c, p, 10, 10, 0) for c, p in rows])
    assert found.cell("1") == found.cell("1", "อื่นๆ") == Cell(60)
    assert found.cell(None, None, PRIMARY) == Cell(40)
