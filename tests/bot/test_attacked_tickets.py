"""Tickets, machines, incidents and conferences in chat, pressed and typed at by whoever must not,
too late, twice, or with words and values of no sense. What staff note for each other is read by
staff alone; nothing breaks; no ID number is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.database import Database
from bot.texts.incident_card import LABELS as OF_INCIDENT
from bot.texts.ticket_work import LABELS as OF_WORK
from handlers.incidents import announcing, opening
from handlers.incidents.opening import Fault
from handlers.people import erase
from handlers.tickets import answering, mending, repairing, working
from handlers.tickets.repairing import Machine
from models.inbox import EventStatus, InboxEvent
from models.incidents import Incident
from models.people import Person, Post
from models.repairs import MachineOwner, Warranty
from models.tickets import Category
from tests.bot.attacked import _MACHINE, dump, id_numbers
from tests.bot.test_attacked_buttons import NO_SENSE
from tests.bot.test_attacked_words import ID_NUMBERS, ODD
from tests.bot.ticket_room import A, Room, open_room
from tests.conftest import BY_TURNS, THOROUGH

pytestmark = BY_TURNS

SECRET, NOTE = "เรื่องที่โรงเรียนอื่นต้องไม่เห็น", "ความลับระหว่างช่าง"
#: By flow, the steps that a standing button leads to (`grep Do( bot/texts`).
STEPS = {
    "ticket_work": (*sorted(set(OF_WORK) - {"back", "incident", "switch"}), "open"),
    "my_ticket": ("open", "reply", "works", "broken", "into", "rate"),
    "repair": ("open", "receive", "finish", "memo"),
    "incident": ("from_ticket", *sorted(OF_INCIDENT)),
    "conference": ("join", "leave", "switch", "tell", "free", "people"),
    "chores": ("open", "ok", "fault"),
    "ticket": ("photo",),
    "tasks": ("open",),
}
EVERY = [(flow, step) for flow, steps in STEPS.items() for step in steps]
#: Who has no business with the ticket: another school's clerk, another group's officer, a stranger.
STRANGERS = ("far", "officer", "supplies")


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened
        unharmed(opened)


def unharmed(room: Room) -> None:
    """Every event was handled at its first try, and every message could be worded and sent."""
    with room.office.database.reading() as session:
        bad = session.execute(
            select(InboxEvent.error, InboxEvent.payload)
            .where((InboxEvent.status != EventStatus.DONE) | (InboxEvent.failures > 0))
        ).all()  # fmt: skip
    assert [(row.error, row.payload[-300:]) for row in bad] == []
    rows = dump(room.office.database)["outbox_message"]
    assert [row for row in rows if "could not be worded" in row] == []


def kept(room: Room) -> dict[str, list[str]]:
    """Every row of the office's records, as text."""
    return {t: rows for t, rows in dump(room.office.database).items() if t not in _MACHINE}


def throws(room: Room, who: str, value: str, every: list[tuple[str, str]] = EVERY) -> str:
    """Press all of these buttons with this value, one after the other."""
    room.heard(who)
    room.office.clock.advance(seconds=10)
    for flow, step in every:
        action = room.signed(flow, step, value)
        room.office.platform.acts.postback(room.line(who), room.line(who), action["data"])
    room.office.settle()
    return room.heard(who)


def says_many(room: Room, who: str, *texts: str) -> str:
    """All of these, one after the other; what is read in answer."""
    room.heard(who)
    room.office.clock.advance(seconds=10)
    for text in texts:
        room.office.platform.acts.text(room.line(who), room.line(who), text)
    room.office.settle()
    return room.heard(who)


def in_work(room: Room, who: str = "teacher") -> tuple[int, int]:
    """A ticket with a note between staff and a machine at the school's supplies; its ids."""
    ticket = room.reports(who, SECRET)
    machine = Machine(MachineOwner.SCHOOL, f"เครื่อง {SECRET}", Warranty.NO, f"เสีย {SECRET}")

    def work(ctx: Any, me: Any) -> int:
        working.take(ctx, me, ticket)
        working.note(ctx, me, ticket, NOTE)
        return repairing.send(ctx, me, ticket, None, machine).id

    return ticket, room.do("technician", work)


def nobody(room: Room) -> None:
    """Supplies' account is a stranger's from now on."""
    with room.at(None) as ctx:
        line = update(Person).where(Person.id == room.ids["supplies"]).values(line_user=None)
        ctx.session.execute(line)


def numbers(room: Room, ticket: int) -> tuple[str, ...]:
    """The ticket's number, as people type it."""
    n = room.number(ticket)
    bare = n.removeprefix("จป. ")
    thai = n.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    return (n, bare, thai, n.replace(" ", ""), n.replace(".", ""), f"สถานะ {n}", f"สถานะ {bare}",
            f"ถอนคำขอ {n}", f"ประเมิน {n}", f"ร้องเรียน {n}", f"ขอดูเรื่อง {n}", f"งานของฉัน {n}",
            f"แจ้งปัญหา {n}")  # fmt: skip


def test_strangers_press_and_type_and_see_nothing(room: Room) -> None:
    ticket, repair = in_work(room)
    nobody(room)
    before = kept(room)
    for who in STRANGERS:
        said = throws(room, who, f"{ticket}:{room.ticket(ticket).version}")
        said += throws(room, who, f"{repair}:0", [("repair", s) for s in STEPS["repair"]])
        for typed in numbers(room, ticket):
            said += says_many(room, who, typed, "1", "ยกเลิก")
        said += says_many(
            room, who, "งานทั้งหมด", "ประกาศ", "งานของฉัน", "สถานะ", "ประเมิน", "ข้อมูลของฉัน"
        )
        for hidden in (SECRET, NOTE, "มะลิ"):
            assert hidden not in said, (who, hidden)
    after = kept(room)
    assert {t for t in after if after[t] != before[t]} <= {"request_draft"}


def test_people_of_the_school_never_read_a_note_between_staff(room: Room) -> None:
    ticket, repair = in_work(room)
    for who in ("teacher", "clerk", "head"):
        said = throws(room, who, f"{ticket}:{room.ticket(ticket).version}")
        said += throws(room, who, f"{repair}:0", [("repair", s) for s in STEPS["repair"]])
        for typed in numbers(room, ticket):
            said += says_many(room, who, typed, "1", "2", "ดูประวัติ", "ยกเลิก")
        said += says_many(room, who, "ข้อมูลของฉัน", "1", "ปริ้นไม่ออกค่ะ", "1", "ยกเลิก", "ประเมิน")
        assert NOTE not in said, who
    assert room.status(ticket) in ("in_repair", "assigned")  # the school may say that it is back


def test_values_of_no_sense_break_nothing(room: Room) -> None:
    in_work(room)
    for n, who in enumerate(("technician", "supplies", "far")):
        before = kept(room)
        for value in NO_SENSE[n :: 1 if THOROUGH else 6]:
            throws(room, who, value)
            unharmed(room)
        assert who != "far" or kept(room) == before


def test_buttons_of_before_the_end_are_harmless(room: Room) -> None:
    for end in ("merged", "withdrawn", "solved", "erased", "retired"):
        ticket, repair = in_work(room, "teacher" if end != "retired" else "clerk")
        version = room.ticket(ticket).version
        ended(room, ticket, end)
        was = room.status(ticket)
        for who in ("technician", "teacher", "clerk"):
            every = EVERY * 2 if THOROUGH else EVERY
            said = throws(room, who, f"{ticket}:{version}", every)
            said += throws(room, who, f"{repair}:0", [("repair", "finish"), ("repair", "receive")])
            said += says_many(room, who, "1", "ยกเลิก")
            unharmed(room)
            staff = who == "technician" and end != "retired"
            assert staff or NOTE not in said, (who, end)
        now = room.status(ticket)
        assert now == was or (end, now) in {("solved", "closed"), ("erased", "assigned"),
                                            ("retired", "assigned")}, (end, now)  # fmt: skip


def ended(room: Room, ticket: int, end: str) -> None:
    """The ticket, or somebody's part in it, is over."""
    if end == "merged":
        into = room.reports("clerk", "อีกเรื่อง", Category.COMPUTER)
        room.do("technician", lambda ctx, me: mending.merge(ctx, me, ticket, None, into))
    elif end == "withdrawn":
        room.do("teacher", lambda ctx, me: answering.withdraw(ctx, me, ticket))
    elif end == "solved":
        room.do("second", lambda ctx, me: working.solve(ctx, me, ticket, None, "เสร็จ"))
    else:
        with room.at(None) as ctx:
            if end == "erased":
                erase(ctx, ctx.session.get_one(Person, room.ids["teacher"]))
            else:
                post = update(Post).where(Post.person_id == room.ids["technician"])
                ctx.session.execute(post.values(ends_on=date(2026, 11, 1)))
    room.office.settle()


def test_a_card_forwarded_into_a_group_does_nothing_there(room: Room) -> None:
    ticket, _ = in_work(room)
    before = kept(room)
    groups = room.office.platform.directory.groups
    line = room.line("technician")
    group = next((g for g in room.office.groups if line in groups[g].members), None)
    assert group is not None
    for flow, step in EVERY:
        data = room.signed(flow, step, f"{ticket}:1")["data"]
        room.office.platform.acts.postback(group, line, data)
    room.office.settle()
    said = str(room.office.heard(group))
    assert SECRET not in said
    assert NOTE not in said
    assert kept(room) == before


#: How to come to every place where words of one's own are heard.
PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "what": ("teacher", ("แจ้งปัญหา",)),
    "category": ("teacher", ("แจ้งปัญหา", "มันแปลก ๆ")),
    "advice": ("teacher", ("แจ้งปัญหา", "ปริ้นไม่ออก")),
    "urgency": ("teacher", ("แจ้งปัญหา", "ปริ้นไม่ออก", "ยังใช้ไม่ได้")),
    "after": ("teacher", ("แจ้งปัญหา", "ปริ้นไม่ออก", "ยังใช้ไม่ได้", "1")),
    "stranger": ("supplies", ("แจ้งปัญหา", "จอดับ", "ยังใช้ไม่ได้", "1")),
    "place": ("supplies", ("แจ้งปัญหา", "จอดับ", "ยังใช้ไม่ได้", "1", "ยินยอม")),
    "agency": ("supplies", ("แจ้งปัญหา", "จอดับ", "ยังใช้ไม่ได้", "1", "ยินยอม", "ไม่ใช่โรงเรียน")),
    "who": ("supplies", ("แจ้งปัญหา", "จอดับ", "ยังใช้ไม่ได้", "1", "ยินยอม", "บ้านหนองบัว")),
    "same": ("teacher", ("แจ้งปัญหา", "โปรเจกเตอร์ไม่ติด")),
    "answer": ("teacher", ("จป. 2/2570", "1")),
    "sure": ("teacher", ("จป. 2/2570", "2")),
    "card": ("technician", ("จป. 2/2570",)),
    "loose": ("technician", ("จป. 2/2570", "กำลังไปครับ")),
    "tell": ("technician", ("จป. 2/2570", "ตอบผู้แจ้ง")),
    "ask": ("technician", ("จป. 2/2570", "ถามผู้แจ้ง")),
    "note": ("technician", ("จป. 2/2570", "บันทึกภายใน")),
    "advise": ("technician", ("จป. 2/2570", "ให้คำแนะนำ")),
    "visit": ("technician", ("จป. 2/2570", "นัดเข้าแก้ไข")),
    "hour": ("technician", ("จป. 2/2570", "นัดเข้าแก้ไข", "1")),
    "machine": ("technician", ("จป. 2/2570", "ส่งซ่อม")),
    "fault": ("technician", ("จป. 2/2570", "ส่งซ่อม", "เครื่องพิมพ์")),
    "warranty": ("technician", ("จป. 2/2570", "ส่งซ่อม", "เครื่องพิมพ์", "หัวเสีย")),
    "asset": ("technician", ("จป. 2/2570", "เลขครุภัณฑ์")),
    "sorting": ("technician", ("จป. 2/2570", "เปลี่ยนหมวด")),
    "pass_on": ("technician", ("จป. 2/2570", "ส่งต่อ")),
    "merge": ("technician", ("จป. 2/2570", "รวมเรื่อง")),
    "split": ("technician", ("จป. 2/2570", "แยกเรื่อง")),
    "undo": ("technician", ("จป. 2/2570", "รับงาน", "ยกเลิกรายการล่าสุด")),
    "incident": ("technician", ("จป. 2/2570", "เหตุขัดข้อง")),
    "planned": ("technician", ("แจ้งเหตุขัดข้อง",)),
    "planned_2": ("technician", ("แจ้งเหตุขัดข้อง", "1")),
    "planned_3": ("technician", ("แจ้งเหตุขัดข้อง", "1", "1")),
    "all": ("technician", ("งานทั้งหมด",)),
    "behalf": ("technician", ("แจ้งแทน",)),
    "behalf_who": ("technician", ("แจ้งแทน", "บ้านหนองบัว")),
    "behalf_how": ("technician", ("แจ้งแทน", "บ้านหนองบัว", "1")),
}
GROUPS = 6
THINGS = ("image", "audio", "file", "sticker", "location")


@pytest.mark.parametrize("group", range(GROUPS))
def test_odd_words_and_things_in_every_place_break_nothing(room: Room, group: int) -> None:
    for words in ("เครื่องสอง", "เครื่องสาม"):
        room.reports("teacher", words, Category.AV)
    every = list(PLACES)
    for turn in range(group, len(every), GROUPS):
        who, way = PLACES[every[turn]]
        if who == "supplies":
            nobody(room)
        odd = ODD if THOROUGH else (ODD[turn % len(ODD)],)
        numbers = ID_NUMBERS if THOROUGH else (ID_NUMBERS[turn % len(ID_NUMBERS)],)
        for text in (*odd, *(f"เลขของฉัน {number} ครับ" for number in numbers), "ใช่"):
            says_many(room, who, "ยกเลิก", *way, text, "1")
        for thing in THINGS if THOROUGH else (THINGS[turn % len(THINGS)],):
            says_many(room, who, "ยกเลิก", *way)
            sends(room, who, thing)
        unharmed(room)
    assert id_numbers(room.office.database) == []


def sends(room: Room, who: str, thing: str) -> None:
    if thing in ("sticker", "location"):
        {"sticker": room.sticks, "location": room.pins}[thing](who)
    else:
        room.sends(who, thing, name="1234567890121.pdf" if thing == "file" else "")


def test_an_incident_that_is_pressed_twice_is_told_once(room: Room) -> None:
    mine = room.reports("teacher", "เน็ตล่ม", Category.NETWORK)
    incident = room.do("technician", lambda ctx, me: opening.open_incident(
        ctx, me, Fault(Category.NETWORK, "เน็ตล่มทั้งอำเภอ", [A])
    ).id)  # fmt: skip
    room.do("technician", lambda ctx, me: opening.attach(ctx, me, incident, None, [mine]).id)
    with room.at(None) as ctx:
        row = ctx.session.get_one(Incident, incident)
        version, price = row.version, announcing.price(ctx, row).people
    paid = sum(room.paid(who) for who in ("teacher", "clerk", "head"))
    push = [("incident", "push")] * 3
    throws(room, "technician", f"{incident}:{version}:{price}", push)
    throws(room, "second", f"{incident}:{version}:{price}", push)
    throws(room, "teacher", f"{incident}:{version}:{price}", push)
    after = sum(room.paid(who) for who in ("teacher", "clerk", "head"))
    assert after - paid <= price
