"""Collection rounds in chat: a school says how far it is, the office follows and accepts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.people import SYSTEM
from handlers.rounds import contacts, opening, standing, view
from models.inbox import EventStatus, InboxEvent
from models.rounds import Dataset
from tests.bot.round_room import QUIET, A, B, C, RoundRoom, S, open_room
from tests.conftest import sqlite_copy
from tests.office import buttons


@pytest.fixture
def anywhere(database: Database, tmp_path: Path) -> Iterator[RoundRoom]:
    with open_room(database, tmp_path) as opened:
        yield opened


@pytest.fixture
def room(sqlite_template: Path, tmp_path: Path) -> Iterator[RoundRoom]:
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    with open_room(database, tmp_path) as opened:
        yield opened
    database.close()


def test_from_the_first_tap_to_the_office(anywhere: RoundRoom) -> None:
    room, round_id = anywhere, anywhere.opened()
    said = room.says("clerk", "กำหนดส่ง")
    assert "ส่งภายใน จ. 30 พ.ย. 2569 16.30 น. (อีก 11 วัน)" in said
    assert "ตามหนังสือ ที่ ศธ 04999/ว 123 ลว. 1 ต.ค. 2569" in said
    assert "โรงเรียนบ้านหนองบัว: ยังไม่เริ่ม" in said
    assert "เปิดลิงก์ DMC" in room.labels("clerk")

    card = room.presses("clerk", "บอกสถานะ DMC")
    assert "ยืนยันได้ตั้งแต่วันที่ พ. 25 พ.ย. 2569" in card
    assert room.labels("clerk")[:2] == ["กำลังบันทึก", "บันทึกครบแล้ว"], "it is too early to confirm"
    first, early = room.button("clerk", "กำลังบันทึก"), room.button("clerk", "บันทึกครบแล้ว")
    assert "บันทึกว่ากำลังบันทึกข้อมูลแล้วค่ะ" in room.presses_what("clerk", first)
    assert room.stands(round_id) == "entering"
    # Pressed twice; and the other button of the card of before.
    assert "ไม่มีอะไรเปลี่ยนแปลงค่ะ" in room.presses_what("clerk", first)
    assert "นี่คือสถานะล่าสุดค่ะ" in room.presses_what("clerk", early)
    assert room.stands(round_id) == "entering"
    assert "ขอบคุณ บันทึกว่าบันทึกข้อมูลครบแล้วค่ะ" in room.says("clerk", "บันทึกครบแล้วค่ะ")

    room.on("2026-11-25T09:00")
    card = room.says("clerk", "บอกสถานะ")
    assert "การกดนี้ไม่ใช่การยืนยันในระบบ DMC" in card
    done = room.presses("clerk", "ยืนยันใน DMC แล้ว")
    assert "ขอบคุณ บันทึกว่าโรงเรียนยืนยันแล้วค่ะ" in done
    assert "✓ บันทึกครบ รอยืนยัน" in done
    assert "● ยืนยันแล้ว" in done
    assert "รับรองแล้ว" not in room.labels("clerk")
    assert "ยืนยันแล้ว" in room.says("teacher", "ต้องส่งอะไร")

    card = room.says("head", "บอกสถานะ")
    assert "การกดนี้ไม่ใช่การรับรองในระบบ DMC" in card
    forwarded = room.button("head", "รับรองแล้ว")
    assert "ไม่มีอะไรเปลี่ยนแปลง" in room.presses_what("clerk", forwarded)
    assert room.stands(round_id) == "confirmed"
    assert "บันทึกว่า ผอ.รับรองแล้วค่ะ" in room.presses_what("head", forwarded)

    assert "ยืนยันแล้ว 1 จาก 12 (8.33 %)" in room.says("officer", "ประกาศ")
    room.presses("officer", "ติดตาม DMC")
    assert "1. บ้านหนองบัว ผอ.รับรองแล้ว" in room.presses("officer", "รอเขตรับทราบ 1")
    tap = room.button("officer", "รับทราบ 1")
    assert "โรงเรียนบ้านหนองบัว เขตรับทราบแล้วค่ะ" in room.presses_what("officer", tap)
    assert "รับทราบไว้ก่อนแล้ว" in room.presses_what("officer", tap)
    assert room.stands(round_id) == "acknowledged"
    assert "● เขตรับทราบแล้ว" in room.says("clerk", "บอกสถานะ")
    row = room.row(round_id)
    assert row.completed_at is not None
    assert row.completed_at.isoformat().startswith("2026-11-25")


def test_who_must_not_and_too_late(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    room.says("clerk", "บอกสถานะ")
    every = [room.button("clerk", x) for x in ("กำลังบันทึก", "บันทึกครบแล้ว", "ยืนยันใน DMC แล้ว")]
    for who in ("far", "teacher", "supplies", "technician"):
        said = room.presses_all(who, every)
        assert said.count("จึงไม่มีอะไรเปลี่ยนแปลง") == len(every), who
    assert room.stands(round_id) == "not_started"
    # A teacher reads who may say so; the one who has no school is told so.
    assert "ผู้บอกสถานะของโรงเรียน: จำปา ตัวอย่าง, บุญมา ตัวอย่าง" in room.says("teacher", "บอกสถานะ")
    assert "ไม่มีข้อมูลที่โรงเรียนของท่านต้องส่ง" in room.says("supplies", "บอกสถานะ")
    assert "สำหรับเจ้าหน้าที่" in room.says("clerk", "ติดตามรอบ")
    acts = ("acknowledge", "give_back", "note", "longer", "exempt", "unexempt", "open")
    office = [room.signed("round", step, f"{round_id}:{A}:1") for step in acts]
    lists = ("follow", "unfinished", "waiting")
    office += [room.signed("round", step, f"{round_id}:0") for step in lists]
    for who in ("clerk", "head"):
        said = room.presses_all(who, office)
        assert said.count("จึงไม่มีอะไรเปลี่ยนแปลง") == len(office), who
        assert "0812345678" not in said
    assert "0812345678" not in room.presses_all("technician", office)
    no_sense = ("", ":", "0", "x", "1:x", f"{round_id}:\0:1", f"{round_id}:{A}:x", f"999:{A}:1",
                f"{round_id}:99999999:1", f"{round_id}:{A}:1:1", "9" * 30)  # fmt: skip
    steps = ("say", "card", "entered", "acknowledge", "note", "follow", "waiting")
    thrown = [room.signed("round", step, value) for step in steps for value in no_sense]
    assert "ไม่พบรอบการจัดเก็บข้อมูลนี้" in room.presses_all("officer", thrown)
    with room.office.database.reading() as session:
        bad = select(InboxEvent).where(InboxEvent.status != EventStatus.DONE)
        assert session.scalars(bad).all() == []
    assert room.stands(round_id) == "not_started"

    room.on("2026-12-16T09:00")
    for action in every:
        said = room.presses_what("clerk", action)
        assert "รอบนี้ปิดแล้วเมื่อ 15 ธ.ค. 2569" in said
        assert "เลยกำหนดแล้ว" in said
    assert room.stands(round_id) == "not_started"
    assert "ไม่มีข้อมูลที่โรงเรียนของท่านต้องส่ง" in room.says("clerk", "บอกสถานะ")
    with room.at(None) as ctx:
        opening.cancel(ctx, SYSTEM, round_id)
    assert "รอบนี้ยกเลิกแล้ว" in room.presses_what("clerk", every[0])


def test_somebody_of_two_schools_and_of_two_rounds(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    other = room.opened(dataset=Dataset.OTHER, name="สำรวจรถรับส่ง", round=None, year=2569,
                        schools=[B, A], confirm_from=None, link=None, letter=None)  # fmt: skip
    said = room.says("far", "กำหนดส่ง")
    assert "โรงเรียนวัดทุ่งทอง: ยังไม่เริ่ม\nโรงเรียนบ้านปลายน้ำ: ยังไม่เริ่ม" in said
    assert "เปิดลิงก์ สำรวจรถรับส่ง" not in room.labels("far")
    assert "บอกสถานะของโรงเรียนใด" in room.presses("far", "บอกสถานะ DMC")
    assert "โรงเรียนบ้านปลายน้ำ" in room.says("far", "2")
    room.says("far", "ยืนยันใน dmc แล้ว")
    assert (room.stands(round_id, B), room.stands(round_id, C)) == ("not_started", "confirmed")
    # Of the other round only one of the two schools is a part, and nobody is named for it.
    assert "รอบใด" in room.says("far", "บอกสถานะ")
    assert "โรงเรียนวัดทุ่งทอง" in room.says("far", "2")
    assert "ขอบคุณ" in room.presses("far", "ส่งข้อมูลแล้ว")
    assert room.stands(other, B) == "confirmed"
    assert "มีนักเรียนกี่คน" not in room.says("far", "ขอบคุณค่ะ")


def test_the_office_returns_gives_time_and_excuses(anywhere: RoundRoom) -> None:
    room, round_id = anywhere, anywhere.opened(confirm_from=None)
    room.noted(round_id, S.CONFIRMED, A, B)
    room.says("officer", "ติดตามรอบ")
    room.presses("officer", "รอเขตรับทราบ 2")
    stale = room.button("officer", "ส่งกลับแก้ไข 1")
    assert "ส่งกลับให้แก้ไขเรื่องใดคะ" in room.presses_what("officer", stale)
    card = room.says("officer", "จำนวน ป.1 ไม่ตรง")
    assert "ส่งกลับแก้ไขแล้วค่ะ" in card
    assert "แจ้งโรงเรียน: จำปา ตัวอย่าง (จะแจ้งเมื่อทักมาครั้งหน้า)" in card
    assert "หากเร่งด่วน โปรดโทรแจ้ง" in card
    assert room.stands(round_id) == "returned"
    assert "นี่คือสถานะล่าสุด" in room.presses_what("officer", stale)
    said = room.says("clerk", "สวัสดีค่ะ")  # whatever they write, it rides on the answer
    assert "ส่งกลับแก้ไข: ข้อมูลนักเรียน DMC ภาคเรียนที่ 2 ปีการศึกษา 2569" in said
    assert "เขตตรวจแล้ว ขอให้แก้ไขข้อมูลแล้วบอกสถานะอีกครั้งค่ะ" in said
    assert "สิ่งที่ต้องแก้ไข: จำนวน ป.1 ไม่ตรง" in said
    said = room.presses("clerk", "บอกสถานะ")
    assert "เขตส่งกลับให้แก้ไข: จำนวน ป.1 ไม่ตรง" in said
    assert "● ส่งกลับแก้ไข" in said
    card = room.presses_what("officer", room.signed("round", "open", f"{round_id}:{A}"))
    assert "แจ้งโรงเรียน: จำปา ตัวอย่าง (แจ้งแล้ว พฤ. 19 พ.ย. 2569" in card

    # By telephone: the school is found by its name, and has said that it is done again.
    room.says("officer", "ติดตามรอบ")
    assert "บันทึกแทนโรงเรียนใดคะ" in room.presses("officer", "บันทึกแทนโรงเรียน")
    assert "ไม่พบโรงเรียน «บ้านปลายฟ้า»" in room.says("officer", "บ้านปลายฟ้า")
    assert "โรงเรียนแจ้งว่าอย่างไรคะ" in room.says("officer", "บ้านหนองบัว")
    card = room.presses("officer", "ยืนยันใน DMC แล้ว")
    assert "บันทึกแทนแล้วค่ะ" in card
    assert "เจ้าหน้าที่บันทึก" in card
    assert "ส่งกลับให้แก้ไข:" not in card
    assert room.stands(round_id) == "confirmed"

    # More time, for one school.
    room.on("2026-12-01T09:00")
    said = room.says("clerk", "ประกาศ")
    assert "(เลยกำหนด 1 วัน)" not in said, "this school is done"
    assert "(เลยกำหนด 1 วัน)" in room.says("officer", "ประกาศ")
    room.says("officer", "ติดตามรอบ")
    room.presses("officer", "ให้เวลาเพิ่ม")
    assert "ให้เวลาถึงวันใดคะ" in room.says("officer", "บ้านปลายน้ำ")
    assert "อ่านวันที่ไม่ออก" in room.says("officer", "เร็ว ๆ นี้")
    assert "วันใหม่ต้องยังมาไม่ถึง" in room.says("officer", "30 พ.ย. 69")
    assert "ให้ถึง ศ. 18 ธ.ค. 2569 16.30 น." in room.picks_day("officer", "2026-12-18")
    assert "ให้เวลาเพิ่มแล้วค่ะ" in room.says("officer", "น้ำท่วมโรงเรียน")
    said = room.says("far", "สวัสดีค่ะ")
    assert "โรงเรียนบ้านปลายน้ำ ส่งได้ถึง ศ. 18 ธ.ค. 2569 16.30 น." in said
    assert "กำหนดเดิม จ. 30 พ.ย. 2569 16.30 น." in said
    # Excused, and counted again.
    assert "ต้องส่ง 12 โรงเรียน" in room.says("officer", "ติดตามรอบ")
    room.presses("officer", "ยกเว้น")
    room.says("officer", QUIET[0])
    assert "ยกเว้นแล้ว" in room.says("officer", "ไม่มีนักเรียน")
    assert "ต้องส่ง 11 โรงเรียน" in room.says("officer", "ติดตามรอบ")
    room.presses("officer", "เลิกยกเว้น")
    assert "ต้องส่ง 12 โรงเรียน" in room.says("officer", "ติดตามรอบ")

    room.on("2026-12-17T09:00")  # the system has closed for the others
    room.says("far", "บอกสถานะ")
    row = room.row(round_id, C)
    assert row.late_reason == "น้ำท่วมโรงเรียน"
    button = room.signed("round", "confirmed", f"{round_id}:{C}:{row.version}")
    said = room.presses_what("far", button)
    assert "ขอบคุณ" in said
    assert "เขตให้เวลาเพิ่ม: น้ำท่วมโรงเรียน" in said


def test_lists_of_ten_with_telephones(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    room.noted(round_id, S.ENTERED, A)
    with room.at(None) as ctx:
        row = opening.get(ctx, round_id)
        for code in (A, B, C, QUIET[0]):  # read for all schools at once, and for one: the same
            school = view.concerned(ctx, row, code)
            people = contacts.of(ctx, row, [school])[code].people
            assert list(people) == standing.speakers(ctx, row, code)
    said = room.says("officer", "ติดตามรอบ")
    for words in ("ต้องส่ง 12 โรงเรียน", "ส่งแล้ว 0 (0.00 %)", "– ยังไม่เริ่ม 11",
                  "– บันทึกครบ รอยืนยัน 1", "ยังไม่ได้นำเข้ารายชื่อจากระบบ DMC",
                  "ข้อมูล ณ พฤ. 19 พ.ย. 2569"):  # fmt: skip
        assert words in said
    said = room.says("officer", "ยังไม่ครบ")
    assert "ยังไม่ครบ 12 โรงเรียน" in said
    assert "หน้า 1/2" in said
    assert "1. วัดทุ่งทอง ยังไม่เริ่ม ไกล ต่างโรง 0812345678" in said
    assert "บ้านเงียบ 1 ยังไม่เริ่ม โรงเรียน 0-5300-0000" in said
    calls = [a for m in room.messages("officer")[-1:] for a in buttons(m) if "uri" in a]
    assert calls[0]["uri"] == "tel:0812345678"
    said = room.presses("officer", "หน้าถัดไป")
    assert "12. บ้านหนองบัว บันทึกครบ รอยืนยัน จำปา ตัวอย่าง 0812345678" in said
    assert "1. วัดทุ่งทอง" in room.says("officer", "หน้าก่อน")
    card = room.says("officer", "1")
    assert "ติดต่อ ไกล ต่างโรง 0812345678" in card
    room.says("officer", "บันทึกแทนโรงเรียน")
    room.says("officer", "3")
    assert room.stands(round_id, B) == "confirmed"
    room.says("officer", "เขตรับทราบ")
    assert room.stands(round_id, B) == "acknowledged"
    assert "ไม่มีโรงเรียนที่รอเขตรับทราบ" in room.presses_what(
        "officer", room.signed("round", "waiting", f"{round_id}:7"))  # fmt: skip
    room.noted(round_id, S.CONFIRMED, A, *QUIET)
    room.presses_what("officer", room.signed("round", "waiting", f"{round_id}:0"))
    said = room.says("officer", "รับทราบ 3")
    assert "บ้านเงียบ 2 เขตรับทราบแล้วค่ะ" in said
    assert "รอเขตรับทราบอีก 9 โรงเรียน" in said
    # The other buttons of the same list are as good as before.
    assert "เขตรับทราบแล้วค่ะ" in room.presses("officer", "รับทราบ 4")


def test_others_see_totals_and_who_is_late(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    room.noted(round_id, S.CONFIRMED, A, B, *QUIET)
    room.on("2026-12-01T09:00")
    said = room.says("technician", "ติดตามรอบ")
    assert "เลยกำหนดแล้ว 1 โรงเรียน: บ้านปลายน้ำ" in said
    assert "0812345678" not in said
    assert room.labels("technician") == ["ดูความคืบหน้า"]
    assert "ยืนยันแล้ว 11 จาก 12 (91.67 %)" in room.says("supplies", "กำหนดส่ง")

    teacher = room.line("teacher")
    members = room.office.platform.directory.groups
    group = next(name for name in room.office.groups if teacher in members[name].members)
    room.office.says(teacher, "ถามเขต กำหนดส่ง", chat=group)
    said = room.office.heard(group)
    assert "ยืนยันแล้ว 11 จาก 12 (91.67 %)" in said
    for name in ("หนองบัว", "ปลายน้ำ", "จำปา"):
        assert name not in said
    links = [a for a in buttons(room.office.messages(group)[-1]) if "uri" in a]
    assert [one["uri"] for one in links] == [f"https://office.example/rounds/{round_id}"]


def test_a_round_to_come_is_announced(room: RoundRoom) -> None:
    round_id = room.opened(opens_on=date(2026, 11, 30), confirm_from=None)
    said = room.says("clerk", "ประกาศ")
    assert "เปิดบันทึก จ. 30 พ.ย. 2569 ส่งภายใน จ. 30 พ.ย. 2569 16.30 น." in said
    assert "ยังไม่เริ่ม" not in said
    assert "บอกสถานะ DMC" not in room.labels("clerk"), "there is nothing to say yet"
    room.says("clerk", "บอกสถานะ")
    assert room.labels("clerk") == ["เปิดลิงก์ DMC"]
    said = room.presses_what("clerk", room.signed("round", "entering", f"{round_id}:{A}:1"))
    assert "รอบนี้ยังไม่เปิด จะเปิดวันที่ 30 พ.ย. 2569" in said


def test_the_letter_to_the_schools_is_opened_and_copied(room: RoundRoom) -> None:
    room.opened(dataset=Dataset.EMIS, name="รอบอื่น", round=None, letter="ที่ ศธ 1/ว 9 ลว. 1 ต.ค. 2569")
    room.opened(letter=None)
    room.says("officer", "ติดตามรอบ")
    room.presses("officer", "2. DMC")
    said = room.presses("officer", "ทำหนังสือแจ้งโรงเรียน")
    card, subject, body = room.messages("officer")[-3:]
    assert "เลขที่และวันที่เว้นไว้ให้งานสารบรรณ" in said
    assert subject["text"] == "การจัดเก็บข้อมูลนักเรียน DMC ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๙"
    assert body["text"].startswith(
        "เรียน ผู้อำนวยการโรงเรียนในสังกัดทุกโรงเรียน\n\nด้วยสำนักงานเขตพื้นที่การศึกษา"
    )
    assert "รอบอื่น" not in said
    path = next(a["uri"] for a in buttons(card) if a.get("label") == "เปิดหนังสือ (PDF)")
    path = path.removeprefix("https://office.example").partition("?")[0]
    page = room.office.web.get(path)
    assert (page.status_code, page.mimetype) == (200, "application/pdf")
    # Typed below the card it is the same, and the card's other buttons stay open.
    room.says("officer", "ทำหนังสือแจ้งโรงเรียน")
    assert room.messages("officer")[-2]["text"] == subject["text"]
    assert "บันทึกแทนโรงเรียนใด" in room.says("officer", "บันทึกแทนโรงเรียน")
    room.on("2026-11-20T09:00")
    assert room.office.web.get(path).status_code == 410
    assert "ทำหนังสือแจ้งโรงเรียน" not in room.says("clerk", "ติดตามรอบ")
