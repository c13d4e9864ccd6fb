"""Links to an answer: the question itself, signed, so that nothing has to be kept for a link.

A token is the query in short, packed and signed with the office's key. Whoever holds one sees
what the public may see of that question, and nobody can make one for another question.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from typing import Any

#: Raised when tokens of before mean something else; links of before are then told to be too old.
FORMAT = 1
_SIGNATURE = 12  # bytes
_LONGEST_TOKEN, _LONGEST_QUERY = 4_000, 40_000
Query = dict[str, Any]


class AnswerLinks:
    """Signs queries and reads them back, with the office's key."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"answers:" + secret_key.encode()).digest()

    def sign(self, query: Query) -> str:
        """The token of a query (`StatQuery.to_json`): letters that need no escape in a link."""
        plain = json.dumps([FORMAT, query], ensure_ascii=False, separators=(",", ":"))
        packed = zlib.compress(plain.encode(), 9)
        return _written(self._signature(packed) + packed)

    def read(self, token: str) -> Query | None:
        """The query that this office signed; None for a cut, changed, foreign or older one."""
        if len(token) > _LONGEST_TOKEN:
            return None
        try:
            data = base64.b64decode(token + "=" * (-len(token) % 4), altchars="-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        signature, packed = data[:_SIGNATURE], data[_SIGNATURE:]
        # Other spellings of the same bytes would be other addresses of one page.
        if _written(data) != token or not hmac.compare_digest(signature, self._signature(packed)):
            return None
        version, query = json.loads(zlib.decompressobj().decompress(packed, _LONGEST_QUERY))
        return dict(query) if version == FORMAT else None

    def _signature(self, packed: bytes) -> bytes:
        return hmac.digest(self._key, packed, hashlib.sha256)[:_SIGNATURE]


def _written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
