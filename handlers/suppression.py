"""Which cells of a private report are hidden so that no small number can be worked out.

The rule (answers.md, "Small numbers"): 1 to 4 is never shown, and in every line of a report at
least two cells are hidden, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Cube = np.ndarray[Any, np.dtype[np.int32]]
    Marks = np.ndarray[Any, np.dtype[np.int8]]

#: A count from 1 to this is small.
SMALL = 4
SHOWN, LITTLE, WITHHELD = 0, 1, 2


@dataclass(frozen=True)
class Shape:
    """How the cells of a cube add up: school 0, category 0 and sex 2 are wholes.

    `levels`: (place of a level among the parts, places of the parts that add up to it), from
    the inside out, the last is all of them.
    """

    levels: tuple[tuple[int, tuple[int, ...]], ...]
    sexes: bool
    total: bool
    adds_up: bool
    everyone: bool


def marks(values: Cube, shape: Shape) -> Marks:
    """For each cell: 0 shown, 1 small, 2 withheld."""
    import numpy as np

    small = (values > 0) & (values <= SMALL)
    if shape.everyone:
        small[:, 0] = False  # the pupils by grade and sex are published
    return small.astype(np.int8)
