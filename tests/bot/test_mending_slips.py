"""Tickets in chat: two work at once, a card is old or forwarded, what is for staff alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.tickets import answering, working
from models.tickets import Category, Urgency
from tests.bot.ticket_room import Room, open_room
from tests.conftest import BY_TURNS


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def test_two_technicians_on_one_card(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    seen = room.says("second", room.number(ticket))
    assert "กานดา ช่างดี กำลังเปิดดูอยู่" in seen
    theirs = room.button("second", "รับงาน")
    room.presses("technician", "รับงาน")
    late = room.presses_what("second", theirs)
    assert "กานดา ช่างดี รับงานไปแล้วเมื่อ" in late
    assert "ผู้รับผิดชอบ\nกานดา ช่างดี" in late
    assert room.ticket(ticket).technician_id == room.ids["technician"]
    assert room.said(ticket) == [("report", "ปริ้นไม่ออกค่ะ"), ("taken", "")]
    # On the card as it is now, the second takes it over and means it.
    assert "รับงานแล้วค่ะ" in room.presses("second", "รับงานต่อ")
    assert room.ticket(ticket).technician_id == room.ids["second"]
    # Words that the first was typing meanwhile are not sent in the other's name.
    stale = room.presses("technician", "ตอบผู้แจ้ง")
    assert "ปรีชา ช่างคู่ รับงานไปแล้ว" in stale
    assert room.heard("teacher") == ""


def test_what_the_reporter_adds_makes_no_typed_words_void(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    room.presses("technician", "รับงาน")
    room.presses("technician", "ตอบผู้แจ้ง")
    room.do("teacher", lambda ctx, me: answering.add(ctx, me, ticket, "ไฟแดงกะพริบ"))
    card = room.says("technician", "เดี๋ยวเข้าไปครับ")
    assert "ส่งถึงผู้แจ้งแล้วค่ะ" in card
    assert "ผู้แจ้ง มะลิ ตัวอย่าง: ไฟแดงกะพริบ" in card
    # A colleague who took it over does make them void.
    room.presses("technician", "ตอบผู้แจ้ง")
    room.do("second", lambda ctx, me: working.take(ctx, me, ticket))
    stale = room.says("technician", "ข้อความที่ไม่ควรส่ง")
    assert "ปรีชา ช่างคู่ รับงานไปแล้ว" in stale
    assert "ข้อความที่ไม่ควรส่ง" not in [words for _, words in room.said(ticket)]


def test_an_internal_note_never_reaches_the_reporter(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    room.presses("technician", "รับงาน")
    room.says("technician", "บันทึกภายใน")
    room.sends("technician")
    card = room.says("technician", "ลับเฉพาะช่าง อย่าบอก")
    assert "🔒" in card
    assert "ลับเฉพาะช่าง อย่าบอก" in card
    room.says("technician", "ตอบผู้แจ้ง")
    room.says("technician", "กำลังดูให้ครับ")
    room.says("technician", "แก้ไขแล้ว")
    room.says("technician", "เปลี่ยนสายแล้ว")
    room.says("teacher", "สถานะ")
    room.says("teacher", room.number(ticket))
    room.presses_what("teacher", room.signed("ticket_work", "history", f"{ticket}:1"))
    room.presses_what("teacher", room.signed("ticket_work", "open", f"{ticket}:1"))
    everything = str(room.messages("teacher")) + str(room.messages("clerk"))
    assert "กำลังดูให้ครับ" in everything
    assert "ลับเฉพาะช่าง" not in everything
    history = room.says("technician", "ดูประวัติ")
    assert "🔒" in history
    assert "ลับเฉพาะช่าง" in history


@BY_TURNS
def test_a_card_that_was_forwarded_does_nothing(room: Room) -> None:
    ticket = room.reports("teacher", "เรื่องลับของโรงเรียนเรา")
    room.says("technician", room.number(ticket))
    room.says("technician", "เพิ่มเติม")
    before = room.said(ticket)
    steps = (
        "take", "advise", "articles", "tell", "ask", "answered", "visit", "solve", "send", "note",
        "pass_on", "category", "urgency", "asset", "merge", "split", "undo", "history", "photos",
        "erase", "memo", "more", "open",
    )  # fmt: skip
    for who in ("far", "teacher", "supplies", "officer"):
        for step in steps:
            said = room.presses_what(who, room.signed("ticket_work", step, f"{ticket}:1"))
            assert "จึงไม่มีอะไรเปลี่ยนแปลง" in said, (who, step)
            assert "เรื่องลับ" not in said
    assert room.said(ticket) == before
    assert room.ticket(ticket).version == 1
    for typed in (room.number(ticket), "งานทั้งหมด"):
        assert "เรื่องลับ" not in room.says("far", typed)


def test_pressing_twice_and_coming_back_tomorrow(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    take = room.button("technician", "รับงาน")
    room.presses_what("technician", take)
    again = room.presses_what("technician", take)
    assert "รับงานแล้วค่ะ" in again
    assert [kind for kind, _ in room.said(ticket)] == ["report", "taken"]
    visit, solve = (room.button("technician", label) for label in ("นัดเข้าแก้ไข", "แก้ไขแล้ว"))
    room.presses_what("technician", visit)
    monday = room.button("technician", "จ. 23 พ.ย.")
    room.next_day()
    assert "ปุ่ม" in room.presses_what("technician", monday)  # of a turn that is over
    # A standing button of yesterday still asks, as the ticket is still theirs.
    assert "ต้องมีอย่างใดอย่างหนึ่ง" in room.presses_what("technician", solve)
    room.says("technician", "เปลี่ยนสายแล้ว")
    done = room.presses_what("technician", visit)
    assert "ท่าน แก้ไขไปแล้วเมื่อ" in done
    assert "ตอนนี้ «แก้ไขแล้ว»" in done
    assert room.status(ticket) == "solved"


@BY_TURNS
def test_what_is_typed_below_a_card_is_not_lost(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    asked = room.says("technician", "ลองปิดเปิดเครื่องพิมพ์ก่อนนะครับ")
    assert "ใช้ข้อความหรือรูปนี้ทำอะไรคะ" in asked
    room.presses("technician", "ส่งถึงผู้แจ้ง")
    assert "ลองปิดเปิดเครื่องพิมพ์ก่อนนะครับ" in room.heard("teacher")
    # A question about figures is one, and leaves the card.
    assert "ใช้ข้อความ" not in room.says("technician", "มีโรงเรียนกี่แห่ง")
    room.says("technician", room.number(ticket))
    other = room.reports("far", "ไฟดับทั้งโรงเรียน")
    assert "ไฟดับทั้งโรงเรียน" in room.says("technician", room.number(other))


@BY_TURNS
def test_everything_that_is_open_with_who_has_it(room: Room) -> None:
    made = [room.reports(words=f"เครื่องที่ {n:02}") for n in range(12)]
    room.do("second", lambda ctx, me: working.take(ctx, me, made[3]))
    room.do("second", lambda ctx, me: working.ask(ctx, me, made[4], None, "เครื่องไหน"))
    room.reports("far", "ด่วนมาก", urgency=Urgency.EXAM)
    room.reports("far", "ของกลุ่มข้อมูล", Category.DMC)
    room.later(hours=1)
    first = room.says("technician", "งานทั้งหมด")
    assert "มี 15 เรื่อง เกินกำหนด 2 เรื่อง" in first
    assert "1. 🖨️" in first
    assert first.index("ด่วนมาก") < first.index("โทรศัพท์เงียบ")  # the late first
    assert "เครื่องที่ 04" not in first  # waits for its reporter: last
    assert "ปรีชา ช่างคู่" in first
    second = room.presses("technician", "ถัดไป")
    assert "เครื่องที่ 04" in second
    assert "ด่วนมาก" in room.says("technician", "1")
    mine = room.says("officer", "เรื่องทั้งหมด")
    assert "มี 1 เรื่อง" in mine
    assert "ของกลุ่มข้อมูล" in mine
    assert "ส่วนนี้สำหรับเจ้าหน้าที่" in room.says("teacher", "งานทั้งหมด")


@BY_TURNS
def test_the_list_and_the_digest_open_each_its_own_card(room: Room) -> None:
    room.reports(words="เรื่องแรก", urgency=Urgency.STOPPED, quietly=False)
    room.reports(words="เรื่องที่สอง", urgency=Urgency.STOPPED, quietly=False)
    room.reports("far", "คล้ายกัน")
    listed = room.says("technician", "งานของฉัน")
    assert "แจ้งใหม่ ยังไม่มีผู้รับ" in listed
    assert "พิมพ์ «งานทั้งหมด»" in listed
    opened = room.presses("technician", "ข้อ 1")
    assert "«เรื่องแรก»" in opened
    assert "มี 1 โรงเรียนแจ้งเรื่องคล้ายกัน" in opened
    room.says("technician", "งานของฉัน")
    assert "«เรื่องที่สอง»" in room.says("technician", "2")
    # A row of a digest that was pushed is a standing button, forwarded or not.
    digest = {"type": "postback", "label": "", **room.signed("tasks", "open", "ticket:2")}
    assert "«เรื่องแรก»" in room.presses_what("second", digest)
    assert "จึงไม่มีอะไรเปลี่ยนแปลง" in room.presses_what("far", digest)
    outage = room.presses("technician", "เพิ่มเติม")
    assert "เพิ่มเติม" in outage
    assert "คล้ายกัน" in room.presses("technician", "เหตุขัดข้อง")
