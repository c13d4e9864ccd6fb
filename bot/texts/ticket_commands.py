"""Words of the commands about tickets: help, lists, one ticket, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts import request_commands
from bot.texts.ticket_words import (
    CATEGORY,
    CHANNEL,
    DONE,
    URGENCY_LONG,
    moment_text,
    number_text,
    short,
    status_text,
)
from handlers.tickets.listing import BadStandard
from models.errors import NotFound, Refusal

Json = Mapping[str, Any]
HELP = "Tickets: what is broken and what was asked for on a form."
NONE = "ไม่มีเรื่อง"


def list_line(row: Json) -> str:
    """One ticket of a list."""
    late = "  เกินเวลา" if row["late"] else ""
    by = f"  {row['technician']}" if row.get("technician") else ""
    return (
        f"{number_text(row)}  {status_text(row)}  {CATEGORY[row['category']]}  {row['place']}  "
        f"{short(row['subject'], 60)}{by}{late}"
    )


def whole_lines(found: Json) -> list[str]:
    """One ticket with its trail."""
    due = f"  ภายใน {moment_text(found['solve_due_at'])}" if found["solve_due_at"] else ""
    return [
        f"{number_text(found)}  {status_text(found)}{due}",
        f"{CATEGORY[found['category']]}  {URGENCY_LONG[found['urgency']]}",
        f"{found['place']}  ผู้แจ้ง: {found['reporter']['name'] or '-'}  "
        f"ทาง{CHANNEL[found['channel']]}",
        f"เรื่อง: {found['subject']}",
        f"ผู้รับผิดชอบ: {found['technician'] or '-'}",
        *(_entry(one) for one in found["trail"]),
    ]


def _entry(one: Json) -> str:
    inside = " (ภายใน)" if one["internal"] else ""
    undone = " (ยกเลิกแล้ว)" if one["undone"] else ""
    words = f": {short(one['words'], 160)}" if one["words"] else ""
    said = f"{DONE[one['kind']]}{inside}{undone}{words}"
    return f"  {moment_text(one['at'])}  {one['by'] or 'ระบบ'}  {said}"


def standard_line(urgency: str, minutes: Mapping[str, int]) -> str:
    """The standard of one urgency, in minutes of working time."""
    return (
        f"{urgency}  {URGENCY_LONG[urgency]}: ตอบกลับ {minutes['first']:,} นาที  "
        f"แจ้งความคืบหน้าทุก {minutes['update']:,} นาที  แก้ไข {minutes['solve']:,} นาที"
    )


def refusal_line(error: Refusal) -> str:
    """Why nothing was done."""
    if isinstance(error, NotFound) and error.what == "ticket":
        return f"ไม่พบเรื่อง «{error.ref}»"
    if isinstance(error, BadStandard):
        return "เวลามาตรฐานต้องเป็นนาที 1 ขึ้นไป ไม่เกิน 30 วันทำการ และตอบกลับต้องไม่ช้ากว่าแก้ไข"
    return request_commands.refusal_line(error)
