"""`room …` and `equipment …` at the command line: what they print, keep and refuse."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.texts import room_commands as words
from handlers import bookings
from handlers.bookings import BookingRefused, Held, Taken
from handlers.context import Context
from models.errors import NotAllowed, NotFound, WrongState
from tests import people
from tests.bot.commanding import Run, told, typing_at
from tests.conftest import NOON
from tests.handlers.booking_office import bkk, booked, opened
from tests.rules.source import dotted, files, tree

At = Callable[[datetime], AbstractContextManager[Context]]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is kept is tried on both databases elsewhere; here it is what is typed and printed."""
    return sqlite_url


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(NOON, database_url, monkeypatch, tmp_path) as typed:
        yield typed


def test_an_office_enters_its_rooms_and_equipment(run: Run) -> None:
    assert run("room", "list").stdout.strip() == words.NO_ROOM
    assert run("equipment", "list").stdout.strip() == words.NO_EQUIPMENT
    done = run("room", "add", "big", "--name", "ห้องประชุมใหญ่", "--capacity", "120",
               "--equipment", "โปรเจกเตอร์ 2 เครื่อง")  # fmt: skip
    assert (done.exit_code, done.stderr) == (0, "")
    line = "big  ห้องประชุมใหญ่  120 คน  โปรเจกเตอร์ 2 เครื่อง  [กลุ่มส่งเสริมการศึกษาทางไกล"
    assert done.stdout.startswith(f"เพิ่มแล้ว: {line}")
    run("room", "add", "small", "--name", "ห้องเล็ก", "--capacity", "20")
    run("equipment", "add", "projector", "--name", "โปรเจกเตอร์", "--count", "3")
    assert run("room", "list").stdout.startswith(line)
    assert "projector  โปรเจกเตอร์  จำนวน 3" in run("equipment", "list").stdout
    changed = told(
        run("room", "add", "small", "--name", "ห้องเล็ก ชั้น 2", "--capacity", "25", "--json")
    )
    assert (changed["is_new"], changed["capacity"], changed["name"]) == (
        False, 25, "ห้องเล็ก ชั้น 2",
    )  # fmt: skip
    assert [row["slug"] for row in told(run("room", "list", "--json"))] == ["big", "small"]


def test_what_is_retired_takes_no_more_and_keeps_what_is_booked(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        staff = opened(ctx)
        booked(ctx, staff["teacher"], "equipment:projector", quantity=3)
        booked(ctx, staff["teacher"], "room:small")
    lines = run("room", "retire", "small").stdout.splitlines()
    assert lines == [
        "เลิกใช้ห้อง ห้องประชุมเล็ก ชั้น 2 แล้ว: จะไม่มีให้จองอีก",
        "โปรดทราบ: ยังมีการจองล่วงหน้า 1 รายการ ซึ่งไม่ได้ยกเลิก",
    ]
    assert "small" not in run("room", "list").stdout
    assert "เลิกใช้แล้ว" in run("room", "list", "--all").stdout
    fewer = run("equipment", "add", "projector", "--name", "โปรเจกเตอร์", "--count", "1")
    assert "เกินจำนวนที่มี 2 ชิ้น" in fewer.stdout
    assert len(run("equipment", "retire", "camera").stdout.splitlines()) == 1
    assert {row["slug"] for row in told(run("equipment", "list", "--json"))} == {
        "projector", "microphone", "notebook", "speaker",
    }  # fmt: skip


def test_the_office_s_own_order_of_fallbacks(run: Run) -> None:
    assert run("room", "fallbacks").stdout.startswith("1. OBEC Conference")
    done = run("room", "fallbacks", "youtube", "ห้อง Zoom สำรอง", "dltv")
    assert done.stdout == "1. YouTube\n2. ห้อง Zoom สำรอง\n3. DLTV\n"
    again = run("room", "fallbacks", "youtube", "youtube")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "ไม่ซ้ำกัน" in again.stderr


def test_nonsense_is_refused_in_one_line(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        people.staffed(ctx)
    run("room", "add", "old", "--name", "ห้องเก่า", "--capacity", "9")
    run("room", "retire", "old")
    for typed, said in (
        (("room", "add", "ห้อง", "--name", "ก", "--capacity", "9"), "a-z"),
        (("room", "add", "a", "--name", "ก", "--capacity", "0"), "ระหว่าง 1 ถึง 5,000"),
        (("room", "add", "a", "--name", "ก", "--capacity", "9", "--group", "กลุ่มใหม่"),
         f"ไม่พบกลุ่ม «กลุ่มใหม่» ในสำนักงาน: ที่มีคือ {people.GROUP}"),
        (("equipment", "add", "a", "--name", " ", "--count", "9"), "โปรดระบุชื่อ"),
        (("equipment", "add", "a", "--name", "ก", "--count", "-1"), "ระหว่าง 1 ถึง 1,000"),
        (("room", "retire", "old"), "ห้องนี้เลิกใช้แล้ว"),
        (("equipment", "retire", "none"), "ไม่พบ «equipment:none»"),
    ):  # fmt: skip
        done = run(*typed)
        assert (done.exit_code, done.stdout) == (1, ""), typed
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert run("room", "add", "a", "--name", "ก", "--capacity", "มาก").exit_code == 2
    assert told(run("room", "list", "--json")) == []


def test_whose_it_is_then_is_said_with_day_and_time() -> None:
    def held(hours: int, quantity: int = 1) -> Held:
        return Held("ticket:1", quantity, bkk(24), bkk(24) + timedelta(hours=hours))

    room = Taken("room:big", "ห้องประชุมใหญ่", [held(3)], 0)
    assert words.refusal_line(room) == "ห้องประชุมใหญ่ มีผู้จองแล้ว (อ. 24 พ.ย. 2569 09.00-12.00 น.)"
    some = Taken("equipment:mic", "ไมโครโฟน", [held(30, 2)], 1)
    assert words.refusal_line(some) == (
        "ไมโครโฟน ในเวลานั้นเหลือ 1 (อ. 24 พ.ย. 2569 09.00 น. ถึง พ. 25 พ.ย. 2569 15.00 น.)"
    )
    assert "และอีก 2 รายการ" in words.refusal_line(Taken("equipment:mic", "ก", [held(1)] * 5, 0))
    assert words.refusal_line(Taken("equipment:mic", "ก", [], 3)) == "ก ในเวลานั้นเหลือ 3"


def test_every_reason_has_words() -> None:
    facts = {"days": 31, "most": 9, "name": "ก", "group": "ก", "known": []}
    assert set(_reasons()) == words.known_reasons()
    for why in words.known_reasons():
        assert words.refusal_line(BookingRefused(why, **facts))
    for state in (("booking", "cancelled"), ("chore", "done"), ("room", "retired"), ("x", "y")):
        assert words.refusal_line(WrongState(*state))
    assert words.refusal_line(NotFound("chore", 7)) == "ไม่พบงานนี้"
    assert words.refusal_line(NotAllowed("book_room"))


def _reasons() -> Iterator[str]:
    """What `BookingRefused` is told in the code."""
    for path in files("handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and dotted(node.func).endswith("BookingRefused"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_the_trail_of_a_booking_in_words(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        staff = opened(ctx)
        room = booked(ctx, staff["teacher"], "room:small")
        bookings.move(ctx, staff["technician"], room.id, ends=bkk(30, "16:30"))
        bookings.cancel(ctx, staff["technician"], room.id)
    lines = run("audit", "list", "--subject", f"booking:{room.id}").stdout.splitlines()
    assert "จองห้องหรืออุปกรณ์" in lines[0]
    assert "ตั้งแต่ อ. 24 พ.ย. 2569 09.00 น." in lines[0]
    assert "เปลี่ยนการจอง" in lines[1]
    assert "ถึง จ. 30 พ.ย. 2569 16.30 น." in lines[1]
    assert "สถานะ จองอยู่ → สถานะ ยกเลิกแล้ว" in lines[2]
