"""Bring what people type to one form, without changing what it says.

Never NFKC: it splits ำ in two. Two forms: `normalise` keeps every letter and tone mark;
`skeleton` drops tone marks and their like, as hurried people do.
"""

from __future__ import annotations

import re
import unicodedata

from pythainlp.util import normalize

MAX_LENGTH = 400
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
#: What needs nothing done: letters (0e01-0e2e) with at most one vowel (0e31, 0e34-0e39) and then
#: one mark (0e48-0e4c, 0e47) on each, single spaces and brackets. Most names are written so, and
#: a country of them is read at a start. Out of order: a vowel twice, or one without a letter.
_IN_ORDER = re.compile(
    r"(?:[\u0e01-\u0e2e]"
    r"(?:[\u0e31\u0e34-\u0e39]?[\u0e48-\u0e4b]?|[\u0e34\u0e38]?\u0e4c|\u0e47)"
    r"|[\u0e40-\u0e44\u0e30\u0e32\u0e330-9\u0e50-\u0e59 ().a-z])*"
)
_OUT_OF_ORDER = re.compile(
    r"\u0e40\u0e40|  |(.) ?\1|^[\u0e30\u0e32\u0e33]|[ ().][\u0e30\u0e32\u0e33]"
)
_SPACES = re.compile(r"\s+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
#: Written between two ends of a range, as - is.
_DASHES = str.maketrans("~〜～", "---")
#: Tone marks, shortener, silencer, and the marks that only scripture uses.
MARKS = "็่้๊๋์ํ๎ฺ"
#: Two letters that look alike and are typed for each other (ราษฎร์, ราษฏร์).
_ALIKE = str.maketrans("ฏ", "ฎ")
#: What may stand between the letters of one word or name and means nothing there.
LOOSE = " .-–—_()[]\"'“”‘’ฯๆ,"
_MEANT = set("%/<>=+*≤≥&")
_SKELETON = {**str.maketrans("", "", MARKS), **_ALIKE}
_COMPACT = str.maketrans("", "", LOOSE)


def normalise(text: str) -> str:
    """The text in one spelling: order of marks, ำ, แ, digits, small letters, single spaces.

    Symbols that mean something (%, /, <, …) stay; emoji and other pictures become spaces.
    """
    if _IN_ORDER.fullmatch(text) and not _OUT_OF_ORDER.search(text):
        return text.translate(_THAI_DIGITS).lower().strip()
    text = _INVISIBLE.sub("", text).translate(_DASHES)
    text = normalize(text).translate(_THAI_DIGITS).lower()
    text = "".join(c if _kept(c) else " " for c in text)
    return _SPACES.sub(" ", _REPEATED.sub(r"\1", text)).strip()


def _kept(char: str) -> bool:
    if char in _MEANT or char in LOOSE:
        return True
    return unicodedata.category(char)[0] in "LMN" or char in ":;?!"


def skeleton(text: str) -> str:
    """Normalised text without tone marks and their like."""
    return text.translate(_SKELETON)


def compact(text: str) -> str:
    """Text without what may stand between the letters of a name."""
    return text.translate(_COMPACT)


def key(text: str) -> str:
    """The skeleton of a name, compact: what is compared when tone marks and spaces vary."""
    return compact(skeleton(normalise(text)))
