"""Tickets on PostgreSQL: 500 open ones, 50 technicians at work at once, and the list of one.

`busy` is what the suite runs in small: nothing that somebody did may be lost.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from bot.database import Database
from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.requests import tasks
from handlers.requests.vocabulary import ICT_GROUP
from handlers.tickets import clocks, silence, trail, watch, working
from models.errors import Refusal
from models.people import Person, Role
from models.requests import Channel
from models.tickets import Category, Said, Ticket, TicketEntry, TicketStatus, Urgency
from tests import people
from tests.bench.databases import new_database
from tests.bench.report import figure, percentile, title

OPEN, TECHNICIANS, ACTIONS = 500, 50, 1000
#: A Thursday morning, in office hours.
NOW = datetime.fromisoformat("2026-11-19T10:00+07:00")


@dataclass
class Done:
    """What came of many actions at once: what each wrote to which ticket, what was refused."""

    wrote: Counter[tuple[int, int]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[BaseException] = field(default_factory=list)
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def measure(folder: Path) -> None:
    """Actions a second, that none is lost, and the staff's list with all of it open."""
    title(f"Tickets: {OPEN} open, {TECHNICIANS} technicians at once, on PostgreSQL")
    with new_database("postgresql", folder) as url:
        database = Database(url)
        fill(database, OPEN, TECHNICIANS)
        done = busy(database, TECHNICIANS, ACTIONS)
        if done.broken:
            raise done.broken[0]
        figure("actions a second", ACTIONS / done.seconds, "/s", least=50)
        figure("refused: another was faster", sum(done.refused.values()))
        figure("lost updates", len(lost(database, done)), most=0)
        with database.transaction() as session:  # as much in hand as there can be: nobody's
            session.execute(update(Ticket).values(technician_id=None))
        queue = [_seconds(database, _queue) for _ in range(20)]
        figure("the list of one technician, median", percentile(queue, 0.5) * 1000, "ms", most=100)
        figure("the list of one technician, p95", percentile(queue, 0.95) * 1000, "ms")
        look = [_seconds(database, watch.look) for _ in range(5)]
        figure("the clock's first look at all of them", look[0] * 1000, "ms")
        figure("the clock's look each minute", percentile(look[1:], 0.5) * 1000, "ms")
        silent = _seconds(database, silence.close_solved)
        figure("the clock's look for silent ones", silent * 1000, "ms")
        database.close()


def fill(database: Database, tickets: int, technicians: int) -> None:
    """An office with so many technicians, a reporter, and so many tickets of 40 schools."""
    with database.transaction() as session:
        ctx = Context(session, NOW, Actor("bench"))
        for n in range(technicians):
            people.person(ctx, f"ช่าง {n}", Role.TECHNICIAN, group=ICT_GROUP, line_user=f"U-t{n}")
        people.person(ctx, "หัวหน้า", Role.GROUP_DIRECTOR, group=ICT_GROUP, line_user="U-boss")
        reporter = people.person(ctx, "ครู", Role.TEACHER, school=people.SCHOOL, line_user="U-r")
        urgencies, categories = list(Urgency), list(Category)
        rows = [
            Ticket(
                prefix="จป.", fiscal_year=2570, number=n + 1, answers={}, accept=False,
                category=categories[n % 6], urgency=urgencies[n % 4], subject=f"เรื่องที่ {n}",
                reporter_id=reporter.id, reporter={"name": "ครู"}, place="โรงเรียนตัวอย่าง",
                school_code=f"9901{n % 40:04}", channel=Channel.LINE, owner_group=ICT_GROUP,
                status=TicketStatus.REPORTED, version=1, reopened=0, opened_at=NOW, changed_at=NOW,
            )
            for n in range(tickets)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        for row in rows:
            trail.write(ctx, row, Said.REPORT, None, words=row.subject)
            clocks.reckon(ctx, row)


def busy(database: Database, threads: int, actions: int) -> Done:
    """So many technicians do so many things to tickets by chance, all begun at one moment."""
    with database.reading() as session:
        ids = list(session.scalars(select(Ticket.id).order_by(Ticket.id)))
        staff = list(
            session.scalars(select(Person.id).where(Person.name.like("ช่าง %")).order_by(Person.id))
        )
    done, start = Done(), threading.Barrier(threads)

    def work(n: int) -> None:
        chance = random.Random(n)
        start.wait()
        for _ in range(actions // threads):
            _one(database, staff[n % len(staff)], chance.choice(ids), chance, done)

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    done.seconds = time.perf_counter() - began
    return done


Act = Callable[[Context, Me, int, int | None, random.Random], Ticket]
ACTS: tuple[Act, ...] = (
    lambda c, m, t, v, r: working.note(c, m, t, "โทรไปแล้ว"),
    lambda c, m, t, v, r: working.tell(c, m, t, v, "กำลังดำเนินการ"),
    lambda c, m, t, v, r: working.take(c, m, t, v),
    lambda c, m, t, v, r: working.sort(c, m, t, v, urgency=r.choice(list(Urgency))),
)


def _one(
    database: Database, person_id: int, ticket_id: int, chance: random.Random, done: Done
) -> None:
    """One action of one technician, half of them by a card that they read just before."""
    act = chance.choice(ACTS)
    try:
        seen = _version(database, ticket_id) if chance.random() < 0.5 else None
        with database.transaction() as session:
            person = session.get_one(Person, person_id)
            ctx = Context(session, NOW, Actor(f"line:{person.line_user}", person.line_user))
            before = _written(ctx, ticket_id, person_id)
            act(ctx, as_me(ctx, person), ticket_id, seen, chance)
            wrote = _written(ctx, ticket_id, person_id) - before
        with done.lock:
            done.wrote[ticket_id, person_id] += wrote
    except Refusal as error:
        with done.lock:
            done.refused[type(error).__name__] += 1
    except BaseException as error:  # a bug, a deadlock: told by whoever asked
        done.broken.append(error)


def lost(database: Database, done: Done) -> list[int]:
    """Tickets of which something that was done is missing, or counted twice."""
    wrong = []
    with database.reading() as session:
        rows = session.execute(select(TicketEntry.ticket_id, TicketEntry.by_id, TicketEntry.place))
        found: dict[int, list[tuple[int | None, int]]] = {}
        for ticket_id, by_id, place in rows:
            found.setdefault(ticket_id, []).append((by_id, place))
        for ticket_id, version in session.execute(select(Ticket.id, Ticket.version)):
            entries = found[ticket_id]
            mine = Counter((ticket_id, by) for by, _ in entries if by is not None)
            wanted = Counter({k: n for k, n in done.wrote.items() if k[0] == ticket_id and n})
            places = sorted(place for _, place in entries)
            whole = places == list(range(1, len(entries) + 1)) and version == len(entries)
            if mine != wanted or not whole:
                wrong.append(ticket_id)
    return wrong


def _written(ctx: Context, ticket_id: int, person_id: int) -> int:
    query = select(func.count()).where(
        TicketEntry.ticket_id == ticket_id, TicketEntry.by_id == person_id
    )
    return ctx.session.scalar(query) or 0


def _version(database: Database, ticket_id: int) -> int:
    with database.reading() as session:
        return session.scalars(select(Ticket.version).where(Ticket.id == ticket_id)).one()


def _queue(ctx: Context) -> None:
    """What «งานของฉัน» asks for, by somebody with as much in hand as there is."""
    person = ctx.session.scalars(select(Person).where(Person.line_user == "U-t0")).one()
    assert tasks.waiting_for(ctx, as_me(ctx, person))


def _seconds(database: Database, work: Callable[[Context], Any]) -> float:
    with database.transaction() as session:
        began = time.perf_counter()
        work(Context(session, NOW, Actor("bench")))
        session.flush()
        return time.perf_counter() - began
