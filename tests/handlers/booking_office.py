"""An office with rooms and equipment for loan, and two tickets that they are booked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import handlers.tickets.rated  # noqa: F401 - so that tickets are known by their numbers
import models.registry  # noqa: F401 - every table
from handlers import bookings
from handlers.bookings import demo
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.workdays import BANGKOK
from models.bookings import Booking, Chore
from models.people import Person, Role
from models.requests import Channel
from models.tickets import Category, Ticket, TicketStatus, Urgency
from tests import people
from tests.conftest import NOON

ICT = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
TICKET, OTHER = "ticket:1", "ticket:2"


def bkk(day: int, clock: str = "09:00", month: int = 11) -> datetime:
    """A moment of พ.ศ. 2569. The tests' present is Thursday 19 November, 14:30."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


def opened(ctx: Context) -> dict[str, Me]:
    """An office with rooms, and two tickets: the teacher's and somebody else's."""
    demo.seed(ctx)
    made = people.staffed(ctx)
    made["technician"] = people.person(ctx, "ทองดี ทดลอง", Role.TECHNICIAN, group=ICT)
    made["head"] = people.person(ctx, "นที แบบอย่าง", Role.GROUP_DIRECTOR, group=ICT)
    made["stranger"] = people.person(ctx, "กันยา สมมุติ", Role.TEACHER, school=people.OTHER_SCHOOL)
    for number, who in enumerate(("teacher", "stranger"), 1):
        ctx.session.add(ticket(number, made[who]))
    ctx.session.flush()
    # Noise: other rooms, other days, other equipment.
    for resource, starts, ends in (
        ("room:computer", bkk(24), bkk(24, "16:00")), ("room:big", bkk(20), bkk(20, "12:00")),
        ("equipment:speaker", bkk(23), bkk(27)),
    ):  # fmt: skip
        bookings.book(ctx, subject=OTHER, resource=resource, starts=starts, ends=ends,
                      by_id=made["stranger"].id)  # fmt: skip
    return {name: as_me(ctx, person) for name, person in made.items()}


def ticket(number: int, reporter: Person) -> Ticket:
    return Ticket(
        prefix="จป.", fiscal_year=2570, number=number, answers={}, category=Category.AV,
        urgency=Urgency.ONE, subject=f"ประชุมทางไกล ครั้งที่ {number}", reporter_id=reporter.id,
        reporter={}, place="โรงเรียนบ้านตัวอย่าง", channel=Channel.LINE, owner_group=ICT,
        status=TicketStatus.REPORTED, version=1, opened_at=NOON, changed_at=NOON,
    )  # fmt: skip


def booked(ctx: Context, who: Me, resource: str = "room:big", day: int = 24, **how: Any) -> Booking:
    """The teacher's ticket gets it from nine to noon."""
    assert who.id is not None
    times = {"starts": bkk(day), "ends": bkk(day, "12:00")}
    return bookings.book(
        ctx, **{"subject": TICKET, "resource": resource, "by_id": who.id, **times, **how}
    )


def later(ctx: Context, moment: datetime) -> Context:
    return replace(ctx, now=moment.astimezone(UTC))


def planned(ctx: Context, subject: str = TICKET) -> dict[str, datetime]:
    """What is still to be done, and by when on the office's clock."""
    rows = bookings.waiting(ctx, subject)
    return {row.kind.value: row.due_at.astimezone(BANGKOK) for row in rows}


def conference(ctx: Context, day: int = 24, *, signs: bool = False, **how: Any) -> list[Chore]:
    times = {"starts": bkk(day), "ends": bkk(day, "12:00"), "group": ICT, **how}
    return bookings.plan_conference(ctx, subject=TICKET, signs=signs, **times)
