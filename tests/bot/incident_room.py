"""An office in chat whose schools' network fails: teachers, a technician, and who is told what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from bot.chat import incidents, notices, questions
from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.database import Database
from handlers import datastate
from handlers.context import Actor, Context
from handlers.people import Me, as_me, by_line
from handlers.questions import Office as Where
from handlers.tickets.opening import Report, open_ticket
from models.incidents import Incident
from models.outbox import OutboxMessage, Way
from models.people import Role
from models.schools import School
from models.tickets import Category, Ticket, Urgency
from tests import people
from tests.office import Office, buttons, open_office, readable

T = TypeVar("T")
WHERE = Where("99010000", "สพป.ตัวอย่าง เขต 1")
ICT = "กลุ่มส่งเสริมการศึกษาทางไกล"
#: Code, name, amphoe, network.
SCHOOLS = (
    ("99010001", "บ้านหนองบัว", "ดอยสูง", "เครือข่ายดอยสูง 1"),
    ("99010002", "วัดทุ่งทอง", "ดอยสูง", "เครือข่ายดอยสูง 1"),
    ("99010003", "บ้านปลายน้ำ", "ริมธาร", "เครือข่ายริมธาร"),
)
#: Who is who in the stand-in of LINE, with their school.
TEACHERS = {"teacher": "99010001", "clerk": "99010002", "school-director": "99010003"}
STAFF = {"technician": Role.TECHNICIAN, "officer": Role.AV_OFFICER}


class Room:
    """The office, with words for what people do and see."""

    def __init__(self, office: Office) -> None:
        self.office = office
        with self.at(None) as ctx:
            for code, name, amphoe, network in SCHOOLS:
                ctx.session.add(_school(ctx, code, name, amphoe, network))
            datastate.bump(ctx)
            for who, school in TEACHERS.items():
                people.person(ctx, who, Role.TEACHER, school=school, line_user=self.line(who),
                              affiliation="โรงเรียนตัวอย่าง")  # fmt: skip
            for who, role in STAFF.items():
                people.person(ctx, who, role, group=ICT, line_user=self.line(who))

    def line(self, who: str) -> str:
        return self.office.people[who]

    @contextmanager
    def at(self, who: str | None) -> Iterator[Context]:
        line = self.line(who) if who else None
        actor = Actor(f"line:{line}", line, "line") if line else Actor("test")
        with self.office.database.transaction() as session:
            yield Context(session, self.office.clock(), actor)

    def do(self, who: str, act: Callable[[Context, Me], T]) -> T:
        """Something that is done at another door."""
        with self.at(who) as ctx:
            return act(ctx, as_me(ctx, by_line(ctx, self.line(who))))

    def reports(self, who: str, words: str = "เน็ตล่มค่ะ") -> int:
        """Their school's network fails. Returns the ticket's id."""
        report = Report(words, Category.NETWORK, Urgency.STOPPED, school_code=TEACHERS[who])
        found = self.do(who, lambda ctx, me: open_ticket(ctx, me, report, quietly=True).id)
        self.office.settle()
        return found

    def says(self, who: str, text: str, chat: str | None = None) -> str:
        """Type; returns what is read in answer."""
        self.office.new_messages(chat or self.line(who))
        self.office.clock.advance(seconds=10)
        self.office.says(self.line(who), text, chat=chat)
        return self.reads(chat or self.line(who))

    def presses(self, who: str, label: str) -> str:
        """Press the newest button whose label ends so; returns what is read in answer."""
        action = self.button(who, label)
        self.office.new_messages(self.line(who))
        self.office.clock.advance(seconds=10)
        self.office.presses(self.line(who), action)
        return self.reads(self.line(who))

    def button(self, who: str, label: str) -> dict[str, str]:
        """The newest button with this label; a number may stand before it."""
        found = [
            action
            for message in reversed(self.office.messages(self.line(who)))
            for action in buttons(message)
            if action.get("label") == label or action.get("label", "").endswith(f". {label}")
        ]
        assert found, f"no button {label}: {self.labels(who)}"
        return found[0]

    def labels(self, who: str) -> list[str]:
        """The buttons of the newest message."""
        return [a["label"] for a in buttons(self.office.messages(self.line(who))[-1])]

    def reads(self, chat: str) -> str:
        """What is new in a chat."""
        new = self.office.new_messages(chat)
        return "\n".join(text for message in new for text in readable(message))

    def opens(self, who: str, ticket_id: int) -> str:
        """Press the button «เหตุขัดข้อง» of a ticket's card."""
        action = self._signed(f"{ticket_id}:1", "from_ticket")
        self.office.new_messages(self.line(who))
        self.office.presses(self.line(who), action)
        return self.reads(self.line(who))

    def _signed(self, value: str, step: str) -> dict[str, str]:
        data = Buttons(self.office.settings.secret_key).sign(
            Pressed("incident", step, STANDING, 0, value)
        )
        return {"type": "postback", "data": data, "label": step}

    def ticket(self, ticket_id: int) -> Ticket:
        with self.office.database.reading() as session:
            return session.get_one(Ticket, ticket_id)

    def incident(self) -> Incident:
        with self.office.database.reading() as session:
            return session.scalars(select(Incident)).one()

    def paid(self) -> int:
        """Messages that were paid for."""
        with self.office.database.reading() as session:
            rows = session.scalars(select(OutboxMessage).where(OutboxMessage.way == Way.PUSH))
            return sum(row.price for row in rows)


def _school(ctx: Context, code: str, name: str, amphoe: str, network: str) -> School:
    return School(
        smis=code, name=name, moe_lost_digits=False, province="", area_code="9901",
        area_name=WHERE.name, kind="", in_office=True, amphoe=amphoe, network=network,
        imported_at=ctx.now,
    )  # fmt: skip


@contextmanager
def open_room(database: Database, folder: Path) -> Iterator[Room]:
    """The room."""
    flows = [*questions.flows(WHERE), *notices.flows(), *incidents.flows(WHERE)]
    with open_office(database, folder, flows=flows) as office:
        yield Room(office)
