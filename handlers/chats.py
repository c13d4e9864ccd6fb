"""Following and blocking, joining and being removed."""

from __future__ import annotations

from handlers import audit
from handlers.context import Context
from models.chats import Chat, ChatKind


def enter(ctx: Context, chat_key: str, kind: ChatKind, *, occurred_ms: int) -> bool:
    """The person follows the account, or the bot joined the group.

    Returns False when newer news is already known (events may come out of order).
    """
    chat = _chat(ctx, chat_key, kind)
    if not chat.enter(at=ctx.now, occurred_ms=occurred_ms):
        return False
    audit.record(ctx, f"line:{kind.value}:joined", chat_key)
    return True


def leave(ctx: Context, chat_key: str, kind: ChatKind, *, occurred_ms: int) -> bool:
    """The person blocked the account, or the bot was removed. Nothing is pushed there any more."""
    chat = _chat(ctx, chat_key, kind)
    if not chat.leave(at=ctx.now, occurred_ms=occurred_ms):
        return False
    audit.record(ctx, f"line:{kind.value}:left", chat_key)
    return True


def joined_ms(ctx: Context, chat_key: str) -> int | None:
    """By LINE's own clock, when the bot came to where it is now; None where it is not."""
    chat = ctx.session.get(Chat, chat_key)
    known = chat is not None and chat.joined_at is not None and chat.left_at is None
    return chat.changed_ms if chat is not None and known else None


def _chat(ctx: Context, chat_key: str, kind: ChatKind) -> Chat:
    chat = ctx.session.get(Chat, chat_key)
    if chat is None:
        chat = Chat(chat_key=chat_key, kind=kind, changed_ms=0)
        ctx.session.add(chat)
    return chat
