"""M-OBEC, B-OBEC and G-Code: tables by school, with the columns that the documents promise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.texts.data import fault_line
from handlers import bobec, datasets, gcode, mobec, schools
from handlers.context import Context
from handlers.reports import Report, Target
from handlers.tables import FileRefused, Source
from handlers.templates import template
from models.datasets import Coverage, Tally

READERS = {"mobec": mobec, "bobec": bobec, "gcode": gcode}
GOODS = """บัญชีครุภัณฑ์,,,,,,
รหัสโรงเรียน,ลำดับ,รหัส,รายการ(หมวด),รายการ,จำนวนที่ใช้ได้,จำนวนรอซ่อม,จำนวนรอจำหน่าย
99010001,1,21007,ครุภัณฑ์สำนักงาน,เครื่องไมโครคอมพิวเตอร์,"1,020",2,-
99010001,2,22001,ครุภัณฑ์การศึกษา,โต๊ะเก้าอี้นักเรียน,185,5,0

99010002,1,22001,ครุภัณฑ์การศึกษา,โต๊ะเก้าอี้นักเรียน,40,0,3
99010002,2,23001,ครุภัณฑ์การศึกษา,โต๊ะเก้าอี้นักเรียน,7,0,0
รวม,,,,,1252,7,3
"""
BUILDINGS = """รหัสโรงเรียน,ประเภท,แบบ,จำนวนห้อง,ปีที่สร้าง พ.ศ.,สภาพ
99010001,อาคารเรียน,สปช.105/29,8,2535,ดี
99010001,อาคารเรียน,017,4,๒๕๐๖,ทรุดโทรม
99010001,ส้วม,401,4,2540,พอใช้
99010001,อาคารเรียน,ป.1ก,2,2490,รื้อถอนแล้ว
99010002,อาคารเรียน,สปช.105/29,8,2535,
99010003,,,,,
"""
PUPILS = """รหัสโรงเรียน,สัญชาติ,ชาย,หญิง,รวม
99010001,เมียนมา,6,5,11
99010001,ลาว,1,0,1
99010001,รวม,7,5,12
99010002,-,0,0,0
รวม,,7,5,12
"""


def read(dataset: str, text: str) -> Report:
    target = Target(dataset, 2568, 0, date(2025, 6, 10))
    (report,) = READERS[dataset].read(Source("t.csv", text.encode()), target, "99010000")
    return report


def refused(dataset: str, text: str) -> str:
    with pytest.raises(FileRefused) as error:
        read(dataset, text)
    return " / ".join(fault_line(fault) for fault in error.value.faults)


def test_durable_goods_by_state() -> None:
    report = read("mobec", GOODS)
    assert report.totals == {"schools": 2, "items": 1262}
    assert report.has_total
    counted = {(t.code, t.category, t.part): t.number for t in report.tallies}
    assert counted["99010001", "เครื่องไมโครคอมพิวเตอร์", "ใช้ได้"] == 1020
    assert counted["99010001", "โต๊ะเก้าอี้นักเรียน (22001)", "รอซ่อม"] == 5
    # Another kind of the same name is another kind.
    assert counted["99010002", "โต๊ะเก้าอี้นักเรียน (23001)", "ใช้ได้"] == 7
    assert ("99010001", "เครื่องไมโครคอมพิวเตอร์", "รอจำหน่าย") not in counted


def test_buildings_by_kind_and_state() -> None:
    report = read("bobec", BUILDINGS)
    assert report.totals == {"schools": 3, "items": 4}
    assert {(t.code, t.category, t.part): t.number for t in report.tallies} == {
        ("99010001", "อาคารเรียน", "ดี"): 1,
        ("99010001", "อาคารเรียน", "ทรุดโทรม"): 1,
        ("99010001", "ส้วม", "พอใช้"): 1,
        ("99010002", "อาคารเรียน", "ไม่ระบุ"): 1,
    }
    assert [fault_line(f) for f in report.findings] == ["ไม่นับรายการที่รื้อถอนแล้ว 1 รายการ"]


def test_pupils_with_g_codes_by_nationality() -> None:
    report = read("gcode", PUPILS)
    assert report.totals == {"schools": 2, "students": 12, "male": 7, "female": 5}
    assert [(t.code, t.category, t.male, t.female) for t in report.tallies] == [
        ("99010001", "เมียนมา", 6, 5), ("99010001", "ลาว", 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "text", "words"),
    [
        ("mobec", GOODS.replace("รวม,,,,,1252", "รวม,,,,,1253"), "แถวรวมไม่ตรง"),
        ("mobec", GOODS.replace("185", "-5"), "แถว 4 คอลัมน์ «จำนวนที่ใช้ได้»: ต้องเป็นจำนวนเต็ม"),
        ("mobec", GOODS.replace("23001", "22001"), "ซ้ำกับแถว"),
        ("mobec", "รหัสโรงเรียน,รายการ\n99010001,โต๊ะ\n", "คอลัมน์ «จำนวนที่ใช้ได้»"),
        ("bobec", BUILDINGS.replace("ทรุดโทรม", "สวย"), "ไม่รู้จัก «สวย»"),
        ("bobec", BUILDINGS.replace(",ส้วม,", ",,"), "คอลัมน์ «ประเภท»: ต้องไม่ว่าง"),
        ("bobec", "รหัสโรงเรียน,ประเภท\n99010001,ส้วม\n", "คอลัมน์ «สภาพ»: ไม่มีคอลัมน์นี้"),
        ("gcode", PUPILS.replace("6,5,11", "6,5,12"), "ผลรวมไม่ตรง: ในไฟล์ 12 นับได้ 11"),
        ("gcode", PUPILS.replace("รวม,7,5,12", "รวม,8,4,12"), "ผลรวมไม่ตรง: ในไฟล์ 8 นับได้ 7"),
        ("gcode", PUPILS.replace("ลาว", "เมียนมา"), "«เมียนมา» ซ้ำกับแถว 2"),
        ("gcode", PUPILS.replace("-,0,0,0", "-,1,0,1"), "ต้องไม่ว่าง"),
        ("gcode", PUPILS.replace("99010002", "G680100000001"), "8 หรือ 10 หลัก"),
        ("gcode", "ชื่อ,นามสกุล\nก,ข\n", "ไม่พบหัวตาราง"),
    ],
)
def test_what_does_not_hold_together_is_refused(dataset: str, text: str, words: str) -> None:
    assert words in refused(dataset, text)


@pytest.mark.parametrize("dataset", READERS)
def test_the_template_is_read_when_it_is_filled_in(dataset: str) -> None:
    head, example = template(dataset)
    mine = ["99010001", *example[1:]]
    text = "\r\n".join(",".join(row) for row in (head, example, mine))
    report = read(dataset, "\ufeff" + text)
    assert [line.code for line in report.schools] == ["99010001"]
    assert report.coverage is Coverage.PART  # one school speaks for itself only
    assert "ไม่มีแถวของโรงเรียน" in refused(dataset, "\r\n".join(map(",".join, (head, example))))


LIST = """จังหวัด,รหัส สพท.,สพท.,รหัสโรงเรียน 8 หลัก (SMIS),รหัสโรงเรียน 10 หลัก (MOE),โรงเรียน,ประเภท
ก,9901,สพป.ตัวอย่าง เขต 1,99010001,1099000011,บ้านหนึ่ง,ประถม
ก,9901,สพป.ตัวอย่าง เขต 1,99010002,1099000012,บ้านสอง,ประถม
"""


def test_codes_of_ten_digits_become_those_of_eight(ctx: Context) -> None:
    schools.import_schools(ctx, "s.csv", LIST.encode(), "99010000")
    target = Target("gcode", 2568, 0, date(2025, 6, 10))
    text = PUPILS.replace("99010001", "1099000011").replace("99010002", "1099000012")
    datasets.import_file(ctx, Source("g.csv", text.encode()), target, "99010000")
    assert {t.school_code for t in ctx.session.query(Tally)} == {"99010001"}
    both = text.replace("1099000012", "99010001")
    with pytest.raises(FileRefused, match="school_twice"):
        datasets.import_file(ctx, Source("g.csv", both.encode()), target, "99010000")
    unknown = text.replace("1099000012", "1099000099")
    with pytest.raises(FileRefused, match="unknown_moe"):
        datasets.import_file(ctx, Source("g.csv", unknown.encode()), target, "99010000")


def test_a_table_of_few_of_the_schools_is_a_part(ctx: Context) -> None:
    many = LIST.splitlines()[0] + "".join(
        f"\nก,9901,สพป.ตัวอย่าง เขต 1,9901000{n},109900001{n},บ้านที่ {n},ประถม" for n in range(1, 6)
    )
    schools.import_schools(ctx, "s.csv", many.encode(), "99010000")
    target = Target("mobec", 2568, 0, date(2025, 6, 10))
    without = GOODS.replace("รวม,,,,,1252,7,3\n", "")
    for text, coverage in ((without, Coverage.PART), (GOODS, Coverage.WHOLE)):
        (done,) = datasets.check(ctx, Source("m.csv", text.encode()), target, "99010000")
        assert done.coverage == coverage.value


def test_the_real_page_of_durable_goods(shared_data: Path) -> None:
    path = shared_data / "emis_school_pages" / "durable_goods.csv"
    report = read("mobec", path.read_text("utf-8-sig"))
    counted = {(t.code, t.category, t.part): t.number for t in report.tallies}
    assert counted["1020080005", "โต๊ะเก้าอี้นักเรียน ประถมศึกษา", "รอซ่อม"] == 5
    assert report.totals["schools"] == 2


@pytest.mark.parametrize(
    ("dataset", "row"),
    [
        ("gcode", "กัมพูชา,1,1,2"),
        ("mobec", "2,21001,สำนักงาน,เครื่องถ่ายเอกสาร,1,0,0"),
        ("bobec", "ส้วม,401,4,2540,ดี"),
    ],
)
def test_a_row_that_names_no_school_is_never_left_out(dataset: str, row: str) -> None:
    """A school's code stands once in merged cells: saved as CSV, its other rows have none."""
    good = {"gcode": PUPILS, "mobec": GOODS, "bobec": BUILDINGS}[dataset]
    lines = good.splitlines()
    assert "ไม่มีรหัสโรงเรียน" in refused(dataset, "\n".join([*lines[:3], f",{row}"]))


def test_one_nationality_has_one_name() -> None:
    report = read("gcode", "รหัสโรงเรียน,สัญชาติ,ชาย,หญิง\n99010001,พม่า,6,5\n99010002,เมียนมาร์,1,1\n")
    assert {count.category for count in report.tallies} == {"เมียนมา"}
    twice = "รหัสโรงเรียน,สัญชาติ,ชาย,หญิง\n99010001,พม่า,6,5\n99010001,เมียนมา,1,1\n"
    assert "ซ้ำกับแถว 2" in refused("gcode", twice)


@pytest.mark.parametrize("nationality", ["เด็กชายสมมุติ นามสมมุติ", "น.ส.สมมุติ", "ลาว 9644200000001"])
def test_no_person_becomes_a_category(nationality: str) -> None:
    said = refused("gcode", f"รหัสโรงเรียน,สัญชาติ,ชาย,หญิง\n99010001,{nationality},1,0\n")
    assert "บุคคล" in said
    assert nationality not in said


def test_a_table_of_pupils_is_no_table_of_counts() -> None:
    said = refused("gcode", "รหัสโรงเรียน,เลขประจำตัว,สัญชาติ,ชาย,หญิง\n99010001,G644200000001,ลาว,1,0\n")
    assert "G644200000001" not in said
    assert "คอลัมน์ «เลขประจำตัว»" in said
