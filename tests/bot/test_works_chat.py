"""Work that is asked for on a form: approved by a director, done, said what was done, rated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.office_rules import decide
from handlers.requests import checking
from models.people import Role
from tests import people
from tests.bot.staff_chat import FORMS, Staffed, open_staffed

PLEASE = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "work": ["install"], "subject": "ติดตั้งเครื่องพิมพ์เครือข่ายห้องธุรการ",
    "purpose": "เครื่องเดิมเสีย", "wanted_by": None, "phone": None,
}  # fmt: skip
PROJECT = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "subject": "ห้องเรียนออนไลน์", "purpose": "ขยายโอกาส", "target": "20 โรงเรียน",
    "method": "อบรม", "starts": "2027-01-05", "ends": "2027-03-05", "budget": 50000,
    "results": "ครูสอนออนไลน์ได้",
}  # fmt: skip


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Staffed]:
    with open_staffed(database, tmp_path) as staffed:
        with staffed.acting() as ctx:
            decide(ctx, "owner.ticket", people.GROUP)
            # Noise: another group's technician may not do what this group owns.
            people.person(ctx, "ช่างอื่น ไม่เกี่ยว", Role.TECHNICIAN, group=people.OTHER_GROUP)
        yield staffed


def test_work_is_approved_by_the_group_s_director_and_done_with_words(desk: Staffed) -> None:
    desk.files(form="please_do", answers=PLEASE)
    card = desk.says("officer", "งานของฉัน")
    assert "ติดตั้งเครื่องพิมพ์เครือข่ายห้องธุรการ" in card
    desk.presses("officer", "ข้อ 1")
    desk.presses("officer", "เสนออนุญาต")
    seen = desk.heard("director")
    assert "อนุมัติ" in desk.labels("director")
    assert "อนุญาต" not in desk.labels("director")
    assert "ติดตั้งเครื่องพิมพ์" in seen
    assert "อนุมัติ ขด. 1/" in desk.presses("director", "อนุมัติ")
    desk.heard("officer")
    assert "ดำเนินการแล้ว" in desk.labels("officer")
    assert "ส่งมอบ" not in desk.labels("officer")
    assert "สิ่งที่ดำเนินการ" in desk.presses("officer", "ดำเนินการแล้ว")
    desk.says("officer", "ติดตั้งและทดสอบพิมพ์แล้ว 1 เครื่อง")
    told = desk.heard("teacher")
    assert "ดำเนินการตามที่ขอแล้ว" in told
    assert "ติดตั้งและทดสอบพิมพ์แล้ว 1 เครื่อง" in told
    assert "ได้รับเอกสารแล้ว" not in desk.labels("teacher")
    assert "ดีมาก" in " ".join(desk.labels("teacher"))


def test_a_project_goes_to_the_head_of_the_office_who_may_give_an_order(desk: Staffed) -> None:
    request_id = desk.files(form="project", answers=PROJECT)
    with desk.acting("officer") as ctx:
        checking.propose(ctx, FORMS, desk.me(ctx, "officer"), request_id, None, "permit", "เห็นควร")
    desk.office.settle()
    assert desk.heard("director") == ""  # not the group's to decide
    assert "ห้องเรียนออนไลน์" in desk.heard("area")
    assert "ข้อสั่งการ" in desk.presses("area", "สั่งการ")
    done = desk.says("area", "อนุมัติในวงเงิน 30,000 บาท")
    assert "อนุมัติ คก. 1/" in done
    assert "ข้อสั่งการ: อนุมัติในวงเงิน 30,000 บาท" in done
    assert "ไม่มีเรื่องรอท่านพิจารณา" in desk.says("area", "อนุมัติ")


def test_a_typed_word_approves_only_after_the_card_was_shown(desk: Staffed) -> None:
    request_id = desk.files(form="project", answers=PROJECT)
    with desk.acting("officer") as ctx:
        checking.propose(ctx, FORMS, desk.me(ctx, "officer"), request_id, None, "permit", "เห็นควร")
    desk.office.settle()
    shown = desk.says("area", "อนุมัติ")
    assert "อนุมัติเรื่องนี้ใช่ไหม" in shown
    assert "อนุมัติ คก. 1/" in desk.presses("area", "ยืนยัน")
