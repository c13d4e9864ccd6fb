"""Citizens' numbers in what people write: crossed out before anything is kept."""

from __future__ import annotations

import re

_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ \-.\u2010-\u2013]?\d){12}(?!\d)")
_GROUPED_ID = re.compile(r"\d[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d")


def mask(text: str) -> str:
    """The text with every 13-digit ID number crossed out, digit by digit (offsets stay)."""
    return _LONG_NUMBER.sub(_cross_out, text)


def _cross_out(match: re.Match[str]) -> str:
    found = match.group()
    digits = [int(c) for c in found if c.isdigit()]
    grouped = len(found) > len(digits)
    if grouped and not _GROUPED_ID.fullmatch(found) and not _valid_id(digits):
        return found
    return re.sub(r"\d", "x", found)


def _valid_id(digits: list[int]) -> bool:
    """The check digit of a Thai ID number (thirteenth digit, weights 13 down to 2)."""
    total = sum(digit * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == digits[12]
