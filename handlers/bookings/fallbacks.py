"""Where a conference goes on when its channel fails: one after the other, in the office's order."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.bookings.refused import BookingRefused
from handlers.context import Context
from handlers.forms.typed import line_of
from handlers.office_rules import decide, rule
from handlers.people import Me
from models.rights import Act

KEY = "conference.fallbacks"
#: The manuals' order. The office may put names of its own beside these keys.
USUAL = ("obec_private", "youtube", "facebook", "obec_tv", "dltv")
MOST, LONGEST = 10, 60


def channels(ctx: Context) -> list[str]:
    """The fallbacks in their order: the office's own, else the usual ones."""
    return [str(name) for name in rule(ctx, KEY, USUAL)]


def next_after(ctx: Context, channel: str | None) -> str | None:
    """Where to switch from this channel; None after the last one.

    None, or a channel that is no fallback, is the one that the invitation names: the first follows.
    """
    every = channels(ctx)
    if channel not in every:
        return every[0]
    after = every[every.index(channel) + 1 :]
    return after[0] if after else None


def set_channels(ctx: Context, me: Me, wanted: Sequence[str]) -> list[str]:
    """The office's own order. Returns the one before. Raises NotAllowed, BookingRefused."""
    me.require(Act.MANAGE_ROOMS)
    named = [line_of(name) for name in wanted]
    fit = all(0 < len(name) <= LONGEST for name in named)
    if not (1 <= len(named) <= MOST and fit and len(set(named)) == len(named)):
        raise BookingRefused("channels", most=MOST)
    before = channels(ctx)
    decide(ctx, KEY, named)
    return before
