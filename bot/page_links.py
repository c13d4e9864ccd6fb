"""Links to pages that are not for everybody: what they lead to, signed, and till when.

The page checks again what stands behind the link each time it is opened; the signature only says
that this office made it. Nothing has to be kept for a link.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_SIGNATURE = 12  # bytes
_LONGEST = 600


class LinkExpired(Exception):
    """The link was this office's, and its time is over."""


class PageLinks:
    """Signs what a page is told and reads it back, with the office's key."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"pages:" + secret_key.encode()).digest()

    def sign(self, page: str, claims: Mapping[str, Any], until: datetime | None = None) -> str:
        """The token for this page: letters that need no escape in a link."""
        ends = int(until.timestamp()) if until else 0
        said = json.dumps([ends, claims], ensure_ascii=True, separators=(",", ":")).encode()
        return _written(self._signature(page, said) + said)

    def path(self, page: str, claims: Mapping[str, Any], until: datetime | None = None) -> str:
        """The path below PUBLIC_URL: `/deliveries/<token>`."""
        return f"/{page}/{self.sign(page, claims, until)}"

    def read(self, page: str, token: str, *, now: datetime) -> dict[str, Any] | None:
        """What this office signed for this page; None for a cut, changed or foreign token.

        Raises LinkExpired when its time is over.
        """
        if len(token) > _LONGEST:
            return None
        try:
            data = base64.b64decode(token + "=" * (-len(token) % 4), altchars="-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        signature, said = data[:_SIGNATURE], data[_SIGNATURE:]
        if _written(data) != token or not hmac.compare_digest(
            signature, self._signature(page, said)
        ):
            return None
        ends, claims = json.loads(said)
        if ends and now >= datetime.fromtimestamp(ends, UTC):
            raise LinkExpired
        return dict(claims)

    def _signature(self, page: str, said: bytes) -> bytes:
        return hmac.digest(self._key, page.encode() + b"\0" + said, hashlib.sha256)[:_SIGNATURE]


def _written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
