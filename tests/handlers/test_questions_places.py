"""Amphoe, tambon and networks, understood: each chat's last line, and its query."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.context import Context
from handlers.questions import answer
from handlers.questions.query import Having, StatQuery
from tests.handlers.asked import Office
from tests.handlers.offices import CHIANGRAI

ALL = Office()
MAESAI = ("amphoe", "แม่สาย")
THERE = StatQuery(having=Having(area=MAESAI))


def within(area: tuple[str, str], measure: str = "students", **more: Any) -> dict[str, Any]:
    """A query of one place."""
    return StatQuery(measure, having=Having(area=area), **more).to_json()


@pytest.mark.parametrize(
    ("chat", "query"),
    [
        ("นักเรียนในอำเภอแม่สายกี่คน", within(MAESAI)),
        ("อ.แม่สาย มีนักเรียนกี่คน", within(MAESAI)),
        ("ในเขตอำเภอแม่สายมีนักเรียนกี่คน", within(MAESAI)),
        ("อำเภอแมสายมีนักเรียนกี่คน", within(MAESAI)),
        ("นักเรียนโรงเรียนในอำเภอแม่สายกี่คน", within(MAESAI)),
        ("อำเภอเมืองมีนักเรียนกี่คน", within(("amphoe", "เมืองพร้าว"))),
        ("อ.เมือง ห้องเรียนกี่ห้อง", within(("amphoe", "เมืองพร้าว"), "rooms")),
        ("ต.แม่ไร่มีกี่โรงเรียน", within(("tambon", "แม่ไร่"), "schools")),
        ("โรงเรียนในตำบลแม่ไร่มีโรงไหนบ้าง", within(("tambon", "แม่ไร่"), "schools", listing=True)),
        ("เครือข่ายดอยตุงมีนักเรียนกี่คน", within(("network", "กลุ่มเครือข่ายดอยตุง"))),
        ("กลุ่มโรงเรียนแม่คำมี ป.1 กี่คน", within(("network", "แม่คำ"), grades=("ป.1",))),
        ("นักเรียนหญิงอำเภอแม่สาย ปี 2567 กี่คน", within(MAESAI, sex="หญิง", year=2567)),
        ("5 อันดับโรงเรียนในอำเภอแม่สายที่มีนักเรียนมากที่สุด", within(MAESAI, rank=("most", 5), listing=True)),
        ("นักเรียนอำเภอแม่สายย้อนหลัง 2 ปี", within(MAESAI, group_by="year", back=2)),
        ("ร้อยละของนักเรียนหญิงในอำเภอแม่สาย", within(MAESAI, "percent", sex="หญิง", of=THERE)),
        ("เด็กพิการในอำเภอแม่สายกี่คน", within(MAESAI, "count", topic="disability")),
        ("เด็กพิการแยกรายอำเภอ", {"measure": "count", "group_by": "amphoe", "topic": "disability"}),
        ("ครูในอำเภอแม่สายกี่คน", within(MAESAI, "count", topic="staff", category="ข้าราชการครู")),
        ("จำนวนนักเรียนแยกรายอำเภอ", {"group_by": "amphoe"}),
        ("จำนวนนักเรียนแยกตามตำบล", {"group_by": "tambon"}),
        ("แต่ละอำเภอมีกี่โรง", {"measure": "schools", "group_by": "amphoe"}),
        ("แต่ละเครือข่ายมีนักเรียน ป.1 กี่คน", {"grades": ["ป.1"], "group_by": "network"}),
        ("อำเภอไหนมีนักเรียนมากที่สุด", {"group_by": "amphoe", "rank": ["most", 1]}),
        (
            "ตำบลไหนมีโรงเรียนน้อยที่สุด",
            {"measure": "schools", "group_by": "tambon", "rank": ["least", 1]},
        ),
    ],
)  # fmt: skip
def test_a_place(chat: str, query: dict[str, Any]) -> None:
    assert ALL.asked(chat) == query


def test_a_place_narrows_by_size_too() -> None:
    small = Having(min=1, max=120, rule="obec4", size="small", area=MAESAI)
    asked = ALL.asked("โรงเรียนขนาดเล็กในอำเภอแม่สายมีกี่โรง")
    assert asked == StatQuery("schools", having=small).to_json()


@pytest.mark.parametrize(
    ("chat", "what"),
    [
        ("อำเภอแม่สาลมีนักเรียนกี่คน", "no_area"),
        ("ตำบลเวียงพารมีกี่โรง", "no_area"),
        # A name of a place and of another, or of a school: the word before decides, else ask.
        ("แม่จันมีนักเรียนกี่คน", "area"),
        ("เวียงพานมีนักเรียนกี่คน", "area"),
        ("บ้านสันโค้ง อำเภอเมืองพร้าว มีนักเรียนกี่คน", "no_school"),
        ("จังหวัดเชียงรายมีนักเรียนกี่คน", "place"),
    ],
)
def test_asked_back(chat: str, what: str) -> None:
    assert ALL.asked(chat) == what


def test_the_word_before_a_name_says_which_is_meant() -> None:
    assert ALL.asked("โรงเรียนเวียงพานมีนักเรียนกี่คน") == {"schools": ["99010006"]}
    assert ALL.asked("ตำบลเวียงพานมีนักเรียนกี่คน") == within(("tambon", "เวียงพาน"))


def test_a_place_tells_two_schools_of_a_name_apart() -> None:
    assert ALL.asked("บ้านสันโค้งมีนักเรียนกี่คน") == "school"
    assert ALL.asked("บ้านสันโค้ง อำเภอแม่จัน มีนักเรียนกี่คน") == {"schools": ["99010004"]}
    assert ALL.asked("บ้านสันโค้ง ต.เวียงพาน มีนักเรียนกี่คน") == {"schools": ["99010005"]}


@pytest.mark.parametrize(
    ("chat", "query"),
    [
        ("แล้วอำเภอแม่จันล่ะ", within(("amphoe", "แม่จัน"), grades=("ป.1",))),
        ("ป.2 ล่ะ", within(MAESAI, grades=("ป.2",))),
        ("ปีก่อนล่ะ", within(MAESAI, grades=("ป.1",), year=2568)),
        ("บ้านแม่คำล่ะ", {"schools": ["99010002"], "grades": ["ป.1"]}),
        ("ทั้งเขตล่ะ", {"grades": ["ป.1"]}),
        ("แยกรายตำบล", within(MAESAI, grades=("ป.1",), group_by="tambon")),
        # All places of the kind that was asked of: no longer of the one.
        ("แยกรายอำเภอ", {"grades": ["ป.1"], "group_by": "amphoe"}),
        ("อำเภอไหนมากที่สุด", {"grades": ["ป.1"], "group_by": "amphoe", "rank": ["most", 1]}),
    ],
)
def test_going_on_about_places(chat: str, query: dict[str, Any]) -> None:
    assert ALL.asked(f"นักเรียน ป.1 อำเภอแม่สายกี่คน | {chat}") == query


@pytest.mark.parametrize(
    "chat",
    [
        "นักเรียนอำเภอแม่สายกับอำเภอแม่จันกี่คน",
        "บ้านแม่คำอำเภอแม่สายทั้งเขตกี่คน",
        "อำเภอแม่สาย",
        "อำเภอไหนมากที่สุด",
        "นักเรียนในอำเภอแม่สายแยกรายอำเภอ",
        "นักเรียนแยกรายชั้นรายอำเภอ",
    ],
)
def test_no_figure(chat: str) -> None:
    assert isinstance(ALL.asked(chat), str)


def test_without_facts_of_schools_no_place_is_known(real_ctx: Context) -> None:
    assert Office(areas=False).asked("อำเภอแม่สายมีนักเรียนกี่คน") == "place"
    for chat in (
        "อำเภอแม่สายมีนักเรียนกี่คน",
        "นักเรียนแยกรายอำเภอ",
        "ตำบลแม่ไร่มีกี่โรง",
        "เครือข่ายแม่จันมีเด็กกี่คน",
    ):
        found = answer(real_ctx, chat, office=CHIANGRAI, memory={})
        assert found.missing is not None, chat
        assert found.missing["what"] == "place"
