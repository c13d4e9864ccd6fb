"""Which columns of a list tell whether a school has confirmed in a central system, and when."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import headers
from handlers.headers import plain
from handlers.rounds import lists_vocabulary as words
from handlers.school_tables_vocabulary import SCHOOL as SCHOOL_NAMES
from handlers.tables import Fault, FileRefused, Source, clean

#: The column that says it, the day of confirming, and its hour where that stands apart.
SAYS, DAY, CLOCK = "says", "day", "clock"


def columns_of(source: Source) -> dict[str, str]:
    """Which columns tell whether a school has confirmed, and when."""
    table = headers.only(source, SCHOOL_NAMES, SCHOOL_NAMES, least=1, below=words.BELOW)
    if table is None:
        raise FileRefused(
            source.name, [Fault("no_table_header", facts={"columns": [SCHOOL_NAMES[0]]})]
        )
    found: dict[str, str] = {}
    for column in sorted(table.columns, key=_rank):
        field = _field(column)
        if field is not None:
            found.setdefault(field, column)
    if SAYS not in found:
        found.update((SAYS, column) for column in _by_content(table)[:1])
    if SAYS in found and _rank(found.get(DAY, "")) > 0:
        found.pop(DAY, None)
    return found if DAY in found else {f: c for f, c in found.items() if f == SAYS}


def _rank(column: str) -> int:
    """Columns about confirming come first, those about what follows it last."""
    if _has(column, words.CONFIRM):
        return 0
    return 2 if _has(column, words.LATER_ACT) else 1


def _field(column: str) -> str | None:
    acts = _has(column, words.CONFIRM) or _has(column, words.LATER_ACT)
    if _has(column, words.NOT_STATUS):
        return None
    if _has(column, words.STATUS):
        return SAYS
    if _has(column, words.DAY):
        bare = plain(column) in {plain(name) for name in words.BARE_DAY}
        return DAY if acts or bare else None
    if _has(column, words.CLOCK):
        return CLOCK if acts else None
    return SAYS if acts else None


def _by_content(table: headers.Table) -> list[str]:
    """Columns whose cells speak of confirming, whatever they are called."""
    spoken = {squeezed(word) for word in (*words.CONFIRMED, *words.NOT_CONFIRMED)}
    return [
        column
        for n, column in enumerate(table.columns)
        if any(
            n < len(cells) and squeezed(cells[n]) in spoken and _has(cells[n], words.CONFIRM)
            for _, cells in table.rows
        )
    ]


def _has(column: str, parts: Iterable[str]) -> bool:
    name = plain(column)
    return any(part in name for part in parts)


def squeezed(cell: str) -> str:
    """A cell as it is compared: no spaces, small letters."""
    return "".join(clean(cell).lower().split())
