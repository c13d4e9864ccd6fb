"""Which schools are meant by a typed list: names, codes, networks, amphoe and tambon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from handlers.context import Context
from handlers.incidents.vocabulary import AND
from handlers.questions import Office, find_schools
from handlers.questions.places import KINDS, bare_name
from models.schools import School

#: A list longer than this was pasted from elsewhere; the office's whole list has a button.
_MOST = 60
_BETWEEN = re.compile(rf"[,;\n]|\s(?:{'|'.join(AND)})\s")


@dataclass(frozen=True)
class Listed:
    """What a list means: the schools' codes, and what was not understood or means several."""

    codes: tuple[str, ...]
    unclear: tuple[str, ...] = ()


def read_schools(ctx: Context, office: Office, text: str) -> Listed:
    """The office's schools that a list names. A name of a place means all of its schools."""
    codes: set[str] = set()
    unclear: list[str] = []
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    for piece in [p for p in pieces if p][:_MOST]:
        found = set(_meant(ctx, office, piece))
        codes |= found
        if not found:
            unclear.append(piece[:80])
    return Listed(tuple(sorted(codes)), tuple(unclear))


def _meant(ctx: Context, office: Office, piece: str) -> Iterator[str]:
    found = find_schools(ctx, piece, office=office)
    if len(found) == 1:
        yield found[0]["code"]
        return
    places = list(_of_place(ctx, piece))
    if len({(kind, name) for kind, name, _ in places}) == 1:
        yield from (code for _, _, code in places)


def _of_place(ctx: Context, piece: str) -> Iterator[tuple[str, str, str]]:
    """Kind, name and school of every place that is called so."""
    for kind in KINDS:
        column, typed = getattr(School, kind), bare_name(kind, piece)
        rows = ctx.session.execute(
            select(column, School.smis).where(School.in_office, column.is_not(None))
        )
        for name, code in rows:
            if bare_name(kind, name) == typed:
                yield kind, name, code
