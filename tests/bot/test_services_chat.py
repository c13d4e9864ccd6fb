"""Rooms, conferences, loans, signs and help with central systems, asked for in chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import bookings
from handlers.bookings.demo import seed
from handlers.tickets import answering
from models.bookings import Booking, BookingStatus
from models.people import Role
from models.requests import ServiceRequest
from models.tickets import Category, Ticket
from tests import people
from tests.bot.requesting_room import Room, open_room


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        with opened.ctx() as ctx:
            seed(ctx)
            people.person(ctx, "ช่าง ประจำการ", Role.TECHNICIAN, line_user="U-technician")
        yield opened


def fill_room(room: Room, who: str = "teacher") -> str:
    room.says(who, "จองห้องประชุม")
    room.says(who, "ประชุมครูวิชาการ")
    room.says(who, "15 ธ.ค. 69")
    room.says(who, "9 โมง")
    room.says(who, "12.00")
    room.says(who, "80")
    room.says(who, "1")
    return room.presses(who, "ยืนยัน")


def tickets(room: Room) -> list[Ticket]:
    with room.ctx() as ctx:
        found = list(ctx.session.scalars(select(Ticket).order_by(Ticket.id)))
        for one in found:
            ctx.session.expunge(one)
        return found


def test_a_room_that_is_free_and_large_enough_is_booked(room: Room) -> None:
    offered = fill_room(room)
    assert "09.00–12.00 น." in offered
    assert offered.index("ห้องประชุมใหญ่") < offered.index("ห้องประชุมเล็ก")
    receipt = room.presses("teacher", "ห้องประชุมใหญ่ ชั้น 3")
    assert "หป. 1/2570" in receipt
    assert "ห้องประชุมใหญ่ ชั้น 3 อ. 15 ธ.ค. 2569 09.00–12.00 น." in receipt
    (ticket,) = tickets(room)
    assert (ticket.category, ticket.form) == (Category.AV, "meeting_room")
    with room.ctx() as ctx:
        (booked,) = bookings.of_record(ctx, f"ticket:{ticket.id}")
        assert booked.room_slug == "big"
        assert ctx.session.scalars(select(ServiceRequest)).all() == []


def test_what_is_taken_is_not_offered_and_never_booked_twice(room: Room) -> None:
    fill_room(room)
    room.presses("teacher", "ห้องประชุมใหญ่ ชั้น 3")
    again = fill_room(room)
    assert "ห้องประชุมใหญ่" not in again
    with room.ctx() as ctx:  # somebody is faster
        booked = ctx.session.scalars(select(Booking)).one()
        bookings.book(
            ctx, subject="ticket:999", resource="room:small", starts=booked.starts_at,
            ends=booked.ends_at, by_id=people.person(ctx, "เร็วกว่า", Role.AV_OFFICER).id,
        )  # fmt: skip
    late = room.presses("teacher", "ห้องประชุมเล็ก ชั้น 2")
    assert "มีผู้จองห้องนั้นไปก่อนแล้ว" in late
    assert "ห้องประชุมเล็ก" not in late
    assert len(tickets(room)) == 1


def test_hours_that_end_before_they_begin_are_set_right(room: Room) -> None:
    room.says("teacher", "จองห้องประชุม")
    room.says("teacher", "ประชุมครู")
    room.says("teacher", "15 ธ.ค. 69")
    assert "อ่านเวลาไม่ออก" in room.says("teacher", "ตอนสาย ๆ")
    room.says("teacher", "4")  # by its number: one o'clock
    room.says("teacher", "9.00")
    room.says("teacher", "10")
    room.says("teacher", "ข้าม")
    assert "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม" in room.presses("teacher", "ยืนยัน")
    assert "ยืนยัน" in room.labels("teacher")
    assert tickets(room) == []


def test_a_conference_is_tested_the_working_day_before(room: Room) -> None:
    room.says("teacher", "ขอจัดประชุมทางไกล")
    room.says("teacher", "ประชุมชี้แจงนโยบาย")
    room.says("teacher", "14 ธ.ค. 69")  # a Monday: tested on Friday
    for answer in ("9.00", "12.00", "10", "1", "ใช่", "ข้าม"):
        room.says("teacher", answer)
    room.presses("teacher", "ยืนยัน")
    assert "ทดสอบสัญญาณก่อนวันประชุม" in room.presses("teacher", "ห้องประชุมทางไกล ชั้น 2")
    (ticket,) = tickets(room)
    with room.ctx() as ctx:
        chores = {c.kind.value: c for c in bookings.waiting(ctx, f"ticket:{ticket.id}")}
    assert set(chores) == {"test_before", "check_after", "door_signs"}
    assert chores["test_before"].due_at.date().isoformat() == "2026-12-11"


def test_a_loan_is_of_what_is_in_and_a_withdrawn_one_is_free_again(room: Room) -> None:
    room.says("teacher", "ขอยืมอุปกรณ์")
    for answer in ("งานวันเด็ก", "8 ม.ค. 70", "11 ม.ค. 70", "3"):
        room.says("teacher", answer)
    offered = room.presses("teacher", "ยืนยัน")
    assert "กล้อง" not in offered  # there are two
    assert "โปรเจกเตอร์พกพา" in room.presses("teacher", "โปรเจกเตอร์พกพา")
    (ticket,) = tickets(room)
    with room.ctx("teacher") as ctx:
        answering.withdraw(ctx, room.me(ctx, "teacher"), ticket.id)
        assert ctx.session.scalars(select(Booking)).one().status is BookingStatus.CANCELLED


def test_help_with_a_central_system_goes_to_the_group_of_the_data(room: Room) -> None:
    asked = room.says("teacher", "ช่วยเหลือ DMC")
    assert "รหัสผ่านในแชต" in asked
    room.presses("teacher", "B-OBEC")
    room.presses("teacher", "ขอปลดการยืนยัน")
    room.says("teacher", "แก้ปีที่สร้างอาคาร 1 หลัง")
    assert "ชร. 1/2570" in room.presses("teacher", "ยืนยัน")
    (ticket,) = tickets(room)
    assert (ticket.category, ticket.help) == (Category.BOBEC, "unconfirm")
    assert ticket.owner_group == people.GROUP
    assert ticket.subject == "แก้ปีที่สร้างอาคาร 1 หลัง"


def test_every_service_stands_in_one_list(room: Room) -> None:
    listed = room.says("teacher", "ขอใช้บริการ")
    for title in ("แบบคำขอข้อมูลสารสนเทศ", "แบบขอใช้ห้องประชุม", "แบบขอให้จัดทำงานศิลป์และป้าย",
                  "แบบคำขอลงทะเบียนใช้ Internet", "แบบฟอร์มเสนอโครงการ"):  # fmt: skip
        assert title in listed
    assert "ข้อความบนงาน" in (room.says("teacher", "ขอทำป้าย/งานศิลป์") + room.says("teacher", "1"))
