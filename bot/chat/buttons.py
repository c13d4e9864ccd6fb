"""Buttons carry where they belong, signed: flow, step, conversation and turn.

A button of an earlier turn, of another person or of another office reads as such, and the chat
answers it kindly instead of doing something.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from models.errors import NotFound

_VERSION = "1"
_SEPARATOR = "~"
#: In place of a conversation: a button of a record, which works outside of any conversation.
STANDING = -1
#: LINE's limit for postback data.
LONGEST = 300


#: The largest id that any database has.
_LARGEST_ID = 2**63 - 1


def record_id(value: str) -> int:
    """The record that a standing button names, before the first colon of its value.

    Raises NotFound for what is no id: another version of the product may have made the button.
    """
    number = value.partition(":")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 20):
        raise NotFound("record", "")
    if int(number) > _LARGEST_ID:
        raise NotFound("record", number)
    return int(number)


@dataclass(frozen=True)
class Pressed:
    """What a genuine button says."""

    flow: str
    step: str
    conversation_id: int
    turn: int
    value: str


class Buttons:
    """Signs and reads postback data with the office's key."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"buttons:" + secret_key.encode()).digest()

    def sign(self, pressed: Pressed) -> str:
        """Postback data of 300 characters at most. Raises ValueError when `value` is too long."""
        fields = (
            _VERSION,
            pressed.flow,
            pressed.step,
            str(pressed.conversation_id),
            str(pressed.turn),
            pressed.value,
        )
        if any(_SEPARATOR in field for field in fields[:-1]):
            raise ValueError("a button's flow or step holds the separator")
        said = _SEPARATOR.join(fields)
        data = f"{self._signature(said)}{_SEPARATOR}{said}"
        if len(data) > LONGEST:
            raise ValueError(f"a button's data is {len(data)} characters long")
        return data

    def read(self, data: str) -> Pressed | None:
        """What the button says, or None when this office did not sign it."""
        signature, _, said = data.partition(_SEPARATOR)
        if not hmac.compare_digest(
            signature.encode("utf-8", "surrogatepass"), self._signature(said).encode()
        ):
            return None
        _version, flow, step, conversation_id, turn, value = said.split(_SEPARATOR, 5)
        return Pressed(flow, step, int(conversation_id), int(turn), value)

    def _signature(self, said: str) -> str:
        digest = hmac.digest(self._key, said.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:12]).decode()
