"""The bot is put out of a bound group: what reached people there has to go another way, so staff
hear of it, for nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.groups.binding import bound
from handlers.people import with_right
from models.groups import GroupCode
from models.rights import Act, Thing

#: So long the news is worth a free reply; `doctor` and `group list` show it as long as it is so.
NEWS = timedelta(days=14)
#: Who is put out so soon was not put out by people.
AT_ONCE = timedelta(minutes=5)
_UNBOUND = "group-at-once:"


def left(ctx: Context, chat_key: str, *, stayed: timedelta | None = None) -> None:
    """Offer the news to everybody who keeps groups. `stayed`: how long it had been in the group.

    LINE takes an account out by itself where another official account is: who invited it is told
    so, of a group that is not bound as well, and by which name a code waits for one.
    """
    row, at_once = bound(ctx, chat_key), stayed is not None and stayed <= AT_ONCE
    data = {"at": ctx.now.isoformat(), "at_once": at_once}
    if row is not None:
        to = {line: f"{_prefix(chat_key)}{key}" for line, key in _keepers(ctx).items()}
        data |= {"name": row.name, "purpose": row.purpose.value}
    elif at_once:
        # One for all groups that turn it out: nobody can make a heap of them.
        to = {line: f"{_UNBOUND}{key}" for line, key in _keepers(ctx).items()}
        data |= {"name": _expected(ctx), "purpose": ""}
    else:
        return
    telling.offer_all(ctx, to, "group.left", data, ref=f"group:{chat_key}", until=ctx.now + NEWS)


def is_back(ctx: Context, chat_key: str) -> None:
    """It is in the group again: who has not heard need not hear."""
    telling.drop_offers(ctx, _prefix(chat_key), error="it is back")


def _keepers(ctx: Context) -> dict[str, str]:
    """Whoever keeps groups and can be told: by their accounts, the end of their hold keys."""
    return {
        person.line_user: str(person.id)
        for person, _ in with_right(ctx, Act.KEEP_GROUPS, Thing())
        if person.line_user and telling.reachable(ctx, person.line_user)
    }


def _expected(ctx: Context) -> str:
    """The name of the group for which a code waits to be typed, if there is but one."""
    query = select(GroupCode.name).where(
        GroupCode.used_at.is_(None), GroupCode.expires_at > ctx.now
    )
    names = set(ctx.session.scalars(query))
    return names.pop() if len(names) == 1 else ""


def _prefix(chat_key: str) -> str:
    return f"group-left:{chat_key}:"
