"""Misbehaviour that can be switched on: errors, silence, slowness, cut connections.

A kind that ends in `_after_taking` carries the request out before it fails, which is what
makes a retry key or a single-use token worth having.
"""

import threading
from dataclasses import dataclass
from itertools import count

from bot.emulator.refusals import Json

TARGETS = (
    "all", "reply", "push", "multicast", "validate", "quota", "profile", "group", "content",
    "richmenu", "webhook", "loading", "read", "info", "login",
)  # fmt: skip
KINDS = (
    "500", "500_after_taking", "timeout", "timeout_after_taking", "drop", "drop_after_taking",
    "429_rate", "429_month", "slow", "processing",
)  # fmt: skip
TIMEOUT_MS = 15_000
SLOW_MS = 1_000


class UnknownFault(ValueError):
    """A target or kind that there is not."""


@dataclass
class Fault:
    """One misbehaviour: by chance, or for the next `count` requests."""

    id: int
    target: str
    kind: str
    probability: float
    count: int | None
    ms: int

    @property
    def after_taking(self) -> bool:
        """Whether the request is carried out first."""
        return self.kind.endswith("_after_taking")

    @property
    def effect(self) -> str:
        """The kind without the question of whether the request was taken."""
        return self.kind.removesuffix("_after_taking")

    def public(self) -> Json:
        """The fault as the control API shows it."""
        return {
            "id": self.id,
            "target": self.target,
            "kind": self.kind,
            "probability": self.probability,
            "count": self.count,
            "ms": self.ms,
        }


class Faults:
    """The faults switched on now. Safe to share between threads."""

    def __init__(self) -> None:
        self._active: list[Fault] = []
        self._lock = threading.Lock()
        self._numbers = count(1)
        # Set when faults are cleared, so that requests held in a "timeout" come back at once.
        self.released = threading.Event()

    def add(
        self,
        target: str,
        kind: str,
        *,
        probability: float | None = None,
        count: int | None = None,
        ms: int | None = None,
    ) -> Fault:
        """Switch a fault on. Raises UnknownFault for a target or kind that there is not."""
        if target not in TARGETS:
            raise UnknownFault(f"target must be one of {', '.join(TARGETS)}")
        if kind not in KINDS:
            raise UnknownFault(f"kind must be one of {', '.join(KINDS)}")
        chance = 1.0 if probability is None else probability
        wait = ms if ms is not None else (SLOW_MS if kind == "slow" else TIMEOUT_MS)
        fault = Fault(next(self._numbers), target, kind, chance, count, wait)
        with self._lock:
            self._active.append(fault)
            self.released = threading.Event()
        return fault

    def draw(self, target: str, chance: float) -> Fault | None:
        """The fault that this request meets, if any; a counted one is counted down."""
        if not self._active:
            return None
        with self._lock:
            for fault in self._active:
                if fault.target in (target, "all") and chance < fault.probability:
                    self._count_down(fault)
                    return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.count is None:
            return
        fault.count -= 1
        if fault.count <= 0:
            self._active.remove(fault)

    def clear(self) -> None:
        """Switch every fault off and let go of requests that wait."""
        with self._lock:
            self._active.clear()
            self.released.set()

    def public(self) -> list[Json]:
        """The faults switched on now, for the control API."""
        with self._lock:
            return [fault.public() for fault in self._active]
