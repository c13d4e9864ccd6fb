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


def _chat(ctx: Context, chat_key: str, kind: ChatKind) -> Chat:
    chat = ctx.session.get(Chat, chat_key)
    if chat is None:
        chat = Chat(chat_key=chat_key, kind=kind, changed_ms=0)
        ctx.session.add(chat)
    return chat
