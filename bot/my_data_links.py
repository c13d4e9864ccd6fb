"""Links to the copy of one person's data: signed, for an hour, dead when the account changes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LIFE = timedelta(hours=1)
_SIGNATURE = 16  # bytes
_SHAPE = struct.Struct(">QQQ")


@dataclass(frozen=True)
class Copy:
    """Whose data, and since when their LINE account is theirs (unbound, the link is dead)."""

    person_id: int
    bound_at: datetime


class MyDataLinks:
    """Signs and reads the tokens with the office's key."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"my-data:" + secret_key.encode()).digest()

    def sign(self, copy: Copy, *, until: datetime) -> str:
        """The token of a link that is good until then."""
        packed = _SHAPE.pack(copy.person_id, _seconds(copy.bound_at), _seconds(until))
        return base64.urlsafe_b64encode(self._signature(packed) + packed).decode().rstrip("=")

    def read(self, token: str, *, now: datetime) -> Copy | None:
        """What this office signed; None for a cut, changed or old one."""
        if len(token) > 100:
            return None
        try:
            data = base64.b64decode(token + "=" * (-len(token) % 4), altchars="-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        signature, packed = data[:_SIGNATURE], data[_SIGNATURE:]
        if len(packed) != _SHAPE.size or not hmac.compare_digest(
            signature, self._signature(packed)
        ):
            return None
        person_id, bound, until = _SHAPE.unpack(packed)
        if _seconds(now) >= until:
            return None
        return Copy(person_id, datetime.fromtimestamp(bound, UTC))

    def _signature(self, packed: bytes) -> bytes:
        return hmac.digest(self._key, packed, hashlib.sha256)[:_SIGNATURE]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
