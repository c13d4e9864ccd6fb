"""Where the demo office's schools lie, how they are reached, and who in it answers for what.

All invented: the points stand in a grid, and no telephone number here can be assigned to anyone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from handlers.demo_vocabulary import DIRECTORY, DISTRICTS, NETWORKS
from handlers.duties_vocabulary import COLUMNS as DUTY_COLUMNS
from handlers.schools_vocabulary import COLUMNS, VILLAGE

_FIELDS = (
    "smis", "amphoe", "tambon", "network", "phone", "email", "website", "village", "postcode",
    "latitude", "longitude",
)  # fmt: skip
_SOUTH, _WEST, _STEP, _ACROSS = 15.0, 100.0, 0.04, 12


def school_facts(codes: Sequence[str]) -> bytes:
    """The office's own list of its schools, as CSV: the columns that the national list lacks."""
    rows = [[COLUMNS[field][0] for field in _FIELDS]]
    for n, code in enumerate(codes):
        amphoe, tambons, postcode = DISTRICTS[n * len(DISTRICTS) // len(codes)]
        rows.append([
            code, amphoe, tambons[n % len(tambons)], NETWORKS[n * len(NETWORKS) // len(codes)],
            # A few schools have no line of their own.
            "-" if n % 17 == 16 else f"0-0000-{n + 1:04d}",
            f"school{n + 1:03d}@example.go.th",
            "-" if n % 3 else f"school{n + 1:03d}.example.go.th",
            f"{VILLAGE} {n % 9 + 1}", postcode,
            f"{_SOUTH + n // _ACROSS * _STEP:.4f}", f"{_WEST + n % _ACROSS * _STEP:.4f}",
        ])  # fmt: skip
    return _csv(rows)


def directory() -> bytes:
    """The office's duty directory, as CSV."""
    return _csv([[names[0] for names in DUTY_COLUMNS.values()], *map(list, DIRECTORY)])


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
