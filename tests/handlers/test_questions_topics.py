"""Questions about the other topics, understood: each chat's last line, and its query."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.questions import lexicon
from handlers.questions.query import StatQuery
from handlers.topics import TOPICS
from tests.handlers.asked import Office

ALL = Office()
MAEKHAM, KIO = "99010002", "99010001"


def count(topic: str, category: str | None = None, **more: Any) -> dict[str, Any]:
    """A count of a topic."""
    return StatQuery("count", topic=topic, category=category, **more).to_json()


DISABILITY = [
    ("เด็กพิการทั้งเขตกี่คน", count("disability")),
    ("โรงเรียนบ้านกิ่วพร้าวมีนักเรียนพิการกี่คน", count("disability", schools=(KIO,))),
    ("เด็กพิการชายกี่คน", count("disability", sex="ชาย")),
    ("เด็กพิการ ป.1 บ้านแม่คำกี่คน", count("disability", schools=(MAEKHAM,), grades=("ป.1",))),
    ("เด็กพิการทั้งเขต ปี 2568 เทอม 2", count("disability", year=2568, round=2)),
    ("จำนวนนักเรียนพิการแยกตามประเภทความพิการ", count("disability", group_by="category")),
    ("มีเด็กพิการประเภทไหนบ้าง", count("disability", group_by="category")),
    ("เด็กพิการแยกรายชั้น", count("disability", group_by="grade")),
    ("เด็กพิการแยกชายหญิง", count("disability", group_by="sex")),
    ("เด็กออทิสติกทั้งเขตกี่คน", count("disability", "ความพิการทางการออทิสติก")),
    ("เด็ก LD ทั้งเขตกี่คน", count("disability", "ความพิการทางการเรียนรู้")),
    ("นักเรียนที่มีความบกพร่องทางการเห็นกี่คน", count("disability", "ความพิการทางการมองเห็น")),
    ("เด็กหูหนวกบ้านแม่คำกี่คน", count("disability", "ความพิการทางการได้ยิน", schools=(MAEKHAM,))),
    ("เด็กพิการประเภทอื่นๆ กี่คน", count("disability", "อื่นๆ")),
    (
        "5 อันดับโรงเรียนที่มีเด็กพิการมากที่สุด",
        count("disability", rank=("most", 5), listing=True),
    ),
    (
        "บ้านแม่คำกับบ้านกิ่วพร้าวมีเด็กพิการโรงละกี่คน",
        count("disability", schools=(MAEKHAM, KIO), group_by="school"),
    ),
]
OTHERS = [
    ("เด็กด้อยโอกาสทั้งเขตกี่คน", count("disadvantage")),
    ("เด็กยากจน บ้านแม่คำ กี่คน", count("disadvantage", "เด็กยากจน", schools=(MAEKHAM,))),
    ("เด็กกำพร้ากี่คน", count("disadvantage", "กำพร้า")),
    ("เด็กชนกลุ่มน้อยกี่คน", count("disadvantage", "ชนกลุ่มน้อย")),
    ("เด็กเร่ร่อนมีกี่คน", count("disadvantage", "เด็กเร่ร่อน")),
    ("นักเรียน ป.1 สัญชาติเมียนมา กี่คน", count("nationality", "เมียนมา", grades=("ป.1",))),
    ("เด็กพม่ากี่คน", count("nationality", "เมียนมา")),
    ("เด็กเขมรบ้านแม่คำกี่คน", count("nationality", "กัมพูชา", schools=(MAEKHAM,))),
    ("เด็กไร้สัญชาติกี่คน", count("nationality", "ไม่ปรากฎสัญชาติ")),
    ("นักเรียนไม่ปรากฏสัญชาติกี่คน", count("nationality", "ไม่ปรากฎสัญชาติ")),
    ("นักเรียนสัญชาติไทยกี่คน", count("nationality", "ไทย")),
    ("จำนวนนักเรียนแยกตามสัญชาติ", count("nationality", group_by="category")),
    ("แต่ละศาสนามีกี่คน", count("religion", group_by="category")),
    ("นักเรียนที่นับถือศาสนาพุทธกี่คน", count("religion", "พุทธ")),
    ("เด็กมุสลิมบ้านแม่คำกี่คน", count("religion", "อิสลาม", schools=(MAEKHAM,))),
    ("นักเรียนฮินดูกี่คน", count("religion", "พราหมณ์/ฮินดู")),
    ("นักเรียนอายุ 7 ปี กี่คน", count("age", "7 ปี")),
    ("เด็ก 7 ขวบกี่คน", count("age", "7 ปี")),
    ("เด็กอายุน้อยกว่า 2 ปีกี่คน", count("age", "น้อยกว่า 2 ปี")),
    ("จำนวนนักเรียนแยกตามอายุ", count("age", group_by="category")),
    ("เด็กขาดแคลนกี่คน", count("hardship")),
    ("เด็กขาดแคลนเครื่องแบบกี่คน", count("hardship", "เครื่องแบบนักเรียน")),
    ("นักเรียนพักนอนกี่คน", count("boarding")),
    ("เด็กหอนอนกี่คน", count("boarding", "บ้านพักนักเรียน/หอนอน")),
    ("เด็กที่อยู่ห่างเกิน 3 กม. กี่คน", count("distance")),
    ("เด็กที่อยู่ห่างเกิน 3 กม. เดินเท้ากี่คน", count("distance", "เดินเท้า")),
    ("เด็กอ้วนกี่คน", count("weight_for_height", "อ้วน")),
    ("เด็กเริ่มอ้วนกี่คน", count("weight_for_height", "เริ่มอ้วน")),
    ("เด็กท้วมกี่คน", count("weight_for_height", "ท้วม")),
    ("เด็กเตี้ย ป.1 กี่คน", count("height_for_age", "เตี้ย", grades=("ป.1",))),
    ("เด็กค่อนข้างเตี้ยกี่คน", count("height_for_age", "ค่อนข้างเตี้ย")),
    ("น้ำหนักตามเกณฑ์ส่วนสูงแยกตามประเภท", count("weight_for_height", group_by="category")),
    ("เด็กรหัส G กี่คน", count("g_code")),
    ("เด็ก G บ้านแม่คำกี่คน", count("g_code", schools=(MAEKHAM,))),
    ("เด็กรหัส G สัญชาติพม่ากี่คน", count("gcode_nationality", "เมียนมา")),
    ("เด็กรหัส G แยกตามสัญชาติ", count("gcode_nationality", group_by="category")),
    ("เด็กออกกลางคันกี่คน", count("dropout")),
    ("เด็กออกกลางคันเพราะฐานะยากจนกี่คน", count("dropout", "ฐานะยากจน")),
    ("เด็กออกกลางคันแยกตามสาเหตุ", count("dropout", group_by="category")),
    ("นักเรียนที่ถูกจำหน่ายกี่คน", count("removal")),
    ("นักเรียนย้ายเข้าระหว่างปีกี่คน", count("year_end_check", "ย้ายมาเรียนระหว่างปี")),
    ("นักเรียนย้ายออกกี่คน", count("year_end_check", "ย้ายไปเรียนรร.อื่นระหว่างปี")),
    ("นักเรียนไม่ผ่านการประเมินปลายปีกี่คน", count("not_passed")),
    ("นักเรียนที่จบ ป.6 กี่คน", count("graduates_p6")),
    ("จบ ม.3 บ้านแม่คำกี่คน", count("graduates_m3", schools=(MAEKHAM,))),
    ("นักเรียนจบ ม.3 แยกตามการศึกษาต่อ", count("graduates_m3", group_by="category")),
    ("นักเรียนจบ ป.3 กี่คน", count("completion_time", grades=("ป.3",))),
]  # fmt: skip
PEOPLE_AND_THINGS = [
    ("ครูกี่คน", count("staff", "ข้าราชการครู")),
    ("บ้านแม่คำมีครูกี่คน", count("staff", "ข้าราชการครู", schools=(MAEKHAM,))),
    ("บุคลากรทั้งหมดกี่คน", count("staff")),
    ("ผอ. กี่คน", count("staff", "ผอ.รร.")),
    ("พนักงานราชการทั้งเขตกี่คน", count("staff", "พนักงานราชการ")),
    ("จำนวนบุคลากรแยกตามตำแหน่ง", count("staff", group_by="category")),
    ("บ้านแม่คำมีโรงอาหารกี่หลัง", count("buildings", "โรงอาหาร", schools=(MAEKHAM,))),
    (
        "เครื่องคอมพิวเตอร์โน้ตบุ๊กรอซ่อมกี่เครื่อง",
        count("equipment", "เครื่องคอมพิวเตอร์โน้ตบุ๊ก", part="รอซ่อม"),
    ),
]


@pytest.mark.parametrize(("chat", "query"), DISABILITY + OTHERS + PEOPLE_AND_THINGS)
def test_a_count(chat: str, query: dict[str, Any]) -> None:
    assert ALL.asked(chat) == query


@pytest.mark.parametrize(
    ("chat", "query"),
    [
        ("กี่โรงเรียนที่มีเด็กรหัส G", StatQuery("schools", topic="g_code")),
        ("โรงเรียนที่มีเด็กพิการ ป.1 มีกี่โรง", StatQuery("schools", topic="disability", grades=("ป.1",))),
        (
            "โรงเรียนไหนมีนักเรียนสัญชาติลาวบ้าง",
            StatQuery("schools", topic="nationality", category="ลาว", listing=True),
        ),
        ("เด็กพิการคิดเป็นร้อยละเท่าไร", StatQuery("percent", topic="disability", of=StatQuery())),
        (
            "นักเรียนพุทธคิดเป็นร้อยละเท่าไร",
            StatQuery(
                "percent", topic="religion", category="พุทธ", of=StatQuery("count", topic="religion")
            ),
        ),
        (
            "เด็กออทิสติกคิดเป็นร้อยละเท่าไรของเด็กพิการ",
            StatQuery(
                "percent",
                topic="disability",
                category="ความพิการทางการออทิสติก",
                of=StatQuery("count", topic="disability"),
            ),
        ),
        ("นักเรียนต่อครูเท่าไร", StatQuery("students_per_teacher", topic="staff")),
        (
            "ครู 1 คนต่อนักเรียนกี่คน บ้านแม่คำ",
            StatQuery("students_per_teacher", topic="staff", schools=(MAEKHAM,)),
        ),
    ],
)
def test_schools_shares_and_ratios(chat: str, query: StatQuery) -> None:
    assert ALL.asked(chat) == query.to_json()


@pytest.mark.parametrize(
    ("then", "query"),
    [
        ("แล้วบ้านกิ่วพร้าวล่ะ", count("disability", schools=(KIO,))),
        ("ผู้หญิงล่ะ", count("disability", sex="หญิง")),
        ("ผู้หญิงกี่คน", count("disability", sex="หญิง")),
        ("ป.6 ล่ะ", count("disability", grades=("ป.6",))),
        ("ปีก่อนล่ะ", count("disability", year=2568)),
        ("แยกตามประเภท", count("disability", group_by="category")),
        ("ออทิสติกล่ะ", count("disability", "ความพิการทางการออทิสติก")),
        ("โรงเรียนไหนมากที่สุด", count("disability", rank=("most", 1), listing=True)),
        ("แล้วเด็กยากจนล่ะ", count("disadvantage", "เด็กยากจน")),
        ("ทั้งเขตมีนักเรียนกี่คน", {}),
        ("บ้านแม่คำมีนักเรียน ป.1 กี่คน", {"schools": [MAEKHAM], "grades": ["ป.1"]}),
    ],
)
def test_a_short_question_goes_on_about_the_topic(then: str, query: dict[str, Any]) -> None:
    assert ALL.asked(f"เด็กพิการทั้งเขตกี่คน | {then}") == query


def test_a_topic_after_a_school_is_of_that_school() -> None:
    assert ALL.asked("บ้านแม่คำมีเด็กกี่คน | แล้วเด็กพิการล่ะ") == count("disability", schools=(MAEKHAM,))


ASKED_BACK = [
    # No row of the report: what can be asked is offered.
    ("เด็กต่างชาติกี่คน", "category"),
    ("เด็กอายุต่ำกว่า 7 ปีกี่คน", "category"),
    ("เด็กอายุ 3-5 ปีกี่คน", "category"),
    ("เด็กอายุ 20 ปีขึ้นไปกี่คน", "category"),
    ("เด็กทุพโภชนาการกี่คน", "category"),
    ("เด็กเดินเท้ากี่คน", "category"),
    ("นักเรียนย้ายกี่คน", "category"),
    ("นักเรียนศึกษาต่อกี่คน", "topic"),
    ("นักเรียนสัญชาติกี่คน", "category"),
    ("ผู้บริหารกี่คน", "category"),
    # Two meanings, both offered.
    ("ภาวะโภชนาการแยกตามประเภท", "topic"),
    ("เด็กหอพักกี่คน", "topic"),
    ("นักเรียนพิการและด้อยโอกาสกี่คน", "topic"),
    ("นักเรียนจบการศึกษากี่คน", "topic"),
    ("บ้านแม่คำมีคอมพิวเตอร์กี่เครื่อง", "topic"),
    # What the report does not tell apart.
    ("ครู ป.1 กี่คน", "part"),
    ("ครูผู้หญิงกี่คน", "part"),
    # Of those, or of all?
    ("เด็กพิการทั้งเขตกี่คน | มีกี่โรง", "which"),
    ("เด็กพิการทั้งเขตกี่คน | นักเรียนหญิงกี่คน", "which"),
    ("บ้านแม่คำมีเด็ก ป.1 กี่คน | แล้วเด็กพิการล่ะ", "which"),
]


@pytest.mark.parametrize(("chat", "what"), ASKED_BACK)
def test_asked_back(chat: str, what: str) -> None:
    assert ALL.asked(chat) == what


@pytest.mark.parametrize(
    "chat",
    [
        "นักเรียนและครูกี่คน",
        "นักเรียนกี่คน ครูกี่คน",
        "ครูและนักเรียนพิการกี่คน",
        "เด็กพิการกับเด็กยากจนกี่คน",
        "โรงเรียนขนาดเล็กมีเด็กพิการกี่คน",
        "โรงเรียนที่ไม่มีเด็กพิการมีกี่โรง",
        "เด็กพิการเฉลี่ยต่อโรงเรียน",
        "เด็กพิการกี่ห้อง",
        "เด็กออทิสติกคิดเป็นร้อยละเท่าไร",
        "เด็กพิการยกเว้นออทิสติกกี่คน",
        "เด็กพิการที่ยากจนกี่คน",
        "นักเรียนอื่นๆ กี่คน",
        "แยกตามประเภท",
        "ลาว",
        "อนุบาล 3 ขวบมีกี่คน",
        "บ้านแม่คำมีเด็กกี่คน | แยกตามประเภท",
        "เด็กพิการทั้งเขตกี่คน | กี่ห้อง",
        "นักเรียนกี่เครื่อง",
        "นักเรียนออกกลางคันร้อยละเท่าไร",
        "จบ ป.6 คิดเป็นร้อยละเท่าไร",
        "ครูพิการกี่คน",
        "นักเรียนลาว อายุ 15 ปี กี่คน",
        "โรงเรียนจีนมีกี่โรง",
        "ห้องเรียนจีนกี่ห้อง",
        "เด็กเมียนมาและลาวกี่คน",
    ],
)
def test_no_figure(chat: str) -> None:
    assert isinstance(ALL.asked(chat), str)


def test_what_is_not_published_is_missing_before_all_else() -> None:
    office = Office(topics=frozenset({"religion"}))
    for chat in ("เด็กพิการกี่คน", "ครูที่ท้อง ป.1 กี่คน", "บ้านแม่คำมีคอมพิวเตอร์กี่เครื่อง", "จบ ป.6 กี่คน"):
        assert office.asked(chat) == "measure"
    assert office.asked("เด็กพุทธกี่คน") == count("religion", "พุทธ")


def test_a_word_of_two_topics_means_the_one_that_is_published() -> None:
    dmc, system = (
        Office(topics=frozenset({"g_code"})),
        Office(topics=frozenset({"gcode_nationality"})),
    )
    assert dmc.asked("เด็กรหัส G กี่คน") == count("g_code")
    assert system.asked("เด็กรหัส G กี่คน") == count("gcode_nationality")
    assert dmc.asked("เด็กรหัส G แยกตามสัญชาติ") == "measure"


def test_every_row_is_understood_by_its_own_name() -> None:
    own = {"disability": "เด็กพิการ", "disadvantage": "เด็กด้อยโอกาส", "nationality": "เด็กสัญชาติ"}
    for slug, noun in {**own, "religion": "เด็กศาสนา", "dropout": "เด็กออกกลางคัน"}.items():
        for row in TOPICS[slug].categories:
            if (slug, row) in {("nationality", "อื่นๆ"), ("religion", "อื่นๆ")}:
                continue  # «สัญชาติอื่นๆ» is as likely every other one
            assert ALL.asked(f"{noun} {row} กี่คน") == count(slug, row), row


_WORDS = st.sampled_from(
    [form for form, pieces in lexicon.words().items() if pieces[-1].kind in "F$uYowg%PXGSKUVW^&#~"]
    + ["บ้านแม่คำ", "อำเภอแม่สาย", "ป.1", "ปี 2567", "ย้อนหลัง 3 ปี", "5", "อายุ 7 ปี"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_WORDS, min_size=1, max_size=6), st.lists(_WORDS, max_size=3))
def test_words_in_any_order_are_refused_politely_or_make_a_whole_query(
    first: list[str], then: list[str]
) -> None:
    """Nothing but the grammar's own refusals; a query survives its JSON (asked() checks)."""
    ALL.asked(" ".join(first) + (" | " + " ".join(then) if then else ""))
