"""The year goes by: the clock is moved from one happening to the next, and the product works.

Its webhook, worker, sender and the clock's jobs run as they are, against the stand-in of LINE.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import merge
from types import SimpleNamespace
from typing import Any, cast

from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.outside import ClockDoor
from bot.service import Service
from handlers import outbox
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.rounds import lists, opening, planning, standing
from handlers.tables import Source
from handlers.workdays import BANGKOK, Calendar
from models.rounds import COMPLETE, Standing
from scheduler.clock import run_job
from scheduler.jobs import JOBS
from tests.office import Office, buttons, readable
from tests.year.books import Books
from tests.year.life import Happening, Life
from tests.year.rounds import Asked
from tests.year.town import WHERE, Town

#: When the clock looks: on working days, on days off. Every job runs at the first of a day.
_WORKDAY = ("02:30", "07:30", "08:30", "09:00", "10:30", "12:00", "13:00", "13:30", "15:30",
            "16:20", "17:30", "21:00")  # fmt: skip
_DAY_OFF = ("02:30", "09:00", "13:00", "20:00")
#: What these do is not of this year: it would only take its time.
_LEFT_OUT = frozenset({"cover", "overdue", "watch_tickets", "file_requests", "beat"})
_WRITTEN = frozenset({"talks", "writes", "entered", "confirms"})
_ONCE_A_DAY = frozenset({"tidy", "count_members", "forecast_quota"})


@dataclass
class Truth:
    """What the office knew when: (round's title, school) → the moment; ids; the plan's words."""

    known: dict[tuple[str, str], datetime] = field(default_factory=dict)
    entered: dict[tuple[str, str], datetime] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    #: Round's title → (schools of whose people nobody is in LINE, paid at most) by its plan.
    planned: dict[str, tuple[int, int]] = field(default_factory=dict)
    blocked: dict[str, datetime] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


class Clockwork:
    """Runs a life through an office."""

    def __init__(self, office: Office, town: Town, rounds: Sequence[Asked], life: Life) -> None:
        self.office, self.town, self.rounds, self.life = office, town, rounds, life
        self.books, self.truth = Books(), Truth()
        self._codes = {of.name: of.code for of in town.schools.values()}
        self._buttons = Buttons(office.settings.secret_key)
        self._door = ClockDoor(cast(Service, SimpleNamespace(
            database=office.database, line=office.line, files=office.files, node="a",
            settings=office.settings, stopping=threading.Event(),
        )))  # fmt: skip

    def run(self, days: Sequence[date], calendar: Calendar) -> None:
        """From the first day to the last."""
        for one in merge(self.life.happenings, _ticks(days, calendar)):
            self.office.clock.moment = max(one.at, self.office.clock.moment)
            getattr(self, f"_{one.kind}")(one)
            if one.kind in _WRITTEN:
                self.books.written[one.at.strftime("%Y-%m")] += 1
            self._settle()

    def _settle(self) -> None:
        """Deliver, handle and send until nothing is left to do now."""
        office, books = self.office, self.books
        assert office.platform.webhooks.drain()
        while office.worker.work_once():
            pass
        with office.database.reading() as session:
            due = outbox.any_due(session, now=office.clock.moment)
        if due:
            office.sender.send_due()
        books.gather(office.platform, self.rounds, self._codes)

    # ------------------------------------------------------------------ the office

    def _tick(self, one: Happening) -> None:
        first = one.at.time() == time(2, 30)
        for job in JOBS:
            if job.name in _LEFT_OUT or (job.name in _ONCE_A_DAY and not first):
                continue
            if not run_job(job, self._door, self.office.clock.moment):
                self.truth.failed.append(f"{one.at} {job.name}")

    def _opens(self, one: Happening) -> None:
        asked: Asked = one.what
        with self._transaction() as ctx:
            self.truth.ids[asked.title] = opening.open_round(ctx, SYSTEM, asked.spec).id

    def _list(self, one: Happening) -> None:
        """The list of the central system as it is now; on the day before the last, the plan."""
        asked: Asked = one.what
        done = {code for code in self.town.schools
                if self.life.finished[asked.title, code] <= one.at}  # fmt: skip
        rows = [f"{code},{of.name},{'ยืนยันแล้ว' if code in done else 'ยังไม่ยืนยัน'}"
                for code, of in self.town.schools.items()]  # fmt: skip
        content = "\n".join(["รหัสโรงเรียน,ชื่อโรงเรียน,สถานะการยืนยัน", *rows]).encode()
        number = self.truth.ids[asked.title]
        with self._transaction() as ctx:
            if done:
                lists.import_confirmed(ctx, SYSTEM, number, Source("list.csv", content), WHERE[0])
            if one.at.date() == asked.due.date() - timedelta(days=1):
                found = planning.plan(ctx, [opening.get(ctx, number)])
                most = max((rung.unreached for rung in found.rungs), default=0)
                self.truth.planned[asked.title] = most, sum(rung.paid for rung in found.rungs)
        for code in done:
            self.truth.known.setdefault((asked.title, code), one.at)

    # ------------------------------------------------------------------ people

    def _talks(self, one: Happening) -> None:
        self.office.platform.acts.text(one.chat, one.who, one.what)

    def _writes(self, one: Happening) -> None:
        if one.who not in self.truth.blocked:
            self.office.platform.acts.text(one.who, one.who, one.what)

    def _blocks(self, one: Happening) -> None:
        self.truth.blocked[one.who] = one.at
        self.office.platform.acts.unfollow(one.who)

    def _entered(self, one: Happening) -> None:
        self._says(one, Standing.ENTERED)

    def _confirms(self, one: Happening) -> None:
        self._says(one, Standing.CONFIRMED)

    def _says(self, one: Happening, to: Standing) -> None:
        """Through the card, as a person does it; after a list there is nothing left to press."""
        asked: Asked = one.what
        if one.who in self.truth.blocked or asked.title not in self.truth.ids:
            return
        key, number = (asked.title, one.chat), self.truth.ids[asked.title]
        pressed = Pressed("round", "say", STANDING, 0, str(number))
        self.office.new_messages(one.who)
        self.office.platform.acts.postback(one.who, one.who, self._buttons.sign(pressed))
        self._settle()
        said = self.office.new_messages(one.who)
        every = [a for m in said for a in buttons(m)]
        found = [a for a in every if a.get("label", "").startswith(_LABEL[to])]
        if found:
            self.office.clock.advance(seconds=20)
            self.office.platform.acts.postback(one.who, one.who, found[0]["data"])
            self._settle()
        with self.office.database.reading() as session:
            now = standing.standing_of(Context(session, one.at), number, one.chat)
        if now is not to and now not in COMPLETE:
            read = [text for message in said for text in readable(message)][:2]
            self.truth.failed.append(f"{one.at} {one.chat} said {to} and stands {now}: {read}")
        into = self.truth.known if to is Standing.CONFIRMED else self.truth.entered
        into.setdefault(key, self.office.clock.moment)

    def _transaction(self) -> Any:
        return _transaction(self.office)


_LABEL = {Standing.ENTERED: "บันทึกครบ", Standing.CONFIRMED: "ยืนยันใน"}


def _transaction(office: Office) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def opened() -> Iterator[Context]:
        with office.database.transaction("outbox") as session:
            yield Context(session, office.clock())

    return opened()


def _ticks(days: Sequence[date], calendar: Calendar) -> Iterator[Happening]:
    for day in days:
        for clock in _WORKDAY if calendar.is_workday(day) else _DAY_OFF:
            yield Happening(datetime.combine(day, time.fromisoformat(clock), BANGKOK), "tick")
