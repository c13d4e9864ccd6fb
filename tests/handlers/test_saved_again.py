"""Files that an office saved again: by Excel of another country, with titles, sheets, formulas."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import xlsxwriter

from bot.texts.data import fault_line
from handlers import demo, dmc, duties, gcode, pupils, schools_file
from handlers.reports import Report
from handlers.tables import Fault, FileRefused, Source
from tests import registers
from tests.handlers.offices import DEMO, target
from tests.handlers.test_dmc_categories import made

Rows = list[list[Any]]
SCHOOLS = demo._schools(DEMO)[:6]


def summary() -> Rows:
    """Pupils by grade as DMC exports it: year and round, code, counts; no header."""
    text = demo._summary_file(SCHOOLS, DEMO, 2568, 1).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return [["2568-1", row[2] or DEMO.code, *row[4:]] for row in rows]


def text(rows: Rows, encoding: str = "utf-8", between: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=between).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(**sheets: Rows) -> bytes:
    """Numbers as numbers; a cell that begins with = is a formula that failed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if str(cell).startswith("="):
                        sheet.write_formula(n, place, cell, None, "#REF!")
                    else:
                        sheet.write(n, place, int(cell) if str(cell).isdigit() else cell)
    return out.getvalue()


def read(content: bytes, name: str = "f.csv") -> list[Report]:
    return dmc.read(Source(name, content), target(2568, 1), DEMO.code)


def faults(content: bytes, name: str = "f.csv") -> list[Fault]:
    with pytest.raises(FileRefused) as refused:
        read(content, name)
    assert all(fault_line(fault) for fault in refused.value.faults)
    return refused.value.faults


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_separators_of_other_countries(encoding: str, between: str) -> None:
    [plain] = read(text(summary()))
    [report] = read(text(summary(), encoding, between))
    assert (report.totals, report.enrollment) == (plain.totals, plain.enrollment)
    thousands = [[*row[:2], *(f"{int(c):,}" for c in row[2:])] for row in summary()]
    assert read(text(thousands, encoding, between))[0].totals == plain.totals


@pytest.mark.parametrize("year", ["Jan-68", "ม.ค.-68", "2568-01-01"])
def test_year_and_round_that_became_a_month(year: str) -> None:
    [report] = read(text([[year, *row[1:]] for row in summary()]))
    assert report.totals == read(text(summary()))[0].totals
    other = [["Feb-68", *row[1:]] for row in summary()]
    assert [fault.code for fault in faults(text(other))] == ["other_round"]


def test_whole_numbers_with_a_point() -> None:
    rows = [[row[0], *(f"{cell}.0" for cell in row[1:])] for row in summary()]
    assert read(text(rows))[0].enrollment == read(text(summary()))[0].enrollment
    half = [list(row) for row in summary()]
    half[1][2] = "1.5"
    assert faults(text(half))[0].code == "not_a_count"


def test_titles_above_and_a_note_below() -> None:
    rows = [["รายงานจำนวนนักเรียน"], ["ปีการศึกษา ๒๕๖๘"], [], *summary(), [], ["หมายเหตุ: จาก DMC"]]
    for content in (text(rows), workbook(แผ่น=rows)):
        [report] = read(content)
        assert report.totals["schools"] == 6
        assert report.has_total


def test_a_row_that_was_cut_is_no_note() -> None:
    assert faults(text([*summary(), ["2568-1"]]))[0].code == "row_width"
    assert faults(text([*summary(), ["รวม"]]))[0].code == "row_width"


def test_a_title_that_speaks_of_another_year_is_said() -> None:
    head = ["รหัสเขต", "ชื่อเขต"]
    rows = list(csv.reader(io.StringIO(
        demo._summary_file(SCHOOLS, DEMO, 2568, 1).decode("utf-8-sig"))))  # fmt: skip
    assert rows[0][:2] == head
    [report] = read(text([["ปีการศึกษา 2566"], *rows]))
    assert "name_other_year" in [fault.code for fault in report.findings]


def test_a_formula_that_failed_is_no_empty_cell() -> None:
    rows = summary()
    rows[2][2] = "=1/0"
    [fault] = faults(workbook(แผ่น=rows), "f.xlsx")
    assert (fault.code, fault.row, fault.facts["value"]) == ("not_a_count", 3, "#REF!")


def test_every_report_of_a_workbook_is_read() -> None:
    age = made("age")
    notes = [["ก", "ข"], ["1", "2"]]
    found = read(workbook(หมายเหตุ=notes, ชั้น=summary(), อายุ=age), "f.xlsx")
    assert [report.topic for report in found] == ["students_by_grade", "age"]
    [finding] = [f for f in found[0].findings if f.code == "other_sheets"]
    assert "หมายเหตุ" in fault_line(finding)


def test_one_wrong_sheet_refuses_the_workbook_by_its_name() -> None:
    age = made("age")
    age[1][4] = "900"
    said = [fault_line(fault) for fault in faults(workbook(ชั้น=summary(), อายุ=age), "f.xlsx")]
    assert all(line.startswith("แผ่นงาน «อายุ» แถว") for line in said)
    [twice] = faults(workbook(หนึ่ง=summary(), สอง=summary()), "f.xlsx")
    assert twice.code == "two_of_a_report"


def test_codes_that_lost_a_digit_are_named_as_such() -> None:
    lost = [[row[0], row[1][1:], *row[2:]] for row in summary()]
    assert faults(text(lost))[0].code == "no_school_codes"


def test_a_cell_of_a_file_of_unknown_kind_is_never_quoted() -> None:
    [shape, lost] = faults("ก,สมชาย??นามสมมุติ,ค\n".encode() * 3)
    assert (shape.code, lost.code) == ("unknown_shape", "lost_encoding")
    assert "สมชาย" not in fault_line(lost)


def test_pupils_on_two_sheets_are_not_half_counted() -> None:
    sheet = [registers.MADE, registers.HEADER, registers.pupil(1), registers.pupil(2)]
    notes: Rows = [["ก", "ข"], ["1", "2"]]
    with pytest.raises(FileRefused) as refused:
        read(workbook(โรง1=sheet, โรง2=sheet), "f.xlsx")
    assert refused.value.faults[0].code == "several_sheets"
    [first, *_] = pupils.read(
        Source("f.xlsx", workbook(ปก=notes, นักเรียน=sheet)), target(2569, 1), DEMO.code
    )
    assert first.totals["students"] == 2


def test_a_table_by_school_may_stand_on_any_sheet_but_only_on_one() -> None:
    table: Rows = [["รหัสโรงเรียน", "สัญชาติ", "ชาย", "หญิง"], [f"{SCHOOLS[0].code}.0", "ลาว", 6, 7]]
    cover: Rows = [["สรุป", "ชาย"], ["รวม", 6]]
    [report] = gcode.read(
        Source("f.xlsx", workbook(ปก=cover, ตาราง=table)), target(2568, 1), DEMO.code
    )
    assert report.totals["students"] == 13
    with pytest.raises(FileRefused) as refused:
        gcode.read(Source("f.xlsx", workbook(ก=table, ข=table)), target(2568, 1), DEMO.code)
    assert "ก, ข" in fault_line(refused.value.faults[0])


def test_lists_and_directories_on_several_sheets_are_refused() -> None:
    listed: Rows = [["รหัสโรงเรียน", "โรงเรียน", "อำเภอ"], [SCHOOLS[0].code, "บ้านหนึ่ง", "เมือง"]]
    with pytest.raises(FileRefused) as refused:
        schools_file.read(Source("f.xlsx", workbook(ก=listed, ข=listed)))
    assert refused.value.faults[0].code == "several_sheets"
    duty: Rows = [["เรื่อง", "กลุ่มงาน"], ["ข้อมูล", "กลุ่มแผน"]]
    with pytest.raises(FileRefused) as refused:
        duties._read(Source("f.xlsx", workbook(ก=duty, ข=duty)))
    assert refused.value.faults[0].code == "several_sheets"
