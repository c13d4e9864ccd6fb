"""The office's chores in chat: found in the list, done, found with a fault, reminded of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.database import Database
from handlers import bookings
from handlers.requests.vocabulary import ICT_GROUP
from handlers.tickets import working
from models.bookings import Booking, BookingStatus, Chore, ChoreOutcome, ChoreStatus
from models.people import Role
from models.tickets import Category, Said, Ticket, TicketFile, TicketStatus, Urgency
from tests import people
from tests.bot.conference_room import asked, open_room, told, trail, until
from tests.bot.requesting_room import Room
from tests.bot.ticket_room import PHOTO


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def chores(room: Room) -> dict[str, Chore]:
    with room.office.database.reading() as session:
        return {row.kind.value: row for row in session.scalars(select(Chore).order_by(Chore.id))}


def press(room: Room, who: str, step: str, chore: Chore) -> str:
    """A button that stands on somebody's old card."""
    data = Buttons(room.office.settings.secret_key).sign(
        Pressed("chores", step, STANDING, 0, f"{chore.id}:1")
    )
    room.office.new_messages(room.line(who))
    room.office.presses(room.line(who), {"type": "postback", "data": data})
    return room.reads(who)


def loan(room: Room) -> int:
    """The teacher borrows a projector for two days; returns the ticket's id."""
    room.says("teacher", "ขอยืมอุปกรณ์")
    for answer in ("งานวันเด็ก", "23 พ.ย. 69", "24 พ.ย. 69", "1"):
        room.says("teacher", answer)
    room.presses("teacher", "ยืนยัน")
    room.presses("teacher", "โปรเจกเตอร์พกพา")
    with room.ctx() as ctx:
        return max(ctx.session.scalars(select(Ticket.id)))


def reported(room: Room) -> list[Ticket]:
    """The tickets of faults."""
    with room.office.database.reading() as session:
        query = select(Ticket).where(Ticket.form.is_(None)).order_by(Ticket.id)
        return list(session.scalars(query))


def test_a_test_that_went_well_is_one_tap_and_a_second_changes_nothing(room: Room) -> None:
    asked(room)
    until(room, 23, 9)
    assert "ติดตั้งและทดสอบก่อนประชุม" in room.says("technician", "งานของฉัน")
    test = chores(room)["test_before"]
    rows = [label for label in room.labels("technician") if label.startswith("ข้อ")]
    for label in rows:
        card = room.presses("technician", label)
        if "ทดสอบแล้ว ใช้ได้" in room.labels("technician"):
            break
        room.says("technician", "งานของฉัน")
    assert "อ. 24 พ.ย. 2569 09.00–12.00 น." in card
    assert "บันทึกแล้ว: ทดสอบแล้ว ใช้ได้" in room.says("technician", "ทดสอบแล้ว ใช้ได้ค่ะ")
    again = press(room, "technician", "ok", test)
    assert "บันทึกไว้แล้ว จึงไม่บันทึกซ้ำ" in again
    assert "โดย ช่างเอ ทดลอง" in again
    assert "บันทึกไว้แล้ว" in press(room, "technician", "fault", test)
    assert "ติดตั้งและทดสอบ" not in room.says("technician", "งานของฉัน")
    assert reported(room) == []
    # The check has not begun; nobody else's people may do it, or learn of it.
    check = chores(room)["check_after"]
    assert "ยังไม่ถึงเวลา" in press(room, "technician", "ok", check)
    for who in ("officer", "teacher", "guest"):
        for step in ("open", "ok", "fault"):
            assert "ไม่พบงานนี้" in press(room, who, step, check)
    assert chores(room)["check_after"].status is ChoreStatus.OPEN


def test_a_fault_becomes_a_ticket_of_whoever_stands_before_it(room: Room) -> None:
    ticket_id = asked(room)
    until(room, 23, 9)
    press(room, "technician", "open", chores(room)["test_before"])
    assert "พบปัญหาอะไร" in room.says("technician", "2")  # the second button
    assert "ได้รับภาพแล้ว" in room.sends("technician", "image", data=PHOTO)
    assert "ยาวเกินไป" in room.says("technician", "ก" * 3000)
    said = room.says("technician", "ไมโครโฟนไม่มีเสียง")
    assert "จป. 1/2570" in said
    (fault,) = reported(room)
    assert (fault.category, fault.urgency) == (Category.AV, Urgency.STOPPED)
    assert fault.place == "ห้องประชุมทางไกล ชั้น 2"
    assert fault.status is TicketStatus.ASSIGNED
    assert "ไมโครโฟนไม่มีเสียง" in room.says("technician", "งานของฉัน")
    assert "ไมโครโฟนไม่มีเสียง" in press_ticket(room, fault)
    with room.office.database.reading() as session:
        assert len(session.scalars(select(TicketFile)).all()) == 1
    # Staff find it in the conference's trail; whoever asked for the conference does not.
    (note,) = [e for e in trail(room, ticket_id) if e.kind is Said.NOTE]
    assert note.internal
    assert note.words == "จป. 1/2570 ไมโครโฟนไม่มีเสียง"


def press_ticket(room: Room, ticket: Ticket) -> str:
    """The button «เปิดเรื่อง» of the answer."""
    data = Buttons(room.office.settings.secret_key).sign(
        Pressed("ticket_work", "open", STANDING, 0, f"{ticket.id}:{ticket.version}")
    )
    room.office.presses(room.line("technician"), {"type": "postback", "data": data})
    return room.reads("technician")


def test_a_loan_is_back_with_its_chore(room: Room) -> None:
    loan(room)
    until(room, 24, 8, 31)
    assert "รับคืนอุปกรณ์ที่ยืม" in room.reads("technician")
    card = room.presses("technician", "งาน 1")
    assert "โปรเจกเตอร์พกพา 1 ชิ้น" in card
    assert "รับคืนแล้ว" in room.labels("technician")
    assert "บันทึกแล้ว: รับคืนแล้ว" in room.presses("technician", "รับคืนแล้ว")
    with room.office.database.reading() as session:
        assert session.scalars(select(Booking)).one().status is BookingStatus.RETURNED


def test_of_each_chore_one_person_hears_once_on_its_morning(room: Room) -> None:
    with room.ctx() as ctx:
        extra: dict[str, Any] = {"group": people.GROUP, "line_user": room.line("group-director")}
        people.person(ctx, "ช่างบี ทดลอง", Role.AV_OFFICER, **extra)
    mine = asked(room)
    asked(room, subject="ประชุมครูวิชาการ", where="ห้องประชุมเล็ก ชั้น 2")
    with room.ctx("technician") as ctx:
        working.take(ctx, room.me(ctx, "technician"), mine)
    until(room, 23, 8, 15)
    assert told(room, "technician", "ticket.watch") == []
    until(room, 23, 8, 30)
    until(room, 23, 9, 15)
    until(room, 23, 14)
    heard = [
        chore["subject"]
        for who in ("technician", "group-director", "officer", "teacher")
        for row in told(room, who, "ticket.watch")
        for chore in row.notices[0]["data"]["chores"]
    ]
    assert "ประชุมชี้แจงนโยบาย" in heard
    assert "ประชุมครูวิชาการ" in heard
    technician = room.reads("technician")
    assert technician.count("งานประชุมและการยืมวันนี้") >= 1
    assert "ประชุมชี้แจงนโยบาย" in technician
    assert room.reads("officer") == ""
    # What is done meanwhile, or over, is spoken of no more.
    with room.ctx("technician") as ctx:
        me = room.me(ctx, "technician")
        for row in ctx.session.scalars(select(Chore).where(Chore.kind == "test_before")).all():
            bookings.done(ctx, me, row.id, ChoreOutcome.OK)
    until(room, 24, 8, 31)
    assert "งานประชุมและการยืมวันนี้" not in room.reads("technician")


BOSS = "group-director"


def director(room: Room) -> None:
    """The director of the group whose chores they are."""
    with room.ctx() as ctx:
        people.person(
            ctx, "อารี สาธิต", Role.GROUP_DIRECTOR, group=ICT_GROUP, line_user=room.line(BOSS)
        )


def test_what_nobody_does_for_days_is_heard_of_one_level_up_for_nothing(room: Room) -> None:
    director(room)
    loan(room)
    until(room, 25, 16)
    room.says(BOSS, "สวัสดีค่ะ")
    assert "ยังไม่มีผู้บันทึกว่าทำแล้ว" not in room.reads(BOSS), "it is a day late only"
    until(room, 26, 8, 31)
    assert room.reads(BOSS) == "", "nothing is paid for it"
    heard = room.says(BOSS, "สวัสดีค่ะ")
    assert "งานประชุมและการยืมเกินกำหนด 1 งาน" in heard
    assert "รับคืนอุปกรณ์ที่ยืม" in heard
    until(room, 27, 9)
    assert "เกินกำหนด 1 งาน" not in room.says(BOSS, "สวัสดีค่ะ"), "once is enough"
    assert "รับคืนอุปกรณ์ที่ยืม" in room.says(BOSS, "งานของฉัน")
    assert told(room, "officer", "chore.late") == []
    assert {row.price for row in told(room, BOSS, "chore.late")} == {0}


def test_what_was_done_before_it_was_heard_is_not_told(room: Room) -> None:
    director(room)
    loan(room)
    until(room, 26, 8, 31)
    with room.ctx("technician") as ctx:
        bookings.done(
            ctx, room.me(ctx, "technician"), chores(room)["take_back"].id, ChoreOutcome.OK
        )
    until(room, 26, 8, 40)
    assert "เกินกำหนด" not in room.says(BOSS, "สวัสดีค่ะ")
