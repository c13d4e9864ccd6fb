"""Ask the C library to give memory back: many threads each with a heap of their own keep it."""

from __future__ import annotations

import ctypes

#: glibc's mallopt(3): the most heaps, and how much may stand free at the end of one.
_ARENA_MAX, _TRIM_THRESHOLD = -8, -1
_HEAPS, _FREE = 2, 256 * 1024


def keep_small() -> None:
    """Limit the heaps of this process. Where there is no glibc, nothing happens."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return
    mallopt(_ARENA_MAX, _HEAPS)
    mallopt(_TRIM_THRESHOLD, _FREE)
