"""What is wrong with rows that count all the same: the list for the school to put right.

A finding names the school, the row and the column. Never a person, a number or a day of birth.
"""

from __future__ import annotations

from collections import Counter

from handlers.pupils.identity import Numbers
from handlers.tables import Fault

#: More than this many are counted, not listed.
MOST = 100_000


class Findings:
    """The findings of one file. `codes` are the schools' codes, by their place."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        self.left_out: Counter[str] = Counter()
        self._found: list[Fault] = []

    def add(self, code: str, row: int, column: str, school: int, **facts: str | int) -> None:
        """Note one. `school` is the place of the row's school."""
        if len(self._found) < MOST:
            facts["school"] = self.codes[school]
            self._found.append(Fault(code, row, column, facts))
        else:
            self.left_out[code] += 1

    def add_numbers(self, numbers: Numbers, column: str) -> None:
        """Note wrong check digits, and numbers that stand in two rows or in two schools."""
        for place in numbers.wrong_check_digits():
            row, school = numbers.row(place)
            self.add("id_check_digit", row, column, school)
        for group in numbers.repeated():
            self._add_repeated([numbers.row(place) for place in group], column)

    def _add_repeated(self, places: list[tuple[int, int]], column: str) -> None:
        first: dict[int, int] = {}
        for row, school in places:
            first.setdefault(school, row)
        for row, school in places:
            if first[school] != row:
                self.add("id_twice", row, column, school, first=first[school])
            other = next((other for other in first if other != school), None)
            if other is not None:
                there, where = self.codes[other], first[other]
                self.add("id_two_schools", row, column, school, other=there, other_row=where)

    def listed(self) -> list[Fault]:
        """All of them by row; those beyond the limit as one count."""
        found = sorted(self._found, key=lambda fault: fault.row or 0)
        more = self.left_out.total()
        return [*found, Fault("more_findings", facts={"count": more})] if more else found
