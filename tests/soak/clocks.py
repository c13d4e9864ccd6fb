"""Reminders under fire: two clocks at once, one killed, set back and forward, two days without any.

Each moment is the present of two `clock run-due` processes; one of them gets SIGKILL at random.
Further runs, minutes later, send what was left. In the end each rung was told once to each person
who is late, and what was to be paid for was taken by LINE once.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.database import Database
from handlers.context import Actor, Context
from handlers.workdays import BANGKOK
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus
from tests.bench import product
from tests.bench.databases import new_database
from tests.bench.http import serve
from tests.handlers.test_round_reminders import Desk
from tests.handlers.test_round_reminders_race import CLERKS, HEADS, MOMENTS
from tests.soak.audit import Verdicts
from tests.soak.line import Line

#: As often a moment's leftovers are looked after, two minutes apart.
_AFTER = 6


async def ladder(kind: str, folder: Path, seed: int) -> Verdicts:
    """A round's whole ladder on this kind of database."""
    dice = random.Random(seed)
    line = Line(dice, list, people=0)
    server = await serve(line.answer)
    found = Verdicts()
    with new_database(kind, folder) as url:
        database = Database(url)
        with database.transaction() as session:
            Desk(Context(session, datetime(2026, 10, 1, 9, tzinfo=BANGKOK), Actor("soak")))
        env = product.settings(url, folder, server.sockets[0].getsockname()[1])
        for month, day, hour, minute in MOMENTS:
            now = datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)
            found.counts["clocks killed"] += await _moment(env, folder, now, dice)
            await _settle(database, env, folder, now)
        _judge(database, line, found)
        database.close()
    server.close()
    found.counts.update(line.seen)
    return found


async def _moment(env: dict[str, str], folder: Path, now: datetime, dice: random.Random) -> int:
    """Two clocks at this moment, of which one is killed. Returns whether it still ran then."""
    one, other = (_clock(env, folder, now) for _ in range(2))
    await asyncio.sleep(dice.uniform(1, 6))
    alive = one.poll() is None
    await asyncio.to_thread(product.kill, one)
    await asyncio.to_thread(other.wait, 120)
    return alive


async def _settle(database: Database, env: dict[str, str], folder: Path, now: datetime) -> None:
    """The clock goes on until nothing is left to send."""
    for _ in range(_AFTER):
        now += timedelta(minutes=2)
        with database.reading() as session:
            due = select(OutboxMessage.id).where(
                OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= now
            )
            if session.scalar(due.limit(1)) is None:
                return
        await asyncio.to_thread(_clock(env, folder, now).wait, 120)


def _clock(env: dict[str, str], folder: Path, now: datetime) -> subprocess.Popen[str]:
    words = ["bot", "clock", "run-due", "--now", now.isoformat(), "--json"]
    return product.start(words, env, folder / "clocks.log", stdout=subprocess.DEVNULL)


def _judge(database: Database, line: Line, found: Verdicts) -> None:
    with database.reading() as session:
        reminders = session.scalars(select(Reminder)).all()
        rows = session.scalars(
            select(OutboxMessage).where(OutboxMessage.hold_key.is_not(None))
        ).all()
    said = Counter((row.rung, row.chat_key) for row in reminders)
    for rung in (14, 7, 3, 1, 0, -1, -7):
        for who in CLERKS if rung > 1 else CLERKS + HEADS:
            times = said.pop((rung, who), 0)
            found.counts["reminders made"] += times
            if times != 1:
                found.violated(f"reminder made {times} times", (rung, who))
    for key in said:
        found.violated("reminder to somebody who is not late", key)
    _paid(line, rows, found)


def _paid(line: Line, rows: Sequence[OutboxMessage], found: Verdicts) -> None:
    keys = Counter(row.retry_key for row in rows if row.retry_key)
    for row in rows:
        if row.only_free:
            continue
        found.counts[f"paid reminders {row.status.value}"] += 1
        taken = line.pushes[row.retry_key or ""]
        if row.status is not OutboxStatus.ACCEPTED or taken != 1:
            found.violated(f"paid reminder {row.status.value}, taken {taken} times", row.hold_key)
    for key in set(line.pushes) - set(keys):
        if line.pushes[key]:
            found.violated("LINE took a reminder of which there is no row", key)
