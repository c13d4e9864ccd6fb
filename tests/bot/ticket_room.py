"""An office in chat where things break: people of two schools, technicians, supplies; noise.

ticket = room.reports("teacher", "ปริ้นไม่ออกค่ะ")
room.says("technician", "งานของฉัน")
room.presses("technician", "รับงาน")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import delete, select

from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.chat.flows import flows
from bot.database import Database
from handlers import datastate, forms
from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.questions import Office as Where
from handlers.requests.vocabulary import ICT_GROUP
from handlers.tickets import opening
from handlers.tickets.opening import Report
from models.outbox import OutboxMessage, Way
from models.people import Person, Role
from models.repairs import Repair
from models.schools import School
from models.tickets import Category, Ticket, TicketEntry, Urgency
from tests import people
from tests.office import Office, buttons, open_office, readable

T = TypeVar("T")
WHERE = Where("99010000", "สพป.ตัวอย่าง เขต 1")
FORMS = forms.load(None)
A, B = people.SCHOOL, people.OTHER_SCHOOL
#: Code, name, amphoe, network.
SCHOOLS = ((A, "บ้านหนองบัว", "ดอยสูง"), (B, "วัดทุ่งทอง", "ดอยสูง"), ("99010003", "บ้านปลายน้ำ", "ริมธาร"))
#: Who is who: their account in the stand-in of LINE, name, role, school or group, post.
CAST: dict[str, tuple[str, str, Role, str, str]] = {
    "teacher": ("teacher", "มะลิ ตัวอย่าง", Role.TEACHER, A, "ครู"),
    "clerk": ("clerk", "จำปา ตัวอย่าง", Role.SCHOOL_ADMIN, A, "เจ้าหน้าที่ธุรการ"),
    "head": ("school-director", "บุญมา ตัวอย่าง", Role.SCHOOL_DIRECTOR, A, "ผู้อำนวยการโรงเรียน"),
    "far": ("clerk-pc", "ไกล ต่างโรง", Role.SCHOOL_ADMIN, B, "เจ้าหน้าที่ธุรการ"),
    "technician": (
        "technician", "กานดา ช่างดี", Role.TECHNICIAN, ICT_GROUP, "นักวิชาการคอมพิวเตอร์",
    ),
    "second": (
        "area-director", "ปรีชา ช่างคู่", Role.TECHNICIAN, ICT_GROUP, "เจ้าหน้าที่คอมพิวเตอร์",
    ),
    "officer": (
        "officer", "ดาริกา แบบฝึก", Role.OFFICER, people.GROUP, "นักวิเคราะห์นโยบายและแผน",
    ),
    "supplies": ("guest", "พัสดุ ใจดี", Role.SUPPLIES, "กลุ่มบริหารงานการเงินและสินทรัพย์", "เจ้าหน้าที่พัสดุ"),
    "boss": ("group-director", "อารี สาธิต", Role.GROUP_DIRECTOR, ICT_GROUP, "ผู้อำนวยการกลุ่ม"),
}  # fmt: skip
_OF_SCHOOLS = frozenset({Role.TEACHER, Role.SCHOOL_ADMIN, Role.SCHOOL_DIRECTOR})
PHOTO = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb") + b"0" * 200
VOICE, PDF = b"\x00\x00\x00\x18ftypM4A " + b"0" * 64, b"%PDF-1.7\n" + b"0" * 64


class Room:
    """The office, with words for what people do and see."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.lines = {who: self.line(who) for who in CAST}
        with self.at(None) as ctx:
            ctx.session.add_all(_school(ctx, *row) for row in SCHOOLS)
            datastate.bump(ctx)
            self.ids = {who: self._person(ctx, who).id for who in CAST}
            self._noise(ctx)

    # ------------------------------------------------------------------ who and when

    def line(self, who: str) -> str:
        return self.office.people[CAST[who][0]]

    @contextmanager
    def at(self, who: str | None) -> Iterator[Context]:
        """One transaction of somebody who acts at another door; None: a test."""
        line = self.line(who) if who else None
        actor = Actor(f"line:{line}", line, "line") if line else Actor("test")
        with self.office.database.transaction() as session:
            yield Context(session, self.office.clock(), actor)

    def me(self, ctx: Context, who: str) -> Me:
        return as_me(ctx, ctx.session.get_one(Person, self.ids[who]))

    def do(self, who: str, act: Callable[[Context, Me], T]) -> T:
        """Something that is done at another door; whoever is told of it has it on their phone."""
        with self.at(who) as ctx:
            done = act(ctx, self.me(ctx, who))
        self.office.settle()
        return done

    def reports(
        self,
        who: str = "teacher",
        words: str = "ปริ้นไม่ออกค่ะ",
        category: Category = Category.PRINTER,
        urgency: Urgency = Urgency.ONE,
        **more: Any,
    ) -> int:
        """Somebody reports trouble of their school. Returns the ticket's id.

        Staff are not told unless `quietly=False`: who is told depends on who has least to do.
        """
        quietly = bool(more.pop("quietly", True))
        of = CAST[who][3] if CAST[who][2] in _OF_SCHOOLS else None
        report = Report(words, category, urgency, school_code=of, **more)

        def act(ctx: Context, me: Me) -> int:
            return opening.open_ticket(ctx, me, report, quietly=quietly).id

        return self.do(who, act)

    def later(self, **how: float) -> None:
        """Time passes."""
        self.office.clock.advance(**how)
        self.office.settle()

    def next_day(self) -> None:
        """The same time on the next day: what anybody was in the middle of is over."""
        self.later(days=1)

    # ------------------------------------------------------------------ what people do

    def says(self, who: str, text: str, **how: Any) -> str:
        """Type; returns what is read then."""
        self._before(who)
        self.office.says(self.line(who), text, **how)
        return self.heard(who)

    def presses(self, who: str, label: str, nth: int = 0) -> str:
        """Press the newest button of this label, or the one `nth` before it."""
        return self.presses_what(who, self.button(who, label, nth))

    def presses_what(self, who: str, action: dict[str, Any]) -> str:
        """Press a button that another was sent, or that was kept from before."""
        self._before(who)
        self.office.presses(self.line(who), action)
        return self.heard(who)

    def picks_day(self, who: str, day: str) -> str:
        """Pick a day in LINE's picker of the newest message that has one."""
        every = [a for m in reversed(self.messages(who)) for a in buttons(m)]
        action = next(a for a in every if a["type"] == "datetimepicker")
        self._before(who)
        self.office.platform.acts.postback(
            self.line(who), self.line(who), action["data"], params={"date": day}
        )
        self.office.settle()
        return self.heard(who)

    def sends(self, who: str, kind: str = "image", name: str = "", of: int = 1) -> str:
        """Send photos (several are one set), a voice (`audio`) or a file."""
        self._before(who)
        mime = {"image": "image/jpeg", "audio": "audio/mp4"}.get(kind, "application/pdf")
        content = {"image": PHOTO, "audio": VOICE}.get(kind, PDF)
        files = [(name, mime, content + bytes([n])) for n in range(of)]
        self.office.platform.acts.media(self.line(who), self.line(who), kind, files)
        self.office.settle()
        self.office.clock.advance(seconds=5)  # a set of photos is answered when it is complete
        self.office.settle()
        return self.heard(who)

    def pins(self, who: str) -> str:
        """Send a place on the map."""
        return self._sends(who, "location", latitude=19.9, longitude=99.8, title="ห้องธุรการ")

    def sticks(self, who: str) -> str:
        """Send a sticker."""
        return self._sends(who, "sticker", package_id="1", sticker_id="1")

    def _sends(self, who: str, kind: str, **what: Any) -> str:
        self._before(who)
        getattr(self.office.platform.acts, kind)(self.line(who), self.line(who), **what)
        self.office.settle()
        return self.heard(who)

    def signed(self, flow: str, step: str, value: str) -> dict[str, Any]:
        """A standing button as a card has it."""
        pressed = Pressed(flow, step, STANDING, 0, value)
        data = Buttons(self.office.settings.secret_key).sign(pressed)
        return {"type": "postback", "data": data, "label": step}

    # ------------------------------------------------------------------ what people see

    def heard(self, who: str) -> str:
        """All that can be read in the new messages."""
        new = self.office.new_messages(self.line(who))
        return "\n".join(text for message in new for text in readable(message))

    def messages(self, who: str) -> list[dict[str, Any]]:
        return self.office.messages(self.line(who))

    def button(self, who: str, label: str, nth: int = 0) -> dict[str, Any]:
        """The newest button with this label; a number may stand before it."""
        every = [a for m in reversed(self.messages(who)) for a in buttons(m)]
        found = [a for a in every if label in (a.get("label"), bare(a.get("label", "")))]
        assert len(found) > nth, f"no button «{label}»: {self.labels(who)}"
        return found[nth]

    def labels(self, who: str) -> list[str]:
        """The buttons of the newest message, without their numbers."""
        messages = self.messages(who)
        return [bare(a.get("label", "")) for a in buttons(messages[-1])] if messages else []

    # ------------------------------------------------------------------ what is kept

    def ticket(self, ticket_id: int) -> Ticket:
        with self.office.database.reading() as session:
            return session.get_one(Ticket, ticket_id)

    def status(self, ticket_id: int) -> str:
        return self.ticket(ticket_id).status.value

    def number(self, ticket_id: int) -> str:
        """«จป. 1/2570»"""
        row = self.ticket(ticket_id)
        return f"{row.prefix} {row.number}/{row.fiscal_year}"

    def said(self, ticket_id: int) -> list[tuple[str, str]]:
        """Kind and words of every entry of its trail."""
        with self.office.database.reading() as session:
            of = select(TicketEntry).where(TicketEntry.ticket_id == ticket_id)
            rows = session.scalars(of.order_by(TicketEntry.place))
            return [(row.kind.value, row.words or "") for row in rows]

    def repair(self, ticket_id: int) -> Repair:
        """The newest repair of a ticket."""
        with self.office.database.reading() as session:
            of = select(Repair).where(Repair.ticket_id == ticket_id).order_by(Repair.id.desc())
            return session.scalars(of.limit(1)).one()

    def paid(self, who: str) -> int:
        """Messages to this person that the office paid for."""
        with self.office.database.reading() as session:
            of = select(OutboxMessage).where(
                OutboxMessage.chat_key == self.line(who), OutboxMessage.way == Way.PUSH
            )
            return sum(row.price for row in session.scalars(of))

    # ------------------------------------------------------------------ inside

    def _before(self, who: str) -> None:
        """Nobody answers at the very moment that they are told something."""
        self.heard(who)
        self.office.clock.advance(seconds=10)

    def _person(self, ctx: Context, who: str) -> Person:
        _, name, role, where, title = CAST[who]
        school = where if role in _OF_SCHOOLS else None
        place = next((f"โรงเรียน{n}" for code, n, _ in SCHOOLS if code == school), where)
        return people.person(
            ctx, name, role, school=school, group=None if school else where, title=title,
            line_user=self.line(who), affiliation=place, phone="0812345678" if school else None,
        )  # fmt: skip

    def _noise(self, ctx: Context) -> None:
        """A third school whose telephone is dead, and people of other groups without LINE."""
        other = people.person(ctx, "อื่น ห่างไกล", Role.TEACHER, school="99010003", title="ครู")
        report = Report("โทรศัพท์เงียบ", Category.PHONE, Urgency.SEVERAL, school_code="99010003")
        opening.open_ticket(ctx, as_me(ctx, other), report, quietly=True)
        people.person(ctx, "นอกกลุ่ม หนึ่ง", Role.OFFICER, group=people.OTHER_GROUP)
        people.person(ctx, "พ้นตำแหน่ง", Role.TEACHER, school=A)
        ctx.session.execute(delete(OutboxMessage))


def bare(label: str) -> str:
    """A label without its number."""
    return re.sub(r"^\d+\. ", "", label)


def _school(ctx: Context, code: str, name: str, amphoe: str) -> School:
    return School(
        smis=code, name=name, moe_lost_digits=False, province="", area_code="9901",
        area_name=WHERE.name, kind="", in_office=True, amphoe=amphoe, network=f"เครือข่าย{amphoe}",
        imported_at=ctx.now,
    )  # fmt: skip


@contextmanager
def open_room(database: Database, folder: Path) -> Iterator[Room]:
    """The room, with every flow of the product."""
    with open_office(database, folder, flows=flows(WHERE, FORMS)) as office:
        yield Room(office)
