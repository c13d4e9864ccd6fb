"""Words of collection rounds that every door shares: systems, standings, names, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.texts import calendar
from bot.texts.figures import ROUNDS, YEAR_END, thai_date
from bot.texts.request_words import day_text, moment_text, short, weekday_text

__all__ = [
    "AUDIENCE", "DATASET", "EVERY_STANDING", "SOURCE", "STANDING", "STEP", "WHAT", "day_text",
    "days_text", "due_text", "left_text", "letter_text", "moment_text", "period_text",
    "round_name", "short", "usual_name", "weekday_text",
]  # fmt: skip

Json = Mapping[str, Any]
DATASET = {
    "dmc": "DMC",
    "emis": "EMIS",
    "bobec": "B-OBEC",
    "mobec": "M-OBEC",
    "gcode": "G-Code",
    "other": "อื่น ๆ",
}
#: What a system holds, as the usual name of a round says it.
WHAT = {
    "dmc": "ข้อมูลนักเรียน",
    "emis": "ข้อมูลสถานศึกษาและบุคลากร",
    "bobec": "ข้อมูลสิ่งก่อสร้าง",
    "mobec": "ข้อมูลครุภัณฑ์",
    "gcode": "ข้อมูลรหัสผู้เรียน",
}
STANDING = {
    "not_started": "ยังไม่เริ่ม",
    "entering": "กำลังบันทึก",
    "entered": "บันทึกครบ รอยืนยัน",
    "confirmed": "ยืนยันแล้ว",
    "certified": "ผอ.รับรองแล้ว",
    "acknowledged": "เขตรับทราบแล้ว",
    "returned": "ส่งกลับแก้ไข",
}
#: As what somebody is told.
AUDIENCE = {
    "named": "ผู้รับผิดชอบ",
    "director": "ผอ.โรงเรียน",
    "chair": "ประธานเครือข่าย",
    "group": "กลุ่ม LINE",
    "staff": "เจ้าหน้าที่",
}
#: In the order in which they are listed.
EVERY_STANDING = tuple(STANDING)
SOURCE = {
    "school": "โรงเรียนแจ้ง",
    "office": "เจ้าหน้าที่บันทึก",
    "import": "จากรายชื่อในระบบ",
}
STEP = {
    "plan": "ศึกษาและวางแผน",
    "memo": "บันทึกเสนอ",
    "notify": "แจ้งโรงเรียน",
    "follow": "ติดตามและให้คำแนะนำ",
    "check": "ตรวจสอบข้อมูล",
    "summary": "สรุปและรายงานผล",
    "file": "จัดเก็บเอกสาร",
}
_PARTS = {1: "รอบที่ 1", 2: "รอบที่ 2"}


def round_name(facts: Json) -> str:
    """«DMC ภาคเรียนที่ 1 ปีการศึกษา 2568»: its name, with the system and year unless it says them."""
    name, system, year = facts["name"], DATASET[facts["dataset"]], str(facts["year"])
    before = "" if facts["dataset"] == "other" or system in name else f"{system}: "
    after = "" if year in name else f" ปีการศึกษา {year}"
    return f"{before}{name}{after}"


def usual_name(dataset: str, year: int, round_: int | None) -> str:
    """What a round of a central system is called when nobody gives it another name."""
    return f"{WHAT[dataset]} {DATASET[dataset]} {period_text(dataset, year, round_)}"


def period_text(dataset: str, year: int, round_: int | None) -> str:
    """«ภาคเรียนที่ 1 ปีการศึกษา 2568», «สิ้นปีการศึกษา 2568»: DMC's rounds are terms."""
    if dataset == "dmc" and round_ == YEAR_END:
        return f"{ROUNDS[YEAR_END]} {year}"
    part = (ROUNDS if dataset == "dmc" else _PARTS).get(round_ or 0, "")
    return f"{part} ปีการศึกษา {year}".strip()


def due_text(facts: Json) -> str:
    """«กำหนดส่ง พ. 10 มิ.ย. 2569 16.30 น.»."""
    return f"กำหนดส่ง {moment_text(facts['due'])}"


def left_text(due: str, now: datetime) -> str:
    """«อีก 3 วัน», «วันนี้», «เลยกำหนด 2 วัน»: calendar days to a closing moment."""
    then = datetime.fromisoformat(due).astimezone(calendar.BANGKOK)
    days = (then.date() - now.astimezone(calendar.BANGKOK).date()).days
    if days == 0:
        return "วันนี้" if now <= then else "เลยกำหนดแล้ว"
    return f"อีก {days:,} วัน" if days > 0 else f"เลยกำหนด {-days:,} วัน"


def days_text(first: str | None, last: str | None) -> str:
    """«16 พ.ค. 2568 - 10 มิ.ย. 2568» of two ISO days."""
    return " - ".join(thai_date(day) for day in (first, last) if day)


def letter_text(facts: Json) -> str:
    """«ตามหนังสือ ที่ ศธ …», or nothing where no letter is named."""
    return f"ตามหนังสือ {facts['letter']}" if facts.get("letter") else ""
