"""What there is no data of, in words: exactly what is missing, and the nearest there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.figures import AREAS, ROUNDS, period, thai_date
from handlers.topics import PUPILS, SOURCES, TOPICS

Json = Mapping[str, Any]
_NO_MEASURE = {
    "room": "จำนวนรายห้องเรียน (เช่น ป.1/2)",
    "rooms_by_sex": "ห้องเรียนแยกชายหญิง",
}
#: Places that are not a part of the office at all.
_ELSEWHERE = ("เขตพื้นที่อื่น", "สังกัดอื่น", "ประเทศ")
#: Rows of a report that are named when none of them was meant.
_MOST_NAMED = 6
OFFICE = "โปรดติดต่อเจ้าหน้าที่ของเขตโดยตรง"


def _years(facts: Json) -> str:
    years = sorted({edition["year"] for edition in facts["editions"]}, reverse=True)
    return "ปีการศึกษาที่มีข้อมูล: " + ", ".join(map(str, years))


def _rounds(facts: Json, year: int) -> str:
    found = [e for e in facts["editions"] if e["year"] == year]
    listed = ", ".join(f"{ROUNDS[e['round']]} ({thai_date(e['as_of'])})" for e in found)
    return f"ปีการศึกษา {year} มีข้อมูล: {listed}"


def _of_topic(missing: Json) -> str:
    """«นักเรียนพิการ »: whose years are named; nothing where they are the pupils'."""
    slug = missing.get("topic", PUPILS)
    return "" if slug == PUPILS else f"{TOPICS[slug].noun} "


def _no_year(missing: Json, facts: Json) -> tuple[str, str]:
    return f"ยังไม่มีข้อมูล{_of_topic(missing)}ปีการศึกษา {missing['value']}", _years(facts)


def _no_round(missing: Json, facts: Json) -> tuple[str, str]:
    name = ROUNDS.get(missing["value"]) or "ภาคเรียนที่ 3"
    year = f"ปีการศึกษา {missing['year']}"
    # «สิ้นปีการศึกษา 2568», not «สิ้นปีการศึกษา ปีการศึกษา 2568»
    when = (
        f"{name.removesuffix('ปีการศึกษา')}{year}" if name.endswith("ปีการศึกษา") else f"{name} {year}"
    )
    said = f"ยังไม่มีข้อมูล{_of_topic(missing)}{when}"
    return said, _rounds(facts, missing["year"])


def _no_day(missing: Json, facts: Json) -> tuple[str, str]:
    days = ", ".join(thai_date(edition["as_of"]) for edition in facts["editions"][:6])
    return "ไม่มีข้อมูลของวันที่ที่ถาม", f"มีข้อมูล ณ {days}"


def _no_measure(missing: Json, facts: Json) -> tuple[str, str]:
    what = str(_NO_MEASURE.get(missing["value"], missing["value"]))
    typed = missing.get("word", "")
    also = f" («{typed}»)" if typed and typed.lower() not in what.lower() else ""
    have = "ที่ตอบได้: จำนวนนักเรียน ห้องเรียน และโรงเรียน ตามชั้นและเพศ"
    # A word of other letters, or a bracket, stands apart from the Thai behind it.
    apart = " " if also or not "\u0e01" <= what[-1] <= "\u0e4f" else ""
    return f"ไม่มีข้อมูล{what}{also}{apart}ในระบบ", have


def _no_place(missing: Json, facts: Json) -> tuple[str, str]:
    have = f"ที่ตอบได้: ทั้งเขต ({facts['office']}) หรือรายโรงเรียน"
    elsewhere = any(place in _ELSEWHERE for place in missing["value"].split(", "))
    return f"ไม่มีข้อมูล{'ของ' if elsewhere else 'แยกตาม'}{missing['value']}", have


def _no_school(missing: Json, facts: Json) -> tuple[str, str]:
    said = f"ไม่พบโรงเรียน «{missing['value']}» ในสังกัด {facts['office']}"
    return said, "" if missing["value"].isdigit() else "โรงเรียนที่ชื่อใกล้เคียงที่สุด"


def _no_school_then(missing: Json, facts: Json) -> tuple[str, str]:
    when = period(missing["edition"])
    return f"ไม่มีข้อมูลของโรงเรียน{missing['value']} ใน{when}", _years(facts)


def _nothing(missing: Json, facts: Json) -> tuple[str, str]:
    return "คำนวณไม่ได้ เพราะไม่มีนักเรียนหรือห้องเรียนในส่วนที่ถาม", ""


def _no_dataset(missing: Json, facts: Json) -> tuple[str, str]:
    if missing.get("topic"):
        topic = TOPICS[missing["topic"]]
        said = f"ยังไม่มีข้อมูลเรื่อง{topic.title} ({SOURCES[topic.dataset]}) ที่เผยแพร่"
        return said, "ที่ตอบได้: จำนวนนักเรียน ห้องเรียน และโรงเรียน ตามชั้นและเพศ"
    return "ยังไม่มีข้อมูลที่เผยแพร่", OFFICE


def _no_row(missing: Json, facts: Json) -> tuple[str, str]:
    """A kind that the topic's report does not tell apart."""
    topic = TOPICS[missing["topic"]]
    typed = missing.get("word") or missing.get("value")
    what = f"ที่ตรงกับ «{typed}»" if typed else "ที่ถาม"
    rows = topic.categories[:_MOST_NAMED]
    more = " ฯลฯ" if len(topic.categories) > len(rows) else ""
    have = f"ที่รายงานแยกไว้: {', '.join(rows)}{more}" if rows else ""
    return f"ไม่มีประเภท{what} ในรายงาน{topic.title}", have


def _too_small(missing: Json, facts: Json) -> tuple[str, str]:
    """A figure that would tell a small number of some school."""
    topic = TOPICS[missing["topic"]]
    said = f"ตอบเรื่อง{topic.noun}ตามที่ถามไม่ได้ เพราะจะทำให้ทราบจำนวนน้อยกว่า 5 {topic.unit} ของบางโรงเรียน"
    return said, f"ที่ตอบได้: {topic.noun}ทั้งเขต หรือแยกประเภท โดยปกปิดจำนวนน้อย"


def _no_part(missing: Json, facts: Json) -> tuple[str, str]:
    """Grades or sexes of what is not told apart by them."""
    what = {"grade": "รายชั้น", "sex": "ชายหญิง"}.get(str(missing["value"]), "ตามที่ถาม")
    topic = TOPICS[missing["topic"]] if missing.get("topic") else None
    of = f"ในรายงาน{topic.title}" if topic else ""
    return f"ไม่มีข้อมูลแยก{what}{of}", f"ที่ตอบได้: จำนวน{topic.noun}รวม" if topic else ""


def _no_area(missing: Json, facts: Json) -> tuple[str, str]:
    kind = AREAS.get(str(missing.get("kind")), "พื้นที่")
    name = missing.get("value")
    if not name:
        return f"ไม่มีข้อมูลว่าโรงเรียนใดอยู่ใน{kind}ใด", f"ที่ตอบได้: ทั้งเขต ({facts['office']}) หรือรายโรงเรียน"
    return f"ไม่พบ{kind} «{name}» ใน {facts['office']}", f"{kind}ที่ชื่อใกล้เคียงที่สุด"


def other(missing: Json, facts: Json) -> tuple[str, str]:
    """What has no words of its own."""
    return "ไม่มีข้อมูลที่ถามในระบบ", "ที่ตอบได้: จำนวนนักเรียน ห้องเรียน และโรงเรียน ตามชั้นและเพศ"


MISSING = {
    "year": _no_year,
    "round": _no_round,
    "as_of": _no_day,
    "measure": _no_measure,
    "place": _no_place,
    "school": _no_school,
    "school_in_version": _no_school_then,
    "nothing_to_divide": _nothing,
    "dataset": _no_dataset,
    "topic": _no_dataset,
    "category": _no_row,
    "part": _no_part,
    "area": _no_area,
    "small": _too_small,
}
