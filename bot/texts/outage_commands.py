"""Outages at the command line: what was told and at what price, the list, why something is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.incident_card import announced_text, ended_text, state
from bot.texts.incidents import when_text, where_text
from bot.texts.ticket_words import CATEGORY, number_text, short
from handlers.incidents.opening import NotInOrder
from handlers.tickets.working import NothingSaid
from models.errors import NotFound, Refusal, WrongState

Json = Mapping[str, Any]
NONE = "ไม่มีเหตุขัดข้องที่ยังไม่สิ้นสุด"
_MISSING = {"school": "ไม่พบโรงเรียนรหัส {ref} ในสำนักงาน", "incident": "ไม่พบเหตุหมายเลข {ref}"}


def announced_line(done: Json) -> str:
    """It was announced; the id is what `outage end` takes."""
    return f"[{done['id']}] {number_text(done)} {where_text(done)} {announced_text(done)}"


def ended_line(done: Json) -> str:
    """It is over."""
    return f"[{done['id']}] {number_text(done)} {ended_text(done)}"


def outage_lines(row: Json) -> list[str]:
    """One of the list."""
    told = f"รับทราบแล้ว {row['heard']:,} คน รอแจ้ง {row['waiting']:,} คน ใช้ {row['paid']:,} ข้อความ"
    return [
        f"[{row['id']}] {number_text(row)} {CATEGORY[row['category']]} {state(row)}: "
        f"{short(row['words'], 200)}",
        f"     {where_text(row)} {when_text(row)}",
        f"     เรื่องที่รวม {row['tickets']:,} เรื่อง (ค้าง {row['open_tickets']:,}) {told}",
    ]


def share_line(before: int | None, now: int | None) -> str:
    """What incidents may cost in a month."""
    if now is None:
        return "แจ้งเหตุขัดข้องทันทีได้ไม่จำกัดข้อความ"
    changed = "" if before in (now, None) else f" (เดิม {before:,})"
    return f"แจ้งเหตุขัดข้องทันทีได้เดือนละไม่เกิน {now:,} ข้อความ{changed}"


def not_a_moment(text: str) -> str:
    """What was given for a moment is none."""
    return f"not a date and time in ISO 8601: {text!r}"


def refusal_line(error: Refusal) -> str:
    """Why it was not done."""
    if isinstance(error, NotFound):
        return _MISSING.get(error.what, "ไม่พบ {ref}").format(ref=error.ref)
    if isinstance(error, WrongState):
        return "ทำไม่ได้: เหตุนี้สิ้นสุดหรือประกาศไปแล้ว"
    if isinstance(error, NotInOrder):
        return "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม และยังมาไม่ถึง"
    if isinstance(error, NothingSaid):
        return "ต้องมีข้อความใน --words"
    return str(error)
