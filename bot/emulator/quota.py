"""The month's paid messages: counted per person reached, refused when the plan is used up.

Source: LINE's pricing page. The month turns in Thai time, as the account's bill does.
"""

from datetime import datetime

from bot.emulator.clock import BANGKOK

# The free plan in Thailand.
FREE_PLAN = 300


class Quota:
    """Limit and use of the running month; a limit of None is a plan without one."""

    def __init__(self, limit: int | None = FREE_PLAN) -> None:
        self.limit = limit
        self._month = ""
        self._used = 0

    def used(self, now: datetime) -> int:
        """Messages spent in the month of `now`."""
        month = _month(now)
        return self._used if self._month == month else 0

    def allows(self, price: int, now: datetime) -> bool:
        """Whether `price` more messages fit into the month."""
        return self.limit is None or self.used(now) + price <= self.limit

    def spend(self, price: int, now: datetime) -> None:
        """Count `price` messages."""
        self.set_used(self.used(now) + price, now)

    def set_used(self, used: int, now: datetime) -> None:
        """Set the month's count by hand."""
        self._month, self._used = _month(now), used

    def restore(self, used: int, at: str) -> None:
        """Take back a count saved at the ISO moment `at`; it lapses with that month."""
        self.set_used(used, datetime.fromisoformat(at))

    def public(self, now: datetime) -> dict[str, int | None]:
        """Limit and use, for the control API."""
        return {"limit": self.limit, "used": self.used(now)}


def _month(now: datetime) -> str:
    return now.astimezone(BANGKOK).strftime("%Y-%m")
