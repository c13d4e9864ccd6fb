"""Slips in a form: too long, no such day, wrong files; back, edit, leave and go on; old buttons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import media
from models.media import Media
from models.requests import Attachment
from tests.bot.requesting_room import PURPOSE, SUBJECT, Room, fill_in, open_room

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def test_a_purpose_of_three_thousand_letters_is_told_its_limit(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", SUBJECT)
    said = room.says("teacher", "ก" * 3000)
    assert "3,000" in said
    assert "1,000" in said
    assert "จะนำข้อมูลไปใช้ทำอะไร" in said
    assert "ภายในวันที่เท่าใด" in room.says("teacher", PURPOSE)


def test_a_sticker_where_a_date_is_due(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", SUBJECT)
    room.says("teacher", PURPOSE)
    room.office.platform.acts.sticker(room.line("teacher"), room.line("teacher"), "1", "2")
    room.office.settle()
    said = room.reads("teacher")
    assert "รับเป็นข้อความเท่านั้น" in said
    assert "ภายในวันที่เท่าใด" in said
    assert "อ่านวันที่ไม่ออก" in room.says("teacher", "เร็ว ๆ นี้")
    assert "เป็นต้นไป" in room.says("teacher", "1 ม.ค. 2569")
    assert "ไฟล์แบบใด" in room.says("teacher", "15/12/2569")


def test_an_answer_that_is_no_choice_is_asked_again_with_the_choices(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", SUBJECT)
    room.says("teacher", PURPOSE)
    room.presses("teacher", "ข้าม")
    said = room.says("teacher", "กระดาษสีชมพูแบบไหนดี")
    assert "ไม่มีตัวเลือกนี้" in said
    assert "Excel" in said
    assert "ทางใด" in room.says("teacher", "pdf")


def test_a_photo_where_words_are_due(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    said = room.sends("teacher", "image")
    assert "รับเป็นข้อความเท่านั้น" in said
    assert "เกี่ยวกับอะไร" in said


def test_files_and_photos_are_attached_and_wrong_ones_refused(room: Room) -> None:
    fill_in(room)
    assert "ปิดชื่อและเลขประจำตัวนักเรียน" in room.presses("teacher", "แนบไฟล์")
    assert "รับเฉพาะไฟล์" in room.sends("teacher", "file", "โปรแกรม.exe", b"MZ")
    assert "60 MB" in room.sends("teacher", "file", "ใหญ่.pdf", bytes(60 * 1024 * 1024))
    assert "แนบแล้ว 1 ไฟล์" in room.sends("teacher", "file", "หนังสือ.pdf", b"%PDF-1.7 x")
    assert "แนบแล้ว 2 ไฟล์" in room.sends("teacher", "image", "a.jpg", JPEG)
    summary = room.presses("teacher", "เสร็จแล้ว")
    assert "หนังสือ.pdf" in summary
    assert "ภาพ" in summary
    room.presses("teacher", "ยืนยัน")
    with room.ctx() as ctx:
        rows = ctx.session.scalars(select(Attachment).order_by(Attachment.id)).all()
        assert next(row.name for row in rows) == "หนังสือ.pdf"
        assert len(rows) == 2
        kept = ctx.session.scalars(select(Media.kept_for).where(Media.kept_for.is_not(None))).all()
    assert set(kept) == {f"request:{room.requests()[0].id}"}


def test_a_file_sent_to_the_summary_is_attached(room: Room) -> None:
    fill_in(room)
    assert "แนบแล้ว 1 ไฟล์" in room.sends("teacher", "file", "ตาราง.xlsx", b"PK")
    assert "ตาราง.xlsx" in room.says("teacher", "เสร็จแล้ว")


def test_a_thirteen_digit_number_is_masked(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", "ประวัติของ 1101700203451")
    room.says("teacher", PURPOSE)
    room.presses("teacher", "ข้าม")
    room.presses("teacher", "PDF")
    summary = room.presses("teacher", "LINE")
    assert "1101700203451" not in summary
    room.presses("teacher", "ยืนยัน")
    assert "1101700203451" not in room.requests()[0].subject


# ---------------------------------------------------------------- back, edit, leave, go on


def test_back_keeps_what_was_answered(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    assert "ย้อนกลับ" not in room.labels("teacher")
    room.says("teacher", SUBJECT)
    room.says("teacher", PURPOSE)
    room.presses("teacher", "ย้อนกลับ")
    said = room.presses("teacher", "ย้อนกลับ")
    assert f"ตอบไว้: {SUBJECT}" in said
    assert "ข้อ 1 จาก 5" in said
    assert "ภายในวันที่เท่าใด" in room.presses("teacher", "คงไว้")


def test_any_field_is_edited_and_leads_back_to_the_summary(room: Room) -> None:
    fill_in(room)
    offered = room.presses("teacher", "แก้ไข")
    assert "เพื่อนำไปใช้" in offered
    assert "ชื่อ-นามสกุล" not in offered
    said = room.says("teacher", "เพื่อนำไปใช้")
    assert f"ตอบไว้: {PURPOSE}" in said
    assert "ทำวิจัยในชั้นเรียน" in room.says("teacher", "ทำวิจัยในชั้นเรียน")
    room.presses("teacher", "แก้ไข")
    room.presses("teacher", "ช่องทางรับ")
    assert "อีเมลใด" in room.says("teacher", "อีเมล")  # one answer calls for another
    summary = room.says("teacher", "mali@example.ac.th")
    assert "mali@example.ac.th" in summary
    room.presses("teacher", "แก้ไข")
    room.presses("teacher", "โทรศัพท์")
    assert "089-999-9999" in room.says("teacher", "0899999999")
    room.says("teacher", "แก้ไข")
    assert "ตรวจสอบก่อนยืนยัน" in room.says("teacher", "ย้อนกลับ")
    room.presses("teacher", "ยืนยัน")
    request = room.requests()[0]
    assert request.purpose == "ทำวิจัยในชั้นเรียน"
    assert request.requester["name"] == "มะลิ ตัวอย่าง"
    assert request.requester["phone"] == "089-999-9999"


@pytest.mark.parametrize("leave", ["ยกเลิก", "เมนู", "time"])
def test_a_draft_waits_for_the_next_time(room: Room, leave: str) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", SUBJECT)
    if leave == "time":
        room.office.wait(minutes=40)
    else:
        said = room.says("teacher", leave)
        assert leave != "ยกเลิก" or "ร่างเก็บไว้" in said
    said = room.says("teacher", "ขอข้อมูล")
    assert "ทำต่อไหม" in said
    assert SUBJECT in said
    assert "จะนำข้อมูลไปใช้ทำอะไร" in room.says("teacher", "ทำต่อ")
    room.says("teacher", "ขอข้อมูล")
    assert "เกี่ยวกับอะไร" in room.presses("teacher", "เริ่มใหม่")


def test_cancelling_the_summary_by_button_keeps_the_draft(room: Room) -> None:
    fill_in(room)
    assert "ร่างเก็บไว้ 30 วัน" in room.presses("teacher", "ยกเลิก")
    room.says("teacher", "ขอข้อมูล")
    assert "ตรวจสอบก่อนยืนยัน" in room.presses("teacher", "ทำต่อ")


def test_a_draft_whose_day_has_gone_by_is_asked_that_anew(room: Room) -> None:
    fill_in(room)
    room.says("teacher", "ยกเลิก")
    room.office.wait(days=28)
    room.says("teacher", "ขอข้อมูล")
    room.presses("teacher", "ทำต่อ")
    said = room.presses("teacher", "ยืนยัน")
    assert "เป็นต้นไป" in said
    assert "ภายในวันที่เท่าใด" in said
    room.says("teacher", "15 ม.ค. 2570")
    assert "คข. 1/2570" in room.presses("teacher", "ยืนยัน")


def test_files_that_were_erased_meanwhile_leave_the_draft(room: Room) -> None:
    fill_in(room)
    room.sends("teacher", "file", "ตาราง.xlsx", b"PK")
    room.says("teacher", "ยกเลิก")
    with room.ctx() as ctx:
        media.erase_unattached(type(ctx)(ctx.session, ctx.now + timedelta(days=2), ctx.actor))
    room.says("teacher", "ขอข้อมูล")
    assert "รับไฟล์ «ตาราง.xlsx» ไม่ได้" in room.presses("teacher", "ทำต่อ")
    assert "คข. 1/2570" in room.presses("teacher", "ยืนยัน")


def test_a_confirmed_summary_pressed_again_does_nothing_twice(room: Room) -> None:
    fill_in(room)
    button = room.button("teacher", "ยืนยัน")
    room.presses("teacher", "ยืนยัน")
    room.office.presses(room.line("teacher"), button)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in room.reads("teacher")
    assert len(room.requests()) == 1


def test_an_old_button_and_one_edited_by_hand(room: Room) -> None:
    fill_in(room)
    old = room.button("teacher", "Excel")
    room.office.presses(room.line("teacher"), old)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in room.reads("teacher")
    forged = {**old, "data": old["data"].replace("excel", "paper")}
    room.office.presses(room.line("teacher"), forged)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in room.reads("teacher")
    assert "คข. 1/2570" in room.presses("teacher", "ยืนยัน")


def test_a_set_of_photos_is_answered_once(room: Room) -> None:
    fill_in(room)
    room.presses("teacher", "แนบไฟล์")
    said = room.sends("teacher", "image", "a.jpg", JPEG, of=3)
    assert said.count("ส่งไฟล์หรือรูปที่ต้องการแนบ") == 2  # one card: its plain text and its title
    assert "แนบแล้ว 3 ไฟล์" in said
    room.presses("teacher", "เสร็จแล้ว")
    room.presses("teacher", "ยืนยัน")
    with room.ctx() as ctx:
        assert len(ctx.session.scalars(select(Attachment)).all()) == 3


def test_a_file_that_is_not_what_it_says_is_told_before_it_is_filed(room: Room) -> None:
    fill_in(room)
    room.presses("teacher", "แนบไฟล์")
    room.sends("teacher", "image", "a.jpg", b"no picture at all")
    assert "จึงไม่ได้แนบ" in room.presses("teacher", "เสร็จแล้ว")
    assert "คข. 1/2570" in room.presses("teacher", "ยืนยัน")
