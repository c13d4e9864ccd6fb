"""Filling in a form in chat, as people do: the straight path, guests, slips, drafts, staff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.requests import checking, deciding, delivering, preparing
from models.media import Media
from models.people import Consent, Person
from models.ratings import Rating
from models.requests import (
    Channel,
    Classification,
    RequestDraft,
    RequestStatus,
    Verdict,
)
from tests.bot.requesting_room import FORMS, PURPOSE, SUBJECT, Room, fill_in, open_room
from tests.office import buttons


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


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


def test_who_answers_something_else_is_asked_in_short(room: Room) -> None:
    room.says("clerk", "ขอข้อมูล")
    whole = room.says("clerk", SUBJECT)
    again = room.says("clerk", "กันยา ทดลอง")
    assert "กด «ยินยอม» หรือ «ไม่ยินยอม» ก่อน" in again
    assert len(again) < len(whole) / 2
    assert "ชื่อและนามสกุล" in room.says("clerk", "1")


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


def test_who_asks_for_pupils_one_by_one_is_told_and_so_is_the_officer(room: Room) -> None:
    room.says("teacher", "ขอข้อมูล")
    room.says("teacher", "ชื่อและเลขประจำตัวประชาชนของนักเรียน ป.1")
    room.says("teacher", PURPOSE)
    room.presses("teacher", "ข้าม")
    room.presses("teacher", "Excel")
    assert "เป็นข้อมูลส่วนบุคคล" in room.presses("teacher", "LINE")
    room.presses("teacher", "ยืนยัน")
    said = fill_in(room)  # of another kind
    assert "เป็นข้อมูลส่วนบุคคล" not in said
    room.presses("teacher", "ยืนยัน")
    found = [request.classification for request in room.requests()]
    assert found == [Classification.PERSONAL, Classification.OFFICIAL]


def test_an_office_without_a_mail_server_offers_no_e_mail(
    database: Database, tmp_path: Path
) -> None:
    with open_room(database, tmp_path, mail=False) as room:
        room.says("teacher", "ขอข้อมูล")
        room.says("teacher", SUBJECT)
        room.says("teacher", PURPOSE)
        room.presses("teacher", "ข้าม")
        said = room.presses("teacher", "Excel")
        assert "ทางใด" in said
        assert "อีเมล" not in said
        assert "ไม่มีตัวเลือกนี้" in room.says("teacher", "อีเมล")
        assert "รับเอกสารที่สำนักงาน" in room.says("teacher", "2")


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
