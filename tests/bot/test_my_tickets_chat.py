"""The reporter's card in chat: told, asked, visited, mended, rated, opened again; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database
from handlers.tickets import mending, repairing, working
from handlers.tickets.repairing import Machine
from models.repairs import MachineOwner, RepairOutcome, Warranty
from models.tickets import Category, Said, Urgency
from tests.bot.ticket_room import Room, open_room

SECRET = "บันทึกลับของช่าง"


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def tells(room: Room, ticket: int, words: str, kind: Said = Said.MESSAGE) -> None:
    room.do("technician", lambda ctx, me: working.tell(ctx, me, ticket, None, words, kind=kind))


def asks(room: Room, ticket: int, words: str) -> None:
    room.do("technician", lambda ctx, me: working.ask(ctx, me, ticket, None, words))


def solves(room: Room, ticket: int, words: str = "เปลี่ยนสาย USB และล้างคิวงานพิมพ์") -> None:
    room.do("technician", lambda ctx, me: working.solve(ctx, me, ticket, None, words))


def visits(room: Room, ticket: int) -> None:
    room.do(
        "technician",
        lambda ctx, me: working.plan_visit(
            ctx, me, ticket, None, ctx.now + timedelta(days=1), "เตรียมเครื่องไว้"
        ),
    )


def test_a_ticket_from_its_number_to_the_rating_and_back(room: Room) -> None:
    ticket = room.reports("teacher", "ปริ้นไม่ออกค่ะ")
    number = room.number(ticket)
    card = room.says("teacher", "สถานะ")
    assert number in card
    assert "ถึงตาสำนักงาน จะตอบกลับภายในพรุ่งนี้" in card
    assert room.labels("teacher") == ["ตอบ/เพิ่มข้อมูล", "ใช้ได้แล้ว"]

    # Taken: it rides on the next free reply, and costs nothing.
    room.do("technician", lambda ctx, me: working.take(ctx, me, ticket))
    assert room.heard("teacher") == ""
    paid = room.paid("teacher")
    assert f"{number} เจ้าหน้าที่รับเรื่องแล้ว (นักวิชาการคอมพิวเตอร์)" in room.says("teacher", "เมนู")
    assert room.paid("teacher") == paid == 0

    tells(room, ticket, "ลองถอดสาย USB แล้วเสียบใหม่", Said.ADVICE)
    told = room.heard("teacher")
    assert "คำแนะนำจากเจ้าหน้าที่" in told
    assert "นักวิชาการคอมพิวเตอร์: ลองถอดสาย USB แล้วเสียบใหม่" in told
    assert "กานดา" not in told

    # Asked: a standing button answers, whatever was typed meanwhile; then it is the office's turn.
    asks(room, ticket, "ไฟหน้าเครื่องสีอะไร")
    assert "ไฟหน้าเครื่องสีอะไร" in room.heard("teacher")
    assert room.labels("teacher")[0] == "ตอบคำถาม"
    room.says("teacher", "เมนู")
    assert "ถึงตาท่าน" in room.says("teacher", "สถานะ")
    assert room.status(ticket) == "waiting_reporter"
    assert "เจ้าหน้าที่ถาม: ไฟหน้าเครื่องสีอะไร" in room.presses("teacher", "ตอบคำถาม", nth=1)
    assert "ส่งคำตอบให้เจ้าหน้าที่แล้ว" in room.says("teacher", "สีแดง กี่คน")  # no question of figures
    assert room.status(ticket) == "advised"
    assert "แนบกับเรื่อง" in room.sends("teacher", of=2)

    visits(room, ticket)
    assert "เจ้าหน้าที่จะเข้าแก้ไข ศ. 20 พ.ย. 2569 14." in room.heard("teacher")
    assert "นัดเข้าแก้ไข ศ. 20 พ.ย. 2569" in room.says("teacher", f"สถานะ {number}")
    assert "● นัดเข้าแก้ไข" in room.says("teacher", "สถานะ")

    # Solved: what was done, and the rating in the same message.
    paid = room.paid("teacher")
    solves(room, ticket)
    said = room.heard("teacher")
    assert "สิ่งที่ดำเนินการ: เปลี่ยนสาย USB" in said
    assert "ประเมินความพึงพอใจ" in said
    assert room.paid("teacher") == paid + 1
    done = room.button("teacher", "ใช้ได้แล้ว")
    broken = room.button("teacher", "ยังใช้ไม่ได้")
    assert "ยังเป็นอย่างไร" in room.presses_what("teacher", broken)
    assert "ขอคำตอบเป็นข้อความหรือรูป" in room.sticks("teacher")
    assert f"เปิดเรื่อง {number} อีกครั้งแล้ว" in room.says("teacher", "พิมพ์ได้แผ่นเดียวแล้วหยุด")
    assert room.status(ticket) == "reopened"
    room.sends("teacher")
    # The old card's button does not close what is worked on, unless that is meant.
    assert "ใช่ไหม" in room.presses_what("teacher", done)
    assert "ยังเปิดอยู่" in room.says("teacher", "ยกเลิก") or room.status(ticket) == "reopened"
    solves(room, ticket, "เปลี่ยนลูกยางดึงกระดาษ")
    assert "ขอบคุณที่แจ้งผล" in room.presses("teacher", "ใช้ได้แล้ว")
    assert room.status(ticket) == "closed"
    assert "ขอบคุณที่แจ้งผล" in room.presses_what("teacher", done)  # twice is once
    assert "ข้อเสนอแนะ" in room.says("teacher", "ดีมากทุกข้อ")
    room.says("teacher", "ข้าม")

    # Broken again days later: by the card of the old one, with a photo for an answer.
    room.next_day()
    assert "ปิดเรื่อง (ผู้แจ้งยืนยันว่าใช้ได้)" in room.says("teacher", "สถานะ")
    room.says("teacher", "ยังใช้ไม่ได้")
    assert "อีกครั้งแล้ว" in room.sends("teacher")
    assert room.status(ticket) == "reopened"
    assert ("reopened", "ตามรูปหรือเสียงที่ส่งมา") in room.said(ticket)


def test_it_works_by_itself_is_sent_for_repair_merged_split_and_undone(room: Room) -> None:
    first = room.reports("teacher", "คอมห้องธุรการเปิดไม่ติด", Category.COMPUTER)
    machine = Machine(MachineOwner.SCHOOL, "คอมพิวเตอร์ธุรการ", Warranty.YES, "เมนบอร์ดเสีย")
    repair = room.do("technician", lambda ctx, me: repairing.send(ctx, me, first, None, machine).id)
    told = room.heard("teacher")
    assert "คอมพิวเตอร์ธุรการ ต้องส่งซ่อม แจ้งพัสดุของโรงเรียนแล้ว (ประกัน: อยู่ในประกัน)" in told
    assert "ระหว่างส่งซ่อม" in room.says("teacher", "สถานะ")
    room.do("head", lambda ctx, me: repairing.finish(ctx, me, repair, RepairOutcome.REPLACED))
    assert "เครื่องกลับจากส่งซ่อม: ได้เครื่องทดแทน" in room.says("teacher", "เมนู")

    # Two of the same and two matters in one: both ride along.
    second = room.reports("teacher", "คอมธุรการดับ แล้วปริ้นก็ไม่ออก", Category.COMPUTER)
    room.do(
        "technician",
        lambda ctx, me: mending.split(ctx, me, second, None, "ปริ้นไม่ออก", Category.PRINTER),
    )
    assert f"แยกจาก {room.number(second)} เป็นเรื่องใหม่: ปริ้นไม่ออก" in room.says("teacher", "เมนู")
    room.do("technician", lambda ctx, me: mending.merge(ctx, me, second, None, first))
    assert f"รวมกับ {room.number(first)}" in room.says("teacher", "เมนู")
    assert "ติดตามที่" in room.says("teacher", f"สถานะ {room.number(second)}")
    assert room.number(first) in room.presses("teacher", "ดูเรื่องที่รวมไว้")

    # Solved by a slip: taken back, and said so.
    solves(room, first)
    room.heard("teacher")
    room.do("technician", lambda ctx, me: mending.undo(ctx, me, first))
    assert "ยังแก้ไขไม่เสร็จ" in room.says("teacher", "เมนู")

    # Several: a list with numbers, tickets after requests; one is taken back after one question.
    listed = room.says("teacher", "สถานะ")
    assert "ต้องการดูเรื่องใด" in listed
    assert "🖨️" in listed
    card = room.says("teacher", "2")
    assert room.number(first) in card
    assert f"ปิดเรื่อง {room.number(first)} ใช่ไหม" in room.says("teacher", "ใช้ได้แล้ว")
    assert "ดีใจที่ใช้ได้" in room.says("teacher", "ยืนยัน")
    assert room.status(first) == "closed"
    assert room.ticket(first).ending == "withdrawn"


def test_nobody_elses_ticket_exists_and_a_forwarded_card_does_nothing(room: Room) -> None:
    ticket = room.reports("teacher", "ปริ้นไม่ออกค่ะ")
    number = room.number(ticket)
    asks(room, ticket, "รุ่นอะไรคะ")
    for typed in (f"สถานะ {number}", f"สถานะ {number.removeprefix('จป. ')}"):
        said = room.says("far", typed)
        assert "ไม่พบ" in said
        assert "ปริ้น" not in said
    assert "ไม่มีคำขอหรือเรื่องแจ้งปัญหา" in room.says("far", "สถานะ")
    version = room.ticket(ticket).version
    before = (room.status(ticket), version, room.said(ticket))
    for step in ("open", "reply", "works", "broken", "into", "rate"):
        said = room.presses_what("far", room.signed("my_ticket", step, f"{ticket}:{version}"))
        assert "ไม่พบเรื่องนี้ หรือไม่ใช่เรื่องของท่าน" in said
        assert "ปริ้น" not in said
        room.presses_what("far", room.signed("my_ticket", step, "junk"))
        # The school's own head may look, and do nothing in the reporter's place.
        if step != "open":
            room.presses_what("head", room.signed("my_ticket", step, f"{ticket}:{version}"))
    assert (room.status(ticket), room.ticket(ticket).version, room.said(ticket)) == before
    assert "รุ่นอะไรคะ" in room.says("head", f"สถานะ {number}")
    assert room.labels("head") == []
    # Staff are led to the card that is theirs; nothing of it can be done as its reporter.
    assert "เป็นเรื่องที่ผู้อื่นแจ้ง" in room.says("second", f"สถานะ {number}")
    pressed = room.presses_what("second", room.signed("my_ticket", "works", f"{ticket}:{version}"))
    assert "ไม่พบเรื่องนี้" in pressed
    assert room.status(ticket) == "waiting_reporter"


def test_a_note_between_staff_never_reaches_the_reporter(sqlite_url: str, tmp_path: Path) -> None:
    """Every door of the reporter, at every point of a ticket's life."""
    with open_room(Database(sqlite_url), tmp_path) as room:
        _every_door(room)


def _every_door(room: Room) -> None:
    ticket = room.reports("teacher", "ปริ้นไม่ออกค่ะ", urgency=Urgency.STOPPED)
    number = room.number(ticket)

    def notes() -> None:
        room.do("technician", lambda ctx, me: working.note(ctx, me, ticket, SECRET))

    def doors() -> None:
        ref = f"{ticket}:{room.ticket(ticket).version}"
        heard = [room.heard(who) for who in ("teacher", "clerk", "head")]
        for who in ("teacher", "clerk", "head"):
            heard += [room.says(who, "เมนู"), room.says(who, "สถานะ")]
            heard += [room.says(who, f"สถานะ {number}"), room.says(who, "ประเมิน")]
            for step in ("open", "reply", "works", "broken", "into", "rate"):
                heard.append(room.presses_what(who, room.signed("my_ticket", step, ref)))
                room.says(who, "ยกเลิก")
        assert [one for one in heard if SECRET in one] == []

    notes()
    known = room.says("clerk", "ปริ้นไม่ออกค่ะ")  # what is reported already
    assert SECRET not in known
    room.presses("clerk", "เรื่องเดียวกัน")
    room.says("clerk", "ครบแล้ว")
    room.do(
        "technician",
        lambda ctx, me: working.pass_on(ctx, me, ticket, None, room.ids["second"], SECRET),
    )
    asks(room, ticket, "รุ่นอะไรคะ")
    notes()
    doors()
    visits(room, ticket)
    notes()
    doors()
    solves(room, ticket)
    notes()
    doors()
    assert room.status(ticket) == "closed"  # «ใช้ได้แล้ว» was one of the doors
    assert sum(words == SECRET for _, words in room.said(ticket)) == 5
