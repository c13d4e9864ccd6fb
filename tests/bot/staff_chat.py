"""An office whose officers and directors work in chat: people, requests that are filed, noise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from bot.chat import deciding, handling, questions, tasks
from bot.database import Database
from handlers import forms
from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.questions import Office as Where
from handlers.requests import checking, submitting
from handlers.requests.submitting import Filled
from models.audit import AuditEntry
from models.outbox import OutboxMessage
from models.people import Person, Role
from models.requests import Channel, Decision, ServiceRequest
from tests import people
from tests.office import Office, buttons, open_office

WHERE = Where("99010000", "สพป.ตัวอย่าง เขต 1")
FORMS = forms.load(None)
#: Who is who in the stand-in of LINE.
LINES = {
    "teacher": "teacher",
    "officer": "officer",
    "colleague": "technician",
    "director": "group-director",
    "area": "clerk",
    "deputy": "clerk-pc",
}
ANSWERS = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "subject": "จำนวนนักเรียนที่ย้ายระหว่างปี", "purpose": "ทำแผนอัตรากำลัง", "format": "excel",
    "hand_over": "line", "phone": "0812345678",
}  # fmt: skip
PDF = b"%PDF-1.7\n" + b"0" * 64


class Staffed:
    """An office with its people; what they say, press and see is said in short."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.lines = {who: office.people[name] for who, name in LINES.items()}
        with self.acting() as ctx:
            known = people.staffed(ctx, self.lines)
            known["colleague"] = people.person(
                ctx, "กานดา คู่งาน", Role.OFFICER, group=people.GROUP,
                title="เจ้าพนักงานธุรการ", line_user=self.lines["colleague"],
            )  # fmt: skip
            known["deputy"] = people.person(
                ctx, "รองชัย แทนกัน", Role.DEPUTY_DIRECTOR, line_user=self.lines["deputy"],
                title="รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
            )  # fmt: skip
            self.ids = {who: person.id for who, person in known.items()}
            self._noise(ctx)

    @contextmanager
    def acting(self, who: str | None = None) -> Iterator[Context]:
        """One transaction of somebody who acts at another door."""
        line = self.lines[who] if who else None
        actor = Actor(f"line:{line}" if line else "test", line, "line")
        with self.office.database.transaction() as session:
            yield Context(session, self.office.clock(), actor)

    def me(self, ctx: Context, who: str) -> Me:
        return as_me(ctx, ctx.session.get_one(Person, self.ids[who]))

    def files(self, who: str = "teacher", **more: Any) -> int:
        """Somebody files a request; returns its id. Whoever is told of it has it on their phone."""
        answers = ANSWERS | more.pop("answers", {})
        form = FORMS.forms[more.pop("form", "data_request")]
        with self.acting(who) as ctx:
            filled = Filled(form, answers, **more)
            line = self.lines[who]
            request_id = submitting.submit(ctx, FORMS, self.me(ctx, who), filled, line).id
        self.office.settle()
        return request_id

    def by_phone(self) -> int:
        """The officer files one for somebody who telephoned and has no LINE here."""
        form = FORMS.forms["data_request"]
        filled = Filled(form, ANSWERS | {"name": "สมพร โทรมา"}, channel=Channel.PHONE)
        with self.acting("officer") as ctx:
            request_id = submitting.submit_on_behalf(ctx, self.me(ctx, "officer"), filled).id
        self.office.settle()
        return request_id

    def proposed(self, who: str = "teacher", proposal: str = "permit", **more: Any) -> int:
        """A request that a director is to decide on."""
        request_id = self.files(who, **more)
        with self.acting("officer") as ctx:
            me = self.me(ctx, "officer")
            checking.propose(ctx, FORMS, me, request_id, None, proposal, "ตรวจแล้ว เห็นควรตามเสนอ")
        self.office.settle()
        return request_id

    def says(self, who: str, text: str) -> str:
        """Type; returns what is read then."""
        self._later(who)
        self.office.says(self.lines[who], text)
        return self.heard(who)

    def presses(self, who: str, label: str, nth: int = 0) -> str:
        """Press the newest button with this label; returns what is read then."""
        self._later(who)
        self.office.presses(self.lines[who], self.button(who, label, nth))
        return self.heard(who)

    def presses_what(self, who: str, action: dict[str, Any]) -> str:
        """Press a button that another was sent."""
        self._later(who)
        self.office.presses(self.lines[who], action)
        return self.heard(who)

    def sends(self, who: str, *files: tuple[str, str, bytes], kind: str = "file") -> str:
        """Send files of (name, media type, bytes)."""
        self._later(who)
        line = self.lines[who]
        self.office.platform.acts.media(line, line, kind, list(files))
        self.office.settle()
        return self.heard(who)

    def _later(self, who: str) -> None:
        """Nobody answers at the very moment that they are told something."""
        self.heard(who)
        self.office.clock.advance(seconds=10)

    def heard(self, who: str) -> str:
        """All that can be read in the new messages."""
        return self.office.heard(self.lines[who])

    def button(self, who: str, label: str, nth: int = 0) -> dict[str, Any]:
        """The newest button with this label, or the one `nth` before it."""
        found = [
            action
            for message in reversed(self.office.messages(self.lines[who]))
            for action in buttons(message)
            if action.get("label") == label
        ]
        assert len(found) > nth, f"no button {label}: {self.labels(who)}"
        return found[nth]

    def labels(self, who: str) -> list[str]:
        """The labels of the buttons of the last message."""
        messages = self.office.messages(self.lines[who])
        return [action.get("label", "") for action in buttons(messages[-1])] if messages else []

    def request(self, request_id: int) -> ServiceRequest:
        """The request as it is kept."""
        with self.office.database.reading() as session:
            return session.get_one(ServiceRequest, request_id)

    def decisions(self, request_id: int) -> list[Decision]:
        """Every decision on it."""
        with self.office.database.reading() as session:
            of = select(Decision).where(Decision.request_id == request_id).order_by(Decision.id)
            return list(session.scalars(of))

    def trail(self, request_id: int, verb: str = "") -> list[str]:
        """The verbs of its audit, or those of one kind."""
        with self.office.database.reading() as session:
            rows = session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.subject == f"request:{request_id}")
                .order_by(AuditEntry.id)
            )
            verbs = [action.rpartition(":")[2] for action in rows]
        return [v for v in verbs if verb in ("", v)]

    def next_day(self) -> None:
        """The same time on the next day."""
        self.office.clock.advance(days=1)
        self.office.settle()

    def _noise(self, ctx: Context) -> None:
        """A request of another group, decided by nobody here, and one in that group's hands."""
        form = FORMS.forms["data_request"]
        for name in ("ของกลุ่มอื่น ก", "ของกลุ่มอื่น ข"):
            other = people.person(ctx, "ต่างโรง ตัวอย่าง", Role.TEACHER, school=people.OTHER_SCHOOL)
            filled = Filled(form, ANSWERS | {"subject": name})
            request = submitting.submit(ctx, FORMS, as_me(ctx, other), filled, "")
            request.owner_group, request.officer_id = people.OTHER_GROUP, None
        # Their officer's account is unknown to this stand-in of LINE.
        ctx.session.execute(delete(OutboxMessage))
        ctx.session.execute(
            update(Person).where(Person.line_user == "U-other-officer").values(line_user=None)
        )


@contextmanager
def open_staffed(database: Database, folder: Path) -> Iterator[Staffed]:
    """An office of staff in chat."""
    flows = [
        *questions.flows(WHERE), *tasks.flows(WHERE, FORMS), *handling.flows(WHERE, FORMS),
        *deciding.flows(WHERE, FORMS),
    ]  # fmt: skip
    with open_office(database, folder, flows=flows) as opened:
        yield Staffed(opened)


def number(text: str) -> str:
    """The first request number that can be read in a text."""
    found = re.search(r"(?:คข\.|คร\.) \d+/\d{4}", text)
    assert found, text
    return found[0]
