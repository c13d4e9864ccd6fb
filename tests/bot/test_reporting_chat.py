"""Trouble in chat: from «เน็ตล่มค่ะ» to a ticket in three taps, and everything that comes between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.texts import consent
from bot.texts.ticket_words import HINT
from handlers.incidents import opening as incidents
from handlers.incidents.opening import Fault
from handlers.people import binding
from models.media import Media
from models.people import Consent, Person, Role
from models.repairs import AdviceShown
from models.requests import Channel
from models.tickets import Category, Ticket, TicketEntry, TicketFile, TicketParty, Urgency
from tests import people
from tests.bot.ticket_room import A, B, Room, open_room

#: A question that has nothing to do with it, and its answer.
FACT, AMPHOE = "โรงเรียนวัดทุ่งทองอยู่อำเภออะไร", "ดอยสูง"


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def newest(room: Room) -> Ticket:
    with room.office.database.reading() as session:
        return session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(1)).one()


def count(room: Room) -> int:
    with room.office.database.reading() as session:
        return len(session.scalars(select(Ticket.id)).all())


def files(room: Room, ticket: int) -> list[tuple[int, str]]:
    """The place of its entry and the kind of every file."""
    with room.office.database.reading() as session:
        rows = session.execute(
            select(TicketEntry.place, TicketFile.kind)
            .join(TicketFile, TicketFile.entry_id == TicketEntry.id)
            .where(TicketFile.ticket_id == ticket)
            .order_by(TicketFile.id)
        )
        return [(row.place, row.kind) for row in rows]


def test_three_messages_from_the_sentence_to_the_ticket_and_what_is_sent_after(room: Room) -> None:
    before = count(room)
    card = room.says("teacher", "เน็ตล่มค่ะ")  # one
    assert "หมวด: 🌐 เครือข่าย/อินเทอร์เน็ต · โรงเรียนบ้านหนองบัว" in card
    assert "1. ลองทั้งสายแลนและ Wi-Fi" in card
    assert room.labels("teacher") == ["ใช้ได้แล้ว", "ยังใช้ไม่ได้", "เปลี่ยนหมวด"]
    assert "เร่งด่วนแค่ไหน" in room.presses("teacher", "ยังใช้ไม่ได้")  # two
    receipt = room.presses("teacher", "สอน/ทำงานต่อไม่ได้")  # three
    assert count(room) == before + 1
    ticket = newest(room)
    number = room.number(ticket.id)
    assert (ticket.category, ticket.urgency) == (Category.NETWORK, Urgency.STOPPED)
    assert (ticket.school_code, ticket.place) == (A, "โรงเรียนบ้านหนองบัว")
    for seen in (number, "โรงเรียนบ้านหนองบัว", "เครือข่าย/อินเทอร์เน็ต", "ด่วน (สอน/ทำงานต่อไม่ได้)"):
        assert seen in receipt
    assert "เจ้าหน้าที่จะตอบกลับภายในวันนี้ 15.00 น." in receipt
    assert HINT in receipt
    with room.office.database.reading() as session:
        shown = session.scalars(select(AdviceShown)).one()
        assert (shown.article, shown.ticket_id, shown.helped) == ("internet_down", ticket.id, False)

    # A set of photos is one entry, is answered once, and pays nobody again at once.
    paid = room.paid("technician") + room.paid("second")
    assert paid == 1
    assert room.sends("teacher", of=3).count(number) == 1
    assert f"แนบกับเรื่อง {number} แล้ว รวม 4 รายการ" in room.sends("teacher", "audio")
    assert files(room, ticket.id) == [(2, "photo")] * 3 + [(2, "voice")]
    assert room.paid("technician") + room.paid("second") == paid
    assert "เพิ่มข้อความในเรื่อง" in room.says("teacher", "เป็นตั้งแต่เช้าแล้วค่ะ")
    assert "เพิ่มตำแหน่งในเรื่อง" in room.pins("teacher")
    assert room.ticket(ticket.id).location is not None
    assert "พิมพ์ข้อความเพิ่มได้" in room.sticks("teacher")

    # A question of figures is answered in between; another trouble is not mixed in unasked.
    assert AMPHOE in room.says("teacher", FACT)
    assert "หรือเป็นเรื่องใหม่" in room.says("teacher", "ปริ้นไม่ออกค่ะ")
    assert "เพิ่มข้อความในเรื่อง" in room.says("teacher", "เพิ่มในเรื่องนี้")
    assert "หรือเป็นเรื่องใหม่" in room.says("teacher", "จอคอมไม่ติดค่ะ")
    assert "หมวด: 💻 คอมพิวเตอร์" in room.presses("teacher", "เป็นเรื่องใหม่")
    assert "ยังไม่ได้เปิดเรื่อง" in room.says("teacher", "ยกเลิก")
    kinds = [words for kind, words in room.said(ticket.id) if kind == "message"]
    assert kinds[1] == "เป็นตั้งแต่เช้าแล้วค่ะ"
    assert kinds[2].startswith("📍")
    assert kinds[3:] == ["ปริ้นไม่ออกค่ะ"]
    assert count(room) == before + 1


def test_what_helps_is_no_ticket_and_what_is_not_clear_is_asked(room: Room) -> None:
    before = count(room)
    room.says("teacher", "ปริ้นไม่ออก")
    assert "ดีใจที่ใช้ได้แล้ว" in room.says("teacher", "ได้แล้วค่ะ")
    assert count(room) == before
    with room.office.database.reading() as session:
        assert session.scalars(select(AdviceShown)).one().helped is True

    # Not sure: the category first; four at most. Numbers and labels may be typed.
    asked = room.says("teacher", "ใช้ไม่ได้ค่ะ")  # one
    assert "เกี่ยวกับอะไร" in asked
    assert len(room.labels("teacher")) == 4
    assert room.labels("teacher")[-1] == "🔧 อื่น ๆ"
    card = room.says("teacher", "โทรศัพท์")  # two: another one by its name
    assert "หมวด: ☎️ โทรศัพท์" in card
    room.says("teacher", "2")  # three
    receipt = room.says("teacher", "๔")  # four
    assert "ปกติ (เครื่องเดียว รอได้)" in receipt
    assert newest(room).category is Category.PHONE

    # All said at once: shown before it is reported, put right by one tap each.
    card = room.says("teacher", "แจ้งซ่อม กำลังสอบอยู่ คอม 7440-001-0001/64 เปิดไม่ติด")
    assert "แจ้งเรื่องนี้ใช่ไหม" in card
    assert "ด่วนที่สุด (กำลังสอบ/ประชุม)" in card
    room.presses("teacher", "เปลี่ยนหมวด")
    assert len(room.labels("teacher")) == 14
    room.presses("teacher", "โสตฯ/ห้องประชุม")
    ticket = newest(room)
    assert (ticket.category, ticket.urgency, ticket.asset) == (
        Category.AV, Urgency.EXAM, "7440-001-0001/64",
    )  # fmt: skip
    assert ticket.first_due_at is not None

    # Help with a central system is known as such.
    room.presses("teacher", "ส่งครบแล้ว")
    room.says("teacher", "ลืมรหัส dmc ค่ะ")
    room.says("teacher", "ยังไม่ได้")
    room.says("teacher", "เครื่องเดียว รอได้")
    assert (newest(room).category, newest(room).help) == (Category.DMC, "password")


def test_the_same_of_one_school_is_one_ticket_and_a_fault_of_many_is_known(room: Room) -> None:
    first = room.reports("teacher", "ปริ้นเตอร์ห้องธุรการพิมพ์ไม่ออก", urgency=Urgency.ONE)
    number = room.number(first)
    known = room.says("clerk", "ปริ้นไม่ออกค่ะ กำลังสอบ")
    assert f"โรงเรียนของท่านแจ้งเรื่องนี้แล้ว {number}" in known
    assert room.labels("clerk") == ["เรื่องเดียวกัน", "คนละเรื่อง"]
    before = count(room)
    assert f"รวมกับเรื่องเดิมแล้วค่ะ {number}" in room.presses("clerk", "เรื่องเดียวกัน")
    room.sends("clerk")
    assert count(room) == before
    with room.office.database.reading() as session:
        assert session.scalars(select(TicketParty.person_id)).all() == [room.ids["clerk"]]
    assert room.ticket(first).urgency is Urgency.EXAM  # the more urgent of both
    assert number in room.says("clerk", "สถานะ")

    # Something else is a ticket of its own, in three messages; another school sees nothing of it.
    room.says("teacher", "ปริ้นไม่ออกค่ะ")
    room.says("teacher", "คนละเรื่อง")
    room.says("teacher", "4")
    assert count(room) == before + 1
    assert number not in room.says("far", "ปริ้นไม่ออกค่ะ")
    room.says("far", "ยกเลิก")

    # Two are open now: each may be picked.
    room.says("head", "ปริ้นไม่ออก")
    labels = room.labels("head")
    assert labels[1:] == [f"เรื่องเดียวกัน {number}", "คนละเรื่อง"]
    room.says("head", "ยกเลิก")

    # A fault of many schools: the report hangs on it, and nobody is called anew.
    fault = Fault(Category.NETWORK, "สายไฟเบอร์ขาดที่ดอยสูง", [B])
    room.do("technician", lambda ctx, me: incidents.open_incident(ctx, me, fault))
    known = room.says("far", "เน็ตล่มค่ะ")
    assert "ทราบเหตุนี้แล้ว ขข. 1/2570" in known
    assert "สายไฟเบอร์ขาดที่ดอยสูง" in known
    receipt = room.says("far", "1")
    assert "รวมกับเหตุขัดข้อง ขข. 1/2570" in receipt
    ticket = newest(room)
    assert ticket.incident_id is not None
    assert ticket.technician_id == room.ids["technician"]
    # What is over meanwhile is reported anew; and a new one is not asked about its own school's.
    known = room.says("clerk", "เน็ตล่มค่ะ")
    assert "ขข." not in known


def test_somebody_unknown_says_who_they_are_in_few_messages(room: Room) -> None:
    with room.at(None) as ctx:  # nobody has this account now
        ctx.session.get_one(Person, room.ids["supplies"]).line_user = None
    said = room.says("supplies", "เน็ตล่มค่ะ")
    assert "หมวด: 🌐" in said  # what helps needs nobody's name
    room.presses("supplies", "ยังใช้ไม่ได้")
    assert "ท่านยินยอมหรือไม่" in room.presses("supplies", "หลายเครื่อง ยังทำงานได้")
    assert "แจ้งจากโรงเรียนใด" in room.presses("supplies", "ยินยอม")
    assert "ไม่พบโรงเรียน «หนองไม่มี»" in room.says("supplies", "หนองไม่มี")
    assert "ขอชื่อ-นามสกุล และเบอร์โทรศัพท์" in room.says("supplies", "วัดทุ่งทอง")
    assert "นามสกุล" in room.says("supplies", "สมชาย")
    assert "ขอเบอร์โทรศัพท์" in room.says("supplies", "ชื่อ สมชาย ใจดี ค่ะ".removesuffix(" ค่ะ"))
    receipt = room.says("supplies", "เบอร์ 081 234 5678")
    ticket = newest(room)
    assert room.number(ticket.id) in receipt
    assert (ticket.school_code, ticket.reporter["phone"]) == (B, "081-234-5678")
    assert ticket.reporter["name"] == "สมชาย ใจดี"
    with room.office.database.reading() as session:
        guest = session.get_one(Person, ticket.reporter_id)
        assert guest.line_user == room.line("supplies")
        agreed = session.scalars(select(Consent).where(Consent.person_id == guest.id)).one()
        assert agreed.version == consent.VERSION
    # Known by now: not asked again, and no colleague's ticket of that school is shown.
    room.reports("far", "ปริ้นไม่ออก")
    assert "ความคืบหน้า" in room.says("supplies", "ครบแล้ว")
    room.says("supplies", "ปริ้นไม่ออกค่ะ")
    room.presses("supplies", "ยังใช้ไม่ได้")
    assert "จป." in room.says("supplies", "2")
    assert newest(room).school_code == B
    # The office gives them a post: their tickets are theirs still.
    with room.at(None) as ctx:
        proper = people.person(ctx, "สมชาย ใจดี", Role.TEACHER, school=B, title="ครู")
        binding.bind(ctx, proper, room.line("supplies"))
    assert room.number(ticket.id) in room.says("supplies", "สถานะ")

    # Whoever does not agree is not kept; another office is one, too.
    with room.at(None) as ctx:
        ctx.session.get_one(Person, room.ids["officer"]).line_user = None
    room.says("officer", "โทรศัพท์เสียค่ะ")
    room.says("officer", "2")
    room.says("officer", "4")
    before = count(room)
    assert "ยังไม่ได้เปิดเรื่อง" in room.says("officer", "ไม่ยินยอม")
    assert count(room) == before
    room.says("officer", "โทรศัพท์เสียค่ะ")
    room.says("officer", "2")
    room.says("officer", "4")
    room.says("officer", "ยินยอม")
    room.presses("officer", "ไม่ใช่โรงเรียน")
    room.says("officer", "เทศบาลตำบลตัวอย่าง")
    room.says("officer", "มาลี มีสุข โทร. 0-5391-1234")
    assert (newest(room).school_code, newest(room).place) == (None, "เทศบาลตำบลตัวอย่าง")


def test_where_it_is_of_somebody_of_two_schools_and_of_the_office(room: Room) -> None:
    with room.at(None) as ctx:
        teacher = ctx.session.get_one(Person, room.ids["teacher"])
        people.post(ctx, teacher, Role.TEACHER, school=B)
    assert "แจ้งของที่ใด" in room.says("teacher", "เน็ตล่มค่ะ")
    assert room.labels("teacher") == ["โรงเรียนบ้านหนองบัว", "โรงเรียนวัดทุ่งทอง"]
    room.presses("teacher", "โรงเรียนวัดทุ่งทอง")
    room.presses("teacher", "ยังใช้ไม่ได้")
    room.presses("teacher", "เครื่องเดียว รอได้")
    assert newest(room).school_code == B

    room.says("officer", "คอมพัง")
    assert people.GROUP in room.says("officer", "4")
    assert (newest(room).school_code, newest(room).place) == (None, people.GROUP)


def test_staff_report_for_somebody_who_telephoned_or_came(room: Room) -> None:
    assert "ไม่มีสิทธิ" in room.says("teacher", "แจ้งแทน")
    room.reports("clerk", "ปริ้นห้องสมุดไม่ออก")
    assert "ผู้แจ้งอยู่โรงเรียนใด" in room.says("technician", "แจ้งแทน")
    room.says("technician", "บ้านหนองบัว")
    assert "มะลิ ตัวอย่าง" in room.labels("technician")
    room.presses("technician", "มะลิ ตัวอย่าง")
    room.presses("technician", "โทรศัพท์")
    assert "เร่งด่วนแค่ไหน" in room.says("technician", "ปริ้นไม่ออก ห้องธุรการ")
    filed = room.says("technician", "2")
    ticket = newest(room)
    assert (ticket.reporter_id, ticket.channel) == (room.ids["teacher"], Channel.PHONE)
    assert (ticket.filed_by_id, ticket.technician_id) == (room.ids["technician"],) * 2
    assert "อยู่ในงานของท่านแล้ว" in filed
    assert "มีเรื่องหมวดเดียวกันของโรงเรียนนี้ค้างอยู่" in filed
    assert room.button("technician", "เปิดเรื่อง")
    assert room.number(ticket.id) in room.says("teacher", "สถานะ")  # theirs, though they typed none

    # Of a group of the office, by somebody who has no LINE.
    room.says("officer", "แจ้งปัญหาแทน")
    room.presses("officer", "ไม่ใช่โรงเรียน")
    room.says("officer", "กลุ่มบริหารงานบุคคล")
    room.says("officer", "สมศรี มาเอง")
    room.says("officer", "มาด้วยตนเอง")
    room.says("officer", "คอมเปิดไม่ติดค่ะ")
    assert "ไม่มี LINE" in room.says("officer", "เครื่องเดียว รอได้")
    ticket = newest(room)
    assert (ticket.place, ticket.channel) == ("กลุ่มบริหารงานบุคคล", Channel.WALK_IN)
    assert ticket.reporter["name"] == "สมศรี มาเอง"
    assert room.said(ticket.id)[0] == ("report", "คอมเปิดไม่ติดค่ะ")


def test_photos_before_the_words_slips_and_second_thoughts(room: Room) -> None:
    # A photo first: the words right after it take it along; later its button does.
    assert "แจ้งปัญหาด้วยสิ่งนี้" in room.sends("teacher")
    assert "แนบแล้ว 1 รายการ" not in room.says("teacher", "ปริ้นไม่ออกค่ะ")
    assert "แนบแล้ว 1 รายการ" in room.says("teacher", "ยังไม่ได้เลยค่ะ")
    room.says("teacher", "4")
    assert files(room, newest(room).id) == [(1, "photo")]
    room.says("teacher", "ยกเลิก")
    room.sends("teacher", of=2)
    action = room.button("teacher", "แจ้งปัญหาด้วยสิ่งนี้")
    room.later(hours=1)
    assert "มีสิ่งที่ส่งมาแล้ว 2 รายการ" in room.presses_what("teacher", action)
    assert "มีสิ่งที่ส่งมาแล้ว" not in room.presses_what("clerk", action)  # not theirs
    assert "เกี่ยวกับอะไร" in room.presses("teacher", "ส่งเท่านี้")
    room.says("teacher", "1")
    room.says("teacher", "1")
    assert newest(room).subject == "ตามรูปหรือเสียงที่ส่งมา"
    assert files(room, newest(room).id) == [(1, "photo")] * 2
    with room.office.database.reading() as session:
        kept = session.scalars(select(Media.kept_for).where(Media.kept_for.is_not(None)))
        assert sorted(kept) == ["ticket:2"] + ["ticket:3"] * 2

    # Slips are answered and nothing is lost; photos and words on the way are kept.
    assert "เกิดปัญหาอะไร" in room.says("far", "แจ้งปัญหา")
    assert "เกิดปัญหาอะไร" in room.sticks("far")
    long = "เครื่องพิมพ์ห้องธุรการพิมพ์ไม่ออก " * 100
    assert "เก็บไว้ 2,000 ตัวอักษรแรก" in room.says("far", long[:3000])
    assert "เก็บสิ่งที่ส่งมาไว้" in room.sends("far", of=2)
    assert "กดเลือก หรือพิมพ์ตอบ" in room.says("far", "ขอบคุณค่ะ")
    old = room.button("far", "ยังใช้ไม่ได้")
    assert AMPHOE in room.says("far", FACT)  # answered, and the card stands again
    assert "ยังใช้ไม่ได้" in room.labels("far")
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in room.presses_what("far", old)
    assert "รับแจ้งแล้ว" in room.says("far", "ด่วนค่ะ นักเรียนกำลังสอบอยู่")
    ticket = newest(room)
    assert (ticket.urgency, len(ticket.subject)) == (Urgency.EXAM, 2000)
    assert len(files(room, ticket.id)) == 2
    assert "เรื่องที่แจ้งแล้วยังดำเนินการอยู่" in room.says("far", "ยกเลิก")

    # In a group nobody's trouble is taken down.
    group = room.office.groups[0]
    room.office.says(room.line("teacher"), "ถามเขต เน็ตล่มค่ะ", chat=group)
    assert "แชตส่วนตัวเท่านั้น" in room.office.heard(group)
    before = count(room)
    room.office.says(room.line("teacher"), "เน็ตล่มค่ะ", chat=group)
    assert room.office.heard(group) == ""
    assert count(room) == before


def test_a_teacher_who_has_not_agreed_is_not_asked_to(room: Room) -> None:
    """Whoever reports by a post does so in their duty; only strangers are asked."""
    room.says("teacher", "เน็ตล่มค่ะ")
    room.says("teacher", "2")
    assert "รับแจ้งแล้ว" in room.says("teacher", "2")
