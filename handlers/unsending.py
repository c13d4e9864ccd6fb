"""A person took a message back: LINE asks that what was stored of it is hidden and deleted."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from handlers import conversations, media
from handlers.context import Context
from models.inbox import InboxEvent


def erase_message(
    ctx: Context, message_id: str, *, chat_key: str, person: str, reduce: Callable[[str], str]
) -> list[str]:
    """Reduce the message's events to ids and erase its file and what was remembered of it.

    `reduce` turns an event's JSON into one without content. Returns hashes of files to delete.
    """
    rows = ctx.session.scalars(
        select(InboxEvent).where(
            InboxEvent.message_id == message_id, InboxEvent.chat_key == chat_key
        )
    ).all()
    for row in rows:
        row.payload = reduce(row.payload)
        row.reduced_at = ctx.now
    if not rows:
        return []
    conversations.forget_chat(ctx.session, chat_key, person, now=ctx.now)
    return media.erase(ctx, message_id)
