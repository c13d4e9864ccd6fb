"""One soak: load, kills, calm, count."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import product
from tests.bench.databases import new_database
from tests.bench.http import serve
from tests.soak import audit, nodes
from tests.soak.audit import Verdicts
from tests.soak.line import Line
from tests.soak.nodes import Part


@dataclass(frozen=True)
class Plan:
    """How hard it blows."""

    kills: int = 50
    rate: float = 40.0
    shortest: float = 0.2
    longest: float = 5.0
    calm: float = 150.0
    seed: int = 1


async def storm(kind: str, folder: Path, plan: Plan) -> Verdicts:
    """Run one on this kind of database."""
    dice = random.Random(plan.seed)
    parts: list[Part] = []
    line = Line(dice, lambda: [part.port for part in parts if part.takes_webhooks])
    server = await serve(line.answer)
    with new_database(kind, folder) as url:
        env = product.settings(url, folder, server.sockets[0].getsockname()[1])
        log = folder / f"{kind}.log"
        parts += (nodes.of_sqlite if kind == "sqlite" else nodes.of_postgresql)(env, log)
        try:
            for part in parts:
                part.start()
            found = await _run(url, line, parts, plan, dice)
        finally:
            for part in parts:
                part.kill()
        server.close()
    found.counts.update(line.seen)
    return found


async def _run(
    url: str, line: Line, parts: list[Part], plan: Plan, dice: random.Random
) -> Verdicts:
    began = time.monotonic()
    over = asyncio.Event()
    talking = asyncio.create_task(_talk(line, plan.rate, over, dice))
    for _ in range(plan.kills):
        await asyncio.sleep(dice.uniform(plan.shortest, plan.longest))
        part = dice.choice(parts)
        await asyncio.to_thread(part.kill)
        part.start()
    over.set()
    await talking
    await asyncio.wait_for(line.all_accepted(), plan.calm)
    quiet = await _quiet(url, plan.calm)
    for part in parts:
        await asyncio.to_thread(part.stop)
    found = await asyncio.to_thread(audit.judge, url, line)
    if not quiet:
        found.violated("work was left when patience ended", audit.left(url))
    found.counts["kills"] = plan.kills
    found.counts["seconds"] = round(time.monotonic() - began)
    return found


async def _talk(line: Line, rate: float, over: asyncio.Event, dice: random.Random) -> None:
    number, due = 0, time.monotonic()
    while not over.is_set():
        due += dice.expovariate(rate)
        await asyncio.sleep(max(due - time.monotonic(), 0))
        number += 1
        line.says(number)


async def _quiet(url: str, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if await asyncio.to_thread(audit.left, url) == (0, 0):
            return True
        await asyncio.sleep(0.3)
    return False
