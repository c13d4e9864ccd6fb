"""Facts of a school and the duty directory as people read them, at their widest too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.cards import Card, Open, Place, Voice
from bot.emulator.rules import body_problems
from bot.line.render import Renderer
from bot.texts import word
from tests.rules.samples import LONG

PERSON, GROUP = Place("U1", False), Place("C1", True)
VOICE = Voice("สพป.ตัวอย่าง เขต 1")
VALUES = {
    "smis": "99010001", "moe": "1099010001", "amphoe": "แม่จัน", "tambon": "ป่าตึง",
    "province": "เชียงราย", "network": "แม่จัน 2", "phone": "0-5371-2345, 0-5371-2346",
    "email": "a@example.go.th", "website": "example.go.th", "village": "หมู่ 1", "postcode": "57110",
    "map": "20.100000,99.700000",
}  # fmt: skip
ENTRY = {"subject": "ข้อมูล DMC", "group_name": "กลุ่มนโยบายและแผน", "person": "นักวิเคราะห์",
         "phone": "0-5371-2345 ต่อ 21", "email": "plan@example.go.th", "room": "ชั้น 2"}  # fmt: skip


def fact(asked: list[str], **more: Any) -> dict[str, Any]:
    facts = {
        "school": {"code": "99010001", "name": "บ้านหนึ่ง"}, "in_office": True, "asked": asked,
        "values": VALUES, "missing": [], "office": VOICE.office, "source": "ours.csv",
        "date": "2026-11-19", **more,
    }  # fmt: skip
    return {"kind": "school_fact", "facts": facts, "options": []}


def duty(*entries: dict[str, Any], options: int = 0, **more: Any) -> dict[str, Any]:
    facts = {
        "typed": "", "entries": list(entries), "more": 0, "several": False,
        "office": VOICE.office, "source": "d.csv", "date": "2026-11-19", **more,
    }  # fmt: skip
    named = [{"name": f"เรื่องที่ {n} {'ก' * 180}", "duty": True} for n in range(options)]
    return {"kind": "duty", "facts": facts, "options": named}


def card(data: dict[str, Any], place: Place = PERSON) -> Card:
    (message,) = word("answer", data, place, VOICE)
    assert isinstance(message, Card)
    return message


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("codes", "โรงเรียนบ้านหนึ่ง รหัสโรงเรียน 8 หลัก คือ 99010001 รหัสกระทรวง 10 หลัก คือ 1099010001"),
        ("phone", "โรงเรียนบ้านหนึ่ง โทรศัพท์ 0-5371-2345, 0-5371-2346"),
        ("amphoe", "โรงเรียนบ้านหนึ่ง อยู่อำเภอแม่จัน"),
        ("network", "โรงเรียนบ้านหนึ่ง อยู่เครือข่าย แม่จัน 2"),
        ("address", "ตั้งอยู่หมู่ 1 ตำบลป่าตึง อำเภอแม่จัน จังหวัดเชียงราย 57110"),
        ("map", "อยู่ที่พิกัด 20.100000, 99.700000"),
    ],
)
def test_a_fact_is_one_sentence_with_its_source(asked: str, said: str) -> None:
    shown = card(fact([asked]))
    assert said in shown.alt
    assert "(ไฟล์ ours.csv) นำเข้าเมื่อ 19 พ.ย. 2569" in shown.alt


def test_the_card_calls_and_shows_the_map() -> None:
    links = [b.address for b in card(fact(["phone"])).buttons if isinstance(b, Open)]
    assert links == ["tel:053712345", "https://www.google.com/maps?q=20.100000,99.700000"]


def test_what_is_not_held_is_said_exactly() -> None:
    few = {"smis": "99010001", "amphoe": "แม่จัน"}
    shown = card(fact(["phone"], values=few, missing=["phone"]))
    assert "โรงเรียนบ้านหนึ่ง ยังไม่มีข้อมูลโทรศัพท์ ที่มีคือ รหัสโรงเรียน 8 หลัก, อำเภอ" in shown.alt
    assert "ติดต่อเจ้าหน้าที่" in shown.alt


def test_who_answers() -> None:
    shown = card(duty(ENTRY))
    assert "เรื่อง ข้อมูล DMC ติดต่อ กลุ่มนโยบายและแผน (นักวิเคราะห์) โทร 0-5371-2345 ต่อ 21" in shown.alt
    assert "ทำเนียบผู้รับผิดชอบของเขต (ไฟล์ d.csv) นำเข้าเมื่อ 19 พ.ย. 2569" in shown.alt
    group = card(duty(ENTRY, {**ENTRY, "subject": "B-OBEC"}))
    assert "กลุ่มนโยบายและแผน ดูแลเรื่อง ข้อมูล DMC, B-OBEC" in group.alt
    assert "ยังไม่มีทำเนียบ" in card(duty(date=None, source=None)).alt


WIDE = dict.fromkeys(VALUES, "ก" * 200) | {"phone": "0-0000-0000", "map": "20.1,99.1"}
LONG_ENTRY = {"subject": "ก" * 200, "group_name": "ก" * 200, "person": "ก" * 200,
              "phone": "0-0000-0000 ต่อ 21", "email": "a" * 120, "room": "ก" * 120}  # fmt: skip


@pytest.mark.parametrize("place", [PERSON, GROUP], ids=["person", "group"])
@pytest.mark.parametrize(
    "data",
    [
        fact(["codes", "address", "phone"], values=WIDE, school={"code": "1" * 8, "name": LONG}),
        fact(["phone"], values={"smis": "1" * 8}, missing=["phone"]),
        fact(["name"], in_office=False, date=None, source=None),
        duty(LONG_ENTRY), duty(*[LONG_ENTRY] * 5), duty(options=5, typed="ก" * 80),
        duty(options=5, several=True, more=9), duty(options=2), duty(date=None, source=None),
    ],
)  # fmt: skip
def test_the_widest_fits_what_line_takes(data: dict[str, Any], place: Place) -> None:
    renderer = Renderer("k" * 32, "https://office.example")
    messages = renderer.draw(word("answer", json.loads(json.dumps(data)), place, VOICE), place)
    assert body_problems("ReplyMessageRequest", {"replyToken": "t", "messages": messages}) == []
