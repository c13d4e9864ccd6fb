"""What a test may set of the stand-in's sizes and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.emulator.quota import FREE_PLAN
from bot.emulator.rates import RATES


@dataclass(frozen=True)
class Limits:
    """The month's paid messages (None: a plan without a limit), body size, request rates."""

    monthly: int | None = FREE_PLAN
    body_bytes: int = 2 * 1024 * 1024
    rates: Mapping[str, tuple[int, float]] = field(default_factory=lambda: RATES)
