"""A person took a message back: LINE asks that what was stored of it is hidden and deleted."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import bindparam, select

from handlers import conversations, media
from handlers.context import Context
from models.inbox import InboxEvent

_TAKEN_BACK = (
    select(InboxEvent.id)
    .where(
        InboxEvent.message_id == bindparam("message"),
        InboxEvent.chat_key == bindparam("chat"),
        InboxEvent.kind == "unsend",
    )
    .limit(1)
)


def is_taken_back(ctx: Context, message_id: str, *, chat_key: str) -> bool:
    """Was this message taken back? Events come in any order: it may be known before the message."""
    asked = {"message": message_id, "chat": chat_key}
    return ctx.session.connection().scalar(_TAKEN_BACK, asked) is not None


def reduce_message(
    ctx: Context, message_id: str, *, chat_key: str, reduce: Callable[[str], str]
) -> int:
    """Reduce all events of one message to ids. Returns how many there were."""
    rows = ctx.session.scalars(
        select(InboxEvent).where(
            InboxEvent.message_id == message_id, InboxEvent.chat_key == chat_key
        )
    ).all()
    for row in rows:
        row.payload = reduce(row.payload)
        row.reduced_at = ctx.now
    return len(rows)


def erase_message(
    ctx: Context, message_id: str, *, chat_key: str, person: str, reduce: Callable[[str], str]
) -> list[str]:
    """Reduce the message's events to ids and erase its file and what was remembered of it.

    `reduce` turns an event's JSON into one without content. Returns hashes of files to delete.
    """
    if not reduce_message(ctx, message_id, chat_key=chat_key, reduce=reduce):
        return []
    conversations.forget_chat(ctx.session, chat_key, person, now=ctx.now)
    return media.erase(ctx, message_id)
