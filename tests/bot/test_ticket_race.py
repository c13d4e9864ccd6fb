"""Two technicians press at the same moment on PostgreSQL: one has the ticket, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from tests.bot.test_race_on_postgres import parked, together
from tests.bot.ticket_room import Room, open_room
from tests.conftest import empty

NAMES = {"technician": "กานดา ช่างดี", "second": "ปรีชา ช่างคู่"}


@pytest.fixture
def room(postgres_url: str, tmp_path: Path) -> Iterator[Any]:
    empty(postgres_url)
    database = Database(postgres_url)
    with open_room(database, tmp_path) as opened:
        yield opened
    database.close()


def both_open(room: Room, ticket: int) -> None:
    for who in NAMES:
        room.says(who, room.number(ticket))


def test_two_take_it(room: Any) -> None:
    noise, ticket = room.reports("far"), room.reports()
    both_open(room, ticket)
    said = together(room, "ticket_work", "take", [("technician", "รับงาน"), ("second", "รับงาน")])
    (winner,) = [who for who, text in said.items() if "รับงานแล้วค่ะ" in text]
    loser = next(who for who in NAMES if who != winner)
    assert f"{NAMES[winner]} รับงานไปแล้วเมื่อ" in said[loser]
    assert room.ticket(ticket).technician_id == room.ids[winner]
    assert [kind for kind, _ in room.said(ticket)] == ["report", "taken"]
    assert [kind for kind, _ in room.said(noise)] == ["report"]
    assert parked(room) == []


def test_two_answer_the_reporter(room: Any) -> None:
    ticket = room.reports()
    both_open(room, ticket)
    for who in NAMES:
        room.presses(who, "ตอบผู้แจ้ง")
        room.sends(who)
    said = together(room, "ticket_work", "words", [("technician", "ส่งเลย"), ("second", "ส่งเลย")])
    (winner,) = [who for who, text in said.items() if "ส่งถึงผู้แจ้งแล้วค่ะ" in text]
    loser = next(who for who in NAMES if who != winner)
    assert f"{NAMES[winner]} ตอบผู้แจ้งไปแล้วเมื่อ" in said[loser]
    assert [kind for kind, _ in room.said(ticket)] == ["report", "message"]
    assert room.ticket(ticket).version == 2
    assert parked(room) == []
