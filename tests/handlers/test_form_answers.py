"""Filling a form in: what is asked, what is understood, what is refused and in which words."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.forms import fault_text, value_text
from handlers.forms import load
from handlers.forms.answers import (
    Attached,
    BadAnswer,
    Why,
    asked_fields,
    filled,
    missing,
    next_field,
    no_longer_right,
    prefilled,
    read_answer,
    shown,
    skip,
)
from handlers.forms.definition import Field, Kind, Profile, Value
from tests.handlers.form_fields import SCHOOLS, TODAY, VOICE, field, read, refused

FORM = load().forms["data_request"]
ACCESS = load().forms["access_request"]
SOMJAI = Profile("สมใจ ใจดี", "ครู", "โรงเรียนบ้านดอย", "0812345678", "somjai@example.go.th")


def fill(said: dict[str, str], profile: Profile | None = None) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    while each := next_field(FORM, answers, profile):
        answers[each.name] = read_answer(each, said[each.name], today=TODAY, answers=answers)
    return answers


def test_a_known_person_is_asked_five_things() -> None:
    said = {
        "subject": "จำนวนนักเรียน ป.1 ปี 2568",
        "purpose": "ทำแผนโรงเรียน",
        "wanted_by": "15 มิ.ย. 69",
        "format": "1",
        "hand_over": "ไลน์ค่ะ",
    }
    answers = fill(said, SOMJAI)
    assert set(answers) == set(said)
    whole = filled(FORM, answers, SOMJAI)
    assert missing(FORM, whole) == []
    assert [(each.label, value_text(each, value)) for each, value in shown(FORM, whole)] == [
        ("ชื่อ-นามสกุล", "สมใจ ใจดี"),
        ("ตำแหน่ง", "ครู"),
        ("หน่วยงาน/สังกัด", "โรงเรียนบ้านดอย"),
        ("ขอข้อมูลเกี่ยวกับ", "จำนวนนักเรียน ป.1 ปี 2568"),
        ("เพื่อนำไปใช้", "ทำแผนโรงเรียน"),
        ("ต้องการภายในวันที่", "15 มิ.ย. 2569"),
        ("รูปแบบไฟล์", "Excel"),
        ("ช่องทางรับ", "LINE"),
        ("โทรศัพท์", "081-234-5678"),
        ("ไฟล์แนบ", "ไม่มี"),
    ]


def test_the_question_that_led_here_is_not_asked_again() -> None:
    asker = Profile("สมใจ ใจดี", "ครู", "บ้านดอย", "0812345678", question="นักเรียนพิการกี่คน")
    assert [each.name for each in asked_fields(FORM, {}, asker)] == [
        *("purpose", "wanted_by", "format", "hand_over")
    ]
    assert prefilled(FORM, asker)["subject"] == "นักเรียนพิการกี่คน"


def test_a_stranger_is_asked_who_they_are() -> None:
    first = next_field(FORM, {})
    assert first is not None
    assert first.name == "name"
    assert [each.name for each in missing(FORM, {})] == [
        *("name", "position", "affiliation", "subject", "purpose", "format", "hand_over")
    ]


def test_what_is_known_but_wrong_is_asked() -> None:
    odd = Profile("-", "ครู", "ก" * 300, "12", "somjai", question="ถ" * 1001)
    assert set(prefilled(FORM, odd)) == {"position"}


def test_the_address_is_asked_only_of_who_wants_mail_and_forgotten_when_not() -> None:
    answers: dict[str, Value] = {"hand_over": "email"}
    assert "email" in [each.name for each in asked_fields(FORM, answers)]
    whole = filled(FORM, {"hand_over": "line", "email": "a@b.go.th"})
    assert "email" not in whole
    assert "email" not in [each.name for each, _ in shown(FORM, whole)]


def test_other_rights_are_named() -> None:
    assert "right_other" not in [each.name for each in asked_fields(ACCESS, {"right": "oia"})]
    assert "right_other" in [each.name for each in missing(ACCESS, {"right": "other"})]
    right = ACCESS.named("right")
    assert right is not None
    assert value_text(right, read(right, "ข้อมูลข่าวสาร 2540")) == (
        "พ.ร.บ.ข้อมูลข่าวสารของราชการ พ.ศ. 2540"
    )


def test_a_required_field_left_out_before_is_asked_again() -> None:
    subject = FORM.named("subject")
    assert subject is not None
    answers: dict[str, Value] = {**prefilled(FORM, SOMJAI), "subject": None}
    assert next_field(FORM, answers) == subject
    assert fault_text(refused(subject, "-"), subject, VOICE) == (
        "ข้อ «ขอข้อมูลเกี่ยวกับ» ต้องตอบ โปรดพิมพ์คำตอบค่ะ"
    )
    with pytest.raises(BadAnswer):
        skip(subject)


@pytest.mark.parametrize("said", ["ไม่ระบุ", "ข้าม", "-", " ไม่ระบุ ค่ะ", "ไม่มี"])
@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.YES_NO}))
def test_optional_fields_are_left_out_by_a_word(kind: Kind, said: str) -> None:
    assert read(field(kind, required=False), said) is None
    assert value_text(field(kind), None) in ("ไม่ระบุ", "ไม่มี")


def test_a_draft_of_last_month_is_looked_over() -> None:
    draft: dict[str, Value] = {
        **prefilled(FORM, SOMJAI),
        "subject": "นักเรียน",
        "purpose": "แผน",
        "wanted_by": "2026-06-15",
        "format": "xml",
        "hand_over": "paper",
        "files": [{"id": 1, "name": "a.pdf", "size": 5}],
    }
    later = date(2026, 7, 1)
    assert [(f.field, f.kind) for f in no_longer_right(FORM, draft, today=later)] == [
        ("wanted_by", Why.TOO_EARLY),
        ("format", Why.NO_SUCH_CHOICE),
    ]
    good = {**draft, "format": "pdf"}
    assert no_longer_right(FORM, good, today=date(2026, 6, 10)) == []


FIELDS = st.sampled_from([field(kind, required=must) for kind in Kind for must in (True, False)])
GIVEN = (
    st.none()
    | st.text()
    | st.from_regex(r"[0-9๐-๙ก-ฮ/.,@+() \-]{0,25}", fullmatch=True)
    | st.builds(Attached, st.integers(1), st.text(), st.none() | st.integers(0, 10**9))
)


@given(FIELDS, GIVEN, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_anything_is_an_answer_or_a_bad_one(each: Field, sent: Any, today: date) -> None:
    try:
        value = read_answer(each, sent, today=today, schools=SCHOOLS)
    except BadAnswer as bad:
        said = fault_text(bad, each, VOICE)
    else:
        said = value_text(each, json.loads(json.dumps(value)))
    assert said


@given(st.dates(TODAY, TODAY + timedelta(days=366)))
def test_a_day_as_the_bot_writes_it_can_be_typed_back(day: date) -> None:
    wanted = FORM.named("wanted_by")
    assert wanted is not None
    value = read(wanted, day.isoformat())
    assert read(wanted, value_text(wanted, value)) == value == day.isoformat()
