"""Other topics, years and files in words: what is hidden stays hidden, what is missing is named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards import Card, Message, Place, Say, Show, Text, Voice
from bot.emulator.rules import body_problems
from bot.line.render import Renderer
from bot.texts import answer_tables, word
from handlers.topics import TOPICS

OFFICE = "สพป.ตัวอย่าง เขต 1"
VOICE = Voice(OFFICE)
ALONE = Place("U1", False, 1, 1)
EDITION = {"version": 3, "year": 2568, "round": 2, "as_of": "2025-11-10"}
SCHOOL = {"code": "99010001", "name": "บ้านน้ำใจ"}
Json = dict[str, Any]


def answer(kind: str, query: Json, *items: Json, **more: Any) -> Json:
    schools = [SCHOOL] if query.get("schools") else []
    facts = {
        "office": OFFICE, "query": query, "schools": schools, "items": list(items),
        "edition": EDITION, "source": "DMC", "topic": query.get("topic", "students_by_grade"),
    }  # fmt: skip
    return {"kind": kind, "facts": {**facts, **more}, "options": [], "missing": None}


def item(value: int | str | None, hidden: str = "", measure: str = "count", **more: Any) -> Json:
    label = more.pop("label", {})
    return {"label": label, "measure": measure, "value": value, "hidden": hidden, **more}


def said(found: Json) -> tuple[Message, str]:
    (message,) = word("answer", found, ALONE, VOICE)
    body = {"replyToken": "t", "messages": drawn([message])}
    assert body_problems("ReplyMessageRequest", body) == []
    return message, message.text if isinstance(message, Text) else message.alt


def drawn(messages: list[Message]) -> list[Json]:
    key = "k" * 32
    return Renderer(key, "https://office.example.go.th").draw(messages, ALONE)


OF_SCHOOL = {"topic": "disability", "measure": "count", "schools": [SCHOOL["code"]]}


def test_a_count_of_a_topic_with_its_boys_and_girls() -> None:
    _, text = said(answer("figure", OF_SCHOOL, item(12, male=7, female=5)))
    assert text.startswith(
        "โรงเรียนบ้านน้ำใจ มีนักเรียนพิการ จำนวน 12 คน (ชาย 7 หญิง 5) ข้อมูล ณ 10 พ.ย. 2568 จาก DMC"
    )


def test_a_small_number_is_said_to_be_small_and_why() -> None:
    card, text = said(answer("figure", OF_SCHOOL, item(None, "small")))
    assert "มีนักเรียนพิการ น้อยกว่า 5 คน" in text
    assert text.count("คุ้มครองข้อมูลส่วนบุคคล") == 1
    assert "ชาย" not in text
    assert isinstance(card, Card)
    assert card.figure == "น้อยกว่า 5 คน"


def test_a_withheld_number_is_not_said_to_be_small() -> None:
    _, text = said(answer("figure", OF_SCHOOL, item(None, "withheld")))
    assert text.startswith("โรงเรียนบ้านน้ำใจ ไม่แสดงจำนวนนักเรียนพิการ")
    assert "คำนวณย้อนกลับ" in text
    assert "น้อยกว่า" not in text


@pytest.mark.parametrize(
    ("query", "noun"),
    [
        ({"topic": "religion", "category": "อิสลาม"}, "นักเรียนที่นับถือศาสนาอิสลาม"),
        ({"topic": "nationality", "category": "ลาว", "sex": "หญิง"}, "นักเรียนสัญชาติลาว เพศหญิง"),
        ({"topic": "nationality", "category": "ไม่ปรากฎสัญชาติ"}, "นักเรียนที่ไม่ปรากฎสัญชาติ"),
        ({"topic": "age", "category": "7 ปี", "grades": ["ป.1"]}, "นักเรียนอายุ 7 ปี ชั้น ป.1"),
        ({"topic": "staff", "category": "ข้าราชการครู"}, "ข้าราชการครู"),
        ({"topic": "hardship", "category": "อาหารกลางวัน"}, "นักเรียนที่ขาดแคลนอาหารกลางวัน"),
        ({"topic": "religion", "category": "ข้อมูลผิดปกติ"}, "นักเรียน (กลุ่ม «ข้อมูลผิดปกติ» ของรายงาน"),
        ({"topic": "equipment", "category": "โต๊ะ", "part": "รอซ่อม"}, "ครุภัณฑ์ (โต๊ะ) (รอซ่อม)"),
    ],
)
def test_what_is_counted_is_named(query: Json, noun: str) -> None:
    _, text = said(answer("figure", {**query, "measure": "count"}, item(40)))
    assert f"มี{noun}" in text
    assert f"จำนวน 40 {TOPICS[query['topic']].unit}" in text


def test_a_report_by_its_rows_folds_the_empty_ones() -> None:
    names = TOPICS["disability"].categories
    values = [30, None, 0, 8, 121, 0, 0, 5, 0, 0, 0, 0]
    items = [
        item(v, "small" if v is None else "", label={"category": n})
        for n, v in zip(names, values, strict=True)
    ]
    query = {"topic": "disability", "measure": "count", "group_by": "category"}
    card, text = said(answer("multi", query, *items, total=item(167)))
    assert isinstance(card, Card)
    assert [row.value for row in card.rows] == [
        "30 คน", "น้อยกว่า 5 คน", "8 คน", "121 คน", "5 คน", "167 คน",
    ]  # fmt: skip
    assert "นอกนั้นไม่มี" in text
    assert "แยกตามประเภท" in text
    assert "รวม 167 คน" in text
    assert len(answer_tables.sheet(answer("multi", query, *items)).rows) == 12


def test_a_long_breakdown_leads_to_the_rest() -> None:
    items = [item(90 - n, label={"area": f"ที่ {n}"}, measure="students") for n in range(40)]
    card, text = said(answer("multi", {"group_by": "tambon"}, *items))
    assert isinstance(card, Card)
    assert len(card.rows) == 10
    assert card.rows[0].label == "ตำบลที่ 0"
    assert "และอีก 30 รายการ" in text
    assert card.buttons[0].label == "ดูทั้งหมด 40 รายการ"


def years(*values: int | None, **query: Any) -> Json:
    items = [
        item(v, measure="students", label={"year": y, "round": 1, "as_of": f"{y - 543}-06-10"})
        for y, v in zip(range(2566, 2570), values, strict=False)
    ]
    both = values[0] is not None and values[-1] is not None
    more = {"change": values[-1] - values[0]} if both else {}  # type: ignore[operator]
    return answer("multi", {"group_by": "year", "round": 1, **query}, *items, **more)


def test_a_trend_says_each_year_and_the_change() -> None:
    card, text = said(years(7400, 7300, 7125))
    assert "ปี 2566 7,400 คน, ปี 2567 7,300 คน, ปี 2568 7,125 คน" in text
    assert "ลดลง 275 คน (ร้อยละ 3.72) จากปี 2566" in text
    days = "10 มิ.ย. 2566, 10 มิ.ย. 2567, 10 มิ.ย. 2568"
    assert f"ข้อมูล ณ {days} (ภาคเรียนที่ 1) จาก DMC" in text
    assert isinstance(card, Card)
    assert card.picture is not None
    assert card.picture.query["years"] == [2566, 2567, 2568]
    assert "เพิ่มขึ้น 1 คน (ร้อยละ 20.00) จากปี 2566" in said(years(5, 6))[1]
    assert "เท่าเดิมจากปี 2566" in said(years(5, 6, 5))[1]


def test_years_that_do_not_adjoin_are_named() -> None:
    data = years(2657, 2567)
    data["facts"]["items"][1]["label"]["year"] = 2568
    assert "ปี 2566 และ 2568: " in said(data)[1]
    assert "ย้อนหลัง 2 ปี" in said(years(5, 6))[1]


def test_a_year_without_the_school_is_no_zero() -> None:
    card, text = said(years(40, None, 38, schools=[SCHOOL["code"]]))
    assert "ปี 2567 ไม่มีข้อมูลของโรงเรียนนี้" in text
    assert isinstance(card, Card)
    assert [row.value for row in card.rows] == ["40 คน", "ไม่มีข้อมูลของโรงเรียนนี้", "38 คน"]
    assert "จากปี" not in said(years(None, 38))[1]


def test_pupils_per_teacher_names_both_sources_and_what_a_teacher_is() -> None:
    sources = [
        {"source": "DMC", "as_of": "2025-06-10", "what": "students"},
        {"source": "EMIS", "as_of": "2025-07-01", "what": "teachers"},
    ]
    query = {"topic": "staff", "measure": "students_per_teacher"}
    found = item("18.50", measure="students_per_teacher", part=3700, whole=200)
    _, text = said(answer("figure", query, found, sources=sources))
    assert "เฉลี่ย 18.50 คนต่อครู 1 คน (นักเรียน 3,700 คน ÷ ครู 200 คน)" in text
    assert "ครู หมายถึง ข้าราชการครู" in text
    assert "นักเรียน: ข้อมูล ณ 10 มิ.ย. 2568 จาก DMC · ครู: ข้อมูล ณ 1 ก.ค. 2568 จาก EMIS" in text


def test_a_hidden_part_of_a_percent_is_not_worked_out() -> None:
    query = {"topic": "disability", "measure": "percent", "of": {"measure": "students"}}
    found = item(None, "small", measure="percent", part=None, whole=500, counted="count")
    _, text = said(answer("figure", query, found))
    assert "ไม่แสดง" in text
    assert "%" not in text
    assert "500" not in text


def test_a_chart_and_a_file_when_they_are_asked_for() -> None:
    by_level = [item(n, measure="students", label={"sex": s}) for s, n in (("ชาย", 9), ("หญิง", 8))]
    card, _ = said(answer("multi", {"group_by": "sex", "shape": "chart"}, *by_level))
    assert isinstance(card, Card)
    assert card.picture is not None
    assert "shape" not in card.picture.query
    (flex,) = drawn([card])
    assert flex["contents"]["hero"]["url"].endswith(".png")
    assert flex["contents"]["hero"]["action"]["uri"] + ".png" == flex["contents"]["hero"]["url"]
    card, _ = said(answer("multi", {"group_by": "sex", "shape": "file"}, *by_level))
    assert isinstance(card, Card)
    forms = [button.form for button in card.buttons if isinstance(button, Show)]
    assert forms == ["", "xlsx", "csv"]


def test_a_chart_that_cannot_be_drawn_says_so() -> None:
    query = {**OF_SCHOOL, "shape": "chart"}
    card, _ = said(answer("figure", query, item(None, "small")))
    assert isinstance(card, Card)
    assert card.picture is None
    assert "วาดกราฟไม่ได้" in card.note


def test_a_link_that_is_too_long_is_left_out() -> None:
    codes = [f"{(n * 7919 + 10_000_000) ** 2 % 89_999_999 + 10_000_000}" for n in range(200)]
    query = {"schools": codes, "group_by": "sex"}
    show = Card("ก", "ก", buttons=(Show("กราฟ", query), Show("Excel", {"year": 2568}, "xlsx")))
    (flex,) = drawn([show])
    buttons = (
        flex["contents"]["footer"]["contents"][0]["contents"]
        if show.beside
        else flex["contents"]["footer"]["contents"]
    )
    assert [button["action"]["label"] for button in buttons] == ["Excel"]
    assert all(len(button["action"]["uri"]) <= 1000 for button in buttons)


def test_boys_and_girls_that_are_not_shown_are_no_empty_cells() -> None:
    query = {**OF_SCHOOL, "group_by": "category"}
    items = [
        item(12, label={"category": "ก"}, male=7, female=5),
        item(9, label={"category": "ข"}),
        item(None, "small", label={"category": "ค"}),
    ]
    sheet = answer_tables.sheet(answer("multi", query, *items))
    assert [row[1:] for row in sheet.rows] == [
        (12, 7, 5), (9, "ไม่แสดง", "ไม่แสดง"), ("น้อยกว่า 5", "ไม่แสดง", "ไม่แสดง"),
    ]  # fmt: skip
    assert any("«ไม่แสดง»" in note for note in sheet.notes)


def test_a_chart_that_is_asked_for_stands_without_its_rows() -> None:
    years = [item(n, label={"category": c}) for c, n in (("ก", 9), ("ข", 8), ("ค", 7))]
    query = {**OF_SCHOOL, "group_by": "category", "shape": "chart"}
    card, text = said(answer("multi", query, *years, total=item(24)))
    assert isinstance(card, Card)
    assert [row.label for row in card.rows] == ["รวม"]
    assert all(figure in text for figure in ("9 คน", "8 คน", "7 คน", "24 คน"))


def test_years_of_one_day_are_named_in_short() -> None:
    card, text = said(years(7400, 7300, 7125))
    assert isinstance(card, Card)
    assert "ข้อมูล ณ 10 มิ.ย. ของปี 2566, 2567, 2568 (ภาคเรียนที่ 1) จาก DMC" in card.note
    assert "10 มิ.ย. 2566, 10 มิ.ย. 2567, 10 มิ.ย. 2568" in text


def test_a_file_opens_outside_of_line_and_a_page_within() -> None:
    card = Card(
        "ก", "ก", buttons=(Show("กราฟ", {"year": 2568}), Show("CSV", {"year": 2568}, "csv"))
    )
    (flex,) = drawn([card])
    page, file = (b["action"]["uri"] for b in flex["contents"]["footer"]["contents"])
    assert file.endswith(".csv?openExternalBrowser=1")  # LINE's own browser keeps no files
    assert "?" not in page


def test_the_buttons_of_a_question_back_say_what_differs() -> None:
    years = {"group_by": "year", "years": [2565, 2566, 2567, 2568], "round": 1}
    options = [
        {"query": {"topic": "disability", "measure": "count", **years}, "schools": []},
        {"query": {"measure": "students", **years}, "schools": []},
    ]
    back = {"kind": "clarify", "facts": {"office": OFFICE, "ask": "query"}, "missing": None}
    card, text = said({**back, "options": options})
    assert isinstance(card, Card)
    assert [button.label for button in card.buttons] == ["1. นักเรียนพิการ", "2. นักเรียนทั้งหมด"]
    assert "1. นักเรียนพิการ" in text
    assert all(isinstance(b, Say) and "2565" in b.text for b in card.buttons), "the whole question"


def test_a_missing_year_of_a_topic_names_the_topic_and_leads_to_it() -> None:
    missing = {"what": "year", "value": 2560, "topic": "disability"}
    facts = {"office": OFFICE, "editions": [EDITION], "asked": ""}
    card, text = said({"kind": "no_data", "facts": facts, "options": [], "missing": missing})
    assert text.startswith("ยังไม่มีข้อมูลนักเรียนพิการ ปีการศึกษา 2560")
    assert isinstance(card, Card)
    assert card.buttons[0].label == "นักเรียนพิการแยกตามประเภท"


def test_nothing_has_no_chart_and_no_rows() -> None:
    card, _ = said(answer("figure", {"topic": "boarding", "measure": "count"}, item(0)))
    assert isinstance(card, Card)
    assert [button.label for button in card.buttons] == ["นักเรียนทั้งเขต"]


def test_the_end_of_a_year_says_year_once() -> None:
    found = answer("figure", {"topic": "boarding", "measure": "count"}, item(7))
    found["facts"]["edition"] = {**EDITION, "round": 3, "as_of": "2026-03-31"}
    _, text = said(found)
    assert "(สิ้นปีการศึกษา 2568)" in text


@pytest.mark.parametrize("slug", sorted(set(TOPICS) - {"students_by_grade"}))
def test_every_topic_can_be_said(slug: str) -> None:
    topic = TOPICS[slug]
    rows = topic.categories or ("ก", "ข")
    items = [item(n, label={"category": name}) for n, name in enumerate(rows, 7)]
    query = {"topic": slug, "measure": "count", "group_by": "category"}
    for found in (
        answer("multi", query, *items),
        answer("figure", {"topic": slug, "measure": "count"}, item(7)),
        answer("figure", {"topic": slug, "measure": "count", "category": rows[0]}, item(0)),
        answer("figure", {"topic": slug, "measure": "schools"}, item(7, measure="schools")),
    ):
        _, text = said(found)
        assert "ข้อมูล ณ 10 พ.ย. 2568" in text
        assert answer_tables.sheet(found).rows
