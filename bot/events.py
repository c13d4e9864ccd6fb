"""LINE's raw events, read with suspicion: any JSON value becomes something that can be stored.

The SDK's parser refuses a whole batch, or loses a message, when LINE adds a word; so the worker
reads the JSON itself. Before storing, ID numbers are masked, and what a group did not say to the
bot is dropped.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from handlers.id_numbers import mask
from handlers.inbox import NewEvent
from models.base import storable

#: The word that calls the bot in a group.
CALL = "ถามเขต"
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN = re.compile(r"[!-~]{1,200}")
_CALLED = re.compile(
    rf"[\s\u200b-\u200d\ufeff]*{CALL}(?=$|[^\w\u0e00-\u0e7f]|[\u0e2f\u0e46\u0e4f\u0e5a\u0e5b])"
)
# Made once: json.dumps with separators of one's own makes an encoder at every call.
_ENCODE = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_TEXT_FIELDS = ("text", "fileName", "title", "address")
_KEPT_OF_MESSAGE = ("type", "id", "imageSet")
_BIG = 2**62


def read(raw: Any, *, now_ms: int) -> NewEvent:
    """One element of `events` as a row for the inbox. Never raises."""
    event = raw if isinstance(raw, dict) else {"type": "unreadable", "value": raw}
    key = _event_key(event)
    return NewEvent(
        event_key=key,
        chat_key=chat_key(event) or f"event:{key}"[:100],
        kind=_plain(event.get("type"), 40) or "unreadable",
        message_id=message_id(event),
        occurred_ms=_timestamp(event.get("timestamp"), now_ms),
        payload=_ENCODE(_trimmed(event)),
    )


def _event_key(event: Mapping[str, Any]) -> str:
    given = event.get("webhookEventId")
    if isinstance(given, str) and _PLAIN_ID.fullmatch(given):
        return given
    # A redelivery differs in its deliveryContext alone, and must have the same key.
    same = {k: v for k, v in event.items() if k != "deliveryContext"}
    return "sha256:" + _digest(json.dumps(same, sort_keys=True, ensure_ascii=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii", "backslashreplace")).hexdigest()


def _plain(value: Any, length: int) -> str | None:
    if isinstance(value, str) and _PLAIN_ID.fullmatch(value):
        return value[:length]
    return None


def _timestamp(value: Any, now_ms: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _BIG:
        return value
    return now_ms


def source(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event's source, or an empty mapping."""
    found = event.get("source")
    return found if isinstance(found, dict) else {}


def location(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The place on the map that a message shows, with its words as far as there are any."""
    found = message(event)
    point = [found.get(name) for name in ("latitude", "longitude")]
    if not all(isinstance(x, (int, float)) and -180 <= x <= 180 for x in point):
        return None
    words = {k: storable(str(found.get(k) or ""), 200) or "" for k in ("title", "address")}
    return {**words, "latitude": float(point[0]), "longitude": float(point[1])}  # type: ignore[arg-type]


def message(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event's message, or an empty mapping."""
    found = event.get("message")
    return found if isinstance(found, dict) else {}


def chat_key(event: Mapping[str, Any]) -> str | None:
    """LINE's ID of the group, room or person the event belongs to."""
    where = source(event)
    for name in ("groupId", "roomId", "userId"):
        found = where.get(name)
        if found is not None:
            return _plain(found, 100) or "odd:" + _digest(repr(found))[:60]
    return None


def person(event: Mapping[str, Any]) -> str | None:
    """LINE's ID of who acted; None in groups where LINE does not tell."""
    return _plain(source(event).get("userId"), 100)


_USER_ID = re.compile(r'"userId":"([A-Za-z0-9_-]{1,64})"')


def person_in(payload: str) -> str | None:
    """A guess at who acted, from the stored JSON without parsing it: good enough to load ahead."""
    found = _USER_ID.search(payload)
    return found.group(1) if found else None


def is_group(event: Mapping[str, Any]) -> bool:
    """Did this happen in a group or room?"""
    where = source(event)
    return "groupId" in where or "roomId" in where


def message_id(event: Mapping[str, Any]) -> str | None:
    """The ID of the message that was sent, edited or taken back."""
    unsent = event.get("unsend")
    found = unsent.get("messageId") if isinstance(unsent, dict) else message(event).get("id")
    return _plain(found, 100)


def reply_token(event: Mapping[str, Any]) -> str | None:
    """The token of the free reply, if there is one that LINE can have made."""
    found = event.get("replyToken")
    return found if isinstance(found, str) and _TOKEN.fullmatch(found) else None


def addressed(event: Mapping[str, Any]) -> bool:
    """Is this message meant for the bot? In a 1:1 chat always; in a group when mentioned or
    called by its word."""
    if not is_group(event):
        return True
    if mentions(event):
        return True
    said = message(event).get("text")
    return isinstance(said, str) and bool(_CALLED.match(said))


def mentions(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The places where the bot itself is mentioned."""
    mention = message(event).get("mention")
    listed = mention.get("mentionees") if isinstance(mention, dict) else None
    if not isinstance(listed, list):
        return []
    return [m for m in listed if isinstance(m, dict) and m.get("isSelf") is True]


def said(event: Mapping[str, Any]) -> str:
    """The text without the mention of the bot and without the word that calls it, and without what
    a database would refuse: NUL, half characters."""
    found = message(event).get("text")
    if not isinstance(found, str):
        return ""
    units = found.encode("utf-16-le", "surrogatepass")
    for m in sorted(mentions(event), key=lambda m: _small(m.get("index")), reverse=True):
        start, length = _small(m.get("index")) * 2, _small(m.get("length")) * 2
        units = units[:start] + units[start + length :]
    text = units.decode("utf-16-le", "replace").replace("\0", "")
    called = _CALLED.match(text)
    if called:
        text = text[called.end() :].lstrip(" \t\r\n:,.!-–—")
    return text.strip()


def _small(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value <= 10_000 else 0


def _trimmed(event: dict[str, Any]) -> dict[str, Any]:
    found = event.get("message")
    if not isinstance(found, dict):
        return event
    if not addressed(event):
        return {**event, "message": {k: found[k] for k in _KEPT_OF_MESSAGE if k in found}}
    masked = {k: mask(found[k]) for k in _TEXT_FIELDS if isinstance(found.get(k), str)}
    return {**event, "message": {**found, **masked}}


def reduced(payload: str) -> str:
    """The JSON of a finished event with nothing but its ids and times left."""
    event = json.loads(payload)
    kept = {k: event[k] for k in ("type", "mode", "timestamp", "webhookEventId") if k in event}
    where = {k: v for k, v in source(event).items() if k in ("type", "groupId", "roomId", "userId")}
    sent = {k: v for k, v in message(event).items() if k in ("type", "id")}
    return json.dumps({**kept, "source": where, "message": sent}, ensure_ascii=True)
