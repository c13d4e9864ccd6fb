"""A technician's tickets in chat: every status change, both sides' words, put right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.tickets import answering, working
from models.tickets import Urgency
from tests.bot.ticket_room import Room, open_room
from tests.conftest import BY_TURNS


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def test_from_a_new_report_to_its_end(room: Room) -> None:
    ticket = room.reports(words="ปริ้นไม่ออกค่ะ", urgency=Urgency.STOPPED, quietly=False)
    told = room.heard("technician") + room.heard("second")
    assert "มีเรื่องแจ้งใหม่ค่ะ" in told
    assert "สอน/ทำงานต่อไม่ได้" in told
    who = "technician" if room.labels("technician") else "second"
    card = room.presses(who, "รับงาน")
    assert "รับงานแล้วค่ะ" in card
    assert room.status(ticket) == "assigned"
    for words in (
        room.number(ticket),
        "มะลิ ตัวอย่าง",
        "โทร.\n0812345678",
        "ตอบกลับภายใน\n15.00 น. วันนี้",
    ):
        assert words in card
    assert len(room.labels(who)) == 7  # five, the rest, and the telephone
    assert room.heard("teacher") == ""  # that it was taken costs nothing and rides along

    room.presses(who, "ตอบผู้แจ้ง")
    assert "แนบแล้ว 2 รายการ" in room.sends(who, of=2)
    assert "ส่งถึงผู้แจ้งแล้วค่ะ" in room.says(who, "อีกสักครู่จะเข้าไปดูครับ")
    assert "อีกสักครู่จะเข้าไปดูครับ" in room.heard("teacher")
    assert room.status(ticket) == "assigned"

    room.presses(who, "นัดเข้าแก้ไข")
    assert "นัดเข้าแก้ไข\n10.00 น. พรุ่งนี้" in room.says(who, "พรุ่งนี้ 10 โมง")
    assert room.status(ticket) == "visiting"
    assert "10.00 น." in room.heard("teacher")

    asked = room.presses(who, "แก้ไขแล้ว")
    assert "ต้องมีอย่างใดอย่างหนึ่ง" in asked
    assert "ขอเป็นข้อความสั้น ๆ" in room.says(who, "แก้ไขแล้ว ส่งเลย")  # without proof nothing ends
    assert room.status(ticket) == "visiting"
    room.sends(who)
    assert "บันทึกว่าแก้ไขแล้ว" in room.presses(who, "แก้ไขแล้ว ส่งเลย")
    assert room.status(ticket) == "solved"
    assert room.number(ticket) in room.heard("teacher")
    room.do("teacher", lambda ctx, me: answering.confirm(ctx, me, ticket))
    assert room.status(ticket) == "closed"
    closed = room.says(who, room.number(ticket))
    assert "ปิดเรื่อง (ผู้แจ้งยืนยันว่าใช้ได้)" in closed
    assert room.labels(who)[:2] == ["บันทึกภายใน", "ดูประวัติ"]


def test_advice_of_the_office_and_of_ones_own(room: Room) -> None:
    ticket = room.reports(words="ปริ้นไม่ออกค่ะ")
    room.says("technician", room.number(ticket))
    offered = room.presses("technician", "ให้คำแนะนำ")
    assert "เลือกบทความจากคลัง" in offered
    preview = room.says("technician", "1")
    assert "ผู้แจ้ง" in preview
    assert "1. " in preview
    assert room.heard("teacher") == ""  # looked at, and not sent yet
    room.says("technician", "เลือกบทความอื่น")
    room.presses("technician", "สั่งพิมพ์แล้วไม่ออก")
    sent = room.presses("technician", "ส่งให้ผู้แจ้ง")
    assert "ส่งคำแนะนำแล้วค่ะ" in sent
    assert room.status(ticket) == "advised"
    assert "สั่งพิมพ์แล้วไม่ออก" in room.heard("teacher")
    room.says("technician", "ส่งคำแนะนำจากคลัง")
    assert len(room.labels("technician")) == 3
    room.says("technician", "ลองเปลี่ยนสาย USB นะครับ")
    assert "ลองเปลี่ยนสาย USB นะครับ" in room.heard("teacher")
    assert room.said(ticket)[-1] == ("advice", "ลองเปลี่ยนสาย USB นะครับ")


def test_the_clock_stands_while_the_reporter_is_asked(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    room.says("technician", "ถามผู้แจ้ง")
    card = room.says("technician", "เครื่องไหนครับ")
    assert "ส่งคำถามแล้ว หยุดนับเวลา" in card
    assert "หยุดนับระหว่างรอผู้แจ้ง" in card
    assert room.status(ticket) == "waiting_reporter"
    assert "เครื่องไหนครับ" in room.heard("teacher")
    assert "ถามผู้แจ้ง" not in room.labels("technician")  # one question at a time
    room.later(hours=1)
    room.do("teacher", lambda ctx, me: answering.add(ctx, me, ticket, "ห้องธุรการค่ะ"))
    told = room.heard("technician")
    assert "ผู้แจ้งตอบกลับ" in told
    assert "มะลิ ตัวอย่าง: ห้องธุรการค่ะ" in told
    assert room.status(ticket) == "assigned"
    # The next answer comes by telephone.
    room.presses("technician", "เปิดเรื่อง")
    room.presses("technician", "ถามผู้แจ้ง")
    room.says("technician", "รุ่นอะไรครับ")
    room.presses("technician", "บันทึกคำตอบผู้แจ้ง")
    card = room.says("technician", "โทรตอบว่ารุ่น 1020")
    assert "เริ่มนับเวลาต่อ" in card
    assert "ผู้แจ้งตอบ (บันทึกโดย กานดา ช่างดี): โทรตอบว่ารุ่น 1020" in card
    assert room.status(ticket) == "assigned"


def test_opened_again_it_comes_back_with_the_reason(room: Room) -> None:
    ticket = room.reports()
    room.do("technician", lambda ctx, me: working.solve(ctx, me, ticket, None, "เปลี่ยนสายแล้ว"))
    room.later(hours=1)
    room.do("teacher", lambda ctx, me: answering.reopen(ctx, me, ticket, "ยังไม่ออกเลยค่ะ"))
    told = room.heard("technician")
    assert "ผู้แจ้งเปิดเรื่องอีกครั้ง" in told
    assert "ยังไม่ออกเลยค่ะ" in told
    card = room.presses("technician", "รับงาน")
    assert "เปิดอีกครั้ง 1 ครั้ง" in card
    assert room.status(ticket) == "assigned"


@BY_TURNS
def test_a_visit_by_taps_and_by_words(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    assert "นัดเข้าแก้ไขวันใดคะ" in room.presses("technician", "นัดเข้าแก้ไข")
    assert room.labels("technician") == [
        "วันนี้", "พรุ่งนี้", "จ. 23 พ.ย.", "อ. 24 พ.ย.", "เลือกวันอื่น",
    ]  # fmt: skip
    assert "อ่านวันที่ไม่ออก" in room.says("technician", "ว่าง ๆ ค่อยไป")
    assert "ผ่านไปแล้ว" in room.says("technician", "วันนี้ 9 โมง")
    room.presses("technician", "วันนี้")
    assert room.labels("technician") == ["15.00 น."]  # it is half past two
    assert "อ่านเวลาไม่ออก" in room.says("technician", "เย็น ๆ")
    assert "15.30 น. วันนี้" in room.says("technician", "บ่าย 3 ครึ่ง")
    assert room.status(ticket) == "visiting"
    room.presses("technician", "เลื่อนนัด")
    room.picks_day("technician", "2026-12-01")
    room.presses("technician", "09.00 น.")
    assert "อ. 1 ธ.ค. 2569 09.00 น." in room.heard("teacher")
    room.presses("technician", "เลื่อนนัด")
    assert "อ. 15 ธ.ค. 2569 13.30 น." in room.says("technician", "15 ธ.ค. 69 13.30")


def test_put_right_and_passed_on(room: Room) -> None:
    ticket = room.reports(words="เข้าระบบไม่ได้")
    room.says("technician", room.number(ticket))
    room.presses("technician", "รับงาน")
    room.presses("technician", "เพิ่มเติม")
    room.presses("technician", "เปลี่ยนความเร่งด่วน")
    assert "ด่วน (สอน/ทำงานต่อไม่ได้)" in room.says("technician", "สอน/ทำงานต่อไม่ได้")
    room.says("technician", "เลขครุภัณฑ์")
    assert "7440-001-0001/64" in room.says("technician", "เลข 7440-001-0001/64 ครับ")
    room.says("technician", "ส่งต่อ")
    assert "ปรีชา ช่างคู่ (0)" in room.labels("technician")
    assert "ส่งต่อแล้วค่ะ" in room.presses("technician", "ปรีชา ช่างคู่ (0)")
    told = room.heard("second")
    assert "มีงานส่งต่อถึงท่าน" in told
    room.presses("second", "เปิดเรื่อง")
    room.says("second", "เปลี่ยนหมวด")
    # The central systems are the business of the group of the data.
    assert "DMC" in room.says("second", "ระบบ DMC")
    assert room.ticket(ticket).owner_group == "กลุ่มนโยบายและแผน"
    assert "มีงานที่ย้ายหมวดมาถึงท่าน" in room.heard("officer")
    assert "ผู้รับผิดชอบ\nท่าน" in room.presses("officer", "เปิดเรื่อง")
    room.says("officer", "เปลี่ยนหมวด")
    gone = room.says("officer", "โปรแกรม")
    assert "เป็นงานของกลุ่มส่งเสริมการศึกษาทางไกล" in gone
    assert "ไม่พบเรื่องเลขที่นี้" in room.says("officer", room.number(ticket))


def test_two_into_one_and_one_into_two(room: Room) -> None:
    first, second = room.reports(words="ปริ้นไม่ออก"), room.reports("clerk", "เครื่องพิมพ์ค้าง")
    other = room.reports("far", "ปริ้นไม่ออกเหมือนกัน")
    room.says("technician", room.number(second))
    room.presses("technician", "เพิ่มเติม")
    room.presses("technician", "รวมเรื่อง")
    assert room.number(other) not in str(room.labels("technician"))
    room.says("technician", room.number(other))  # typed all the same: another school's
    assert room.status(second) == "reported"
    room.says("technician", room.number(second))
    room.says("technician", "รวมเรื่อง")
    merged = room.says("technician", "1")
    assert "รวมเรื่องแล้ว" in merged
    assert room.number(first) in merged
    assert room.ticket(second).merged_into_id == first
    assert room.status(second) == "closed"
    # A slip: taken back on the card of the one that was closed.
    room.says("technician", room.number(second))
    assert "รวมเรื่อง" in room.presses("technician", "ยกเลิกรายการล่าสุด")
    room.says("technician", "ยืนยัน")
    assert room.status(second) == "reported"
    room.says("technician", "แยกเรื่อง")
    split = room.says("technician", "โปรเจกเตอร์ห้องประชุมไม่ติด")
    assert "แยกเป็นเรื่องใหม่แล้ว" in split
    assert "โสตฯ/ห้องประชุม" in split
    room.says("technician", "แยกเรื่อง")
    assert "เรื่องใหม่เป็นหมวดใด" in room.says("technician", "เรื่องที่คุยกันเมื่อวาน")
    assert "อื่น ๆ" in room.says("technician", "อื่น ๆ")


def test_a_slip_is_undone_by_who_made_it(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    room.says("technician", "แก้ไขแล้ว")
    room.says("technician", "เปลี่ยนสายแล้ว")
    assert room.status(ticket) == "solved"
    assert "ยกเลิกได้เฉพาะรายการล่าสุดของท่านเอง" in room.presses_what(
        "second", room.signed("ticket_work", "undo", f"{ticket}:2")
    )
    asked = room.presses("technician", "ยกเลิกรายการล่าสุด")
    assert "แก้ไขแล้ว: เปลี่ยนสายแล้ว" in asked
    assert "ไม่ลบข้อความที่ส่งไป" in asked
    assert "ไม่มีอะไรเปลี่ยนแปลง" in room.says("technician", "ไม่ยกเลิก")
    room.presses("technician", "ยกเลิกรายการล่าสุด")
    card = room.presses("technician", "ยืนยัน")
    assert "ยกเลิกรายการล่าสุดแล้วค่ะ" in card
    assert room.status(ticket) == "reported"
    assert "(ยกเลิกแล้ว)" in room.says("technician", "ดูประวัติ")


@BY_TURNS
def test_photos_are_erased_and_nobody_wonders(room: Room) -> None:
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    assert "ใช้ข้อความหรือรูปนี้ทำอะไรคะ" in room.sends("technician", of=2)
    assert "«ดูแล้ว สายหลวม»" in room.says("technician", "ดูแล้ว สายหลวม")
    assert "บันทึกภายในแล้ว ผู้แจ้งไม่เห็น" in room.presses("technician", "บันทึกภายใน")
    assert "ดูรูป/ไฟล์ (2)" in room.labels("technician")
    room.says("technician", "ลบรูป")
    assert "ลบรูปนี้หรือไม่คะ" in room.says("technician", "1")
    assert "ลบรูปแล้วค่ะ" in room.says("technician", "ลบรูปนี้")
    assert "ดูรูป/ไฟล์ (1)" in room.labels("technician")
