"""Which cells of a private report are hidden so that no small number can be worked out.

The rule (answers.md, "Small numbers"): 1 to 4 is never shown, and in every line of a report at
least two cells are hidden, or none. A line is a whole and the cells that add up to it. More is
hidden where the lines together would still tell: an attacker is played, who reckons from all
that is shown (`handlers/disclosure.py`), and every line that pins a number down loses one more.

A small number is not broken down by grade or sex: the cells below it are small too, zeros and
all, or four pupils in four grades would be told by the four grades that are not 0. "Small" may
so stand for 0. Where the public number of pupils of a class is itself hardly more than small,
its cells are "withheld", which may stand for any number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers.disclosure import CATEGORIES, MANY, PARTS, SEXES, SMALL, Lines, lines, reckon, upwards

if TYPE_CHECKING:
    import numpy as np

    Cube = np.ndarray[Any, np.dtype[np.int32]]
    Marks = np.ndarray[Any, np.dtype[np.int8]]
    Mask = np.ndarray[Any, np.dtype[np.bool_]]

SHOWN, LITTLE, WITHHELD = 0, 1, 2
_ROUNDS = 60
#: A zero costs more to hide than any number does, and one of the office a hundred times that.
_ZERO, _STEP, _OFFICE, _LAST = 1 << 24, 1000, 100, 1 << 22


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


def cover(values: Cube, shape: Shape) -> Cover:
    """What is hidden of a version. The same numbers always give the same cover."""
    import numpy as np

    work = _Work(values, shape)
    for _ in range(_ROUNDS):
        work.settle()
        pinned = work.pinned()
        # What the office's large numbers need comes last: it may be settled by then.
        first = pinned & (work.little | work.of_schools)
        if not (work.repair(first) or work.repair(pinned) or work.close(pinned)):
            break
    if pinned.any():  # no other way is left: nothing of the version is shown
        work.hidden |= ~work.public
        work.vague |= work.hidden
        work.most[:] = MANY
    else:
        work.show_known_zeros()
    found = np.where((values <= SMALL) & ~work.vague, LITTLE, WITHHELD)
    most = np.where(work.hidden, work.most, values).astype(np.int32)
    marked = np.where(work.hidden, found, SHOWN).astype(np.int8)
    return Cover(marked, most, work.told())


class _Work:
    """The cube while it is being decided what to hide.

    `decoys`: zeros hidden on purpose. `vague`: hidden without a word on their size.
    """

    def __init__(self, values: Cube, shape: Shape) -> None:
        import numpy as np

        self.values, self.lines = values, lines(values, shape)
        self.public: Mask = np.zeros(values.shape, bool)
        self.public[:, list(shape.public)] = True
        few = (values > 0) & (values <= SMALL)
        self.little: Mask = few & ~self.public
        self.below: Mask = _below(few, self.lines) & ~self.public
        self.hidden: Mask = self.little | self.below
        self.decoys: Mask = np.zeros(values.shape, bool)
        self.vague: Mask = np.zeros(values.shape, bool)
        self.of_schools = np.arange(len(values))[:, None, None, None] > 0

    def settle(self) -> None:
        """Hide the smallest other cell of each line that would tell, until none does."""
        least = self._least()
        while sum(self._settle(one, least) for one in self.lines):
            pass

    def _settle(self, one: Lines, least: Any) -> bool:
        import numpy as np

        values, hidden = one.along(self.values), one.along(self.hidden)
        inside, covered = values[..., one.at], hidden[..., one.at]
        whole, public = hidden[..., one.whole], one.along(self.public)
        count = covered.sum(-1)
        bad = ~whole & self._told(one, inside, covered, least)
        bad |= whole & (count == 0) & (values[..., one.whole] > 0)
        if not bad.any():
            return False
        free = ~covered & (inside > 0) & ~public[..., one.at]
        best, some = np.where(free, inside, MANY).argmin(-1), free.any(-1)
        found = np.nonzero(bad & some)
        hidden[(*found, one.at[best[found]])] = True
        above = bad & ~some & ~whole & ~public[..., one.whole] & (values[..., one.whole] > 0)
        hidden[..., one.whole] |= above
        return bool(len(found[0]) or above.any())

    def _told(self, one: Lines, inside: Any, covered: Any, least: Any) -> Any:
        """Do hidden parts follow from a whole that is shown: one alone, or all at an end?"""
        import numpy as np

        count, amount = covered.sum(-1), (inside * covered).sum(-1)
        if not one.adds_up or one.signs:
            return count == 1
        little = inside <= SMALL
        lows = np.where(little, one.along(least)[..., one.at], SMALL + 1)
        highest = (amount >= SMALL * count) & ~(covered & ~little).any(-1)
        ends = (amount <= (lows * covered).sum(-1)) | highest | (count == 1)
        decoy = (one.along(self.decoys)[..., one.at] & covered).any(-1)
        return (count > 0) & np.where(amount > 0, ends, decoy)

    def _least(self) -> Any:
        """The least that each small number can be: 0 where zeros are hidden beside it."""
        import numpy as np

        unsure = self.below | self.vague
        for one in self.lines:
            one.along(unsure)[...] |= one.along(self.decoys)[..., one.members].any(-1)[..., None]
        return (self.little & ~unsure).astype(np.int32)

    def told(self) -> Mask:
        """Categories whose schools may be named: no zero is hidden among them, and to know that
        each of them has one pins nothing down."""
        import numpy as np

        hidden, values = self.hidden[1:, :, -1, 2], self.values[1:, :, -1, 2]
        found: Mask = ~(hidden & (values == 0)).any(axis=0)
        sure = np.zeros(self.values.shape, np.int32)
        sure[1:, :, -1, 2] = (values > 0) & found
        return found & ~self.pinned(sure).any()

    def pinned(self, sure: Any = 0) -> Mask:
        """The hidden numbers that are told after all, to one who knows these to be the least."""
        import numpy as np

        little, hidden = self.values <= SMALL, self.hidden
        low = np.where(little, self._least(), np.where(self.vague, 0, SMALL + 1))
        low = np.maximum(low, sure)
        high = np.where(little & ~self.vague, SMALL, MANY)
        self.least, self.most = reckon(
            self.lines, np.where(hidden, low, self.values), np.where(hidden, high, self.values)
        )
        found: Mask = hidden & (self.values > 0) & (self.least == self.most)
        return found

    def repair(self, pinned: Mask) -> bool:
        """Loosen every line that pins a number down. False when nothing can be."""
        import numpy as np

        cost, done = self._costs(), False
        for cell in zip(*np.nonzero(pinned), strict=True):
            if self.values[cell] > SMALL and self.public[cell[0], 0, cell[2], cell[3]]:
                done |= self._blur((cell[0], slice(None), *cell[2:]))
            for one in self.lines:
                if cell[one.axis] in one.members:
                    done |= self._loosen(one, cell, cost)
        return done

    def _blur(self, column: Any) -> bool:
        """All hidden cells of a class: "5 or more" of 5 would tell."""
        fresh = self.hidden[column] & ~self.vague[column]
        self.vague[column] |= fresh
        return bool(fresh.any())

    def _loosen(self, one: Lines, cell: Any, cost: Any) -> bool:
        """Hide the cheapest cell of a line, when all its cells are known."""
        at = list(cell)
        at[one.axis] = one.members
        line = tuple(at)
        if not (self.least[line] == self.most[line]).all():
            return False
        best = int(cost[line].argmin())
        if cost[line][best] >= MANY:
            return False
        at[one.axis] = one.members[best]
        self._hide(tuple(at))
        return True

    def _costs(self) -> Any:
        """What hiding a cell costs: a number its size; a zero takes the zeros above it along."""
        import numpy as np

        zero = self.values == 0
        steps = (zero & ~self.hidden).astype(np.int64)
        steps[0] *= _OFFICE
        dead = upwards((zero & self.public).astype(np.int64), self.lines) > 0
        price = _ZERO + upwards(steps, self.lines) * _STEP - np.minimum(self.values[:1], _STEP - 1)
        taken = np.where(zero, self.decoys | dead, self.hidden) | self.public
        number = self.values.astype(np.int64)
        number[0] += _LAST  # the office's own numbers are what people ask for
        return np.where(taken, MANY, np.where(zero, price, number))

    def _hide(self, cell: Any) -> None:
        """Hide a cell; a zero as a decoy, and with it the zeros that it is a part of."""
        import numpy as np

        around = [[place] for place in cell]
        for one in self.lines if not self.values[cell] else ():
            if set(around[one.axis]) & set(one.parts) and one.whole not in around[one.axis]:
                around[one.axis].append(one.whole)
        box = np.ix_(*around)
        chosen = ~self.public[box] & ((self.values[box] == 0) | bool(self.values[cell]))
        self.hidden[box] |= chosen
        self.decoys[box] |= chosen & (self.values[box] == 0)
        self.most[box] = np.where(chosen, MANY, self.most[box])

    def close(self, pinned: Mask) -> bool:
        """Hide all of the schools where nothing less helps. False when they were hidden before."""
        import numpy as np

        schools = [place for place in np.flatnonzero(pinned.any(axis=(1, 2, 3))) if place]
        fresh = ~(self.hidden | self.public)[schools]
        zeros = (self.values[schools] == 0) & ~self.public[schools]
        self.hidden[schools] |= fresh
        self.decoys[schools] |= zeros
        return bool(fresh.any())

    def show_known_zeros(self) -> None:
        """A zero that can be worked out is shown, unless it keeps another company."""
        zeros = self.hidden & (self.values == 0) & (self.most == 0)
        for one in self.lines:
            if not one.adds_up:
                left = (one.along(self.hidden & ~zeros)[..., one.members]).sum(-1)
                one.along(zeros)[...] &= (left != 1)[..., None]
        self.hidden &= ~zeros


def _below(few: Mask, every: list[Lines]) -> Mask:
    """The parts of small numbers along grades and sexes, to any depth."""
    import numpy as np

    below = np.zeros(few.shape, bool)
    for axis in (PARTS, SEXES):
        for one in reversed([one for one in every if one.axis == axis]):
            one.along(below)[..., one.at] |= one.along(few | below)[..., one.whole, None]
    return below


__all__ = ["CATEGORIES", "LITTLE", "SHOWN", "WITHHELD", "Shape", "marks"]
