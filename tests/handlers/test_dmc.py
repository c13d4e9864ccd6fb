"""DMC's area summary: the shapes it comes in, and every way in which a file is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.texts.data import fault_line, known_faults
from handlers import demo, dmc
from handlers import dmc_vocabulary as words
from handlers.reports import Report
from handlers.tables import FileRefused, Source
from tests.handlers.offices import DEMO, target


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """A good file of the demo office, with its header and its row of totals."""
    schools = demo._schools(DEMO)[:6]
    content = demo._summary_file(schools, DEMO, 2568, 1).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


Found = tuple[str, int | None, str | None]


def write(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def read(content: bytes, year: int = 2568, round_: int = 1, name: str = "f.csv") -> Report:
    [report] = dmc.read(Source(name, content), target(year, round_), DEMO.code)
    return report


def faults(
    content: bytes, year: int = 2568, round_: int = 1
) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(FileRefused) as refused:
        read(content, year, round_)
    assert all(fault_line(fault) for fault in refused.value.faults)
    return [(f.code, f.row, f.column) for f in refused.value.faults]


def copy(rows: list[list[str]]) -> list[list[str]]:
    return [list(row) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_encodings(rows: list[list[str]], encoding: str) -> None:
    summary = read(write(rows, encoding))
    assert summary.totals["schools"] == 6
    assert summary.totals["students"] == int(rows[-1][-2])
    assert summary.has_total


def test_thai_digits_commas_spaces_blank_rows(rows: list[list[str]]) -> None:
    changed = copy(rows)
    changed[1] = [
        f" {cell.translate(str.maketrans('0123456789', '๐๑๒๓๔๕๖๗๘๙'))} " for cell in rows[1]
    ]
    changed[-1][-2] = f"{int(rows[-1][-2]):,}"
    changed.insert(2, [""] * 96)
    assert read(write(changed)).totals == read(write(rows)).totals


@pytest.mark.parametrize("code", ["", "99010000", "9901", "รวมทั้งหมด"])
def test_disguises_of_the_total_row(rows: list[list[str]], code: str) -> None:
    changed = copy(rows)
    changed[-1][2] = code
    summary = read(write(changed))
    assert summary.totals["schools"] == 6
    assert summary.has_total


def test_no_header_and_edition(rows: list[list[str]]) -> None:
    bare = [["2568-1", row[2] or "99010000", *row[4:]] for row in rows[1:]]
    summary = read(write(bare))
    assert (summary.findings, summary.totals["schools"]) == ([], 6)
    assert faults(write(bare), round_=2) == [("other_round", 1, words.AREA_CODE)]


def test_json_whose_last_object_is_the_whole(rows: list[list[str]]) -> None:
    names = [words.AREA_CODE, words.SCHOOL_CODE, *rows[0][4:]]
    objects = [
        dict(zip(names, ["2568-1", row[2], *map(int, row[4:])], strict=True)) for row in rows[1:]
    ]
    del objects[-1][words.SCHOOL_CODE]
    found = read(json.dumps({"success": True, "data": objects}).encode())
    assert found.enrollment == read(write(rows)).enrollment
    assert found.has_total


def test_a_wrong_sum_names_row_and_column(rows: list[list[str]]) -> None:
    changed = copy(rows)
    column = rows[0].index("ป.1 ชาย")
    changed[3][column] = str(int(rows[3][column]) + 1)
    found = faults(write(changed))
    assert ("row_sum", 4, "รวมป.1") in found
    assert ("row_sum", 4, "รวมประถม ชาย") in found


def test_a_wrong_total_row(rows: list[list[str]]) -> None:
    changed = [*copy(rows)[:3], *copy(rows)[4:]]
    assert {(code, row) for code, row, _ in faults(write(changed))} == {("total_row", 7)}


def test_one_school_twice_and_a_foreign_area(rows: list[list[str]]) -> None:
    assert ("school_twice", 8, words.SCHOOL_CODE) in faults(write([*rows[:-1], rows[2]]))
    changed = copy(rows)
    changed[2][0] = "57030000"
    assert ("other_office", 3, words.AREA_CODE) in faults(write(changed))


def test_cells_that_are_no_counts(rows: list[list[str]]) -> None:
    for bad in ("x", "-3", "1.5", "1,23"):
        changed = copy(rows)
        changed[2][4] = bad
        assert ("not_a_count", 3, "อ.1 ชาย") in faults(write(changed))


def test_row_of_another_width_and_a_changed_header(rows: list[list[str]]) -> None:
    changed = copy(rows)
    changed[2] = changed[2][:-1]
    assert ("row_width", 3, None) in faults(write(changed))
    changed = copy(rows)
    changed[0][5] = "อ.1 หญิง?"
    assert ("header", 1, "อ.1 หญิง") in faults(write(changed))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"PK\x03\x04rest", "not_workbook"),
        (b"\xd0\xcf\x11\xe0rest", "not_workbook"),
        (b"<html><p>", "no_table"),
        (b"a\x00b", "not_csv"),
        (b"a,b\n1,2\n", "unknown_shape"),
    ],
)
def test_what_is_no_such_file(content: bytes, code: str) -> None:
    assert [found[0] for found in faults(content)] == [code]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
@example(b"\xa0")  # a space that is no ASCII space
def test_any_bytes_are_refused_politely(content: bytes) -> None:
    assert faults(content)


def test_every_fault_has_words() -> None:
    room = Path(dmc.__file__).parents[1]
    code = "".join(p.read_text("utf-8") for p in room.rglob("*.py"))
    assert set(re.findall(r'Fault\(\s*"(\w+)"', code)) <= known_faults()
