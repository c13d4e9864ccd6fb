"""«ลงทะเบียน» as people do it: by code, by an officer's approval; the profile; codes for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import my_data
from bot.chat.questions import flows as questions
from bot.chat.registering import flows
from bot.database import Database
from handlers import people
from handlers.context import Actor, Context
from handlers.people import SYSTEM
from handlers.questions import Office as Where
from models.outbox import OutboxMessage, Purpose
from models.people import Consent, OneTimeCode, Person
from tests.handlers.people_office import ONE, PLAN, TWO, add, open_schools
from tests.office import NOON, Office, buttons, open_office

WHERE = Where("99010000", "สพป.ตัวอย่าง เขต 1")
NAME = "สมปอง ตัวอย่าง"


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    every = [*questions(WHERE), *flows(WHERE), *my_data.flows()]
    with open_office(database, tmp_path, flows=every) as opened:
        with database.transaction() as session:
            ctx = Context(session, NOON, Actor("test"))
            open_schools(ctx)
            add(ctx, "คนอื่น สมมุติ", "teacher", "U" + "0" * 32, school=TWO)
            add(ctx, "เจ้าหน้าที่ สมมุติ", "officer", opened.people["officer"], group=PLAN)
        yield opened


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


def code_for(office: Office, role: str = "teacher", school: str = ONE) -> str:
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        seat = people.seat(ctx, role, school=school)
        return people.issue_code(ctx, SYSTEM, seat=seat).code


def roles(office: Office, line_user: str) -> list[str]:
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        return [h.role.value for h in people.me(ctx, line_user).holders]


def press(office: Office, who: str, label: str) -> None:
    """Press the newest button whose label holds these words."""
    for message in reversed(office.messages(who)):
        for action in buttons(message):
            if label in action["label"]:
                office.presses(who, action)
                return
    raise AssertionError(f"no button {label}")


def test_with_a_code_in_three_steps(office: Office, teacher: str) -> None:
    code = code_for(office)
    office.says(teacher, "ลงทะเบียน")
    notice = office.heard(teacher)
    alt = office.messages(teacher)[-1]["altText"]  # what a screen reader says
    for told in ("เก็บอะไร", "มาตรา 19", "นานเท่าใด", "สิทธิของท่าน", WHERE.name):
        assert told in notice
        assert told in alt
    press(office, teacher, "ยินยอม")
    assert "รหัสยืนยันตัวตน 8 ตัว" in office.heard(teacher)
    office.says(teacher, f" {code[:4].lower()} {code[4:].lower()} ")
    assert "ชื่อและนามสกุล" in office.heard(teacher)
    office.says(teacher, NAME)
    said = office.heard(teacher)
    assert f"ยืนยันตัวตนแล้ว {NAME}" in said
    assert "ครู โรงเรียนบ้านหนองสมมุติ" in said
    assert "ยื่นคำขอข้อมูลได้" in said
    assert roles(office, teacher) == ["teacher"]
    with office.database.transaction() as session:
        (consent,) = session.scalars(select(Consent))
        assert (len(consent.text_hash), consent.withdrawn_at) == (64, None)


def test_the_code_in_the_first_message(office: Office, teacher: str) -> None:
    office.says(teacher, f"ลงทะเบียน {code_for(office, 'school_admin')}")
    office.says(teacher, "1")
    office.says(teacher, NAME)
    assert "ธุรการ" in office.heard(teacher)
    assert roles(office, teacher) == ["school_admin"]
    # A second school, in one message: they have agreed before.
    office.says(teacher, f"ลงทะเบียน: {code_for(office, school=TWO)}")
    said = office.heard(teacher)
    assert "โรงเรียนบ้านหนองสมมุติ" in said
    assert "โรงเรียนวัดโคกทดลอง" in said
    assert roles(office, teacher) == ["school_admin", "teacher"]


def test_who_does_not_agree_leaves_no_trace(office: Office, teacher: str) -> None:
    for answer in ("ไม่ยินยอม", "2"):
        office.says(teacher, f"ลงทะเบียน {code_for(office)}")
        office.says(teacher, "อะไรนะ")
        assert "ยินยอมหรือไม่" in office.heard(teacher)
        office.says(teacher, answer)
        assert "ไม่ได้เก็บข้อมูล" in office.heard(teacher)
    with office.database.transaction() as session:
        assert session.scalars(select(Person).where(Person.line_user == teacher)).all() == []
        assert all(c.used_at is None for c in session.scalars(select(OneTimeCode)))


def test_wrong_used_and_too_many_codes(office: Office, teacher: str) -> None:
    office.says(teacher, "ลงทะเบียน")
    office.says(teacher, "ยินยอม")
    office.heard(teacher)
    office.says(teacher, "ไม่รู้เหมือนกัน")
    assert "รหัสต้องมี 8 ตัว" in office.heard(teacher)
    used = code_for(office)
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        people.use_code(ctx, "U" + "9" * 32, used, "ใครคนหนึ่ง ก่อนหน้า")
    office.says(teacher, used)
    assert "ถูกใช้ไปแล้ว" in office.heard(teacher)
    for n in range(5):
        office.says(teacher, f"AAAAAAA{n}")
        assert "รหัสไม่ถูกต้อง" in office.heard(teacher), n
    office.says(teacher, code_for(office))
    assert "ลองใหม่ได้หลัง พฤ. 19 พ.ย. 2569 15.30 น." in office.heard(teacher)
    office.wait(minutes=61)
    office.says(teacher, f"ลงทะเบียน {code_for(office)}")
    office.says(teacher, "ยินยอม")
    office.says(teacher, NAME)
    assert roles(office, teacher) == ["teacher"]


def wish_to_be(office: Office, who: str, *answers: str) -> str:
    office.says(who, "ลงทะเบียน")
    office.says(who, "ยินยอม")
    office.says(who, "ไม่มีรหัส")
    office.says(who, NAME)
    for answer in answers:
        office.says(who, answer)
    return office.heard(who)


def test_without_a_code_an_officer_approves(office: Office, teacher: str) -> None:
    officer = office.people["officer"]
    said = wish_to_be(office, teacher, "ครู", "บ้านหนองสมมุติ", "ยืนยัน")
    assert "ตรวจสอบก่อนส่ง" in said
    assert "ส่งคำขอยืนยันตัวตนแล้ว" in said
    assert roles(office, teacher) == []
    card = office.heard(officer)
    assert all(word in card for word in (NAME, "ครู", "โรงเรียนบ้านหนองสมมุติ"))
    office.says(officer, "ถามข้อมูล")  # in the middle of something else
    office.heard(officer)
    press(office, officer, "อนุมัติ")
    assert f"อนุมัติ {NAME} แล้ว" in office.heard(officer)
    assert "ท่านคือ ครู โรงเรียนบ้านหนองสมมุติ" in office.heard(teacher)
    assert roles(office, teacher) == ["teacher"]
    office.says(officer, "1")
    assert "อยากทราบเรื่องใด" in office.heard(officer)  # what they were doing went on
    press(office, officer, "อนุมัติ")
    assert "อนุมัติแล้ว" in office.heard(officer)
    with office.database.transaction() as session:
        paid = select(OutboxMessage).where(OutboxMessage.purpose == Purpose.NOTICE)
        told = session.scalars(paid.order_by(OutboxMessage.id))
        assert [m.chat_key for m in told] == [officer, teacher]


def test_an_officer_refuses_with_a_reason(office: Office, teacher: str) -> None:
    officer = office.people["officer"]
    wish_to_be(office, teacher, "5", "มูลนิธิตัวอย่าง", "1")
    press(office, officer, "ไม่อนุมัติ")
    assert "เพราะเหตุใด" in office.heard(officer)
    office.platform.acts.sticker(officer, officer, "446", "1988")
    office.settle()
    office.heard(officer)
    office.says(officer, "ย" * 3000)
    assert "ยาวเกิน 500" in office.heard(officer)
    office.says(officer, "ไม่ทราบว่าเป็นใคร")
    assert f"ไม่อนุมัติ {NAME} แล้ว" in office.heard(officer)
    assert "เหตุผล: ไม่ทราบว่าเป็นใคร" in office.heard(teacher)
    assert roles(office, teacher) == []
    # Asked for again, with what was agreed to before.
    office.says(teacher, "ลงทะเบียน")
    press(office, teacher, "เพิ่มโรงเรียน")
    press(office, teacher, "ไม่มีรหัส")
    assert "ชื่อและนามสกุล" in office.heard(teacher)


def test_somebody_without_the_right_presses_a_forwarded_card(office: Office, teacher: str) -> None:
    officer, clerk = office.people["officer"], office.people["clerk"]
    wish_to_be(office, teacher, "1", ONE, "1")
    (card,) = office.messages(officer)
    approve = next(a for a in buttons(card) if a["label"] == "อนุมัติ")
    for who in (clerk, teacher):
        office.presses(who, approve)
        assert "ไม่มีสิทธิ" in office.heard(who)
    assert roles(office, teacher) == []
    office.presses(officer, {**approve, "data": approve["data"][:-1] + "9"})
    assert "ใช้ไม่ได้แล้ว" in office.heard(officer)


def test_slips_on_the_way_are_answered_kindly(office: Office, teacher: str) -> None:
    office.says(teacher, "ลงทะเบียน")
    old = next(a for a in buttons(office.messages(teacher)[-1]) if "ยินยอม" in a["label"])
    office.says(teacher, "๑")
    office.heard(teacher)
    office.presses(teacher, old)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in office.heard(teacher)
    office.says(teacher, "ไม่มีรหัสค่ะ")
    for slip, told in (
        ("สมปอง", "ทั้งชื่อและนามสกุล"),
        ("1-1111-11111-11-1 สมปอง", "เป็นตัวอักษร"),
        ("ก " * 200, "ยาวเกิน"),
        ("😀 😀", "เป็นตัวอักษร"),
    ):
        office.heard(teacher)
        office.says(teacher, slip)
        assert told in office.heard(teacher), slip
    office.says(teacher, NAME)
    office.says(teacher, "นายกรัฐมนตรี")
    assert "ท่านเป็นใคร" in office.heard(teacher)
    office.says(teacher, "ผอ.โรงเรียน")
    office.says(teacher, "โรงเรียนที่ไม่มีจริง")
    assert "ไม่พบ «โรงเรียนที่ไม่มีจริง»" in office.heard(teacher)
    office.says(teacher, TWO)
    assert "โรงเรียนวัดโคกทดลอง" in office.heard(teacher)
    office.says(teacher, "แก้ไข")
    assert "ชื่อและนามสกุล" in office.heard(teacher)
    office.says(teacher, "ยกเลิก")
    assert "ยกเลิกแล้ว" in office.heard(teacher)
    with office.database.transaction() as session:
        assert session.scalars(select(Person).where(Person.line_user == teacher)).all() == []


def test_staff_of_the_office_pick_their_group(office: Office, teacher: str) -> None:
    said = wish_to_be(office, teacher, "บุคลากรเขต", "1", "ยืนยัน")
    assert PLAN in said
    # No officer may approve of an officer; nobody is told who may not.
    assert office.heard(office.people["officer"]) == ""


def test_the_profile_and_its_contact(office: Office, teacher: str) -> None:
    office.says(teacher, f"ลงทะเบียน {code_for(office)}")
    office.says(teacher, "ยินยอม")
    office.says(teacher, NAME)
    office.says(teacher, "ลงทะเบียน")
    said = office.heard(teacher)
    assert "ข้อมูลลงทะเบียนของท่าน" in said
    assert "ออกรหัส" not in said
    press(office, teacher, "แก้ไขข้อมูลติดต่อ")
    office.says(teacher, "โทรศัพท์")
    office.says(teacher, "12")
    assert "ไม่ใช่หมายเลขโทรศัพท์" in office.heard(teacher)
    office.says(teacher, "0812345678")
    assert "081-234-5678" in office.heard(teacher)
    office.says(teacher, "1")
    office.says(teacher, "อีเมล")
    office.says(teacher, "a@b")
    assert "อีเมลที่ครบถ้วน" in office.heard(teacher)
    office.says(teacher, "sompong@example.th")
    assert "บันทึกแล้ว" in office.heard(teacher)
    office.says(teacher, "1")
    office.says(teacher, "1")
    press(office, teacher, "ลบออก")
    said = office.heard(teacher)
    assert "081-234-5678" not in said.split("บันทึกแล้ว")[-1]
    assert "sompong@example.th" in said


def test_a_director_gives_out_a_code_for_their_own_school(office: Office, teacher: str) -> None:
    director = office.people["clerk"]
    office.says(director, f"ลงทะเบียน {code_for(office, 'school_director')}")
    office.says(director, "ยินยอม")
    office.says(director, "ผู้อำนวยการ สมมุติ")
    office.says(director, "ลงทะเบียน")
    press(office, director, "ออกรหัส")
    office.heard(director)
    press(office, director, "ครู")
    said = office.heard(director)
    assert "ครู โรงเรียนบ้านหนองสมมุติ" in said
    assert "ใช้ได้ครั้งเดียว ถึง 26 พ.ย. 2569" in said
    found = re.search(r"ลงทะเบียน ([0-9A-Z]{8})", said)
    assert found
    office.says(teacher, found[0])
    office.says(teacher, "ยินยอม")
    office.says(teacher, NAME)
    assert roles(office, teacher) == ["teacher"]


def test_an_officer_gives_out_a_code_for_any_school(office: Office) -> None:
    officer = office.people["officer"]
    office.says(officer, "ลงทะเบียน")
    office.says(officer, "ยินยอม")
    press(office, officer, "ออกรหัส")
    office.says(officer, "ธุรการโรงเรียน")
    office.says(officer, "วัดโคกทดลอง")
    said = office.heard(officer)
    assert "ธุรการโรงเรียน โรงเรียนวัดโคกทดลอง" in said
    assert re.search(r"ลงทะเบียน [0-9A-Z]{8}", said)


def test_in_a_group_they_are_led_to_their_own_chat(office: Office, teacher: str) -> None:
    group = next(
        g for g, group in office.platform.directory.groups.items() if teacher in group.members
    )
    office.says(teacher, f"ถามเขต ลงทะเบียน {code_for(office)}", chat=group)
    said = office.heard(group)
    assert said
    assert "เก็บอะไร" not in said
