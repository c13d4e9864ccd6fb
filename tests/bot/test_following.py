"""Following requests in chat: where they stand, answering, taking back, opening, receiving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.people import codes, holdings
from handlers.people.access import Me
from handlers.requests import checking, deciding, delivering, ending, preparing, submitting
from handlers.requests.submitting import Filled
from models.audit import AuditEntry
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage
from models.people import CodePurpose, Role
from models.requests import Delivery, RequestPause, RequestStatus, Verdict
from tests import people
from tests.bot.requesting_room import FORMS, Room, open_room

SUBJECT = "รายชื่อโรงเรียนที่รับครูย้าย"
ANSWERS = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "subject": SUBJECT, "purpose": "ทำแผน", "format": "excel", "hand_over": "line",
}  # fmt: skip


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        with opened.ctx() as ctx:  # somebody else's, that nobody here may see
            other = people.person(ctx, "กันยา ทดลอง", line_user=opened.line("clerk"))
            file_request(ctx, Me(other), opened.line("clerk"), subject="เรื่องของคนอื่น")
        yield opened


def file_request(ctx: Any, who: Me, line: str, **answers: str) -> int:
    filled = Filled(FORMS.forms["data_request"], {**ANSWERS, **answers})
    return submitting.submit(ctx, FORMS, who, filled, line).id


def filed(room: Room, who: str = "teacher", **answers: str) -> int:
    """A request of this person; its number is 2 for the first, after the other's."""
    with room.ctx(who) as ctx:
        return file_request(ctx, room.me(ctx, who), room.line(who), **answers)


def proposed(room: Room, request_id: int, proposal: str = "permit") -> None:
    with room.ctx("officer") as ctx:
        checking.propose(ctx, FORMS, room.me(ctx, "officer"), request_id, None, proposal)


def decided(room: Room, request_id: int, verdict: Verdict, **why: str) -> None:
    with room.ctx("group-director") as ctx:
        director = room.me(ctx, "group-director")
        deciding.decide(ctx, FORMS, director, request_id, None, verdict, **why)


def asked(room: Room, request_id: int, question: str = "ต้องการปีการศึกษาใด") -> None:
    with room.ctx("officer") as ctx:
        checking.ask_requester(ctx, room.me(ctx, "officer"), request_id, None, question)
    room.office.settle()


def delivered(room: Room, request_id: int, *, files: bool = True) -> None:
    proposed(room, request_id)
    decided(room, request_id, Verdict.PERMIT)
    with room.ctx("officer") as ctx:
        row = Media(
            message_id=f"m{request_id}", chat_key="U", person="U", kind="file", due_at=ctx.now,
            status=MediaStatus.STORED, created_at=ctx.now, sha256="a" * 64, size=10,
            content_type="application/pdf",
        )  # fmt: skip
        if files:
            ctx.session.add(row)
            ctx.session.flush()
            preparing.add_file(ctx, room.me(ctx, "officer"), request_id, row.id, "ผล.pdf")
        delivering.deliver(ctx, FORMS, room.me(ctx, "officer"), request_id)
    room.office.settle()


# ---------------------------------------------------------------- where it stands


def test_nothing_to_follow_says_how_to_begin(room: Room) -> None:
    said = room.says("clerk-pc", "สถานะ")
    assert "ไม่มีคำขอ" in said
    assert "รับเรื่อง" in said
    assert "ไม่มีคำขอที่ถอนได้" in room.says("clerk-pc", "ถอนคำขอ")


def test_one_request_shows_its_steps_who_has_it_and_till_when(room: Room) -> None:
    request_id = filed(room)
    said = room.says("teacher", "ถึงไหนแล้ว")
    assert "คข. 2/2570 (ปีงบประมาณ) ยื่นแล้ว" in said
    assert "● เจ้าหน้าที่ตรวจสอบ" in said
    assert "อยู่ที่ นักวิเคราะห์นโยบายและแผนชำนาญการ" in said
    assert "ภายใน ศ. 20 พ.ย. 2569" in said
    assert "○ ผอ.กลุ่มพิจารณา" in said
    assert "○ ส่งมอบ" in said
    assert "ลงนามหนังสือตอบ" not in said  # no letter was asked for
    proposed(room, request_id)
    room.office.wait(days=1)
    said = room.says("teacher", "สถานะ")
    assert "✓ เจ้าหน้าที่ตรวจสอบ\n19 พ.ย. 2569" in said
    assert "● ผอ.กลุ่มพิจารณา" in said
    assert "ผู้อำนวยการกลุ่มนโยบายและแผน" in said
    assert "ดาริกา" not in said  # posts, not persons


def test_several_requests_are_picked_by_button_place_or_number(room: Room) -> None:
    filed(room)
    filed(room, subject="เรื่องที่สอง")
    listed = room.says("teacher", "สถานะ")
    assert "1. คข. 3/2570 ยื่นแล้ว" in listed
    assert "เรื่องของคนอื่น" not in listed
    assert "เรื่องที่สอง" in room.presses("teacher", "คข. 3/2570")
    room.says("teacher", "สถานะ")
    assert SUBJECT in room.says("teacher", "2")
    room.says("teacher", "สถานะ")
    assert SUBJECT in room.says("teacher", "คข. 2/2570")
    assert "เรื่องที่สอง" in room.says("teacher", "สถานะ คข. 3/2570")


def test_what_is_no_answer_to_the_list_is_a_question_as_ever(room: Room) -> None:
    filed(room)
    filed(room)
    room.says("teacher", "สถานะ")
    assert "24 คน" in room.says("teacher", "โรงเรียนบ้านหนองบัว มีนักเรียน ป.1 กี่คน")
    room.says("teacher", "สถานะ")
    room.says("teacher", "1")
    assert "24 คน" in room.says("teacher", "โรงเรียนบ้านหนองบัว มีนักเรียน ป.1 กี่คน")


def test_somebody_else_s_number_does_not_exist(room: Room) -> None:
    filed(room)
    for text in ("สถานะ คข. 1/2570", "สถานะ 1/2570", "ถอนคำขอ 1/2570", "สถานะ คข. 99/2570"):
        said = room.says("teacher", text)
        assert "ไม่พบคำขอนี้" in said
        assert "เรื่องของคนอื่น" not in said
    assert "ไม่พบคำขอนี้" in room.says("officer", "สถานะ 1/2570")  # a desk is elsewhere


def test_a_forwarded_card_shows_nothing_to_others(room: Room) -> None:
    request_id = filed(room)
    asked(room, request_id)
    for label in ("ตอบ", "ดูคำขอ"):
        action = room.button("teacher", label)
        room.office.presses(room.line("clerk-pc"), action)
        said = room.reads("clerk-pc")
        assert "ไม่พบคำขอนี้" in said
        assert SUBJECT not in said


# ---------------------------------------------------------------- asked and answered


def test_a_question_is_answered_from_the_card_that_brought_it(room: Room) -> None:
    request_id = filed(room)
    room.reads("teacher")
    asked(room, request_id)
    card = room.reads("teacher")
    assert "ต้องการปีการศึกษาใด" in card
    assert "หยุดนับ" in card
    room.office.wait(hours=20)  # the button has no time of its own
    assert "พิมพ์คำตอบได้เลย" in room.presses("teacher", "ตอบ")
    said = room.says("teacher", "ปีการศึกษา 2569")
    assert "ให้เจ้าหน้าที่แล้ว" in said
    with room.ctx() as ctx:
        pause = ctx.session.scalars(select(RequestPause)).one()
        assert pause.answer == "ปีการศึกษา 2569"
    assert room.requests()[1].status is RequestStatus.CHECKING
    assert "ไม่มีคำถามที่รอคำตอบ" in room.presses("teacher", "ตอบ")  # pressed again


def test_a_question_is_answered_by_typing_alone(room: Room) -> None:
    asked(room, filed(room))
    said = room.says("teacher", "สถานะ")
    assert "รอผู้ขอชี้แจง" in said
    assert "ต้องการปีการศึกษาใด" in said
    room.says("teacher", "ตอบ")
    said = room.says("teacher", "ก" * 3000)
    assert "1,000" in said
    assert "ต้องการปีการศึกษาใด" in said
    room.says("teacher", "ยกเลิก")
    room.says("teacher", "สถานะ")
    room.says("teacher", "1")
    assert "ให้เจ้าหน้าที่แล้ว" in room.says("teacher", "ปี 2569")


# ---------------------------------------------------------------- taking back


def test_taking_back_asks_first_and_tells_who_had_it(room: Room) -> None:
    request_id = filed(room)
    proposed(room, request_id)
    assert "ถอนคำขอ คข. 2/2570 ใช่ไหม" in room.says("teacher", "ถอนคำขอ")
    assert "ไม่ได้ถอนคำขอ" in room.presses("teacher", "ยกเลิก")
    room.says("teacher", "สถานะ")
    room.presses("teacher", "ถอนคำขอ")
    assert "ยังไม่ได้เปลี่ยนแปลงคำขอใด" in room.says("teacher", "ยกเลิก")
    assert room.requests()[1].status is RequestStatus.AWAITING_PERMISSION
    room.says("teacher", "ถอนคำขอ")
    sure = room.button("teacher", "ยืนยัน")
    assert "ถอนคำขอ คข. 2/2570 แล้ว" in room.says("teacher", "ยืนยัน")
    assert room.requests()[1].status is RequestStatus.WITHDRAWN
    room.office.presses(room.line("teacher"), sure)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in room.reads("teacher")
    with room.ctx() as ctx:
        trail = ctx.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == f"request:{request_id}")
        ).all()
        told = ctx.session.scalars(
            select(OutboxMessage.notices).where(OutboxMessage.chat_key == room.line("officer"))
        ).all()
    assert trail.count("request:request:withdrawn") == 1
    assert [n[0]["kind"] for n in told].count("request.withdrawn") == 1
    assert "ไม่มีคำขอ" in room.says("teacher", "สถานะ")


def test_what_was_handed_over_meanwhile_is_not_taken_back(room: Room) -> None:
    request_id = filed(room)
    room.says("teacher", "ถอนคำขอ")
    sure = room.button("teacher", "ยืนยัน")
    delivered(room, request_id)
    room.reads("teacher")
    room.office.presses(room.line("teacher"), sure)
    assert "ทำไม่ได้แล้ว" in room.reads("teacher")
    assert room.requests()[1].status is RequestStatus.DELIVERED
    assert "ไม่มีคำขอที่ถอนได้" in room.says("teacher", "ถอนคำขอ")


# ---------------------------------------------------------------- handed over, refused


def test_a_link_that_is_over_is_made_anew(room: Room) -> None:
    request_id = filed(room)
    room.reads("teacher")
    delivered(room, request_id)
    card = room.reads("teacher")
    assert "ส่งมอบข้อมูล" in card
    assert "ผล.pdf" in card
    assert "โปรดให้คะแนน" in card
    old = room.button("teacher", "เปิดไฟล์")["uri"]
    room.says("teacher", "สถานะ")
    room.presses("teacher", "เปิดไฟล์")
    assert room.button("teacher", "เปิดไฟล์")["uri"] == old  # it still opens
    room.office.wait(days=29, hours=23)
    room.office.wait(hours=2)
    said = room.says("teacher", "สถานะ")
    assert "ลิงก์เดิมหมดอายุ" in said
    room.presses("teacher", "เปิดไฟล์")
    assert room.button("teacher", "เปิดไฟล์")["uri"] != old
    with room.ctx() as ctx:
        rows = ctx.session.scalars(select(Delivery).order_by(Delivery.id)).all()
        assert len(rows) == 2
        assert rows[1].expires_at > ctx.now + timedelta(days=29)


def test_paper_is_received_by_button_and_rated(room: Room) -> None:
    request_id = filed(room, hand_over="paper")
    room.reads("teacher")
    delivered(room, request_id)
    card = room.reads("teacher")
    assert "มารับเอกสารที่สำนักงาน" in card
    assert "โปรดให้คะแนน" not in card  # that is asked when they have it
    said = room.presses("teacher", "ได้รับเอกสารแล้ว")
    assert "บันทึกว่าท่านได้รับเอกสารแล้ว" in said
    assert "โปรดให้คะแนน" in said
    assert "ข้อเสนอแนะ" in room.says("teacher", "พอใช้ทุกข้อ")
    room.says("teacher", "ข้าม")
    with room.ctx() as ctx:
        assert ctx.session.scalars(select(Delivery.received_at)).one() is not None
    said = room.says("teacher", "สถานะ")
    assert "ได้รับเอกสารแล้ว" not in room.labels("teacher")
    assert "ให้คะแนน" not in room.labels("teacher")
    assert "ส่งมอบแล้ว" in said


def test_paper_without_a_file_has_nothing_to_open(room: Room) -> None:
    request_id = filed(room, hand_over="paper")
    delivered(room, request_id, files=False)
    assert "เปิดได้ถึง" not in room.reads("teacher")
    assert room.labels("teacher") == ["ได้รับเอกสารแล้ว"]
    room.says("teacher", "สถานะ")
    assert "เปิดไฟล์" not in room.labels("teacher")


def test_the_rating_is_reached_from_the_card(room: Room) -> None:
    delivered(room, filed(room))
    said = room.says("teacher", "สถานะ")
    assert "○ ประเมินความพึงพอใจ" in said
    assert "โปรดให้คะแนน" in room.presses("teacher", "ให้คะแนน")
    assert "ข้อเสนอแนะ" in room.presses("teacher", "ดีมากทุกข้อ")


def test_a_refusal_names_reason_and_law_and_how_to_appeal(room: Room) -> None:
    with room.ctx() as ctx:
        guest = people.person(ctx, "วิชัย แสงทอง", line_user=room.line("clerk-pc"))
        request_id = file_request(ctx, Me(guest), room.line("clerk-pc"))
    proposed(room, request_id, "refuse")
    decided(room, request_id, Verdict.REFUSE, reason="กระทบความเป็นส่วนตัวของครู", law="oia15")
    with room.ctx() as ctx:
        area = people.person(ctx, "ผอ.เขต", Role.AREA_DIRECTOR)
        who = Me(area, tuple(holdings(ctx, area.id)))
        deciding.confirm_refusal(ctx, FORMS, who, request_id, None, confirmed=True)
    room.office.settle()
    said = room.reads("clerk-pc")
    assert "กระทบความเป็นส่วนตัวของครู" in said
    assert "พ.ศ. 2540 มาตรา 15" in said
    assert "อุทธรณ์ได้ภายใน 15 วัน" in said
    assert "คณะกรรมการข้อมูลข่าวสารของราชการ" in room.presses("clerk-pc", "สิทธิอุทธรณ์")
    said = room.says("clerk-pc", "สถานะ")
    assert "ไม่อนุญาต" in said
    assert "สิทธิอุทธรณ์" in room.labels("clerk-pc")


def test_a_requester_who_blocked_the_account_breaks_nothing(room: Room) -> None:
    request_id = filed(room)
    room.office.platform.acts.unfollow(room.line("teacher"))
    room.office.settle()
    asked(room, request_id)
    room.office.platform.acts.follow(room.line("teacher"))
    room.office.settle()
    assert "ต้องการปีการศึกษาใด" in room.says("teacher", "สถานะ")


def test_a_button_of_a_request_that_was_filed_away_long_ago(room: Room) -> None:
    request_id = filed(room)
    asked(room, request_id)
    answer = room.button("teacher", "ตอบ")
    with room.ctx("teacher") as ctx:
        ending.withdraw(ctx, room.me(ctx, "teacher"), request_id)
    room.office.wait(days=400)
    room.reads("teacher")
    room.office.presses(room.line("teacher"), answer)
    assert "ไม่มีคำถามที่รอคำตอบ" in room.reads("teacher")
    room.presses("teacher", "ดูคำขอ")
    assert "ถอนคำขอ" in room.office.messages(room.line("teacher"))[-1]["altText"]


# ---------------------------------------------------------------- filed by staff


def on_behalf(room: Room) -> str:
    with room.ctx("officer") as ctx:
        filled = Filled(FORMS.forms["data_request"], {**ANSWERS, "name": "วิชัย แสงทอง"})
        request = submitting.submit_on_behalf(ctx, room.me(ctx, "officer"), filled)
        return codes.make(ctx, CodePurpose.CLAIM, request_id=request.id).code


def test_the_requester_takes_it_over_by_its_code(room: Room) -> None:
    code = on_behalf(room)
    assert "รหัสรับเรื่อง 8 ตัว" in room.says("clerk-pc", "รับเรื่อง")
    said = room.says("clerk-pc", "AAAA0000")
    assert "รหัสไม่ถูกต้อง" in said
    assert "รหัสรับเรื่อง 8 ตัว" in said  # and may be typed once more
    said = room.says("clerk-pc", f"{code[:4].lower()} {code[4:]}")
    assert "รับเรื่อง คข. 2/2570 แล้ว" in said
    assert SUBJECT in room.says("clerk-pc", "สถานะ")
    assert "ถูกใช้ไปแล้ว" in room.says("clerk", f"รับเรื่อง {code}")


def test_a_known_person_who_takes_it_over_keeps_their_own_too(room: Room) -> None:
    filed(room, subject="เรื่องแรก")
    code = on_behalf(room)
    room.says("teacher", f"รับเรื่อง {code}")
    listed = room.says("teacher", "สถานะ")
    assert "เรื่องแรก" in listed
    assert SUBJECT in listed


def test_codes_of_another_kind_and_too_many_wrong_ones(room: Room) -> None:
    with room.ctx() as ctx:
        person = people.person(ctx, "สมศรี รอผูก")
        bind = codes.make(ctx, CodePurpose.BIND, person_id=person.id).code
    assert "ไม่ใช่รหัสรับเรื่อง" in room.says("clerk-pc", f"รับเรื่อง {bind}")
    for _ in range(5):
        room.says("clerk-pc", "รับเรื่อง AAAA0000")
    code = on_behalf(room)
    assert "ลองใหม่ได้หลัง" in room.says("clerk-pc", f"รับเรื่อง {code}")
    assert "ไม่มีคำขอ" in room.says("clerk-pc", "สถานะ")
