"""Rate limits as token buckets, one per group of endpoints.

Source: the Messaging API reference, rate limits. Real seconds are counted, not the
platform's clock: a test that holds the clock still must not run dry.
"""

import threading
import time
from collections.abc import Mapping

RATES: Mapping[str, tuple[int, float]] = {
    "reply": (2000, 1),
    "push": (2000, 1),
    "multicast": (200, 1),
    "validate": (2000, 1),
    "loading": (100, 1),
    "richmenu_change": (100, 3600),
    "richmenu_list": (10, 1),
    "webhook_test": (60, 3600),
}


class Rates:
    """What is left in each bucket. Safe to share between threads."""

    def __init__(self, rates: Mapping[str, tuple[int, float]] = RATES) -> None:
        self._rates = rates
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, bucket: str) -> bool:
        """Take one request out of the bucket; False when it is empty."""
        if bucket not in self._rates:
            return True
        size, seconds = self._rates[bucket]
        now = time.monotonic()
        with self._lock:
            left, at = self._left.get(bucket, (float(size), now))
            left = min(size, left + (now - at) * size / seconds)
            self._left[bucket] = (left - 1 if left >= 1 else left, now)
            return left >= 1

    def clear(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._left.clear()
