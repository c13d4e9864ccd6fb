"""Filling in a form in chat, as people do: the straight path, guests, slips, drafts, staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.requests import checking, deciding, delivering, preparing
from models.media import Media
from models.people import Consent, Person
from models.ratings import Rating
from models.requests import (
    Attachment,
    Channel,
    Classification,
    RequestDraft,
    RequestStatus,
    Verdict,
)
from tests.bot.requesting_room import FORMS, Room, open_room
from tests.office import buttons

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
SUBJECT, PURPOSE = "รายชื่อโรงเรียนที่รับครูย้ายระหว่างปี", "จัดทำแผนของโรงเรียน"


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def fill_in(room: Room, who: str = "teacher") -> str:
    """From the word to the summary."""
    room.says(who, "ขอข้อมูล")
    room.says(who, SUBJECT)
    room.says(who, PURPOSE)
    room.picks_day(who, "2026-12-15")
    room.presses(who, "Excel")
    return room.presses(who, "LINE")


def deliver(room: Room) -> None:
    """The office's part: propose, permit, attach, hand over."""
    request = room.requests()[-1]
    with room.ctx("officer") as ctx:
        officer = room.me(ctx, "officer")
        checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    with room.ctx("group-director") as ctx:
        director = room.me(ctx, "group-director")
        deciding.decide(ctx, FORMS, director, request.id, None, Verdict.PERMIT)
    line = room.line("officer")
    file = ("รายชื่อ.pdf", "application/pdf", b"%PDF-1.7 x")
    room.office.platform.acts.media(line, line, "file", [file])
    room.office.settle()
    with room.ctx("officer") as ctx:
        media = ctx.session.scalars(select(Media.id).order_by(Media.id.desc())).first()
        assert media is not None
        officer = room.me(ctx, "officer")
        preparing.add_file(ctx, officer, request.id, media, "รายชื่อ.pdf")
        delivering.deliver(ctx, FORMS, officer, request.id)
    room.office.settle()


# ---------------------------------------------------------------- the straight path


def test_from_the_word_to_the_rating_in_ten_taps_that_cost_nothing(room: Room) -> None:
    said = room.says("teacher", "ขอข้อมูล")
    assert "ต้องการขอข้อมูลเกี่ยวกับอะไร" in said
    assert "ข้อ 1 จาก 5" in said
    assert "แบบอื่น" in room.labels("teacher")
    assert "จะนำข้อมูลไปใช้ทำอะไร" in room.says("teacher", SUBJECT)
    assert "ภายในวันที่เท่าใด" in room.says("teacher", PURPOSE)
    assert "ไฟล์แบบใด" in room.picks_day("teacher", "2026-12-15")
    assert "ทางใด" in room.presses("teacher", "Excel")
    summary = room.presses("teacher", "LINE")
    for shown in ("มะลิ ตัวอย่าง", "โรงเรียนบ้านตัวอย่าง", SUBJECT, PURPOSE, "15 ธ.ค. 2569",
                  "Excel", "081-234-5678"):  # fmt: skip
        assert shown in summary
    receipt = room.presses("teacher", "ยืนยัน")
    assert "คข. 1/2570 (ปีงบประมาณ)" in receipt
    assert "นักวิเคราะห์นโยบายและแผนชำนาญการ" in receipt
    assert "ภายใน" in receipt
    assert room.paid("teacher") == 0
    deliver(room)
    card = room.reads("teacher")
    assert "ส่งมอบข้อมูล" in card
    assert "รายชื่อ.pdf" in card
    link = room.button("teacher", "เปิดไฟล์")
    assert "/deliveries/" in link["uri"]
    room.did["teacher"] += 1  # the tap that opens it
    assert "ข้อเสนอแนะ" in room.presses("teacher", "ดีมากทุกข้อ")
    assert "ขอบคุณ" in room.presses("teacher", "ข้าม")
    assert room.did["teacher"] == 10 <= 12
    assert room.paid("teacher") == 1  # the delivery, which must reach them first
    request = room.requests()[0]
    assert request.status is RequestStatus.DELIVERED
    assert request.channel is Channel.LINE
    assert request.answers["wanted_by"] == "2026-12-15"
    assert request.answers["format"] == "excel"
    with room.ctx() as ctx:
        assert ctx.session.scalars(select(Rating.rated_at)).one() is not None
        assert ctx.session.scalars(select(RequestDraft)).all() == []


def test_somebody_on_a_pc_types_every_choice(room: Room) -> None:
    room.says("teacher", "แบบคำขอข้อมูลค่ะ")
    room.says("teacher", SUBJECT)
    room.says("teacher", PURPOSE)
    room.says("teacher", "15 ธ.ค. 69")
    room.says("teacher", "๑")
    summary = room.says("teacher", "รับที่สำนักงาน")
    assert "15 ธ.ค. 2569" in summary
    assert "รับเอกสารที่สำนักงาน" in summary
    assert "คข. 1/2570" in room.says("teacher", "ยืนยันค่ะ")
    assert room.requests()[0].hand_over.value == "paper"


def test_an_optional_field_may_be_left_out_by_button_or_word(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", SUBJECT)
    room.says("teacher", PURPOSE)
    assert "ไฟล์แบบใด" in room.presses("teacher", "ข้าม")
    room.says("teacher", "ย้อนกลับ")
    assert "ไฟล์แบบใด" in room.says("teacher", "ไม่ระบุ")


# ---------------------------------------------------------------- what the data service answers


def test_public_figures_need_no_request_no_consent_and_no_name(room: Room) -> None:
    room.says("clerk", "ขอข้อมูล")
    said = room.says("clerk", "โรงเรียนบ้านหนองบัว มีนักเรียน ป.1 กี่คน")
    assert "24 คน" in said
    assert "ข้อมูลนี้เปิดเผยได้" in said
    assert "ยินยอม" not in said
    assert "ยินดี" in room.presses("clerk", "ใช้คำตอบนี้")
    assert room.requests() == []
    with room.ctx() as ctx:
        assert ctx.session.scalars(select(RequestDraft)).all() == []
        assert (
            ctx.session.scalar(select(Person).where(Person.line_user == room.line("clerk"))) is None
        )


def test_public_figures_asked_for_all_the_same_are_handed_over_at_once(room: Room) -> None:
    said = room.says("teacher", "ขอข้อมูลเรื่อง จำนวนนักเรียน ป.1 ทั้งเขต")
    assert "ข้อมูลนี้เปิดเผยได้" in said
    room.presses("teacher", "ยื่นคำขอต่อ")
    room.says("teacher", PURPOSE)
    room.presses("teacher", "ข้าม")
    room.presses("teacher", "Excel")
    room.presses("teacher", "LINE")
    said = room.presses("teacher", "ยืนยัน")
    assert "ส่งมอบข้อมูล" in said
    assert "โปรดให้คะแนน" in said
    assert "/deliveries/" in room.button("teacher", "เปิดไฟล์")["uri"]
    assert "ข้อเสนอแนะ" in room.says("teacher", "ดีมากทุกข้อ")  # typed, as on a PC
    request = room.requests()[0]
    assert request.status is RequestStatus.DELIVERED
    assert request.query is not None
    assert request.classification is Classification.PUBLIC
    assert room.paid("teacher") == 0
    assert room.paid("officer") == 0


def test_what_is_hidden_is_no_answer_to_a_request(room: Room) -> None:
    said = room.says("teacher", "ขอข้อมูล: โรงเรียนวัดทุ่งทอง มีเด็กพิการทางการมองเห็นกี่คน")
    assert "เปิดเผยได้" not in said
    assert "จะนำข้อมูลไปใช้ทำอะไร" in said


def test_said_in_other_words_it_is_looked_up_anew(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", "จำนวนนักเรียนทั้งเขต")
    assert "จะนำข้อมูลไปใช้ทำอะไร" in room.says("teacher", SUBJECT)
    room.says("teacher", PURPOSE)
    room.presses("teacher", "ข้าม")
    room.presses("teacher", "PDF")
    assert SUBJECT in room.presses("teacher", "LINE")
    room.presses("teacher", "ยืนยัน")
    assert room.requests()[0].query is None


def test_the_question_before_is_offered_as_the_subject(room: Room) -> None:
    room.says("teacher", "โรงเรียนบ้านหนองบัว มีนักเรียน ป.1 กี่คน")
    said = room.says("teacher", "ขอข้อมูล")
    assert "ที่ถามไว้" in said
    assert "บ้านหนองบัว" in said
    assert "24 คน" in room.presses("teacher", "ใช้ข้อความนี้")


def test_a_sentence_that_asks_for_the_form_opens_it(room: Room) -> None:
    said = room.says("teacher", "ต้องการยื่นคำขอข้อมูลเพื่อทำวิทยานิพนธ์ค่ะ")
    assert "ต้องการขอข้อมูลเกี่ยวกับอะไร" in said
    assert "จะนำข้อมูลไปใช้ทำอะไร" in room.says("teacher", SUBJECT)


def test_a_question_with_the_same_beginning_is_still_a_question(room: Room) -> None:
    assert "24 คน" in room.says("teacher", "ขอข้อมูลจำนวนนักเรียน ป.1 โรงเรียนบ้านหนองบัว")
    assert room.says("teacher", "ยกเลิก").startswith("ไม่มีขั้นตอนใดค้างอยู่")


# ---------------------------------------------------------------- people who are not known


def test_a_guest_agrees_first_and_says_who_they_are(room: Room) -> None:
    room.says("clerk", "ขอข้อมูล")
    said = room.says("clerk", SUBJECT)
    assert "ยินยอม" in said
    assert "พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล" in said
    assert "ชื่อและนามสกุล" in room.presses("clerk", "ยินยอม")
    assert "ตำแหน่ง" in room.says("clerk", "กันยา ทดลอง")
    room.says("clerk", "นักวิจัย")
    room.says("clerk", "มหาวิทยาลัยตัวอย่าง")
    room.says("clerk", PURPOSE)
    room.says("clerk", "ข้าม")
    room.says("clerk", "1")
    assert "อีเมลใด" in room.says("clerk", "อีเมล")
    assert "อีเมลไม่ครบถ้วน" in room.says("clerk", "kanya@")
    room.says("clerk", "kanya@example.ac.th")
    summary = room.says("clerk", "081-234-5678")
    assert "กันยา ทดลอง" in summary
    assert "081-234-5678" in summary
    assert "คข. 1/2570" in room.presses("clerk", "ยืนยัน")
    request = room.requests()[0]
    assert request.requester["outsider"] is True
    assert request.requester["name"] == "กันยา ทดลอง"
    with room.ctx() as ctx:
        person = ctx.session.get_one(Person, request.requester_id)
        assert person.line_user == room.line("clerk")
        given = ctx.session.scalars(select(Consent).where(Consent.person_id == person.id)).all()
        assert [c.version for c in given] == ["2569-1"]
    room.says("clerk", "ขอข้อมูล")  # the second time nothing of that is asked
    assert "จะนำข้อมูลไปใช้ทำอะไร" in room.says("clerk", "อีกเรื่องหนึ่ง")


def test_who_does_not_agree_leaves_nothing_behind(room: Room) -> None:
    room.says("clerk", "ขอข้อมูล")
    room.says("clerk", SUBJECT)
    assert "ไม่ได้เก็บข้อมูลของท่าน" in room.presses("clerk", "ไม่ยินยอม")
    with room.ctx() as ctx:
        assert ctx.session.scalars(select(RequestDraft)).all() == []
    assert room.requests() == []


def test_a_registered_person_agrees_to_a_newer_notice_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.texts.consent.VERSION", "2570-1")
    room.says("teacher", "ขอข้อมูล")
    assert "ยินยอม" in room.says("teacher", SUBJECT)
    assert "จะนำข้อมูลไปใช้ทำอะไร" in room.says("teacher", "ยินยอม")
    room.says("teacher", "ยกเลิก")
    room.says("teacher", "ขอข้อมูล")
    assert "ยินยอม" not in room.presses("teacher", "ทำต่อ")


# ---------------------------------------------------------------- slips


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
    assert "คำตอบ" in room.reads("teacher")
    assert "อ่านวันที่ไม่ออก" in room.says("teacher", "เร็ว ๆ นี้")
    assert "หลังจากนั้น" in room.says("teacher", "1 ม.ค. 2569")
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
    assert "ทำต่อหรือเริ่มใหม่" in said
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
    assert "หลังจากนั้น" in said
    assert "ภายในวันที่เท่าใด" in said
    room.says("teacher", "15 ม.ค. 2570")
    assert "คข. 1/2570" in room.presses("teacher", "ยืนยัน")


def test_files_that_were_erased_meanwhile_leave_the_draft(room: Room) -> None:
    fill_in(room)
    room.sends("teacher", "file", "ตาราง.xlsx", b"PK")
    room.says("teacher", "ยกเลิก")
    with room.ctx() as ctx:
        from handlers import media

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


# ---------------------------------------------------------------- forms, groups, staff


def test_another_form_by_button_and_by_name(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    assert "แบบคำร้องขอเข้าถึงข้อมูลสารสนเทศ" in room.presses("teacher", "แบบอื่น")
    assert "ใช้สิทธิตามกฎหมายใด" in room.presses("teacher", "ขอเข้าถึงข้อมูล")
    room.says("teacher", "ยกเลิก")
    said = room.says("teacher", "แบบคำร้องขอเข้าถึงข้อมูลสารสนเทศ")
    assert "ใช้สิทธิตามกฎหมายใด" in said


def test_the_form_of_access_to_its_end(room: Room) -> None:
    room.says("teacher", "ขอเข้าถึงข้อมูล")
    room.presses("teacher", "ข้อมูลส่วนบุคคล 2562")
    room.says("teacher", "จำนวนนักเรียนทั้งเขต")  # no figure answers a right
    room.presses("teacher", "สำเนารับรอง")
    room.presses("teacher", "ข้าม")
    assert "ตรวจสอบก่อนยืนยัน" in room.presses("teacher", "ที่สำนักงาน")
    assert "คร. 1/2570" in room.presses("teacher", "ยืนยัน")
    assert room.requests()[0].classification is Classification.PERSONAL


def test_in_a_group_they_are_led_to_the_private_chat(room: Room) -> None:
    group = next(
        g for g in room.office.groups
        if room.line("teacher") in room.office.platform.directory.groups[g].members
    )  # fmt: skip
    room.office.says(room.line("teacher"), "ถามเขต ขอข้อมูล", chat=group)
    assert "แชตส่วนตัวเท่านั้น" in room.office.heard(group)


def test_staff_fill_in_for_somebody_who_telephoned(room: Room) -> None:
    assert "คำขอนี้เป็นของใคร" in room.says("officer", "ขอข้อมูล")
    assert "ติดต่อมาทางใด" in room.presses("officer", "กรอกแทนผู้ขอ")
    room.presses("officer", "โทรศัพท์")
    said = room.says("officer", SUBJECT)
    assert "ชื่อและนามสกุล" in said
    assert "ยินยอม" not in said
    room.says("officer", "วิชัย แสงทอง")
    room.says("officer", "ประชาชน")
    room.says("officer", "ประชาชน")
    room.says("officer", PURPOSE)
    room.says("officer", "ข้าม")
    room.says("officer", "1")
    room.says("officer", "รับที่สำนักงาน")
    summary = room.says("officer", "0811111111")
    assert "กรอกแทนผู้ขอ (ทางโทรศัพท์)" in summary
    said = room.presses("officer", "ยืนยัน")
    assert "ยื่นแทน วิชัย แสงทอง แล้ว" in said
    assert "รับเรื่อง " in said
    request = room.requests()[0]
    assert request.channel is Channel.PHONE
    assert request.requester["name"] == "วิชัย แสงทอง"
    assert request.filed_by_id is not None
    assert request.filed_by_id != request.requester_id
    code = said.split("รับเรื่อง ")[-1].split()[0]
    assert "คข. 1/2570" in room.says("clerk", f"รับเรื่อง {code}")
    assert "คข. 1/2570" in room.says("clerk", "สถานะ")
    assert "ถูกใช้ไปแล้ว" in room.says("clerk-pc", f"รับเรื่อง {code}")
    assert "ไม่มีคำขอ" in room.says("clerk-pc", "สถานะ")


def test_staff_ask_for_themselves_too_and_others_may_not_fill_in_for_anybody(room: Room) -> None:
    room.says("officer", "ขอข้อมูล")
    assert "เกี่ยวกับอะไร" in room.says("officer", "1")
    assert "ติดต่อมาทางใด" in room.says("officer", "กรอกแทน")
    assert "ไม่พบตัวเลือก" in room.says("officer", "นกพิราบ")
    assert "ไม่มีสิทธิ" in room.says("teacher", "กรอกแทน")


def test_who_blocks_the_account_in_the_middle_breaks_nothing(room: Room) -> None:
    fill_in(room)
    room.office.platform.acts.unfollow(room.line("teacher"))
    room.office.settle()
    room.office.wait(hours=3)
    room.office.platform.acts.follow(room.line("teacher"))
    room.office.settle()
    room.says("teacher", "ขอข้อมูล")
    assert "ตรวจสอบก่อนยืนยัน" in room.presses("teacher", "ทำต่อ")


def test_every_button_of_a_question_fits_a_telephone(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    newest = room.office.messages(room.line("teacher"))[-1]
    assert len(buttons(newest)) <= 4
