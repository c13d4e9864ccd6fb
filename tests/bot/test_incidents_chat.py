"""Staff make one incident of many reports, tell of it for nothing or at a price, and end it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers import budget
from handlers.incidents import announcing
from handlers.office_rules import decide
from models.incidents import IncidentStatus
from models.tickets import TicketStatus
from tests.bot.incident_room import Room, open_room

FREE = "ประกาศฟรี (แจ้งเมื่อมีผู้ทักเข้ามา)"


@pytest.fixture
def room(sqlite_url: str, tmp_path: Path) -> Iterator[Room]:
    database = Database(sqlite_url)
    with open_room(database, tmp_path) as opened:
        yield opened
    database.close()


@pytest.fixture
def anywhere(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def test_three_schools_one_fault(anywhere: Room) -> None:
    room = anywhere
    first, second, third = (room.reports(who) for who in ("teacher", "clerk", "school-director"))
    assert "โรงเรียนอื่นแจ้งเครือข่าย/อินเทอร์เน็ตใน 3 วันนี้ 2 เรื่อง" in room.opens("technician", first)
    assert "พิมพ์ข้อความที่จะแจ้งให้โรงเรียนทราบค่ะ" in room.presses("technician", "รวมทั้งหมด 3 เรื่อง")
    card = room.presses("technician", "ใช้ข้อความนี้")
    assert "ขข. 1/2570 ยังไม่ประกาศ" in card
    assert "บันทึกเหตุแล้ว ยังไม่ได้แจ้งใคร เลือกวิธีแจ้งค่ะ" in card
    assert "3 โรงเรียน" in card
    assert "แจ้งทันที 3 ข้อความ" in room.labels("technician")
    told = room.presses("technician", FREE)
    assert "ประกาศแล้ว รอแจ้ง 3 คน พร้อมคำตอบครั้งถัดไป ไม่เสียข้อความ" in told

    # The clerk asks about something else, and reads of it below the answer.
    said = room.says("clerk", "เมนู")
    assert "แจ้งเหตุขัดข้อง" in said
    assert "ไม่ต้องแจ้งซ้ำ เมื่อใช้งานได้แล้วจะแจ้งให้ทราบค่ะ" in said
    assert room.paid() == 0

    listed = room.says("technician", "แจ้งเหตุขัดข้อง")
    assert "ขข. 1/2570 เครือข่าย/อินเทอร์เน็ต" in listed
    card = room.says("technician", "1")
    assert "รับทราบแล้ว" in card
    assert "1 คน" in card
    asked = room.presses("technician", "สิ้นสุดเหตุ")
    assert "ปิดเรื่องที่รวมไว้ 3 เรื่อง แจ้งผู้แจ้ง 3 คน = 3 ข้อความ" in asked
    done = room.says("technician", "สายหลักขาด ต่อใหม่แล้ว")
    assert "ปิดเรื่องที่รวมไว้ 3 เรื่อง แจ้งผู้แจ้ง 3 คน ใช้ 3 ข้อความ" in done
    for ticket_id in (first, second, third):
        assert room.ticket(ticket_id).status is TicketStatus.SOLVED
    assert room.incident().status is IncidentStatus.ENDED
    again = room.presses("technician", "สิ้นสุดเหตุ")
    assert "เหตุนี้เปลี่ยนไปหลังจากที่ท่านเห็น" in again
    assert "ผล: สายหลักขาด ต่อใหม่แล้ว" in again


def test_some_by_their_numbers_and_own_words(room: Room) -> None:
    first, second, third = (room.reports(who) for who in ("teacher", "clerk", "school-director"))
    room.opens("technician", first)
    assert "เลือกจากปุ่ม หรือพิมพ์หมายเลขค่ะ" in room.says("technician", "9")
    room.says("technician", "1")
    card = room.says("technician", "อินเทอร์เน็ตฝั่งดอยสูงล่ม")
    assert "อินเทอร์เน็ตฝั่งดอยสูงล่ม" in card
    assert room.ticket(third).incident_id == room.ticket(first).incident_id
    assert room.ticket(second).incident_id is None
    # The rest is added afterwards; a ticket that is on it already opens its card.
    assert "เรื่องในหมวดเดียวกันที่ยังไม่รวม 1 เรื่อง" in room.says("technician", "เพิ่มเรื่อง")
    assert "เพิ่มเรื่องแล้วค่ะ" in room.presses("technician", "รวมทั้งหมด 1 เรื่อง")
    assert room.ticket(second).incident_id == room.ticket(first).incident_id
    assert "เรื่องนี้รวมอยู่ในเหตุนี้แล้วค่ะ" in room.opens("technician", second)
    assert "แก้ไขข้อความแล้วค่ะ" in _reworded(room, "จะเสร็จ 17.00 น.")
    assert room.incident().words == "จะเสร็จ 17.00 น."
    assert "ยังไม่ประกาศ" in room.presses("technician", "ไม่ประกาศ")
    assert room.incident().announced_at is None
    # A later report of the same is put to it with one tap.
    late = room.reports("teacher", "ยังไม่ได้เลยค่ะ")
    room.opens("technician", late)
    assert "เพิ่มเรื่องแล้วค่ะ" in room.presses("technician", "รวมเข้ากับ ขข. 1/2570")
    assert room.ticket(late).incident_id == room.ticket(first).incident_id


def _reworded(room: Room, words: str) -> str:
    assert "พิมพ์ข้อความใหม่" in room.presses("technician", "แก้ไขข้อความ")
    return room.says("technician", words)


def test_a_push_shows_its_price_and_costs_that(room: Room) -> None:
    with room.at(None) as ctx:
        budget.note(ctx.session, limit=200, used=100, now=ctx.now)
    room.opens("technician", room.reports("teacher"))
    card = room.presses("technician", "ใช้ข้อความนี้")
    assert "แจ้งทันที: 1 คน = 1 ข้อความ คิดเป็นร้อยละ 1 ของที่เหลือเดือนนี้" in card
    told = room.presses("technician", "แจ้งทันที 1 ข้อความ (เหลือ 100)")
    assert "แจ้งแล้ว 1 คน ใช้ 1 ข้อความ" in told
    assert "แจ้งเหตุขัดข้อง" in room.reads(room.line("teacher"))
    assert room.paid() == 1
    # The button is pressed again, and by a colleague: nobody is told twice.
    assert "เหตุนี้เปลี่ยนไป" in room.presses("technician", "แจ้งทันที 1 ข้อความ (เหลือ 100)")
    assert room.paid() == 1


def test_what_is_too_dear_is_offered_for_nothing_only(room: Room) -> None:
    with room.at(None) as ctx:
        decide(ctx, announcing.RULE, 0)
    room.opens("technician", room.reports("teacher"))
    card = room.presses("technician", "ใช้ข้อความนี้")
    assert "แจ้งทันทีไม่ได้ เพราะที่กันไว้สำหรับเหตุขัดข้องเดือนนี้เหลือ 0 ข้อความ" in card
    assert [label for label in room.labels("technician") if "ทันที" in label] == []
    assert "เกินจำนวนที่กันไว้สำหรับเหตุขัดข้อง ประกาศฟรีได้ค่ะ" in room.says("technician", "แจ้งทันที")
    assert "ไม่เสียข้อความ" in room.says("technician", "ประกาศฟรี")
    assert room.paid() == 0


def test_planned_work_for_named_schools(room: Room) -> None:
    assert "ระบบใดขัดข้อง" in room.says("technician", "แจ้งเหตุขัดข้อง")
    room.presses("technician", "เครือข่าย/อินเทอร์เน็ต")
    assert "โรงเรียนใดเกี่ยวข้องคะ" in room.says("technician", "ปรับปรุงเครือข่าย ใช้ไม่ได้ชั่วคราว")
    asked = room.says("technician", "อำเภอดอยสูง, บ้านปลายฟ้า")
    assert "ไม่พบ หรือมีหลายแห่ง: บ้านปลายฟ้า" in asked
    assert "อ่านได้แล้ว 2 โรงเรียน" in asked
    assert "เริ่มเมื่อใดคะ" in room.says("technician", "บ้านปลายน้ำ")
    assert "อ่านวันและเวลาไม่ออก" in room.says("technician", "เร็ว ๆ นี้")
    assert "คาดว่าจะเสร็จเมื่อใดคะ" in room.says("technician", "พรุ่งนี้ 18.00 น.")
    assert "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม" in room.says("technician", "พรุ่งนี้ 17.00 น.")
    card = room.says("technician", "พรุ่งนี้ 20.00")
    assert "3 โรงเรียน" in card
    assert "เริ่ม ศ. 20 พ.ย. 2569 18.00 น. คาดว่าเสร็จ ศ. 20 พ.ย. 2569 20.00 น." in card
    assert "รอแจ้ง 3 คน" in room.presses("technician", FREE)
    assert "แจ้งปิดปรับปรุงล่วงหน้า" in room.says("teacher", "เมนู")


def test_it_is_not_for_everybody(room: Room) -> None:
    ticket_id = room.reports("teacher")
    assert "หากเครื่องหรือระบบใช้งานไม่ได้ พิมพ์ «แจ้งปัญหา»" in room.says("teacher", "แจ้งเหตุขัดข้อง")
    assert "ไม่มีอะไรเปลี่ยนแปลง" in room.opens("teacher", ticket_id) + room.opens("clerk", ticket_id)
    # A colleague forwards a card; the teacher presses its buttons.
    room.opens("technician", ticket_id)
    room.presses("technician", "ใช้ข้อความนี้")
    for label in (FREE, "สิ้นสุดเหตุ", "แก้ไขข้อความ", "เพิ่มเรื่อง"):
        action = room.button("technician", label)
        room.office.presses(room.line("teacher"), action)
        assert "ไม่มีอะไรเปลี่ยนแปลง" in room.reads(room.line("teacher"))
    incident = room.incident()
    assert (incident.announced_at, incident.status) == (None, IncidentStatus.OPEN)
    # A question typed below the card is heard as one.
    assert "ขข. 1/2570" not in room.says("technician", "ขอบคุณค่ะ")
