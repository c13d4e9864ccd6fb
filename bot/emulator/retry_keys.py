"""Retry keys: for a day, a key that was accepted is not carried out again.

Source: LINE's page on retrying failed requests.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.emulator.refusals import Json

LIFETIME = timedelta(hours=24)
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """The request that a key stands for, and what was answered to it."""

    request_id: str
    answer: Json
    at: datetime


class RetryKeys:
    """The keys accepted in the last day."""

    def __init__(self) -> None:
        self._accepted: OrderedDict[str, Accepted] = OrderedDict()

    def find(self, key: str, now: datetime) -> Accepted | None:
        """The accepted request of this key, or None when the key is new or a day old."""
        accepted = self._accepted.get(key)
        return accepted if accepted and now - accepted.at < LIFETIME else None

    def remember(self, key: str, accepted: Accepted) -> None:
        """Keep what was answered, for the repeat."""
        self._accepted[key] = accepted
        self._accepted.move_to_end(key)
        while len(self._accepted) > _KEPT:
            self._accepted.popitem(last=False)

    def clear(self) -> None:
        """Forget every key."""
        self._accepted.clear()


def is_retry_key(value: str) -> bool:
    """Whether the value has the shape of a retry key: a UUID with its dashes."""
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False
