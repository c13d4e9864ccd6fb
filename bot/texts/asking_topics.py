"""Whole questions about the other topics, as buttons type them; the bot reads them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.topics import TOPICS

Query = Mapping[str, Any]
#: A topic as it is asked for, and one row of it; rows go by the report's own names.
_ASKED: dict[str, tuple[str, str]] = {
    "age": ("นักเรียนแยกตามอายุ", "นักเรียนอายุ {}"),
    "disability": ("นักเรียนพิการ", "นักเรียนพิการ {}"),
    "disadvantage": ("นักเรียนด้อยโอกาส", "นักเรียนด้อยโอกาส {}"),
    "disability_and_disadvantage": ("นักเรียนพิการหรือด้อยโอกาส", "{}อย่างเดียว"),
    "nationality": ("นักเรียนแยกตามสัญชาติ", "นักเรียนสัญชาติ{}"),
    "religion": ("นักเรียนแยกตามศาสนา", "นักเรียนนับถือศาสนา{}"),
    "hardship": ("นักเรียนขาดแคลน", "นักเรียนขาดแคลน {}"),
    "boarding": ("นักเรียนพักนอน", "นักเรียนพักนอน {}"),
    "distance": ("นักเรียนที่อยู่ห่างไกล", "นักเรียนที่อยู่ห่างไกล {}"),
    "weight_for_height": ("นักเรียนแยกตามน้ำหนัก", "นักเรียนน้ำหนักตามเกณฑ์ส่วนสูง {}"),
    "height_for_age": ("นักเรียนแยกตามส่วนสูง", "นักเรียนส่วนสูงตามเกณฑ์อายุ {}"),
    "g_code": ("นักเรียนรหัส G", "นักเรียนรหัส G"),
    "gcode_nationality": ("นักเรียนรหัส G แยกสัญชาติ", "นักเรียนรหัส G สัญชาติ{}"),
    "dropout": ("นักเรียนออกกลางคัน", "นักเรียนออกกลางคัน {}"),
    "removal": ("นักเรียนที่ถูกจำหน่าย", "นักเรียนที่ถูกจำหน่าย {}"),
    "year_end_check": ("นักเรียนย้ายเข้า", "นักเรียน{}"),
    "not_passed": ("นักเรียนไม่ผ่านการประเมินปลายปี", "นักเรียนไม่ผ่านการประเมินปลายปี {}"),
    "graduates_p6": ("นักเรียนที่จบ ป.6", "นักเรียนที่จบ ป.6 {}"),
    "graduates_m3": ("นักเรียนที่จบ ม.3", "นักเรียนที่จบ ม.3 {}"),
    "graduates_m6": ("นักเรียนที่จบ ม.6", "นักเรียนที่จบ ม.6 {}"),
    "completion_time": ("นักเรียนที่เรียนจบ", "นักเรียนที่เรียนจบ {}"),
    "staff": ("ครูและบุคลากร", "{}"),
    "equipment": ("ครุภัณฑ์", "ครุภัณฑ์ {}"),
    "buildings": ("อาคารและสิ่งก่อสร้าง", "สิ่งก่อสร้าง {}"),
}


def counted(query: Query) -> str:
    """What is asked for, after «มี»: «นักเรียนพิการ ความพิการทางการเรียนรู้»."""
    slug, category = query["topic"], query.get("category")
    whole, row = _ASKED.get(slug, (TOPICS[slug].noun, "{}"))
    if category and category != TOPICS[slug].total:
        return f"{row.format(category)}{_part(query)}"
    return f"{whole}{_part(query)}"


def _part(query: Query) -> str:
    return f"ที่{query['part']}" if query.get("part") else ""


def unit(query: Query) -> str:
    """What it is counted in."""
    return TOPICS[query["topic"]].unit
