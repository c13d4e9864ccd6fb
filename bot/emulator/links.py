"""Which addresses LINE accepts in messages.

Pictures and media: https, up to 2,000 characters. What an action opens: http, https, line
or tel, up to 10,000 (1,000 before 27 October 2026). Both percent-encoded.
Source: the Messaging API reference, image message and URI action.
"""

import re

_MEDIA = re.compile(r"https://[^/?#\s]+[^\s]*", re.IGNORECASE)
_OPENED = re.compile(r"(?:https?://[^/?#\s]+[^\s]*|line://\S+|tel:\S+)", re.IGNORECASE)
_NOT_ENCODED = re.compile(r"[^\x21-\x7e]|[\"<>\\^`{|}]")
MEDIA_MOST = 2_000
OPENED_MOST = 10_000


def media_fault(url: str) -> str | None:
    """What is wrong with the address of a picture, sound or film; None when nothing is."""
    return _fault(url, _MEDIA, MEDIA_MOST)


def opened_fault(url: str) -> str | None:
    """What is wrong with the address that a tap opens; None when nothing is."""
    return _fault(url, _OPENED, OPENED_MOST)


def _fault(url: str, shape: re.Pattern[str], most: int) -> str | None:
    if len(url) > most:
        return f"Length must be between 0 and {most}"
    if _NOT_ENCODED.search(url):
        return "invalid uri"
    if not shape.fullmatch(url):
        return "invalid uri scheme"
    return None
