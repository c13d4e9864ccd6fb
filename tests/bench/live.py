"""Figure 2: the whole service under a steady load, from LINE's side."""

from __future__ import annotations

import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

from tests.bench import product
from tests.bench.ack import load
from tests.bench.databases import new_database
from tests.bench.report import figure, percentile, title

RATE, SECONDS, WARM_UP = 200, 20, 3


def measure(folder: Path) -> None:
    """Events come in at 200 a second; the stand-in notes when each one's answer arrives."""
    title(f"2. Whole service on SQLite, {RATE} events/s for {SECONDS} s, each answered by the menu")
    port = product.free_port()
    with new_database("sqlite", folder) as url, product.stand_in() as line:
        env = product.settings(url, folder, line)
        with product.running(["bot", "serve", "--port", str(port)], env,
                             stdout=subprocess.DEVNULL):  # fmt: skip
            product.wait_until(port)
            _run(port, RATE * WARM_UP)
            found = _run(port, RATE * SECONDS)
            arrived = _arrivals(line, found["tokens"])
    _tell(found, arrived)


def _run(port: int, count: int) -> Any:
    run = uuid.uuid4().hex[:12]
    return load(shape="open", port=port, run=run, count=count, rate=RATE, texts=["เมนู"])


def _arrivals(line: int, tokens: list[str], seconds: float = 10) -> dict[str, float]:
    until = time.monotonic() + seconds
    while True:
        found: dict[str, float] = product.get(line, "/arrivals")[1]
        if time.monotonic() > until or all(token in found for token in tokens):
            return found
        time.sleep(0.2)


def _tell(found: Any, arrived: dict[str, float]) -> None:
    acks = [seconds * 1000 for seconds in found["acks"]]
    answers = [
        (arrived[token] - sent) * 1000
        for token, sent in zip(found["tokens"], found["sent"], strict=True)
        if token in arrived
    ]
    figure("events not answered with 200", sum(s != 200 for s in found["statuses"]), most=0)
    figure("events without a message to LINE", len(acks) - len(answers), most=0)
    figure("acknowledged, median", percentile(acks, 0.5), "ms")
    figure("acknowledged, p99", percentile(acks, 0.99), "ms", most=15)
    figure("event to LINE call, median", percentile(answers, 0.5), "ms")
    figure("event to LINE call, p99", percentile(answers, 0.99), "ms", most=40)
