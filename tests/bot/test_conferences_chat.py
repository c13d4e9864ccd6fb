"""Conferences in chat, from the form to the check afterwards: who attends, and where it moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.database import Database
from handlers import bookings
from handlers.conferences import meetings
from handlers.tickets import answering, working
from models.tickets import Attendance, Said, Ticket, TicketStatus
from tests.bot.conference_room import (
    SUBJECT,
    asked,
    joined,
    left,
    open_room,
    trail,
    until,
)
from tests.bot.requesting_room import Room


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def signed(room: Room, step: str, value: str) -> dict[str, Any]:
    """A standing button, as a ticket's card has it."""
    data = Buttons(room.office.settings.secret_key).sign(
        Pressed("conference", step, STANDING, 0, value)
    )
    return {"type": "postback", "data": data, "label": step}


def press(room: Room, who: str, action: dict[str, Any]) -> str:
    room.office.new_messages(room.line(who))
    room.office.presses(room.line(who), action)
    return room.reads(who)


def switch(room: Room, ticket_id: int, who: str = "technician") -> str:
    return press(room, who, signed(room, "switch", f"{ticket_id}:1"))


def ticket(room: Room, ticket_id: int) -> Ticket:
    with room.office.database.reading() as session:
        return session.get_one(Ticket, ticket_id)


def test_from_the_form_to_the_check_afterwards(room: Room) -> None:
    ticket_id = asked(room)
    joined(room, "clerk", "school-director", "officer")
    # The morning of the day before, the one technician hears what is to be tested.
    until(room, 23, 8, 30)
    assert "ติดตั้งและทดสอบก่อนประชุม" in room.reads("technician")
    card = room.presses("technician", "งาน 1")
    assert SUBJECT in card
    assert "ห้องประชุมทางไกล ชั้น 2" in card
    assert "จ. 23 พ.ย. 2569 16.30 น." in card
    assert "พบปัญหาอะไร" in room.presses("technician", "พบปัญหา")
    reported = room.says("technician", "สัญญาณภาพกระตุก")
    assert "จป. 1/2570" in reported
    assert "อยู่ในงานของท่าน" in reported
    # It is not mended in time: one tap tells everybody, at the price that is shown before.
    left(room, 300, 120)
    shown = room.presses("technician", "แจ้งย้ายช่องทาง")
    assert "OBEC Conference สำรอง" in shown
    assert "แจ้งผู้เข้าร่วม 4 คน = 4 ข้อความ (เหลือ 150)" in shown
    with_link = room.says("technician", "https://meet.example.go.th/abc รหัส 99")
    assert "https://meet.example.go.th/abc รหัส 99" in with_link
    button, paid = room.button("technician", "แจ้งทุกคน"), room.paid("clerk")
    done = press(room, "technician", button)
    assert "แจ้งแล้ว 4 คน" in done
    for who in ("teacher", "clerk", "school-director", "officer"):
        heard = room.reads(who)
        assert "ย้ายช่องทางประชุม" in heard
        assert "https://meet.example.go.th/abc รหัส 99" in heard
        assert "เข้าประชุม" in room.labels(who)
    assert room.paid("clerk") == paid + 1
    again = press(room, "technician", button)
    assert "จึงไม่แจ้งซ้ำ" in again
    assert "23 พ.ย. 2569 08.3" in again
    assert room.paid("clerk") == paid + 1
    assert room.reads("clerk") == ""
    (entry,) = [e for e in trail(room, ticket_id) if e.kind is Said.MESSAGE]
    assert entry.facts["channel"] == "obec_private"
    assert not entry.internal
    assert "ย้ายไปที่ OBEC Conference สำรอง" in room.says("teacher", "ประกาศ")
    # What is typed after it is no way in any more; what one reported oneself is there to mend.
    assert "ย้าย" not in room.says("technician", "มีโรงเรียนกี่โรง")
    press(room, "technician", button)
    assert "สัญญาณภาพกระตุก" in room.says("technician", "จป. 1/2570")
    assert "นัดเข้าแก้ไข" in room.labels("technician")
    # The same button stands on the ticket's card, and shows where it is by now.
    room.says("technician", "ปก. 1/2570")
    moved = room.presses("technician", "แจ้งย้ายช่องทาง")
    assert "แจ้งย้ายแล้วเมื่อ จ. 23 พ.ย. 2569" in moved
    assert "YouTube" in moved
    room.says("technician", "ยกเลิก")
    # Afterwards the equipment is looked at.
    until(room, 24, 13, 1)
    assert "ตรวจอุปกรณ์หลังประชุม" in room.says("technician", "งานของฉัน")
    assert SUBJECT not in room.says("teacher", "ประกาศ")
    assert "สิ้นสุดแล้ว" in switch(room, ticket_id)


def test_who_attends_is_seen_by_staff_alone(room: Room) -> None:
    ticket_id = asked(room)
    joined(room, "clerk")
    again = press(room, "clerk", signed(room, "join", str(ticket_id)))
    assert "ลงชื่อเข้าร่วมไว้แล้ว" in again
    names = signed(room, "people", str(ticket_id))
    for who in ("teacher", "school-director"):
        assert "กุหลาบ" not in room.says(who, "ประกาศ") + press(room, who, names)
    assert "กุหลาบ ตัวอย่าง" in press(room, "technician", names)
    listed = room.says("clerk", "ประกาศ")
    assert "ท่านเข้าร่วม" in listed
    assert "ถอนชื่อ" in room.presses("clerk", "ไม่เข้าร่วม")
    assert "ถอนชื่อ" in press(room, "clerk", signed(room, "leave", str(ticket_id)))
    with room.ctx() as ctx:
        assert ctx.session.scalars(select(Attendance)).all() == []


def test_words_do_what_buttons_do(room: Room) -> None:
    assert "ยังไม่มีการประชุมทางไกล" in room.says("clerk", "เข้าร่วม")
    asked(room)
    assert "ลงชื่อเข้าร่วมแล้ว" in room.says("clerk", "เข้าร่วม")
    asked(room, subject="ประชุมครูวิชาการ", where="ห้องประชุมเล็ก ชั้น 2")
    listed = room.says("clerk", "เข้าร่วม")
    assert f"1. 🎥 {SUBJECT}" in listed
    assert "ประชุมครูวิชาการ" in room.says("clerk", "2")
    assert room.says("clerk", "ไม่เข้าร่วม").count("🎥") >= 2
    assert "ถอนชื่อจากการประชุม «ประชุมครูวิชาการ»" in room.says("clerk", "๒")
    assert f"ถอนชื่อจากการประชุม «{SUBJECT}»" in room.says("clerk", "ไม่เข้าร่วม")
    assert "ไม่ได้ลงชื่อเข้าร่วมประชุมใด" in room.says("clerk", "ไม่เข้าร่วม")
    # In the list each has its number, and its button.
    room.says("officer", "ประกาศ")
    assert "ประชุมครูวิชาการ" in room.presses("officer", "เข้าร่วม 2")


def test_the_unknown_and_groups_see_what_is_to_come_and_no_way_in(room: Room) -> None:
    ticket_id = asked(room)
    joined(room, "clerk")
    press(room, "technician", signed(room, "switch", f"{ticket_id}:1"))
    room.says("technician", "https://meet.example.go.th/secret")
    room.presses("technician", "แจ้งทุกคน")
    assert "secret" in room.says("clerk", "ประกาศ")
    seen = room.says("guest", "ประกาศ")
    assert SUBJECT in seen
    assert "secret" not in seen
    assert "ลงทะเบียน" in seen
    assert "เข้าร่วม" not in room.labels("guest")
    assert "ยืนยันตัวตนก่อน" in press(room, "guest", signed(room, "join", str(ticket_id)))
    group = room.office.groups[0]
    room.office.new_messages(group)
    room.office.says(room.line("clerk"), "ถามเขต ประกาศ", chat=group)
    heard = room.office.heard(group)
    assert SUBJECT in heard
    assert "secret" not in heard
    assert "ท่านเข้าร่วม" not in heard


def test_what_the_month_does_not_hold_is_offered_for_nothing(room: Room) -> None:
    ticket_id = asked(room)
    joined(room, "clerk", "officer")
    left(room, 300, 268)
    shown = switch(room, ticket_id)

    assert "ต้องใช้ 3 ข้อความ แต่เดือนนี้เหลือ 2 จึงแจ้งทันทีไม่ได้" in shown
    assert "แจ้งทุกคน" not in room.labels("technician")
    # Typed all the same, it is refused.
    assert "ข้อความเดือนนี้ไม่พอแล้ว" in room.says("technician", "แจ้งทุกคน")
    paid = room.paid("clerk")
    assert "จะแจ้ง 3 คนเมื่อทักมา" in room.presses("technician", "แจ้งเมื่อทักมา (ฟรี)")
    assert room.reads("clerk") == ""
    assert "ย้ายช่องทางประชุม" in room.says("clerk", "มีโรงเรียนกี่โรง")
    assert room.paid("clerk") == paid
    # Whoever reads of it among the notices is not told again.
    assert "ย้ายไปที่" in room.says("officer", "ประกาศ")
    assert "ย้ายช่องทางประชุม" not in room.says("officer", "มีโรงเรียนกี่โรง")


def test_another_channel_and_a_price_that_rose(room: Room) -> None:
    ticket_id = asked(room)
    joined(room, "clerk")
    switch(room, ticket_id)
    assert "ย้ายไปที่ YouTube" in room.presses("technician", "เปลี่ยนเป็น YouTube").replace("\n", " ")
    assert "ลิงก์ยาวเกินไป" in room.says("technician", "https://example.org/" + "x" * 200)
    room.says("technician", "facebook")
    old = room.button("technician", "แจ้งทุกคน")
    joined(room, "officer")
    rose = press(room, "technician", old)
    assert "จำนวนผู้เข้าร่วมเพิ่มขึ้น" in rose
    assert "แจ้งผู้เข้าร่วม 3 คน = 3 ข้อความ" in rose
    assert "ย้ายช่องทางประชุม" not in room.reads("clerk")
    room.says("technician", "แจ้งทุกคน")
    assert "Facebook" in room.reads("clerk")
    # Another one of the office changed the ticket: what was typed is kept, and nobody was told.
    switch(room, ticket_id)
    room.says("technician", "https://example.org/tv")
    stale = room.button("technician", "แจ้งทุกคน")
    with room.ctx("technician") as ctx:
        working.note(ctx, room.me(ctx, "technician"), ticket_id, "ตรวจสายแล้ว")
    seen = press(room, "technician", stale)
    assert "เปลี่ยนไปหลังจากที่ท่านเห็น" in seen
    assert "https://example.org/tv" in seen
    assert "OBEC TV" in seen
    room.presses("technician", "แจ้งทุกคน")
    for name in ("DLTV",):
        switch(room, ticket_id)
        assert name in room.presses("technician", "แจ้งทุกคน")
    assert "โปรดเลือก" in switch(room, ticket_id)


def test_only_who_works_on_it_may_move_it(room: Room) -> None:
    ticket_id = asked(room)
    joined(room, "clerk")
    switch(room, ticket_id)
    button = room.button("technician", "แจ้งทุกคน")
    for who in ("teacher", "clerk", "guest", "officer"):
        assert "ย้ายช่องทาง" not in switch(room, ticket_id, who)
        refused = press(room, who, button)
        assert "แจ้งแล้ว" not in refused
    assert ticket(room, ticket_id).status is TicketStatus.REPORTED
    with room.ctx() as ctx:
        (found,) = meetings.coming(ctx)
        assert found.channel == "obec"
    # A ticket of another kind is no conference, and neither is none.
    for value in ("999:1", "x", "1:2:3\nyoutube\n", ""):
        assert "ไม่พบการประชุมนี้" in press(room, "technician", signed(room, "tell", value)) or value


def test_a_withdrawn_one_is_gone_and_those_who_attend_hear_so_for_nothing(room: Room) -> None:
    ticket_id = asked(room)
    other = asked(room, subject="ประชุมอื่น", where="ห้องประชุมเล็ก ชั้น 2")
    press(room, "clerk", signed(room, "join", str(ticket_id)))
    press(room, "officer", signed(room, "join", str(other)))
    with room.ctx("teacher") as ctx:
        answering.withdraw(ctx, room.me(ctx, "teacher"), ticket_id)
        assert bookings.waiting(ctx, f"ticket:{ticket_id}") == []
    room.office.settle()
    paid = room.paid("clerk")
    assert room.reads("clerk") == ""
    heard = room.says("clerk", "ประกาศ")
    assert "ยกเลิกการประชุม" in heard
    assert "ประชุมอื่น" in heard
    assert room.paid("clerk") == paid
    assert "ยกเลิกการประชุม" not in room.says("officer", "ประกาศ")
    assert "ปิดเรื่องแล้ว" in switch(room, ticket_id)
    assert "ปิดเรื่องแล้ว" in press(room, "clerk", signed(room, "join", str(ticket_id)))
