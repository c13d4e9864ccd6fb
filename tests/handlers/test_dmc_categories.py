"""Reports by category: told apart without a header, checked against their own totals."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.data import fault_line
from handlers import dmc
from handlers import dmc_vocabulary as words
from handlers.reports import Report
from handlers.tables import FileRefused, Source
from handlers.topics import TOPICS
from tests.handlers.offices import DEMO, target

Rows = list[list[str]]
CODES = [f"9901{n:04d}" for n in range(1, 8)]
EDITION = "2568-1"


def with_grades(rows: list[list[int]], *, vocational: bool = True) -> list[list[int]]:
    """Boys and girls of each grade → the report's columns of boys, girls and their sum."""
    groups = words.groups(vocational)
    grades = [name for name, parts in groups if parts == (name,)]
    wide = []
    for row in rows:
        counts = {grade: (row[2 * n], row[2 * n + 1]) for n, grade in enumerate(grades)}
        cells = []
        for _, parts in groups:
            boys, girls = (sum(counts[grade][n] for grade in parts) for n in (0, 1))
            cells += [boys, girls, boys + girls]
        wide.append(cells)
    return wide


def made(slug: str, *, total_code: str = "99010000", vocational: bool = True) -> Rows:
    """A report that holds together: seven schools and the office, every category of the topic."""
    topic, chance = TOPICS[slug], random.Random(slug)
    grades = 2 * (18 if vocational else 15)
    rows: Rows = []
    office: dict[str, list[int]] = {}
    for code in CODES:
        lines = {c: [chance.choice((0, 0, 1, 7)) for _ in range(grades)] for c in topic.categories}
        if topic.total:
            whole = [
                sum(cells) if topic.adds_up else max(cells)
                for cells in zip(*lines.values(), strict=False)
            ]
            lines = {topic.total: whole, **lines}
        for category, cells in lines.items():
            [wide] = with_grades([cells], vocational=vocational)
            rows.append([EDITION, code, category, *map(str, wide)])
            before = office.setdefault(category, [0] * len(wide))
            office[category] = [a + b for a, b in zip(before, wide, strict=False)]
    rows += [[EDITION, total_code, category, *map(str, n)] for category, n in office.items()]
    return rows


def read(rows: Rows, name: str = "f.csv", encoding: str = "cp874") -> Report:
    content = "\n".join(",".join(row) for row in rows).encode(encoding)
    [report] = dmc.read(Source(name, content), target(2568, 1), DEMO.code)
    return report


def faults(rows: Rows, name: str = "f.csv") -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(FileRefused) as refused:
        read(rows, name)
    assert all(fault_line(fault) for fault in refused.value.faults)
    return [(f.code, f.row, f.column) for f in refused.value.faults]


BY_GRADE = [
    slug
    for slug, topic in TOPICS.items()
    if topic.dataset == "dmc" and topic.parts == "grades" and topic.categories
    if slug != "completion_time"
]


@pytest.mark.parametrize("slug", BY_GRADE)
def test_every_report_is_told_by_its_categories(slug: str) -> None:
    rows = made(slug)
    report = read(rows)
    assert (report.topic, report.has_total, len(report.schools)) == (slug, True, 7)
    whole = {row[2]: int(row[-1]) for row in rows if row[1] == "99010000"}
    found = dict.fromkeys(whole, 0)
    for count in report.tallies:
        assert count.code in CODES, "the row of totals is not counted"
        found[count.category] += count.male + count.female
    assert found == whole


@pytest.mark.parametrize("code", ["99010000", "9901", "", "1099010000", "รวม", "ทั้งเขต"])
def test_disguises_of_the_total_rows(code: str) -> None:
    report = read(made("religion", total_code=code))
    assert (len(report.schools), report.has_total) == (7, True)
    assert report.tallies == read(made("religion")).tallies


def test_excel_makes_a_day_of_year_and_round() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "mmm-yy"}) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(made("boarding")):
            sheet.write_datetime(n, 0, date(2568, 1, 1))
            sheet.write_row(n, 1, [int(cell) if cell.isdigit() else cell for cell in row[1:]])
    [report] = dmc.read(Source("f.xlsx", out.getvalue()), target(2568, 1), DEMO.code)
    assert report.tallies == read(made("boarding")).tallies


def test_older_years_have_no_vocational_grades() -> None:
    rows = made("age", vocational=False)
    assert len(rows[0]) == 63
    assert read(rows).totals["students"] == int(rows[7 * 22][-1])


def test_a_header_and_names_are_understood() -> None:
    head = [words.AREA_CODE, words.SCHOOL_CODE, words.SCHOOL_NAME, "ประเภท"]
    columns = [name for group, _ in words.groups() for name in words.header(group)[:3]]
    rows = [[row[0], row[1], f"บ้านที่ {row[1]}", *row[2:]] for row in made("boarding")]
    report = read([head + columns, *rows])
    assert (report.topic, report.schools[0].name) == ("boarding", f"บ้านที่ {CODES[0]}")
    swapped = [*columns[3:6], *columns[:3], *columns[6:]]
    assert {code for code, _, _ in faults([head + swapped, *rows])} == {"header"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("2568-1-จำนวนนักเรียนพิการ.csv", "disability"),
        ("2568-1-จำนวนนักเรียนพิการ - Copy.csv", "disability"),
        ("2568-1-deformity-99010000 (1).csv", "disability"),
        ("๒๕๖๘_รอบที่_๑_race.csv", "nationality"),
        ("2568-1-heightage-9901000022.csv", "height_for_age"),
        ("2568-1-ภาวะโภชนาการ น้ำหนักตามเกณฑ์ส่วนสูง.csv", "weight_for_height"),
        ("2568-1-จำนวนนักเรียนที่อยู่ห่างเกิน 3 กม.จำแนกตามการเดินทาง.csv", "distance"),
        ("ดาวน์โหลด (7).csv", "removal"),
    ],
)
def test_names_of_files(name: str, slug: str) -> None:
    assert read(made(slug), name).topic == slug
    other = "dropout" if slug != "dropout" else "removal"
    if "ดาวน์โหลด" not in name:
        assert faults(made(other), name) == [("name_says_other", None, None)]


def test_the_name_must_not_speak_of_another_round() -> None:
    assert faults(made("age"), "2567-1-age.csv") == [("name_other_round", None, None)]
    assert faults(made("age"), "2568_รอบที่_3_age.csv") == [("name_other_round", None, None)]


def change(rows: Rows, row: int, column: int, by: int) -> None:
    rows[row][column] = str(int(rows[row][column]) + by)


def add_a_child(rows: Rows, row: int) -> None:
    """One boy more of อ.1 in a row, with every sum in the row."""
    for name in ("อ.1", "ก่อนประถม", words.ALL):
        start = 3 + 3 * [group for group, _ in words.groups()].index(name)
        change(rows, row, start, 1)
        change(rows, row, start + 2, 1)


def test_a_child_too_many_is_found_in_every_sum_above_it() -> None:
    rows = made("religion")
    add_a_child(rows, 3)  # one category of the first school
    found = faults(rows)
    assert ("category_sum", 1, "อ.1 ชาย") in found
    assert ("total_row", 7 * 9 + 4, "รวมทั้งหมด") in found
    assert not any(row == 2 for _, row, _ in found)


def test_overlapping_categories_are_not_added_but_none_is_above_the_whole() -> None:
    rows = made("hardship")
    assert [f.code for f in read(rows).findings] == ["overlapping_categories"]
    for _ in range(8):
        add_a_child(rows, 2)
    assert ("category_over", 3, "อ.1 ชาย") in faults(rows)


def drop(rows: Rows, test: Callable[[list[str]], bool]) -> Rows:
    return [row for row in rows if not test(row)]


def test_rows_that_are_missing_or_come_twice() -> None:
    rows = made("disability")
    lost = drop(rows, lambda row: row[1] == CODES[1] and row[2] == "อื่นๆ")
    assert ("category_missing", 14, "ประเภท") in faults(lost)
    first = [row for row in rows if row[1] == CODES[0]]
    assert ("school_twice", len(rows) + 1, words.SCHOOL_CODE) in faults(rows + first)
    assert ("category_twice", len(rows) + 1, "ประเภท") in faults([*rows, first[3]])


def test_a_category_that_older_years_did_not_have() -> None:
    rows = made("nationality")
    for row in rows:  # no child of it, so that the others still make the whole
        if row[2] == "ศรีลังกา":
            lost = [int(cell) for cell in row[3:]]
            whole = next(r for r in rows if r[1] == row[1] and r[2] == "นักเรียนทั้งหมด")
            whole[3:] = [str(int(a) - b) for a, b in zip(whole[3:], lost, strict=False)]
    without = drop(rows, lambda row: row[2] == "ศรีลังกา")
    [finding] = read(without).findings
    assert (finding.code, finding.facts["names"]) == ("categories_absent", ["ศรีลังกา"])


def test_categories_of_no_known_report() -> None:
    rows = made("religion")
    strange = [[*row[:2], row[2].replace("ซิกส์", "เต๋า"), *row[3:]] for row in rows]
    assert faults(strange) == [("other_categories", None, None)]
    lost = [[*row[:2], "????", *row[3:]] for row in rows]
    assert faults(lost) == [("lost_encoding", 1, "ประเภท")]


def test_utf8_read_as_cp874_is_named() -> None:
    rows = made("religion")
    spoilt = [[*row[:2], row[2].encode().decode("cp874", "ignore"), *row[3:]] for row in rows]
    content = "\n".join(",".join(row) for row in spoilt).encode()
    with pytest.raises(FileRefused) as refused:
        dmc.read(Source("f.csv", content), target(2568, 1), DEMO.code)
    assert [fault.code for fault in refused.value.faults] == ["lost_encoding"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["religion", "hardship"]), st.integers(0, 10**6), st.integers(1, 99))
def test_no_single_figure_can_be_wrong_unnoticed(slug: str, place: int, by: int) -> None:
    rows = made(slug)
    row, column = place % len(rows), 3 + place % (len(rows[0]) - 3)
    change(rows, row, column, by)
    assert row + 1 in [found for _, found, _ in faults(rows)]


def flags(columns: int) -> Rows:
    chance = random.Random(columns)
    rows = [[EDITION, code, *(str(chance.randint(0, 1)) for _ in range(columns))] for code in CODES]
    sums = [str(sum(int(row[n]) for row in rows)) for n in range(2, columns + 2)]
    return [*rows, [EDITION, "99010000", *sums]]


@pytest.mark.parametrize(("columns", "slug"), [(2, "electricity"), (16, "water"), (9, "internet")])
def test_facilities_are_told_by_their_width(columns: int, slug: str) -> None:
    rows = flags(columns)
    report = read(rows)
    assert (report.topic, report.totals) == (slug, {"schools": 7})
    assert sum(count.number for count in report.tallies) == sum(map(int, rows[-1][2:]))
    rows[2][3] = "2"
    assert ("not_a_flag", 3, "คอลัมน์ 2") in faults(rows)


def test_four_columns_are_flags_or_graduates() -> None:
    names = [TOPICS["graduates_p6"].total, *TOPICS["graduates_p6"].categories]
    old = ["กศน." if name == "สกร." else name for name in names]
    rows = []
    for code, each in [*((code, 1) for code in CODES), ("99010000", 7)]:
        counts = [8 * each] + [each] * 8
        rows += [[EDITION, code, str(c), str(n)] for c, n in zip(old, counts, strict=True)]
    report = read([["รหัสเขต", "รหัสโรงเรียน", "ประเภท", "รวม"], *rows])
    assert (report.topic, report.totals["students"]) == ("graduates_p6", 56)
    assert "สกร." in {count.category for count in report.tallies}
    assert read(rows).tallies == report.tallies
