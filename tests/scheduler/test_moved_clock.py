"""The machine's time is set back or forward under a running clock: it goes on ticking."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from bot.database import Database
from handlers import heartbeats, leases
from models.engine import LineGate
from scheduler import clock as timekeeper
from scheduler.jobs import Job, Outside, free_ahead
from tests.conftest import NOON
from tests.scheduler.test_jobs import Door

MORNING = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("moved", [timedelta(days=-2), timedelta(hours=48)])
def test_a_clock_that_is_set_goes_on(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, moved: timedelta
) -> None:
    looks: queue.SimpleQueue[datetime] = queue.SimpleQueue()
    look = Job("look", timedelta(seconds=1), lambda _outside, now: looks.put(now))
    monkeypatch.setattr(timekeeper, "JOBS", (look,))
    monkeypatch.setattr(timekeeper, "LOOK_EVERY", timedelta(seconds=0.05))
    with time_machine.travel(MORNING) as machine, ticking(Door(Database(sqlite_url))):
        assert looks.get(timeout=5) - MORNING < timedelta(minutes=1)
        machine.move_to(MORNING + moved)
        moments = (looks.get(timeout=5) for _ in range(5))
        assert any(abs(at - MORNING - moved) < timedelta(minutes=1) for at in moments)


def test_what_was_leased_while_a_machine_was_ahead_is_free_when_it_was_set_back(
    database: Database,
) -> None:
    """Its worker died two days ahead: nobody must wait for two days until its lease runs out."""
    ahead = NOON + timedelta(days=2)
    with database.transaction() as session:
        leases.take(session, "outbox", {"U-left"}, holder="dead:sender", now=ahead)
        leases.take(session, "outbox", {"U-busy"}, holder="node:sender", now=NOON)
        session.merge(LineGate(way="push", closed_until=ahead, reason="rate_limit"))
        session.merge(
            LineGate(way="reply", closed_until=NOON + timedelta(seconds=1), reason="rate_limit")
        )
    for _ in range(2):
        free_ahead(Door(database), NOON)
    with database.transaction() as session:
        both = {"U-left", "U-busy"}
        assert leases.take(session, "outbox", both, holder="new", now=NOON) == {"U-left"}
        assert list(session.scalars(select(LineGate.way))) == ["reply"]


def test_a_part_is_shown_alive_at_once_when_the_time_was_set_back() -> None:
    """Else nobody would see for two days that it lives, and `/readyz` would say that it is dead."""
    every = timedelta(seconds=10)
    after = {seconds: heartbeats.is_time(NOON, every, now=NOON + timedelta(seconds=seconds))
             for seconds in (0, 9, 10, 172_800, -1, -172_800)}  # fmt: skip
    assert after == {0: False, 9: False, 10: True, 172_800: True, -1: True, -172_800: True}
    assert heartbeats.is_time(None, every, now=NOON)


@contextmanager
def ticking(outside: Outside) -> Iterator[None]:
    clock = timekeeper.start(outside)
    try:
        yield
    finally:
        clock.shutdown()
