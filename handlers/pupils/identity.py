"""Citizens' numbers and G-codes: their form, their check digit, and whether one comes twice.

A number is held as an integer while one file is read, and nowhere after it. What is said of it
names its row, never the number.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from handlers.tables import whole
from handlers.tables.cells import as_text

DIGITS = 13
_SEPARATORS = re.compile(r"[\s-]")
_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_G_CODE = re.compile(r"[Gg]\d{12}")


def fault_of(raw: object) -> tuple[str, int]:
    """What is wrong with a cell's form ("" for nothing), and the number as an integer.

    A G-code is a negative integer; a number of a wrong form is 0.
    """
    text = _SEPARATORS.sub("", whole(as_text(raw)))
    if not text:
        return "id_missing", 0
    if _G_CODE.fullmatch(text):
        return "", -int(text[1:]) - 1
    if _SHORTENED.fullmatch(text):
        return "id_shortened", 0
    if text.isascii() and text.isdigit():
        if len(text) == DIGITS:
            return "", int(text)
        return ("id_lost_digits" if len(text) < DIGITS else "id_too_long"), 0
    return "id_letter", 0


class Numbers:
    """The numbers of one file, with the row and the school of each."""

    def __init__(self) -> None:
        self._numbers, self._rows, self._schools = array("q"), array("q"), array("l")

    def add(self, number: int, row: int, school: int) -> None:
        """Keep one until the file has been read."""
        self._numbers.append(number)
        self._rows.append(row)
        self._schools.append(school)

    def row(self, place: int) -> tuple[int, int]:
        """The row, and the school, of the number that came at this place."""
        return self._rows[place], self._schools[place]

    def wrong_check_digits(self) -> list[int]:
        """Places of the citizens' numbers whose last digit is not the one of the other twelve.

        d13 = (11 - (sum of d_i x (14 - i)) mod 11) mod 10, of the Department of Provincial
        Administration.
        """
        import numpy as np  # heavy: only an import of data needs it

        numbers = np.frombuffer(self._numbers, dtype=np.int64)
        rest, total = numbers // 10, np.zeros(len(numbers), dtype=np.int64)
        for weight in range(2, DIGITS + 1):
            total += rest % 10 * weight
            rest = rest // 10
        wrong = (numbers >= 0) & ((11 - total % 11) % 10 != numbers % 10)
        return [int(place) for place in np.flatnonzero(wrong)]

    def repeated(self) -> Iterator[list[int]]:
        """Places, in order of reading, of each number that came more than once."""
        import numpy as np

        numbers = np.frombuffer(self._numbers, dtype=np.int64)
        order = np.argsort(numbers, kind="stable")
        same = np.flatnonzero(numbers[order][1:] == numbers[order][:-1])
        group: list[int] = []
        for n in map(int, same):
            if not group or int(order[n]) != group[-1]:
                if group:
                    yield group
                group = [int(order[n])]
            group.append(int(order[n + 1]))
        if group:
            yield group
