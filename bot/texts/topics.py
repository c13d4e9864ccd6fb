"""What the other topics count, in words: disability, religion, staff, equipment and their like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.asking import grades_text
from handlers.topics import PUPILS, SOURCES, TOPICS
from handlers.topics_vocabulary import ABNORMAL, OTHERS, OUT_OF_AGE, TEACHERS

Json = Mapping[str, Any]
#: What stands in place of a hidden number, and why; said once with every answer that hides one.
SMALL, WITHHELD, NONE = "น้อยกว่า 5", "ไม่แสดง", "ไม่มีข้อมูล"
WHY = {
    "small": "ไม่แสดงจำนวนที่น้อยกว่า 5 เพื่อคุ้มครองข้อมูลส่วนบุคคล",
    "withheld": "«ไม่แสดง» คือปกปิดไว้เพื่อไม่ให้คำนวณย้อนกลับได้",
}
TEACHER = f"ครู หมายถึง {', '.join(TEACHERS)}"
#: How the rows of a topic are told apart, after «แยก».
_BY = {
    "age": "ตามอายุ",
    "nationality": "ตามสัญชาติ",
    "gcode_nationality": "ตามสัญชาติ",
    "religion": "ตามศาสนา",
    "distance": "ตามวิธีเดินทาง",
    "weight_for_height": "ตามเกณฑ์น้ำหนัก",
    "height_for_age": "ตามเกณฑ์ส่วนสูง",
    "dropout": "ตามสาเหตุ",
    "removal": "ตามสาเหตุ",
    "not_passed": "ตามเกณฑ์",
    "graduates_p6": "ตามการศึกษาต่อ",
    "graduates_m3": "ตามการศึกษาต่อ",
    "graduates_m6": "ตามการศึกษาต่อ",
    "completion_time": "ตามเวลาที่ใช้เรียน",
    "staff": "ตามตำแหน่ง",
    "hardship": "ตามรายการที่ขาดแคลน",
}
#: How a row of a topic reads as a noun of its own; others stand in brackets behind the topic's.
_NOUNS = {
    "age": "นักเรียนอายุ {}",
    "nationality": "นักเรียนสัญชาติ{}",
    "gcode_nationality": "ผู้เรียนรหัส G สัญชาติ{}",
    "religion": "นักเรียนที่นับถือศาสนา{}",
    "hardship": "นักเรียนที่ขาดแคลน{}",
    "weight_for_height": "นักเรียนที่มีน้ำหนักตามเกณฑ์ส่วนสูง «{}»",
    "height_for_age": "นักเรียนที่มีส่วนสูงตามเกณฑ์อายุ «{}»",
    "staff": "{}",
    "disability_and_disadvantage": "{}",
}
_ODD = (OTHERS, ABNORMAL, OUT_OF_AGE)
#: Rows of DMC for its own checks: nobody asks after them, so nobody is told that they are empty.
UNASKED = (ABNORMAL, OUT_OF_AGE)
_WHOLE_WORDS = ("ไม่ปรากฎสัญชาติ",)


def is_topic(query: Json) -> bool:
    """Is the question about anything but pupils by grade?"""
    return bool(query.get("topic", PUPILS) != PUPILS)


def unit(query: Json) -> str:
    """The unit of what the topic counts."""
    return TOPICS[query.get("topic", PUPILS)].unit


def source(query: Json) -> str:
    """The system that the topic comes from."""
    return SOURCES[TOPICS[query.get("topic", PUPILS)].dataset]


def counted(query: Json) -> str:
    """What is counted: the topic's noun with its row, part, grades and sex."""
    noun = _noun(query.get("topic", PUPILS), query.get("category"))
    part = f" ({query['part']})" if query.get("part") else ""
    sex = f"เพศ{query['sex']}" if query.get("sex") else ""
    grades = grades_text(query.get("grades"))
    return " ".join(filter(None, [f"{noun}{part}", sex, grades]))


def _noun(slug: str, category: str | None) -> str:
    noun = TOPICS[slug].noun
    if not category or category == TOPICS[slug].total:
        return noun
    if category in _ODD:
        return f"{noun} (กลุ่ม «{category}» ของรายงาน{TOPICS[slug].title})"
    if slug == "nationality" and category in _WHOLE_WORDS:
        return f"{noun}ที่{category}"
    shape = _NOUNS.get(slug)
    return shape.format(category) if shape else f"{noun} ({category})"


def by(query: Json) -> str:
    """«แยกตามศาสนา»: what a breakdown by the topic's rows is called."""
    return f"แยก{_BY.get(query.get('topic', PUPILS), 'ตามประเภท')}"


def named(query: Json) -> str:
    """What a button calls the question: what is counted, or a report by its rows."""
    said = counted(query)
    return f"{said}{by(query)}" if query.get("group_by") == "category" else said


def whys(items: Any) -> list[str]:
    """Why numbers are hidden, each reason once."""
    found = [item.get("hidden") for item in items]
    return [said for key, said in WHY.items() if key in found]
