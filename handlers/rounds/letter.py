"""The letter by which the office tells its schools of a round, as plain facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import circulars
from handlers.context import Context
from handlers.people import Me
from handlers.rounds import opening, view
from models.errors import WrongState
from models.rights import Act
from models.rounds import CollectionRound, RoundExtension


def letter_facts(ctx: Context, me: Me, round_id: int) -> dict[str, Any]:
    """What the letter says, for one who keeps the round. `reference`: the letter that went before
    it; `extended_from`: the closing moment that it moves, when no letter has told of that yet.

    Raises NotFound, NotAllowed, WrongState (the round is called off).
    """
    row = opening.get(ctx, round_id)
    me.require(Act.KEEP_ROUND, opening.thing(ctx, row))
    if row.cancelled_at is not None:
        raise WrongState("round", "cancelled")
    excused = [school.smis for school, _ in view.excused(ctx, row)]
    return {
        "kind": "round",
        "id": row.id,
        **circulars.head(ctx, opening.owner_group(ctx, row.dataset)),
        "to": circulars.recipients(ctx, row.schools, excused=excused),
        "reference": row.letter,
        "extended_from": _moved_from(ctx, row),
        "round": opening.facts(row),
    }


def _moved_from(ctx: Context, row: CollectionRound) -> str | None:
    query = select(RoundExtension).where(RoundExtension.round_id == row.id)
    last = ctx.session.scalars(query.order_by(RoundExtension.id.desc()).limit(1)).first()
    return last.before.isoformat() if last is not None and last.letter is None else None
