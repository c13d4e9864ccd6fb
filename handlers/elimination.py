"""Which unknowns do equations tell exactly? Elimination, as anybody with a computer can do it.

Two hidden cells in every line are not enough: the sum of some rows less the sum of some columns
may be one cell. Such a cell is found here, whatever lines have to be put together for it.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Iterator

#: Reckoned modulo a prime: exact for whole numbers, and they stay small.
PRIME = (1 << 31) - 1
Equation = dict[int, int]


def determined(equations: Iterable[Equation]) -> set[int]:
    """The unknowns that have the same value in every solution.

    Each equation: unknown → its factor; what it is equal to does not matter. An unknown is told
    when it is 0 in a random solution of the same equations with nothing on their other side.
    """
    rows = [dict(equation) for equation in equations if equation]
    chosen = list(_eliminated(rows))
    pivots = {pivot for pivot, _ in chosen}
    chance = random.Random(0)  # noqa: S311 the same data must give the same answer
    value = {
        unknown: chance.randrange(1, PRIME)
        for row in rows
        for unknown in sorted(row)
        if unknown not in pivots
    }
    for pivot, row in reversed(chosen):
        rest = sum(factor * value[other] for other, factor in row.items() if other != pivot)
        value[pivot] = -rest * pow(row[pivot], -1, PRIME) % PRIME
    return {unknown for unknown, found in value.items() if found == 0}


def _eliminated(rows: list[Equation]) -> Iterator[tuple[int, Equation]]:
    """Each unknown that follows from others, with the equation that tells how; shortest first."""
    holding: dict[int, set[int]] = {}
    for n, row in enumerate(rows):
        for unknown in row:
            holding.setdefault(unknown, set()).add(n)
    waiting = [(len(row), n) for n, row in enumerate(rows)]
    heapq.heapify(waiting)
    done: set[int] = set()
    while waiting:
        length, n = heapq.heappop(waiting)
        row = rows[n]
        if n in done or length != len(row):
            continue
        done.add(n)
        if not row:
            continue
        pivot = min(row, key=lambda unknown: (len(holding[unknown]), unknown))
        yield pivot, row
        for unknown in row:
            holding[unknown].discard(n)
        inverse = pow(row[pivot], -1, PRIME)
        for other in list(holding[pivot]):
            _subtract(rows[other], row, rows[other][pivot] * inverse % PRIME, holding, other)
            heapq.heappush(waiting, (len(rows[other]), other))


def _subtract(
    row: Equation, pivot: Equation, times: int, holding: dict[int, set[int]], n: int
) -> None:
    """Take a multiple of one equation from another."""
    for unknown, factor in pivot.items():
        left = (row.get(unknown, 0) - times * factor) % PRIME
        if left:
            row[unknown] = left
            holding[unknown].add(n)
        elif unknown in row:
            del row[unknown]
            holding[unknown].discard(n)
