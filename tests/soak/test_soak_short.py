"""The soak in small: three kills on SQLite."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.soak.storm import Plan, storm


def test_three_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    plan = Plan(kills=3, rate=30, shortest=0.5, longest=2.5, calm=40, seed=3)
    found = asyncio.run(storm("sqlite", tmp_path, plan))
    assert not found.wrong, (found.wrong, found.examples)
    assert found.counts["events accepted"] > 50
