"""Five schools whose network fails, and who mends it, for tests of incidents."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, update

from handlers import outbox
from handlers.context import Actor, Context
from handlers.incidents import opening
from handlers.outbox import Letter
from handlers.people import Me, as_me
from handlers.tickets.opening import Report, open_ticket
from models.chats import Chat, ChatKind
from models.incidents import Incident
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.people import Person, Role
from models.tickets import Category, Ticket, Urgency
from tests import people
from tests.conftest import NOON

T = TypeVar("T")
At = Callable[[datetime], AbstractContextManager[Context]]
WORDS, END = "อินเทอร์เน็ตขัดข้อง กำลังแก้ไข", "สายหลักขาด ต่อใหม่แล้ว"
SCHOOLS = [f"9901000{n}" for n in range(1, 6)]


class Town:
    """Five schools with a teacher each (the first has two), two technicians, and noise."""

    def __init__(self, at: At) -> None:
        self.at = at
        self.ids: dict[str, int] = {}
        with at(NOON) as ctx:
            for n, school in enumerate(SCHOOLS, 1):
                self._add(ctx, f"teacher{n}", Role.TEACHER, school=school)
            self._add(ctx, "clerk1", Role.SCHOOL_ADMIN, school=SCHOOLS[0])
            self._add(ctx, "tech", Role.TECHNICIAN, group="กลุ่ม ICT")
            self._add(ctx, "tech2", Role.TECHNICIAN, group="กลุ่ม ICT")
            self._add(ctx, "officer", Role.OFFICER, group=people.OTHER_GROUP)
            # Noise: a teacher who left, one without LINE, one who has blocked the account.
            past = (NOON - timedelta(days=30)).date()
            people.person(ctx, "ย้ายไปแล้ว", Role.TEACHER, school=SCHOOLS[0], line_user="U-left",
                          ends_on=past)  # fmt: skip
            people.person(ctx, "ไม่มีไลน์", Role.TEACHER, school=SCHOOLS[0])
            people.person(ctx, "ปิดกั้น", Role.TEACHER, school=SCHOOLS[1], line_user="U-blocked")
            ctx.session.add(Chat(chat_key="U-blocked", kind=ChatKind.USER, left_at=NOON))

    def _add(self, ctx: Context, who: str, role: Role, **where: Any) -> None:
        self.ids[who] = people.person(ctx, who, role, line_user=f"U-{who}", **where).id

    def by(self, ctx: Context, who: str) -> tuple[Context, Me]:
        person = ctx.session.get_one(Person, self.ids[who])
        actor = Actor(f"line:{person.line_user}", person.line_user, "line")
        return Context(ctx.session, ctx.now, actor), as_me(ctx, person)

    def do(self, who: str, act: Callable[[Context, Me], T], moment: datetime = NOON) -> T:
        """Somebody does something, in a transaction of its own."""
        with self.at(moment) as ctx:
            return act(*self.by(ctx, who))

    def reports(self, who: str, category: Category = Category.NETWORK) -> int:
        """A teacher reports trouble of their school. Returns the ticket's id."""
        school = SCHOOLS[int(who[-1]) - 1]
        report = Report(f"เน็ตล่ม {who}", category, Urgency.STOPPED, school_code=school)
        return self.do(who, lambda ctx, me: open_ticket(ctx, me, report).id)

    def replied(self, who: str, moment: datetime = NOON) -> list[str]:
        """This person writes something and is answered: what goes along with the answer."""
        with self.at(moment) as ctx:
            line = f"U-{who}"
            letter = Letter(
                chat_key=line, place={"is_group": False, "conversation_id": 0, "turn": 0},
                notices=({"kind": "menu", "data": {}},), reply_token=f"t-{who}-{moment}",
                received_at=moment,
            )  # fmt: skip
            outbox.queue(ctx.session, [letter], now=ctx.now)
            row = ctx.session.scalars(
                select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
            ).one()
            row.finish(OutboxStatus.ACCEPTED, at=ctx.now)
            return [notice["kind"] for notice in row.notices[1:]]

    def sent(self) -> None:
        """The sender has pushed what is due."""
        with self.at(NOON) as ctx:
            ctx.session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.status == OutboxStatus.QUEUED,
                    OutboxMessage.only_free.is_(False),
                )
                .values(status=OutboxStatus.ACCEPTED, way=Way.PUSH, finished_at=NOON)
            )

    def rows(self, kind: str, *, free: bool) -> list[OutboxMessage]:
        """Messages that hold such a notice, as they stand."""
        with self.at(NOON) as ctx:
            found = ctx.session.scalars(
                select(OutboxMessage).where(OutboxMessage.only_free.is_(free))
            ).all()
            mine = [row for row in found if any(n["kind"] == kind for n in row.notices)]
            for row in mine:
                ctx.session.expunge(row)
            return sorted(mine, key=lambda row: row.id)

    def held(self, kind: str = "incident.started") -> list[str]:
        """Who is still offered it."""
        rows = self.rows(kind, free=True)
        return sorted(row.chat_key for row in rows if row.status is OutboxStatus.QUEUED)

    def ticket(self, ticket_id: int) -> Ticket:
        with self.at(NOON) as ctx:
            return ctx.session.get_one(Ticket, ticket_id)

    def incident(self, incident_id: int) -> Incident:
        with self.at(NOON) as ctx:
            return ctx.session.get_one(Incident, incident_id)

    def together(self, *whose: str) -> tuple[int, list[int]]:
        """An incident of the tickets of these."""
        tickets = [self.reports(who) for who in whose]
        made = self.do(
            "tech",
            lambda ctx, me: opening.from_ticket(ctx, me, tickets[0], None, WORDS, tickets[1:]).id,
        )
        return made, tickets
