"""Complaining in chat: taken down, hidden from whom it is about, followed, closed, told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.chat import complaining
from bot.database import Database
from handlers.context import Context
from models.audit import AuditEntry
from models.outbox import OutboxMessage
from models.people import Role
from models.ratings import Complaint, ComplaintStatus
from tests.conftest import NOON
from tests.handlers.served import number_of, person, request
from tests.office import ECHO, Office, buttons, open_office

WHO = {
    "teacher": ("ครูสมหญิง", Role.TEACHER),
    "officer": ("เจ้าหน้าที่ข้อมูล", Role.OFFICER),
    "group-director": ("ผอ.กลุ่มนโยบาย", Role.GROUP_DIRECTOR),
    "clerk": ("รองผอ.เขต", Role.DEPUTY_DIRECTOR),
}


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    flows = [ECHO, *complaining.flows(ECHO.steps["ask"])]
    with open_office(database, tmp_path, flows=flows) as opened:
        with database.transaction() as session:
            ctx = Context(session, NOON)
            known = {
                who: person(ctx, name, role, line_user=opened.people[who])
                for who, (name, role) in WHO.items()
            }
            request(ctx, person(ctx, "คนอื่น"), known["officer"], subject="ของคนอื่น")
            asked = request(ctx, known["teacher"], known["group-director"])
            opened.number = number_of(asked)  # type: ignore[attr-defined]
        yield opened


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


@pytest.fixture
def director(office: Office) -> str:
    return office.people["group-director"]


@pytest.fixture
def deputy(office: Office) -> str:
    return office.people["clerk"]


def action(office: Office, who: str, label: str) -> dict[str, Any]:
    for message in reversed(office.messages(who)):
        for one in buttons(message):
            if label in one["label"]:
                return one
    raise AssertionError(f"no button {label}")


def press(office: Office, who: str, label: str) -> str:
    office.heard(who)
    office.presses(who, action(office, who, label))
    return office.heard(who)


def say(office: Office, who: str, text: str) -> str:
    office.heard(who)
    office.says(who, text)
    return office.heard(who)


def complain(office: Office, who: str, *, about: str | None = None) -> int:
    """By typing alone, about the request. Returns the number that is told."""
    say(office, who, "ร้องเรียน")
    say(office, who, "1")
    say(office, who, "พูดไม่สุภาพและรอนานมาก")
    say(office, who, about or "ไม่ระบุตัวบุคคล")
    found = re.search(r"เรื่องที่ (\d+)", say(office, who, "ยืนยัน"))
    assert found
    return int(found[1])


def row(office: Office, number: int) -> Complaint:
    with office.database.reading() as session:
        return session.get_one(Complaint, number)


def test_a_complaint_by_buttons(office: Office, teacher: str, director: str) -> None:
    asked = say(office, teacher, "ร้องเรียน")
    number: str = office.number  # type: ignore[attr-defined]
    assert number in asked
    assert "ของคนอื่น" not in asked
    assert number in press(office, teacher, number)
    who = say(office, teacher, "รอนานมาก")
    assert "ผอ.กลุ่มนโยบาย" in who
    assert "เจ้าหน้าที่ข้อมูล" not in who
    summary = press(office, teacher, "ผอ.กลุ่มนโยบาย")
    assert "รอนานมาก" in summary
    taken = press(office, teacher, "ยืนยัน")
    assert "เป็นเรื่องที่ 1" in taken
    assert "ผอ.กลุ่มนโยบาย จะไม่เห็นเรื่องนี้" in taken
    assert "รับเรื่องแล้ว" in say(office, teacher, "ร้องเรียน")
    found = row(office, 1)
    assert (found.words, found.line_user) == ("รอนานมาก", teacher)
    assert found.about_id is not None


def test_whom_it_is_about_sees_nothing(
    office: Office, teacher: str, director: str, deputy: str
) -> None:
    about = complain(office, teacher, about="ผอ.กลุ่มนโยบาย")
    general = say_general(office, office.people["technician"])
    board = say(office, director, "ร้องเรียน")
    assert f"เรื่องที่ {general}" in board
    assert f"เรื่องที่ {about}" not in board
    assert "ยังไม่ปิด 1 เรื่อง" in board
    assert "ไม่พบเรื่องนี้" in say(office, director, str(about))
    board = say(office, deputy, "ร้องเรียน")
    assert f"เรื่องที่ {about}" in board
    # Not even a button that was passed on to them.
    passed = action(office, deputy, f"เรื่องที่ {about}")
    office.presses(director, passed)
    assert "พูดไม่สุภาพ" not in office.heard(director)
    everything = "".join(str(m) for m in office.messages(director))
    assert "พูดไม่สุภาพ" not in everything


def say_general(office: Office, who: str) -> int:
    """Somebody whom nobody knows complains of something in general."""
    assert "พิมพ์สิ่งที่ต้องการร้องเรียน" in say(office, who, "ร้องเรียน")
    assert "เรื่องทั่วไป" in say(office, who, "ห้องรอร้อนมาก")
    found = re.search(r"เรื่องที่ (\d+)", press(office, who, "ยืนยัน"))
    assert found
    return int(found[1])


def test_followed_closed_and_told_once(office: Office, deputy: str) -> None:
    stranger = office.people["technician"]
    number = say_general(office, stranger)
    say(office, deputy, "ร้องเรียน")
    assert "ห้องรอร้อนมาก" in press(office, deputy, f"เรื่องที่ {number}")
    press(office, deputy, "บันทึกการติดตาม")
    assert "ขอเป็นข้อความ" in say(office, deputy, "-")
    assert "แล้วค่ะ" in say(office, deputy, "สั่งซื้อพัดลมแล้ว ภายในเท่านั้น")
    assert "กำลังดำเนินการ" in say(office, stranger, "ร้องเรียน")
    say(office, deputy, "ร้องเรียน")
    assert "สั่งซื้อพัดลม" in say(office, deputy, str(number))
    assert "ผู้ร้องเรียนจะได้รับข้อความนี้" in say(office, deputy, "2")
    office.heard(stranger)
    say(office, deputy, "ติดพัดลมเพิ่มแล้ว")
    told = office.heard(stranger)
    assert "ติดพัดลมเพิ่มแล้ว" in told
    assert "ภายในเท่านั้น" not in told
    mine = say(office, stranger, "ร้องเรียน")
    assert "ปิดเรื่องแล้ว" in mine
    assert "ภายในเท่านั้น" not in mine
    assert row(office, number).status is ComplaintStatus.CLOSED
    assert "ไม่มีเรื่องที่ยังไม่ปิด" in say(office, deputy, "ร้องเรียน")
    with office.database.reading() as session:
        paid = session.scalar(select(func.sum(OutboxMessage.price)))
        verbs = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert paid == 1
    assert verbs == [f"line:complaint:{verb}" for verb in ("open", "follow", "close")]


def test_two_close_it_and_one_is_told_that_it_is_closed(
    office: Office, director: str, deputy: str
) -> None:
    number = say_general(office, office.people["technician"])
    for who in (director, deputy):
        say(office, who, "ร้องเรียน")
        say(office, who, str(number))
        press(office, who, "ปิดเรื่อง")
    say(office, director, "แก้แล้ว")
    assert "เรื่องนี้ปิดแล้ว" in say(office, deputy, "แก้แล้วเหมือนกัน")


def test_left_and_wrong_answers(office: Office, teacher: str) -> None:
    say(office, teacher, "ร้องเรียน")
    assert "กรุณาเลือกจากปุ่ม" in say(office, teacher, "อะไรก็ได้")
    say(office, teacher, "เรื่องทั่วไป")
    assert "2,000 ตัวอักษร" in say(office, teacher, "ก" * 3000)
    assert "ขอเป็นข้อความ" in say(office, teacher, "!!!")
    office.platform.acts.sticker(teacher, teacher, "1", "1")
    office.settle()
    assert "ขั้นตอนนี้" in office.heard(teacher)
    assert "ยืนยัน" in say(office, teacher, "ป้ายหน้าห้องไม่มี")
    assert "ตรวจสอบแล้ว" in say(office, teacher, "อืม")
    assert "ยกเลิกแล้ว" in say(office, teacher, "ยกเลิก")
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_second_one_after_the_first(office: Office, teacher: str) -> None:
    complain(office, teacher)
    say(office, teacher, "ร้องเรียน")
    press(office, teacher, "ร้องเรียนเรื่องใหม่")
    say(office, teacher, "2")
    say(office, teacher, "ไม่มีที่จอดรถ")
    assert "เป็นเรื่องที่ 2" in press(office, teacher, "ยืนยัน")
    # A question typed at the list is heard as a question.
    say(office, teacher, "ร้องเรียน")
    assert "เลือกหัวข้อ" in say(office, teacher, "ทั้งเขตมีนักเรียนกี่คน")


def test_those_who_follow_may_complain_as_well(office: Office, deputy: str) -> None:
    say(office, deputy, "ร้องเรียน")
    say(office, deputy, "ร้องเรียนเรื่องใหม่")
    say(office, deputy, "แอร์เสีย")
    press(office, deputy, "ยืนยัน")
    say(office, deputy, "ร้องเรียน")
    assert "รับเรื่องแล้ว" in press(office, deputy, "เรื่องที่ฉันร้องเรียน")
