"""«ประกาศ»: what is going on, for anybody, in groups too; and how kindly nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database
from handlers.context import Context
from handlers.incidents import announcing, ending, opening
from handlers.incidents.opening import Fault
from handlers.people import Me
from models.tickets import Category
from tests.bot.incident_room import SCHOOLS, Room, open_room
from tests.conftest import NOON


@pytest.fixture
def room(sqlite_url: str, tmp_path: Path) -> Iterator[Room]:
    database = Database(sqlite_url)
    with open_room(database, tmp_path) as opened:
        yield opened
    database.close()


def announced(room: Room, fault: Fault) -> int:
    def act(ctx: Context, me: Me) -> int:
        made = opening.open_incident(ctx, me, fault)
        announcing.announce(ctx, me, made.id)
        return made.id

    return room.do("technician", act)


def test_nothing_is_going_on(room: Room) -> None:
    said = room.says("teacher", "ประกาศ")
    assert "ขณะนี้ไม่มีข้อมูลที่ต้องส่ง ไม่มีเหตุขัดข้อง และไม่มีเรื่องอื่นที่ต้องแจ้งค่ะ" in said
    for word in ("กำหนดส่ง", "ต้องส่งอะไร", "ข่าวแจ้งและกำหนดส่ง"):
        assert room.says("guest", word) == said


def test_what_concerns_the_asker_comes_first(room: Room) -> None:
    announced(room, Fault(Category.NETWORK, "ฝั่งริมธารล่ม", [SCHOOLS[2][0]]))
    announced(room, Fault(Category.DMC, "ระบบ DMC ช้า"))
    later = NOON + timedelta(days=2)
    announced(room, Fault(Category.NETWORK, "ปิดปรับปรุง", None, later, later + timedelta(hours=2)))
    over = announced(room, Fault(Category.PHONE, "โทรศัพท์ใช้ไม่ได้"))
    # Known and not announced: nobody's business yet.
    room.do("technician", lambda ctx, me: opening.open_incident(
        ctx, me, Fault(Category.PRINTER, "ยังไม่ประกาศ")))  # fmt: skip
    room.do("technician", lambda ctx, me: ending.end(ctx, me, over, None, "เปลี่ยนสายแล้ว"))

    def order(who: str) -> list[str]:
        said = room.says(who, "ประกาศ")
        assert "ยังไม่ประกาศ" not in said
        assert "โทรศัพท์: เปลี่ยนสายแล้ว" in said
        words = ("ฝั่งริมธารล่ม", "ระบบ DMC ช้า", "ปิดปรับปรุง", "เปลี่ยนสายแล้ว")
        return sorted(words, key=said.index)

    assert order("school-director")[:2] == ["ระบบ DMC ช้า", "ฝั่งริมธารล่ม"]
    assert order("teacher") == ["ระบบ DMC ช้า", "ฝั่งริมธารล่ม", "ปิดปรับปรุง", "เปลี่ยนสายแล้ว"]
    assert "รวมโรงเรียนของท่าน" in room.says("teacher", "ประกาศ")
    assert "รวมโรงเรียนของท่าน" not in room.says("guest", "ประกาศ")
    # What was read here is not told once more with the next answer.
    assert "แจ้งเหตุขัดข้อง" not in room.says("teacher", "เมนู")
    assert "แจ้งเหตุขัดข้อง" in room.says("clerk", "เมนู")
    assert "จัดการเหตุขัดข้อง" in _labels(room, "technician")
    assert "จัดการเหตุขัดข้อง" not in _labels(room, "teacher")
    room.office.clock.advance(days=1)
    assert "โทรศัพท์" not in room.says("teacher", "ประกาศ")


def _labels(room: Room, who: str) -> list[str]:
    room.says(who, "ประกาศ")
    return room.labels(who)


def test_in_a_group_it_tells_nothing_of_who_asks(room: Room) -> None:
    announced(room, Fault(Category.NETWORK, "ฝั่งดอยสูงล่ม", [SCHOOLS[0][0]]))
    teacher = room.line("teacher")
    members = room.office.platform.directory.groups
    group = next(name for name in room.office.groups if teacher in members[name].members)
    assert room.says("teacher", "ประกาศ", group) == ""
    said = room.says("teacher", "ถามเขต ประกาศ", group)
    assert "ฝั่งดอยสูงล่ม" in said
    assert "โรงเรียนของท่าน" not in said
    # Another read it for them: they are told for themselves.
    assert "แจ้งเหตุขัดข้อง" in room.says("teacher", "เมนู")
