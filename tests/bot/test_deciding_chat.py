"""A director decides from the phone: one press, reasons, who may not, and a leaving director."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.database import Database
from handlers.requests import checking, deciding, ending
from models.people import ActingKind, Person, Post, Role
from models.requests import RequestStatus, Verdict
from tests import people
from tests.bot.staff_chat import FORMS, Staffed, open_staffed

S = RequestStatus


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Staffed]:
    with open_staffed(database, tmp_path) as opened:
        yield opened


def outsider(desk: Staffed) -> int:
    """A request of somebody from outside, filed by telephone, that is to be refused."""
    request_id = desk.by_phone()
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    desk.presses("officer", "เสนอไม่อนุญาต")
    desk.says("officer", "เป็นข้อมูลส่วนบุคคล")
    return request_id


def test_one_press_permits_and_gives_a_receipt(desk: Staffed) -> None:
    desk.proposed(answers={"subject": "ของคนอื่น"})
    request_id = desk.proposed()
    card = desk.says("director", "งานของฉัน") and desk.says("director", "2")
    for said in (
        "มะลิ ตัวอย่าง", "จำนวนนักเรียนที่ย้ายระหว่างปี", "ทำแผนอัตรากำลัง", "(ปีงบประมาณ)",
        "ตรวจแล้ว เห็นควรตามเสนอ (ดาริกา แบบฝึก)", "ข้อมูลราชการ", "ไม่มีไฟล์แนบ", "ภายใน ศ. 20 พ.ย. 2569",
    ):  # fmt: skip
        assert said in card
    assert desk.labels("director")[:3] == ["อนุญาต", "ไม่อนุญาต", "ให้ชี้แจงเพิ่ม"]
    receipt = desk.presses("director", "อนุญาต")
    assert "อนุญาตแล้วค่ะ" in receipt
    assert f"คข. {desk.request(request_id).number}/2570" in receipt
    assert "พฤ. 19 พ.ย. 2569 14.30 น." in receipt
    assert "ในฐานะ" not in receipt
    assert "ยังมีเรื่องรอพิจารณาอีก 1 เรื่อง" in receipt
    assert desk.request(request_id).status is S.PERMITTED
    assert [d.verdict for d in desk.decisions(request_id)] == [Verdict.PERMIT]


def test_the_pushed_card_is_decided_as_it_lies_there(desk: Staffed) -> None:
    request_id = desk.proposed()
    assert "เรื่องรอพิจารณา" in desk.heard("director")
    assert "อนุญาตแล้ว" in desk.presses("director", "อนุญาต")
    assert desk.request(request_id).status is S.PERMITTED


def test_a_refusal_has_a_reason_and_a_law_and_is_confirmed(desk: Staffed) -> None:
    request_id = desk.proposed()
    assert "พิมพ์เหตุผลที่ไม่อนุญาต" in desk.presses("director", "ไม่อนุญาต")
    sure = desk.says("director", "เกินความจำเป็น")
    assert "เกินความจำเป็น" in sure
    assert "ข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 15" in sure
    assert desk.request(request_id).status is S.AWAITING_PERMISSION
    desk.presses("director", "อ้างกฎหมายอื่น")
    assert "มาตรา 24" in desk.says("director", "4")
    desk.presses("director", "แก้เหตุผล")
    again = desk.says("director", "ขอเกินขอบเขตงาน")
    assert "มาตรา 24" in again
    receipt = desk.says("director", "ยืนยัน")
    assert "ไม่อนุญาตแล้วค่ะ" in receipt
    assert "แจ้งผู้ขอพร้อมเหตุผลแล้ว" in receipt
    (decision,) = desk.decisions(request_id)
    assert (decision.verdict, decision.reason, decision.law) == (
        Verdict.REFUSE, "ขอเกินขอบเขตงาน", "oia24",
    )  # fmt: skip
    assert "ขอเกินขอบเขตงาน" in desk.heard("teacher")


def test_a_refusal_that_is_left_is_none(desk: Staffed) -> None:
    request_id = desk.proposed()
    desk.presses("director", "ไม่อนุญาต")
    desk.says("director", "เกินความจำเป็น")
    assert "ยกเลิก" in desk.says("director", "ยกเลิก")
    assert desk.request(request_id).status is S.AWAITING_PERMISSION
    assert desk.decisions(request_id) == []


def test_more_is_asked_of_the_requester(desk: Staffed) -> None:
    request_id = desk.proposed()
    desk.presses("director", "ให้ชี้แจงเพิ่ม")
    assert "ขอสั้นลง" in desk.says("director", "ก" * 1200)
    assert "ให้ชี้แจงเพิ่มแล้ว" in desk.says("director", "จะใช้เผยแพร่หรือไม่")
    assert desk.request(request_id).status is S.WAITING_REQUESTER
    assert "จะใช้เผยแพร่หรือไม่" in desk.heard("teacher")


def test_a_refusal_to_an_outsider_is_confirmed_above(desk: Staffed) -> None:
    request_id = outsider(desk)
    assert "บุคคลภายนอก" in desk.heard("director")
    desk.presses("director", "ไม่อนุญาต")
    desk.says("director", "เป็นข้อมูลส่วนบุคคลของผู้อื่น")
    assert "ส่งให้ ผอ.สพป. ยืนยันก่อนแจ้งผู้ขอ" in desk.says("director", "ยืนยัน")
    card = desk.heard("area")
    assert "เหตุผล: เป็นข้อมูลส่วนบุคคลของผู้อื่น" in card
    assert "ไม่อนุญาตโดย: ผู้อำนวยการกลุ่มนโยบายและแผน" in card
    assert desk.labels("area")[:2] == ["ยืนยัน", "ส่งกลับ"]
    for who in ("director", "deputy", "officer"):
        said = desk.presses_what(who, desk.button("area", "ยืนยัน"))
        assert "ไม่มีอะไรเปลี่ยนแปลง" in said
        assert "ข้อมูลส่วนบุคคลของผู้อื่น" not in said
    assert "ยืนยันไม่อนุญาตแล้ว" in desk.presses("area", "ยืนยัน")
    assert desk.request(request_id).status is S.REFUSED


def test_a_refusal_is_sent_back_with_a_reason(desk: Staffed) -> None:
    request_id = outsider(desk)
    desk.presses("director", "ไม่อนุญาต")
    desk.says("director", "ลับ")
    desk.says("director", "ยืนยัน")
    desk.says("area", "เรื่องรอพิจารณา")
    desk.says("area", "1")
    assert "พิมพ์เหตุผลที่ส่งกลับ" in desk.says("area", "ส่งกลับ")
    assert "ส่งกลับให้เจ้าหน้าที่ตรวจสอบแล้ว" in desk.says("area", "เปิดเผยได้บางส่วน")
    assert desk.request(request_id).status is S.CHECKING


def test_a_letter_is_read_and_signed_or_not(desk: Staffed) -> None:
    request_id = desk.proposed(answers={"hand_over": "letter"})
    desk.presses("director", "อนุญาต")
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    desk.presses("officer", "ส่งมอบ")
    link = desk.presses("area", "เปิดหนังสือ")
    assert "ใช้ได้ 1 ชั่วโมง" in link
    assert desk.button("area", "เปิดหนังสือ")["uri"].startswith("https://office.example/papers/")
    desk.presses("area", "ไม่อนุมัติ")
    assert "ส่งกลับให้เจ้าหน้าที่แก้ไขแล้ว" in desk.says("area", "แก้คำผิด")
    assert desk.request(request_id).status is S.VERIFYING
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "1")
    desk.presses("officer", "ส่งมอบ")
    desk.says("area", "งานของฉัน")
    desk.says("area", "1")
    assert "อนุมัติและลงนามแล้ว" in desk.says("area", "อนุมัติ")
    assert desk.request(request_id).status is S.DELIVERED


def test_the_word_alone_shows_the_only_card_and_asks(desk: Staffed) -> None:
    assert "ไม่มีเรื่องรอท่านพิจารณาค่ะ" in desk.says("director", "อนุญาต")
    request_id = desk.proposed()
    said = desk.says("director", "อนุญาต")
    assert "จำนวนนักเรียนที่ย้ายระหว่างปี" in said
    assert "อนุญาตเรื่องนี้ใช่ไหมคะ" in said
    assert desk.request(request_id).status is S.AWAITING_PERMISSION
    assert "อนุญาตแล้ว" in desk.says("director", "ยืนยัน")
    assert desk.request(request_id).status is S.PERMITTED


def test_the_word_alone_never_decides_several(desk: Staffed) -> None:
    made = [desk.proposed(answers={"subject": f"ขอเรื่อง {n}"}) for n in range(3)]
    said = desk.says("director", "ไม่อนุญาตครับ")
    assert "ไม่อนุญาตเรื่องใดคะ" in said
    assert "ขอเรื่อง 2" in said
    assert "พิมพ์เหตุผล" in desk.says("director", "2")
    desk.says("director", "เหตุผลหนึ่ง")
    desk.says("director", "ยืนยัน")
    assert [desk.request(one).status for one in made] == [
        S.AWAITING_PERMISSION, S.REFUSED, S.AWAITING_PERMISSION,
    ]  # fmt: skip
    # Below an open card, the word means that card.
    desk.says("director", "งานของฉัน")
    desk.says("director", "2")
    assert "ขอเรื่อง 2" in desk.says("director", "อนุญาต")
    desk.presses("director", "ยืนยัน")
    assert desk.request(made[2]).status is S.PERMITTED
    assert desk.request(made[0]).status is S.AWAITING_PERMISSION


def test_the_word_of_a_teacher_decides_nothing(desk: Staffed) -> None:
    request_id = desk.proposed()
    assert "ไม่มีเรื่องรอท่านพิจารณา" in desk.says("teacher", "อนุญาต")
    assert "ไม่มีเรื่องรอท่านพิจารณา" in desk.says("officer", "อนุญาต")
    assert desk.request(request_id).status is S.AWAITING_PERMISSION


def test_pressed_twice(desk: Staffed) -> None:
    request_id = desk.proposed()
    card = desk.button("director", "อนุญาต")
    desk.presses_what("director", card)
    again = desk.presses_what("director", card)
    assert "ท่าน พิจารณาแล้ว: อนุญาต เมื่อ พฤ. 19 พ.ย. 2569 14.30 น." in again
    refuse = desk.presses("director", "ไม่อนุญาต")
    assert "พิจารณาแล้ว: อนุญาต" in refuse
    assert len(desk.decisions(request_id)) == 1
    assert desk.trail(request_id, "permit") == ["permit"]


def test_decided_by_the_substitute_meanwhile(desk: Staffed) -> None:
    with desk.acting() as ctx:
        colleague = desk.me(ctx, "colleague").person
        assert colleague is not None
        people.acting(ctx, colleague, Role.GROUP_DIRECTOR, group=people.GROUP,
                      kind=ActingKind.ACTING_FOR)  # fmt: skip
    request_id = desk.proposed()
    receipt = desk.presses("colleague", "อนุญาต")
    assert "ในฐานะ รักษาราชการแทน ผู้อำนวยการกลุ่มนโยบายและแผน (คำสั่งที่ 12/2569)" in receipt
    assert "โดย กานดา คู่งาน เจ้าพนักงานธุรการ" in receipt
    (decision,) = desk.decisions(request_id)
    assert (decision.by_name, decision.by_title) == ("กานดา คู่งาน", "เจ้าพนักงานธุรการ")
    assert decision.acting is not None
    late = desk.presses("director", "ไม่อนุญาต")
    assert "ผู้อำนวยการกลุ่มนโยบายและแผน พิจารณาแล้ว: อนุญาต เมื่อ" in late
    assert "กานดา" not in late
    assert len(desk.decisions(request_id)) == 1


def test_changed_since_the_card(desk: Staffed) -> None:
    request_id = desk.proposed()
    old = desk.button("director", "อนุญาต")
    with desk.acting("director") as ctx:
        who = desk.me(ctx, "director")
        deciding.decide(ctx, FORMS, who, request_id, None, Verdict.ASK_MORE, reason="ใช้ทำอะไร")
    with desk.acting("officer") as ctx:
        checking.clarify_for(ctx, desk.me(ctx, "officer"), request_id, "ทำแผน")
        checking.propose(
            ctx, FORMS, desk.me(ctx, "officer"), request_id, None, "refuse", "เปลี่ยนความเห็น"
        )
    said = desk.presses_what("director", old)
    assert "เปลี่ยนไปหลังจากที่ท่านเห็น" in said
    assert "เปลี่ยนความเห็น" in said
    assert "ตอบ: ทำแผน" in said
    assert desk.request(request_id).status is S.AWAITING_PERMISSION
    assert "อนุญาตแล้ว" in desk.presses("director", "อนุญาต")


def test_withdrawn_meanwhile(desk: Staffed) -> None:
    request_id = desk.proposed()
    with desk.acting("teacher") as ctx:
        ending.withdraw(ctx, desk.me(ctx, "teacher"), request_id)
    assert "ถอนคำขอ" in desk.presses("director", "อนุญาต")
    assert desk.request(request_id).status is S.WITHDRAWN
    assert desk.decisions(request_id) == []


def test_a_forwarded_card_is_of_no_use_to_others(desk: Staffed) -> None:
    request_id = desk.proposed()
    for label in ("อนุญาต", "ไม่อนุญาต", "ให้ชี้แจงเพิ่ม"):
        action = desk.button("director", label)
        for who in ("officer", "area", "deputy"):
            said = desk.presses_what(who, action)
            assert "เฉพาะผู้มีหน้าที่ในเรื่องนั้น" in said
            assert "จำนวนนักเรียน" not in said
        assert "เป็นคำขอของท่านเอง" in desk.presses_what("teacher", action)
        edited = {**action, "data": action["data"].replace("~deciding~", "~handling~")}
        said = desk.presses_what("director", edited)
        assert "จำนวนนักเรียน" not in said
    assert desk.request(request_id).status is S.AWAITING_PERMISSION
    assert desk.decisions(request_id) == []


def test_the_attachments_link_is_not_forwarded_with_the_card(desk: Staffed) -> None:
    desk.proposed()
    look = desk.button("director", "ดูแบบคำขอ")
    assert look["type"] == "postback"
    said = desk.presses_what("director", look)
    assert "ใช้ได้ 1 ชั่วโมง" in said
    stranger = desk.office.platform.acts.add_person("คนนอก", "guest").user_id
    desk.office.platform.acts.follow(stranger)
    desk.office.settle()
    desk.office.heard(stranger)
    desk.office.presses(stranger, look)
    assert "เฉพาะผู้มีหน้าที่" in desk.office.heard(stranger)


def test_the_director_leaves_in_the_middle(desk: Staffed) -> None:
    first, second = desk.proposed(), desk.proposed(answers={"subject": "เรื่องที่สอง"})
    today = date(2026, 11, 19)
    with desk.acting() as ctx:
        ctx.session.execute(
            update(Post).where(Post.person_id == desk.ids["director"]).values(ends_on=today)
        )
        colleague = desk.me(ctx, "colleague").person
        assert colleague is not None
        people.acting(ctx, colleague, Role.GROUP_DIRECTOR, group=people.GROUP,
                      kind=ActingKind.HOLDING, starts_on=today + timedelta(days=1))  # fmt: skip
    desk.says("director", "งานของฉัน")
    desk.says("director", "1")
    assert "อนุญาตแล้ว" in desk.presses("director", "อนุญาต")  # the last day counts
    desk.says("director", "งานของฉัน")
    desk.says("director", "1")
    held = desk.button("director", "อนุญาต")
    desk.next_day()
    said = desk.presses_what("director", held)
    assert "ตำแหน่งหรือคำสั่งของท่านสิ้นสุดแล้ว" in said
    assert "เรื่องที่สอง" not in said
    assert "สำหรับเจ้าหน้าที่ของสำนักงาน" in desk.says("director", "งานของฉัน")
    assert desk.request(first).status is S.PERMITTED
    assert desk.request(second).status is S.AWAITING_PERMISSION
    desk.says("colleague", "เรื่องรอพิจารณา")
    number = f"คข. {desk.request(second).number}/2570"
    assert "เรื่องที่สอง" in desk.says("colleague", number)
    receipt = desk.says("colleague", "1")
    assert "ในฐานะ รักษาการในตำแหน่ง ผู้อำนวยการกลุ่มนโยบายและแผน" in receipt
    assert desk.decisions(second)[0].by_id == desk.ids["colleague"]


def test_a_reason_typed_after_the_post_ended(desk: Staffed) -> None:
    request_id = desk.proposed()
    desk.presses("director", "ไม่อนุญาต")
    with desk.acting() as ctx:
        ctx.session.execute(
            update(Post)
            .where(Post.person_id == desk.ids["director"])
            .values(ends_on=date(2026, 11, 18))
        )
    assert "สิ้นสุดแล้ว" in desk.says("director", "เหตุผล")
    assert desk.decisions(request_id) == []


def test_one_who_retired_long_ago(desk: Staffed) -> None:
    request_id = desk.proposed()
    stranger = desk.office.platform.acts.add_person("พ้นตำแหน่ง", "guest").user_id
    with desk.acting() as ctx:
        retired = ctx.session.scalar(select(Person).where(Person.line_user == "U-retired"))
        assert retired is not None
        retired.line_user = stranger
    desk.office.platform.acts.follow(stranger)
    desk.office.settle()
    desk.office.heard(stranger)
    desk.office.presses(stranger, desk.button("director", "อนุญาต"))
    said = desk.office.heard(stranger)
    assert "ตำแหน่งหรือคำสั่งของท่านสิ้นสุดแล้ว" in said
    assert "จำนวนนักเรียน" not in said
    assert desk.request(request_id).status is S.AWAITING_PERMISSION


def test_a_form_that_is_being_filled_goes_on_beside_a_decision(desk: Staffed) -> None:
    """The card is answered; what the director was in the middle of is not lost."""
    request_id = desk.proposed()
    desk.says("director", "ถามข้อมูล")
    assert "อนุญาตแล้ว" in desk.presses("director", "อนุญาต")
    assert desk.request(request_id).status is S.PERMITTED
    assert "ไม่มีรายการ" not in desk.says("director", "ยกเลิก")


def test_a_number_typed_after_another_decided(desk: Staffed) -> None:
    request_id = desk.proposed()
    desk.says("director", "เรื่องรอพิจารณา")
    desk.says("director", "1")
    with desk.acting() as ctx:
        colleague = desk.me(ctx, "colleague").person
        assert colleague is not None
        people.acting(ctx, colleague, Role.GROUP_DIRECTOR, group=people.GROUP)
        deciding.decide(ctx, FORMS, desk.me(ctx, "colleague"), request_id, None, Verdict.PERMIT)
    assert "พิจารณาแล้ว: อนุญาต" in desk.says("director", "1")
    assert len(desk.decisions(request_id)) == 1
