"""The office's calendar in words: a year's holidays, what a change did, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.texts.figures import thai_date
from handlers.office_calendar import FURTHEST_YEARS, LONGEST_NAME, NotChanged
from handlers.workdays import NoWorkday
from handlers.workdays.vocabulary import PLOUGHING
from models.errors import Refusal

BANGKOK = ZoneInfo("Asia/Bangkok")
Json = Mapping[str, Any]
_WEEKDAYS = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
_WHY = {
    "is_off": "{day} เป็นวันหยุดอยู่แล้ว{name}",
    "is_workday": "{day} เป็นวันทำการอยู่แล้ว",
    "no_change": "ไม่มีรายการที่สำนักงานแก้ไว้ในวันที่ {day}",
    "far": "{day} ห่างจากวันนี้เกิน {years} ปี: โปรดตรวจปี (ระบุเป็น ค.ศ. เช่น 2026-12-30)",
    "no_name": "โปรดระบุชื่อวันหยุดหรือเหตุผลด้วย --name",
    "long_name": "ชื่อยาวเกิน {longest} ตัวอักษร: โปรดย่อให้สั้นลง",
}
_NO_WORKDAY = "ทำไม่ได้ เพราะหลัง{day} จะไม่มีวันทำการเหลือให้นับกำหนด: โปรดตรวจวันหยุดที่เพิ่มไว้"


def known_reasons() -> set[str]:
    """Every reason that has words."""
    return set(_WHY)


def refusal_line(error: Refusal) -> str:
    """Why the calendar was not changed."""
    if isinstance(error, NoWorkday):
        return _NO_WORKDAY.format(day=day_text(error.day))
    if isinstance(error, NotChanged):
        name = f" ({error.name})" if error.name else ""
        return _WHY[error.why].format(
            day=day_text(error.day), name=name, years=FURTHEST_YEARS, longest=LONGEST_NAME
        )
    return str(error)


def day_text(day: date) -> str:
    """«พ. 30 ธ.ค. 2569»."""
    return f"{_WEEKDAYS[day.weekday()]} {thai_date(day.isoformat())}"


def moment_text(moment: datetime) -> str:
    """«พ. 30 ธ.ค. 2569 16.30 น.»."""
    then = moment.astimezone(BANGKOK)
    return f"{day_text(then.date())} {then:%H.%M} น."


def year_lines(year: int, entries: Sequence[Json]) -> list[str]:
    """A year (B.E.) of holidays, and what the office should still look after."""
    lines = [f"วันหยุดราชการ พ.ศ. {year}", *(_entry_line(entry) for entry in entries)]
    if not any(PLOUGHING in entry["name"] for entry in entries):
        lines.append(f"ยังไม่มี{PLOUGHING}ของปีนี้: เมื่อประกาศแล้ว โปรดเพิ่มด้วยคำสั่ง calendar add-holiday")
    return lines


def _entry_line(entry: Json) -> str:
    day = day_text(date.fromisoformat(entry["day"]))
    state = "  เป็นวันทำการ" if entry["is_workday"] else ""
    by = f"  [สำนักงานแก้ไว้ {entry['changed_by']}]" if entry["by"] == "office" else ""
    return f"{day}  {entry['name']}{state}{by}"


def changed_lines(done: Json) -> list[str]:
    """What a change did, and which due dates it moved."""
    day = day_text(date.fromisoformat(done["day"]))
    name = f" ({done['name']})" if done["name"] else ""
    lines = [f"{day} เป็นวัน{'ทำการ' if done['is_workday'] else 'หยุด'}แล้ว{name}"]
    if done["is_past"]:
        lines.append("โปรดทราบ: เป็นวันที่ผ่านมาแล้ว กำหนดของเรื่องที่ยังไม่เสร็จคิดใหม่ตามนี้")
    return lines + moved_lines(done["moved"])


def moved_lines(moved: Sequence[Json]) -> list[str]:
    """Which due dates moved, from when to when."""
    if not moved:
        return ["ไม่มีเรื่องใดที่กำหนดเปลี่ยน"]
    head = f"กำหนดเปลี่ยน {len(moved):,} เรื่อง"
    return [head, *(f"  {m['ref']}: {_when(m['before'])} → {_when(m['after'])}" for m in moved)]


def _when(moment: str) -> str:
    return moment_text(datetime.fromisoformat(moment))
