"""Who was told of a round, as tables for terminal and workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sheets import Sheet
from bot.texts.figures import thai_date
from bot.texts.group_commands import rung_text
from bot.texts.round_sheets import sheet
from bot.texts.round_words import AUDIENCE, moment_text

Json = Mapping[str, Any]
WAY = {
    "free": "อ่านฟรี",
    "paid": "ส่งแบบจ่าย",
    "waiting": "รอส่งฟรี",
    "unknown": "ไม่ทราบผล",
    "replaced": "มีครั้งใหม่กว่าแทน",
    "done": "ยืนยันก่อนได้อ่าน",
    "unsent": "ไม่ได้ส่ง",
    "gone": "ไม่มีหลักฐานแล้ว",
}
NOTHING = "ยังไม่มีการแจ้งในรอบนี้"
_COLUMNS = ("เวลา", "ครั้ง", "ผู้รับ", "ในฐานะ", "โรงเรียนที่แจ้ง", "ผล", "เวลาที่ LINE รับ", "จ่าย\n(ข้อความ)")
_ERASED = "(ลบชื่อแล้ว)"
_NOTE = "ฟรี = ไปพร้อมคำตอบที่ไม่เสียข้อความ LINE รับแล้วไม่ได้แปลว่าอ่านแล้ว หนึ่งข้อความที่จ่ายอาจแจ้งหลายรอบ"


def sheets(found: Json, office: str) -> list[Sheet]:
    """How each rung went, then every telling."""
    return [_rungs(found, office), _lines(found, office)]


def _rungs(found: Json, office: str) -> Sheet:
    ways = [way for way in WAY if way in found["ways"]]
    rows = [
        (
            rung_text(one["rung"]), thai_date(one["due_on"]), one["told"],
            *(one["ways"].get(way, 0) for way in ways),
        )
        for one in found["rungs"]
    ]  # fmt: skip
    total = ("รวม", "", len(found["lines"]), *(found["ways"][way] for way in ways))
    columns = ("ครั้ง", "กำหนดเดิม" if _moved(found) else "กำหนด", "แจ้ง", *(WAY[way] for way in ways))
    return sheet(
        found, office, "สรุปการแจ้ง", "การแจ้งเตือนแต่ละครั้ง", columns, rows, total=total, notes=(_NOTE,)
    )


def _moved(found: Json) -> bool:
    return len({one["due_on"] for one in found["rungs"]}) > 1


def _lines(found: Json, office: str) -> Sheet:
    rows = [
        (
            moment_text(one["made_at"]), rung_text(one["rung"]), one["to"] or _ERASED,
            AUDIENCE[one["audience"]], _schools(one), WAY[one["way"]],
            moment_text(one["told_at"]) if one["told_at"] else "", one["price"],
        )
        for one in found["lines"]
    ]  # fmt: skip
    total = ("รวมข้อความที่จ่าย", "", "", "", "", "", "", found["paid_messages"])
    return sheet(
        found, office, "รายการแจ้ง", "หลักฐานการแจ้งเตือน", _COLUMNS, rows, total=total, notes=(_NOTE,)
    )


def _schools(one: Json) -> str:
    return ", ".join(school["name"] or school["code"] for school in one["schools"])
