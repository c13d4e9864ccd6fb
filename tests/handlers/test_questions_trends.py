"""Years side by side, charts and files, understood: each chat's last line, and its query."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from handlers.context import Context
from handlers.questions import answer
from handlers.questions.query import StatQuery
from handlers.questions.years import Span
from tests.conftest import NOON
from tests.handlers.asked import Office
from tests.handlers.judge import FIGURES
from tests.handlers.offices import CHIANGRAI

ALL = Office()
MAEKHAM, KIO = "99010002", "99010001"


def over(*years: int, **more: Any) -> dict[str, Any]:
    """A query of years side by side; none: those that there are."""
    return StatQuery(group_by="year", years=years or None, **more).to_json()


#: The clock of the tests stands in academic year 2569.
TRENDS = [
    ("แนวโน้มนักเรียน 5 ปีย้อนหลัง", over(back=5)),
    ("แนวโน้ม 5 ปี นักเรียนบ้านแม่คำ", over(back=5, schools=(MAEKHAM,))),
    ("จำนวนนักเรียนย้อนหลัง 3 ปี", over(back=3)),
    ("ขอแนวโน้มจำนวนนักเรียนทั้งเขต", over()),
    ("นักเรียนแต่ละปี", over()),
    ("นักเรียนเพิ่มขึ้นหรือลดลง", over()),
    ("จำนวนนักเรียนรายปี บ้านแม่คำ", over(schools=(MAEKHAM,))),
    ("ป.1 ปี 2566 กับ 2568 ต่างกันเท่าไร", over(2566, 2568, grades=("ป.1",))),
    ("ปี 2567 กับ 2568 มีนักเรียนกี่คน", over(2567, 2568)),
    ("นักเรียนปี 66 กับ 68", over(2566, 2568)),
    ("เทียบนักเรียนปีนี้กับปีที่แล้ว", over(2568, 2569)),
    ("นักเรียนเพิ่มขึ้นหรือลดลงจากปีก่อนกี่คน", over(2568, 2569)),
    ("นักเรียนปีนี้ลดลงจากปีที่แล้วกี่คน", over(2568, 2569)),
    ("จำนวนนักเรียนตั้งแต่ปี 2565 ถึง 2568", over(2565, 2566, 2567, 2568)),
    ("จำนวนนักเรียนตั้งแต่ปี 2567 ถึงปัจจุบัน", over(2567, 2568, 2569)),
    ("นักเรียนปี 2566-2568", over(2566, 2567, 2568)),
    ("นักเรียนหญิง ม.ต้น ปี 66-67", over(2566, 2567, grades=("ม.1", "ม.2", "ม.3"), sex="หญิง")),
    ("ห้องเรียนย้อนหลัง ๓ ปี", over(back=3, measure="rooms")),
    ("จำนวนโรงเรียนย้อนหลัง 2 ปี", over(back=2, measure="schools")),
    ("เด็กพิการย้อนหลัง 2 ปี", over(back=2, measure="count", topic="disability")),
    ("นักเรียนปีนี้มากกว่าปีที่แล้วกี่คน", over(2568, 2569)),
    ("แนวโน้มนักเรียน 2 ปี", over(back=2)),
    ("ภาคเรียนที่ 2 ย้อนหลัง 2 ปี นักเรียนกี่คน", over(back=2, round=2)),
    ("นักเรียนเทอม 1 กับเทอม 2 ปี 2567 ต่างกันเท่าไร", over(rounds=(1, 2), year=2567)),
    ("เปรียบเทียบนักเรียนเทอม 1/2567 กับเทอม 2/2567", over(rounds=(1, 2), year=2567)),
    (
        "นักเรียน ป.1 เทอม 2 กับสิ้นปี 2567 ต่างกันกี่คน",
        over(rounds=(2, 3), year=2567, grades=("ป.1",)),
    ),
]


@pytest.mark.parametrize(("chat", "query"), TRENDS)
def test_years_side_by_side(chat: str, query: dict[str, Any]) -> None:
    assert ALL.asked(chat) == query


@pytest.mark.parametrize(
    ("chat", "query"),
    [
        ("ย้อนหลัง 2 ปี", over(back=2, schools=(MAEKHAM,))),
        ("แนวโน้มล่ะ", over(schools=(MAEKHAM,))),
        ("เทียบกับปีที่แล้ว", over(2568, 2569, schools=(MAEKHAM,))),
        ("ย้อนหลัง 2 ปี | แล้ว ป.1 ล่ะ", over(back=2, schools=(MAEKHAM,), grades=("ป.1",))),
        ("ย้อนหลัง 2 ปี | บ้านกิ่วพร้าวล่ะ", over(back=2, schools=(KIO,))),
        ("ย้อนหลัง 2 ปี | ปี 2567 ล่ะ", {"schools": [MAEKHAM], "year": 2567}),
    ],
)
def test_going_on_over_years(chat: str, query: dict[str, Any]) -> None:
    assert ALL.asked(f"บ้านแม่คำมีเด็กกี่คน | {chat}") == query


@pytest.mark.parametrize(
    "chat",
    [
        "นักเรียนเพิ่มขึ้นกี่คน",
        "ตั้งแต่ปี 2566 มีนักเรียนกี่คน",
        "เทียบปีนี้กับปีที่แล้ว",
        "ย้อนหลัง 3 ปี",
        "แนวโน้ม",
        "ขอกราฟ",
        "นักเรียนแยกรายชั้นย้อนหลัง 3 ปี",
        "โรงเรียนไหนมีนักเรียนเพิ่มขึ้นมากที่สุด",
        "ป.1 เพิ่มขึ้นจาก ป.2 กี่คน",
        "นักเรียนปี 2566-2568 กับปี 2560 กี่คน",
        "ขอกราฟเป็น excel นักเรียนแต่ละชั้น",
    ],
)
def test_no_figure(chat: str) -> None:
    assert isinstance(ALL.asked(chat), str)


@pytest.mark.parametrize(
    ("span", "years"),
    [
        (Span(back=3), None),
        (Span(("2566", "68")), (2566, 2568)),
        (Span(("2566", "2568"), whole=True), (2566, 2567, 2568)),
        (Span(("2023",), (0,)), (2566, 2569)),
        (Span(), None),
    ],
)
def test_which_years_are_meant(span: Span, years: tuple[int, ...] | None) -> None:
    assert span.resolve(NOON) == years


@pytest.mark.parametrize(
    "span", [Span(back=1), Span(back=50), Span(("2568", "68")), Span(("2450", "2568"), whole=True)]
)
def test_years_that_are_no_span(span: Span) -> None:
    with pytest.raises(ValueError, match="span"):
        span.resolve(NOON)


def test_the_academic_year_begins_in_the_middle_of_may() -> None:
    may = datetime(2026, 5, 10, tzinfo=NOON.tzinfo)
    assert Span(relative=(-1, 0)).resolve(may) == (2567, 2568)


def test_with_one_year_published_no_change_is_ever_told(real_ctx: Context) -> None:
    for chat in ("ป.1 ปี 2566 กับ 2568 ต่างกันเท่าไร", "เทียบนักเรียนปีนี้กับปีที่แล้ว", "นักเรียนลดลงจากปีก่อนกี่คน"):
        found = answer(real_ctx, chat, office=CHIANGRAI, memory={})
        assert found.kind not in FIGURES, chat
        assert found.missing is not None
        assert found.missing["what"] == "year"


SHAPES = [
    ("ขอกราฟนักเรียนแต่ละชั้น", StatQuery(group_by="grade", shape="chart")),
    ("กราฟนักเรียนทั้งเขต", StatQuery(group_by="grade", shape="chart")),
    (
        "ขอแผนภูมินักเรียน ป.1 บ้านแม่คำ",
        StatQuery(schools=(MAEKHAM,), grades=("ป.1",), group_by="sex", shape="chart"),
    ),
    ("ขอเป็น Excel นักเรียนรายชั้นทั้งเขต", StatQuery(group_by="grade", shape="file")),
    ("ขอไฟล์ csv นักเรียนบ้านแม่คำ", StatQuery(schools=(MAEKHAM,), group_by="grade", shape="file")),
    ("ดาวน์โหลดจำนวนนักเรียนย้อนหลัง 2 ปี", StatQuery(group_by="year", back=2, shape="file")),
    ("กราฟเด็กพิการ", StatQuery("count", topic="disability", group_by="category", shape="chart")),
    ("บ้านแม่คำมีเด็กกี่คน | ขอกราฟ", StatQuery(schools=(MAEKHAM,), group_by="grade", shape="chart")),
    (
        "บ้านแม่คำมีเด็ก ป.1 กี่คน | ขอ Excel",
        StatQuery(schools=(MAEKHAM,), grades=("ป.1",), group_by="sex", shape="file"),
    ),
    ("มีกี่โรงเรียนทั้งเขต | ขอกราฟหน่อย", StatQuery("schools", group_by="obec4", shape="chart")),
    (
        "5 อันดับโรงเรียนที่มีเด็กพิการมากที่สุด | ขอไฟล์",
        StatQuery("count", topic="disability", rank=("most", 5), listing=True, shape="file"),
    ),
    # The shape is of one answer: the next question has none.
    ("บ้านแม่คำมีเด็กกี่คน | ขอกราฟ | บ้านกิ่วพร้าวล่ะ", StatQuery(schools=(KIO,), group_by="grade")),
]  # fmt: skip


@pytest.mark.parametrize(("chat", "query"), SHAPES)
def test_charts_and_files(chat: str, query: StatQuery) -> None:
    assert ALL.asked(chat) == query.to_json()
