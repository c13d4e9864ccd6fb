"""What people type, made plain: what is kept of a text, and what words are compared by."""

from __future__ import annotations

import re
import unicodedata

from handlers.forms import vocabulary
from handlers.id_numbers import mask

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DROPPED = ("Cc", "Cs", "Cn", "Co")
_PARTICLE = re.compile(rf"\s*(?:{'|'.join(vocabulary.PARTICLES)})$")


def line_of(text: str) -> str:
    """One line, fit to be kept: no control characters, no stray spaces, no ID numbers."""
    return mask(" ".join(_visible(text).split()))


def lines_of(text: str) -> str:
    """Several lines, fit to be kept, with at most one blank line between them."""
    lines = [" ".join(line.split()) for line in _visible(text).splitlines()]
    return mask(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def arabic(text: str) -> str:
    """The text with digits of any script as 0-9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def key_of(text: str) -> str:
    """What words are compared by: no spaces, no case, Arabic digits, sara am in one spelling."""
    said = arabic(line_of(text)).casefold().replace("\u0e4d\u0e32", "\u0e33")
    return "".join(said.split())


def plain(text: str) -> str:
    """One line without the polite word behind it."""
    said = line_of(text)
    return _PARTICLE.sub("", said) or said


def bare(text: str) -> str:
    """A key without the polite word behind it."""
    return key_of(plain(text))


def _visible(text: str) -> str:
    kept = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in _DROPPED else (" " if c == "\t" else "")
        for c in kept
    )
