"""Due moments that are seen to once: a second clock or a restart finds the row and passes by."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from handlers.context import Context
from handlers.leases import is_sqlite
from models.office import Occasion


def claim(ctx: Context, key: str) -> bool:
    """True for the one who comes first; the row commits with what is done about it."""
    dialect = sqlite if is_sqlite(ctx.session) else postgresql
    statement = dialect.insert(Occasion).values(key=key[:120], at=ctx.now)
    made = ctx.session.execute(statement.on_conflict_do_nothing().returning(Occasion.key)).first()
    return made is not None
