"""A table and a chart before they have a form: what a card, a page, a picture and files share.

`bot/texts` makes these out of an answer; `bot/documents` and `bot/pages` only draw them. Every
word in them is final, and a number that must not be known is text already («น้อยกว่า 5»).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

#: Text (also what stands for a hidden number), a count, a derived figure, or nothing at all.
Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Sheet:
    """One table. `about` stands above it (scope, as of, source), `notes` below (rules, reasons).

    `rows` and `total` have one cell for each of `columns`. `name` is for files, without an ending.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = "data"
    as_of: date | None = None


class ChartKind(StrEnum):
    """How the values are drawn: columns that stand, bars that lie, a line over time."""

    COLUMNS = "columns"
    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True)
class Series:
    """One colour of a chart. A text among the values stands for a hidden number, None for none."""

    name: str
    values: tuple[Cell, ...]


@dataclass(frozen=True)
class Chart:
    """One picture. Several series are parts of one whole and are stacked (boys and girls).

    `whole` are the sums to write at the ends of stacked bars. `foot` are its last lines (as of,
    source, how many rows were left out). `cut` is what to say when the axis does not begin at 0.
    """

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    whole: tuple[Cell, ...] = ()
    subtitle: str = ""
    foot: tuple[str, ...] = ()
    cut: str = ""
