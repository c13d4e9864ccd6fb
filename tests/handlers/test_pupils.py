"""The individual export: what it adds up to, and that nothing of a person is left of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from handlers import datasets, pupils, schools
from handlers.context import Context
from handlers.reports import Report, Target
from handlers.tables import FileRefused, Source, read_rows
from models.base import Base
from models.datasets import Coverage
from tests.registers import (
    FIRST,
    HEADER,
    LAST,
    LONG,
    MADE,
    as_csv,
    as_workbook,
    citizen,
    office,
    pupil,
)

TARGET = Target("dmc", 2569, 1, date(2026, 6, 10))


def read(content: bytes) -> dict[str, Report]:
    reports = pupils.read(Source("2569-1-student", content), TARGET, "99010000")
    return {report.topic: report for report in reports}


def counted(report: Report, code: str = "99010001") -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (c.category, c.part): (c.male, c.female) for c in report.tallies if c.code == code
    }  # fmt: skip


def long_form(rows: Iterable[tuple[str, ...]]) -> bytes:
    """The export of a school's list, with the columns that only it has."""
    every = [[*HEADER, *LONG], *([*pupil(n), *more] for n, more in enumerate(rows, 1))]
    return as_workbook([[*MADE, *[""] * len(LONG)], *every])


def test_pupils_and_rooms_by_grade_and_sex() -> None:
    rows = [
        pupil(1), pupil(2, sex="ญ"), pupil(3, room="2"), pupil(4, grade="ป.6", sex="ญ"),
        pupil(5, code="99010002", school="วัดตัวอย่าง"),
    ]  # fmt: skip
    report = read(as_csv(rows))["students_by_grade"]
    assert report.enrollment == {
        "99010001": {"ป.1": (2, 1, 2), "ป.6": (0, 1, 1)},
        "99010002": {"ป.1": (1, 0, 1)},
    }
    assert report.totals == {"schools": 2, "students": 5, "male": 3, "female": 2, "rooms": 4}
    assert [(s.code, s.name) for s in report.schools] == [
        ("99010001", "บ้านตัวอย่าง"), ("99010002", "วัดตัวอย่าง"),
    ]  # fmt: skip
    assert report.findings == []
    assert report.coverage is Coverage.PART


def test_a_workbook_and_a_file_of_text_say_the_same() -> None:
    rows = list(office(300, schools=7))
    assert read(as_workbook([MADE, HEADER, *rows])) == {
        topic: _moved(report) for topic, report in read(as_csv(rows)).items()
    }
    assert read(as_csv(rows, "cp874")) == read(as_csv(rows))


def _moved(report: Report) -> Report:
    """The workbook has a line above the header: its schools stand a row lower."""
    from dataclasses import replace

    return replace(report, schools=[replace(s, row=s.row + 1) for s in report.schools])


def test_categories_are_those_of_the_areas_own_reports() -> None:
    reports = read(
        as_csv([
            pupil(1, religion="พุทธ", nationality="พม่า", disadvantage="เด็กยากจน"),
            pupil(2, religion="ศาสนาอิสลาม", nationality="-", disadvantage="เด็กยากจน,กำพร้า"),
            pupil(3, citizen="G699900000001", sex="ญ", nationality="ไม่ปรากฏสัญชาติ"),
        ])
    )  # fmt: skip
    assert counted(reports["nationality"]) == {
        ("นักเรียนทั้งหมด", "ป.1"): (2, 1), ("เมียนมา", "ป.1"): (1, 0),
        ("ไม่ปรากฎสัญชาติ", "ป.1"): (0, 1), ("ข้อมูลผิดปกติ", "ป.1"): (1, 0),
    }  # fmt: skip
    assert counted(reports["religion"])["อิสลาม", "ป.1"] == (1, 0)
    assert counted(reports["disadvantage"]) == {
        ("นักเรียนด้อยโอกาสทั้งหมด", "ป.1"): (2, 0), ("เด็กยากจน", "ป.1"): (1, 0),
        ("มีความด้อยโอกาสมากกว่า 1 ประเภท", "ป.1"): (1, 0),
    }  # fmt: skip
    assert counted(reports["g_code"]) == {("", "ป.1"): (0, 1)}
    assert reports["g_code"].totals == {"schools": 1, "students": 1, "male": 0, "female": 1}


def test_a_label_that_nobody_knows_is_counted_as_another_and_named() -> None:
    reports = read(as_csv([pupil(1), pupil(2, religion="เชน")]))
    assert counted(reports["religion"])["อื่นๆ", "ป.1"] == (1, 0)
    (finding,) = reports["students_by_grade"].findings
    assert (finding.code, finding.row, finding.column) == ("label_unknown", 3, "ศาสนา")
    assert finding.facts["label"] == "เชน"


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("10/06/2563", "6 ปี"),
        ("11/06/2563", "5 ปี"),
        ("29/02/2563", "6 ปี"),
        ("๑/๒/๒๕๖๒", "7 ปี"),
        ("01/01/2566", "3 ปี"),
    ],
)
def test_age_is_in_whole_years_on_the_as_of_day(birth: str, age: str) -> None:
    report = read(as_csv([pupil(1, birth=birth, age="99")]))["age"]
    assert counted(report) == {("นักเรียนทั้งหมด", "ป.1"): (1, 0), (age, "ป.1"): (1, 0)}


@pytest.mark.parametrize("birth", ["29/02/2562", "31/04/2563", "-", "", "2020-02-29", "1/2/2020"])
def test_without_a_day_of_birth_the_stated_age_counts(birth: str) -> None:
    reports = read(as_csv([pupil(1, birth=birth, age="7")]))
    assert ("7 ปี", "ป.1") in counted(reports["age"])
    assert reports["students_by_grade"].findings[0].code in ("birth_wrong", "birth_missing")


def test_where_an_age_is_not_known_no_figure_of_ages_is_given() -> None:
    reports = read(as_csv([pupil(1), pupil(2, birth="-", age="-")]))
    assert "age" not in reports
    left_out = reports["students_by_grade"].findings[0]
    assert (left_out.code, left_out.facts["rows"]) == ("topic_left_out", 1)


def test_the_workbook_may_hold_days_and_numbers_of_its_own() -> None:
    row: list[object] = list(pupil(1))
    row[0], row[2], row[4], row[10] = 99010001, int(pupil(1)[2]), 1, date(2020, 6, 11)
    reports = read(as_workbook([MADE, HEADER, row]))
    assert reports["students_by_grade"].enrollment == {"99010001": {"ป.1": (1, 0, 1)}}
    assert ("5 ปี", "ป.1") in counted(reports["age"])
    assert reports["students_by_grade"].findings == []


def test_the_long_form_tells_boarding_hardship_and_disability() -> None:
    reports = read(
        long_form([
            ("-", "ขาดแคลน", "ขาดแคลน", "ขาดแคลน", "-", "บกพร่องทางการเรียนรู้"),
            ("หอนอน", "-", "-", "-", "ขาดแคลน", "-"),
            ("-", "-", "-", "-", "-", "ไม่พิการ"),
        ])
    )  # fmt: skip
    assert counted(reports["boarding"]) == {
        ("นักเรียนพักนอนทั้งหมด", "ป.1"): (1, 0), ("บ้านพักนักเรียน/หอนอน", "ป.1"): (1, 0),
    }  # fmt: skip
    assert counted(reports["disability"]) == {
        ("นักเรียนพิการทั้งหมด", "ป.1"): (1, 0), ("ความพิการทางการเรียนรู้", "ป.1"): (1, 0),
    }  # fmt: skip
    hardship = {category: n for (category, _), (n, _) in counted(reports["hardship"]).items()}
    assert hardship == {
        "นักเรียนขาดแคลนทั้งหมด": 2, "เครื่องแบบนักเรียน": 1, "เครื่องเขียน": 1,
        "แบบเรียน(หนังสือยืมเรียน)": 1, "อาหารกลางวัน": 1, "ขาดแคลน 3 รายการหรือมากกว่า": 1,
    }  # fmt: skip


def test_it_is_told_from_the_tables_of_an_area() -> None:
    rows = read_rows(Source("a.xlsx", as_workbook([MADE, HEADER, pupil(1)])))
    assert pupils.is_register([cells for _, cells in rows[:5]])
    assert pupils.is_register([["รหัสโรงเรียน", "รหัสนักเรียน", "ชั้น", "เพศ", "ชื่อ"]])
    assert not pupils.is_register([["รหัสเขต", "รหัสโรงเรียน", "อ.1 ชาย"], ["2569-1", "1"]])
    assert not pupils.is_register([])


def test_the_real_forms(shared_data: Path) -> None:
    files = sorted((shared_data / "synthetic").glob("SYNTHETIC_dmc_student_export*"))
    assert len(files) == 2
    for file in files:
        reports = pupils.read(Source(file.name, path=file), TARGET, "86010000")
        first = reports[0]
        assert first.totals["students"] == 6
        assert [fault.code for fault in first.findings] == ["id_check_digit", "id_twice"]
        assert {report.topic for report in reports} == {
            "students_by_grade", "age", "g_code", "nationality", "religion", "disadvantage",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("over", "code", "column"),
    [
        ({"grade": "ไม่ระบุ"}, "pupil_grade", "ชั้น"),
        ({"grade": "ป.7"}, "pupil_grade", "ชั้น"),
        ({"sex": "-"}, "pupil_sex", "เพศ"),
        ({"code": "8601001"}, "pupil_school", "รหัสโรงเรียน"),
        ({"code": "กขคสมมุติ"}, "pupil_school", "รหัสโรงเรียน"),
    ],
)
def test_a_row_that_cannot_be_counted_refuses_the_file(
    over: dict[str, str], code: str, column: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(as_csv([pupil(1), pupil(2, **over), pupil(3)]))
    (fault,) = refused.value.faults
    assert (fault.code, fault.row, fault.column) == (code, 3, column)
    assert fault.facts == {}


def test_rows_of_another_width_and_missing_columns_refuse_the_file() -> None:
    with pytest.raises(FileRefused) as refused:
        read(as_csv([[*pupil(1), "", ""], pupil(2)[:-1], []]))
    assert [(f.code, f.row) for f in refused.value.faults] == [("row_width", 3)]
    with pytest.raises(FileRefused) as refused:
        read(",".join(HEADER[:3] + HEADER[6:]).replace("วันเกิด", "ชั้น").encode())
    assert {f.column for f in refused.value.faults} == {"ห้อง", "วันเกิด"}
    with pytest.raises(FileRefused) as refused:
        read(as_csv([]))
    assert [f.code for f in refused.value.faults] == ["no_pupils"]


def test_grades_are_read_as_people_write_them() -> None:
    rows = [
        pupil(n, grade=grade)
        for n, grade in enumerate(("ป1", "ประถมศึกษาปีที่ 1", "ป.๑", "อนุบาล 2", "อบ.2", "ปวช.1"))
    ]
    report = read(as_csv(rows))["students_by_grade"]
    assert {g: c[0] for g, c in report.enrollment["99010001"].items()} == {
        "อ.2": 2, "ป.1": 3, "ปวช.1": 1,
    }  # fmt: skip


def test_rows_are_told_by_their_place_in_the_sheet() -> None:
    blank: list[str | None] = [None] * 36
    rows = [[None, *row] for row in (blank, MADE, HEADER, pupil(1), blank, pupil(2, room="-"))]
    (finding,) = read(as_workbook(rows))["students_by_grade"].findings
    assert finding.row == 6


def test_a_file_with_every_school_is_whole_and_one_with_some_is_a_part(ctx: Context) -> None:
    rows = [pupil(1), pupil(2, code="99010002", school="วัดตัวอย่าง")]
    content = "รหัสโรงเรียน,รหัสกระทรวง 10 หลัก,โรงเรียน,รหัส สพท.,สพท.,ประเภท\n"
    content += "".join(f"9901000{n},,ร{n},9901,สพป.,ประถม\n" for n in (1, 2))
    schools.import_schools(ctx, "list.csv", content.encode(), "99010000")
    for kept, coverage in ((rows, "whole"), (rows[:1], "part")):
        for check in datasets.check(ctx, Source("f.csv", as_csv(kept)), TARGET, "99010000"):
            assert check.coverage == coverage


def test_nothing_of_a_person_reaches_the_database(ctx: Context) -> None:
    rows = [pupil(n, birth="-", religion=f"{FIRST}{n}") for n in range(3)]
    datasets.import_file(ctx, Source("f.csv", as_csv(rows)), TARGET, "99010000")
    said = []
    for table in Base.metadata.sorted_tables:
        said += [str(tuple(row)) for row in ctx.session.execute(table.select())]
    assert any("บ้านตัวอย่าง" in row for row in said)
    for row in said:
        assert FIRST not in row
        assert LAST not in row
        assert citizen(1) not in row
