"""Citizens' numbers in what people write: crossed out before anything is kept."""

from __future__ import annotations

import re

#: Signs that nobody sees; they come along when numbers are copied, and would hide one from us.
_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_SPACES = " \u00a0\u2000-\u200a\u202f"
# One class for a gap, of a few signs: two that overlap would be tried in every combination.
_LONG_NUMBER = re.compile(
    rf"(?<!\d)\d(?:[{_SPACES}{_UNSEEN}\-.\u2010-\u2015]{{0,3}}\d){{12}}(?!\d)"
)
#: As the card has it, 1-2345-67890-12-1, whatever stands between the groups.
_GAP = r"(?:[^\w\n]|_){1,4}"
_GROUPED_ID = re.compile(rf"(?<!\d)\d{_GAP}\d{{4}}{_GAP}\d{{5}}{_GAP}\d{{2}}{_GAP}\d(?!\d)")
_DIGIT, _NOTHING = re.compile(r"\d"), re.compile(f"[{_UNSEEN}]")


def mask(text: str) -> str:
    """The text with every 13-digit ID number crossed out, digit by digit (offsets stay)."""
    grouped = _GROUPED_ID.sub(lambda match: _DIGIT.sub("x", match.group()), text)
    return _LONG_NUMBER.sub(_cross_out, grouped)


def _cross_out(match: re.Match[str]) -> str:
    found = match.group()
    digits = [int(c) for c in found if c.isdecimal()]
    apart = len(_NOTHING.sub("", found)) > len(digits)
    # Apart in another way than the card's, it may be several numbers side by side.
    if apart and not _valid_id(digits):
        return found
    return _DIGIT.sub("x", found)


def _valid_id(digits: list[int]) -> bool:
    """The check digit of a Thai ID number (thirteenth digit, weights 13 down to 2)."""
    total = sum(digit * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == digits[12]
