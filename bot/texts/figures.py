"""Figures in Thai sentences: what is counted, where, of when, from what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.texts import topics
from bot.texts.asking import grades_text
from handlers.dmc_vocabulary import LOWER, PRIMARY, UPPER, VOCATIONAL

MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
ROUNDS = {0: "", 1: "ภาคเรียนที่ 1", 2: "ภาคเรียนที่ 2", 3: "สิ้นปีการศึกษา"}
YEAR_END = 3
UNITS = {
    "students": "คน",
    "rooms": "ห้อง",
    "schools": "โรง",
    "avg_per_room": "คนต่อห้อง",
    "avg_per_school": "คนต่อโรง",
    "students_per_teacher": "คนต่อครู 1 คน",
}
AREAS = {"amphoe": "อำเภอ", "tambon": "ตำบล", "network": "เครือข่าย"}
RULES = {
    "obec4": "เกณฑ์ สพฐ. 4 ขนาด",
    "obec7": "เกณฑ์ สพฐ. 7 ขนาด",
    "kcs": "เกณฑ์ ก.ค.ศ.",
}
SIZE_NAMES = {
    "small": "ขนาดเล็ก",
    "medium": "ขนาดกลาง",
    "large": "ขนาดใหญ่",
    "extra": "ขนาดใหญ่พิเศษ",
    **{f"size{n}": f"ขนาดที่ {n}" for n in range(1, 8)},
}
_WHATS = {"students": "นักเรียน", "staff": "ครู", "teachers": "ครู", "pupils": "นักเรียน"}
_NOUNS = {"students": "นักเรียน", "rooms": "ห้องเรียน", "schools": "โรงเรียน"}

Json = Mapping[str, Any]


def number(value: int | str) -> str:
    """37029 → 37,029; a derived figure keeps its decimals."""
    if isinstance(value, int):
        return f"{value:,}"
    whole, point, rest = value.partition(".")
    return f"{int(whole):,}{point}{rest}"


def thai_date(day: str) -> str:
    """2025-06-10 → 10 มิ.ย. 2568."""
    then = date.fromisoformat(day)
    return f"{then.day} {MONTHS[then.month - 1]} {then.year + 543}"


def as_of(facts: Json) -> str:
    """«ข้อมูล ณ 10 มิ.ย. 2568 จาก DMC»; each source with its own date where there are two."""
    if sources := facts.get("sources"):
        return " · ".join(
            f"{_WHATS.get(s['what'], s['what'])}: ข้อมูล ณ {thai_date(s['as_of'])} จาก {s['source']}"
            for s in sources
        )
    return f"ข้อมูล ณ {thai_date(facts['edition']['as_of'])} จาก {facts['source']}"


def period(edition: Json) -> str:
    """«ปีการศึกษา 2568 ภาคเรียนที่ 1», «สิ้นปีการศึกษา 2568»."""
    if edition["round"] == YEAR_END:
        return f"{ROUNDS[YEAR_END]} {edition['year']}"
    return f"ปีการศึกษา {edition['year']} {ROUNDS[edition['round']]}".strip()


def unit(item: Json, query: Json) -> str:
    """The unit of a figure."""
    return topics.unit(query) if item["measure"] == "count" else UNITS[item["measure"]]


def value_text(item: Json, query: Json) -> str:
    """The figure with its unit; words in its place where it is hidden or unknown."""
    value = item.get("value")
    if value is None:
        if item.get("hidden") == "small" and item["measure"] == "count":
            return f"{topics.SMALL} {unit(item, query)}"
        return topics.WITHHELD if item.get("hidden") else topics.NONE
    if item["measure"] == "percent":
        return f"ร้อยละ {number(value)}"
    return f"{number(value)} {unit(item, query)}"


def scope(query: Json, facts: Json) -> str:
    """Where it is counted: a school, several, schools of a kind, or the office."""
    names = {school["code"]: f"โรงเรียน{school['name']}" for school in facts["schools"]}
    codes = query.get("schools")
    if codes:
        where = " และ".join(names[code] for code in codes)
        return f"{where} รวมกัน" if len(codes) > 1 else where
    return office(facts)


def office(facts: Json) -> str:
    """The whole office, and the schools of it that were left out."""
    without = [f"โรงเรียน{school['name']}" for school in facts.get("left_out", ())]
    return f"{facts['office']} ไม่นับ{' และ '.join(without)}" if without else str(facts["office"])


def having_text(having: Json | None) -> str:
    """The condition that schools meet, after the word for school."""
    if not having:
        return ""
    words: list[str] = []
    if having.get("rule"):
        words.append(size_text(having))
    if having.get("area"):
        words.append(f"ที่อยู่ใน{area_text(*having['area'])}")
    has = [tuple(group) for group in having.get("has", ())]
    lacks = [tuple(group) for group in having.get("lacks", ())]
    if has == [PRIMARY, LOWER] and lacks == [UPPER + VOCATIONAL]:
        words.append("ขยายโอกาส (มีประถมและ ม.ต้น ไม่มี ม.ปลาย)")
        has, lacks = [], []
    clauses = [f"มี{_short(group)}" for group in has]
    clauses += [f"ไม่มี{_short(group)}" for group in lacks]
    if not having.get("rule") and (having.get("min") is not None or having.get("max") is not None):
        clauses.append(_bounds(having))
    if clauses:
        words.append(f"ที่{' และ'.join(clauses)}")
    return " ".join(words)


def area_text(kind: str, name: str) -> str:
    """«อำเภอท่าแซะ»; a network may bear the word in its name already."""
    word = AREAS[kind]
    return name if name.startswith((word, "กลุ่ม", "ศูนย์")) else f"{word}{name}"


def size_text(having: Json) -> str:
    """A class of size with its bounds and the rule they are of."""
    low, high = having.get("min"), having.get("max")
    bounds = f"{low:,}-{high:,}" if high else f"{low:,} ขึ้นไป"
    return f"{SIZE_NAMES[having['size']]} ({RULES[having['rule']]}: {bounds})"


def _short(grades: tuple[str, ...]) -> str:
    text = grades_text(grades)
    return text.removeprefix("ระดับ") if text.startswith("ระดับ") else text


def _bounds(having: Json) -> str:
    measure = having.get("measure", "students")
    noun, of = _NOUNS.get(measure, ""), UNITS.get(measure, "")
    what = f"มี{noun}{having.get('sex') or ''}{_led(grades_text(having.get('grades')))}"
    low, high = having.get("min"), having.get("max")
    if high == 0:
        return f"ไม่{what}"
    if low == high:
        return f"{what} {low:,} {of}พอดี"
    if high is None:
        return f"{what} {low:,} {of}ขึ้นไป"
    if low is None:
        return f"{what}ไม่เกิน {high:,} {of}"
    return f"{what} {low:,}-{high:,} {of}"


def _led(text: str) -> str:
    # «นักเรียนชั้น ป.1», as people write it
    return text


def polite(text: str, particle: str) -> str:
    """The sentence with the office's polite particle; apart from it where it is not Thai."""
    if not particle:
        return text
    thai = "\u0e01" <= text[-1] <= "\u0e4f" and text[-1] != "."
    return f"{text}{particle}" if thai else f"{text} {particle}"


def asking(text: str, particle: str) -> str:
    """A question with the particle as a question has it."""
    return polite(text, "คะ" if particle == "ค่ะ" else particle)


def subject(query: Json) -> str:
    """What is counted, after «มี»."""
    measure = query.get("measure", "students")
    grades = _led(grades_text(query.get("grades")))
    having = having_text(query.get("having"))
    if topics.is_topic(query) and measure != "students_per_teacher":
        return _of_topic(query, having)
    if measure == "rooms":
        return f"ห้องเรียน{grades}{_in(having, grades)}"
    if measure == "schools":
        which = f"ที่มีนักเรียน{query.get('sex') or ''}{grades}" if grades or query.get("sex") else ""
        return f"โรงเรียน{having}{' ' if having and which else ''}{which}"
    return f"นักเรียน{query.get('sex') or ''}{grades}{_in(having, grades)}"


def _of_topic(query: Json, having: str) -> str:
    what = topics.counted(query)
    if query.get("measure") == "schools":
        return f"โรงเรียน{having}{' ' if having else ''}ที่มี{what} "
    return f"{what}{_in(having, what)}"


def _in(having: str, grades: str) -> str:
    # A grade ends in a point and a number, or a shortened word: a space keeps it apart.
    return f"{' ' if grades else ''}ในโรงเรียน{having} " if having else ""


def clause(query: Json, item: Json, facts: Json) -> str:
    """«โรงเรียนบ้านกิ่วพร้าว มีนักเรียนชั้น ป.1 จำนวน 24 คน (ชาย 13 หญิง 11)»."""
    where = scope(query, facts)
    if item["measure"] == "percent":
        return _percent(query, item, facts)
    if item["measure"] == "students_per_teacher":
        return _per_teacher(item, where)
    if item["measure"].startswith("avg"):
        over = "schools" if item["measure"] == "avg_per_school" else "rooms"
        division = f"(นักเรียน {number(item['part'])} คน ÷ {number(item['whole'])} {UNITS[over]})"
        what = subject({**query, "measure": "students"})
        return " ".join(f"{where} มี{what} เฉลี่ย {value_text(item, query)} {division}".split())
    if item["value"] is None and not item.get("hidden"):
        return f"{where} {topics.NONE}{subject(query)}"
    if item["value"] == 0:
        return f"{where} ไม่มี{subject(query)} (0 {unit(item, query)})"
    if item["value"] is None:
        return " ".join(f"{where} {_hidden(query, item)}".split())
    said = f"{where} มี{subject(query)} จำนวน {value_text(item, query)}"
    if "male" in item:
        said += f" (ชาย {number(item['male'])} หญิง {number(item['female'])})"
    return " ".join(said.split())


def _hidden(query: Json, item: Json) -> str:
    """A sentence has its own words for a number that is not shown."""
    if item["hidden"] == "small" and item["measure"] == "count":
        return f"มี{subject(query)} {value_text(item, query)}"
    return f"{topics.WITHHELD}จำนวน{subject(query)}"


def _per_teacher(item: Json, where: str) -> str:
    if item["value"] is None:
        return f"{where} {topics.NONE}นักเรียนต่อครู"
    division = f"(นักเรียน {number(item['part'])} คน ÷ ครู {number(item['whole'])} คน)"
    said = f"{where} มีนักเรียนเฉลี่ย {number(item['value'])} {UNITS[item['measure']]}"
    return f"{said} {division} {topics.TEACHER}"


def _percent(query: Json, item: Json, facts: Json) -> str:
    whole, counted = query["of"], item.get("counted", "students")
    of_what = topics.unit(query) if counted == "count" else UNITS[counted]
    part = subject({**query, "measure": counted})
    if item["value"] is None:
        return f"{scope(query, facts)} ร้อยละของ{part} {value_text(item, query)}"
    division = f"({number(item['part'])} จาก {number(item['whole'])} {of_what})"
    whole_of = subject(whole)
    apart = " " if grades_text(whole.get("grades")) else ""
    of_place = scope(whole, facts)
    led = "" if of_place.startswith("โรงเรียน") else " "  # «ของ สพป.…», as people write it
    of = f"{whole_of}{apart}ทั้งหมดของ{led}{of_place}"
    said = f"{scope(query, facts)} มี{part} คิดเป็นร้อยละ {number(item['value'])} ของ{of} {division}"
    return " ".join(said.split())
