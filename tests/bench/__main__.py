"""`make bench`: every figure beside its goal. Always exits 0: figures depend on the machine."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import (
    ack,
    announcing,
    backlog,
    live,
    questions,
    register,
    resting,
    rounds,
    tickets,
)
from tests.bench.report import machine

PARTS = {
    "ack": ack.measure,
    "live": live.measure,
    "backlog": backlog.measure,
    "resting": resting.measure,
    "pupils": register.measure,
    "questions": questions.measure,
    "tickets": tickets.measure,
    "rounds": rounds.measure,
    "announcing": announcing.measure,
}
#: Measured when asked for by name: it takes a minute and half a gigabyte of disk.
BY_NAME = {"million": register.measure_many}


EVERY = PARTS | BY_NAME


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help=f"some of {', '.join(EVERY)}; default all but the last"
    )
    wanted = parser.parse_args().parts or list(PARTS)
    print(f"bench: {machine()}", flush=True)
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="thamkhet-bench-") as folder:
            EVERY[name](Path(folder))


if __name__ == "__main__":
    main()
