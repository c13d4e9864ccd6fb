"""`make soak`: at least 50 kills on each database; exits 1 when anything was lost or doubled."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench.report import machine
from tests.soak.audit import Verdicts
from tests.soak.clocks import ladder
from tests.soak.storm import Plan, storm

KINDS = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=40, help="events a second")
    parser.add_argument("--logs", type=Path, help="keep the service's logs in this folder")
    given = parser.parse_args()
    print(f"soak: {machine()}", flush=True)
    kinds = KINDS if given.database == "both" else (given.database,)
    plan = Plan(kills=given.kills, seed=given.seed, rate=given.rate)
    return max(_one(kind, plan, given.logs) for kind in kinds)


def _one(kind: str, plan: Plan, logs: Path | None) -> int:
    with tempfile.TemporaryDirectory(prefix="thamkhet-soak-") as folder:
        found = asyncio.run(storm(kind, logs or Path(folder), plan))
        reminders = asyncio.run(ladder(kind, logs or Path(folder), plan.seed))
    print(f"\n{kind}")
    _tell(found)
    print(f"\n{kind}: reminders of two rounds, clocks killed, set forward and back, two days off")
    _tell(reminders)
    return 1 if found.wrong or reminders.wrong else 0


def _tell(found: Verdicts) -> None:
    for what, count in sorted(found.counts.items()):
        print(f"  {count:>8,}  {what}")
    for what, count in sorted(found.wrong.items()):
        print(f"  VIOLATED {count:,} x {what}, e.g. {found.examples[what]}")
    print("  nothing lost, nothing doubled" if not found.wrong else "  FAILED", flush=True)


if __name__ == "__main__":
    sys.exit(main())
