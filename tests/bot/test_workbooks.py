"""Tables as files: read back by another program, numbers are numbers and Thai is Thai."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from bot.documents import workbooks
from bot.sheets import Sheet

SHEET = Sheet(
    "นักเรียนพิการ สพป.ตัวอย่าง เขต 1",
    ("โรงเรียน", "รหัส", "จำนวน (คน)", "ร้อยละ"),
    (
        ("บ้านน้ำใจ", "01010001", 1234, Decimal("12.50")),
        ("=HYPERLINK(\"http://x\")", "01010002", "น้อยกว่า 5", None),
        ("@วัดป่า", "01010003", 0, Decimal("0.05")),
    ),
    total=("รวม", None, 1240, None),
    about=("สพป.ตัวอย่าง เขต 1", "ข้อมูล ณ 10 มิ.ย. 2568 จาก DMC"),
    notes=("ไม่แสดงจำนวนที่น้อยกว่า 5 เพื่อคุ้มครองข้อมูลส่วนบุคคล",),
    as_of=date(2025, 6, 10),
)  # fmt: skip


def rows_of_workbook() -> list[list[object]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(workbooks.xlsx(SHEET)))
    return found.get_sheet_by_index(0).to_python()


def test_a_workbook_says_what_it_shows() -> None:
    said = [str(cell) for row in rows_of_workbook() for cell in row]
    for line in (SHEET.title, *SHEET.about, *SHEET.columns, *SHEET.notes):
        assert line in said


def test_numbers_are_numbers_and_codes_keep_their_zero() -> None:
    by_name = {row[0]: row for row in rows_of_workbook()}
    assert by_name["บ้านน้ำใจ"][1:] == ["01010001", 1234, 12.5]
    assert by_name["รวม"][2] == 1240
    assert by_name['=HYPERLINK("http://x")'][2] == "น้อยกว่า 5"


def test_a_text_is_never_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(workbooks.xlsx(SHEET))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page.lower().replace("hyperlink(", "")
    assert 'paperSize="9"' in page
    assert "<pane " in page


def test_the_same_table_is_the_same_file() -> None:
    assert workbooks.xlsx(SHEET) == workbooks.xlsx(SHEET)


def test_several_tables_are_pages_of_one_workbook() -> None:
    long = "ข้อความยาวมาก " * 20
    other = Sheet("ข้อเสนอแนะ", ("ข้อความ",), ((long,),), name="ข้อ 1/2: [ทั้งหมด] " + "ก" * 40)
    content = workbooks.xlsx_of([SHEET, other])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert len(book.sheet_names) == 2
    assert all(len(name) <= 31 for name in book.sheet_names)
    assert book.get_sheet_by_index(0).to_python() == rows_of_workbook()
    assert [long] in book.get_sheet_by_index(1).to_python()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert 'wrapText="1"' in parts.read("xl/styles.xml").decode()
        for n in (1, 2):
            assert 'paperSize="9"' in parts.read(f"xl/worksheets/sheet{n}.xml").decode()
    assert workbooks.xlsx_of([SHEET, other]) == content


def test_csv_opens_right_in_excel() -> None:
    content = workbooks.csv(SHEET)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(SHEET.columns)
    assert rows[1] == ["บ้านน้ำใจ", "01010001", "1234", "12.50"]
    assert rows[2] == ['\'=HYPERLINK("http://x")', "01010002", "น้อยกว่า 5", ""]
    assert rows[3][0] == "'@วัดป่า"
    assert [SHEET.about[1]] in rows


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_csv_begins_a_formula(begin: str) -> None:
    content = workbooks.csv(Sheet("ก", ("ก",), ((f"{begin}1",), (-5,))))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{begin}1"]
    assert rows[2] == ["-5"]  # a number below zero stays one
