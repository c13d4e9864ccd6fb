"""A due notice rides on the free reply to a message in a group, whoever wrote it, about whatever:
the contract's one exception to silence in groups. What was written is not quoted and not read."""

from __future__ import annotations

from datetime import UTC, datetime

from bot import events
from bot.chat.flow import Notice
from bot.chat.turn import Turn
from handlers.groups import riding


def ride(turn: Turn) -> None:
    """Say what is due in this group, if anything is and it may be said now."""
    if not turn.is_group or turn.event.get("mode") == "standby":
        return
    if events.reply_token(turn.event) is None:
        return
    found = riding.ride(turn.ctx, turn.chat_key, _written(turn))
    if found is not None:
        turn.say(*(Notice(kind, data) for kind, data in found.notices), hold_key=found.hold_key)


def _written(turn: Turn) -> datetime:
    """When it was written, by LINE's own clock; else when it came."""
    stamp = turn.event.get("timestamp")
    if isinstance(stamp, int) and not isinstance(stamp, bool) and 0 < stamp < 2**42:
        return datetime.fromtimestamp(stamp / 1000, UTC)
    return turn.claimed.received_at
