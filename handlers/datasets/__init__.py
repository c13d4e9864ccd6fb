"""Take files of data in, put versions in force, take them out: one function each."""

from __future__ import annotations

from datetime import date

from handlers.datasets.importing import Check, Run, check, import_file, in_order
from handlers.datasets.readers import READERS
from handlers.datasets.versions import WouldLoseSchools, list_versions, publish, withdraw
from handlers.reports import Target
from models.datasets import YEARLY

__all__ = [
    "DATASETS",
    "Check",
    "Run",
    "Target",
    "WouldLoseSchools",
    "check",
    "import_file",
    "in_order",
    "list_versions",
    "publish",
    "usual_as_of",
    "withdraw",
]

#: Datasets of the central systems; those without a reader yet are refused by name.
DATASETS = tuple(READERS)
_BE = 543
_USUAL = {1: (0, 6, 10), 2: (0, 11, 10), 3: (1, 3, 31), YEARLY: (0, 6, 10)}


def usual_as_of(year: int, round_: int) -> date:
    """The day a round's figures are as of: 10 June, 10 November, 31 March (office.md)."""
    later, month, day = _USUAL[round_]
    return date(year - _BE + later, month, day)
