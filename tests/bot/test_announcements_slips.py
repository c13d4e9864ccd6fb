"""Announcements when people slip: typed nonsense, left in the middle, pressed twice, forwarded,
too dear, by who must not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.announcements.writing import without_link
from bot.database import Database
from handlers.announcements import drafting
from handlers.context import Actor, Context
from handlers.people import SYSTEM
from models.announcements import AnnouncementStatus
from models.groups import BoundGroup
from models.inbox import EventStatus, InboxEvent
from tests.bot.announcement_room import BODY, TITLE, AnnouncementRoom, open_room
from tests.conftest import sqlite_copy


@pytest.fixture
def room(sqlite_template: Path, tmp_path: Path) -> Iterator[AnnouncementRoom]:
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    with open_room(database, tmp_path) as opened:
        opened.month_of(300)
        yield opened
        with database.reading() as session:
            bad = select(InboxEvent).where(InboxEvent.status != EventStatus.DONE)
            assert session.scalars(bad).all() == []
    database.close()


def test_left_in_the_middle_and_taken_up_tomorrow(room: AnnouncementRoom) -> None:
    assert "ยังไม่มีประกาศ" in room.says("officer", "ประกาศของฉัน")
    room.writes()
    room.says("officer", "ธุรการโรงเรียน")
    said = room.says("officer", "ยกเลิก")
    assert "ยังไม่ได้ส่งค่ะ ร่างที่เขียนไว้เปิดต่อได้" in said
    room.next_day()
    assert f"1. {TITLE} ร่าง" in room.says("officer", "ประกาศของฉัน")
    preview = room.says("officer", "ข้อ 1")
    assert "ธุรการโรงเรียน 2 คน" in preview
    assert "วิธีส่ง ฟรี" in preview
    old = room.button("officer", "ส่งเลย")
    room.says("officer", "แก้ไข")
    assert "เลือกจากปุ่ม" in room.says("officer", "ส่วนอื่น")
    assert "พิมพ์ทั้งข้อความใหม่" in room.says("officer", "2")
    assert "แก้ไขแล้ว" in room.says("officer", "เลื่อนเป็นวันจันทร์")
    assert room.newest().body == "เลื่อนเป็นวันจันทร์"
    assert "นี่คือข้อมูลล่าสุด" in room.presses_what("officer", old), "it said something else"
    assert room.newest().status is AnnouncementStatus.DRAFT
    for part, answer in (("ลิงก์", "ไม่มีลิงก์"), ("เลขหนังสือ", "ที่ ศธ 1"), ("การรับทราบ", "1")):
        room.says("officer", "แก้ไข")
        room.says("officer", part)
        assert "แก้ไขแล้ว" in room.says("officer", answer), part
    room.says("officer", "แก้ไข")
    room.says("officer", "ลิงก์")
    assert "ต้องขึ้นต้นด้วย https://" in room.says("officer", "เว็บเขต")
    room.says("officer", "https://office.example.go.th/")
    room.says("officer", "แก้ไข")
    assert "ตรวจก่อนส่ง" in room.says("officer", "กลับ")
    assert "ทิ้งร่างแล้ว" in room.presses("officer", "ทิ้งร่างนี้")
    assert "ยกเลิกไปแล้ว" in room.presses("officer", "ทิ้งร่างนี้")
    assert "ยังไม่มีประกาศ" in room.says("officer", "ประกาศของฉัน")


def test_words_that_are_no_answer(room: AnnouncementRoom) -> None:
    room.says("officer", "เขียนประกาศ")
    assert "พิมพ์คำตอบของขั้นตอนนี้" in room.sticks("officer")
    assert "หัวเรื่องว่าอย่างไรคะ" in room.says("officer", "พรุ่งนี้เน็ตของสำนักงานปิดทั้งวัน")
    assert "หัวเรื่องต้องไม่เกิน 200" in room.says("officer", "ก" * 201)
    assert "อ้างถึงหนังสือ" in room.presses("officer", "ใช้หัวเรื่องนี้")
    assert room.newest().title == "พรุ่งนี้เน็ตของสำนักงานปิดทั้งวัน"
    assert "ถ้าไม่มี พิมพ์ «ไม่มี»" in room.says("officer", "ตามหนังสือฉบับก่อน")
    assert "ส่งถึงใครคะ" in room.says("officer", "ข้ามค่ะ")
    assert room.newest().letter is None
    assert "ไม่พบ หรือมีหลายแห่ง: บ้านปลายฟ้า" in room.says("officer", "บ้านปลายฟ้า")
    assert "เลือกจากปุ่ม" in room.says("officer", "9")
    said = room.says("officer", "บ้านหนองบัว, อำเภอริมธาร")
    assert "ผอ.โรงเรียน และ ธุรการโรงเรียน ของ 11 โรงเรียนที่ระบุ" in said
    assert "ส่งถึงใครคะ" in room.presses("officer", "ล้างที่เลือก")
    room.says("officer", "2")
    assert "โรงเรียนวัดทุ่งทอง" in room.says("officer", "วัดทุ่งทอง")
    room.says("officer", "เครือข่าย")
    assert "✓" not in str(room.labels("officer"))
    room.says("officer", "1, 2")
    room.says("officer", "เครือข่าย")
    assert "✓ เครือข่ายดอยสูง" in room.labels("officer")
    assert "เครือข่ายริมธาร" not in room.says("officer", "2"), "chosen again: taken out"
    assert "ไม่มีรอบ" in room.says("officer", "5")
    room.says("officer", "กลับ")
    room.says("officer", "ครบแล้ว")
    assert "เลือกจากปุ่ม" in room.says("officer", "ไม่แน่ใจ")
    room.says("officer", "แจ้งเพื่อทราบ")
    assert "เลือกจากปุ่ม" in room.says("officer", "ถูกที่สุด")
    room.says("officer", "ส่งทันที")
    # Something else in between is heard as ever, and the draft waits.
    assert "ยังไม่มีข้อมูลที่เผยแพร่" in room.says("officer", "ทั้งเขตมีนักเรียนกี่คน")
    assert "ส่งแล้ว" in room.presses("officer", "ส่งเลย")


def test_all_in_one_go_and_no_id_number_is_kept(room: AnnouncementRoom) -> None:
    said = room.says("officer", "เขียนประกาศ ด่วน\nแก้เลข 1-2345-67890-12-1 ของนักเรียน")
    assert "อ้างถึงหนังสือ" in said
    row = room.newest()
    assert (row.title, row.body) == ("ด่วน", "แก้เลข x-xxxx-xxxxx-xx-x ของนักเรียน")
    room.says("officer", "ยกเลิก")
    room.says("officer", "เขียนประกาศ")
    room.says("officer", "หัวเรื่อง\nกรอกที่ https://a.example.go.th/x ก่อนวันศุกร์")
    row = room.newest()
    assert row.link == "https://a.example.go.th/x"
    assert row.body == "กรอกที่ https://a.example.go.th/x ก่อนวันศุกร์", "within a sentence it stays"


@pytest.mark.parametrize(
    ("typed", "words", "link"),
    [
        ("ไม่มีลิงก์", "ไม่มีลิงก์", None),
        ("กรอกที่\nhttps://a.go.th/x?y=1\nก่อนวันศุกร์", "กรอกที่\nก่อนวันศุกร์", "https://a.go.th/x?y=1"),
        ("กรอกที่ https://a.go.th/x.", "กรอกที่ https://a.go.th/x.", "https://a.go.th/x"),
        ("กรอกที่ https://a.go.th/x", "กรอกที่", "https://a.go.th/x"),
        ("https://a.go.th/x", "https://a.go.th/x", "https://a.go.th/x"),
        ("ที่ https://a.go.th/xค่ะ", "ที่ https://a.go.th/xค่ะ", None),
        ("ที่ https://ก.ไทย/x", "ที่ https://ก.ไทย/x", None),
    ],
)
def test_a_link_becomes_a_button_where_it_ends_the_words(
    typed: str, words: str, link: str | None
) -> None:
    assert without_link(typed) == (words, link)


def test_who_must_not(room: AnnouncementRoom) -> None:
    for who in ("clerk", "head", "supplies"):
        assert "สำหรับเจ้าหน้าที่" in room.says(who, "เขียนประกาศ")
        assert "สำหรับเจ้าหน้าที่" in room.says(who, "ประกาศของฉัน")
    room.drafted("ธุรการโรงเรียน")
    row = room.newest()
    steps = ("send", "permit", "drop", "edits", "later", "open", "circular", "text")
    draft = [room.signed("announcing", step, f"{row.id}:{row.version}:2") for step in steps]
    for who in ("clerk", "technician", "supplies"):
        said = room.presses_all(who, draft)
        assert said.count("จึงไม่มีอะไรเปลี่ยนแปลง") == len(draft), who
        assert BODY[:20] not in said
    assert room.newest().status is AnnouncementStatus.DRAFT
    room.says("officer", "ส่งเลย")
    steps = ("cancel", "end", "nudge", "nudge_free", "again")
    sent = [room.signed("announcing", step, f"{row.id}:{row.version}:2") for step in steps]
    sent.append(room.signed("announcing", "outstanding", f"{row.id}:0"))
    said = room.presses_all("clerk", sent)
    assert said.count("จึงไม่มีอะไรเปลี่ยนแปลง") == len(sent)
    assert "0812345678" not in said
    no_sense = ("", ":", "0", "x", "1:x", "9" * 30, f"{row.id}:1:1:{2**40}", f"{row.id}:1:1:1:1",
                f"{row.id}:\0", "999", f"{row.id}:-1")  # fmt: skip
    steps = ("send", "cancel", "outstanding", "open", "again", "end", "circular")
    thrown = [room.signed("announcing", step, value) for step in steps for value in no_sense]
    thrown += [room.signed("announcement", step, value)
               for step in ("acknowledge", "read") for value in no_sense]  # fmt: skip
    said = room.presses_all("officer", thrown)
    assert "ไม่พบประกาศนี้" in said
    assert room.newest().status is AnnouncementStatus.SENT
    assert room.pushed() == 2


def test_a_forwarded_card_does_no_harm(room: AnnouncementRoom) -> None:
    room.sent("ธุรการโรงเรียน")
    forwarded = room.button("clerk", "รับทราบ")
    assert "ขอบคุณค่ะ" in room.presses_what("teacher", forwarded)
    row = room.newest()
    card = room.presses_what("officer", room.signed("announcing", "open", str(row.id)))
    assert "รับทราบแล้ว 0 จาก 12 โรงเรียน" in card
    assert "ผู้อื่นที่กดด้วย 1 คน" in card
    # Whoever has not got it reads nothing of it by a button that they made up.
    assert "ไม่พบประกาศนี้" in room.presses_what(
        "supplies", room.signed("announcement", "read", str(row.id)))  # fmt: skip
    # A flow of one's own goes on.
    room.says("clerk", "แจ้งปัญหา")
    room.presses_what("clerk", forwarded)
    assert "ขั้นตอน" not in room.says("clerk", "ปริ้นไม่ออก")


def test_two_presses_and_another_number_of_people(room: AnnouncementRoom) -> None:
    room.bound()
    room.drafted("ธุรการทั้งเขต")
    old = room.button("officer", "ส่งเลย")
    with room.at(None) as ctx:
        ctx.session.get_one(BoundGroup, room.clerks).members = 20
    said = room.presses_what("officer", old)
    assert "จำนวนผู้รับเปลี่ยนไป" in said
    assert "ราคา 20 ข้อความ" in said
    assert room.pushed() == 0
    tap = room.button("officer", "ส่งเลย")
    both = room.presses_all("officer", [tap, tap])
    assert both.count("ส่งแล้วค่ะ") > 0
    assert "ส่งไปแล้ว จึงไม่มีอะไรเปลี่ยนแปลงค่ะ" in both
    assert room.pushed() == 20


def test_a_group_that_is_not_counted_and_a_month_that_is_over(room: AnnouncementRoom) -> None:
    room.bound()
    with room.at(None) as ctx:
        ctx.session.get_one(BoundGroup, room.clerks).members = None
    room.writes()
    room.says("officer", "4")
    room.says("officer", "1")
    room.says("officer", "ครบแล้ว")
    assert "ส่งทันที · ยังส่งไม่ได้" in room.says("officer", "2")
    assert "ยังไม่ทราบจำนวนสมาชิก" in room.says("officer", "ส่งทันที")
    with room.at(None) as ctx:
        ctx.session.get_one(BoundGroup, room.clerks).members = 14
    room.month_of(300, used=295)
    preview = room.says("officer", "ส่งทันที")
    assert "แต่เดือนนี้เหลือ 0 ข้อความ" in preview
    assert "เลือกวิธีส่งแบบฟรี" in preview
    assert room.labels("officer")[0] == "ตั้งเวลา"
    # What LINE's month has not, nobody can permit.
    row = room.newest()
    for step in ("send", "permit"):
        said = room.presses_what(
            "officer", room.signed("announcing", step, f"{row.id}:{row.version}:14")
        )
        assert "เดือนนี้เหลือ" in said, step
    assert room.newest().status is AnnouncementStatus.DRAFT


def test_colleagues_and_their_director_see_it(room: AnnouncementRoom) -> None:
    room.says("technician", "เขียนประกาศ")
    room.says("technician", f"{TITLE}\n{BODY}")
    for said in ("ไม่มีเลขหนังสือ", "ธุรการโรงเรียน", "ครบแล้ว", "1", "ส่งทันที", "ส่งเลย"):
        room.says("technician", said)
    assert TITLE not in room.says("officer", "ประกาศของฉัน")
    listed = room.says("boss", "ประกาศของฉัน")
    assert "กานดา ช่างดี" in listed
    assert "รับทราบแล้ว 0 จาก 12 โรงเรียน" in room.says("boss", "1")
    assert "วัดทุ่งทอง" in room.says("boss", "ดูผู้ยังไม่รับทราบ")
    assert "หน้า 2/2" in room.says("boss", "หน้าถัดไป")
    assert "รับทราบแล้ว 0 จาก 12" in room.says("boss", "กลับไปที่ประกาศ")
    assert "เตรียมเอกสารมาด้วย" in room.says("boss", "ดูข้อความ")


def test_what_was_written_at_the_machine_says_so_in_words(room: AnnouncementRoom) -> None:
    with room.at(None) as ctx:
        at_machine = Context(ctx.session, ctx.now, Actor("cli:root", origin="cli"))
        drafting.compose(at_machine, SYSTEM, "ซ้อมส่ง", "ประชุมวันพุธ")
    said = room.says("officer", "ประกาศของฉัน")
    assert "เครื่องของสำนักงาน" in said
    assert "cli" not in said
