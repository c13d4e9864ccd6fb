"""EMIS's tables of staff: an area's page that calls itself a workbook, and a school's page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.texts.data import fault_line
from handlers import emis
from handlers.reports import Report, Target
from handlers.tables import FileRefused, Source
from handlers.templates import template
from handlers.topics_vocabulary import STAFF
from models.datasets import Coverage

TARGET = Target("emis", 2563, 0, date(2021, 4, 11))
OFFICE = "99010000"


def page(*rows: list[object], as_of: str = "11-Apr-2021") -> Source:
    """A page as EMIS writes it: two header rows with merged cells, figures with commas."""
    sexes = "".join("<td>ชาย</td><td>หญิง</td><td>รวม</td>" for _ in (*STAFF, ""))
    head = "".join(f"<td colspan=3>{name}</td>" for name in (*STAFF, "รวมทั้งหมด"))
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    text = (
        f"<html><body><div>ข้อมูลครู (ข้อมูล ณ วันที่\n  {as_of}  )</div><table><tr>"
        "<td rowspan=2>ลำดับ</td><td rowspan=2>รหัสเขต </td><td rowspan=2>รหัส smis</td>"
        "<td rowspan=2>ชื่อโรงเรียน / หน่วยงาน</td>"
        f"{head}</tr><tr>{sexes}</tr>{lines}</table></body></html>"
    )
    return Source("staff.xls", text.encode())


def school(
    code: str, teachers: tuple[int, int], *, head: int = 1, area: str = "9901"
) -> list[object]:
    male, female = teachers
    none = [0, 0, 0]
    return [
        1, area, code, f"โรงเรียน {code}", head, 0, head, *none, male, female, male + female,
        *none * 5, head + male, female, head + male + female,
    ]  # fmt: skip


GOOD = school("99010001", (2, 3))


def read(source: Source) -> Report:
    (report,) = emis.read(source, TARGET, OFFICE)
    return report


def refused(source: Source) -> str:
    with pytest.raises(FileRefused) as error:
        read(source)
    return " / ".join(fault_line(fault) for fault in error.value.faults)


def test_staff_by_position_and_sex() -> None:
    total = [*["รวมทั้งหมด"] * 4, *school("", (1003, 5), head=2)[4:]]
    report = read(page(school("99010001", (1000, 3)), school("99010002", (3, 2)), total))
    assert report.totals == {"schools": 2, "items": 1010, "male": 1005, "female": 5}
    assert report.has_total
    assert report.facts == {"as_of": "2021-04-11"}
    assert [(t.code, t.category, t.male, t.female) for t in report.tallies] == [
        ("99010001", "ผอ.รร.", 1, 0), ("99010001", "ข้าราชการครู", 1000, 3),
        ("99010002", "ผอ.รร.", 1, 0), ("99010002", "ข้าราชการครู", 3, 2),
    ]  # fmt: skip


def test_the_office_itself_is_left_out_and_said() -> None:
    office = school("-", (4, 4))
    report = read(page(school("99010001", (2, 3)), office))
    assert report.totals["items"] == 6
    assert [(f.code, f.facts["count"]) for f in report.findings] == [("office_left_out", 9)]


def test_a_total_row_of_its_own_mind_is_a_warning() -> None:
    total = [*["รวมทั้งหมด"] * 4, *school("", (3, 3))[4:]]
    report = read(page(school("99010001", (2, 3)), total))
    assert not report.has_total
    assert "ไม่ตรง" in fault_line(report.findings[0])
    assert report.totals["male"] == 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[*school("99010001", (2, 3))[:-1], 7]], "แถว 3 คอลัมน์ «รวมทั้งหมด รวม»: ผลรวมไม่ตรง"),
        ([school("99010001", (2, 3))] * 2, "ซ้ำกับแถว 3"),
        ([school("99010001", (2, 3), area="5703")], "เป็นของเขต 5703"),
        ([school("9901001", (2, 3))], "8 หรือ 10 หลัก"),
        (
            [[*school("99010001", (2, 3))[:4], "x", *school("99010001", (2, 3))[5:]]],
            "ต้องเป็นจำนวนเต็ม",
        ),
        ([], "ไม่มีแถวของโรงเรียนเลย"),
    ],
)
def test_what_does_not_hold_together_is_refused(rows: list[list[object]], words: str) -> None:
    assert words in refused(page(*rows))


def test_missing_columns_are_named() -> None:
    said = refused(Source("x.csv", "รหัส smis,ข้าราชการครู ชาย\n99010001,2\n".encode()))
    assert "คอลัมน์ «ข้าราชการครู หญิง»: ไม่มีคอลัมน์นี้ในหัวตาราง" in said
    assert "ไม่พบหัวตาราง" in refused(Source("x.csv", b"a,b\n1,2\n"))


def test_the_template_is_read_when_it_is_filled_in() -> None:
    head, example = template("emis")
    mine = ["99010001", "บ้านหนึ่ง", *["0"] * (len(head) - 2)]
    text = "\r\n".join(",".join(row) for row in (head, example, mine))
    assert [line.code for line in read(Source("t.csv", text.encode("utf-8-sig"))).schools] == [
        "99010001"
    ]


PAGE = """school_id,ตำแหน่ง,วิทยฐานะ,ระดับ_ตำแหน่ง,ข้าราชการครูและบุคลากรทางการศึกษา (คน)_ชาย,\
ข้าราชการครูและบุคลากรทางการศึกษา (คน)_หญิง,ข้าราชการครูและบุคลากรทางการศึกษา (คน)_รวม
1099010001,1. ผู้อำนวยการโรงเรียน,ชำนาญการ,คศ.2,1,0,1
1099010001,1. ผู้อำนวยการโรงเรียน,รวม,-,1,0,1
1099010001,3. ครู,-,คศ.1,2,3,5
1099010001,3. ครู,รวม,-,2,3,5
1099010001,4. ครูผู้ช่วย,-,ครูผู้ช่วย,0,1,1
1099010001,รวมทั้งหมด,รวมทั้งหมด,รวมทั้งหมด,3,4,7
"""


def test_a_schools_own_page_is_a_part() -> None:
    report = read(Source("staff.csv", PAGE.encode()))
    assert report.coverage is Coverage.PART
    assert [(t.category, t.male, t.female) for t in report.tallies] == [
        ("ผอ.รร.", 1, 0), ("ข้าราชการครู", 2, 4),
    ]  # fmt: skip
    assert "นับได้ 3" in refused(
        Source("s.csv", PAGE.replace("รวมทั้งหมด,3,4,7", "รวมทั้งหมด,2,5,7").encode())
    )
    assert "ไม่รู้จัก «ยาม»" in refused(Source("s.csv", PAGE.replace("4. ครูผู้ช่วย", "4. ยาม").encode()))


@pytest.mark.parametrize(
    ("name", "schools", "staff"),
    [("staff_สพม1_2564.xls", 67, 6320), ("staff_สพม29_2564.xls", 81, 4717)],
)
def test_the_real_pages(shared_data: Path, name: str, schools: int, staff: int) -> None:
    path = shared_data / "emis_html_xls" / name
    (report,) = emis.read(Source(name, path=path), TARGET, "10170000")
    assert (report.totals["schools"], report.totals["items"]) == (schools, staff)
    # The page's own row of totals counts a few persons more or fewer than its rows.
    assert {finding.code for finding in report.findings} == {"total_differs"}


def test_the_real_school_page(shared_data: Path) -> None:
    path = shared_data / "emis_school_pages" / "staff.csv"
    assert read(Source(path.name, path=path)).totals["items"] == 48
