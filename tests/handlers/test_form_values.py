"""One answer of each kind: what is understood, and what is refused in which words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Voice
from bot.texts.forms import choice_line, fault_text, value_text
from handlers.forms import load
from handlers.forms.answers import (
    Attached,
    BadAnswer,
    Why,
)
from handlers.forms.definition import Bound, Kind, Value
from tests.handlers.form_fields import CHANNELS, VOICE, field, read, refused
from tests.registers import citizen

FORM = load().forms["data_request"]
MB = 1024 * 1024


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1", "line"),
        ("๑", "line"),
        ("1.", "line"),
        ("(2)", "both"),
        ("ข้อ 3", "desk"),
        ("ข้อที่ ๓ ค่ะ", "desk"),
        ("3. ที่สำนักงาน", "desk"),
        ("line", "line"),
        (" L I N E ", "line"),
        ("LINE ครับ", "line"),
        ("อีเมลและline", "both"),
        ("desk", "desk"),
        ("รับเอง", "desk"),
        ("รับที่สํานักงาน, ชั้น ๑", "desk"),  # sara am in two signs, as some keyboards write it
    ],
)
def test_a_choice_is_typed_in_many_ways(said: str, value: str) -> None:
    assert read(field(Kind.CHOICE), said) == value
    assert read(field(Kind.CHOICES), said) == [value]


@pytest.mark.parametrize("said", ["4", "0", "11", "แฟกซ์", "1. ที่สำนักงาน", "1 2", "-1", "1.5"])
def test_no_choice_is_guessed(said: str) -> None:
    fault = refused(field(Kind.CHOICE), said)
    assert fault_text(fault, field(Kind.CHOICE), VOICE) == (
        "ไม่มีตัวเลือกนี้ โปรดกดเลือก หรือพิมพ์หมายเลขของตัวเลือกค่ะ"
    )


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("3,1", ["line", "desk"]),
        ("1 3", ["line", "desk"]),
        ("1 และ 3", ["line", "desk"]),
        ("LINE กับ ที่สำนักงาน", ["line", "desk"]),
        ("อีเมล และ LINE, รับเอง", ["both", "desk"]),
        ("ทั้งหมด", ["line", "both", "desk"]),
        ("2/2/2", ["both"]),
    ],
)
def test_several_choices_in_one_line(said: str, values: list[str]) -> None:
    assert read(field(Kind.CHOICES), said) == values
    assert value_text(field(Kind.CHOICES), ["line", "desk"]) == "LINE, รับที่สำนักงาน, ชั้น 1"


@pytest.mark.parametrize("said", ["1,9", "LINE กับแฟกซ์", ",", "1-3"])
def test_one_wrong_choice_of_several_refuses_all(said: str) -> None:
    assert refused(field(Kind.CHOICES), said).kind is Why.NO_SUCH_CHOICE


def test_yes_and_no() -> None:
    each = field(Kind.YES_NO)
    assert [read(each, said) for said in ("ใช่ค่ะ", "1", "ไม่", "๒", "ไม่มี")] == [
        *(True, True, False, False, False)
    ]
    assert (value_text(each, True), value_text(each, False)) == ("ใช่", "ไม่ใช่")
    assert fault_text(refused(each, "อาจจะ"), each, VOICE) == ("โปรดตอบ «ใช่» หรือ «ไม่ใช่» ค่ะ")
    assert choice_line(each) == "1. ใช่ 2. ไม่ใช่"


def test_days_keep_within_their_bounds() -> None:
    each = field(Kind.DATE, earliest=Bound(days=1), latest=Bound(day=date(2026, 9, 30)))
    assert read(each, "๑๕ มิ.ย. ๒๕๖๙") == read(each, "2026-06-15") == "2026-06-15"
    assert fault_text(refused(each, "วันนี้"), each, VOICE) == ("เลือกได้ตั้งแต่วันที่ 2 มิ.ย. 2569 เป็นต้นไปค่ะ")
    assert fault_text(refused(each, "1/10/69"), each, VOICE) == ("เลือกได้ไม่เกินวันที่ 30 ก.ย. 2569 ค่ะ")
    assert fault_text(refused(each, "31 เม.ย. 69"), each, Voice("เขต", "")) == (
        "อ่านวันที่ไม่ออก พิมพ์ได้ เช่น 15 มิ.ย. 69 หรือ 15/6/2569"
    )
    happened = field(Kind.DATE, latest=Bound())
    assert read(happened, "31 พ.ค.") == "2026-05-31"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("0812345678", "081-234-5678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "081-234-5678"),
        ("081-2345678 ค่ะ", "081-234-5678"),
        ("+66 81 234 5678", "081-234-5678"),
        ("+66812345678", "081-234-5678"),
        ("+66(0)81-234-5678", "081-234-5678"),
        ("0066 2 288 5511", "0-2288-5511"),
        ("02-288-5511", "0-2288-5511"),
        ("0 2288 5511 ต่อ 12", "0-2288-5511 ต่อ 12"),
        ("(053) 911-234", "0-5391-1234"),
        ("0812345678, 053911234", "081-234-5678, 0-5391-1234"),
    ],
)
def test_telephones_are_spelt_one_way(said: str, kept: str) -> None:
    assert read(field(Kind.PHONE), said) == kept


@pytest.mark.parametrize(
    "said", ["12345", "812345678", "0000000000", "08123456789", "1579", "0812345678, 12", "โทรหาที"]
)
def test_what_cannot_be_called_is_refused(said: str) -> None:
    fault = refused(field(Kind.PHONE), said)
    assert "9 หรือ 10 หลัก" in fault_text(fault, field(Kind.PHONE), VOICE)


def test_addresses() -> None:
    each = field(Kind.EMAIL)
    assert read(each, " Somjai.J@MOE.go.th ") == "Somjai.J@moe.go.th"
    assert read(each, "somjai@example.com ค่ะ") == "somjai@example.com"
    for said in ("somjai", "a@b", "a@@b.com", "a b@c.com", ".a@b.com", "a@b..com", "ก@b.com",
                 "a@b.com\nBcc: c@d.com", "a@b.com, c@d.com", f"{'a' * 65}@b.com"):  # fmt: skip
        assert refused(each, said).kind is Why.NOT_AN_EMAIL, said


def test_numbers() -> None:
    each = field(Kind.NUMBER, smallest=1.0, largest=1500.0)
    assert [read(each, said) for said in ("๒๕", "25 คน", "1,200", "2.50")] == [25, 25, 1200, 2.5]
    assert [value_text(each, value) for value in (1200, 2.5)] == ["1,200", "2.5"]
    assert fault_text(refused(each, "0"), each, VOICE) == "ข้อนี้ต้องไม่น้อยกว่า 1 ค่ะ"
    assert fault_text(refused(each, "2000"), each, VOICE) == "ข้อนี้ต้องไม่เกิน 1,500 ค่ะ"
    for said in ("ยี่สิบ", "25-30", "1,20", "1e9", "∞", "²"):
        assert refused(each, said).kind is Why.NOT_A_NUMBER, said


def test_schools_are_found_by_name_and_code() -> None:
    each = field(Kind.SCHOOL)
    found = read(each, "รร.บ้านดอย")
    assert found == {"code": "57030001", "name": "บ้านดอย"}
    assert value_text(each, found) == "โรงเรียนบ้านดอย"
    assert read(each, "โรงเรียนวัดป่าค่ะ") == read(each, "57030003") == read(each, "๕๗๐๓๐๐๐๓")
    assert "บ้านดอย, บ้านดอยสูง" in fault_text(refused(each, "ดอย"), each, VOICE)
    assert refused(each, "สวนกุหลาบ").kind is Why.NO_SUCH_SCHOOL


def test_files_add_up_and_stop() -> None:
    each = field(Kind.FILES)
    answers: dict[str, Value] = {}
    answers["x"] = read(each, Attached(1, "หนังสือ.PDF", 2 * MB), answers)
    answers["x"] = read(each, Attached(2, "ภาพ.jpeg"), answers)
    assert value_text(each, answers["x"]) == "หนังสือ.PDF, ภาพ.jpeg"
    assert read(each, Attached(2, "ภาพ.jpeg"), answers) == answers["x"]
    assert "ไม่เกิน 2 ไฟล์" in fault_text(refused(each, Attached(3, "c.pdf"), answers), each, VOICE)
    assert read(each, "เสร็จแล้ว", answers) == read(each, "พอแล้วค่ะ", answers) == answers["x"]
    assert refused(each, "เสร็จแล้ว").kind is Why.EMPTY
    assert refused(each, "นี่ค่ะ").kind is Why.NOT_A_FILE
    big = fault_text(refused(each, Attached(4, "film.pdf", 60 * MB)), each, VOICE)
    assert big.startswith("ไฟล์ใหญ่ 60 MB รับได้ไม่เกิน 20 MB")
    for name in ("virus.exe", "pdf", "a.pdf.exe", "", ".."):
        assert "pdf, jpg" in fault_text(refused(each, Attached(5, name)), each, VOICE)


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.FILES}))
def test_a_sticker_or_a_photo_is_no_word(kind: Kind) -> None:
    for given_ in (None, Attached(1, "a.pdf")):
        fault = refused(field(kind), given_)
        assert fault_text(fault, field(kind), VOICE).startswith("ข้อ «เรื่อง» รับเป็นข้อความเท่านั้น")


def test_a_purpose_of_3000_characters_is_refused_with_both_numbers() -> None:
    purpose = FORM.named("purpose")
    assert purpose is not None
    assert fault_text(refused(purpose, "ก" * 3000), purpose, VOICE) == (
        "ข้อความยาว 3,000 ตัวอักษร ข้อนี้รับได้ไม่เกิน 1,000 โปรดย่อแล้วส่งใหม่ค่ะ"
    )
    assert read(purpose, "ก" * 1000) == "ก" * 1000


def test_what_is_kept_is_clean_and_names_no_citizen() -> None:
    number = citizen(7)
    assert read(field(Kind.TEXT), f" เลข\u200b {number}\x00 \n ครับ ") == "เลข xxxxxxxxxxxxx ครับ"
    assert read(field(Kind.LONG_TEXT), "ก \r\n\r\n\n\n\tข\ud800") == "ก\n\nข"


def test_every_refusal_has_words_and_a_voice() -> None:
    facts = {
        "most": 5, "length": 9, "earliest": "2026-06-01", "latest": "2026-06-01", "choices": ["ก"],
        "least": 1, "schools": ["ก"], "count": 2, "kinds": ["pdf"], "name": "a", "size": 7,
    }  # fmt: skip
    for why in Why:
        for kind in Kind:
            for required in (True, False):
                each = field(kind, required=required)
                said = fault_text(BadAnswer(why, "x", **facts), each, VOICE)
                assert said.endswith("ค่ะ")
                assert len(said) <= 300


@given(st.integers(0, 2), st.sampled_from(["{n}", "{n}.", " {n} ", "ข้อ {n}", "{label}", "{value}"]))
def test_choices_by_number_label_and_value(n: int, shape: str) -> None:
    choice = CHANNELS[n]
    said = shape.format(n=n + 1, label=choice.label, value=choice.value)
    for spelling in (said, said.upper(), said.translate(str.maketrans("123", "๑๒๓"))):
        assert read(field(Kind.CHOICE), spelling) == choice.value
