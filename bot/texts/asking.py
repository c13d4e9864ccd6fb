"""Whole questions in Thai for a query: what buttons type for people. The bot reads them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.texts import asking_topics
from handlers.dmc_vocabulary import GRADES, LOWER, PRE, PRIMARY, UPPER, VOCATIONAL

_LEVELS: dict[tuple[str, ...], str] = {
    PRE: "ระดับอนุบาล",
    PRIMARY: "ระดับประถม",
    PRIMARY[:3]: "ระดับประถมต้น",
    PRIMARY[3:]: "ระดับประถมปลาย",
    LOWER: "ระดับ ม.ต้น",
    UPPER + VOCATIONAL: "ระดับ ม.ปลายและเทียบเท่า",
    LOWER + UPPER + VOCATIONAL: "ระดับมัธยม",
    PRIMARY + LOWER: "การศึกษาภาคบังคับ",
    VOCATIONAL: "ระดับ ปวช.",
}
_ROUNDS = {1: "ภาคเรียนที่ 1", 2: "ภาคเรียนที่ 2", 3: "สิ้นปี"}
_GROUPED = {
    "sex": " แยกชายหญิง",
    "grade": " แยกรายชั้น",
    "level": " แยกตามระดับ",
    "category": " แยกตามประเภท",
    "amphoe": " แยกรายอำเภอ",
    "tambon": " แยกรายตำบล",
    "network": " แยกรายเครือข่าย",
}
_AREAS = {"amphoe": "อำเภอ", "tambon": "ตำบล", "network": "เครือข่าย"}

Query = Mapping[str, Any]
Schools = Sequence[Mapping[str, str]]


def grades_text(grades: Sequence[str] | None) -> str:
    """Grades as people write them: a level's name, one grade, a range, or a list."""
    if not grades:
        return ""
    chosen = tuple(grades)
    if chosen in _LEVELS:
        return _LEVELS[chosen]
    if len(chosen) == 1:
        return f"ชั้น {chosen[0]}"
    first = GRADES.index(chosen[0])
    if chosen == GRADES[first : first + len(chosen)]:
        return f"ชั้น {chosen[0]}-{chosen[-1]}"
    return "ชั้น " + " และ ".join(chosen)


def period_text(query: Query) -> str:
    """The year and round that a query names; empty where it leaves them to the bot."""
    parts = []
    if query.get("group_by") == "year":
        return _over_years(query)
    if query.get("round"):
        parts.append(_ROUNDS[query["round"]])
    if query.get("year"):
        parts.append(f"ปีการศึกษา {query['year']}")
    return "".join(f" {part}" for part in parts)


def _over_years(query: Query) -> str:
    round_ = f" {_ROUNDS[query['round']]}" if query.get("round") else ""
    if years := query.get("years"):
        whole = len(years) == years[-1] - years[0] + 1
        named = f" ปี {years[0]} ถึง {years[-1]}" if whole else f" ปี {' กับ '.join(map(str, years))}"
    else:
        named = f" ย้อนหลัง {query['back']} ปี" if query.get("back") else " แต่ละปี"
    return round_ + named


def question(query: Query, schools: Schools) -> str:
    """The whole question. `schools` are those of the query, code and name; codes go along.

    Empty where there are no words that the bot reads back to the very same query: there is no
    button then, for another query's answer would be a wrong figure.
    """
    if not _sayable(query):
        return ""
    names = {school["code"]: f"โรงเรียน{school['name']} ({school['code']})" for school in schools}
    if query.get("parts"):
        return _where(query["parts"][0], names) + _asked_together(query) + period_text(query)
    if query.get("topic") and query.get("measure") == "percent":
        return (
            _where(query, names)
            + asking_topics.share(_topic_counted(query), query)
            + (period_text(query))
        )
    if query.get("rank"):
        return _ranked(query) + period_text(query)
    if query.get("measure") == "percent":
        return _percent(query, names) + period_text(query)
    return _where(query, names) + _asked(query) + period_text(query)


#: What the words below can say of a query; what else it holds, they cannot.
_SAID = {
    *("measure", "schools", "grades", "sex", "having", "of", "rank", "group_by", "listing"),
    *("parts", "topic", "category", "part", "years", "back", "year", "round"),
}


def _sayable(query: Query) -> bool:
    given = {key for key, value in query.items() if value is not None}
    having = query.get("having") or {}
    if given - _SAID or set(having) - {"area"} or (having and query.get("schools")):
        return False
    by = query.get("group_by")
    if by not in (None, "school", "year", *_GROUPED, "part"):
        return False
    if by in _AREAS and (having.get("area") or [""])[0] == by:
        return False
    if query.get("rank"):
        plain = {"rank", "listing", "topic", "category", "part", "grades", "sex", "year", "round"}
        counts = query.get("measure", "students") in ("students", "count")
        if not counts or not query.get("listing") or given - plain - {"measure"}:
            return False
    if query.get("listing") and not (query.get("topic") and not query.get("schools")):
        return False
    return asking_topics.sayable(query) if query.get("topic") else True


def _ranked(query: Query) -> str:
    order = "มากที่สุด" if query["rank"][0] == "most" else "น้อยที่สุด"
    what = _topic_counted(query) if query.get("topic") else _counted(query).removeprefix("มี")
    return f"{query['rank'][1]} อันดับโรงเรียนที่มี{what.strip()} {order}"


def _where(query: Query, names: Mapping[str, str]) -> str:
    codes = query.get("schools")
    if not codes and (area := (query.get("having") or {}).get("area")):
        word = _AREAS[area[0]]
        return f"{area[1] if area[1].startswith(word) else word + area[1]} "
    return "และ".join(names[code] for code in codes) + " " if codes else "ทั้งเขต "


def _asked(query: Query) -> str:
    measure = query.get("measure", "students")
    if measure == "students_per_teacher":
        return "นักเรียนต่อครูเท่าไร"
    if query.get("topic"):
        return _asked_topic(query)
    what = _counted(query)
    if measure == "rooms":
        ending = "มีห้องเรียน" + _spaced(grades_text(query.get("grades"))) + "กี่ห้อง"
    elif measure == "schools":
        ending = "มีโรงเรียนกี่โรง"
    elif measure == "avg_per_room":
        ending = f"{what} เฉลี่ยต่อห้องเท่าไร"
    elif measure == "avg_per_school":
        ending = f"{what} เฉลี่ยต่อโรงเรียนเท่าไร"
    elif query.get("group_by") == "school":
        return f"{what} โรงละกี่คน"
    else:
        ending = f"{what}กี่คน"
    return ending + _GROUPED.get(query.get("group_by", ""), "")


def _asked_topic(query: Query) -> str:
    what = _topic_counted(query)
    if query.get("listing"):
        return f"โรงเรียนไหนมี{what}"
    if query.get("measure") == "schools":
        return f"มีโรงเรียนที่มี{what} กี่โรง"
    grouped = _GROUPED.get(query.get("group_by", ""), "")
    if grouped and "แยก" in what:
        return f"มี{what}"  # «นักเรียนแยกตามศาสนา» says it already
    return f"มี{what} กี่{asking_topics.unit(query)}{grouped}"


def _topic_counted(query: Query) -> str:
    grades = _spaced(grades_text(query.get("grades")))
    return f"{asking_topics.counted(query)}{query.get('sex') or ''}{grades}"


def _counted(query: Query) -> str:
    grades = grades_text(query.get("grades"))
    return f"มีนักเรียน{query.get('sex') or ''}" + _spaced(grades)


def _spaced(text: str) -> str:
    return f" {text} " if text else ""


def _asked_together(query: Query) -> str:
    pieces = []
    for part in query["parts"]:
        grades = _spaced(grades_text(part.get("grades")))
        noun, unit = {
            "students": ("นักเรียน", "คน"),
            "rooms": ("ห้องเรียน", "ห้อง"),
            "schools": ("โรงเรียน", "โรง"),
        }[part.get("measure", "students")]
        pieces.append(f"{noun}{part.get('sex') or ''}{grades}กี่{unit}")
    return " ".join(pieces)


def _percent(query: Query, names: Mapping[str, str]) -> str:
    whole = query["of"]
    noun = {"students": "นักเรียน", "rooms": "ห้องเรียน", "schools": "โรงเรียน"}
    counted = noun[whole.get("measure", "students")]
    codes, of_codes = query.get("schools"), whole.get("schools")
    part = f"{counted}{query.get('sex') or ''} {grades_text(query.get('grades'))}".strip()
    where = names[codes[0]] + " " if codes else ""
    of = f"{counted}{whole.get('sex') or ''} {grades_text(whole.get('grades'))}".strip()
    scope = "ทั้งโรงเรียน" if of_codes else "ทั้งเขต"
    return f"{where}{part} คิดเป็นร้อยละเท่าไรของ{of}{scope}"
