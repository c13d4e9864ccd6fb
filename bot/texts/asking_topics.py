"""Whole questions about the other topics, as buttons type them; the bot reads them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.topics import TOPICS, Counted, Topic

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


#: Rows and wholes whose names mean something else as well: a question of them is asked back, or
#: is one of another report.
_UNSAID = {
    *(("year_end_check", name) for name in (None, "ออกกลางคัน", "จำหน่าย/ตาย")),
    *(("nationality", "อื่นๆ"), ("religion", "อื่นๆ"), ("height_for_age", "สูง"), ("age", "20 ปีขึ้นไป")),
}
_UNCLEAR = ("completion_time", "disability_and_disadvantage")
#: Of what happened over a year there is no share of the pupils of one day.
_OVER_A_YEAR = ("dropout", "removal", "not_passed", "year_end_check")


def sayable(query: Query) -> bool:
    """Can a query about a topic be asked in words that mean nothing else?"""
    slug, category = query["topic"], query.get("category")
    by = query.get("group_by")
    topic = TOPICS[slug]
    if (slug, category) in _UNSAID or slug in _UNCLEAR:
        return False
    by_rows = topic.everyone or slug == "gcode_nationality"
    if by_rows and category is None and by != "category":
        return False  # «นักเรียน» alone are the pupils by grade
    by_grade = query.get("grades") or by in ("grade", "level")
    by_sex = query.get("sex") or by == "sex"
    if (by_grade and topic.parts != "grades") or (by_sex and topic.counted is not Counted.PUPILS):
        return False
    if query.get("measure") == "percent":
        return _shared(query, topic)
    if topic.slug == "equipment" and category and query.get("measure") == "count":
        # One thing is always shown by its states.
        return bool(query.get("part")) or by == "part"
    return by != "part"


def _shared(query: Query, topic: Topic) -> bool:
    """Is it a share that has words: of the topic's whole, or of all pupils, in the same place?"""
    of, own = query["of"], query["of"].get("topic") == topic.slug
    plain = not any(query.get(key) for key in ("grades", "sex", "part", "having", "group_by"))
    same = of.get("schools") == query.get("schools") and set(of) <= {"measure", "topic", "schools"}
    if not plain or not same or of.get("topic", topic.slug) != topic.slug:
        return False
    if topic.everyone or topic.counted is not Counted.PUPILS:
        return own and bool(query.get("category"))
    if topic.slug.startswith("graduates") or topic.slug in _OVER_A_YEAR:
        return False
    return bool(query.get("category")) or not own


def share(what: str, query: Query) -> str:
    """«นักเรียนพิการคิดเป็นร้อยละเท่าไรของนักเรียนทั้งหมด»."""
    slug = query["topic"]
    asked = f"{what.strip()} คิดเป็นร้อยละเท่าไร"
    if TOPICS[slug].everyone or TOPICS[slug].counted is not Counted.PUPILS:
        return asked
    whole = _ASKED[slug][0] if query["of"].get("topic") == slug else "นักเรียน"
    return f"{asked}ของ{whole} ทั้งหมด"


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
