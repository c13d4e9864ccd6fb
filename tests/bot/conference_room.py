"""An office whose teacher asks for a conference in chat, and the people who attend it.

asked(room)
room.presses("clerk", "เข้าร่วม")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.chat.flows import flows
from bot.database import Database
from bot.texts import consent
from handlers import budget
from handlers.bookings import demo
from handlers.people import give_consent
from handlers.requests.vocabulary import ICT_GROUP
from handlers.tickets import watch
from models.outbox import OutboxMessage
from models.people import Role
from models.tickets import Ticket, TicketEntry
from tests import people
from tests.bot.requesting_room import FORMS, WHERE, Room
from tests.office import open_office

SUBJECT, ROOM = "ประชุมชี้แจงนโยบาย", "ห้องประชุมทางไกล ชั้น 2"
#: Who is who: name, role, where.
PEOPLE: dict[str, tuple[str, Role, dict[str, Any]]] = {
    "teacher": ("มะลิ ตัวอย่าง", Role.TEACHER, {"school": people.SCHOOL}),
    "clerk": ("กุหลาบ ตัวอย่าง", Role.SCHOOL_ADMIN, {"school": people.SCHOOL}),
    "school-director": ("ต่างโรงเรียน สมมุติ", Role.SCHOOL_DIRECTOR, {"school": people.OTHER_SCHOOL}),
    "officer": ("ดาริกา แบบฝึก", Role.OFFICER, {"group": people.GROUP}),
    "technician": ("ช่างเอ ทดลอง", Role.TECHNICIAN, {"group": ICT_GROUP}),
}


@contextmanager
def open_room(database: Database, folder: Path) -> Iterator[Room]:
    """The office, a day on which everybody works, and noise."""
    with open_office(database, folder, flows=flows(WHERE, FORMS, mail=False)) as office:
        room = Room(office)
        with room.ctx() as ctx:
            demo.seed(ctx)
            for who, (name, role, where) in PEOPLE.items():
                made = people.person(
                    ctx, name, role, line_user=room.line(who), phone="0812345678",
                    affiliation="โรงเรียนบ้านตัวอย่าง", **where,
                )  # fmt: skip
                give_consent(ctx, made, consent.VERSION, consent.text_hash(WHERE.name))
            people.person(ctx, "ต่างกลุ่ม", Role.OFFICER, group=people.OTHER_GROUP)
        yield room


def asked(room: Room, day: str = "24 พ.ย. 69", subject: str = SUBJECT, where: str = ROOM) -> int:
    """The teacher fills the form in, from nine to noon; returns the ticket's id."""
    room.says("teacher", "ขอจัดประชุมทางไกล")
    for answer in (subject, day, "9.00", "12.00", "10", "1", "ไม่", "ข้าม"):
        room.says("teacher", answer)
    room.presses("teacher", "ยืนยัน")
    assert "รับเรื่องแล้ว" in room.presses("teacher", where)
    with room.ctx() as ctx:
        return max(ctx.session.scalars(select(Ticket.id)))


def joined(room: Room, *who: str) -> None:
    """They read the notices and press."""
    for one in who:
        room.says(one, "ประกาศ")
        assert "ลงชื่อเข้าร่วมแล้ว" in room.presses(one, "เข้าร่วม")


def comes(room: Room, **how: float) -> None:
    """Time passes until then, and the clock looks."""
    room.office.clock.advance(**how)
    with room.ctx() as ctx:
        watch.look(ctx)
    room.office.settle()


def until(room: Room, day: int, hour: int, minute: int = 0) -> None:
    """It is this hour of a day of November 2569 in Bangkok."""
    now = room.office.clock().astimezone(budget.BANGKOK)
    then = now.replace(day=day, hour=hour, minute=minute, second=0, microsecond=0)
    comes(room, seconds=(then - now).total_seconds())


def left(room: Room, limit: int, used: int) -> None:
    """What LINE says of this month's messages."""
    with room.ctx() as ctx:
        budget.note(ctx.session, limit=limit, used=used, now=ctx.now + timedelta(seconds=1))


def trail(room: Room, ticket_id: int) -> list[TicketEntry]:
    with room.office.database.reading() as session:
        query = select(TicketEntry).where(TicketEntry.ticket_id == ticket_id)
        return list(session.scalars(query.order_by(TicketEntry.place)))


def told(room: Room, who: str, kind: str) -> list[OutboxMessage]:
    """What somebody was to be told of this kind."""
    with room.office.database.reading() as session:
        rows = session.scalars(
            select(OutboxMessage).where(OutboxMessage.chat_key == room.line(who))
        )
        return [row for row in rows if any(n["kind"] == kind for n in row.notices)]
