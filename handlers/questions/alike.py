"""Many names at once: which of them can be near a typed one at all?

Each name's letters are the bits of one number, so that a country of names is looked over in
well under a millisecond, and only what is left is compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Bits = np.ndarray[Any, np.dtype[np.uint64]]


class Alike:
    """A list of texts, in the given order."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` may be of any lengths; empty ones are near nothing."""
        import numpy as np

        self.texts = list(texts)
        self._bits = _bits(self.texts)
        self._lengths = np.array([len(text) for text in self.texts], dtype=np.int64)

    def within(self, text: str, edits: int) -> list[int]:
        """Places of the texts that may be `edits` or fewer single-letter edits away.

        Every edit takes at most one letter away and brings at most one, so that no text that is
        near is missing; most that are far are.
        """
        import numpy as np

        own = _bits([text])[0]
        gone, new = np.bitwise_count(own & ~self._bits), np.bitwise_count(self._bits & ~own)
        near = (gone <= edits) & (new <= edits) & (abs(self._lengths - len(text)) <= edits)
        return [int(place) for place in np.flatnonzero(near)]

    def like(self, text: str, share: float) -> list[int]:
        """Places of the texts whose likeness (RapidFuzz's `ratio`, 0 to 100) may be `share`.

        The likeness is 1 − (letters in one but not the other) ÷ (letters of both).
        """
        import numpy as np

        both = self._lengths + len(text)
        apart = np.bitwise_count(_bits([text])[0] ^ self._bits)
        most = 100 * (1 - apart / np.maximum(both, 1))
        return [int(place) for place in np.flatnonzero(most >= share)]


def _bits(texts: list[str]) -> Bits:
    """For each text one number, whose bits are the letters that it has (some share a bit)."""
    import numpy as np

    longest = max(map(len, texts), default=0) or 1
    letters = np.array(texts, dtype=f"U{longest}").view(np.uint32).reshape(len(texts), longest)
    one = np.where(letters > 0, np.uint64(1) << (letters & 63).astype(np.uint64), np.uint64(0))
    bits: Bits = np.bitwise_or.reduce(one.astype(np.uint64), axis=1)
    return bits
