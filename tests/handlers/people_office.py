"""A few people of an invented office, for tests of who may do what."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import people
from handlers.context import Context
from handlers.people import SYSTEM, Me
from handlers.schools import import_schools
from models.audit import AuditEntry
from models.people import Person

PLAN, TECH = "กลุ่มนโยบายและแผน", "กลุ่มส่งเสริมการศึกษาทางไกล"
ONE, TWO, ELSEWHERE = "99010001", "99010002", "88010001"
_SCHOOLS = (
    f"{ONE},1099010001,บ้านหนองสมมุติ,ตัวอย่าง,99010000,สพป.ตัวอย่าง เขต 1,ประถม\n"
    f"{TWO},1099010002,วัดโคกทดลอง,ตัวอย่าง,99010000,สพป.ตัวอย่าง เขต 1,ประถม\n"
    f"{ELSEWHERE},1088010001,บ้านนอกเขต,อื่น,88010000,สพป.อื่น เขต 1,ประถม\n"
)


def open_schools(ctx: Context) -> None:
    """Two schools of the office, and one of another."""
    head = "smis,moe,name,province,area_code,area_name,type\n"
    import_schools(ctx, "schools.csv", (head + _SCHOOLS).encode(), "99010000")


def add(ctx: Context, name: str, role: str, line: str | None = None, **more: Any) -> Person:
    """A person with a post, entered at the command line."""
    where = {k: more.pop(k) for k in ("school", "group", "title") if k in more}
    seat = people.seat(ctx, role, **where)
    return people.add_person(ctx, SYSTEM, name, seat, line_user=line, **more)


def acting_as(ctx: Context, person: Person) -> Me:
    """The person as a use case sees them today."""
    return people.as_me(ctx, person)


def audited(ctx: Context) -> list[str]:
    """What the audit says was done, oldest first."""
    ctx.session.flush()
    rows = ctx.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [row.action.split(":", 1)[1] for row in rows]
