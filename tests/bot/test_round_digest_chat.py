"""The office and the chairs of networks follow the late in chat: offered, and by a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.rounds import digest, reminding
from models.people import Person, Role
from tests import people
from tests.bot.round_room import QUIET, A, B, C, RoundRoom, S, open_room


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[RoundRoom]:
    with open_room(database, tmp_path) as opened:
        yield opened


def clock(room: RoundRoom, text: str) -> None:
    """The clock's job at that moment."""
    room.on(text)
    with room.at(None) as ctx:
        reminding.remind(ctx)
        digest.offer_due(ctx)


def chair(room: RoundRoom, who: str, school: str) -> None:
    with room.at(None) as ctx:
        person = ctx.session.get_one(Person, room.ids[who])
        people.post(ctx, person, Role.NETWORK_CHAIR, school=school)


def test_the_officer_reads_who_is_late_with_whatever_is_answered(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    clock(room, "2026-11-23T09:00")
    room.noted(round_id, S.CONFIRMED, *QUIET)
    room.on("2026-11-24T10:00")
    said = room.says("officer", "สวัสดี")
    assert "ยังไม่เสร็จ 3 โรงเรียน" in said
    assert "กำหนดส่ง จ. 30 พ.ย. 2569 16.30 น." in said
    assert "จำปา ตัวอย่าง 0812345678" in said
    assert "เงียบ" not in said, "who has finished meanwhile is not in it"
    said = room.presses("officer", "ดูรายชื่อล่าสุด")
    assert "ยังไม่ครบ 3 โรงเรียน" in said
    assert "รอแจ้งเมื่อทักมา" in said

    assert "ส่งภายใน" in room.says("clerk", "สวัสดีค่ะ")  # she reads her reminder for nothing
    clock(room, "2026-12-01T09:00")
    said = room.presses_what("officer", room.signed("round", "unfinished", f"{round_id}:0"))
    assert "แจ้งแล้ว (ฟรี) 24 พ.ย. 2569" in said
    assert "เลยกำหนด 1 วัน" in said
    # Whoever has just seen the list need not be told of it.
    assert "โรงเรียนที่เสร็จหลังจากนั้น" not in said + room.says("officer", "สวัสดี")
    clock(room, "2026-12-08T09:00")
    assert "เลยกำหนด 3 โรงเรียน" in room.says("officer", "สวัสดี")


def test_a_chair_follows_the_own_network_and_no_other(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    chair(room, "teacher", A)  # of ดอยสูง; C is of ริมธาร
    said = room.says("teacher", "ติดตามรอบ")
    assert "เครือข่ายดอยสูง" in said
    assert "ดูรายชื่อได้หลังพ้นกำหนด จ. 30 พ.ย. 2569 16.30 น.ค่ะ" in said.replace(" ค่ะ", "ค่ะ")
    clock(room, "2026-12-01T09:00")
    said = room.says("teacher", "สวัสดี")
    assert "โรงเรียนในเครือข่ายของท่านที่ยังไม่เสร็จ ขอความอนุเคราะห์ช่วยติดตามค่ะ" in said
    assert "1. บ้านหนองบัว จำปา ตัวอย่าง 0812345678" in said
    assert "ปลายน้ำ" not in said
    said = room.presses("teacher", "ดูรายชื่อและโทรศัพท์")
    assert "เลยกำหนด 2 จาก 2 โรงเรียน" in said
    assert "โปรดอย่าส่งต่อ" in said
    assert "ปลายน้ำ" not in said
    room.noted(round_id, S.CONFIRMED, A, B)
    assert "เสร็จครบแล้ว ขอบคุณค่ะ" in room.says("teacher", "ติดตามรอบ")
    # Nobody else; nor what is of no round.
    for who in ("clerk", "head", "technician"):
        button = room.signed("round", "network", str(round_id))
        assert "จึงไม่มีอะไรเปลี่ยนแปลง" in room.presses_what(who, button), who
    assert "ไม่พบรอบ" in room.presses_what("teacher", room.signed("round", "network", "99"))
    assert room.stands(round_id, C) == "not_started"


def test_a_chair_of_two_rounds_is_asked_which(room: RoundRoom) -> None:
    room.opened(confirm_from=None)
    room.opened(name="เก็บรอบสอง", confirm_from=None, due_at=room.office.clock())
    chair(room, "teacher", A)
    room.later(minutes=1)
    assert "รอบใด" in room.says("teacher", "ติดตามรอบ")
    assert "เลยกำหนด 2 จาก 2 โรงเรียน" in room.says("teacher", "1")
