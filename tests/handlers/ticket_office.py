"""An office with technicians for tests of tickets, and what was told to whom at what price."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.requests.vocabulary import ICT_GROUP
from handlers.tickets import answering, mending, opening, silence, watch, working
from handlers.tickets.opening import Report
from handlers.workdays import BANGKOK
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person, Role
from models.tickets import Category, Ticket, TicketEntry, Urgency
from tests import people

At = Callable[[datetime], AbstractContextManager[Context]]
#: A working Thursday, one hour after the office opened.
THURSDAY = datetime.fromisoformat("2026-11-19T09:30+07:00")


def bangkok(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def staffed(ctx: Context, *, noise: bool = True) -> None:
    """Two technicians and their director, the head of the office, two teachers of one school.

    As noise: another group, another school with a ticket of its own that waits for its reporter.
    """
    ict: dict[str, Any] = {"group": ICT_GROUP}
    person = people.person
    person(ctx, "ช่างเอ ทดลอง", Role.TECHNICIAN, line_user="U-a", title="นักวิชาการคอมพิวเตอร์", **ict)
    person(ctx, "ช่างบี ทดลอง", Role.TECHNICIAN, line_user="U-b", title="นักวิชาการคอมพิวเตอร์", **ict)
    person(ctx, "หัวหน้า สมมุติ", Role.GROUP_DIRECTOR, line_user="U-boss", title="ผอ.กลุ่ม", **ict)
    person(ctx, "ผู้นำ สมมุติ", Role.AREA_DIRECTOR, line_user="U-area", title="ผอ.สพป.")
    school: dict[str, Any] = {"school": people.SCHOOL, "affiliation": "โรงเรียนบ้านตัวอย่าง"}
    person(ctx, "มะลิ ตัวอย่าง", Role.TEACHER, line_user="U-teacher", title="ครู",
           phone="0812345678", **school)  # fmt: skip
    person(ctx, "กุหลาบ ตัวอย่าง", Role.TEACHER, line_user="U-second", title="ครู", **school)
    person(ctx, "ต่าง โรงเรียน", Role.TEACHER, line_user="U-far", school=people.OTHER_SCHOOL)
    person(ctx, "ต่าง กลุ่ม", Role.OFFICER, line_user="U-other", group=people.OTHER_GROUP)
    person(ctx, "ต่าง หัวหน้า", Role.GROUP_DIRECTOR, line_user="U-other-boss",
           group=people.OTHER_GROUP)  # fmt: skip
    if noise:
        waiting = report(ctx, "U-far", words="เรื่องข้าง ๆ", school=people.OTHER_SCHOOL)
        working.ask(acting(ctx, "U-b"), me(ctx, "U-b"), waiting.id, None, "เครื่องไหนคะ")


def me(ctx: Context, line: str) -> Me:
    return as_me(ctx, ctx.session.scalar(select(Person).where(Person.line_user == line)))


def acting(ctx: Context, line: str) -> Context:
    """The same moment, as this person: they are answered, and not told of what they do."""
    return Context(ctx.session, ctx.now, Actor(f"line:{line}", line))


def report(
    ctx: Context,
    line: str = "U-teacher",
    *,
    words: str = "ปริ้นไม่ออกค่ะ",
    urgency: Urgency = Urgency.ONE,
    category: Category = Category.PRINTER,
    school: str | None = people.SCHOOL,
    **more: Any,
) -> Ticket:
    mine = acting(ctx, line)
    said = Report(words, category, urgency, school_code=school, **more)
    return opening.open_ticket(mine, me(ctx, line), said)


def photo(ctx: Context, name: str = "p") -> dict[str, Any]:
    """A received photo that belongs to no record yet."""
    row = Media(message_id=f"{name}{ctx.session.query(Media).count()}", chat_key="U", person="U",
                kind="photo", status=MediaStatus.STORED, due_at=ctx.now, created_at=ctx.now,
                sha256=name[0] * 64)  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return {"media_id": row.id, "name": f"{name}.jpg"}


def looks(at: At, start: datetime, end: datetime, every: timedelta = timedelta(minutes=30)) -> None:
    """The clock looks again and again by day between two moments; what was held goes out in time.

    At night and on holidays it says nothing, which has a test of its own.
    """
    moment = start
    while moment < end:
        there = moment.astimezone(BANGKOK)
        if there.weekday() < 5 and 8 <= there.hour < 17:
            look(at, moment)
        moment += every


def look(at: At, moment: datetime) -> int:
    """One minute of the clock."""
    with at(moment) as ctx:
        silence.close_solved(ctx)
        send_due(ctx)
        return watch.look(ctx)


def send_due(ctx: Context) -> None:
    """What was due by now has gone out, as the sender would have done."""
    for row in ctx.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= ctx.now
        )
    ):
        sent = OutboxStatus.SKIPPED if row.only_free else OutboxStatus.ACCEPTED
        row.finish(sent, at=ctx.now)
    ctx.session.flush()


class Told:
    """What was queued since the last look, by whom it is for."""

    def __init__(self, at: At) -> None:
        self._at, self._seen = at, 0
        self.rows()

    def rows(self) -> list[OutboxMessage]:
        with self._at(THURSDAY) as ctx:
            every = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        new, self._seen = every[self._seen :], len(every)
        return list(new)

    def by(self) -> list[tuple[str, str, str]]:
        return [
            (f"{row.created_at.astimezone(BANGKOK):%a %H:%M}", row.chat_key[2:], kind(row))
            for row in self.rows()
        ]


def kind(row: OutboxMessage) -> str:
    return str(row.notices[0]["kind"])


def prices(ctx: Context) -> dict[str, int]:
    """Paid messages by person, as far as they are told or will be."""
    found: dict[str, int] = {}
    for row in ctx.session.scalars(select(OutboxMessage)):
        if row.status is not OutboxStatus.SUPERSEDED and row.price:
            found[row.chat_key] = found.get(row.chat_key, 0) + row.price
    return found


def said(ctx: Context, ticket: Ticket) -> list[str]:
    """The kinds of the ticket's trail, those taken back with a minus."""
    rows = select(TicketEntry).where(TicketEntry.ticket_id == ticket.id).order_by(TicketEntry.place)
    return [f"{'-' if e.undone_at else ''}{e.kind.value}" for e in ctx.session.scalars(rows)]


def kinds(told: Told) -> list[tuple[str, str, int]]:
    """Who was told what, and the price, since this was last asked."""
    return [(r.chat_key[2:], kind(r), r.price) for r in told.rows()]


def kept(ctx: Context, ticket: Ticket) -> Ticket:
    """The ticket as it is in this transaction."""
    return ctx.session.get_one(Ticket, ticket.id)


def do(ctx: Context, line: str, act: Callable[..., Ticket], ticket: Ticket, *how: Any) -> Ticket:
    """This person does that, by the card that they see now."""
    who, row = acting(ctx, line), kept(ctx, ticket)
    if act in _WITHOUT_CARD:
        return act(who, me(ctx, line), row.id, *how)
    return act(who, me(ctx, line), row.id, row.version, *how)


_WITHOUT_CARD = (
    working.take, working.note, answering.add, answering.confirm, answering.withdraw,
    answering.reopen, mending.undo,
)  # fmt: skip
