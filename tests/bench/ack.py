"""Figure 1: the durable acknowledgement beside an echo on the same server."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import product
from tests.bench.databases import new_database
from tests.bench.report import figure, percentile, title

CONNECTIONS, ROUNDS, REQUESTS, WARM_UP = 16, 4, 4_000, 1_000


def load(**how: Any) -> Any:
    """Run the load generator in a process of its own; returns what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load", json.dumps(how)],
        cwd=product.ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return json.loads(done.stdout)


def _round(port: int, count: int) -> tuple[float, list[float]]:
    found = load(
        shape="closed", port=port, run=uuid.uuid4().hex[:12], count=count,
        connections=CONNECTIONS, texts=["เมนู"],
    )  # fmt: skip
    assert set(found["statuses"]) == {"200"}, found["statuses"]
    return count / found["seconds"], found["times"]


def measure(folder: Path) -> None:
    """Alternate between the two and compare within the run."""
    title(f"1. Durable acknowledgement, {CONNECTIONS} connections, {ROUNDS} rounds each by turns")
    echo, callback = product.free_port(), product.free_port()
    with new_database("sqlite", folder) as url:
        env = product.settings(url, folder, 9)
        with (
            product.running(["tests.bench.echo", str(echo)], env),
            product.running(["bot", "web", "--port", str(callback)], env,
                            stdout=subprocess.DEVNULL),
        ):  # fmt: skip
            for port in (echo, callback):
                product.wait_until(port, "/healthz")
                _round(port, WARM_UP)
            pairs = [(_round(echo, REQUESTS), _round(callback, REQUESTS)) for _ in range(ROUNDS)]
    _tell(pairs)


def _tell(pairs: list[tuple[tuple[float, list[float]], tuple[float, list[float]]]]) -> None:
    figure("echo: signature and JSON", median(a[0] for a, _ in pairs), "/s")
    figure("product: signature, de-duplication, SQLite FULL", median(b[0] for _, b in pairs), "/s")
    slowest = percentile([t for _, b in pairs for t in b[1]], 0.99) * 1000
    figure("product's slowest in a hundred, saturated", slowest, "ms")
    figure("acknowledgement ÷ echo", median(b[0] / a[0] for a, b in pairs), least=0.7)
