"""The office's own steps of a round: among one's tasks, done by a tap, told when they are late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.database import Database
from handlers.people import SYSTEM
from handlers.rounds import office_work, opening
from tests.bot.round_room import QUIET, RoundRoom, S, at, open_room

_JOB = "งานของฉัน"


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[RoundRoom]:
    with open_room(database, tmp_path) as opened:
        yield opened


def clock(room: RoundRoom, text: str) -> int:
    """The clock's job at that moment; returns how many offers it made."""
    room.on(text)
    with room.at(None) as ctx:
        return office_work.offer_late(ctx)


def test_a_step_stands_among_the_tasks_and_is_done_by_a_tap(room: RoundRoom) -> None:
    """The round is put in on 19 November; what was due before was done on paper."""
    round_id = room.opened(opens_on=date(2026, 11, 26), confirm_from=None)
    said = room.says("officer", _JOB)
    assert "แจ้งโรงเรียน" in said
    assert "(มาตรฐาน 1 วันทำการ)" in said
    assert "ติดตามและให้คำแนะนำ" not in said, "it is due on the closing day, eleven days ahead"
    assert "แจ้งโรงเรียน" not in room.says("boss", _JOB), "another group's"
    card = room.presses("officer", "ข้อ 1")
    assert "งานของเขต:" in card
    first = next(label for label in room.labels("officer") if label.endswith("เสร็จแล้ว"))
    tap = room.button("officer", first)
    what = f"งานของเขต: {first.removesuffix(' เสร็จแล้ว')}"
    assert what in card
    assert what not in room.presses_what("officer", tap)
    assert "งานของเขต:" in room.presses_what("officer", tap), "pressed twice, it is done once"
    for who in ("technician", "clerk"):
        button = room.signed("round", "done_notify", str(round_id))
        assert "จึงไม่มีอะไรเปลี่ยนแปลง" in room.presses_what(who, button), who
    with room.at(None) as ctx:
        done = [step.kind.value for step in opening.steps(ctx, round_id) if step.done_at]
    assert len(done) == 1
    room.says("officer", "ติดตามรอบ")
    said = room.says("officer", "แจ้งโรงเรียน เสร็จแล้ว")
    assert "งานของเขต: แจ้งโรงเรียน" not in said


def test_what_is_late_is_told_once_to_the_keepers_for_nothing(room: RoundRoom) -> None:
    room.opened(confirm_from=None, due_at=at("2026-11-24T16:30"))
    round_id = room.opened(name="อีกรอบ", confirm_from=None, due_at=at("2026-11-24T16:30"))
    room.noted(round_id, S.CONFIRMED, *QUIET)
    assert clock(room, "2026-11-25T08:00") == 0, "before the office opens"
    assert clock(room, "2026-11-25T09:00") == 2, "one for each round"
    assert clock(room, "2026-11-25T09:01") == 0
    said = room.says("officer", "สวัสดี")
    assert "งานของเขตเกินกำหนด 1 เรื่อง" in said
    assert "ติดตามและให้คำแนะนำ" in said
    with room.at(None) as ctx:
        opening.cancel(ctx, SYSTEM, round_id)
    room.later(minutes=1)
    assert "งานของเขตเกินกำหนด" not in room.says("officer", "สวัสดี"), "the other was called off"
