"""The machine's time is set back or forward under a running clock: it goes on ticking."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.database import Database
from scheduler import clock as timekeeper
from scheduler.jobs import Job, Outside
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


@contextmanager
def ticking(outside: Outside) -> Iterator[None]:
    clock = timekeeper.start(outside)
    try:
        yield
    finally:
        clock.shutdown()
