"""Small numbers that several lines tell together, though none of them does alone.

Bounds do not see that some rows less some columns leave one cell. Elimination does, and each such
cell gets more company, until nothing is left that equations tell exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.elimination import Equation, determined

if TYPE_CHECKING:
    import numpy as np

    from handlers.hiding import Hiding

    Mask = np.ndarray[Any, np.dtype[np.bool_]]

_TURNS = 40


def close(work: Hiding) -> None:
    """Hide more of a cube that is decided, as little as helps; the numbers least asked first.

    What is hidden here is withheld: nothing is said of its size.
    """
    for _ in range(_TURNS):
        told = [cell for cell in sorted(determined(_equations(work))) if work.little[cell]]
        if not told:
            return
        before = int(work.hidden.sum())
        for cell in told:
            _accompany(work, cell)
        while _pair(work):
            pass
        if int(work.hidden.sum()) == before:
            _close_schools(work, told)
            while _pair(work):
                pass
    _withhold(work, ~work.public)  # no other way was found: nothing of it is shown


def _close_schools(work: Hiding, told: list[int]) -> None:
    """Hide all of the schools whose numbers are told; of the office's, all schools' of the row."""
    import numpy as np

    near = np.zeros(work.shape, bool)
    for cell in told:
        school, category, *_ = np.unravel_index(cell, work.shape)
        if school and not (work.hidden | work.public).reshape(work.shape)[school].all():
            near[school] = True
        else:
            near[1:, category] = True
    _withhold(work, near.ravel() & ~work.public)


def _withhold(work: Hiding, cells: Mask) -> None:
    work.vague |= cells & ~work.hidden
    work.hidden |= cells


def _equations(work: Hiding) -> list[Equation]:
    """One for each line with hidden cells; what is shown stands on the other side."""
    found: list[Equation] = []
    for one in work.lines:
        if one.adds_up:
            factors = [*(one.signs or [1] * len(one.parts)), -1]
            for row in one.rows[work.hidden[one.rows].any(axis=1)]:
                pairs = zip(row.tolist(), factors, strict=True)
                found.append({cell: factor for cell, factor in pairs if work.hidden[cell]})
    return found


def _accompany(work: Hiding, cell: int) -> None:
    """Hide one more number in each line that the cell is in."""
    for one in work.lines:
        place = int(one.line_of[cell])
        if place >= 0:
            _hide_least_asked(work, one.rows[place])


def _pair(work: Hiding) -> bool:
    """Give each cell that is hidden alone in a line another one. True when some was hidden."""
    changed = False
    for one in work.lines:
        for row in one.rows[work.hidden[one.rows].sum(axis=1) == 1]:
            changed |= _hide_least_asked(work, row)
    return changed


def _hide_least_asked(work: Hiding, row: Any) -> bool:
    """Hide the number of this line that is asked least, of those the smallest."""
    free = [
        cell
        for cell in row.tolist()
        if work.values[cell] and not work.hidden[cell] and not work.public[cell]
    ]
    if not free:
        return False
    best = min(free, key=lambda cell: (-int(work.rank[cell]), int(work.values[cell]), cell))
    work.hidden[best], work.vague[best] = True, True
    return True
