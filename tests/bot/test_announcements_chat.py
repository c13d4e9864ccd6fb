"""Announcements in chat: an officer writes once, sees whom it reaches at what price, sends it, and
sees who has read it; schools read it, say so, and are not bothered twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.office_rules import decide
from models.announcements import AnnouncementStatus, Delivery
from tests.bot.announcement_room import BODY, MEMBERS, TITLE, AnnouncementRoom, open_room
from tests.conftest import sqlite_copy
from tests.office import buttons


@pytest.fixture
def anywhere(database: Database, tmp_path: Path) -> Iterator[AnnouncementRoom]:
    with open_room(database, tmp_path) as opened:
        yield opened


@pytest.fixture
def room(sqlite_template: Path, tmp_path: Path) -> Iterator[AnnouncementRoom]:
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    with open_room(database, tmp_path) as opened:
        yield opened
    database.close()


def test_from_the_words_to_the_last_tap(anywhere: AnnouncementRoom) -> None:
    room = anywhere
    room.month_of(300)
    assert "บรรทัดแรกเป็นหัวเรื่อง" in room.says("officer", "เขียนประกาศ")
    said = room.says("officer", f"{TITLE}\n{BODY}\nhttps://meet.example.go.th/a?b=1")
    assert "อ้างถึงหนังสือเลขที่ใดคะ" in said
    assert "ส่งถึงใครคะ" in room.says("officer", "ที่ ศธ 04999/ว 7 ลว. 1 พ.ย. 69")
    room.presses("officer", "ตามตำแหน่ง")
    said = room.says("officer", "1 2")
    assert "เลือกแล้ว: ผอ.โรงเรียน และ ธุรการโรงเรียน" in said
    assert "รวม 3 คน" in said
    assert "ผอ.โรงเรียน และ ธุรการโรงเรียน ของ เครือข่ายดอยสูง" in room.says("officer", "เครือข่ายดอยสูง")
    assert "กดรับทราบไหมคะ" in room.presses("officer", "เลือกผู้รับครบแล้ว")
    way = room.presses("officer", "ขอให้กดรับทราบ")
    assert "ฟรีก่อน · ไม่เกิน 3 ข้อความ" in way
    assert "ส่งทันที · 3 ข้อความ" in way
    assert "เดือนนี้เหลือ 270 ข้อความ" in way
    preview = room.presses("officer", "ส่งทันที")
    assert f"ประกาศจาก สพป.ตัวอย่าง เขต 1: {TITLE}" in preview
    assert "เตรียมเอกสารมาด้วย\nhttps://" not in preview, "its own line has become a button"
    for words in ("ยังไม่ได้ส่งค่ะ", "ผอ.โรงเรียน 1 คน", "ธุรการโรงเรียน 2 คน", "ราคา 3 ข้อความ"):
        assert words in preview, words
    assert room.heard("clerk") == "", "a preview goes to nobody"
    # The preview's own button: nothing is noted of a draft.
    assert "ยังไม่ได้ส่ง" in room.presses("officer", "รับทราบ")

    # The letter comes first; the preview stays open below it.
    assert "จึงเรียนมาเพื่อโปรดทราบ" in room.presses("officer", "ทำหนังสือแจ้งโรงเรียน")
    tap = room.button("officer", "ส่งเลย")
    assert "ส่งแล้วค่ะ" in room.says("officer", "ส่งเลยค่ะ")
    assert "ส่งไปแล้ว จึงไม่มีอะไรเปลี่ยนแปลงค่ะ" in room.presses_what("officer", tap)
    assert (room.pushed(), room.newest().status) == (3, AnnouncementStatus.SENT)

    said = room.heard("clerk")
    assert "ตามหนังสือ\nที่ ศธ 04999/ว 7 ลว. 1 พ.ย. 69" in said
    assert "กลุ่มนโยบายและแผน · 19 พ.ย. 2569" in said
    assert "มะลิ" not in said
    assert room.labels("clerk") == ["รับทราบ", "เปิดลิงก์"]
    assert room.heard("teacher") == ""
    bodies = {str(room.messages(who)[-1]["contents"]) for who in ("clerk", "head", "far")}
    assert len(bodies) == 1, "one body for everybody: LINE takes it in one call"
    forwarded = room.button("clerk", "รับทราบ")
    assert "บันทึกว่าท่านรับทราบ «ประชุมธุรการโรงเรียน» แล้ว ขอบคุณค่ะ" in room.presses_what(
        "clerk", forwarded)  # fmt: skip
    assert "รับทราบประกาศนี้แล้วเมื่อ" in room.presses_what("clerk", forwarded)
    assert "ขอบคุณค่ะ" in room.says("head", "รับทราบครับ")
    assert "รับทราบประกาศนี้แล้วเมื่อ" in room.says("head", "รับทราบ")

    assert "รับทราบ 2 คน" in room.says("officer", "ประกาศของฉัน")
    card = room.says("officer", "1")
    assert "ได้รับแล้ว (เสียข้อความ) 3" in card
    assert "รับทราบแล้ว 1 จาก 2 โรงเรียน" in card
    assert "เตือนทันที" not in card, "nobody is nudged on the day itself"
    listed = room.presses("officer", "ดูผู้ยังไม่รับทราบ 1")
    assert "1. วัดทุ่งทอง ไกล ต่างโรง 0812345678" in listed
    assert "บ้านหนองบัว" not in listed

    room.next_day()
    room.says("officer", "กลับไปที่ประกาศ")  # the list's time is over: heard as a question
    room.says("officer", "ประกาศของฉัน")
    assert "เตือนทันที 1 ข้อความ" in room.says("officer", "1")
    nudge = room.button("officer", "เตือนทันที 1 ข้อความ")
    assert "เตือนแล้วค่ะ" in room.presses_what("officer", nudge)
    assert "วันนี้เตือนไปแล้ว" in room.presses_what("officer", nudge)
    assert "ยังไม่ได้รับการตอบรับทราบ" in room.heard("far")
    assert room.heard("clerk") == ""
    assert room.pushed() == 4
    assert "ขอบคุณค่ะ" in room.presses("far", "รับทราบ")
    assert "รับทราบแล้ว 2 จาก 2 โรงเรียน" in room.presses_what(
        "officer", room.signed("announcing", "open", str(room.newest().id)))  # fmt: skip
    ended = room.presses("officer", "ยุติประกาศ")
    assert "ยุติแล้ว" in ended


def test_a_group_gets_the_card_and_one_short_line_for_a_tap(room: AnnouncementRoom) -> None:
    room.month_of(300)
    room.bound()
    preview = room.drafted("ธุรการทั้งเขต")
    assert f"กลุ่ม ธุรการทั้งเขต {MEMBERS} คน" in preview
    assert f"ราคา {MEMBERS} ข้อความ" in preview
    room.presses("officer", "ส่งเลย")
    said = room.office.heard(room.clerks)
    assert "อ่านแล้วโปรดกด หรือพิมพ์ «ถามเขต รับทราบ»" in said
    assert room.pushed() == MEMBERS
    actions = room.office.messages(room.clerks)[-1]
    tap = room.button_of(actions, "รับทราบ")
    assert room.taps_in_group("clerk", tap) == "บันทึกการรับทราบแล้ว ขอบคุณค่ะ"
    assert room.taps_in_group("clerk", tap) == "", "a second tap is not talked about"
    assert "ขอบคุณค่ะ" in room.in_group("teacher", "ถามเขต รับทราบ")
    assert room.in_group("teacher", "รับทราบ") == "", "people talk to each other"
    # LINE does not say who presses on a PC.
    assert "แตะชื่อบัญชีนี้ในกลุ่ม" in room.taps_in_group("far", tap)
    assert "แตะชื่อบัญชีนี้ในกลุ่ม" in room.in_group("far", "ถามเขต รับทราบ")
    assert "ขอบคุณค่ะ" in room.says("far", "รับทราบ"), "what came by the group counts here as well"
    assert room.took_note("clerk")
    assert "รับทราบแล้ว" in room.presses_what(
        "officer", room.signed("announcing", "open", str(room.newest().id)))  # fmt: skip


def test_it_rides_for_nothing_and_only_the_rest_is_paid_for(room: AnnouncementRoom) -> None:
    room.month_of(300)
    room.writes()
    room.says("officer", "ธุรการโรงเรียน")
    room.says("officer", "ครบแล้ว")
    room.says("officer", "2")
    assert "ส่งผู้ที่ยังไม่ได้รับเมื่อใดคะ" in room.says("officer", "ฟรีก่อน")
    assert "อ่านวันและเวลาไม่ออก" in room.says("officer", "เร็ว ๆ นี้")
    assert "เวลานี้ผ่านไปแล้ว" in room.says("officer", "วันนี้ 9 โมง")
    preview = room.says("officer", "พรุ่งนี้ 9 โมง")
    assert "ฟรีก่อน ส่งที่เหลือ ศ. 20 พ.ย. 2569 09.00 น." in preview
    assert "ไม่เกิน 2 ข้อความ" in preview
    room.says("officer", "ส่งเลย")
    said = room.says("clerk", "เมนู")
    assert TITLE in said
    assert "รับทราบ" not in room.labels("clerk"), "nobody is asked to"
    assert "แจ้งเพื่อทราบ" in room.presses_what(
        "clerk", room.signed("announcement", "acknowledge", str(room.newest().id)))  # fmt: skip
    assert room.pushed() == 0
    room.ticks("2026-11-20T09:01")
    assert TITLE in room.heard("far")
    assert TITLE not in room.heard("clerk")
    assert room.pushed() == 1


def test_sent_at_a_time_and_called_off_until_then(room: AnnouncementRoom) -> None:
    room.month_of(300)
    room.drafted("ธุรการโรงเรียน")
    room.presses("officer", "ตั้งเวลา")
    shown = room.says("officer", "เสาร์นี้ 10 โมง")
    assert "จะส่ง จ. 23 พ.ย. 2569 08.30 น." in shown, "never on a day off"
    assert room.newest().status is AnnouncementStatus.DRAFT
    assert "ยกเลิกได้จนกว่าจะถึงเวลา" in room.says("officer", "ยืนยันส่งตามเวลานี้")
    room.says("officer", "ประกาศของฉัน")
    assert "ตั้งเวลาส่งไว้" in room.presses("officer", "ข้อ 1")
    off = room.button("officer", "ยกเลิกการส่ง")
    assert "ไม่ส่งประกาศนี้" in room.presses_what("officer", off)
    assert "ยกเลิกไปแล้ว" in room.presses_what("officer", off)
    room.ticks("2026-11-23T08:31")
    assert room.pushed() == 0
    # The same words once more, in time.
    room.presses("officer", "ใช้ข้อความนี้อีก")
    room.says("officer", "ตั้งเวลา")
    room.says("officer", "พรุ่งนี้ 10 โมง")
    room.presses("officer", "ยืนยันส่งตามเวลานี้")
    room.ticks("2026-11-24T10:00")
    assert TITLE in room.heard("far")
    assert "ส่งประกาศแล้ว" in room.says("officer", "เมนู")
    assert "ส่งไปแล้ว" in room.presses_what(
        "officer", room.signed("announcing", "cancel", str(room.newest().id)))  # fmt: skip


def test_a_second_person_permits_what_is_too_dear(room: AnnouncementRoom) -> None:
    room.month_of(300)
    with room.at(None) as ctx:
        decide(ctx, "budget.rounds", 1)
    preview = room.drafted("ธุรการโรงเรียน")
    assert "ใช้ 2 ข้อความ แต่งบประกาศเหลือ 1 ข้อความ" in preview
    assert "ส่งเลย" not in room.labels("officer")
    assert "เพราะเหตุใด" in room.presses("officer", "ขออนุญาตส่งเกินงบ")
    card = room.says("officer", "ต้องประชุมก่อนวันปิดระบบ")
    assert "รออนุญาตส่งเกินงบ" in card
    assert "เมื่อได้รับอนุญาตจะส่งให้" in card
    assert TITLE not in room.heard("clerk")
    reads = room.signed("announcement", "read", str(room.newest().id))
    assert "เตรียมเอกสารมาด้วย" in room.presses_what("boss", reads)
    assert "ไม่พบประกาศนี้" in room.presses_what("head", reads)
    room.says("boss", "เรื่องรอพิจารณา")
    card = room.presses("boss", "ข้อ 2")
    assert "เตรียมเอกสารมาด้วย" in card, "nobody permits it unseen"
    assert "ต้องประชุมก่อนวันปิดระบบ" in card
    assert "อนุญาตแล้ว" in room.says("boss", "อนุญาต")
    assert "อนุญาตให้ส่งประกาศ" in room.says("officer", "เมนู")
    room.ticks("2026-11-19T14:45")
    assert TITLE in room.heard("clerk")
    assert "ส่งประกาศแล้ว" in room.says("officer", "เมนู")


def test_to_the_schools_that_have_not_sent(room: AnnouncementRoom) -> None:
    room.month_of(300)
    round_id = room.opened()
    room.says("officer", "ติดตามรอบ")
    asked = room.presses("officer", "ประกาศถึงโรงเรียนที่ยังไม่ส่ง")
    assert "ขอให้ส่งภายใน จ. 30 พ.ย. 2569 16.30 น." in asked
    said = room.presses("officer", "ใช้ข้อความนี้")
    assert "เฉพาะโรงเรียนที่ยังไม่ส่ง «ข้อมูลนักเรียน DMC" in said, "its letter is known"
    room.says("officer", "ครบแล้ว")
    room.says("officer", "2")
    preview = room.says("officer", "3")
    assert "ตามหนังสือ" in preview
    assert "ผู้รับผิดชอบของโรงเรียน 2 คน" in preview
    assert "ยังไม่มีผู้รับ 9 โรงเรียน" in preview
    assert room.newest().audience["late_in"] == round_id
    # Typed below the round's card as well; and nobody else may.
    room.says("officer", "ติดตามรอบ")
    assert "ข้อความที่เสนอ" in room.says("officer", "ประกาศถึงโรงเรียนที่ยังไม่ส่ง")
    assert "จึงไม่มีอะไรเปลี่ยนแปลง" in room.presses_what(
        "clerk", room.signed("round", "announce", str(round_id)))  # fmt: skip


def test_it_stands_among_the_notices(room: AnnouncementRoom) -> None:
    room.month_of(300)
    assert "เขียนประกาศ" not in room.says("clerk", "ประกาศ")
    assert "เขียนประกาศ" in room.said_labels("officer", "ประกาศ")
    assert "เขียนประกาศ" in room.said_labels("officer", "งานของฉัน")
    assert "เขียนประกาศ" in room.said_labels("officer", "เมนู")
    assert "เขียนประกาศ" not in room.said_labels("clerk", "เมนู")
    room.sent("ธุรการโรงเรียน", way="ฟรี")
    room.drafted("ผอ.โรงเรียน", "ธุรการโรงเรียน", asks="แจ้งเพื่อทราบ", way="ฟรี")
    room.says("officer", "แก้ไข")
    room.says("officer", "หัวเรื่อง")
    room.says("officer", "ส่งแบบรายงาน")
    room.says("officer", "ส่งเลย")
    said = room.says("clerk", "ประกาศ")
    assert "ประกาศถึงท่าน" in said
    assert "2. 📣 ประชุมธุรการโรงเรียน" in said
    assert "รอท่านรับทราบ" in said
    assert room.labels("clerk")[:3] == ["อ่านประกาศ 1", "รับทราบ 2", "อ่านประกาศ 2"]
    assert TITLE not in room.says("clerk", "เมนู"), "read there, it is not told again"
    assert "เตรียมเอกสารมาด้วย" in room.presses("clerk", "อ่านประกาศ 2")
    assert "ส่งแบบรายงาน" in room.says("clerk", "อ่านประกาศ 1")
    assert "มีประกาศถึงท่าน 2 เรื่อง" in room.says("clerk", "อ่านประกาศ")
    assert "เตรียมเอกสารมาด้วย" in room.says("clerk", "2")
    assert "ขอบคุณค่ะ" in room.says("clerk", "รับทราบ")
    assert "ท่านรับทราบแล้ว" in room.says("clerk", "ประกาศ")
    assert "รับทราบ" not in room.labels("clerk")
    assert "ส่งแบบรายงาน" not in room.says("teacher", "ประกาศ")
    assert "ไม่มีประกาศที่รอท่านรับทราบ" in room.says("teacher", "รับทราบ")
    assert "ไม่มีประกาศถึงท่าน" in room.says("teacher", "อ่านประกาศ")


def test_free_is_free(room: AnnouncementRoom) -> None:
    room.sent("ธุรการโรงเรียน", way="ฟรี")
    row = room.newest()
    assert (row.delivery, row.status) == (Delivery.FREE, AnnouncementStatus.SENT)
    assert TITLE in room.says("clerk", "เมนู")
    assert TITLE not in room.says("clerk", "เมนู")
    room.next_day()
    room.says("officer", "ประกาศของฉัน")
    room.says("officer", "1")
    assert "จะเตือนไปกับคำตอบครั้งถัดไป" in room.presses("officer", "เตือนผู้ยังไม่รับทราบ (ฟรี)")
    assert "ยังไม่ได้รับการตอบรับทราบ" in room.says("clerk", "เมนู")
    room.ticks("2026-11-30T10:00")
    assert room.heard("far") == ""
    assert room.pushed() == 0


def test_the_letter_that_says_the_same_is_made_of_a_draft_and_later(room: AnnouncementRoom) -> None:
    room.month_of(300)
    room.drafted("ธุรการโรงเรียน")
    said = room.presses("officer", "ทำหนังสือแจ้งโรงเรียน")
    card, subject, body = room.messages("officer")[-3:]
    assert "หนังสือแจ้งโรงเรียน พร้อมแล้วค่ะ" in said
    assert subject["text"] == TITLE
    assert "เชิญประชุมวันศุกร์นี้ เวลา ๙.๐๐ น. ที่ห้องประชุมใหญ่\nเตรียมเอกสารมาด้วย" in body["text"]
    # The draft is still open below it.
    assert "ส่งแล้วค่ะ" in room.says("officer", "ส่งเลย")
    room.says("officer", "ทำหนังสือแจ้งโรงเรียน")
    again = room.messages("officer")[-3:]
    assert again[2]["text"] == body["text"]
    for one in (card, again[0]):
        link = next(a["uri"] for a in buttons(one) if a.get("label") == "เปิดหนังสือ (PDF)")
        page = room.office.web.get(link.removeprefix("https://office.example").partition("?")[0])
        assert (page.status_code, page.mimetype) == (200, "application/pdf")
