"""Find the header of a table, be it of two or three rows, and name its columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from handlers.tables import Fault, FileRefused, Rows, Source, clean, read_sheets

_DEEPEST = 20  # a header further down than this is none
_MOST_ROWS = 3
_DATE = re.compile(r"\s*\d{1,2}\s*[\u0e01-\u0e4e.\s]+(25)?\d\d$")


@dataclass(frozen=True)
class Table:
    """`columns` are the names, those of several header rows joined; `rows` what stands below.

    `row` is the number of the header's first row, `above` the rows before it (titles, dates).
    """

    columns: list[str]
    rows: Rows
    row: int
    above: Rows


def plain(cell: str) -> str:
    """A column's name as it is compared: no spaces, no date at its end, small letters."""
    return "".join(_DATE.sub("", clean(cell)).lower().split())


def find(
    rows: Rows, known: Iterable[str], *, least: int = 2, below: Collection[str] = ()
) -> Table | None:
    """The table whose header holds at least `least` of the `known` names; None without one.

    `below` are the names that stand in a second or third header row, under a name that spans
    several columns: «ผอ.รร.» over «ชาย», «หญิง» gives the columns «ผอ.รร. ชาย», «ผอ.รร. หญิง».
    """
    names = {plain(name) for name in known}
    under = {plain(name) for name in below}
    for n, (number, cells) in enumerate(rows[:_DEEPEST]):
        if len({plain(cell) for cell in cells} & names) < least:
            continue
        head = [cells]
        while len(head) < _MOST_ROWS and n + len(head) < len(rows):
            following = rows[n + len(head)][1]
            if not _continues(head[-1], following, under):
                break
            head.append(following)
        return Table(_joined(head), rows[n + len(head) :], number, rows[:n])
    return None


def only(
    source: Source, known: Iterable[str], must: Collection[str], *,
    least: int = 2, below: Collection[str] = (),
) -> Table | None:  # fmt: skip
    """The table of a file, on whichever sheet it stands: as `find`, the one with a `must` column.

    Raises FileRefused where several sheets have such a table (or this is no table at all): to
    read one of them would leave schools out, and nobody would see it.
    """
    names = tuple(known)
    found = [
        (sheet, table)
        for sheet, rows in read_sheets(source)
        if (table := find(rows, names, least=least, below=below))
    ]
    wanted = {plain(name) for name in must}
    right = [(s, table) for s, table in found if wanted & {plain(c) for c in table.columns}]
    if len(right) > 1:
        facts = {"sheets": [sheet for sheet, _ in right]}
        raise FileRefused(source.name, [Fault("several_sheets", facts=facts)])
    return (right or found)[0][1] if found else None


def places(columns: list[str], words: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Field → the number of its column. A name earlier in a field's spellings wins."""
    at: dict[str, int] = {}
    for n, column in enumerate(columns):
        at.setdefault(plain(column), n)
    found = {}
    for field, spellings in words.items():
        hit = next((at[plain(name)] for name in spellings if plain(name) in at), None)
        if hit is not None:
            found[field] = hit
    return found


def _continues(upper: list[str], lower: list[str], under: set[str]) -> bool:
    """Is this row a part of the header: the same names again, or names known to stand below?"""
    cells = [plain(cell) for cell in lower]
    above = [plain(cell) for cell in upper] + [""] * len(cells)
    said = [(cell, above[n]) for n, cell in enumerate(cells) if cell]
    return any(cell in under for cell, _ in said) and all(
        cell in under or cell == over for cell, over in said
    )


def _joined(head: list[list[str]]) -> list[str]:
    width = max(map(len, head))
    filled = [_spanned(row, head[n + 1 :], width) for n, row in enumerate(head)]
    columns = []
    for place in range(width):
        parts = [clean(row[place]) for row in filled if clean(row[place])]
        columns.append(" ".join(p for n, p in enumerate(parts) if n == 0 or p != parts[n - 1]))
    return columns


def _spanned(row: list[str], lower: list[list[str]], width: int) -> list[str]:
    """A name over several columns, where the file left the cells behind it empty (as CSV does)."""
    padded = [*row, *[""] * (width - len(row))]
    for n in range(1, width):
        below = any(n < len(r) and clean(r[n]) for r in lower)
        if not clean(padded[n]) and below:
            padded[n] = padded[n - 1]
    return padded
