"""What is wrong with rows of an individual pupil export, in words, for the schools to put right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from handlers.tables import Fault

#: Findings of one school shown on the screen before the rest is only counted.
MOST_SHOWN = 10

FAULTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    # The file is refused.
    "not_register": lambda f: "ไม่ใช่ไฟล์ข้อมูลนักเรียนรายบุคคล",
    "no_pupils": lambda f: "ไม่มีแถวของนักเรียนเลย",
    "pupil_school": lambda f: "รหัสโรงเรียนต้องเป็นตัวเลข 8 หลัก",
    "pupil_grade": lambda f: "ไม่รู้จักชั้นนี้ จึงนับไม่ได้",
    "pupil_sex": lambda f: "เพศต้องเป็น ช หรือ ญ จึงนับไม่ได้",
    "register_unread": lambda f: f"อ่านไฟล์ไม่ได้ ({f['reason']})",
    # The row counts; the school puts it right.
    "id_missing": lambda f: "ไม่มีเลขประจำตัวประชาชน",
    "id_check_digit": lambda f: "เลขประจำตัวประชาชนไม่ถูกต้อง (เลขตรวจสอบหลักสุดท้ายไม่ตรง)",
    "id_lost_digits": lambda f: "เลขประจำตัวประชาชนไม่ครบ 13 หลัก",
    "id_too_long": lambda f: "เลขประจำตัวประชาชนเกิน 13 หลัก",
    "id_shortened": lambda f: "เลขประจำตัวประชาชนถูก Excel ย่อเป็นรูป 1.23E+12: ดาวน์โหลดไฟล์ใหม่",
    "id_letter": lambda f: "เลขประจำตัวประชาชนมีตัวอักษรหรือเครื่องหมาย (รหัส G คือ G ตามด้วยเลข 12 หลัก)",
    "id_twice": lambda f: f"เลขประจำตัวประชาชนซ้ำกับแถว {f['first']} ในโรงเรียนเดียวกัน",
    "id_two_schools": lambda f: f"เลขประจำตัวประชาชนซ้ำกับโรงเรียน {f['other']} (แถว {f['other_row']})",
    "birth_missing": lambda f: "ไม่มีวันเกิด",
    "birth_wrong": lambda f: "วันเกิดไม่ถูกต้อง (ต้องเป็น วัน/เดือน/ปี พ.ศ. ที่มีจริง)",
    "age_of_grade": lambda f: "อายุต่างจากเกณฑ์ของชั้นเกิน 3 ปี",
    "room_missing": lambda f: "ไม่มีเลขห้อง จึงไม่นับเป็นห้องเรียน",
    "pending": lambda f: "นักเรียนที่ยังไม่สามารถจำหน่ายได้ (3.1.8): นับรวมอยู่ด้วย",
    "label_unknown": lambda f: f"ไม่รู้จัก «{f['label']}» จึงนับเป็น «{f['category']}»",
    "flag_unknown": lambda f: "ไม่ทราบว่าใช่หรือไม่ใช่",
    # About the file.
    "topic_left_out": lambda f: (
        f"ไม่ทำ «{f['title']}» เพราะมี {f['rows']:,} แถวที่บอกไม่ได้ (ดูรายการของโรงเรียน)"
    ),
    "made_far": lambda f: f"รายงานสร้างเมื่อ {f['made']} ห่างจากข้อมูล ณ {f['as_of']} มาก: ตรวจปีและรอบ",
    "more_findings": lambda f: f"และอีก {f['count']:,} จุด ที่ไม่ได้แสดง",
}
_COLUMNS = ("รหัสโรงเรียน", "แถว", "คอลัมน์", "สิ่งที่ต้องแก้")


def of_schools(findings: Iterable[Fault]) -> dict[str, list[Fault]]:
    """Findings by the school whose they are; "" holds those about the file."""
    found: dict[str, list[Fault]] = {}
    for fault in findings:
        found.setdefault(str(fault.facts.get("school", "")), []).append(fault)
    return found


def reason(fault: Fault) -> str:
    """What is wrong, without row and column."""
    return FAULTS[fault.code](fault.facts)


def school_lines(code: str, findings: list[Fault]) -> list[str]:
    """The findings of one school ("" for the file): a heading, then the first of them."""
    head = f"โรงเรียน {code}: ต้องแก้ {len(findings):,} จุด" if code else "ทั้งไฟล์"
    shown = [f"  {_where(fault)}{reason(fault)}" for fault in findings[:MOST_SHOWN]]
    left = len(findings) - MOST_SHOWN
    return [head, *shown, *([f"  … และอีก {left:,} จุด"] if left > 0 else [])]


def _where(fault: Fault) -> str:
    row = f"แถว {fault.row} " if fault.row else ""
    column = f"คอลัมน์ «{fault.column}» " if fault.column else ""
    return f"{row}{column}".strip() + ": " if row or column else ""


def as_csv(code: str, findings: list[Fault]) -> bytes:
    """The list of one school as CSV that Excel opens rightly (UTF-8 with BOM, CRLF)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows((code, f.row or "", _inert(f.column or ""), reason(f)) for f in findings)
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    """A cell that a spreadsheet takes for text, not for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


def written_line(schools: int, folder: str) -> str:
    """What --faults-to did."""
    return f"เขียนรายการที่ต้องแก้ของ {schools:,} โรงเรียนไว้ใน {folder}"
