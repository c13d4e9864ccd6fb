"""Nothing that could name a person stays in the text of a question."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.masking import MASK, masked
from handlers.questions.names import NameIndex
from tests.registers import citizen

INDEX = NameIndex([("99010001", "บ้านแม่คำ"), ("99010002", "วัดสมศรีวิทยา")])


def shown(text: str) -> str:
    return masked(text, INDEX.keys.keys())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เลขบัตร 1-2345-67890-12-3 ของใคร", f"เลขบัตร {MASK} ของใคร"),
        ("เลขบัตร ๑๒๓๔๕๖๗๘๙๐๑๒๓ ของใคร", f"เลขบัตร {MASK} ของใคร"),
        ("โทรหา 081-234 5678 ด้วย", f"โทรหา {MASK} ด้วย"),
        ("รหัส G699900000001 คือใคร", f"รหัส {MASK} คือใคร"),
        ("ส่งไปที่ somchai.j@gmail.com นะ", f"ส่งไปที่ {MASK} นะ"),
        ("ดูที่ https://line.me/ti/p/abc123 นะ", f"ดูที่ {MASK} นะ"),
        ("แอดไลน์ไอดี somchai99 มา", f"แอดไลน์ไอดี {MASK} มา"),
        ("แอด @somchai99 มา", f"แอด {MASK} มา"),
        ("ด.ช.สมชาย ใจดี อยู่ ป.1 ห้องไหน", f"ด.ช.{MASK} อยู่ ป.1 ห้องไหน"),
        ("นางสาวอรอุมา วงศ์ใหญ่ สอนที่ไหน", f"นางสาว{MASK} สอนที่ไหน"),
        ("เด็กหญิงฟ้าใสเรียนชั้นไหน", f"เด็กหญิง{MASK} เรียนชั้นไหน"),
        ("ครูสมศรีสอนชั้นไหน", f"ครู{MASK} สอนชั้นไหน"),
        ("ผอ.วิชัย โทรอะไร", f"ผอ.{MASK} โทรอะไร"),
        ("สมชาย เข็มทอง ได้เกรดเท่าไร", f"{MASK} ได้เกรดเท่าไร"),
        ("ครูสมศรี มีทรัพย์ สอนที่ไหน", f"ครู{MASK} สอนที่ไหน"),
        ("ลูกชื่อเฟิร์น อยู่ห้องไหน", f"ลูกชื่อ{MASK} อยู่ห้องไหน"),
        ("รถ กข 1234 ของใคร", f"รถ กข {MASK} ของใคร"),
        ("เกิด 12/05/2558 อายุเท่าไร", f"เกิด {MASK} อายุเท่าไร"),
        ("id line: somchai99", f"id line: {MASK}"),
        ("Somchai Jaidee เรียนที่ไหน", f"{MASK} เรียนที่ไหน"),
        ("รหัสนักเรียน 1234 คือใคร", f"รหัสนักเรียน {MASK} คือใคร"),
        ("อยู่บ้านเลขที่ 12/3 หมู่ 4", f"อยู่บ้านเลขที่ {MASK}"),
    ],
)
def test_what_names_a_person_goes(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ครูวิทยาศาสตร์มีกี่คน",
        "ครูผู้ช่วยมีกี่คน",
        "เด็กชายถือบัตรทองกี่คน",
        "ผอ.โรงเรียนบ้านแม่คำชื่ออะไร",
        "โรงเรียนวัดสมศรีวิทยามีสระว่ายน้ำไหม",
        "ปี 2567 2568 ต่างกันเท่าไร",
        "ข้อมูล ณ 10/6/2568 มีไหม",
        "จำนวน ด.ญ. ป.1",
        "คุณภาพน้ำดื่ม",
        "เด็กกำพร้า ป.1-3 กี่คน",
    ],
)
def test_what_officers_need_stays(text: str) -> None:
    assert shown(text) == text


def test_a_mask_that_somebody_types_is_no_mask() -> None:
    assert shown(f"{MASK} มีกี่คน") == "มีกี่คน"


WORDS = st.sampled_from(
    ["นาย", "ด.ช.", "ครู", " ", "\u200b", "-", "สมชาย", "ใจดี", "ป.1", "บ้านแม่คำ", "1", "๒", "３",
     "กี่คน", "a@b.co", "line ", MASK, "ํ", "่", "²"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map("".join)))
def test_no_long_number_survives_and_masking_is_done_at_once(text: str) -> None:
    found = shown(text)
    assert not re.search(r"\d{5}", found)
    assert "@" not in found
    assert not re.search(r"\d{5}", shown(found))


@given(st.integers(0, 10**11 - 1), st.sampled_from(["", "-", " ", ".", "\u200b", " - "]))
def test_no_citizens_number_survives_however_it_is_cut(n: int, between: str) -> None:
    number = citizen(n)
    text = between.join([number[0], number[1:5], number[5:10], number[10:12], number[12]])
    left = re.sub(r"\D", "", shown(f"ของ {text} ค่ะ"))
    assert left == ""
