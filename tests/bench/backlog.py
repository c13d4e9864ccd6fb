"""Figures 3 and 4: working off a backlog, and sending what it leaves."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import events
from bot.database import Database
from handlers import inbox
from tests.bench import product
from tests.bench.databases import new_database
from tests.bench.http import person, text_event
from tests.bench.report import figure, title

EVENTS, PEOPLE = 5_000, 1_000


def measure(folder: Path) -> None:
    """SQLite: one worker, then the sender. PostgreSQL: two worker processes."""
    title(f"3. Draining {EVENTS:,} เมนู of {PEOPLE:,} people: inbox done, outbox committed")
    with product.stand_in() as line:
        with new_database("sqlite", folder) as url:
            env = product.settings(url, folder, line)
            figure("SQLite, one worker", _drain(url, env, 1), "/s", least=1000)
            title("4. Sending these answers to a stand-in that answers at once")
            _fill(url, "again")  # fresh tokens: the first ones' minute may be running out
            work("worker", env, 1)
            sent = work("sender", env, 1)
            figure("SQLite, one sender", rate(sent), "/s", least=500)
        title("3b. The same backlog on PostgreSQL")
        with new_database("postgresql", folder) as url:
            env = product.settings(url, folder, line)
            figure("PostgreSQL, two worker processes", _drain(url, env, 2), "/s", least=1500)


def _drain(url: str, env: dict[str, str], workers: int) -> float:
    _fill(url, "first")
    found = work("worker", env, workers)
    assert sum(one["done"] for one in found) >= EVENTS, found
    return rate(found)


def _fill(url: str, run: str) -> None:
    database, now = Database(url), datetime.now(UTC)
    ms = int(now.timestamp() * 1000)
    raw = [text_event(f"{run}-{n}", person(n % PEOPLE), "เมนู", ms + n) for n in range(EVENTS)]
    with database.transaction() as session:
        inbox.store(session.connection(), [events.read(one, now_ms=ms) for one in raw], now=now)
    database.close()


def work(part: str, env: dict[str, str], processes: int) -> list[Any]:
    """Let so many processes of this part work off what there is; what each did and when."""
    with ExitStack() as stack:
        started = [
            stack.enter_context(product.running(
                ["tests.bench.parts", part], env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ))
            for _ in range(processes)
        ]  # fmt: skip
        for process in started:
            assert _line(process) == "ready"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [json.loads(_line(process)) for process in started]


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def rate(found: Sequence[Any]) -> float:
    """How much they did in a second, all together."""
    seconds = max(one["ended"] for one in found) - min(one["began"] for one in found)
    return float(sum(one["done"] for one in found) / seconds)
