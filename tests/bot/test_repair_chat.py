"""A machine sent for repair: asked for in a few taps, received, come back; who may and who not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from tests.bot.ticket_room import Room, open_room


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def sent(room: Room, ticket: int, *, office: bool = False) -> str:
    """The technician sends its machine for repair; returns the card that is shown then."""
    room.says("technician", room.number(ticket))
    room.says("technician", "ส่งซ่อม")
    room.says("technician", "เครื่องพิมพ์ HP 1020 เลขครุภัณฑ์ 7440-001-0001/64")
    asked = room.says("technician", "เฟืองดึงกระดาษแตก")
    assert "อยู่ในประกันหรือไม่คะ" in asked
    assert "เครื่องพิมพ์ HP 1020 เลข 7440-001-0001/64 · เครื่องของโรงเรียน" in asked
    if office:
        room.presses("technician", "เป็นเครื่องของสำนักงาน")
    return room.presses("technician", "หมดประกัน")


def test_a_schools_machine_goes_to_its_own_supplies(room: Room) -> None:
    ticket = room.reports()
    card = sent(room, ticket)
    assert "ส่งซ่อมแล้ว แจ้งผู้เกี่ยวข้องแล้วค่ะ" in card
    assert room.status(ticket) == "in_repair"
    assert room.labels("technician")[:3] == [
        "เครื่องกลับมาแล้ว", "บันทึกข้อความ (PDF)", "ตอบผู้แจ้ง",
    ]  # fmt: skip
    assert "ซ่อม" in room.heard("teacher")
    assert room.heard("supplies") == ""  # the office's have nothing to do with it
    for who in ("head", "clerk"):
        told = room.heard(who)
        for words in ("เครื่องพิมพ์ HP 1020", "7440-001-0001/64", "หมดประกัน", "เฟืองดึงกระดาษแตก"):
            assert words in told, who
        assert room.paid(who) == 1

    receive, finish = (room.button("head", x) for x in ("รับเครื่องแล้ว", "ซ่อมเสร็จ/คืนเครื่อง"))
    assert "บันทึกว่ารับเครื่องแล้วค่ะ" in room.presses_what("head", receive)
    assert room.repair(ticket).received_at is not None
    # The clerk has the same card: received already is no fault of theirs.
    assert "พัสดุรับเครื่องแล้ว" in room.presses("clerk", "รับเครื่องแล้ว")
    assert room.repair(ticket).received_by_id == room.ids["head"]
    assert "ผลการซ่อมเป็นอย่างไรคะ" in room.presses_what("head", finish)
    assert "หมายเหตุ: เปลี่ยนเฟือง 350 บาท" in room.says("head", "เปลี่ยนเฟือง 350 บาท")
    done = room.presses("head", "ซ่อมเสร็จแล้ว")
    assert "บันทึกแล้ว แจ้งช่างแล้วค่ะ" in done
    assert (room.status(ticket), room.repair(ticket).note) == ("assigned", "เปลี่ยนเฟือง 350 บาท")
    told = room.heard("technician")
    assert "เครื่องกลับจากซ่อมแล้ว" in told
    assert "ซ่อมเสร็จแล้ว เปลี่ยนเฟือง 350 บาท" in told
    # The old buttons, tomorrow: nothing changes.
    room.next_day()
    for old in (receive, finish):
        assert "เสร็จไปก่อนแล้ว" in room.presses_what("head", old)
    assert room.status(ticket) == "assigned"
    assert "กลับจากซ่อม" in room.presses("technician", "เปิดเรื่อง")


def test_the_offices_machine_waits_in_the_list_of_supplies(room: Room) -> None:
    ticket = room.reports()
    sent(room, ticket, office=True)
    assert "มีเครื่องส่งซ่อม" in room.heard("supplies")
    assert room.heard("head") == ""
    assert "บันทึกข้อความ (PDF)" in room.presses("supplies", "บันทึกข้อความ (PDF)")
    listed = room.says("supplies", "งานของฉัน")
    assert "เครื่องพิมพ์ HP 1020" in listed
    assert "เครื่องส่งซ่อม" in listed
    assert "อาการ\nเฟืองดึงกระดาษแตก" in room.says("supplies", "1")
    assert "พัสดุรับเครื่องแล้ว" in room.says("supplies", "1")
    room.says("supplies", "ซ่อมเสร็จ/คืนเครื่อง")
    room.says("supplies", "ไม่คุ้มซ่อม")
    assert room.repair(ticket).outcome == "not_worth"
    assert room.status(ticket) == "assigned"
    assert "ไม่มีงานค้าง" in room.says("supplies", "งานของฉัน")
    # By its number they come to their own card, and not to the technician's.
    card = room.says("supplies", room.number(ticket))
    assert "ไม่คุ้มซ่อม" in card
    assert "ผู้รับผิดชอบ" not in card


def test_the_technician_takes_it_back_themselves(room: Room) -> None:
    ticket = room.reports()
    sent(room, ticket)
    room.presses("technician", "เครื่องกลับมาแล้ว")
    assert "ได้เครื่องทดแทน" in room.says("technician", "2")
    assert room.repair(ticket).outcome == "replaced"
    assert "ได้เครื่องทดแทน" in room.says("technician", "ดูประวัติ")
    assert "เครื่องที่ส่งซ่อมแล้วยกเลิกไม่ได้" in room.says("technician", "ยกเลิกรายการล่าสุด")


def test_whose_machine_it_is_not(room: Room) -> None:
    ticket = room.reports()
    sent(room, ticket)
    for step in ("open", "receive", "finish", "memo"):
        value = f"{room.repair(ticket).id}:0"
        for who in ("far", "teacher", "officer"):
            said = room.presses_what(who, room.signed("repair", step, value))
            assert "จึงไม่มีอะไรเปลี่ยนแปลง" in said, (who, step)
            assert "HP 1020" not in said
    assert room.repair(ticket).received_at is None


def test_a_machine_is_named_and_a_fault_found_before_it_goes(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    room.presses("technician", "เพิ่มเติม")
    assert "เครื่องอะไรคะ" in room.presses("technician", "ส่งซ่อม")
    assert "ตรวจพบว่าเสียอย่างไรคะ" in room.presses("technician", "เครื่องพิมพ์")
    assert "ยาวเกิน" in room.says("technician", "แตก" * 400)
    room.says("technician", "เฟืองแตก")
    assert "กดเลือก หรือพิมพ์หมายเลข" in room.says("technician", "น่าจะหมดแล้ว")
    assert "ยกเลิก" in room.says("technician", "ยกเลิก")
    assert room.status(ticket) == "reported"
