"""Deciding what to hide of a report: the most asked numbers first, each rank by itself.

While a rank is decided, all numbers of later ranks count as hidden and unknown, and what earlier
ranks show stays shown. So a number is hidden for those of its own rank or of an earlier one,
never for one that is less asked; and where a rank finds no way, its numbers stay hidden, as they
were when the rank before it was found safe. (Ranks: `handlers.suppression.ranks`.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.disclosure import MANY, PARTS, SEXES, SMALL, Lines, lines, reckon, upwards

if TYPE_CHECKING:
    import numpy as np

    from handlers.suppression import Shape

    Mask = np.ndarray[Any, np.dtype[np.bool_]]

#: After so many turns whole rows are hidden; after so many, the rank.
_PATIENCE, _ROUNDS = 40, 80
_STEP = 1000
#: What a zero costs beside numbers: of the ranks that people ask for most it goes first.
_ZERO_OF_FEW, _ZERO = 1, 30
#: Boys and girls together are asked for more than either.
_BOTH = 3


class Hiding:
    """A cube, laid out flat, while it is being decided what to hide.

    `hidden`: not shown. `vague`: hidden without a word on its size. `decoys`: zeros hidden on
    purpose. `least`, `most`: what anybody can work out. `rank`: 1 is asked most.
    """

    def __init__(self, values: Any, shape: Shape, rank: Any) -> None:
        import numpy as np

        self.shape, self.values = values.shape, values.ravel().astype(np.int64)
        self.lines = lines(values.shape, shape)
        public = np.zeros(values.shape, bool)
        public[:, list(shape.public)] = True
        self.public, self.rank, self.now = public.ravel(), rank.ravel(), 0
        few = (self.values > 0) & (self.values <= SMALL)
        self.little: Mask = few & ~self.public
        self.below: Mask = _below(few, self.lines) & ~self.public
        self.hidden: Mask = ~self.public
        self.vague: Mask = self.hidden.copy()
        self.decoys: Mask = np.zeros(self.values.shape, bool)
        both = np.arange(self.values.size) % self.shape[SEXES] == 2
        self.worth = np.where(both, _BOTH * self.values, self.values)
        self.at_office = np.broadcast_to(values[:1], values.shape).ravel()

    def settle(self, rank: int, *, last: bool) -> None:
        """Show of a rank what can be shown."""
        self.now = rank
        here = (self.rank == rank) & ~self.public
        self.hidden[here] = (self.little | self.below | self.decoys)[here]
        self.vague[here] = False
        self._root()
        for turn in range(_ROUNDS):
            told = self.pinned()
            if not told.any():
                idle = self.decoys & (self.most == 0)
                if not idle.any():
                    break
                self.decoys &= ~idle  # a zero that is known makes nobody unsure
            elif turn > _PATIENCE or not self._loosen(told):
                self._close(told, last=last)
        else:
            self._hide_all_of(here)
        if not last:
            self._show_again()

    def pinned(self, sure: Any = 0) -> Mask:
        """The hidden numbers that are told after all, to one who knows these to be the least."""
        import numpy as np

        little = self.values <= SMALL
        low = np.where(little, self._certain(), np.where(self.vague, 0, SMALL + 1))
        high = np.where(little & ~self.vague, SMALL, MANY)
        self.least, self.most = reckon(
            self.lines,
            np.where(self.hidden, np.maximum(low, sure), self.values),
            np.where(self.hidden, high, self.values),
        )
        return self._told(self.hidden, self.least, self.most)

    def _certain(self) -> Any:
        """Small numbers that cannot be 0: no zeros are hidden beside them."""
        unsure = self.below | self.vague
        for one in self.lines:
            unsure[one.through(self.decoys)] = True
        return self.little & ~unsure

    def _told(self, hidden: Mask, least: Any, most: Any) -> Mask:
        matters = self.little | ((self.rank <= self.now) & ~self.vague)
        found: Mask = hidden & (self.values > 0) & (least == most) & matters
        for one in self.lines:
            if not one.adds_up:
                inside = hidden[one.rows]
                alone = inside.sum(1) == 1
                found[one.rows[alone][inside[alone]]] = True
        return found

    def _loosen(self, told: Mask) -> bool:
        """Hide the cheapest cell of every line that tells. False when none can be.

        Where numbers of later ranks are told, the lines of the same school may be the cause.
        """
        import numpy as np

        cost, known = self._costs(), self.least == self.most
        schools = np.zeros(self.shape, bool)
        schools[told.reshape(self.shape).any(axis=(1, 2, 3))] = True
        later = bool((self.rank[told] > self.now).any())
        wide = told | (schools.ravel() & self.hidden & (self.values > 0) & known)
        for cells in (told, wide) if later else (told,):
            fresh = np.zeros(self.values.shape, bool)
            for one in self.lines:
                rows = one.through(cells)
                alone = self.hidden[rows].sum(1) == 1
                rows = rows[known[rows].all(1) | (alone & (not one.adds_up))]
                self._hide_one_of(rows[~fresh[rows].any(1)], cost, fresh)
            if fresh.any():
                return True
        return False

    def _costs(self) -> Any:
        """What hiding a cell costs: a number its size; a zero takes the zeros above it along."""
        import numpy as np

        zero = self.values == 0
        free = (self.rank == self.now) & ~self.public & ~self.hidden
        fixed = zero & (self.public | (~self.hidden & (self.rank < self.now)))
        steps = self._upwards(zero & ~self.hidden)
        useless = (self._upwards(fixed) > 0) | self.decoys | (steps == 0)
        each = _ZERO_OF_FEW if self.now < int(self.rank.max()) - 1 else _ZERO
        # Of zeros alike the one in the largest company.
        price = each * _STEP * steps + _STEP - np.minimum(self.at_office, _STEP - 1)
        number = np.where(free, np.minimum(self.worth * _STEP, MANY), MANY)
        return np.where(zero, np.where(useless, MANY, price), number)

    def _upwards(self, mask: Mask) -> Any:
        import numpy as np

        return upwards(mask.reshape(self.shape).astype(np.int64), self.lines).ravel()

    def _hide_one_of(self, rows: Any, cost: Any, fresh: Mask) -> None:
        """Hide the cheapest cell of each row, and mark what was hidden as fresh."""
        import numpy as np

        if not len(rows):
            return
        best = rows[np.arange(len(rows)), cost[rows].argmin(1)]
        cells = np.unique(best[cost[best] < MANY])
        self.hidden[cells], fresh[cells] = True, True
        zeros = cells[self.values[cells] == 0]
        while len(zeros):  # a zero as a decoy, and with it the zeros that it is a part of
            self.hidden[zeros], self.decoys[zeros], fresh[zeros] = True, True, True
            wholes = np.concatenate(
                [one.through(zeros)[:, -1] for one in self.lines if not one.signs]
            )
            own = (self.values[wholes] == 0) & ~self.public[wholes] & ~self.decoys[wholes]
            zeros = np.unique(wholes[own])

    def _root(self) -> None:
        """Under a hidden zero one of its parts is hidden, or the parts would tell it."""
        import numpy as np

        cost, fresh = self._costs(), np.zeros(self.values.shape, bool)
        for one in reversed(self.lines):
            if not one.signs:
                rows = one.rows[(self.decoys & self.hidden)[one.rows[:, -1]]]
                parts = rows[~self.hidden[rows[:, :-1]].any(1)][:, :-1]
                self._hide_one_of(parts, cost, fresh)

    def _close(self, told: Mask, *, last: bool) -> None:
        """Hide the rank's numbers round those that are told: few of them first, by size first."""
        import numpy as np

        cube: Any = told.reshape(self.shape).any(axis=(2, 3))
        near = np.zeros(self.shape, bool)
        near[cube] = True
        near[:, cube[0]] = True  # of the office's numbers, those of all schools
        wide = near.copy()
        wide[cube.any(1)] = True
        wide[:, cube.any(0)] = True
        here = (self.rank == self.now) & ~self.public
        for box in () if last else (near, wide):
            fresh = here & box.ravel() & ~self.hidden
            if fresh.any():
                self.hidden |= fresh
                self.decoys |= fresh & (self.values == 0)
                return
        for box in (near, wide):
            fresh = here & box.ravel() & ~self.vague
            if fresh.any():
                self._hide_all_of(fresh)
                return
        self._hide_all_of(here)

    def _hide_all_of(self, cells: Mask) -> None:
        self.hidden |= cells
        self.vague |= cells

    def _show_again(self) -> None:
        """Show what was hidden in vain: many at once, the largest first."""
        import numpy as np

        hidden = self.hidden & (self.rank == self.now) & (self.values > SMALL) & ~self.public
        cells = np.flatnonzero(hidden)
        waiting = [cells[np.argsort(-self.worth[cells], kind="stable")]]
        while waiting:
            group = waiting.pop()
            if len(group) and not self._shown(group) and len(group) > 1:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]

    def _shown(self, group: Any) -> bool:
        """Show these, if that tells nothing. What is known else only grows: reckon on from it."""
        least, most, hidden = self.least.copy(), self.most.copy(), self.hidden.copy()
        least[group] = most[group] = self.values[group]
        hidden[group] = False
        least, most = reckon(self.lines, least, most, group)
        if self._told(hidden, least, most).any() or (self.decoys & (most == 0)).any():
            return False
        self.hidden, self.least, self.most = hidden, least, most
        self.vague[group] = False
        return True


def _below(few: Mask, every: list[Lines]) -> Mask:
    """The parts of small numbers along grades and sexes, to any depth."""
    import numpy as np

    below: Mask = np.zeros(few.shape, bool)
    for axis in (PARTS, SEXES):
        for one in reversed([one for one in every if one.axis == axis]):
            rows = one.rows[(few | below)[one.rows[:, -1]]]
            below[rows[:, :-1]] = True
    return below
