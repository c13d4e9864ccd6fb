"""What is printed: each figure with its goal, and ok or MISSED."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence


def figure(
    what: str,
    value: float,
    unit: str = "",
    *,
    least: float | None = None,
    most: float | None = None,
) -> None:
    """One line. A figure without a goal is only told."""
    goal, verdict = "", ""
    if least is not None:
        goal, verdict = f"≥ {least:,g}", "ok" if value >= least else "MISSED"
    if most is not None:
        goal, verdict = f"≤ {most:,g}", "ok" if value <= most else "MISSED"
    print(f"  {what:<58}{value:>10,.2f} {unit:<4} {goal:>8}  {verdict}".rstrip(), flush=True)


def title(text: str) -> None:
    """A heading."""
    print(f"\n{text}", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


def machine() -> str:
    """The machine in a line."""
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    cpu = models[0] if models else platform.processor()
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} x {cpu}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, load {load:.1f} before"
    )
