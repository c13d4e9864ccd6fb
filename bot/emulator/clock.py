"""The stand-in's own time: the caller's clock, which can be moved forward by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class Clock:
    """Aware datetimes for tokens, keys and events."""

    def __init__(self, source: Callable[[], datetime]) -> None:
        self._source = source
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The present moment of the platform."""
        return self._source() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the platform's time forward (or back)."""
        self._ahead += timedelta(seconds=seconds)

    def reset(self) -> None:
        """Return to the caller's time."""
        self._ahead = timedelta()


def milliseconds(moment: datetime) -> int:
    """The moment as LINE writes it in events."""
    return int(moment.timestamp() * 1000)
