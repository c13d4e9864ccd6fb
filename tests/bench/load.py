"""The load, in a process of its own: `python -m tests.bench.load '{"shape": "closed", …}'`.

closed: so many connections, each sending the next delivery when the last was answered.
open: deliveries leave at fixed times whether or not earlier ones were answered, so a slow server
is seen as people would see it, waiting included.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import Any

from tests.bench.http import Connection, delivery, person, text_event

PEOPLE = 1_000


def prepared(count: int, run: str, texts: list[str]) -> list[tuple[str, bytes]]:
    """So many signed deliveries of one event each, all different, by many people."""
    now = int(time.time() * 1000)
    found = []
    for n in range(count):
        number = f"{run}-{n}"
        event = text_event(number, person(n % PEOPLE), texts[n % len(texts)], now + n)
        found.append((f"token-{number}", delivery([event])))
    return found


async def closed(port: int, run: str, count: int, connections: int, texts: list[str]) -> Any:
    """Send all as fast as the answers come."""
    waiting = iter(prepared(count, run, texts))
    statuses: dict[int, int] = {}
    times: list[float] = []

    async def client() -> None:
        connection = await Connection.open(port)
        for _token, raw in waiting:
            began = time.perf_counter()
            status = await connection.post(raw)
            times.append(time.perf_counter() - began)
            statuses[status] = statuses.get(status, 0) + 1
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(connections)))
    return {"seconds": time.perf_counter() - began, "statuses": statuses, "times": times}


async def open_loop(port: int, run: str, count: int, rate: float, texts: list[str]) -> Any:
    """Send at this rate, at random moments as people do."""
    dice = random.Random(7)
    idle: list[Connection] = [await Connection.open(port) for _ in range(16)]
    result: dict[str, list[Any]] = {"tokens": [], "sent": [], "acks": [], "statuses": []}

    async def one(token: str, raw: bytes, due: float) -> None:
        connection = idle.pop() if idle else await Connection.open(port)
        status = await connection.post(raw)
        for name, value in (("tokens", token), ("sent", due),
                            ("acks", time.monotonic() - due), ("statuses", status)):  # fmt: skip
            result[name].append(value)
        idle.append(connection)

    deliveries = prepared(count, run, texts)
    tasks, due = [], time.monotonic() + 0.2
    for token, raw in deliveries:
        due += dice.expovariate(rate)
        await asyncio.sleep(max(due - time.monotonic(), 0))
        tasks.append(asyncio.create_task(one(token, raw, due)))
    await asyncio.gather(*tasks)
    return result


def main() -> None:
    how = json.loads(sys.argv[1])
    shape = {"closed": closed, "open": open_loop}[how.pop("shape")]
    json.dump(asyncio.run(shape(**how)), sys.stdout)


if __name__ == "__main__":
    main()
