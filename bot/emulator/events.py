"""Webhook events in LINE's shapes, one function per kind.

Source: the Messaging API reference, webhook event objects. What LINE leaves out is left out
here too: no reply token in standby mode, no user in a group when it is not told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.emulator.clock import milliseconds
from bot.emulator.identifiers import Identifiers
from bot.emulator.measure import utf16_units
from bot.emulator.refusals import Json


@dataclass(frozen=True)
class EventMaker:
    """Makes events with what they all have in common.

    `issue` is told each new reply token with the chat that it answers in.
    """

    identifiers: Identifiers
    now: Callable[[], datetime]
    standby: Callable[[], bool]
    issue: Callable[[str, str], None]

    def event(self, kind: str, source: Json, *, replies: bool = True, **details: object) -> Json:
        """An event of this kind; `replies` is whether LINE gives it a reply token."""
        moment = milliseconds(self.now())
        standby = self.standby()
        event: Json = {
            "type": kind,
            "mode": "standby" if standby else "active",
            "timestamp": moment,
            "source": source,
            "webhookEventId": self.identifiers.ulid(moment),
            "deliveryContext": {"isRedelivery": False},
            **details,
        }
        if replies and not standby:
            token = event["replyToken"] = self.identifiers.token()
            self.issue(str(token), chat_of(source))
        return event


def user_source(user_id: str) -> Json:
    """The source of an event in a 1:1 chat."""
    return {"type": "user", "userId": user_id}


def group_source(group_id: str, user_id: str | None = None) -> Json:
    """The source of an event in a group or room; without the user when LINE does not tell."""
    kind = "room" if group_id.startswith("R") else "group"
    source: Json = {"type": kind, f"{kind}Id": group_id}
    return {**source, "userId": user_id} if user_id else source


def chat_of(source: Json) -> str:
    """The chat in which an event of this source happened."""
    return str(source.get("groupId") or source.get("roomId") or source.get("userId"))


def mentions(text: str, names: Sequence[tuple[str, str]], bot_id: str) -> Json | None:
    """The `mention` of a text that holds `@name` for some of the (name, user id) pairs.

    Index and length are in UTF-16 units, as LINE counts them.
    """
    found: list[Json] = []
    for name, user_id in names:
        at = text.find(f"@{name}")
        if at >= 0:
            index, length = utf16_units(text[:at]), utf16_units(f"@{name}")
            mentionee: Json = {"index": index, "length": length, "type": "user"}
            found.append({**mentionee, "userId": user_id, "isSelf": user_id == bot_id})
    at = text.find("@All")
    if at >= 0:
        found.append({"index": utf16_units(text[:at]), "length": 4, "type": "all"})
    found.sort(key=lambda mentionee: int(str(mentionee["index"])))
    return {"mentionees": found[:20]} if found else None


def mention_text(text: str, bot_name: str) -> str:
    """The text with the bot mentioned, at its start unless it is mentioned already."""
    return text if f"@{bot_name}" in text else f"@{bot_name} {text}"
