"""Which published version a question means (answers.md, "Year" and "Round")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.questions.figures import Edition
from handlers.questions.parse import Parsed
from handlers.questions.years import BE as _BE
from handlers.questions.years import academic_year, buddhist

__all__ = ["Choice", "academic_year", "asked_time", "buddhist", "choose"]


@dataclass(frozen=True)
class Choice:
    """The version to count in, or what is missing; `others` are the year's other rounds."""

    edition: Edition | None
    missing: Mapping[str, Any] | None = None
    others: tuple[Edition, ...] = ()


def asked_time(parsed: Parsed, now: datetime) -> tuple[int | None, int | None]:
    """The year (B.E.) and round that a question names, as far as it does."""
    year = buddhist(parsed.year) if parsed.year else None
    if parsed.relative is not None:
        year = academic_year(now) + parsed.relative
    return year, parsed.round


def choose(
    editions: list[Edition],
    year: int | None,
    round_: int | None,
    as_of: tuple[int, int, str | None] | None = None,
) -> Choice:
    """The version that a year, round and as-of date mean. `editions` are newest first."""
    if not editions:
        return Choice(None, {"what": "dataset"})
    if as_of is not None:
        editions = [e for e in editions if _is_of(e, as_of)]
        if not editions:
            day = {"day": as_of[0], "month": as_of[1], "year": as_of[2]}
            return Choice(None, {"what": "as_of", "value": day})
    newest = editions[0].year
    wanted = newest if year is None else year
    of_year = [e for e in editions if e.year == wanted]
    if not of_year:
        return Choice(None, {"what": "year", "value": wanted})
    if round_ is not None:
        found = [e for e in of_year if e.round == round_]
        if not found:
            return Choice(None, {"what": "round", "value": round_, "year": wanted})
        return Choice(found[0], None, tuple(e for e in of_year if e is not found[0]))
    first = [e for e in of_year if e.round == 1]
    # A past year is counted at 10 June by custom; the present one by what is newest.
    chosen = of_year[0] if wanted == newest or not first else first[0]
    return Choice(chosen, None, tuple(e for e in of_year if e is not chosen))


def _is_of(edition: Edition, as_of: tuple[int, int, str | None]) -> bool:
    day, month, year = as_of
    same_year = year is None or buddhist(year) == edition.as_of.year + _BE
    return (edition.as_of.day, edition.as_of.month) == (day, month) and same_year
