"""Exact figures from the published versions.

`sizes` has what is counted by, `editions` when, `pupils` counts, `snapshot` keeps it in memory.
"""

from handlers.questions.figures.editions import Edition
from handlers.questions.figures.pupils import Facts, Figures, rounded
from handlers.questions.figures.sizes import COUNTS, LEVELS, SEXES, SIZES
from handlers.questions.figures.snapshot import Snapshot, snapshot

__all__ = [
    "COUNTS",
    "LEVELS",
    "SEXES",
    "SIZES",
    "Edition",
    "Facts",
    "Figures",
    "Snapshot",
    "rounded",
    "snapshot",
]
