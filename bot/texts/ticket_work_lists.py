"""Lists of tickets and of what was done to one; pages and papers of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import ticket_work_facts as facts
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.handling_facts import LATE
from bot.texts.tasks import NEXT, row_label
from bot.texts.ticket_words import (
    CATEGORY,
    DONE,
    ENDING,
    ICON,
    OUTCOME,
    STATUS,
    URGENCY,
    number_text,
    short,
)
from bot.texts.ticket_work import FLOW, album, memo
from bot.texts.ticket_work_replies import box

Json = Mapping[str, Any]
OLDER = {"older": "ก่อนหน้านี้"}


@words("mending.history")
def history(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One page of `entries`, oldest first; `before` it are more."""
    lines = [_entry(one, data["now"]) for one in data["entries"]]
    before = data["before"]
    more = f"ก่อนหน้านี้อีก {before:,} รายการ" if before else ""
    value = f"{data['id']}:{data['version']}:{before}"
    return [
        Card(
            alt=" · ".join(filter(None, [f"ประวัติ {number_text(data)}", more, *lines])),
            title=f"ประวัติ {number_text(data)}",
            subtitle=f"ทั้งหมด {data['count']:,} รายการ",
            icon="🕘",
            body=tuple(lines),
            note=more,
            buttons=(Do(OLDER["older"], FLOW, "history", value),) if before else (),
        )
    ]


def _entry(one: Json, now: str) -> str:
    by = short(one["by"] or "ระบบ", 60)
    lock = f"{facts.LOCK} " if one["internal"] else ""
    undone = " (ยกเลิกแล้ว)" if one["undone"] else ""
    files = f" (รูป/ไฟล์ {one['files']:,})" if one["files"] else ""
    said = " ".join(filter(None, (_about(one["facts"], now), short(facts.first(one), 160))))
    words = f": {said}" if said else ""
    when = facts.near_text(one["at"], now)
    return f"{lock}{when} {by} {DONE[one['kind']]}{words}{files}{undone}"


def _about(told: Json, now: str) -> str:
    """What an entry says besides its words."""
    if told.get("at"):
        return facts.near_text(str(told["at"]), now)
    if told.get("to"):
        return f"ให้ {told['to']}"
    if told.get("erased"):
        return "ลบรูป"
    if told.get("category"):
        parts = (CATEGORY.get(told["category"]), URGENCY.get(told["urgency"]), told.get("asset"))
        return " · ".join(filter(None, parts))
    if told.get("outcome") or told.get("ending"):
        outcome, ending = str(told.get("outcome")), str(told.get("ending"))
        return OUTCOME.get(outcome, "") or ENDING.get(ending, "")
    if told.get("received"):
        return "พัสดุรับเครื่องแล้ว"
    if told.get("of") in DONE:
        return DONE[str(told["of"])]
    return str(told.get("number") or "")


@words("mending.link")
def link(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The page of the photos, or the memo, for the one who asked."""
    said = "กดปุ่มเพื่อเปิด ลิงก์นี้ของท่านใช้ได้ 1 ชั่วโมง"
    none = data["page"] == "photos" and not data["files"]
    lead = polite("เรื่องนี้ไม่มีรูปหรือไฟล์" if none else said, voice.particle)
    found: Button = (
        album(data, Style.PRIMARY)
        if data["page"] == "photos"
        else memo(data["repair"], data["link"], Style.PRIMARY)
    )
    return [box(data, number_text(data), [lead], "", () if none else (found,), icon="🔗")]


@words("mending.gone")
def gone(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It belongs to another group now."""
    said = f"{number_text(data)} เป็นงานของ{data['to']}แล้ว แจ้งผู้รับผิดชอบให้แล้ว"
    return [Text(polite(said, voice.particle), (Say("งานของฉัน", "งานของฉัน"),))]


@words("mending.all")
def every(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Every open ticket with who has it, a page of ten, the late ones first."""
    rows: dict[str, Json] = data["rows"]
    if not rows:
        none = polite("ตอนนี้ไม่มีงานแจ้งปัญหาที่ค้างอยู่", voice.particle)
        return [Text(none, (Say("งานของฉัน", "งานของฉัน"), Say("เมนู", "เมนู")))]
    late = f" {LATE} {data['late']:,} เรื่อง" if data["late"] else ""
    lead = polite(f"มี {data['count']:,} เรื่อง{late} กดหรือพิมพ์หมายเลขเพื่อเปิด", voice.particle)
    buttons: list[Button] = [Press(row_label(n), FLOW, "listed", n) for n in rows]
    if data["more"]:
        buttons.append(Press(NEXT["next"], FLOW, "listed", "next"))
    drawn = [_listed(n, one, data["now"]) for n, one in rows.items()]
    return [
        Card(
            alt=f"งานทั้งหมด: {lead} {' · '.join(facts.plain(drawn))}",
            title="งานทั้งหมด",
            subtitle=lead,
            icon="📋",
            tone="alert" if data["late"] else "calm",
            rows=tuple(drawn),
            buttons=tuple(buttons),
            beside=True,
        )
    ]


def _listed(n: str, one: Json, now: str) -> Row:
    has_it = "ท่าน" if one["mine"] else short(one["technician"] or "", 40) or "ยังไม่มีผู้รับ"
    due = f"กำหนด {facts.near_text(one['due_at'], now)}" if one["due_at"] else ""
    detail = (STATUS[one["status"]], has_it, short(one["place"], 50), due)
    label = f"{n}. {ICON[one['category']]} {number_text(one)} {short(one['subject'], 50)}"
    return Row(label, value=LATE if one["late"] else "", detail=" · ".join(filter(None, detail)))
