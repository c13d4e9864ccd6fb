"""Asset numbers (เลขครุภัณฑ์) in what people write; never a citizen's number, a date, a telephone."""

from __future__ import annotations

import re
from functools import cache

from handlers.id_numbers import mask
from handlers.tickets.triage_words import LONGEST, bare, raw

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙‐‑‒–—", "0123456789-----")
#: Groups of digits joined by - / or a dot, perhaps with letters of their own before: คพ.12/2565.
_NUMBER = re.compile(
    r"(?:(?<![\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e./-])"
    r"(?P<letters>[ก-ฮ]{1,5}(?:\. ?)?|[A-Za-z]{1,6}[.-]?)|(?<![A-Za-z\d/.-]))"
    r"(?P<number>\d{1,20}(?:[-/.]\d{1,8}){0,5})(?![\d/]|-\d)"
)
#: Supply class, type and running number, perhaps with a year: 7440-001-0001/64.
_CLASSED = re.compile(r"\d{4}-\d{3}-\d{3,4}(?:[-/.]\d{1,4}){0,2}")
_WITH_YEAR = re.compile(r"\d{1,5}/(?:25)?[4-7]\d")
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:25|20)?\d\d|(?:25|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_PHONE = re.compile(r"0\d{1,2}[-.]?\d{3,4}[-.]?\d{3,4}")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
#: As many digits as a citizen's number has; no other form but the classed one may have them.
_CITIZEN = 13
_LONG = range(14, 21)
_FEWEST = 3
#: As many letters before a number are looked at for words like เลขครุภัณฑ์.
_NEAR = 24


def asset_in(text: str) -> str | None:
    """The first asset number in a message, as it was typed; None when there is none for sure."""
    clean = text[:LONGEST].translate(_DIGITS)
    masked = mask(clean)
    for match in _NUMBER.finditer(clean):
        # Four, three, four digits is no way to write a citizen's number, whatever its check says.
        personal = match.group() != masked[match.start() : match.end()]
        if _CLASSED.fullmatch(match["number"]) or (not personal and _is_asset(match, clean)):
            return match.group().strip()
    return None


def _is_asset(match: re.Match[str], text: str) -> bool:
    number, letters = match["number"], match["letters"]
    digits = sum(char.isdigit() for char in number)
    if digits < _FEWEST or any(shape.fullmatch(number) for shape in (_DATE, _PHONE, _ADDRESS)):
        return False
    if digits == _CITIZEN or (letters and letters.strip(" .-") in raw()["asset"]["others"]):
        return False
    long = digits in _LONG and not number.isdigit()
    return long or bool(letters and _WITH_YEAR.fullmatch(number)) or _has_cue(text[: match.start()])


def _has_cue(before: str) -> bool:
    return bare(before[-_NEAR:]).rstrip(" :.").endswith(_cues())


@cache
def _cues() -> tuple[str, ...]:
    return tuple(map(bare, raw()["asset"]["cues"]))
