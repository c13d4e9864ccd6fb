"""An answer with figures as one table: what card, page, picture, CSV and Excel share.

`answer` is always `handlers.questions.Answer` as JSON, of a kind with figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.sheets import Cell, Sheet
from bot.texts import topics
from bot.texts.asking import grades_text
from bot.texts.figures import (
    AREAS,
    ROUNDS,
    RULES,
    SIZE_NAMES,
    UNITS,
    area_text,
    as_of,
    having_text,
    office,
    period,
    scope,
    subject,
    thai_date,
    unit,
)
from handlers.questions.query import EVERY_SCHOOL

Json = Mapping[str, Any]
FIGURES = ("figure", "multi", "list")
_FIRST = {
    "sex": "เพศ",
    "grade": "ชั้น",
    "level": "ระดับชั้น",
    "groups": "ระดับชั้น",
    "school": "โรงเรียน",
    "schools": "โรงเรียน",
    "category": "ประเภท",
    "part": "แยกตาม",
    "year": "ปีการศึกษา",
    **AREAS,
    **dict.fromkeys(RULES, "ขนาดโรงเรียน"),
}
_HOW = {
    "sex": "แยกชายหญิง",
    "grade": "แยกรายชั้น",
    "amphoe": "แยกรายอำเภอ",
    "tambon": "แยกรายตำบล",
    "network": "แยกรายเครือข่าย",
    "part": "แยกตามสภาพหรือชั้น",
}
_BY_SEX = ("male", "female")
_AVERAGES = {"avg_per_room": "เฉลี่ยต่อห้อง", "avg_per_school": "เฉลี่ยต่อโรง"}
_PARTS = {
    "avg_per_room": ("นักเรียน (คน)", "ห้องเรียน (ห้อง)"),
    "avg_per_school": ("นักเรียน (คน)", "โรงเรียน (โรง)"),
    "students_per_teacher": ("นักเรียน (คน)", "ครู (คน)"),
    "percent": ("ส่วนที่ถาม", "ทั้งหมด"),
}


# ---------------------------------------------------------------- headings and labels


def heading(facts: Json) -> str:
    """What is shown and where, in one line."""
    query, items = facts["query"], facts["items"]
    if query.get("listing"):
        return rank_head(query, facts) if query.get("rank") else list_head(query, facts)
    if query.get("parts"):
        return str(facts["office"])
    if query.get("rounds"):
        return f"{scope(query, facts)} {_what(query)}ปีการศึกษา {facts['edition']['year']}"
    if query.get("group_by") == "year":
        return f"{scope(query, facts)} {_what(query)}{_over_years(items)}"
    if query.get("group_by"):
        return _grouped(query, facts)
    return f"{scope(query, facts)} {_what(query)}".strip()


def _over_years(items: Sequence[Json]) -> str:
    """«ย้อนหลัง 3 ปี» of years that follow one another; others are named."""
    years = [item["label"]["year"] for item in items]
    if len(years) > 1 and years == list(range(years[0], years[-1] + 1)):
        return f"ย้อนหลัง {len(years)} ปี"
    return f"ปี {', '.join(map(str, years[:-1]))} และ {years[-1]}" if len(years) > 1 else ""


def _what(query: Json) -> str:
    if query.get("measure") == "students_per_teacher":
        return "นักเรียนต่อครู 1 คน "
    average = _AVERAGES.get(query.get("measure", ""), "")
    share = "ร้อยละของ" if query.get("measure") == "percent" else ""
    counted = query["of"].get("measure", "students") if share else query.get("measure", "students")
    return " ".join(f"{share}{subject({**query, 'measure': counted})} {average} ".split()) + " "


def _grouped(query: Json, facts: Json) -> str:
    by = query["group_by"]
    if by in RULES:
        return f"{office(facts)} {subject(query)}แยกตามขนาดโรงเรียน ({RULES[by]})"
    average = _AVERAGES.get(query.get("measure", ""), "")
    if by in ("school", "schools"):
        return " ".join(f"{subject(query)} {average} ของแต่ละโรงเรียน".split())
    how = topics.by(query) if by == "category" else _HOW.get(by, "แยกตามระดับชั้น")
    return f"{scope(query, facts)} {_what(query) if average else subject(query)} {how}"


def list_head(query: Json, facts: Json) -> str:
    """«สพป.… โรงเรียนขนาดเล็ก … มี 57 โรง»."""
    which = having_text(query.get("having"))
    if topics.is_topic(query):
        which = " ".join(filter(None, [which, f"ที่มี{topics.counted(query)}"]))
    return f"{office(facts)} โรงเรียน{which} มี {len(facts['items']):,} โรง"


def rank_head(query: Json, facts: Json) -> str:
    """«สพป.… โรงเรียนที่มีนักเรียนมากที่สุด», and whether the last place is shared."""
    every = query["rank"][1] >= EVERY_SCHOOL
    order = "มากที่สุด" if query["rank"][0] == "most" else "น้อยที่สุด"
    measure = query.get("measure", "students")
    if measure == "students_per_teacher":
        what = "นักเรียนต่อครู"
    elif measure == "percent":
        what = f"ร้อยละของ{subject({**query, 'measure': 'count', 'having': None})}"
    else:
        average = "เฉลี่ยต่อห้อง" if measure == "avg_per_room" else ""
        apart = " " if query.get("grades") or average else ""
        what = f"{subject({**query, 'having': None})}{apart}{average}"
    having = having_text(query.get("having"))
    if every:
        apart_of = " " if what[-1].isdigit() or what[-1] == "." else ""
        said = f"{office(facts)} {what}{apart_of}ของแต่ละโรงเรียน{having} เรียงจากมากไปน้อย"
        return " ".join(said.split())
    said = f"{office(facts)} โรงเรียน{having}{' ' if having else ''}ที่มี{what}{order}"
    return " ".join(f"{said} {_tied(query, facts['items'])}".split())


def _tied(query: Json, items: Sequence[Json]) -> str:
    """Ties at the last place, said in the title."""
    last = [i for i in items if i.get("value") == items[-1].get("value")] if items else []
    if len(last) < 2:
        return ""
    return f"(เท่ากัน {len(last)} โรง)" if len(last) == len(items) else "(อันดับสุดท้ายเท่ากัน)"


def places(query: Json, items: Sequence[Json]) -> list[int]:
    """The number of each item of a list: equal figures of a rank share one."""
    if not query.get("rank"):
        return list(range(1, len(items) + 1))
    found: list[int] = []
    for n, item in enumerate(items, 1):
        shared = n > 1 and "value" in item and item["value"] == items[n - 2].get("value")
        found.append(found[-1] if shared and item["value"] is not None else n)
    return found


def label(item: Json, query: Json) -> str:
    """What one row of an answer is of."""
    of = item["label"]
    for key in ("sex", "category"):
        if key in of:
            return str(of[key])
    if "grades" in of:
        return grades_text(of["grades"]).removeprefix("ชั้น ").removeprefix("ระดับ").strip()
    if "size" in of:
        high = f"-{of['max']:,}" if of["max"] else " ขึ้นไป"
        return f"{SIZE_NAMES[of['size']]} ({of['min']:,}{high})"
    if "year" in of:
        return ROUNDS[of["round"]] if query.get("rounds") else str(of["year"])
    if "area" in of:
        return area_text(query["group_by"], of["area"]) if of["area"] else "ไม่ทราบ"
    if isinstance(of.get("part"), str):
        return str(of["part"])
    return str(of.get("name", ""))


# ---------------------------------------------------------------- the table


def sheet(answer: Json) -> Sheet:
    """The whole answer as one table, nothing folded."""
    facts = answer["facts"]
    query, items = facts["query"], facts["items"]
    if query.get("parts"):
        columns, rows = _of_parts(facts)
    elif query.get("listing"):
        columns, rows = _of_list(query, items)
    else:
        columns, rows = _of_groups(query, items, facts)
    total = facts.get("total")
    return Sheet(
        heading(facts),
        columns,
        rows,
        total=("รวม", *_numbers(total, _shape(items))) if total else None,
        about=tuple(about(facts)),
        notes=tuple(notes(facts)),
        name=_file_name(facts),
        as_of=date.fromisoformat(facts["edition"]["as_of"]) if facts.get("edition") else None,
    )


def _of_parts(facts: Json) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    rows = []
    for item in facts["items"]:
        part = item["label"]["part"]
        what = f"{scope(part, facts)} {_what(part)}".strip()
        rows.append((what, value(item), unit(item, part) if item["measure"] != "percent" else "%"))
    return ("รายการ", "จำนวน", "หน่วย"), tuple(rows)


def _of_list(
    query: Json, items: Sequence[Json]
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    shape = _shape(items)
    rows = [
        (n, item["label"]["code"], item["label"]["name"], *_numbers(item, shape))
        for n, item in zip(places(query, items), items, strict=True)
    ]
    return ("ที่", "รหัสโรงเรียน", "โรงเรียน", *titles(query, items, shape)), tuple(rows)


def _of_groups(
    query: Json, items: Sequence[Json], facts: Json
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    shape, by = _shape(items), query.get("group_by")
    names = [label(item, query) or _what(query).strip() for item in items]
    first = [_FIRST.get(str(by), "รายการ"), *(["ข้อมูล ณ"] if by == "year" else [])]
    rows = []
    for name, item in zip(names, items, strict=True):
        when = [thai_date(item["label"]["as_of"])] if by == "year" else []
        rows.append((name, *when, *_numbers(item, shape)))
    return (*first, *titles(query, items, shape)), tuple(rows)


def _shape(items: Sequence[Json]) -> tuple[str, ...]:
    """Which numbers the items bring: the figure, boys and girls, the two of a division."""
    keys = [key for key in ("male", "female", "part", "whole") if any(key in i for i in items)]
    return ("value", *keys) if any("value" in i for i in items) else ()


def titles(query: Json, items: Sequence[Json], shape: tuple[str, ...]) -> list[str]:
    """The headings of these numbers, with their units."""
    if not shape:
        return []
    measure = items[0]["measure"]
    part, whole = _PARTS.get(measure, ("", ""))
    of = "ร้อยละ" if measure == "percent" else f"จำนวน ({unit(items[0], query)})"
    if measure in UNITS and measure.startswith(("avg", "students_per")):
        of = f"เฉลี่ย ({UNITS[measure]})"
    named = {"value": of, "male": "ชาย", "female": "หญิง", "part": part, "whole": whole}
    return [named[key] for key in shape]


def _numbers(item: Json, shape: tuple[str, ...]) -> list[Cell]:
    return [value(item) if key == "value" else _beside(item, key) for key in shape]


def _beside(item: Json, key: str) -> Cell:
    """Boys or girls, or a part of a division; words where others of the table bring it."""
    if key in _BY_SEX and item.get(key) is None and _is_shown_alone(item):
        return topics.WITHHELD
    return _number(item.get(key))


def _is_shown_alone(item: Json) -> bool:
    """Is it a count, or a hidden one, without its boys and girls?"""
    counts = item.get("measure") == "count"
    return counts and bool(item.get("hidden") or item.get("value") is not None)


def value(item: Json) -> Cell:
    """The figure as a number; words in its place where it is hidden or unknown."""
    if item.get("value") is None:
        counts = item.get("measure") in (None, "count")
        if item.get("hidden") == "small" and counts:
            return topics.SMALL
        return topics.WITHHELD if item.get("hidden") else topics.NONE
    return _number(item["value"])


def _number(found: Any) -> Cell:
    return Decimal(found) if isinstance(found, str) else found


# ---------------------------------------------------------------- what stands beside it


def about(facts: Json) -> list[str]:
    """The office, and of when and from what the figures are."""
    lines = [str(facts["office"]), dated(facts)]
    edition = facts.get("edition")
    if edition and facts["query"].get("group_by") != "year" and not facts.get("sources"):
        lines.append(period(edition))
    return lines


def dated(facts: Json, *, short: bool = False) -> str:
    """As of when, from what; over years every day, and the round once.

    `short` where there is little room: «10 มิ.ย. ของปี 2566, 2567».
    """
    items = facts["items"]
    if facts["query"].get("group_by") != "year" or not items or facts.get("sources"):
        return as_of(facts)
    days = [thai_date(item["label"]["as_of"]) for item in items]
    if short and len({day.rsplit(" ", 1)[0] for day in days}) == 1:
        years = ", ".join(day.rsplit(" ", 1)[1] for day in days)
        days = [f"{days[0].rsplit(' ', 1)[0]} ของปี {years}"]
    several = facts["query"].get("rounds")
    which = "" if several else ROUNDS[items[-1]["label"].get("round", 0)]
    return f"ข้อมูล ณ {', '.join(days)}{f' ({which})' if which else ''} จาก {facts['source']}"


def notes(facts: Json) -> list[str]:
    """How it was counted, what is hidden and why, what else there is."""
    query, items = facts["query"], facts["items"]
    found = []
    measures = {item["measure"] for item in items} | {query.get("measure", "students")}
    if any(m.startswith("avg") or m in ("percent", "students_per_teacher") for m in measures):
        found.append("ทศนิยม 2 ตำแหน่ง ปัดเศษครึ่งขึ้น")
    if "schools" in measures and not query.get("listing"):
        found.append("นับโรงเรียนที่มีอย่างน้อย 1 ในส่วนที่ถาม")
    if query.get("rank") and query["rank"][0] == "least":
        found.append("ไม่รวมโรงเรียนที่ไม่มีในส่วนที่ถาม")
    if "students_per_teacher" in measures:
        found.append(topics.TEACHER)
    counted = [*items, *filter(None, [facts.get("total")])]
    if any(key in item for item in items for key in _BY_SEX):
        alone = [i for i in counted if _is_shown_alone(i) and i.get("male") is None]
        counted += [{"hidden": "withheld"}] if alone else []
    found += topics.whys(counted)
    found += unplaced(facts)
    others = [ROUNDS[e["round"]] for e in facts.get("other_rounds", ())]
    if others:
        found.append(f"ปีการศึกษานี้มีข้อมูลรอบอื่นด้วย: {', '.join(others)}")
    return found


def unplaced(facts: Json) -> list[str]:
    """Schools that a figure of a place leaves out, because nobody knows where they lie."""
    names = [school["name"] for school in facts.get("unplaced", ())]
    if not names:
        return []
    kind = AREAS[facts["query"]["having"]["area"][0]]
    more = f" และอีก {len(names) - 3} โรง" if len(names) > 3 else ""
    return [f"ไม่รวมโรงเรียนที่ไม่ทราบ{kind}: {', '.join(names[:3])}{more}"]


def _file_name(facts: Json) -> str:
    edition = facts.get("edition") or {}
    when = f" {edition['year']}-{edition['round']}" if edition else ""
    words = "".join(c if c not in '\\/:*?"<>|«»' else " " for c in heading(facts))
    return " ".join(f"{words[:80]}{when}".split())
