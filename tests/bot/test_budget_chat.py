"""«งบข้อความ» in chat: how the month stands, more asked for, a second person's decision, alarms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import budget, spending
from handlers.spending import alarms
from models.outbox import OutboxMessage
from models.people import Person, Role
from models.spending import Pot, SpendingPermit
from tests import people
from tests.bot.round_room import RoundRoom, open_room


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[RoundRoom]:
    with open_room(database, tmp_path) as opened:
        line_says(opened, 300, 120)
        with opened.at(None) as ctx:  # a second one who may permit it
            deputy = ctx.session.get_one(Person, opened.ids["supplies"])
            people.post(ctx, deputy, Role.DEPUTY_DIRECTOR)
        yield opened


def line_says(room: RoundRoom, limit: int | None, used: int) -> None:
    """What LINE allows this month, and has counted."""
    with room.at(None) as ctx:
        budget.note(ctx.session, limit=limit, used=used, now=ctx.now)


def permits(room: RoundRoom) -> list[tuple[int, bool | None, str | None]]:
    with room.at(None) as ctx:
        rows = ctx.session.scalars(select(SpendingPermit).order_by(SpendingPermit.id))
        return [(row.messages, row.granted, row.words) for row in rows]


def asks(room: RoundRoom, messages: str = "40", who: str = "officer") -> str:
    """Somebody asks for more messages for rounds; returns what is read last."""
    room.says(who, "งบข้อความ")
    room.presses(who, "ขอข้อความเพิ่ม")
    room.presses(who, "รอบจัดเก็บและประกาศ")
    room.says(who, messages)
    return room.says(who, "ปิดรอบ DMC โรงเรียนยังค้างมาก")


def paid(room: RoundRoom) -> int:
    with room.at(None) as ctx:
        rows = ctx.session.scalars(select(OutboxMessage).where(OutboxMessage.way == "push"))
        return sum(row.price for row in rows)


def test_the_month_is_shown_to_staff_alone(room: RoundRoom) -> None:
    card = room.says("officer", "งบข้อความ")
    assert "LINE ให้ 300 ใช้แล้ว 120 เหลือ 180" in card
    assert "ใช้ 0 จาก 200 ยังใช้ได้ 150" in card  # thirty of the 180 are kept for incidents
    assert "ใช้ 0 จาก 30 ยังใช้ได้ 30" in card
    assert "พยากรณ์ 12 เดือน" in card
    assert "พ.ย. 2569" in card
    assert "สำหรับเจ้าหน้าที่" in room.says("teacher", "งบข้อความ")
    assert "LINE ให้" not in room.says("clerk", "งบข้อความ")
    assert paid(room) == 0


def test_two_people_make_more_of_a_share(room: RoundRoom) -> None:
    assert "ส่งเรื่องให้ผู้มีอำนาจพิจารณาแล้ว" in asks(room)
    assert permits(room) == [(40, None, None)]
    # It rides on the director's next free reply, and stands in what waits for them.
    assert "ขออนุญาตใช้ข้อความเพิ่ม 40 ข้อความ" in room.says("boss", "เมนู")
    assert "พิจารณาให้ใช้ข้อความเพิ่ม" in room.says("boss", "เรื่องรอพิจารณา")
    last = [label for label in room.labels("boss") if label.startswith("ข้อ")][-1]
    card = room.presses("boss", last)
    for said in ("40 ข้อความ", "ร้อยละ 13 ของเดือน", "ปิดรอบ DMC โรงเรียนยังค้างมาก", "ไม่มี"):
        assert said in card, said
    done = room.presses("boss", "อนุญาต")
    assert "อนุญาตแล้ว" in done
    assert permits(room) == [(40, True, None)]
    assert "ให้ใช้ข้อความเพิ่ม" not in room.says("boss", "เรื่องรอพิจารณา")
    # A second press changes nothing, and says who decided.
    assert "การกดครั้งนี้จึงไม่มีผล" in room.presses("boss", "อนุญาต", 0)
    assert permits(room) == [(40, True, None)]
    # Whoever asked hears of it for nothing.
    assert "ได้รับอนุญาต" in room.says("officer", "เมนู")
    assert "จาก 240 (ขอเพิ่มแล้ว 40)" in room.says("officer", "งบข้อความ")
    assert paid(room) == 0


def test_it_is_typed_too_and_a_refusal_says_why(room: RoundRoom) -> None:
    room.says("officer", "ขอข้อความเพิ่ม")
    assert "เลือกส่วน" in room.says("officer", "อะไรก็ได้")
    room.says("officer", "1")
    assert "ตัวเลข" in room.says("officer", "เยอะ ๆ")
    room.says("officer", "๔๐")
    room.says("officer", "ปิดรอบ")
    assert "เพื่อ ปิดรอบ" in room.says("boss", "อนุญาต")  # the only thing that waits: its card
    assert permits(room) == [(40, None, None)]
    assert "ไม่อนุญาตเพราะเหตุใด" in room.says("boss", "ไม่อนุญาต")
    assert "บันทึกว่าไม่อนุญาตแล้ว" in room.says("boss", "รอเดือนหน้า")
    assert permits(room) == [(40, False, "รอเดือนหน้า")]
    heard = room.says("officer", "เมนู")
    assert "ไม่ได้รับอนุญาต" in heard
    assert "รอเดือนหน้า" in heard


def test_nobody_decides_what_they_asked_for_or_may_not(room: RoundRoom) -> None:
    asks(room, who="boss")
    card = room.signed("budget", "grant", "1:1")
    assert "ท่านเป็นผู้ขอ" in room.presses_what("boss", card)
    for who in ("officer", "teacher", "clerk"):
        room.presses_what(who, card)
        room.presses_what(who, room.signed("budget", "refuse", "1:1"))
    assert permits(room) == [(40, None, None)]
    assert room.says("boss", "เรื่องรอพิจารณา").count("ข้อความเพิ่ม") == 0
    # What was asked for last month is nobody's to decide any more.
    room.later(days=20)
    with room.at(None) as ctx:
        assert spending.waiting(ctx, room.me(ctx, "boss")) == []
    assert "พ้นเดือนที่ขอแล้ว" in room.presses_what("supplies", card)
    assert permits(room) == [(40, None, None)]


def test_what_is_urgent_costs_one_message_a_day(room: RoundRoom) -> None:
    def ask(pot: Pot) -> None:
        room.do("officer", lambda ctx, me: spending.ask(ctx, me, pot, 5, "ด่วน", urgent=True))

    before = paid(room)
    ask(Pot.ROUNDS)
    once = paid(room) - before
    assert once >= 1
    ask(Pot.SERVICE)
    assert paid(room) - before == once


def test_alarms_ride_for_nothing_and_once(room: RoundRoom) -> None:
    line_says(room, 300, 260)
    with room.at(None) as ctx:
        assert [one.kind for one in alarms.watch(ctx, by_mail=False)] == ["low"]
        assert alarms.watch(ctx, by_mail=False) == []
    heard = room.says("officer", "เมนู")
    assert "⚠️ ข้อความเดือน พ.ย. 2569 ใช้ไปแล้ว 260 จาก 300 เหลือ 40" in heard
    assert "⚠️" not in room.says("officer", "เมนู")
    assert "⚠️" not in room.says("teacher", "เมนู")
    line_says(room, 300, 300)
    room.later(minutes=20)
    with room.at(None) as ctx:
        assert [one.kind for one in alarms.watch(ctx, by_mail=False)] == ["gone"]
    assert "หมดแล้ว" in room.says("officer", "เมนู")
    assert paid(room) == 0
