"""The soak in small: kills on SQLite, and a machine whose time is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.soak.audit import Verdicts
from tests.soak.clocks import Weather, ladder
from tests.soak.reminders import at
from tests.soak.storm import Plan, storm


def apart(soak: Coroutine[Any, Any, Verdicts]) -> Verdicts:
    """A browser that is open beside it has a loop of its own in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, soak).result()


def test_three_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    plan = Plan(kills=3, rate=30, shortest=0.5, longest=2.5, calm=40, seed=3)
    found = apart(storm("sqlite", tmp_path, plan))
    assert not found.wrong, (found.wrong, found.examples)
    assert found.counts["events accepted"] > 50


def test_reminders_of_a_machine_that_is_killed_and_set_two_days_on_and_back(tmp_path: Path) -> None:
    """The eve of a closing day; then no clock for three days; then the time is set back."""
    moments = (at(11, 9), at(11, 12), at(11, 10))
    weather = Weather(kills=(1,), skews=(0,), looks=0, longest=1, most=1)
    found = apart(ladder("sqlite", tmp_path, 5, moments, weather))
    assert not found.wrong, (found.wrong, found.examples)
    assert found.counts["kills"] == 1
    assert found.counts["reminders to be paid for: read once"] > 20
