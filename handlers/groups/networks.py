"""The office's networks of schools, as its list of schools names them."""

from __future__ import annotations

from sqlalchemy import select

from handlers.context import Context
from models.schools import School


def networks(ctx: Context) -> dict[str, list[str]]:
    """The schools of each network, by its name; names and codes in order."""
    query = (
        select(School.network, School.smis)
        .where(School.in_office, School.network.is_not(None))
        .order_by(School.network, School.smis)
    )
    found: dict[str, list[str]] = {}
    for name, code in ctx.session.execute(query):
        found.setdefault(str(name), []).append(code)
    return found
