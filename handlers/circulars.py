"""The office's letter to its schools, before it has words: in whose name, and to which schools.

What it is about comes from a round (`handlers/rounds/letter.py`) or from an announcement
(`handlers/announcements/letter.py`); `bot/papers/circular.py` words and draws it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.requests import papers
from models.schools import School


def head(ctx: Context, group: str | None) -> dict[str, Any]:
    """What every such letter has: when it was made, whose it is, who is to sign it (or None), what
    goes along with it."""
    chief = papers.chief(ctx)
    signer = None if chief is None else {
        "name": chief.name, "title": chief.title,
        "acting": None if chief.acting is None else dict(chief.acting),
    }  # fmt: skip
    return {"at": ctx.now.isoformat(), "group": group or "", "signer": signer, "enclosures": []}


def recipients(
    ctx: Context,
    codes: Collection[str] | None = None,
    *,
    networks: Collection[str] = (),
    excused: Collection[str] = (),
    late: bool = False,
) -> dict[str, Any]:
    """To whom it goes: `schools` by name, in the order of their codes (empty: not by name).

    `codes` None: all schools, or those of `networks`. `concerned`: some of the schools meant are
    `excused`, so it is not to all. `late`: to those who are late, who are never named.
    """
    found: list[School] = []
    if codes is not None and not late:
        query = select(School).where(School.in_office, School.smis.in_(set(codes) - set(excused)))
        found = list(ctx.session.scalars(query.order_by(School.smis)))
    return {
        "schools": [school.name for school in found],
        "networks": sorted(set(networks)) if codes is None and not late else [],
        "concerned": bool(excused),
        "late": late,
    }
