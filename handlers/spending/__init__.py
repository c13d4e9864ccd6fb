"""What paid messages may cost: the shares of a month, a price before it is paid, and a second
person's permission for more."""

from handlers.budget.pots import left, share, spent
from handlers.spending.forecasting import Forecast, Month, forecast
from handlers.spending.permits import (
    DECIDED,
    NothingAsked,
    ask,
    decide,
    get,
    lapse,
    listed,
    must_wait,
    waiting,
)
from handlers.spending.pricing import Price, planned, price
from handlers.spending.view import card, month

__all__ = [
    "DECIDED",
    "Forecast",
    "Month",
    "NothingAsked",
    "Price",
    "ask",
    "card",
    "decide",
    "forecast",
    "get",
    "lapse",
    "left",
    "listed",
    "month",
    "must_wait",
    "planned",
    "price",
    "share",
    "spent",
    "waiting",
]
