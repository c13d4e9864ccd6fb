"""The month's paid messages: what LINE allows and has counted, and the shares it is split into."""

from handlers.budget.pots import (
    FREE_PLAN,
    USUAL,
    key_of,
    left,
    may_push_answer,
    permitted,
    reserve,
    share,
    spendable,
    spent,
)
from handlers.budget.quota import (
    BANGKOK,
    month_of,
    month_start,
    next_month,
    note,
    quota,
    remaining,
    spare,
)

__all__ = [
    "BANGKOK",
    "FREE_PLAN",
    "USUAL",
    "key_of",
    "left",
    "may_push_answer",
    "month_of",
    "month_start",
    "next_month",
    "note",
    "permitted",
    "quota",
    "remaining",
    "reserve",
    "share",
    "spare",
    "spendable",
    "spent",
]
