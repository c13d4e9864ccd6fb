"""What paid messages may cost: the shares of a month, a price before it is paid, and a second
person's permission for more."""

from handlers.budget.pots import left, share, spent
from handlers.spending.permits import (
    DECIDED,
    NothingAsked,
    ask,
    decide,
    get,
    listed,
    waiting,
)
from handlers.spending.pricing import Price, planned, price

__all__ = [
    "DECIDED",
    "NothingAsked",
    "Price",
    "ask",
    "decide",
    "get",
    "left",
    "listed",
    "planned",
    "price",
    "share",
    "spent",
    "waiting",
]
