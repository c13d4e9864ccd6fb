"""One cell of a table: cleaned, as a name, as a count."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_NUMBER = re.compile(r"[0-9]{1,9}")
_WHOLE = re.compile(r"([0-9][0-9,]*)\.0{1,2}")


def clean(cell: str) -> str:
    """A cell without invisible characters and stray spaces, digits Arabic."""
    return tidy_name(cell).translate(_THAI_DIGITS)


def tidy_name(cell: str) -> str:
    """A name as the source writes it (digits kept), without stray spaces."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", cell)).strip()


def whole(cell: str) -> str:
    """A cell cleaned, a whole number without the ".0" that programs put behind it."""
    text = clean(cell)
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def count(cell: str) -> int | None:
    """A count of things: thousands commas, blank and "-" for none. None when it is no count."""
    text = whole(cell)
    if text in ("", "-"):
        return 0
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return int(text) if _NUMBER.fullmatch(text) else None


def as_text(value: Any) -> str:
    """A workbook's cell as a person reads it: whole numbers without ".0", days as 2025-06-10."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        # A day that the workbook keeps as a time has no hour to show.
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
