"""Words of tickets that every door shares: categories, urgencies, statuses, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.texts.calendar import BANGKOK
from bot.texts.request_words import CHANNEL, moment_text, number_text, short

__all__ = [
    "CATEGORY", "CHANNEL", "DONE", "ENDING", "HELP", "HINT", "ICON", "OUTCOME", "OWNER", "STATUS",
    "URGENCY", "URGENCY_LONG", "WARRANTY", "due_text", "moment_text", "number_text", "short",
    "status_text", "within",
]  # fmt: skip

Json = Mapping[str, Any]
STATUS = {
    "reported": "รับแจ้งแล้ว",
    "advised": "ให้คำแนะนำแล้ว",
    "assigned": "มอบหมายแล้ว",
    "visiting": "นัดเข้าแก้ไข",
    "in_repair": "ส่งซ่อม (พัสดุ)",
    "waiting_reporter": "รอผู้แจ้ง",
    "solved": "แก้ไขแล้ว",
    "closed": "ปิดเรื่อง",
    "reopened": "เปิดเรื่องอีกครั้ง",
}
ENDING = {
    "confirmed": "ผู้แจ้งยืนยันว่าใช้ได้",
    "silent": "ไม่มีข้อทักท้วงใน 3 วันทำการ",
    "withdrawn": "ผู้แจ้งแจ้งว่าใช้ได้แล้ว",
    "merged": "รวมกับเรื่องอื่น",
}
CATEGORY = {
    "computer": "คอมพิวเตอร์",
    "printer": "เครื่องพิมพ์",
    "network": "เครือข่าย/อินเทอร์เน็ต",
    "account": "บัญชีอินเทอร์เน็ต",
    "phone": "โทรศัพท์",
    "application": "โปรแกรม",
    "dmc": "ระบบ DMC",
    "emis": "ระบบ EMIS",
    "bobec": "ระบบ B-OBEC",
    "mobec": "ระบบ M-OBEC",
    "gcode": "ระบบ G-Code",
    "av": "โสตฯ/ห้องประชุม",
    "security": "ความปลอดภัย",
    "other": "อื่น ๆ",
}
ICON = {
    "computer": "💻", "printer": "🖨️", "network": "🌐", "account": "🔑", "phone": "☎️",
    "application": "🧩", "dmc": "🗂️", "emis": "🗂️", "bobec": "🏫", "mobec": "📦", "gcode": "🆔",
    "av": "📽️", "security": "🛡️", "other": "🔧",
}  # fmt: skip
#: On a button; and in a sentence.
URGENCY = {
    "exam": "กำลังสอบ/ประชุม",
    "stopped": "สอน/ทำงานต่อไม่ได้",
    "several": "หลายเครื่อง ยังทำงานได้",
    "one": "เครื่องเดียว รอได้",
}
URGENCY_LONG = {
    "exam": "ด่วนที่สุด (กำลังสอบ/ประชุม)",
    "stopped": "ด่วน (สอน/ทำงานต่อไม่ได้)",
    "several": "ปานกลาง (หลายเครื่อง ยังทำงานได้)",
    "one": "ปกติ (เครื่องเดียว รอได้)",
}
#: Help with a central system.
HELP = {
    "password": "ขอรหัสผ่าน",
    "person": "เปลี่ยนผู้รับผิดชอบ",
    "unconfirm": "ขอปลดการยืนยัน",
    "id_number": "แก้เลขประจำตัว",
    "duplicate": "นักเรียนซ้ำซ้อน",
    "gcode_certify": "รับรอง G-Code",
}
WARRANTY = {"yes": "อยู่ในประกัน", "no": "หมดประกัน", "unknown": "ไม่ทราบ"}
OWNER = {"office": "เครื่องของสำนักงาน", "school": "เครื่องของโรงเรียน"}
OUTCOME = {"repaired": "ซ่อมเสร็จแล้ว", "replaced": "ได้เครื่องทดแทน", "not_worth": "ไม่คุ้มซ่อม"}
#: One entry of the trail, as a line.
DONE = {
    "report": "แจ้งเรื่อง",
    "message": "ข้อความ",
    "note": "บันทึกภายใน",
    "advice": "ให้คำแนะนำ",
    "question": "สอบถามผู้แจ้ง",
    "taken": "รับงาน",
    "passed": "ส่งต่อ",
    "visit": "นัดเข้าแก้ไข",
    "repair": "ส่งซ่อม",
    "repaired": "กลับจากซ่อม",
    "solution": "แก้ไขแล้ว",
    "closed": "ปิดเรื่อง",
    "reopened": "เปิดเรื่องอีกครั้ง",
    "sorted": "แก้หมวด/ความเร่งด่วน",
    "joined": "แจ้งเรื่องเดียวกัน",
    "merged": "รวมเรื่อง",
    "split": "แยกเรื่อง",
    "incident": "เหตุขัดข้อง",
    "undone": "ยกเลิกรายการล่าสุด",
}
#: Before photos are sent (PDPA: no pupil's name or number is kept).
HINT = "กรุณาปิดชื่อและเลขประจำตัวนักเรียนในภาพ"


def due_text(iso: str | None, now: str) -> str:
    """«วันนี้ 15.00 น.», «พรุ่งนี้ 09.00 น.», or the day; of two ISO moments."""
    if iso is None:
        return ""
    due, then = (datetime.fromisoformat(x).astimezone(BANGKOK) for x in (iso, now))
    for days, day in enumerate(("วันนี้", "พรุ่งนี้")):
        if due.date() == then.date() + timedelta(days=days):
            return f"{day} {due:%H.%M} น."
    return moment_text(iso)


def within(iso: str | None, now: str) -> str:
    """«ภายในวันนี้ 15.00 น.», «ภายใน จ. 23 พ.ย. 2569 09.00 น.»."""
    due = due_text(iso, now)
    return f"ภายใน{'' if due.startswith(('วันนี้', 'พรุ่งนี้')) else ' '}{due}" if due else ""


def status_text(facts: Json) -> str:
    """«ปิดเรื่อง (ผู้แจ้งยืนยันว่าใช้ได้)»: the status, with how it ended."""
    ending = ENDING.get(facts.get("ending") or "")
    status = STATUS[facts["status"]]
    return f"{status} ({ending})" if ending else status
