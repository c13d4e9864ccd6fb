"""Coming and going: someone follows or blocks the account, the bot joins or leaves a group."""

from __future__ import annotations

from datetime import timedelta

from bot import events
from bot.chat.flow import Notice
from bot.chat.turn import Turn
from handlers import chats
from handlers.groups import leaving
from models.chats import ChatKind


def follow(turn: Turn) -> None:
    """Greet, once; a person who comes back after blocking is greeted shortly."""
    if _is_user(turn) and chats.enter(
        turn.ctx, turn.chat_key, ChatKind.USER, occurred_ms=_when(turn)
    ):
        told = turn.event.get("follow")
        again = isinstance(told, dict) and told.get("isUnblocked") is True
        turn.say(Notice("welcome", {"again": again}))


def unfollow(turn: Turn) -> None:
    """Blocked: nothing is sent there any more."""
    if _is_user(turn):
        chats.leave(turn.ctx, turn.chat_key, ChatKind.USER, occurred_ms=_when(turn))


def join(turn: Turn) -> None:
    """In a group: who I am and how to call me."""
    kind = _group_kind(turn)
    if kind and chats.enter(turn.ctx, turn.chat_key, kind, occurred_ms=_when(turn)):
        leaving.is_back(turn.ctx, turn.chat_key)
        turn.say(Notice("joined"))


def leave(turn: Turn) -> None:
    """Removed from a group: staff hear of it where it is one of the office's."""
    kind, when = _group_kind(turn), _when(turn)
    came = chats.joined_ms(turn.ctx, turn.chat_key)
    if kind and chats.leave(turn.ctx, turn.chat_key, kind, occurred_ms=when):
        stayed = None if came is None else timedelta(milliseconds=when - came)
        leaving.left(turn.ctx, turn.chat_key, stayed=stayed)


def _when(turn: Turn) -> int:
    stamp = turn.event.get("timestamp")
    known = isinstance(stamp, int) and not isinstance(stamp, bool) and 0 <= stamp < 2**62
    return int(stamp) if known else int(turn.claimed.received_at.timestamp() * 1000)  # type: ignore[arg-type]


def _is_user(turn: Turn) -> bool:
    return not turn.is_group and bool(turn.person)


def _group_kind(turn: Turn) -> ChatKind | None:
    where = events.source(turn.event)
    if "groupId" in where:
        return ChatKind.GROUP
    return ChatKind.ROOM if "roomId" in where else None
