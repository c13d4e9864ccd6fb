"""What can be worked out of a table with hidden cells: the lines that add up, and bounds.

A cube of counts has the axes school, category, part, sex; one place of each is the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    Cube = np.ndarray[Any, np.dtype[np.int32]]

#: A count from 1 to this is small.
SMALL = 4
SCHOOLS, CATEGORIES, PARTS, SEXES = range(4)
MANY = 1 << 28


class HowItAddsUp(Protocol):
    """See `handlers.suppression.Shape`."""

    @property
    def levels(self) -> tuple[tuple[int, tuple[int, ...]], ...]: ...
    @property
    def sexes(self) -> bool: ...
    @property
    def total(self) -> bool: ...
    @property
    def adds_up(self) -> bool: ...
    @property
    def signs(self) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class Lines:
    """Parallel lines of a cube: along an axis, the places of the parts and of their whole.

    `adds_up` False: the parts overlap, so that they only must not be hidden alone. `signs`: the
    sign with which each part goes into the whole, where not all are added.
    """

    axis: int
    parts: tuple[int, ...]
    whole: int
    adds_up: bool = True
    signs: tuple[int, ...] = ()

    def along(self, cube: Any) -> Any:
        """A view of the cube with these lines along its last axis."""
        import numpy as np

        return np.moveaxis(cube, self.axis, -1)

    @cached_property
    def at(self) -> Any:
        """The places of the parts, as an array."""
        import numpy as np

        return np.array(self.parts)

    @cached_property
    def members(self) -> Any:
        """The places of the parts and the whole, as an array."""
        import numpy as np

        return np.array([*self.parts, self.whole])


def lines(values: Cube, shape: HowItAddsUp) -> list[Lines]:
    """Every family of lines, the nearest first."""
    schools, categories = values.shape[SCHOOLS], values.shape[CATEGORIES]
    found = [Lines(SEXES, (0, 1), 2)] if shape.sexes else []
    found += [Lines(PARTS, inside, level) for level, inside in shape.levels]
    if shape.signs:
        parts = tuple(range(1, categories - 1))
        found.append(Lines(CATEGORIES, parts, categories - 1, True, shape.signs))
    elif shape.total and categories > 1:
        found.append(Lines(CATEGORIES, tuple(range(1, categories)), 0, shape.adds_up))
    return [*found, Lines(SCHOOLS, tuple(range(1, schools)), 0)]


def reckon(every: list[Lines], least: Any, most: Any) -> tuple[Any, Any]:
    """The least and most that each cell can be, from the bounds given, line by line to the end."""
    import numpy as np

    least, most = least.astype(np.int64), most.astype(np.int64)
    before = None
    while before != (before := (int(least.sum()), int(most.sum()))):
        for one in every:
            if one.adds_up:
                _narrow(one, least, most)
            else:
                none = one.along(most)[..., one.whole, None] == 0
                one.along(most)[..., one.at] *= ~none
    return least, most


def _narrow(one: Lines, least: Any, most: Any) -> None:
    """Bounds of a whole from its parts, and of each part from the whole and the other parts."""
    import numpy as np

    low, high = one.along(least), one.along(most)
    lows, highs = low[..., one.at], high[..., one.at]
    if one.signs:
        minus = np.array(one.signs) < 0
        lows, highs = np.where(minus, -highs, lows), np.where(minus, -lows, highs)
    all_low, all_high = lows.sum(-1), highs.sum(-1)
    low[..., one.whole] = np.maximum(low[..., one.whole], all_low)
    high[..., one.whole] = np.minimum(high[..., one.whole], all_high)
    whole_low, whole_high = low[..., one.whole, None], high[..., one.whole, None]
    new_high = np.minimum(highs, whole_high - (all_low[..., None] - lows))
    new_low = np.maximum(lows, whole_low - (all_high[..., None] - highs))
    if one.signs:
        new_low, new_high = np.where(minus, -new_high, new_low), np.where(minus, -new_low, new_high)
    low[..., one.at], high[..., one.at] = new_low, new_high


def upwards(found: Any, every: list[Lines]) -> Any:
    """For each cell the sum over it and all wholes that it is in, along all axes."""
    total = found.copy()
    for axis in (SEXES, PARTS, CATEGORIES, SCHOOLS):
        along = [one for one in every if one.axis == axis and not one.signs]
        own = total.copy()
        for one in reversed(along):
            inside, alone = one.along(total), one.along(own)
            inside[..., one.at] = alone[..., one.at] + inside[..., one.whole, None]
    return total
