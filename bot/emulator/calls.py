"""The log of what was asked of the stand-in: for the pane beside the phone, and for tests."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from bot.emulator.refusals import Json
from bot.emulator.wording import KIND_OF_MESSAGE

_KEPT = 5_000
_SUMMARY_LENGTH = 120


@dataclass
class Call:
    """One request to the Messaging API and how it ended."""

    at: str
    method: str
    path: str
    seq: int = 0
    status: int = 0
    price: int = 0
    ms: float = 0.0
    to: str | None = None
    way: str | None = None
    retry_key: str | None = None
    errors: list[Json] = field(default_factory=list)
    summary: str = ""
    taken: bool = False

    def public(self) -> Json:
        """The call as the control API shows it."""
        shown = asdict(self)
        shown["retryKey"] = shown.pop("retry_key")
        return shown


class Calls:
    """The latest calls. Safe to share between threads."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()
        self._seq = 0

    def add(self, call: Call) -> None:
        """Append a finished call and number it."""
        with self._lock:
            self._seq += 1
            call.seq = self._seq
            self._calls.append(call)

    def after(self, seq: int) -> list[Call]:
        """The calls numbered above `seq`, oldest first."""
        with self._lock:
            return [call for call in self._calls if call.seq > seq]

    @property
    def last(self) -> int:
        """The number of the newest call."""
        return self._seq

    def clear(self) -> None:
        """Forget the calls; numbers go on, so that a reader's place stays valid."""
        with self._lock:
            self._calls.clear()


def summary(messages: Sequence[object]) -> str:
    """A short line for a list of messages: the texts and alternative texts."""
    return " ⏎ ".join(describe(message) for message in messages)[:_SUMMARY_LENGTH]


def describe(message: object) -> str:
    """One message in words: its text, its alternative text, or what kind of thing it is."""
    if not isinstance(message, dict):
        return ""
    words = message.get("text") or message.get("altText") or message.get("title")
    if isinstance(words, str):
        return words
    kind = str(message.get("type"))
    return KIND_OF_MESSAGE.get(kind, f"[{kind}]")
