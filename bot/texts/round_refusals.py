"""Why something about a collection round is not done: one sentence each, for every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts.round_words import STANDING, day_text
from handlers.rounds.opening import RoundRefused
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState

Json = Mapping[str, Any]
_DATES = {
    "opens": "วันเปิดระบบ",
    "confirm_from": "วันเริ่มยืนยัน",
    "due": "กำหนดส่ง",
    "certify_by": "กำหนด ผอ.รับรอง",
    "acknowledge_by": "กำหนดเขตรับทราบ",
    "system_closes": "วันปิดระบบ",
}
_SAID: dict[str, Callable[[Json], str]] = {
    "ahead": lambda f: "วันของรายชื่อยังมาไม่ถึง",
    "begun": lambda f: "รอบนี้เปิดแล้ว เลื่อนกำหนดส่งได้ด้วย «round extend» ส่วนวันเปิดแก้ไม่ได้แล้ว",
    "closed": lambda f: f"รอบนี้ปิดแล้วเมื่อ {day_text(f['closed'])} โปรดติดต่อเจ้าหน้าที่เขต",
    "letter": lambda f: f"เลขที่หนังสือต้องไม่ว่าง และไม่เกิน {f['most']:,} ตัวอักษร",
    "link": lambda f: "ลิงก์ต้องขึ้นต้นด้วย https:// และไม่มีช่องว่าง",
    "name": lambda f: f"ต้องมีชื่อรอบ ไม่เกิน {f['most']:,} ตัวอักษร",
    "none": lambda f: "ไม่มีรอบที่เปิดอยู่ โปรดระบุเลขที่รอบ",
    "not_open": lambda f: f"รอบนี้ยังไม่เปิด จะเปิดวันที่ {day_text(f['opens'])}",
    "not_yet": lambda f: "ยังไม่ถึงวันที่ระบบเปิดให้ยืนยัน",
    "order": lambda f: f"{_DATES[f['second']]}ต้องไม่อยู่ก่อน{_DATES[f['first']]}",
    "past": lambda f: "วันใหม่ต้องยังมาไม่ถึง และต้องไม่อยู่ก่อนกำหนดเดิมของรอบ",
    "reason": lambda f: "โปรดระบุเหตุผล",
    "rungs": lambda f: "วันเตือนต้องมีอย่างน้อยหนึ่งวัน และไม่ซ้ำกัน",
    "school": lambda f: f"ไม่มีโรงเรียนรหัส {f['code']} ในสังกัด",
    "several": lambda f: f"มีหลายรอบที่เปิดอยู่ โปรดระบุเลขที่รอบ: {', '.join(map(str, f['ids']))}",
    "twice": lambda f: f"มีรอบนี้อยู่แล้ว คือรอบที่ {f['id']} ({f['name']})",
}
_THINGS = {"round": "รอบที่", "school": "ในรอบนี้ไม่มีโรงเรียนรหัส", "round_step": "ขั้นตอน"}
_ROUND_STATES = {
    "cancelled": "ทำไม่ได้ เพราะรอบนี้ยกเลิกแล้ว",
    "same": "กำหนดส่งเป็นวันและเวลานี้อยู่แล้ว",
}


def known_reasons() -> set[str]:
    """Every reason of RoundRefused that has words."""
    return set(_SAID)


def said(error: Refusal) -> str:
    """The sentence, without a particle."""
    if isinstance(error, RoundRefused):
        return _SAID[error.why](error.facts)
    if isinstance(error, NotFound):
        lead = _THINGS.get(error.what, "รายการ")
        return f"{lead} {error.ref}" if error.what == "school" else f"ไม่พบ{lead} {error.ref}"
    if isinstance(error, WrongState):
        return _state(error)
    if isinstance(error, Outdated):
        return "รายการนี้เปลี่ยนไประหว่างนี้ โปรดดูใหม่แล้วทำอีกครั้ง"
    if isinstance(error, NotAllowed):
        return "ท่านไม่มีสิทธิทำรายการนี้"
    return str(error)


def _state(error: WrongState) -> str:
    state = str(error.state)
    if error.what == "round":
        return _ROUND_STATES[state]
    if error.what == "round_step":
        return "ขั้นตอนนี้บันทึกว่าเสร็จแล้ว"
    return f"ทำไม่ได้ เพราะขณะนี้โรงเรียน{STANDING[state]}"
