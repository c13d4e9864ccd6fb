"""Due moments that are seen to once: a second clock or a restart finds the row and passes by."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from handlers.context import Context
from handlers.leases import is_sqlite
from models.office import Occasion

#: So many keys are asked for in one statement.
_CHUNK = 500


def claim(ctx: Context, key: str) -> bool:
    """True for the one who comes first; the row commits with what is done about it."""
    dialect = sqlite if is_sqlite(ctx.session) else postgresql
    statement = dialect.insert(Occasion).values(key=key[:120], at=ctx.now)
    made = ctx.session.execute(statement.on_conflict_do_nothing().returning(Occasion.key)).first()
    return made is not None


def seen_to(ctx: Context, keys: Collection[str]) -> set[str]:
    """Those of these that were claimed, asked for at once: looking is cheaper than trying each."""
    wanted, found = sorted({key[:120] for key in keys}), set[str]()
    for at in range(0, len(wanted), _CHUNK):
        part = wanted[at : at + _CHUNK]
        found |= set(ctx.session.scalars(select(Occasion.key).where(Occasion.key.in_(part))))
    return found
