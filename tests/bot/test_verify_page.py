"""A decision on paper, held against the office: what is shown, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database
from handlers.requests import checking, deciding
from models.people import Person, Role
from models.requests import Decision, Verdict
from tests import people
from tests.bot.served import FORMS, Desk, open_desk
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(database, tmp_path) as opened:
        opened.delivered(answers={"subject": "เรื่องอื่น"})
        yield opened


def seen(desk: Desk, code: str, status: int = 200) -> str:
    answer = desk.web.get(f"/verify/{code}")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.get_data(as_text=True))


def test_it_shows_the_decision_and_nobody_who_asked(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request, "permit", "ความเห็นภายใน")
    code = desk.decided(request)
    page = seen(desk, code)
    for words in (
        "เป็นคำสั่งของสำนักงานจริง", "คข. 2/2570 (ปีงบประมาณ)", "แบบคำขอข้อมูลสารสนเทศ", "อนุญาต",
        "อารี สาธิต", "ผู้อำนวยการกลุ่มนโยบายและแผน", "พฤ. 19 พ.ย. 2569 14.30 น.",
        "ตรงกับขณะที่มีคำสั่งนี้",
    ):  # fmt: skip
        assert words in page, words
    for secret in ("มะลิ", "ย้ายระหว่างปี", "จัดทำแผน", "0812345678", "ความเห็นภายใน", "บ้านตัวอย่าง"):
        assert secret not in page


def test_a_substitute_is_shown_with_the_right(desk: Desk) -> None:
    with desk.at_work() as ctx:
        other = people.person(ctx, "พนักงาน สอง", Role.OFFICER, group=people.GROUP, title="นักวิชาการ")
        people.acting(ctx, other, Role.GROUP_DIRECTOR, group=people.GROUP)
        desk.people["second"] = other.id
    request = desk.filed()
    desk.proposed(request)
    page = seen(desk, desk.decided(request, who="second"))
    assert "นักวิชาการ รักษาราชการแทนผู้อำนวยการกลุ่มนโยบายและแผน (คำสั่งที่ 12/2569)" in page


def test_a_code_may_be_typed_as_people_type(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request)
    code = desk.decided(request)
    assert "อารี สาธิต" in seen(desk, code.lower())
    spaced = f" {code[:4].lower()}-{code[4:8]} {code[8:]} "
    answer = desk.web.get("/verify/", query_string={"code": spaced})
    assert answer.headers["Location"] == f"/verify/{code}"
    form = desk.web.get("/verify/").get_data(as_text=True)
    assert "<form" in form
    assert 'name="code"' in form


@pytest.mark.parametrize("code", ["NOTACODE2345", "x", "%20", "ก" * 30, "A" * 500])
def test_an_unknown_code_is_told_kindly_and_may_be_typed_anew(desk: Desk, code: str) -> None:
    page = seen(desk, code, 404)
    assert "ไม่พบรหัสนี้" in page
    assert 'name="code"' in page


def test_a_refusal_in_force_and_one_that_was_given_back(desk: Desk) -> None:
    request = desk.filed("access_request", "", answers={"right": "oia", "manner": "copy"})
    desk.proposed(request, "refuse")
    code = desk.decided(request, Verdict.REFUSE, reason="เหตุลับ", law="oia15")
    assert "ไม่อนุญาต" in seen(desk, code)
    assert "เหตุลับ" not in seen(desk, code)
    with desk.at_work() as ctx:
        area = desk.me(ctx, "area")
        deciding.confirm_refusal(ctx, FORMS, area, request, None, confirmed=False, reason="ทบทวน")
    assert "มีคำสั่งใหม่กว่า" in seen(desk, code)
    desk.proposed(request, "permit", "ทบทวนแล้ว")
    newer = desk.decided(request)
    assert "ตรงกับขณะที่มีคำสั่งนี้" in seen(desk, newer)
    assert "มีคำสั่งใหม่กว่า" in seen(desk, code)


def test_what_was_changed_after_the_decision_is_said(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request)
    code = desk.decided(request)
    with desk.at_work() as ctx:
        found = desk.request(ctx, request)
        found.answers = {**found.answers, "subject": "อย่างอื่น"}
    page = seen(desk, code)
    assert "มีการแก้ไขหลังคำสั่งนี้" in page
    assert "ตรงกับขณะที่มีคำสั่งนี้" not in page


def test_the_name_of_who_decided_stays_when_they_leave(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request)
    code = desk.decided(request)
    desk.now += timedelta(days=900)
    with desk.at_work() as ctx:
        ctx.session.get_one(Person, desk.people["director"]).erase(at=desk.now)
        assert ctx.session.query(Decision).count() == 2
    assert "อารี สาธิต" in seen(desk, code)


def test_more_was_asked_is_a_decision_too(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request)
    code = desk.decided(request, Verdict.ASK_MORE, reason="ใช้ทำอะไร")
    page = seen(desk, code)
    assert "ให้ชี้แจงเพิ่ม" in page
    assert "ใช้ทำอะไร" not in page
    with desk.at_work() as ctx:
        checking.clarify(ctx, desk.me(ctx, "teacher"), request, "ทำแผน")
