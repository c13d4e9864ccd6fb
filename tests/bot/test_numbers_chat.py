"""A number typed by itself: each gets the card that is theirs, and others learn nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.requests import submitting
from handlers.requests.submitting import Filled
from tests.bot.staff_chat import ANSWERS
from tests.bot.ticket_room import FORMS, Room, open_room
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def test_a_ticket_by_its_number(room: Room) -> None:
    ticket = room.reports("teacher", "จอดับในห้องคอม")
    number = room.number(ticket)
    for typed in (number, number.replace(". ", ""), "จป. ๒ / ๒๕๗๐"):
        assert "«จอดับในห้องคอม»" in room.says("technician", typed), typed
        room.says("technician", "ยกเลิก")
    own = room.says("teacher", number)
    assert "จอดับในห้องคอม" in own
    assert "รับงาน" not in room.labels("teacher")
    for who in ("far", "officer", "supplies"):
        said = room.says(who, number)
        assert "ไม่พบเรื่องเลขที่นี้ หรือไม่ใช่เรื่องของท่าน" in said, who
        assert "จอดับ" not in said
    assert "ไม่พบเรื่องเลขที่นี้" in room.says("technician", "จป. 999/2570")


def test_a_request_by_its_number(room: Room) -> None:
    filled = Filled(FORMS.forms["data_request"], ANSWERS | {"subject": "ขอจำนวนครู"})
    line = room.line("teacher")
    room.do("teacher", lambda ctx, me: submitting.submit(ctx, FORMS, me, filled, line).id)
    assert "ขอจำนวนครู" in room.says("officer", "คข. 1/2570")
    assert "เสนออนุญาต" in room.labels("officer")
    own = room.says("teacher", "คข. 1/2570")
    assert "ขอจำนวนครู" in own
    assert "เสนออนุญาต" not in room.labels("teacher")
    for who in ("far", "technician"):
        assert "ขอจำนวนครู" not in room.says(who, "คข. 1/2570")
    # Below a card it is a number still, and nothing that is added to a ticket.
    ticket = room.reports("teacher", "ไฟกะพริบ")
    room.says("teacher", room.number(ticket))
    room.says("teacher", "ห้องธุรการค่ะ")
    assert "ขอจำนวนครู" in room.says("teacher", "คข. 1/2570")
    assert "ไฟกะพริบ" in room.says("teacher", room.number(ticket))
    assert [kind for kind, _ in room.said(ticket)].count("message") <= 1
    # From the list of tasks as well, a ticket's and a request's alike.
    ticket = room.reports("teacher", "จอดับ")
    room.says("officer", "งานของฉัน")
    assert "ขอจำนวนครู" in room.says("officer", "คข. 1/2570")
    room.says("technician", "งานของฉัน")
    assert "«จอดับ»" in room.says("technician", room.number(ticket))


def test_in_the_middle_of_something_it_is_what_was_asked_for(room: Room) -> None:
    first, second = room.reports(), room.reports("teacher", "เรื่องที่สอง")
    room.says("technician", room.number(first))
    room.says("technician", "บันทึกภายใน")
    room.says("technician", room.number(second))
    assert room.said(first)[-1] == ("note", room.number(second))
    group = room.office.groups[0]
    room.office.platform.directory.groups[group].members.append(room.line("technician"))
    room.office.heard(group)
    room.office.says(room.line("technician"), f"ถามเขต {room.number(second)}", chat=group)
    assert "เรื่องที่สอง" not in room.office.heard(group)
