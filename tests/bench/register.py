"""Individual pupils: 40,000 in a workbook beside what pandas takes, a million in a CSV.

Both are made here, of nobody. `python -m tests.bench.register FILE` counts one file and tells.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bot.database import Database
from handlers import datasets
from handlers.context import Actor, Context
from handlers.pupils import read
from handlers.reports import Target
from handlers.tables import Source
from tests.bench.report import figure, title
from tests.registers import HEADER, MADE, as_workbook, office, write_csv

PUPILS, MANY = 40_000, 1_000_000
OFFICE = "99010000"
TARGET = Target("dmc", 2569, 1, date(2026, 6, 10))


def measure(folder: Path) -> None:
    """A workbook of an office's pupils: `data import`, counting included, and pandas' reading."""
    title(f"Individual pupils: a workbook of {PUPILS:,}")
    path = folder / "2569-1-student.xlsx"
    path.write_bytes(as_workbook([MADE, HEADER, *office(PUPILS)]))
    ours, theirs = _import(path, folder), _pandas(path)
    figure("read and counted, in memory", _seconds(path), "s")
    figure("imported, into SQLite", ours, "s")
    figure("pandas.read_excel(engine='openpyxl') reads it", theirs, "s")
    figure("imported faster than pandas reads, times", theirs / ours, "x", least=5)


def measure_many(folder: Path) -> None:
    """A CSV of a million pupils, in a process of its own."""
    title(f"Individual pupils: a CSV of {MANY:,}")
    path = folder / "many.csv"
    write_csv(path, office(MANY, schools=3000))
    figure("size of the file", path.stat().st_size / 1e6, "MB")
    command = [sys.executable, "-m", "tests.bench.register", str(path)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert told["pupils"] == MANY
    figure("read and counted", told["seconds"], "s")
    figure("memory at most", told["megabytes"], "MB", most=1000)


def _import(path: Path, folder: Path) -> float:
    database = Database(f"sqlite:///{folder / 'office.db'}")
    database.upgrade()
    began = time.perf_counter()
    with database.transaction() as session:
        ctx = Context(session, datetime(2026, 6, 12, tzinfo=UTC), Actor("bench"))
        done = datasets.import_file(ctx, Source(path.name, path=path), TARGET, OFFICE)
    took = time.perf_counter() - began
    database.close()
    assert done[0].totals["students"] == PUPILS
    return took


def _pandas(path: Path) -> float:
    import pandas as pd

    began = time.perf_counter()
    frame = pd.read_excel(path, engine="openpyxl", header=1, dtype=str)
    took = time.perf_counter() - began
    assert len(frame) == PUPILS
    return took


def _seconds(path: Path) -> float:
    began = time.perf_counter()
    reports = read(Source(path.name, path=path), TARGET, OFFICE)
    assert reports[0].totals["students"] > 0
    return time.perf_counter() - began


def main() -> None:
    """Count one file; print the seconds, the pupils and the memory that it took."""
    began = time.perf_counter()
    path = Path(sys.argv[1])
    reports = read(Source(path.name, path=path), TARGET, OFFICE)
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": took, "pupils": reports[0].totals["students"], "megabytes": memory}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
