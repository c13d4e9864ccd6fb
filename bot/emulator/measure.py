"""How LINE measures a string: UTF-16 units for most fields, grapheme clusters for labels.

Source of the rule: LINE's text character count page; the fields counted in clusters are
listed in `field_limits.py`.
"""

from collections.abc import Callable

import regex

Measure = Callable[[str], int]

_CLUSTER = regex.compile(r"\X")


def utf16_units(text: str) -> int:
    """Length of `text` in UTF-16 code units; an emoji outside the BMP counts as two."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Length of `text` in grapheme clusters, the characters that a reader sees."""
    return sum(1 for _ in _CLUSTER.finditer(text))
