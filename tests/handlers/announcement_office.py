"""An office that announces: three schools in two networks, their people, a group of clerks; other
schools, people and messages as noise. The clock is moved by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import groups, outbox, telling
from handlers.announcements import acknowledging, drafting, pricing, reach, sending
from handlers.announcements.audiences import Chosen
from handlers.context import Actor, Context
from handlers.groups import riding
from handlers.outbox import RODE, Letter
from handlers.people import SYSTEM, Me, as_me
from handlers.workdays import BANGKOK
from models.announcements import Announcement, AnnouncementRecipient, Delivery
from models.chats import Chat, ChatKind
from models.groups import GroupPurpose
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.people import Person, Role
from models.schools import School
from tests import people
from tests.people import GROUP, OTHER_GROUP

A, B, C, D = "99010001", "99010002", "99010003", "99010004"
NAMES = {A: "บ้านหนองบัว", B: "วัดทุ่งทอง", C: "บ้านปลายน้ำ", D: "บ้านไกล"}
NORTH, SOUTH = "เครือข่ายดอยสูง", "เครือข่ายลุ่มน้ำ"
CLERKS = "C" + "1" * 32
HEADS = Chosen(roles=(Role.SCHOOL_DIRECTOR,))


def bangkok(text: str) -> datetime:
    """A moment of the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


class Desk:
    """Directors and clerks of A, B and C can be told; nobody of D can."""

    def __init__(self, ctx: Context, now: str = "2026-11-19T10:00") -> None:
        self.session, self.now = ctx.session, bangkok(now)
        one = self.ctx()
        for code, network in ((A, NORTH), (B, NORTH), (C, SOUTH), (D, SOUTH)):
            one.session.add(School(
                smis=code, moe_lost_digits=False, name=NAMES[code], province="เชียงราย",
                area_code="9901", area_name="เขตตัวอย่าง", kind="", in_office=True,
                network=network, phone=f"0-5300-000{code[-1]}", imported_at=one.now,
            ))  # fmt: skip
        one.session.flush()
        for n, code in enumerate((A, B, C, D)):
            line = None if code == D else str(n)
            people.person(one, f"ผอ. {n}", Role.SCHOOL_DIRECTOR, school=code, phone=f"08{n}",
                          line_user=line and f"U-head-{line}")  # fmt: skip
            people.person(one, f"ธุรการ {n}", Role.SCHOOL_ADMIN, school=code,
                          line_user=line and f"U-clerk-{line}")  # fmt: skip
        people.person(one, "ครู", Role.TEACHER, school=A, line_user="U-teacher")
        people.person(one, "ประธาน", Role.NETWORK_CHAIR, school=B, line_user="U-chair")
        self.officer = self.staff("ดาริกา", Role.OFFICER, GROUP, "U-officer")
        self.colleague = self.staff("อารี", Role.GROUP_DIRECTOR, GROUP, "U-boss")
        self.stranger = self.staff("นอกกลุ่ม", Role.OFFICER, OTHER_GROUP, "U-other")
        self.area = self.staff("สมาน", Role.AREA_DIRECTOR, None, "U-area")
        telling.offer(one, "U-noise", "menu", {}, ref="noise", until=bangkok("2027-01-01T00:00"),
                      hold_key="noise:1")  # fmt: skip
        noise = self.draft("ประกาศอื่น", roles=(Role.TEACHER,))
        sending.send(self.ctx(), self.officer, noise.id, None, 0)

    def staff(self, name: str, role: Role, group: str | None, line: str) -> Me:
        made = people.person(self.ctx(), name, role, group=group, line_user=line)
        return as_me(self.ctx(), made)

    def ctx(self, at: str | None = None) -> Context:
        self.now = bangkok(at) if at else self.now
        return Context(self.session, self.now, Actor("test"))

    def group(self, members: int | None = 40, schools: Sequence[str] | None = None) -> None:
        """The clerks' group is bound, and LINE has said how many are in it."""
        groups.bind(self.ctx(), SYSTEM, CLERKS, "ธุรการทั้งเขต", GroupPurpose.CLERKS, schools)
        groups.take_count(self.ctx(), CLERKS, members)

    def draft(self, title: str = "ประชุมด่วน", **how: Any) -> Announcement:
        """A draft of the officer's. What is no way of a draft is who it goes to."""
        ways = {name: how.pop(name) for name in ("delivery", "until", "asks_acknowledgement",
                                                 "link", "letter") if name in how}  # fmt: skip
        return drafting.compose(
            self.ctx(), self.officer, title, "ประชุมทางไกล พรุ่งนี้", audience=Chosen(**how), **ways
        )

    def send(self, row: Announcement, *, at: str | None = None) -> Announcement:
        """Sent at the price that is shown."""
        shown = pricing.price(self.ctx(), row).messages
        moment = bangkok(at) if at else None
        return sending.send(self.ctx(), self.officer, row.id, row.version, shown, at=moment)

    def sent(self, title: str = "ประชุมด่วน", **how: Any) -> Announcement:
        return self.send(self.draft(title, **how))

    def pushed(self, title: str = "ประชุมด่วน", **how: Any) -> Announcement:
        return self.sent(title, delivery=Delivery.PUSH, **how)

    def clock(self, at: str) -> int:
        return sending.send_due(self.ctx(at))

    def person(self, line_user: str) -> Person:
        return self.session.scalars(select(Person).where(Person.line_user == line_user)).one()

    def taps(self, line_user: str, row: Announcement, **how: Any) -> acknowledging.Noted:
        found = self.session.scalar(select(Person).where(Person.line_user == line_user))
        return acknowledging.acknowledge(self.ctx(), line_user, found, row.id, **how)

    def reads(self, line_user: str) -> None:
        """The person wrote something: what was offered rode on the answer."""
        for row in self.waiting(line_user):
            row.finish(OutboxStatus.SUPERSEDED, at=self.now, error=RODE)
        self.session.flush()

    def goes_out(self) -> list[tuple[str, int]]:
        """LINE takes everything that is due: to whom, for how many messages."""
        due = self.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= self.now)
            .order_by(OutboxMessage.id)
        ).all()
        for row in due:
            row.way = Way.PUSH
            row.finish(OutboxStatus.ACCEPTED, at=self.now)
        self.session.flush()
        return [(row.chat_key, row.price) for row in due]

    def rides(self, at: str, *, taken: bool = True) -> list[str]:
        """Somebody wrote in the clerks' group: the kinds of notices that rode on the free reply."""
        found = riding.ride(self.ctx(at), CLERKS, self.now)
        if found is None:
            return []
        letter = Letter(
            CLERKS, {"is_group": True},
            tuple({"kind": kind, "data": data} for kind, data in found.notices),
            reply_token="t", received_at=self.now, hold_key=found.hold_key,
        )  # fmt: skip
        outbox.queue(self.session, [letter], now=self.now)
        row = self.session.scalars(
            select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
        ).one()
        row.finish(OutboxStatus.ACCEPTED if taken else OutboxStatus.SKIPPED, at=self.now)
        self.session.flush()
        return [kind for kind, _ in found.notices]

    def waiting(self, line_user: str) -> list[OutboxMessage]:
        self.session.expire_all()
        query = select(OutboxMessage).where(
            OutboxMessage.chat_key == line_user, OutboxMessage.status == OutboxStatus.QUEUED
        )
        return list(self.session.scalars(query.order_by(OutboxMessage.id)))

    def held(self, line_user: str) -> list[tuple[str, str]]:
        """What waits for somebody: kind and title."""
        return [
            (one["kind"], one["data"].get("title", ""))
            for row in self.waiting(line_user)
            for one in row.notices
        ]

    def ways(self, row: Announcement) -> dict[str, str]:
        """How it reached everybody it was for."""
        self.session.expire_all()
        return {chat: how.way for chat, how in reach.of(self.ctx(), row).items()}

    def recipients(self, row: Announcement) -> dict[str, AnnouncementRecipient]:
        return {one.chat_key: one for one in reach.recipients_of(self.ctx(), row)}

    def blocks(self, line_user: str) -> None:
        """They blocked the account."""
        self.session.add(
            Chat(chat_key=line_user, kind=ChatKind.USER, changed_ms=1, left_at=self.now)
        )
        self.session.flush()
