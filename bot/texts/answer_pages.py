"""The words of an answer's own page; those that all pages share are in `open_data.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.figures import period
from bot.texts.missing import MISSING, other

Json = Mapping[str, Any]
WORDS = {
    "table": "ตาราง",
    "rows": "ทั้งหมด {:,} รายการ",
    "ask_again": "ถามต่อหรือถามเรื่องอื่นได้ในแชต LINE ของสำนักงาน",
    "all_data": "ดูชุดข้อมูลทั้งหมดของสำนักงาน",
}
BAD_LINK = "ลิงก์นี้ไม่ครบหรือไม่ถูกต้อง ลองกดจากแชตอีกครั้ง หรือถามใหม่ในแชต"
OLD_LINK = "ลิงก์นี้เป็นของโปรแกรมรุ่นก่อน ถามใหม่ในแชตเพื่อรับลิงก์ใหม่"
NO_CHART = "คำตอบนี้ไม่มีกราฟ เพราะไม่มีตัวเลขให้เทียบกัน (ค่าเดียว รายชื่อ หรือค่าที่ปกปิด)"


def gone(answer: Json, query: Json) -> str:
    """Why an answer that once was there is not: withdrawn, or no such school in it any more."""
    year, round_ = query.get("year"), query.get("round")
    when = f" ({period({'year': year, 'round': round_})})" if year and round_ is not None else ""
    lead = f"ข้อมูลของคำตอบนี้{when}ถูกถอนหรือไม่มีเผยแพร่แล้ว"
    missing = answer.get("missing")
    if not missing:
        return lead
    said, nearest = MISSING.get(missing["what"], other)(missing, answer["facts"])
    return " ".join(filter(None, [f"{lead}:", said, nearest]))
