"""Papers made of real requests: who permitted by which right, what was refused and why.

Read as a registrar would: by the words on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.texts import papers as words
from handlers import ratings
from handlers.requests import checking, deciding, delivering, ending, signing, submitting
from handlers.requests.submitting import Filled
from models.people import Person, Post, Role
from models.ratings import Level
from models.requests import Channel, Decision, Verdict
from tests import people
from tests.bot import paper_text
from tests.bot.served import ANSWERS, FORMS, LINKS, Desk, open_desk
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS

HEAD = {"office_address": "99 หมู่ 1 | อำเภอเมือง", "office_phone": "0 5300 0000"}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(database, tmp_path, **HEAD) as opened:
        opened.delivered(answers={"subject": "คำขออื่นที่ไม่เกี่ยว"})
        yield opened


def printed(desk: Desk, request: int, kind: str, who: str = "officer", *, query: str = "") -> str:
    """The words on a paper, without white space."""
    response = desk.web.get(desk.link("papers", r=request, k=kind, p=desk.people[who]) + query)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/pdf"
    return paper_text.text(response.data)


def status_of(desk: Desk, request: int, kind: str, who: str) -> int:
    path = desk.link("papers", r=request, k=kind, p=desk.people[who])
    return int(desk.web.get(path).status_code)


def says(text: str) -> str:
    return paper_text.squeeze(words.printable(text))


def test_the_form_holds_the_answers_and_the_permission_with_its_right(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request, "permit", "ไม่มีข้อมูลส่วนบุคคล")
    waiting = printed(desk, request, "form")
    assert says("อยู่ระหว่างการพิจารณา") in waiting
    code = desk.decided(request)
    form = printed(desk, request, "form")
    for said in (
        "เลขที่ คข. 2/2570 (ปีงบประมาณ)", ANSWERS["subject"], ANSWERS["purpose"], "15 ธันวาคม 2569",
        "เห็นควรอนุญาต ไม่มีข้อมูลส่วนบุคคล", "(ดาริกา แบบฝึก)",
        "อนุญาตทางอิเล็กทรอนิกส์โดย อารี สาธิต ตำแหน่ง ผู้อำนวยการกลุ่มนโยบายและแผน "
        "เมื่อ 19 พฤศจิกายน 2569 เวลา 14.30 น.",
    ):  # fmt: skip
        assert says(said) in form
    assert "ไม่เกี่ยว" not in form
    pdf = desk.web.get(desk.link("papers", r=request, k="form", p=desk.people["officer"])).data
    assert paper_text.links(pdf) == [f"https://office.example/verify/{code}"]


def test_a_substitute_is_named_by_the_right_and_the_order(desk: Desk) -> None:
    with desk.at_work() as ctx:
        stand_in = ctx.session.get_one(Person, desk.people["officer"])
        people.acting(ctx, stand_in, Role.GROUP_DIRECTOR, group=people.GROUP)
        other = people.person(ctx, "พนักงาน สอง", Role.OFFICER, group=people.GROUP, title="นักวิชาการ")
        desk.people["second"] = other.id
    request = desk.filed()
    with desk.at_work() as ctx:
        checking.propose(ctx, FORMS, desk.me(ctx, "second"), request, None, "permit")
    desk.decided(request, who="officer")
    right = (
        "ดาริกา แบบฝึก ตำแหน่ง นักวิเคราะห์นโยบายและแผนชำนาญการ "
        "(รักษาราชการแทนผู้อำนวยการกลุ่มนโยบายและแผน ตามคำสั่งที่ 12/2569)"
    )
    memo = printed(desk, request, "memo")
    assert says(f"อนุญาตทางอิเล็กทรอนิกส์โดย {right}") in memo
    assert says("เรียน ผู้อำนวยการกลุ่มนโยบายและแผน") in memo
    assert says("เสนอทางอิเล็กทรอนิกส์โดย พนักงาน สอง ตำแหน่ง นักวิชาการ") in memo
    assert says(right) in printed(desk, request, "form")


def test_a_copy_to_sign_by_hand_has_boxes_in_place_of_electronic_sentences(desk: Desk) -> None:
    request, *_ = desk.delivered()
    wet = printed(desk, request, "memo", query="?wet=1")
    assert "อิเล็กทรอนิกส์" not in wet
    assert says("(อารี สาธิต)") in wet
    assert says("ไม่อนุญาต") in wet
    assert "อิเล็กทรอนิกส์" in printed(desk, request, "memo", query="?wet=0")


def test_the_requester_gets_form_and_letter_and_no_opinion(desk: Desk) -> None:
    request = desk.filed()
    assert status_of(desk, request, "letter", "teacher") == 410  # nothing was decided
    desk.proposed(request, "permit", "ความเห็นภายใน")
    desk.decided(request)
    assert status_of(desk, request, "letter", "teacher") == 410  # nor handed over
    assert says("ความเห็นภายใน") in printed(desk, request, "form")
    form = printed(desk, request, "form", "teacher")
    assert says("ความเห็นภายใน") not in form
    assert says("อนุญาตทางอิเล็กทรอนิกส์โดย อารี สาธิต") in form
    desk.prepared(request)
    desk.handed_over(request)
    assert says("อนุญาตให้ข้อมูลตามที่ท่านขอ") in printed(desk, request, "letter", "teacher")
    for kind in ("memo", "summary", "bundle"):
        assert status_of(desk, request, kind, "teacher") == 410
        assert status_of(desk, request, kind, "officer") == 200


def test_whoever_lost_the_right_sees_nothing_by_an_old_link(desk: Desk) -> None:
    request, *_ = desk.delivered()
    path = desk.link("papers", r=request, k="summary", p=desk.people["officer"])
    assert desk.web.get(path).status_code == 200
    with desk.at_work() as ctx:
        post = ctx.session.scalars(
            select(Post).where(Post.person_id == desk.people["officer"])
        ).one()
        post.end(date(2026, 11, 18))
        other = ctx.session.scalars(select(Person).where(Person.line_user == "U-other-dir")).one()
        desk.people["stranger"] = other.id
    gone = desk.web.get(path)
    assert gone.status_code == 404
    assert "มะลิ" not in gone.get_data(as_text=True)
    assert status_of(desk, request, "form", "stranger") == 404
    assert desk.web.get(desk.link("papers", r=request, k="form", p=0)).status_code == 404
    assert desk.web.get(desk.link("papers", r=999, k="form", p=1)).status_code == 404
    assert desk.web.get(desk.link("papers", r=request, k="secret", p=1)).status_code == 404


def test_a_link_of_another_page_or_time_is_status_of(desk: Desk) -> None:
    request, *_ = desk.delivered()
    claims = {"r": request, "k": "form", "p": desk.people["officer"]}
    until = desk.now + timedelta(hours=1)
    path = desk.link("papers", until, **claims)
    assert desk.web.get(path).status_code == 200
    assert desk.web.get(path[:-1]).status_code == 404
    assert desk.web.get("/papers/" + LINKS.sign("uploads", claims)).status_code == 404
    desk.now = until
    late = desk.web.get(path)
    assert late.status_code == 410
    assert "«สถานะ»" in late.get_data(as_text=True)


def test_a_refusal_to_an_outsider_says_why_by_which_law_and_where_to_appeal(desk: Desk) -> None:
    answers = {
        "name": "วิชัย แสงทอง", "right": "oia", "manner": "copy", "hand_over": "letter",
        "position": None, "affiliation": None,
    }  # fmt: skip
    request = desk.filed("access_request", "", answers=answers)
    desk.proposed(request, "refuse", "มีข้อมูลของผู้อื่น")
    desk.decided(request, Verdict.REFUSE, reason="กระทบสิทธิของผู้อื่น", law="oia15")
    # Not confirmed: to everybody outside there is no decision yet.
    assert status_of(desk, request, "letter", "officer") == 410
    assert says("อยู่ระหว่างการพิจารณา") in printed(desk, request, "form")
    with desk.at_work() as ctx:
        area = desk.me(ctx, "area")
        deciding.confirm_refusal(ctx, FORMS, area, request, None, confirmed=True)
    letter = printed(desk, request, "letter")
    for said in (
        "เรียน วิชัย แสงทอง", "คร. 1/2570", "เนื่องจากกระทบสิทธิของผู้อื่น",
        "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 15", "ภายใน 15 วัน",
        "ยืนยันคำสั่งไม่อนุญาตทางอิเล็กทรอนิกส์", "(สมาน สมมุติวงศ์)", "อำเภอเมือง", "โทร. 0 5300 0000",
    ):  # fmt: skip
        assert says(said) in letter, said
    form = printed(desk, request, "form")
    assert says("ไม่อนุญาตทางอิเล็กทรอนิกส์โดย อารี สาธิต") in form
    assert says("อุทธรณ์") in form


def test_a_refusal_to_somebody_of_a_school_names_no_appeal_as_in_the_chat(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request, "refuse")
    desk.decided(request, Verdict.REFUSE, reason="ยังไม่เผยแพร่", law="oia15")
    for kind in ("form", "letter"):
        paper = printed(desk, request, kind, "teacher")
        assert says("ยังไม่เผยแพร่ ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ") in paper
        assert says("อุทธรณ์") not in paper


def test_a_letter_is_signed_by_the_deputy_for_the_director_and_numbered_by_the_registry(
    desk: Desk,
) -> None:
    with desk.at_work() as ctx:
        title = "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"
        deputy = people.person(ctx, "วันดี ศรีสุข", Role.DEPUTY_DIRECTOR, title=title)
        desk.people["deputy"] = deputy.id
    request = desk.filed(answers={"hand_over": "letter"})
    desk.proposed(request)
    desk.decided(request)
    desk.prepared(request, "ตาราง 1.xlsx")
    with desk.at_work() as ctx:
        delivering.deliver(ctx, FORMS, desk.me(ctx, "officer"), request)
    draft = printed(desk, request, "letter")
    assert "อิเล็กทรอนิกส์" not in draft
    assert says("(สมาน สมมุติวงศ์)") in draft
    assert status_of(desk, request, "letter", "teacher") == 410
    with desk.at_work() as ctx:
        signing.sign(ctx, FORMS, desk.me(ctx, "deputy"), request, None, signed=True)
    unnumbered = printed(desk, request, "letter", "teacher")
    assert says("ลงนามทางอิเล็กทรอนิกส์ เมื่อ 19 พฤศจิกายน 2569") in unnumbered
    assert says(f"(วันดี ศรีสุข){title} ปฏิบัติราชการแทนผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา") in unnumbered
    assert says("20 พฤศจิกายน 2569") not in unnumbered
    with desk.at_work() as ctx:
        officer = desk.me(ctx, "officer")
        signing.number_letter(ctx, officer, request, "ที่ ศธ ๐๔๐๐๑/๗", date(2026, 11, 20))
    numbered = printed(desk, request, "letter")
    assert says("ที่ศธ๐๔๐๐๑/๗") in numbered
    assert says("ที่ที่") not in numbered
    assert says("20 พฤศจิกายน 2569") in numbered
    assert says("สิ่งที่ส่งมาด้วย ตาราง 1.xlsx") in numbered


def test_who_wrote_it_down_for_somebody_stands_on_the_form(desk: Desk) -> None:
    answers = {**ANSWERS, "name": "สมชาย โทรมา", "position": "กำนัน"}
    with desk.at_work() as ctx:
        filled = Filled(FORMS.forms["data_request"], answers, channel=Channel.PHONE)
        officer = desk.me(ctx, "officer")
        request = submitting.submit_on_behalf(ctx, officer, filled).id
    form = printed(desk, request, "form")
    assert says("รับคำขอแทนผู้ขอทางโทรศัพท์ โดย ดาริกา แบบฝึก") in form
    assert says("(สมชาย โทรมา)") in form


def test_the_summary_tells_the_steps_what_was_asked_and_how_it_was_rated(desk: Desk) -> None:
    request = desk.filed()
    with desk.at_work() as ctx:
        checking.ask_requester(ctx, desk.me(ctx, "officer"), request, None, "ต้องการปีใด")
    desk.now += timedelta(hours=1)
    with desk.at_work() as ctx:
        checking.clarify(ctx, desk.me(ctx, "teacher"), request, "ปี 2568")
    desk.proposed(request)
    desk.decided(request)
    assert status_of(desk, request, "summary", "officer") == 410  # it has not ended
    desk.prepared(request)
    desk.handed_over(request)
    before = printed(desk, request, "summary")
    assert "ประเมิน" not in before
    with desk.at_work() as ctx:
        teacher = desk.me(ctx, "teacher")
        newest = ratings.open_for(ctx, desk.people["teacher"])[0]
        levels = dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), Level.GOOD)
        ratings.rate(
            ctx, teacher, newest.id, {**levels, "2.3": Level.FAIR}, suggestion="ขอย้อนหลัง 3 ปี"
        )
        delivering.receive(ctx, teacher, request)
    after = printed(desk, request, "summary")
    for said in (
        "ผอ.กลุ่มพิจารณา: อนุญาต", "ผู้ขอชี้แจงว่า «ปี 2568» เมื่อ 19 พฤศจิกายน 2569 เวลา 15.30 น.",
        "ส่งมอบข้อมูลทาง LINE", "ผู้ขอยืนยันว่าได้รับข้อมูลแล้ว", "ดีมาก 4 รายการ พอใช้ 1 รายการ",
        "2.3 ความทันสมัย ครบถ้วน ถูกต้องของข้อมูล", "ขอย้อนหลัง 3 ปี",
    ):  # fmt: skip
        assert says(said) in after, said


def test_public_figures_need_no_decision_and_the_form_says_so(desk: Desk) -> None:
    request = desk.filed(query={"measure": "students"})
    form = printed(desk, request, "form", "teacher")
    assert says("จึงให้บริการโดยไม่ต้องขออนุญาต") in form
    assert says("อยู่ระหว่างการพิจารณา") not in form
    assert status_of(desk, request, "memo", "officer") == 410
    assert says("ระบบอัตโนมัติ") in printed(desk, request, "summary")


def test_what_was_taken_back_has_no_letter(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request)
    with desk.at_work() as ctx:
        ending.withdraw(ctx, desk.me(ctx, "teacher"), request)
    assert status_of(desk, request, "letter", "officer") == 410
    assert says("ผู้ขอถอนคำขอ") in printed(desk, request, "form")
    assert says("ผู้ขอถอนคำขอ") in printed(desk, request, "summary")


def test_a_permission_after_more_was_asked_shows_both_on_the_memo_and_one_on_the_form(
    desk: Desk,
) -> None:
    request = desk.filed()
    desk.proposed(request)
    desk.decided(request, Verdict.ASK_MORE, reason="ใช้ทำอะไร")
    with desk.at_work() as ctx:
        checking.clarify(ctx, desk.me(ctx, "teacher"), request, "ทำแผน")
    desk.proposed(request)
    desk.decided(request)
    memo, form = printed(desk, request, "memo"), printed(desk, request, "form")
    assert says("ให้ชี้แจงเพิ่มทางอิเล็กทรอนิกส์โดย") in memo
    assert says("ให้ชี้แจงเพิ่มทางอิเล็กทรอนิกส์โดย") not in form
    for paper in (memo, form):
        assert says("อนุญาตทางอิเล็กทรอนิกส์โดย") in paper
    with desk.at_work() as ctx:
        every = ctx.session.scalars(select(Decision).where(Decision.request_id == request)).all()
        assert len(every) == 2
