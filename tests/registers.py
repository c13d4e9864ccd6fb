"""Made-up individual pupil exports, in the shape that DMC gives them. Nobody in them exists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

HEADER = [
    "รหัสโรงเรียน",
    "ชื่อโรงเรียน",
    "เลขประจำตัวนักเรียน",
    "ชั้น",
    "ห้อง",
    "เลขประจำตัวนักเรียน",
    "เพศ",
    "คำนำหน้าชื่อ",
    "ชื่อ",
    "นามสกุล",
    "วันเกิด",
    "อายุ(ปี)",
    "น้ำหนัก",
    "ส่วนสูง",
    "กลุ่มเลือด",
    "ศาสนา",
    "เชื้อชาติ",
    "สัญชาติ",
    "บ้านเลขที่",
    "หมู่",
    "ถนน/ซอย",
    "ตำบล",
    "อำเภอ",
    "จังหวัด",
    "ชื่อผู้ปกครอง",
    "นามสกุลผู้ปกครอง",
    "อาชีพของผู้ปกครอง",
    "ความเกี่ยวข้องของผู้ปกครองกับนักเรียน",
    "ชื่อบิดา",
    "นามสกุลบิดา",
    "อาชีพของบิดา",
    "ชื่อมารดา",
    "นามสกุลมารดา",
    "อาชีพของมารดา",
    "ความด้อยโอกาส",
    "ยังไม่สามารถจำหน่ายได้ (3.1.8)",
]
LONG = ("การพักนอนประจำ", "ขาดแคลนเครื่องแบบ", "ขาดแคลนเครื่องเขียน", "ขาดแคลนแบบเรียน",
        "ขาดแคลนอาหารกลางวัน", "ความพิการ")  # fmt: skip
MADE = ["วันและเวลาที่สร้างรายงาน 2026-06-12 04:10:12.244315", *[""] * 35]
FIRST, LAST = "กขคสมมุติ", "นามสมมุติ"
CITIZEN = 2
GRADES = ("อ.1", "อ.2", "อ.3", "ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6", "ม.1", "ม.2", "ม.3")


def citizen(n: int) -> str:
    """A number of the form of a citizen's, in a range that was never given out."""
    twelve = f"9{n:011d}"
    total = sum(int(digit) * weight for digit, weight in zip(twelve, range(13, 1, -1), strict=True))
    return f"{twelve}{(11 - total % 11) % 10}"


def pupil(n: int = 1, **over: str) -> list[str]:
    """One good row. `over` gives cells by column: code, citizen, grade, room, sex, birth, …"""
    grade = over.get("grade", "ป.1")
    years = 3 + GRADES.index(grade) if grade in GRADES else 6
    cells = {
        "code": "99010001", "school": "บ้านตัวอย่าง", "citizen": citizen(n), "grade": grade,
        "room": "1", "number": f"{n:05d}", "sex": "ช", "birth": f"01/02/{2569 - years}",
        "age": str(years), "religion": "พุทธ", "nationality": "ไทย", "disadvantage": "-",
        "pending": "-", **over,
    }  # fmt: skip
    return [
        cells["code"], cells["school"], cells["citizen"], cells["grade"], cells["room"],
        cells["number"], cells["sex"], "เด็กชาย", f"{FIRST}{n}", f"{LAST}{n}", cells["birth"],
        cells["age"], "20", "110", "O", cells["religion"], "ไทย", cells["nationality"], "1", "1",
        "-", "ตำบล", "อำเภอ", "จังหวัด", f"{FIRST}แม่{n}", f"{LAST}{n}", "รับจ้าง", "มารดา", "-", "-",
        "-", f"{FIRST}แม่{n}", f"{LAST}{n}", "รับจ้าง", cells["disadvantage"], cells["pending"],
    ]  # fmt: skip


def office(pupils: int, schools: int = 140) -> Iterator[list[str]]:
    """An office's pupils, spread over its schools, grades, rooms and sexes."""
    for n in range(pupils):
        yield pupil(
            n,
            code=f"9901{n % schools + 1:04d}",
            school=f"บ้านตัวอย่าง {n % schools + 1}",
            grade=GRADES[n // schools % len(GRADES)],
            room=str(n % 2 + 1),
            sex="ชญ"[n // 7 % 2],
            disadvantage="เด็กยากจน" if n % 3 else "-",
        )


def as_csv(rows: Iterable[list[str]], encoding: str = "utf-8-sig") -> bytes:
    """The CSV variant: no line above the header, the citizen's number under its own name."""
    out = io.StringIO(newline="")
    header = list(HEADER)
    header[CITIZEN] = "เลขประจำตัวประชาชน"
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def as_workbook(rows: Iterable[list[object]]) -> bytes:
    """A workbook with these rows, cells of their own kinds."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Sheet1")
        for n, row in enumerate(rows):
            for place, cell in enumerate(row):
                write = sheet.write_string if isinstance(cell, str) else sheet.write
                write(n, place, cell)
    return out.getvalue()


def write_csv(path: Path, rows: Iterable[list[str]]) -> None:
    """A CSV of any size, written row by row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
