"""An office whose people ask for information in chat, for tests of that: staff, schools, figures.

    room.says("teacher", "ขอข้อมูล")
    room.presses("teacher", "ยืนยัน")

Counts what each person typed or pressed, and what was paid for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.chat import following, questions, rating, requesting
from bot.database import Database
from bot.texts import consent
from handlers import forms
from handlers.context import Actor, Context
from handlers.people import as_me, by_line, give_consent
from handlers.people.access import Me
from handlers.questions import Office as Where
from models.outbox import OutboxMessage
from models.requests import ServiceRequest
from tests import people
from tests.bot import published
from tests.office import Office, buttons, open_office, readable

SUBJECT, PURPOSE = "รายชื่อโรงเรียนที่รับครูย้ายระหว่างปี", "จัดทำแผนของโรงเรียน"
WHERE = Where(published.OFFICE_CODE, published.OFFICE_NAME)
FORMS = forms.load(None)
STAFF = {"officer": "officer", "director": "group-director", "teacher": "teacher"}


def bare(label: str) -> str:
    """A label without its number."""
    return re.sub(r"^\d+\. ", "", label)


class Room:
    """The office, with words for what people do and see."""

    def __init__(self, office: Office) -> None:
        self.office, self.did = office, Counter[str]()

    def line(self, who: str) -> str:
        return self.office.people[who]

    @contextmanager
    def ctx(self, who: str | None = None) -> Iterator[Context]:
        line = self.line(who) if who else None
        actor = Actor(f"line:{line}", line, "line") if line else Actor("test")
        with self.office.database.transaction() as session:
            yield Context(session, self.office.clock(), actor)

    def says(self, who: str, text: str, **how: Any) -> str:
        """Type; returns what is read in answer."""
        self.did[who] += 1
        self.office.new_messages(self.line(who))
        self.office.says(self.line(who), text, **how)
        return self.reads(who)

    def presses(self, who: str, label: str) -> str:
        """Press the newest button with this label; returns what is read in answer."""
        self.did[who] += 1
        action = self.button(who, label)
        self.office.new_messages(self.line(who))
        self.office.presses(self.line(who), action)
        return self.reads(who)

    def picks_day(self, who: str, day: str) -> str:
        """Pick a day in LINE's picker of the newest message that has one."""
        self.did[who] += 1
        action = next(a for a in self.actions(who) if a["type"] == "datetimepicker")
        self.office.new_messages(self.line(who))
        self.office.platform.acts.postback(
            self.line(who), self.line(who), action["data"], params={"date": day}
        )
        self.office.settle()
        return self.reads(who)

    def sends(self, who: str, kind: str, name: str = "", data: bytes = b"x", of: int = 1) -> str:
        """Send a photo (or several at once) or a file."""
        self.did[who] += 1
        line = self.line(who)
        mime = "image/jpeg" if kind == "image" else "application/octet-stream"
        self.office.new_messages(line)
        self.office.platform.acts.media(line, line, kind, [(name, mime, data)] * of)
        self.office.settle()
        return self.reads(who)

    def actions(self, who: str) -> list[dict[str, Any]]:
        """Every button that stands in the chat, the newest message's first."""
        every = reversed(self.office.messages(self.line(who)))
        return [action for message in every for action in buttons(message)]

    def button(self, who: str, label: str) -> dict[str, Any]:
        """The newest button whose label ends so (numbers stand before labels)."""
        found = [a for a in self.actions(who) if bare(a["label"]) == label]
        assert found, f"no button «{label}»: {[a['label'] for a in self.actions(who)][:12]}"
        return found[0]

    def labels(self, who: str) -> list[str]:
        """The buttons of the newest message."""
        return [bare(a["label"]) for a in buttons(self.office.messages(self.line(who))[-1])]

    def reads(self, who: str) -> str:
        """What is new in their chat."""
        new = self.office.new_messages(self.line(who))
        return "\n".join(text for message in new for text in readable(message))

    def me(self, ctx: Context, who: str) -> Me:
        return as_me(ctx, by_line(ctx, self.line(who)))

    def requests(self) -> list[ServiceRequest]:
        with self.ctx() as ctx:
            found = ctx.session.scalars(select(ServiceRequest).order_by(ServiceRequest.id)).all()
            for row in found:
                ctx.session.expunge(row)
            return list(found)

    def paid(self, who: str) -> int:
        """Messages to this person that the office pays for."""
        with self.ctx() as ctx:
            rows = ctx.session.scalars(
                select(OutboxMessage).where(OutboxMessage.chat_key == self.line(who))
            )
            return sum(row.price for row in rows if row.way and row.way.value == "push")


def fill_in(room: Room, who: str = "teacher") -> str:
    """From the word to the summary."""
    room.says(who, "ขอข้อมูล")
    room.says(who, SUBJECT)
    room.says(who, PURPOSE)
    room.picks_day(who, "2026-12-15")
    room.presses(who, "Excel")
    return room.presses(who, "LINE")


@contextmanager
def open_room(database: Database, folder: Path, *, mail: bool = True) -> Iterator[Room]:
    """The room, with the usual people and a small office's figures. `mail`: it has a server."""
    open_form = requesting.open_form(WHERE, FORMS)
    flows = [
        *questions.flows(WHERE, open_form),
        *requesting.flows(WHERE, FORMS, mail=mail),
        *following.flows(WHERE, FORMS),
        *rating.flows(questions.flows(WHERE)[0].steps["ask"]),
    ]
    with open_office(database, folder, flows=flows) as office:
        room = Room(office)
        with room.ctx() as ctx:
            published.fill(ctx)
            staff = people.staffed(ctx, {who: room.line(name) for who, name in STAFF.items()})
            for person in staff.values():
                words = consent.text_hash(WHERE.name)
                give_consent(ctx, person, consent.VERSION, words)
        yield room
