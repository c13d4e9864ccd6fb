"""What so many paid messages mean for the month, said before anybody pays them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from handlers import budget
from handlers.context import Context
from handlers.office_rules import rule
from handlers.rounds import planning
from models.spending import Pot

#: LINE's paid plans in Thailand: messages that are included, and baht for each beyond them.
PLANS = ((35_000, 0.06), (15_000, 0.10))
#: The office's rule where it pays another price: baht for each message beyond the included ones.
BAHT = "budget.baht"


@dataclass(frozen=True)
class Price:
    """What `messages` mean. `left`: so many the month has for them, after what waits and what is
    kept for incidents; None where there is no limit or it is not known. `share_left` of the pot's
    `share` and what was permitted above it, after `planned`: the messages that reminders of rounds
    still need this month. `baht`: what they cost beyond the plan's included ones, else None.
    """

    messages: int
    left: int | None
    share: int | None
    share_left: int | None
    planned: int = 0
    baht: float | None = None

    @property
    def why_not(self) -> str:
        """Why they cannot be paid: `month`, `share` (a second person may permit it); or empty."""
        if self.left is not None and self.messages > self.left:
            return "month"
        return "share" if self.share_left is not None and self.messages > self.share_left else ""

    @property
    def lacking(self) -> int:
        """So many messages a second person would have to permit above the share."""
        return 0 if self.share_left is None else max(self.messages - self.share_left, 0)

    def to_json(self) -> dict[str, Any]:
        """For a card."""
        return {**asdict(self), "why_not": self.why_not, "lacking": self.lacking}


def price(ctx: Context, pot: Pot, messages: int, *, ref: str | None = None) -> Price:
    """What so many messages out of this pot would mean now, for `ref` (`announcement:12`)."""
    share, ahead = budget.share(ctx, pot), planned(ctx, pot)
    left = None
    if share is not None:
        above = budget.permitted(ctx, pot, ref=ref)
        left = max(share + above - budget.spent(ctx, pot) - ahead, 0)
    return Price(
        messages, budget.spendable(ctx, pot), share, left, ahead, baht(ctx, messages)
    )  # fmt: skip


def planned(ctx: Context, pot: Pot) -> int:
    """Messages that reminders still need this month at most; none but rounds have such."""
    if pot is not Pot.ROUNDS:
        return 0
    return dict(planning.plan(ctx).months).get(budget.month_of(ctx.now), 0)


def baht(ctx: Context, messages: int) -> float | None:
    """What they cost on a paid plan beyond its included messages."""
    known = budget.quota(ctx.session, now=ctx.now)
    if known is None or known.limit_value is None:
        return None
    plan = next(((n, each) for n, each in PLANS if known.limit_value >= n), None)
    left = budget.spare(ctx.session, now=ctx.now)
    if plan is None or left is None:
        return None
    included, each = plan
    used = known.limit_value - left
    beyond = messages - max(included - used, 0)
    return round(beyond * float(rule(ctx, BAHT, each)), 2) if beyond > 0 else None
