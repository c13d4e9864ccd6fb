"""What can be worked out of a table with hidden cells: the lines that add up, and bounds.

A cube of counts has the axes school, category, part, sex; one place of each is the whole. Here
a cube is laid out flat, and a line is a row of places: those of the parts, then the whole's.
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


@dataclass(frozen=True, eq=False)
class Lines:
    """Parallel lines of a cube: along an axis, the places of the parts and of their whole.

    `adds_up` False: the parts overlap. `signs`: with which each part goes into the whole, where
    not all are added. `rows`: each line's cells in the flat cube, the whole last. `size`: how
    many cells the cube has.
    """

    axis: int
    parts: tuple[int, ...]
    whole: int
    rows: Any
    size: int
    adds_up: bool = True
    signs: tuple[int, ...] = ()

    @cached_property
    def line_of(self) -> Any:
        """For each cell the row that it is in, or -1: never more than one."""
        import numpy as np

        found = np.full(self.size, -1, np.int64)
        found[self.rows] = np.arange(len(self.rows))[:, None]
        return found

    def through(self, cells: Any) -> Any:
        """The rows with any of these cells (places, or a mask of all)."""
        import numpy as np

        found = self.line_of[cells]
        here = np.zeros(len(self.rows) + 1, bool)
        here[found] = True  # -1 is the place after the last row
        return self.rows[here[:-1]]


def lines(shape: tuple[int, ...], how: HowItAddsUp) -> list[Lines]:
    """Every family of lines of a cube of this shape, the nearest first."""
    import numpy as np

    places = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)

    def family(axis: int, parts: tuple[int, ...], whole: int, *more: Any) -> Lines:
        rows = np.moveaxis(places, axis, -1)[..., [*parts, whole]]
        return Lines(axis, parts, whole, rows.reshape(-1, len(parts) + 1), places.size, *more)

    schools, categories = shape[SCHOOLS], shape[CATEGORIES]
    found = [family(SEXES, (0, 1), 2)] if how.sexes else []
    found += [family(PARTS, inside, level) for level, inside in how.levels]
    if how.signs:
        parts = tuple(range(1, categories - 1))
        found.append(family(CATEGORIES, parts, categories - 1, True, how.signs))
    elif how.total and categories > 1:
        found.append(family(CATEGORIES, tuple(range(1, categories)), 0, how.adds_up))
    return [*found, family(SCHOOLS, tuple(range(1, schools)), 0)]


def reckon(every: list[Lines], least: Any, most: Any, news: Any = None) -> tuple[Any, Any]:
    """The least and most that each cell can be, from the bounds given, line by line to the end.

    `news`: the places whose bounds are new, where all else was reckoned before; default all
    that are open. A line is looked at again only when something in it has changed.
    """
    import numpy as np

    low, high = least.astype(np.int64), most.astype(np.int64)
    news = np.flatnonzero(low < high) if news is None else news
    while len(news):
        moved: list[Any] = []
        for one in every:
            rows = one.through(np.concatenate([news, *moved]))
            if len(rows):
                moved.append(_narrow(one, rows, low, high))
        news = np.concatenate(moved) if moved else news[:0]
    return low, high


def _narrow(one: Lines, rows: Any, low: Any, high: Any) -> Any:
    """Narrow the bounds in place; the places that moved."""
    import numpy as np

    before_low, before_high = low[rows], high[rows]
    lows, highs = before_low[:, :-1], before_high[:, :-1]
    whole_low, whole_high = before_low[:, -1:], before_high[:, -1:]
    if not one.adds_up:
        new_low, new_high = lows, np.minimum(highs, whole_high)
        whole_low = np.maximum(whole_low, lows.max(1, keepdims=True))
    else:
        if one.signs:
            minus = np.array(one.signs) < 0
            lows, highs = np.where(minus, -highs, lows), np.where(minus, -lows, highs)
        all_low, all_high = lows.sum(1, keepdims=True), highs.sum(1, keepdims=True)
        whole_low, whole_high = np.maximum(whole_low, all_low), np.minimum(whole_high, all_high)
        new_high = np.minimum(highs, whole_high - (all_low - lows))
        new_low = np.maximum(lows, whole_low - (all_high - highs))
        if one.signs:
            new_low, new_high = (
                np.where(minus, -new_high, new_low),
                np.where(minus, -new_low, new_high),
            )
    after_low = np.concatenate((new_low, whole_low), 1)
    after_high = np.concatenate((new_high, whole_high), 1)
    moved = (after_low != before_low) | (after_high != before_high)
    low[rows], high[rows] = after_low, after_high
    return rows[moved]


def upwards(found: Any, every: list[Lines]) -> Any:
    """For each cell of a cube the sum over it and all wholes that it is in, along all axes."""
    import numpy as np

    total = found.copy()
    for axis in (SEXES, PARTS, CATEGORIES, SCHOOLS):
        along = [one for one in every if one.axis == axis and not one.signs]
        own = np.moveaxis(total.copy(), axis, -1)
        for one in reversed(along):
            inside = np.moveaxis(total, axis, -1)
            inside[..., list(one.parts)] = own[..., list(one.parts)] + inside[..., one.whole, None]
    return total
