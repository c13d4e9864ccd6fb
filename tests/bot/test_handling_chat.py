"""An officer works on a request from the phone: checks, prepares, hands over, or is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.database import Database
from handlers import demo, media
from handlers.requests import checking, deciding, ending
from models.requests import Classification, RequestStatus, StepKind, Verdict
from tests import people
from tests.bot.staff_chat import FORMS, PDF, WHERE, Staffed, open_staffed
from tests.conftest import BY_TURNS


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Staffed]:
    with open_staffed(database, tmp_path) as opened:
        yield opened


def permitted(desk: Staffed, **more: object) -> int:
    """A request that the officer is to prepare, its card on their phone."""
    request_id = desk.proposed(**more)  # type: ignore[arg-type]
    with desk.acting("director") as ctx:
        who = desk.me(ctx, "director")
        deciding.decide(ctx, FORMS, who, request_id, None, Verdict.PERMIT)
    desk.office.settle()
    desk.office.wait(hours=1)
    return request_id


def test_the_straight_path_takes_the_officer_four_taps(desk: Staffed) -> None:
    request_id = desk.files()
    card = desk.heard("officer")
    for said in (
        "มะลิ ตัวอย่าง", "โรงเรียนบ้านตัวอย่าง", "จำนวนนักเรียนที่ย้ายระหว่างปี", "ทำแผนอัตรากำลัง",
        "LINE", "ข้อมูลราชการ", "ไม่มีไฟล์แนบ", "(ปีงบประมาณ)",
    ):  # fmt: skip
        assert said in card
    assert desk.labels("officer")[:3] == ["เสนออนุญาต", "เสนอไม่อนุญาต", "ขอข้อมูลเพิ่ม"]

    done = desk.presses("officer", "เสนออนุญาต")  # 1
    assert "เสนอแล้วค่ะ" in done
    assert "ผู้อำนวยการกลุ่มนโยบายและแผน" in done
    assert "อนุญาต" in desk.presses("director", "อนุญาต")
    assert "จัดทำข้อมูล" in desk.heard("officer")
    assert "ส่งไฟล์หรือรูปมาในแชตนี้ได้เลย" in desk.presses("officer", "แนบไฟล์")  # 2
    took = desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))  # 3
    assert "แนบแล้ว" in took
    assert "ย้าย.pdf" in took
    end = desk.presses("officer", "ส่งมอบ")  # 4
    assert "ส่งมอบแล้ว ทาง LINEค่ะ" in end or "ส่งมอบแล้ว ทาง LINE ค่ะ" in end
    assert "ย้าย.pdf" in end
    assert desk.labels("officer")[:2] == ["พิมพ์บันทึกสรุปผล", "ส่งอีกครั้ง"]
    kept = desk.request(request_id)
    assert kept.status is RequestStatus.DELIVERED
    assert kept.opinion == "เป็นข้อมูลที่ใช้ในราชการ เห็นควรอนุญาต"
    assert kept.officer_id == desk.ids["officer"]
    assert "คข." in desk.heard("teacher")


def test_everything_can_be_typed_on_a_computer(desk: Staffed) -> None:
    request_id = desk.files()
    assert "1." in desk.says("officer", "งานของฉัน")
    assert "ตรวจสอบคำขอ" in desk.says("officer", "๑")
    assert "เสนอแล้ว" in desk.says("officer", "เสนออนุญาต")
    assert "1 เรื่อง" in desk.says("director", "งานของฉัน")
    desk.says("director", "1")
    assert "อนุญาตแล้ว" in desk.says("director", "1")
    desk.says("officer", "งานค้าง")
    desk.says("officer", "ข้อ 1")
    desk.says("officer", "แนบไฟล์")
    desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))
    assert "จัดทำข้อมูล" in desk.says("officer", "เสร็จแล้ว")
    assert "ส่งมอบแล้ว" in desk.says("officer", "ส่งมอบ")
    assert desk.request(request_id).status is RequestStatus.DELIVERED


def test_what_is_seldom_needed_stands_behind_one_button(desk: Staffed) -> None:
    request_id = desk.files()
    assert "ประวัติ" not in desk.labels("officer")
    desk.presses("officer", "เพิ่มเติม")
    assert desk.labels("officer") == [
        "เพิ่มความเห็น", "แก้ประเภทข้อมูล", "ส่งต่อกลุ่มอื่น", "พิมพ์แบบ", "ประวัติ",
    ]  # fmt: skip
    assert "เป็นข้อมูลประเภทใด" in desk.says("officer", "2")
    assert "แก้ประเภทข้อมูลแล้ว" in desk.says("officer", "ข้อมูลส่วนบุคคล")
    assert desk.request(request_id).classification is Classification.PERSONAL
    trail = desk.presses("officer", "ประวัติ")
    assert "ยื่นคำขอ · มะลิ ตัวอย่าง" in trail
    assert "แก้ประเภทข้อมูล · ดาริกา แบบฝึก" in trail
    assert "19 พ.ย. 2569 14.30 น." in trail


def test_an_opinion_is_typed_and_proposed(desk: Staffed) -> None:
    request_id = desk.files()
    assert "พิมพ์เหตุผลที่เสนอไม่อนุญาต" in desk.presses("officer", "เสนอไม่อนุญาต")
    assert "ขอสั้นลง" in desk.says("officer", "ก" * 1500)
    assert desk.request(request_id).status is RequestStatus.SUBMITTED
    assert "เสนอแล้ว" in desk.says("officer", "เป็นข้อมูลส่วนบุคคลของผู้อื่น")
    kept = desk.request(request_id)
    assert (kept.proposal, kept.opinion) == ("refuse", "เป็นข้อมูลส่วนบุคคลของผู้อื่น")
    card = desk.heard("director")
    assert "เสนอไม่อนุญาต เป็นข้อมูลส่วนบุคคลของผู้อื่น (ดาริกา แบบฝึก)" in card


def test_the_requester_is_asked_and_the_officer_has_it_again(desk: Staffed) -> None:
    request_id = desk.files()
    desk.presses("officer", "ขอข้อมูลเพิ่ม")
    assert "ส่งคำถามถึงผู้ขอแล้ว" in desk.says("officer", "ปีการศึกษาใด")
    assert "ปีการศึกษาใด" in desk.heard("teacher")
    assert "เจ้าหน้าที่ตรวจสอบ" not in desk.presses("officer", "เสนออนุญาต")
    assert desk.request(request_id).status is RequestStatus.WAITING_REQUESTER
    with desk.acting("teacher") as ctx:
        checking.clarify(ctx, desk.me(ctx, "teacher"), request_id, "ปี 2568")
    desk.office.settle()
    desk.says("officer", "งานของฉัน")
    assert "ถาม: ปีการศึกษาใด ตอบ: ปี 2568" in desk.says("officer", "1")


def test_who_has_no_line_is_telephoned_and_the_answer_written_down(desk: Staffed) -> None:
    request_id = desk.by_phone()
    desk.says("officer", "งานของฉัน")
    card = desk.says("officer", "1")
    assert "ผู้ขอไม่มี LINE กับเราหรือปิดกั้นไว้" in card
    assert "0812345678" in card
    assert "มาทางโทรศัพท์" in card
    desk.says("officer", "ขอข้อมูลเพิ่ม")
    said = desk.says("officer", "ปีการศึกษาใด")
    assert "ผู้ขอไม่ได้รับทาง LINE" in said
    desk.presses("officer", "บันทึกคำชี้แจง")
    assert "ตอบ: ปี 2568" in desk.says("officer", "ปี 2568")
    assert desk.request(request_id).status is RequestStatus.CHECKING
    assert desk.trail(request_id, "clarified_for") == ["clarified_for"]


def test_a_requester_who_blocks_the_bot_in_the_middle(desk: Staffed) -> None:
    request_id = desk.files()
    desk.office.platform.acts.unfollow(desk.lines["teacher"])
    desk.office.settle()
    desk.presses("officer", "ขอข้อมูลเพิ่ม")
    assert "ผู้ขอไม่ได้รับทาง LINE" in desk.says("officer", "ปีใด")
    number = f"คข. {desk.request(request_id).number}/2570"
    desk.says("officer", "งานของฉัน")
    assert "ถามผู้ขอว่า: ปีใด" in desk.says("officer", number)
    desk.presses("officer", "บันทึกคำชี้แจง")
    desk.says("officer", "ปี 2568 (โทรศัพท์)")
    desk.presses("officer", "เสนออนุญาต")
    desk.presses("director", "อนุญาต")
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    desk.presses("officer", "แนบไฟล์")
    desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))
    assert "ปิดกั้นไว้" in desk.presses("officer", "ส่งมอบ")
    assert "จึงส่งซ้ำไม่ได้" in desk.presses("officer", "ส่งอีกครั้ง")
    assert desk.trail(request_id, "resent") == []


def test_a_request_is_passed_on_to_the_group_that_has_the_data(desk: Staffed) -> None:
    request_id = desk.files()
    desk.presses("officer", "เพิ่มเติม")
    assert people.OTHER_GROUP in desk.presses("officer", "ส่งต่อกลุ่มอื่น")
    assert f"ต่อไป: {people.OTHER_GROUP}" in desk.says("officer", "1")
    assert desk.request(request_id).owner_group == people.OTHER_GROUP
    # It is no longer this group's business: the old card shows nothing of it.
    late = desk.presses("officer", "เสนออนุญาต")
    assert "จำนวนนักเรียน" not in late
    assert "เฉพาะผู้มีหน้าที่ในเรื่องนั้น" in late


def test_photos_of_a_set_are_acknowledged_once(desk: Staffed) -> None:
    request_id = permitted(desk)
    desk.presses("officer", "แนบไฟล์")
    jpeg = b"\xff\xd8\xff\xe0" + b"0" * 64
    photos = [(f"{n}.jpg", "image/jpeg", jpeg + bytes([n])) for n in range(3)]
    said = desk.sends("officer", *photos, kind="image")
    assert said.count("แนบแล้ว มีไฟล์แล้ว 3 ไฟล์ค่ะ") == 2  # once as text, once in altText
    assert "รูป-3.jpg" in said
    assert "ส่งมอบแล้ว" in desk.presses("officer", "ส่งมอบ")
    assert desk.request(request_id).status is RequestStatus.DELIVERED


def test_a_file_on_its_way_is_waited_for_and_the_button_works_again(desk: Staffed) -> None:
    request_id = permitted(desk)
    desk.presses("officer", "แนบไฟล์")
    desk.office.platform.faults.add("content", "500", count=1)
    desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))
    assert "กำลังรับไฟล์ «ย้าย.pdf» อยู่" in desk.presses("officer", "ส่งมอบ")
    assert desk.request(request_id).status is RequestStatus.PREPARING
    desk.office.wait(seconds=10)
    assert "ส่งมอบแล้ว" in desk.presses("officer", "ส่งมอบ")


def test_a_program_is_no_file_to_hand_over(desk: Staffed) -> None:
    request_id = permitted(desk)
    desk.presses("officer", "แนบไฟล์")
    desk.sends("officer", ("ไวรัส.pdf", "application/pdf", b"MZ\x90 not a pdf"))
    assert "ใช้ไม่ได้" in desk.presses("officer", "ส่งมอบ")
    assert "ลบไฟล์ใด" in desk.says("officer", "ลบไฟล์")
    assert "ลบไฟล์แล้ว" in desk.says("officer", "1")
    assert "ส่งมอบ" not in desk.labels("officer")
    assert desk.request(request_id).status is RequestStatus.PREPARING


def test_a_file_of_sixty_megabytes_is_sent_elsewhere(desk: Staffed) -> None:
    permitted(desk)
    desk.presses("officer", "แนบไฟล์")
    large = b"%PDF-1.7" + b"0" * media.LARGEST
    said = desk.sends("officer", ("ใหญ่.pdf", "application/pdf", large))
    assert "ไฟล์ใหญ่เกินที่รับในแชตได้" in said
    desk.presses("officer", "อัปโหลดจากเครื่อง")
    assert desk.button("officer", "อัปโหลดจากเครื่อง")["uri"].startswith(
        "https://office.example/uploads/"
    )


def test_nothing_prepared_is_told_and_files_may_follow_at_once(desk: Staffed) -> None:
    request_id = permitted(desk)
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    assert "ส่งมอบ" not in desk.labels("officer")
    desk.presses("officer", "แนบไฟล์")
    desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))
    deliver = desk.button("officer", "ส่งมอบ")
    desk.presses("officer", "ลบไฟล์")
    desk.says("officer", "1")
    assert "เปลี่ยนไปหลังจากที่ท่านเห็น" in desk.presses_what("officer", deliver)
    assert desk.request(request_id).status is RequestStatus.PREPARING


def test_another_person_verifies_where_the_form_wants_it(
    desk: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = FORMS.forms["data_request"]
    steps = tuple(replace(step, other_person=step.kind is StepKind.VERIFY) for step in form.steps)
    strict = replace(form, steps=steps)
    monkeypatch.setitem(FORMS.forms, "data_request", strict)
    monkeypatch.setitem(FORMS.versions, ("data_request", 1), strict)
    request_id = permitted(desk)
    desk.presses("officer", "แนบไฟล์")
    desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))
    assert "ส่งมอบ" not in desk.labels("officer")
    assert "ส่งตรวจทานแล้ว" in desk.presses("officer", "ส่งตรวจทาน")
    desk.says("officer", "งานของฉัน")
    assert "ให้เจ้าหน้าที่อื่นตรวจทาน" in desk.says("officer", "1")
    assert "ตรวจทานแล้ว ส่งมอบ" not in desk.labels("officer")
    desk.says("colleague", "งานของฉัน")
    desk.says("colleague", "1")
    assert "ส่งกลับไปจัดทำใหม่แล้ว" in desk.presses("colleague", "ส่งกลับแก้ไข")
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    desk.presses("officer", "ส่งตรวจทาน")
    desk.says("colleague", "งานของฉัน")
    desk.says("colleague", "1")
    assert "ส่งมอบแล้ว" in desk.presses("colleague", "ตรวจทานแล้ว ส่งมอบ")
    assert desk.request(request_id).status is RequestStatus.DELIVERED


def test_a_letter_is_signed_then_numbered_by_hand(desk: Staffed) -> None:
    request_id = permitted(desk, answers={"hand_over": "letter"})
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    assert "เสนอลงนามหนังสือแล้ว" in desk.presses("officer", "ส่งมอบ")
    assert "ลงนามหนังสือตอบ" in desk.heard("area")
    assert "อนุมัติและลงนามแล้ว" in desk.presses("area", "อนุมัติ")
    desk.says("officer", "งานของฉัน")
    card = desk.says("officer", f"{desk.request(request_id).number}/2570")
    assert "ส่งมอบแล้ว" in card
    desk.presses("officer", "ลงเลขหนังสือ")
    assert "หนังสือลงวันที่เท่าใด" in desk.says("officer", "ที่ ศธ 04003/123")
    assert "อ่านวันที่ไม่ออก" in desk.says("officer", "เมื่อไรก็ได้")
    assert "ต้องไม่อยู่หลังวันนี้" in desk.says("officer", "25 ธ.ค. 69")
    said = desk.says("officer", "18 พ.ย. 69")
    assert "เลขหนังสือ: ที่ ศธ 04003/123 ลงวันที่ 18 พ.ย. 2569" in said
    assert desk.request(request_id).letter_number == "ที่ ศธ 04003/123"


def test_a_delivery_is_sent_again(desk: Staffed) -> None:
    request_id = permitted(desk)
    desk.presses("officer", "แนบไฟล์")
    desk.sends("officer", ("ย้าย.pdf", "application/pdf", PDF))
    desk.presses("officer", "ส่งมอบ")
    desk.heard("teacher")
    assert "ส่งให้ผู้ขออีกครั้งแล้ว" in desk.presses("officer", "ส่งอีกครั้ง")
    assert "คข." in desk.heard("teacher")
    assert desk.trail(request_id, "resent") == ["resent"]
    summary = desk.button("officer", "พิมพ์บันทึกสรุปผล")
    assert summary["uri"].startswith("https://office.example/papers/")


def test_pressed_twice_and_pressed_late(desk: Staffed) -> None:
    request_id = desk.files()
    propose = desk.button("officer", "เสนออนุญาต")
    desk.presses_what("officer", propose)
    again = desk.presses_what("officer", propose)
    assert "ท่าน เสนอความเห็นไปแล้วเมื่อ" in again
    late = desk.presses_what("colleague", propose)
    assert "ดาริกา แบบฝึก เสนอความเห็นไปแล้วเมื่อ" in late
    assert desk.trail(request_id, "proposed") == ["proposed"]


def test_a_colleague_takes_it_and_the_old_card_shows_the_new_one(desk: Staffed) -> None:
    request_id = desk.files()
    old = desk.button("officer", "เสนออนุญาต")
    desk.says("colleague", "งานของฉัน")
    desk.says("colleague", "1")
    assert "รับเรื่องไว้แล้ว" in desk.says("colleague", "รับเรื่องไว้")
    said = desk.presses_what("officer", old)
    assert "เปลี่ยนไปหลังจากที่ท่านเห็น" in said
    assert "ผู้รับเรื่อง: กานดา คู่งาน" in said
    assert desk.request(request_id).status is RequestStatus.CHECKING
    desk.presses("officer", "เสนออนุญาต")
    assert desk.request(request_id).status is RequestStatus.AWAITING_PERMISSION


def test_a_withdrawn_request_is_no_work_any_more(desk: Staffed) -> None:
    request_id = desk.files()
    with desk.acting("teacher") as ctx:
        ending.withdraw(ctx, desk.me(ctx, "teacher"), request_id)
    said = desk.presses("officer", "เสนออนุญาต")
    assert "ถอนคำขอ" in said
    assert desk.request(request_id).status is RequestStatus.WITHDRAWN


def test_a_forwarded_card_shows_and_does_nothing(desk: Staffed) -> None:
    request_id = desk.files()
    for label in ("เสนออนุญาต", "เสนอไม่อนุญาต", "ขอข้อมูลเพิ่ม", "เพิ่มเติม"):
        action = desk.button("officer", label)
        for who in ("teacher", "deputy"):
            said = desk.presses_what(who, action)
            if label != "เพิ่มเติม" or who == "teacher":
                assert "ทำแผนอัตรากำลัง" not in said
        edited = {**action, "data": action["data"][:-1] + "9"}
        assert "ทำแผนอัตรากำลัง" not in desk.presses_what("colleague", edited)
    assert desk.request(request_id).version == 1


def test_a_question_typed_below_a_card_is_answered_as_one(desk: Staffed) -> None:
    desk.files()
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    assert "ตรวจสอบคำขอ" not in desk.says("officer", "สวัสดี")


@BY_TURNS
def test_figures_of_the_data_service_are_handed_over(
    desk: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "YEARS", 1)
    with desk.acting() as ctx:
        demo.populate(ctx, WHERE)
    request_id = permitted(desk)
    assert "พิมพ์คำถามเป็นภาษาไทย" in desk.presses("officer", "ใช้ข้อมูลจากระบบ")
    assert "ลองพิมพ์คำถามใหม่" in desk.says("officer", "อะไรก็ได้")
    asked = desk.says("officer", "ทั้งเขตมีนักเรียนกี่คนแยกชั้น")
    assert "คน" in asked
    assert "ใช้คำตอบข้างบนส่งมอบเรื่อง คข." in asked
    assert "ใช้คำตอบนี้ส่งมอบแล้ว" in desk.says("officer", "ใช้คำตอบนี้")
    query = desk.request(request_id).query
    assert query is not None
    assert query["year"]  # the round that was seen, whatever is published later
    assert "ส่งมอบแล้ว" in desk.presses("officer", "ส่งมอบ")
    assert "ใช้คำตอบจากระบบข้อมูลของสำนักงาน" in desk.says("officer", "งานของฉัน") + desk.says(
        "officer", f"คข. {desk.request(request_id).number}/2570"
    )


def test_a_number_typed_below_an_old_card_does_nothing_of_the_new_one(desk: Staffed) -> None:
    request_id = desk.files()
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    with desk.acting("colleague") as ctx:
        checking.propose(ctx, FORMS, desk.me(ctx, "colleague"), request_id, None, "permit", "ควร")
    said = desk.says("officer", "2")
    assert "กานดา คู่งาน เสนอความเห็นไปแล้วเมื่อ" in said
    desk.says("officer", "งานของฉัน")
    number = f"คข. {desk.request(request_id).number}/2570"
    desk.says("officer", number)
    with desk.acting("director") as ctx:
        who = desk.me(ctx, "director")
        deciding.decide(ctx, FORMS, who, request_id, None, Verdict.PERMIT)
    card = desk.says("officer", "1")
    assert "เปลี่ยนไปหลังจากที่ท่านเห็น" in card
    assert "จัดทำข้อมูล" in card
    assert desk.request(request_id).status is RequestStatus.PERMITTED
