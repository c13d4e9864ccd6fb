"""What people ask next: buttons under an answer, each a whole question or a link to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Place, Say, Show, Style
from bot.texts import topics
from bot.texts.asking import Schools, grades_text, question
from bot.texts.calling import called
from bot.texts.figures import SIZE_NAMES
from handlers.topics import TOPICS, Topic

Json = Mapping[str, Any]
EXAMPLES = (
    "ทั้งเขตมีนักเรียนกี่คน",
    "นักเรียน ป.1 ทั้งเขตกี่คน",
    "โรงเรียนไหนมีนักเรียนมากที่สุด",
)
#: Reports whose names mean something else as well: a question about them would be asked back.
_UNCLEAR = ("disability_and_disadvantage", "completion_time", "year_end_check")
_RANKS = (
    ("ใหญ่สุด 5 โรง", "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("เล็กสุด 5 โรง", "5 อันดับโรงเรียนที่มีนักเรียนน้อยที่สุด"),
)


def say(label: str, text: str, place: Place, style: Style = Style.SECONDARY) -> Say:
    """A button that asks a whole question, in a way that is heard in this place."""
    return Say(label, called(text, place), style)


def asks(label: str, query: Json, schools: Schools, place: Place) -> tuple[Say, ...]:
    """The button that asks this; none where no words mean just this query."""
    text = question(query, schools)
    return (say(label, text, place),) if text else ()


def fixed(facts: Json) -> dict[str, Any]:
    """The query of an answer with its year and round, so that a link keeps meaning the same."""
    query = {key: value for key, value in facts["query"].items() if key != "shape"}
    edition = facts.get("edition") or {}
    if query.get("rounds"):
        return {**query, "year": edition["year"]}
    if query.get("group_by") == "year":
        years = sorted(item["label"]["year"] for item in facts["items"])
        asked = {key: value for key, value in query.items() if key != "back"}
        return {**asked, "years": years, "round": query.get("round") or edition.get("round")}
    if edition:
        query |= {"year": edition["year"], "round": edition["round"]}
    return query


def links(facts: Json, *, rows: int = 0, charted: bool = False) -> tuple[Button, ...]:
    """The answer outside the chat: its page (with the chart, where there is one) and its file.

    `rows`: how many there are in all, where the card shows only the first.
    """
    query = fixed(facts)
    page = f"ดูทั้งหมด {rows:,} รายการ" if rows else "กราฟ/ตาราง" if charted else "เปิดตาราง"
    return Show(page, query), Show("Excel", query, "xlsx")


def files(facts: Json) -> tuple[Button, ...]:
    """The answer as a file, when a file was asked for."""
    query = fixed(facts)
    return Show("เปิดตาราง", query), Show("Excel", query, "xlsx"), Show("CSV", query, "csv")


def under_one(facts: Json) -> tuple[Button, ...]:
    """The chart under one figure: of the grades of pupils, of the rows of a topic."""
    query = fixed(facts)
    if topics.is_topic(query):
        wider = {k: v for k, v in query.items() if k not in ("category", "sex", "part", "grades")}
        topic, plain = TOPICS[query["topic"]], not query.get("having")
        if query.get("measure") != "count" or not plain or facts["items"][0]["value"] == 0:
            return ()
        if not topic.categories and topic.parts != "grades":
            return ()
        rows = {**wider, "group_by": "category" if topic.categories else "grade"}
        return Show("กราฟ/ตาราง", rows), Show("Excel", rows, "xlsx")
    plain = query.get("measure", "students") == "students" and not topics.is_topic(query)
    none = facts["items"][0]["value"] == 0
    if none or not plain or any(query.get(k) for k in ("grades", "group_by", "sex")):
        return ()
    return (Show("กราฟรายชั้น", {**query, "group_by": "grade"}),)


def after(facts: Json, place: Place) -> tuple[Button, ...]:
    """What people ask next, each a whole question."""
    query = facts["query"]
    if topics.is_topic(query):
        return _after_topic(facts, place)
    whole = say("ยอดรวมทั้งเขต", EXAMPLES[0], place)
    if query.get("rank"):
        return (*(say(label, text, place) for label, text in _RANKS), whole)
    if query.get("having") and not query.get("listing"):
        size = query["having"].get("size")
        if query["having"].get("rule") == "obec4" and size in SIZE_NAMES:
            return (say("มีโรงไหนบ้าง", f"โรงเรียน{SIZE_NAMES[size]}มีโรงไหนบ้าง", place), whole)
    if query.get("parts") or query.get("having") or query.get("listing") or query.get("of"):
        return (whole,)
    schools = facts["schools"]
    one = {k: v for k, v in query.items() if k in ("schools", "grades", "year", "round")}
    found: list[Button] = []
    apart = " และ " in grades_text(query.get("grades"))
    if len(schools) <= 1 and not apart:
        for by, label in (("grade", "แยกรายชั้น"), ("sex", "แยกชายหญิง")):
            if query.get("group_by") not in (by, "groups") and not (
                by == "grade" and query.get("grades")
            ):
                found += asks(label, {**one, "group_by": by}, schools, place)
        if query.get("measure") != "rooms":
            found += asks("กี่ห้องเรียน", {**one, "measure": "rooms"}, schools, place)
    if query.get("group_by") not in ("groups", "year") and len(schools) <= 1 and not apart:
        before = {**query, "year": facts["edition"]["year"] - 1}
        found += asks("ปีก่อน", before, schools, place)
    if schools:
        found += asks("ยอดทั้งเขต", {**one, "schools": None}, schools, place)
    else:
        found.append(say("โรงเรียนใหญ่ที่สุด", EXAMPLES[2], place))
    return tuple(found)


def _after_topic(facts: Json, place: Place) -> tuple[Button, ...]:
    """The topic by its rows and by grade, and the pupils of the same place."""
    query, schools = facts["query"], facts["schools"]
    one: dict[str, Any] = {"schools": [s["code"] for s in schools]} if len(schools) == 1 else {}
    found: list[Button] = []
    topic = TOPICS[query["topic"]]
    nothing = all(item["value"] == 0 for item in facts["items"])
    wider = len(schools) <= 1 and query.get("group_by") != "category" and not nothing
    if wider and told_by_rows(topic):
        rows = {**one, **_when(query), "topic": topic.slug, "group_by": "category"}
        found += asks("แยกตามประเภท", rows, schools, place)
    if len(schools) <= 1 and topic.parts == "grades" and query.get("group_by") == "category":
        level = {**one, **_when(query), "topic": topic.slug, "group_by": "level"}
        if not topic.everyone:
            found += asks("แยกรายระดับ", level, schools, place)
    label = "นักเรียนทั้งหมด" if one else "นักเรียนทั้งเขต"
    return (*found, *asks(label, one, schools, place))


def _when(query: Json) -> dict[str, Any]:
    return {key: query[key] for key in ("year", "round") if query.get(key) is not None}


def told_by_rows(topic: Topic) -> bool:
    """Can its report be asked for by its rows, and be understood as such?"""
    return topic.slug not in _UNCLEAR and bool(topic.categories)
