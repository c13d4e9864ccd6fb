"""Which cells of a private report are hidden so that no small number can be worked out.

The rule (answers.md, "Small numbers"): 1 to 4 is never shown, and in every line of a report at
least two cells are hidden, or none. A line is a whole and the cells that add up to it. More is
hidden where the lines together would still tell: an attacker is played, who reckons from all
that is shown (`handlers/disclosure.py`), and every line that pins a number down loses one more
(`handlers/hiding.py`). What is hidden is what people ask for least (docs/small-numbers.md).

A small number is not broken down by grade or sex: the cells below it are small too, zeros and
all, or four pupils in four grades would be told by the four grades that are not 0. "Small" may
so stand for 0. "Withheld" is 5 or more, but in the finest numbers it may stand for any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers import bridges
from handlers.disclosure import CATEGORIES, MANY, PARTS, SEXES, SMALL
from handlers.hiding import Hiding

if TYPE_CHECKING:
    import numpy as np

    Cube = np.ndarray[Any, np.dtype[np.int32]]
    Marks = np.ndarray[Any, np.dtype[np.int8]]
    Mask = np.ndarray[Any, np.dtype[np.bool_]]

#: Grows whenever the same numbers would get another cover: kept covers are then made anew.
RULE = 3
SHOWN, LITTLE, WITHHELD = 0, 1, 2
_LAST = 7


@dataclass(frozen=True)
class Shape:
    """How the cells of a cube add up: school 0, category 0 and sex 2 are wholes.

    `levels`: (place of a level among the parts, places of the parts that add up to it), from
    the inside out, the last is all of them. `public`: categories that are published elsewhere
    (0: the total is every pupil). `signs`: the last category is the sum of the others, with
    these signs.
    """

    levels: tuple[tuple[int, tuple[int, ...]], ...] = ()
    sexes: bool = True
    total: bool = True
    adds_up: bool = True
    public: tuple[int, ...] = ()
    signs: tuple[int, ...] = ()


def marks(values: Cube, shape: Shape) -> Marks:
    """For each cell: 0 shown, 1 small, 2 withheld."""
    return cover(values, shape).marks


@dataclass(frozen=True)
class Cover:
    """What is hidden, and the most each cell can be, as anybody can work it out.

    `told`: categories of which it may be said which schools have at least one.
    """

    marks: Marks
    most: Cube
    told: Mask


def ranks(shape: tuple[int, ...]) -> Any:
    """How much each number is asked for: 1 most. A lower rank is never hidden for a higher one.

    The office's categories (1), by sex, and its total by grade (2); the schools' totals (3); the
    office's categories by grade (4), and sex (5); the schools' categories (6); the rest (7).
    """
    import numpy as np

    found = np.full(shape, _LAST, np.int8)
    found[1:, :, -1, 2] = 6
    found[1:, 0, -1] = 3
    found[0] = 5
    found[0, :, :, 2] = 4
    found[0, 0] = 2
    found[0, :, -1] = 2
    found[0, :, -1, 2] = 1
    return found


def cover(values: Cube, shape: Shape) -> Cover:
    """What is hidden of a version. The same numbers always give the same cover."""
    import numpy as np

    work = Hiding(values, shape, ranks(values.shape))
    for rank in range(1, _LAST + 1):
        work.settle(rank, last=rank == _LAST)
    told = _told(work)
    _show_known(work)
    before = work.hidden.copy()
    bridges.close(work)
    fresh = (work.hidden & ~before).reshape(values.shape)
    work.most[work.hidden & ~before] = MANY
    told = told & ~fresh.any(axis=(0, 2, 3))
    how = np.where((work.values <= SMALL) & ~work.vague, LITTLE, WITHHELD)
    most = np.where(work.hidden, np.minimum(work.most, MANY), work.values).astype(np.int32)
    marked = np.where(work.hidden, how, SHOWN).astype(np.int8)
    return Cover(marked.reshape(values.shape), most.reshape(values.shape), told)


def _told(work: Hiding) -> Mask:
    """Categories whose schools may be named: no zero is hidden among them, and to know that
    each of them has one pins nothing down."""
    import numpy as np

    hidden = work.hidden.reshape(work.shape)[1:, :, -1, 2]
    values = work.values.reshape(work.shape)[1:, :, -1, 2]
    found: Mask = ~(hidden & (values == 0)).any(axis=0)
    sure = np.zeros(work.shape, np.int64)
    sure[1:, :, -1, 2] = (values > 0) & found
    least, most = work.least, work.most
    found = found & ~work.pinned(sure.ravel()).any()
    work.least, work.most = least, most
    return found


def _show_known(work: Hiding) -> None:
    """What anybody can work out and tells nothing (0, 5 or more) is shown, unless it keeps
    another company."""
    known = work.hidden & (work.least == work.most) & ~work.little
    for one in work.lines:
        if not one.adds_up:
            left = (work.hidden & ~known)[one.rows].sum(1)
            known[one.rows[left == 1]] = False
    work.hidden &= ~known


__all__ = ["CATEGORIES", "LITTLE", "PARTS", "SEXES", "SHOWN", "WITHHELD", "Cover", "Shape", "marks"]
