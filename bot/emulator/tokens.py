"""Tokens given out with events and messages.

Reply tokens: once, within a minute of the webhook's arrival, twenty minutes at the latest.
Quote and read tokens name a message and never expire (only the oldest are forgotten).
Source: the Messaging API reference, reply token, quote tokens, mark as read.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH = timedelta(seconds=60)
OLDEST = timedelta(minutes=20)
_KEPT = 20_000


@dataclass
class _Issued:
    chat_id: str
    made_at: datetime
    delivered_at: datetime
    used: bool = False


class ReplyTokens:
    """The tokens given out with events."""

    def __init__(self) -> None:
        self._issued: OrderedDict[str, _Issued] = OrderedDict()

    def issue(self, token: str, chat_id: str, now: datetime) -> None:
        """Remember a token of an event in this chat."""
        self._issued[token] = _Issued(chat_id, now, now)
        while len(self._issued) > _KEPT:
            self._issued.popitem(last=False)

    def delivered(self, token: str, now: datetime) -> None:
        """The event was handed over (again): its minute starts now."""
        if token in self._issued:
            self._issued[token].delivered_at = now

    def chat_of(self, token: str, now: datetime) -> str | None:
        """The chat that a usable token answers in; None when it is unknown, used or too old."""
        issued = self._issued.get(token)
        if issued is None or issued.used:
            return None
        if now - issued.delivered_at > FRESH or now - issued.made_at > OLDEST:
            return None
        return issued.chat_id

    def spend(self, token: str) -> None:
        """Use the token up."""
        self._issued[token].used = True

    def clear(self) -> None:
        """Forget every token."""
        self._issued.clear()


class MessageTokens:
    """Tokens that stand for a message in a chat: to quote it, or to mark it as read."""

    def __init__(self) -> None:
        self._places: OrderedDict[str, tuple[str, str]] = OrderedDict()

    def issue(self, token: str, chat_id: str, message_id: str) -> str:
        """Remember what the token stands for, and give it back."""
        self._places[token] = (chat_id, message_id)
        while len(self._places) > _KEPT:
            self._places.popitem(last=False)
        return token

    def place(self, token: object) -> tuple[str, str] | None:
        """Chat and message of a token, or None when it is unknown."""
        return self._places.get(token) if isinstance(token, str) else None

    def dump(self) -> dict[str, tuple[str, str]]:
        """The tokens with their places, as JSON values."""
        return dict(self._places)

    def load(self, saved: dict[str, list[str]]) -> None:
        """Take back what `dump` wrote."""
        self._places = OrderedDict((key, (place[0], place[1])) for key, place in saved.items())

    def clear(self) -> None:
        """Forget every token."""
        self._places.clear()
