"""The counter that tells every process that schools or figures have changed."""

from __future__ import annotations

from sqlalchemy import select, update

from handlers.context import Context
from models.datasets import DataState

#: Set in a session that has changed data: until it commits, the counter means nothing to others.
CHANGED = "data_changed"


def bump(ctx: Context) -> None:
    """Say that what processes keep in memory is old, from this transaction's commit on."""
    ctx.session.info[CHANGED] = True
    changed = ctx.session.execute(
        update(DataState)
        .where(DataState.id == 1)
        .values(counter=DataState.counter + 1)
        .returning(DataState.id)
    ).first()
    if changed is None:
        ctx.session.add(DataState(id=1, counter=1))
        ctx.session.flush()


def current(ctx: Context) -> int:
    """The counter as this transaction sees it."""
    return ctx.session.scalar(select(DataState.counter).where(DataState.id == 1)) or 0
