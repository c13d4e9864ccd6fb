"""`make year`: an office's year in minutes; exits 1 when a promise was broken."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bot.database import Database
from tests.bench.databases import new_database
from tests.bench.report import machine
from tests.conftest import IN_MEMORY
from tests.year import report
from tests.year.year import Plan, live


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--schools", type=int, default=139)
    given = parser.parse_args()
    print(f"year: {machine()}", flush=True)
    return max(_one(seed, given.database, given.schools) for seed in given.seed)


def _one(seed: int, kind: str, schools: int) -> int:
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="thamkhet-year-", dir=IN_MEMORY) as folder,
        new_database(kind, Path(folder)) as url,
    ):
        database = Database(url)
        work, verdict = live(database, Path(folder), Plan(seed=seed, schools=schools))
        database.close()
    print(f"\nseed {seed}, {kind}, {schools} schools: {time.monotonic() - began:,.0f} s\n")
    print("\n".join(report.tell(work, verdict)), flush=True)
    return 1 if verdict.broken else 0


if __name__ == "__main__":
    sys.exit(main())
