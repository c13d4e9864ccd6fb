"""Ids in the shapes that LINE gives them: ULIDs, message ids, tokens, users, groups, menus."""

import random
import re
import threading
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECIPIENT = re.compile(r"[UCR][0-9a-f]{32}")
# Message ids are long numbers; a high start keeps them apart from anything counted by hand.
_FIRST_MESSAGE = 610_000_000_000_000_001


class Identifiers:
    """New ids, repeatable with a seed. Safe to share between threads."""

    def __init__(self, seed: int | None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - ids of a stand-in guard nothing
        self._lock = threading.Lock()
        self.next_message = _FIRST_MESSAGE

    def message(self) -> str:
        """A new message id, greater than every earlier one."""
        with self._lock:
            self.next_message += self._random.randint(1, 9)
            return str(self.next_message)

    def ulid(self, milliseconds: int) -> str:
        """A new ULID for a moment: 10 characters of time and 16 of chance."""
        with self._lock:
            number = (milliseconds << 80) | self._random.getrandbits(80)
        return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -5, -5))

    def token(self, length: int = 32) -> str:
        """A new opaque token of hexadecimal digits."""
        with self._lock:
            return f"{self._random.getrandbits(4 * length):0{length}x}"

    def user(self) -> str:
        """A new user id."""
        return f"U{self.token()}"

    def group(self) -> str:
        """A new group id."""
        return f"C{self.token()}"

    def chance(self) -> float:
        """A number from 0 up to 1, from the same seed."""
        with self._lock:
            return self._random.random()

    def shuffled(self, things: list[T]) -> list[T]:
        """A copy in random order."""
        with self._lock:
            return self._random.sample(things, len(things))


def fixed_id(kind: str, slug: str) -> str:
    """The id of a demo account, the same in every run so that links to it stay valid."""
    return kind + sha256(f"thamkhet demo {slug}".encode()).hexdigest()[:32]


def is_recipient(value: str) -> bool:
    """Whether `value` has the shape of a user, group or room id."""
    return _RECIPIENT.fullmatch(value) is not None
