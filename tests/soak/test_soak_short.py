"""The soak in small: three kills on SQLite."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.soak.storm import Plan, storm


def test_three_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    plan = Plan(kills=3, rate=30, shortest=0.5, longest=2.5, calm=40, seed=3)
    # A browser that is open beside it has a loop of its own in this thread.
    with ThreadPoolExecutor(1) as apart:
        found = apart.submit(asyncio.run, storm("sqlite", tmp_path, plan)).result()
    assert not found.wrong, (found.wrong, found.examples)
    assert found.counts["events accepted"] > 50
