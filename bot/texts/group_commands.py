"""Words of the commands about groups and about reminders to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.calendar import BANGKOK, moment_text
from bot.texts.groups import ALLOW, ANOTHER, PURPOSES
from bot.texts.round_words import AUDIENCE
from handlers.groups import GroupRefused
from handlers.rounds.ladder import ACCEPTED, BEFORE_BREAK, EXTENDED, LONGER, RETURNED
from handlers.rounds.planning import Plan, Planned
from models.errors import NotAllowed, NotFound, Refusal, WrongState
from models.groups import BoundGroup

Json = Mapping[str, Any]
NO_GROUPS = "ยังไม่มีกลุ่มที่ผูกไว้: เชิญบัญชีเข้ากลุ่ม แล้วใช้คำสั่ง group code"
NO_REMINDERS = "ไม่มีการแจ้งเตือนที่จะถึง"
#: What is told between the rungs.
_BETWEEN = {
    EXTENDED: "แจ้งขยายเวลา",
    RETURNED: "แจ้งส่งกลับแก้ไข",
    LONGER: "แจ้งให้เวลาเพิ่ม",
    ACCEPTED: "แจ้งเขตรับทราบ",
}
_WHY = {
    "name": "ชื่อกลุ่มต้องมี 1 ถึง 200 ตัวอักษร",
    "not_a_group": "รหัสกลุ่มของ LINE ขึ้นต้นด้วย C (ห้องแชตขึ้นต้นด้วย R)",
    "code": "รหัสไม่ถูกต้อง",
}


def bound_line(row: BoundGroup) -> str:
    """A group that was bound."""
    return f"ผูกแล้ว: {group_line(row, there=True)}"


def group_line(row: BoundGroup, *, there: bool) -> str:
    """One group of the list."""
    members = f"{row.members:,} คน" if row.members is not None else "ยังไม่ทราบจำนวนคน"
    schools = f"{len(row.schools):,} โรงเรียน" if row.schools is not None else "ทุกโรงเรียน"
    gone = "" if there else "  ✗ บอตถูกนำออกจากกลุ่มแล้ว"
    quiet = "" if row.rides else "  (งดแจ้งในกลุ่ม)"
    named = f"{row.chat_key}  {PURPOSES[row.purpose.value]}  {row.name}"
    return f"{named}  {schools}  {members}{quiet}{gone}"


def ended_line(name: str) -> str:
    """A group that is not the office's any more."""
    return f"เลิกผูกกลุ่ม «{name}» แล้ว"


def code_lines(code: str, name: str) -> list[str]:
    """A code, and what to do with it."""
    return [
        f"รหัสผูกกลุ่ม «{name}»: {code}",
        f"เชิญบัญชีเข้ากลุ่ม ({ALLOW})",
        f"พิมพ์ในกลุ่มนั้น: ถามเขต ผูกกลุ่ม {code}  (ใช้ได้ครั้งเดียว ภายใน 2 วัน)",
        f"ถ้าบัญชีออกจากกลุ่มเองทันที: {ANOTHER}",
    ]


def group_json(row: BoundGroup, *, there: bool) -> dict[str, Any]:
    """A group as plain JSON."""
    return {
        "line_group": row.chat_key, "name": row.name, "purpose": row.purpose.value,
        "schools": row.schools, "members": row.members, "rides": row.rides, "there": there,
    }  # fmt: skip


def rung_text(rung: int) -> str:
    """«ก่อน 3 วัน», «วันครบกำหนด», «หลัง 1 วัน»."""
    if rung == BEFORE_BREAK:
        return "ก่อนปิดภาคเรียน"
    if rung in _BETWEEN:
        return _BETWEEN[rung]
    if rung == 0:
        return "วันครบกำหนด"
    return f"ก่อน {rung:,} วัน" if rung > 0 else f"หลัง {-rung:,} วัน"


def plan_lines(found: Plan) -> list[str]:
    """Every reminder to come, then what the months can bear."""
    if not found.rungs:
        return [NO_REMINDERS]
    left = "ไม่จำกัด/ยังไม่ทราบ" if found.remaining is None else f"{found.remaining:,}"
    months = [_month(found, month, paid) for month, paid in found.months]
    note = "จำนวนคิดจากโรงเรียนที่ยังไม่ครบในวันนี้ ผู้ที่ได้อ่านฟรีแล้วหรือทำเสร็จแล้วจะไม่เสียข้อความ"
    alone = max(one.unreached for one in found.rungs)
    missing = (
        [f"✗ {alone:,} โรงเรียนยังไม่มีใครที่แจ้งทาง LINE ได้: ให้ผูกบัญชี (person code) หรือผูกกลุ่ม (group code)"]
        if alone
        else []
    )
    lines = [_planned(one) for one in found.rungs]
    return [*lines, "", *missing, *months, f"เหลือเดือนนี้: {left}", note]


def _month(found: Plan, month: str, paid: int) -> str:
    line = f"เดือน {month}: ไม่เกิน {paid:,} ข้อความ"
    if found.share is not None:
        line += f" จากส่วนของรอบ {found.share:,}"
    if month == found.month and found.left is not None:
        line += f" (ยังใช้ได้ {found.left:,})"
    lacks = found.lacking(month, paid)
    if lacks:
        line += f"  ✗ ขาด {lacks:,} ส่วนที่เกินจะแจ้งฟรีเมื่อมีผู้ทักเข้ามาเท่านั้น หรือขอเพิ่มด้วย budget ask"
    return line


def plan_json(found: Plan) -> dict[str, Any]:
    """The plan as plain JSON."""
    return {
        "rungs": [
            {
                "round": one.round_id, "name": one.name, "at": one.at.isoformat(),
                "rung": one.rung, "schools": one.schools, "people": one.people, "paid": one.paid,
                "unreached": one.unreached, "whom": dict(one.whom),
            }
            for one in found.rungs
        ],
        "months": dict(found.months), "share": found.share, "left": found.left,
        "remaining": found.remaining, "over": found.over,
    }  # fmt: skip


def refusal_line(error: Refusal) -> str:
    """Why nothing was done."""
    if isinstance(error, GroupRefused):
        return f"ไม่พบโรงเรียน {error.code} ในเขต" if error.why == "school" else _WHY[error.why]
    if isinstance(error, NotFound):
        return f"ไม่พบกลุ่ม «{error.ref}» ที่ผูกไว้"
    if isinstance(error, WrongState):
        return "กลุ่มนี้เลิกผูกไปแล้ว"
    return "ไม่มีสิทธิทำรายการนี้" if isinstance(error, NotAllowed) else "ทำรายการนี้ไม่ได้"


def _planned(one: Planned) -> str:
    at = moment_text(one.at.astimezone(BANGKOK))
    price = f"ไม่เกิน {one.paid:,} ข้อความ" if one.paid else "ฟรี"
    as_what = ", ".join(f"{AUDIENCE[kind]} {count:,}" for kind, count in one.whom.items())
    whom = f"{one.schools:,} โรงเรียน  {one.people:,} คน{f' ({as_what})' if as_what else ''}"
    return f"{at}  {one.name}  {rung_text(one.rung)}  {whom}  {price}"
