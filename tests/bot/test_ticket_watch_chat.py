"""What the clock says of tickets, on the phones of those who hear it: read, pressed, true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.database import Database
from handlers.tickets import silence, watch, working
from models.tickets import Urgency
from tests.bot.ticket_room import Room, open_room


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    """A third school's telephone was mended already: only its reporter could still speak."""
    with open_room(database, tmp_path) as opened:
        opened.do("second", lambda ctx, me: working.solve(ctx, me, 1, None, "เปลี่ยนสาย"))
        yield opened


def ticks(room: Room, moment: str) -> None:
    """The clock looks at this moment of Bangkok's, and what it queued goes out."""
    there = datetime.fromisoformat(f"{moment}+07:00")
    room.later(seconds=(there - room.office.clock()).total_seconds())
    with room.at(None) as ctx:
        silence.close_solved(ctx)
        watch.look(ctx)
    room.office.settle()


def test_what_is_nobodys_is_read_and_opened_from_the_message(room: Room) -> None:
    ticks(room, "2026-11-20T09:00")
    room.reports(words="ปริ้นไม่ออกค่ะ", urgency=Urgency.SEVERAL)
    for who in ("technician", "boss"):
        room.heard(who)
    ticks(room, "2026-11-20T09:45")
    said = room.heard("technician")
    assert "มีงานแจ้งปัญหาใกล้ครบกำหนด" in said
    assert "ปริ้นไม่ออกค่ะ" in said
    assert "ตอบรับครั้งแรก กำหนด ศ. 20 พ.ย. 2569 10.00 น." in said
    assert "ยังไม่มีผู้รับ" in said
    assert "ปริ้นไม่ออกค่ะ" in room.presses("technician", "ข้อ 1")
    ticks(room, "2026-11-20T10:00")
    late = room.heard("boss")
    assert "งานแจ้งปัญหาเกินกำหนด" in late
    assert "ยังไม่มีผู้รับ" in late
    assert room.heard("teacher") == ""
    ticks(room, "2026-11-20T10:01")
    assert room.heard("boss") == ""


def test_who_is_visited_tomorrow_reads_it_with_whatever_they_ask(room: Room) -> None:
    id_ = room.reports(words="จอดับ")
    monday = datetime.fromisoformat("2026-11-23T10:00+07:00")
    room.do("technician", lambda ctx, me: working.plan_visit(ctx, me, id_, None, monday))
    room.heard("teacher")
    ticks(room, "2026-11-20T09:00")
    assert room.heard("teacher") == ""  # nothing is paid for it
    said = room.says("teacher", "เมนู")
    assert "ใกล้ถึงวันนัดเข้าแก้ไข" in said
    assert "จ. 23 พ.ย. 2569 10.00 น." in said
    assert "จอดับ" in room.presses("teacher", "เปิดเรื่อง")
    ticks(room, "2026-11-23T08:30")
    assert "นัดเข้าแก้ไขวันนี้" in room.heard("technician")


def test_a_question_is_asked_once_more_and_answered_on_that_card(room: Room) -> None:
    id_ = room.reports(words="เน็ตช้า")
    room.do("technician", lambda ctx, me: working.ask(ctx, me, id_, None, "ห้องไหนคะ"))
    room.heard("teacher")
    ticks(room, "2026-11-25T09:00")
    assert "เจ้าหน้าที่ยังรอคำตอบจากท่าน" in (said := room.heard("teacher"))
    assert "ห้องไหนคะ" in said
    ticks(room, "2026-12-04T09:00")
    assert room.heard("teacher") == ""
    assert "รอผู้แจ้ง 11 วันทำการ" in room.heard("technician")
