"""The bot is put out of a bound group: what reached people there has to go another way, so staff
hear of it, for nothing."""

from __future__ import annotations

from datetime import timedelta

from handlers import telling
from handlers.context import Context
from handlers.groups.binding import bound
from handlers.people import with_right
from models.rights import Act, Thing

#: So long the news is worth a free reply; `doctor` and `group list` show it as long as it is so.
NEWS = timedelta(days=14)


def left(ctx: Context, chat_key: str) -> None:
    """Offer the news to everybody who keeps groups."""
    row = bound(ctx, chat_key)
    if row is None:
        return
    to = {
        person.line_user: f"{_prefix(chat_key)}{person.id}"
        for person, _ in with_right(ctx, Act.KEEP_GROUPS, Thing())
        if person.line_user and telling.reachable(ctx, person.line_user)
    }
    data = {"name": row.name, "purpose": row.purpose.value, "at": ctx.now.isoformat()}
    telling.offer_all(ctx, to, "group.left", data, ref=f"group:{chat_key}", until=ctx.now + NEWS)


def is_back(ctx: Context, chat_key: str) -> None:
    """It is in the group again: who has not heard need not hear."""
    telling.drop_offers(ctx, _prefix(chat_key), error="it is back")


def _prefix(chat_key: str) -> str:
    return f"group-left:{chat_key}:"
