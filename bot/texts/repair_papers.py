"""Words of the memo by which the owner of a machine asks supplies to have it repaired."""

from __future__ import annotations

from datetime import date

from bot.texts.papers import paper_date, thai_digits
from bot.texts.ticket_words import OUTCOME

SUBJECT = "ขอส่งซ่อมครุภัณฑ์"
#: The office's supplies; a school's own, by its director.
TO_OFFICE = "หัวหน้าเจ้าหน้าที่พัสดุ"
TO_SCHOOL = "ผู้อำนวยการ{school} (ผ่านเจ้าหน้าที่พัสดุ)"
NAME = "บันทึกขอส่งซ่อม"
CHECKED = "ผลการตรวจสอบ"
COLUMNS = ("รายการ", "รายละเอียด")
APPROVE, DISAPPROVE = "อนุมัติให้ซ่อม", "ไม่อนุมัติ"
_WARRANTY = {
    "yes": "อยู่ในระยะเวลาประกัน ขอให้ประสานผู้ขายดำเนินการตามเงื่อนไขการรับประกัน",
    "no": "พ้นระยะเวลาประกันแล้ว",
    "unknown": "ไม่ทราบระยะเวลาประกัน ขอให้พัสดุตรวจสอบจากทะเบียนคุมทรัพย์สิน",
}


def first(number: str, day: date, place: str, words: str) -> str:
    """What was reported, when, by whom."""
    return thai_digits(f"ด้วย{place} ได้แจ้งปัญหา เลขที่ {number} เมื่อวันที่ {paper_date(day)} ว่า {words}")


def checked(fault: str) -> str:
    """What the technician found."""
    return thai_digits(f"ได้ตรวจสอบแล้ว พบว่า {fault} ไม่สามารถแก้ไขเบื้องต้นได้")


def rows(machine: str, asset: str | None, warranty: str, place: str) -> tuple[tuple[str, str], ...]:
    """The machine in a table."""
    found = (
        ("ครุภัณฑ์", machine),
        ("หมายเลขครุภัณฑ์", asset or "-"),
        ("หน่วยงานเจ้าของ", place),
        ("การรับประกัน", _WARRANTY[warranty]),
    )
    return tuple((name, thai_digits(said)) for name, said in found)


def closing() -> str:
    """What is asked of who reads it."""
    return "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการซ่อมต่อไป"


def outcome(said: str, day: date, note: str | None) -> str:
    """How it ended, on a memo that is printed afterwards."""
    more = f" {note}" if note else ""
    return thai_digits(f"ผลการซ่อม: {OUTCOME[said]} เมื่อวันที่ {paper_date(day)}{more}")
