"""Words of requests that every door shares: numbers, statuses, steps, channels, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.texts import calendar
from bot.texts.figures import thai_date

Json = Mapping[str, Any]
STATUS = {
    "submitted": "ยื่นแล้ว",
    "checking": "เจ้าหน้าที่ตรวจสอบ",
    "awaiting_permission": "รอ ผอ.กลุ่มพิจารณา",
    "awaiting_confirmation": "รอ ผอ.สพป.ยืนยัน",
    "permitted": "อนุญาต",
    "refused": "ไม่อนุญาต",
    "preparing": "จัดทำข้อมูล",
    "verifying": "ตรวจทาน",
    "awaiting_signature": "รอลงนาม",
    "delivered": "ส่งมอบแล้ว",
    "filed": "จัดเก็บแล้ว",
    "waiting_requester": "รอผู้ขอชี้แจง",
    "withdrawn": "ถอนคำขอ",
}
#: Where a plan or a project is approved, and where work is asked for.
_APPROVED = {"permitted": "อนุมัติ", "refused": "ไม่อนุมัติ"}
_WORK = {
    "awaiting_permission": "รอผู้อำนวยการพิจารณา",
    "preparing": "กำลังดำเนินการ",
    "delivered": "ดำเนินการแล้ว",
}
#: A step while it is to come or under way, and as a line of what was done.
STEP = {
    "check": "เจ้าหน้าที่ตรวจสอบ",
    "permit": "ผอ.กลุ่มพิจารณา",
    "confirm": "ผอ.สพป.ยืนยัน",
    "prepare": "จัดทำข้อมูล",
    "verify": "ตรวจทาน",
    "sign": "ลงนามหนังสือตอบ",
    "deliver": "ส่งมอบ",
    "file": "จัดเก็บ",
}
CHANNEL = {
    "line": "LINE",
    "phone": "โทรศัพท์",
    "walk_in": "มาด้วยตนเอง",
    "letter": "หนังสือ",
    "email": "อีเมล",
    "passed_on": "ส่งต่อ",
}
HAND_OVER = {
    "line": "ทาง LINE",
    "email": "ทางอีเมล",
    "paper": "รับเอกสารที่สำนักงาน",
    "letter": "หนังสือราชการ",
    "work": "ดำเนินการให้",
}
CLASSIFICATION = {
    "public": "ข้อมูลเปิดเผยได้",
    "official": "ข้อมูลราชการ",
    "personal": "มีข้อมูลส่วนบุคคล",
}


def status_text(facts: Json) -> str:
    """Where a request stands, in the words of its kind."""
    words = STATUS
    if facts.get("deciding") == "approve":
        words = words | _APPROVED
    if facts.get("hand_over") == "work":
        words = words | _WORK
    return words[facts["status"]]


def number_text(facts: Json, *, meaning: bool = False) -> str:
    """«คข. 1/2570»; with `meaning`, as once on a card, «คข. 1/2570 (ปีงบประมาณ)»."""
    number = f"{facts['prefix']} {facts['number']}/{facts['fiscal_year']}"
    return f"{number} (ปีงบประมาณ)" if meaning else number


def day_text(iso: str) -> str:
    """«10 มิ.ย. 2569» of an ISO day, or of a moment as it is in Bangkok."""
    if len(iso) == len("2026-06-10"):
        return thai_date(iso)
    return thai_date(_bangkok(iso).date().isoformat())


def moment_text(iso: str) -> str:
    """«พ. 30 ธ.ค. 2569 16.30 น.» of an ISO moment."""
    return calendar.moment_text(_bangkok(iso))


def due_text(iso: str | None) -> str:
    """«ภายใน พ. 10 มิ.ย. 2569», or nothing where no time is set. Due moments end a working day."""
    return f"ภายใน {weekday_text(iso)}" if iso else ""


def weekday_text(iso: str) -> str:
    """«พ. 10 มิ.ย. 2569» of an ISO day or moment."""
    whole_day = len(iso) == len("2026-06-10")
    return calendar.day_text(date.fromisoformat(iso) if whole_day else _bangkok(iso).date())


def short(text: str, longest: int = 120) -> str:
    """What people wrote, on one line and not without an end."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _bangkok(iso: str) -> datetime:
    moment = datetime.fromisoformat(iso)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(calendar.BANGKOK)
