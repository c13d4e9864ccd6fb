"""A whole office with every flow, its people and strangers, for tests that try to do it harm.

    siege.throws("guest", "handling", "propose", "1:1")   # a genuine button with any value
    siege.unharmed()                                       # nothing failed, nothing was parked

`kept()` is all that the database holds of the office's records, to be compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.chat.flows import flows
from bot.database import Database
from bot.texts import consent
from handlers.context import Context
from handlers.people import give_consent
from models.base import Base
from models.inbox import EventStatus, InboxEvent
from models.people import Person, Post, Role
from tests import people
from tests.bot.staff_chat import FORMS, WHERE, Staffed
from tests.conftest import BY_TURNS, THOROUGH
from tests.office import Office, open_office

#: Strangers to the request of GROUP: another group's officer, another school's director, one whose
#: post ended, somebody nobody knows.
STRANGERS = {
    "other": "school-director", "far": "area-director", "retired": "clerk", "guest": "guest",
}  # fmt: skip
#: Tables of the machine itself; what they hold is no record of the office.
_MACHINE = {
    "inbox_event", "outbox_message", "lease", "heartbeat", "line_gate", "line_quota",
    "conversation", "chat", "installation", "code_try", "unanswered_question", "media",
}  # fmt: skip

#: What tries the doors and not the database.
ON_ONE_DATABASE = BY_TURNS


class Siege(Staffed):
    """The office of `Staffed` with all its flows, and strangers with accounts."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.lines["area"] = office.people["clerk-pc"]
        del self.lines["deputy"]
        self.lines |= {who: office.people[name] for who, name in STRANGERS.items()}
        with self.acting() as ctx:
            self._move_accounts(ctx)
            self._consent(ctx)

    def _move_accounts(self, ctx: Context) -> None:
        session = ctx.session
        deputy = session.get_one(Person, self.ids["deputy"])
        deputy.line_user = None
        session.flush()
        session.get_one(Person, self.ids["area"]).line_user = self.lines["area"]
        other = session.scalars(select(Person).where(Person.name == "นอกกลุ่ม หนึ่ง")).one()
        other.line_user = self.lines["other"]
        for who, line in (("retired", "U-retired"), ("far", "U-far")):
            session.execute(
                update(Person).where(Person.line_user == line).values(line_user=self.lines[who])
            )
        session.execute(
            update(Person).where(Person.line_user == "U-other-dir").values(line_user=None)
        )

    def _consent(self, ctx: Context) -> None:
        for person in ctx.session.scalars(select(Person).where(Person.line_user.is_not(None))):
            give_consent(ctx, person, consent.VERSION, consent.text_hash(WHERE.name))

    def signed(self, flow: str, step: str, value: str) -> str:
        """A standing button that this office signed, with any value."""
        buttons = Buttons(self.office.settings.secret_key)
        return buttons.sign(Pressed(flow, step, STANDING, 0, value))

    def throws(self, who: str, flow: str, step: str, value: str, **params: Any) -> str:
        """Press it; returns what is read then."""
        self._later(who)
        line = self.lines[who]
        data = self.signed(flow, step, value)
        self.office.platform.acts.postback(line, line, data, params=params or None)
        self.office.settle()
        return self.heard(who)

    def throws_many(self, who: str, presses: Iterable[tuple[str, str, str]]) -> str:
        """Press all of these, one after the other; returns all that is read then."""
        self._later(who)
        line = self.lines[who]
        for flow, step, value in presses:
            self.office.platform.acts.postback(line, line, self.signed(flow, step, value))
        self.office.settle()
        return self.heard(who)

    def retires(self, who: str) -> None:
        """Their post ended yesterday."""
        with self.acting() as ctx:
            ctx.session.execute(
                update(Post)
                .where(Post.person_id == self.ids[who])
                .values(ends_on=date(2026, 11, 18))
            )

    def kept(self) -> dict[str, list[str]]:
        """Every row of the office's records, as text."""
        return {name: rows for name, rows in dump(self.office.database).items()
                if name not in _MACHINE}  # fmt: skip

    def unharmed(self) -> None:
        """Every event was handled at its first try, and every message could be worded and sent."""
        with self.office.database.reading() as session:
            bad = session.execute(
                select(InboxEvent.id, InboxEvent.status, InboxEvent.error, InboxEvent.payload)
                .where((InboxEvent.status != EventStatus.DONE) | (InboxEvent.failures > 0))
            ).all()  # fmt: skip
        assert [(row.error, row.payload[-200:]) for row in bad] == []
        failed = [row for row in dump(self.office.database)["outbox_message"]
                  if "could not be worded" in row]  # fmt: skip
        assert failed == []


def dump(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text that can be searched: JSON is unescaped."""
    found: dict[str, list[str]] = {}
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table)).mappings().all()
            found[table.name] = sorted(json.dumps(
                {key: _plain(value) for key, value in row.items()}, ensure_ascii=False, default=str
            ) for row in rows)  # fmt: skip
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def where(database: Database, *words: str) -> dict[str, list[str]]:
    """The tables, and their rows, that hold one of these words."""
    every = dump(database)
    found = {t: [row for row in rows if any(w in row for w in words)] for t, rows in every.items()}
    return {table: rows for table, rows in found.items() if rows}


@contextmanager
def open_siege(database: Database, folder: Path) -> Iterator[Siege]:
    """The whole office, to be attacked."""
    with open_office(database, folder, flows=flows(WHERE, FORMS)) as opened:
        siege = Siege(opened)
        yield siege
        siege.unharmed()


GROUP = people.GROUP


def id_numbers(database: Database) -> list[tuple[str, str]]:
    """Tables, and the ID number in them, however it is written."""
    hits = []
    for table, rows in dump(database).items():
        for row in rows:
            text = re.sub(r"[\W_]", "", row)
            digits = "".join(str(int(c)) if c.isdecimal() else c for c in text)
            if "1234567890121" in digits:
                at = digits.index("1234567890121")
                hits.append((table, digits[max(0, at - 60) : at + 20]))
    return hits


__all__ = [
    "GROUP",
    "STRANGERS",
    "THOROUGH",
    "Role",
    "Siege",
    "dump",
    "id_numbers",
    "open_siege",
    "where",
]
