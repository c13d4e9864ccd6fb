"""From one stored event to what is answered, by LINE's kind of event.

One call handles one event inside the worker's transaction; the turn it returns holds the letters
to queue and the files that nobody needs any more.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot import events
from bot.chat import arrivals, pictures, riding
from bot.chat.flow import Kind, Notice
from bot.chat.turn import Desk, Turn
from bot.events import reduced
from handlers import inbox, unsending
from handlers.context import Actor, Context
from handlers.conversations import Conversations
from handlers.inbox import Claimed

_KINDS = {
    "text": Kind.TEXT,
    "image": Kind.PHOTO,
    "sticker": Kind.STICKER,
    "audio": Kind.VOICE,
    "video": Kind.VIDEO,
    "file": Kind.FILE,
    "location": Kind.LOCATION,
}
#: What happens to the chat itself is noted even while another channel answers in it.
_ALWAYS = frozenset({"unsend", "follow", "unfollow", "join", "leave"})
_MEDIA = (Kind.PHOTO, Kind.VOICE, Kind.VIDEO, Kind.FILE)


def handle(desk: Desk, ctx: Context, claimed: Claimed, talks: Conversations) -> Turn:
    """Handle one event: change what it changes, say what is to be answered.

    A kind of event that LINE added since is passed over.
    """
    event = json.loads(claimed.payload)
    person = events.person(event)
    actor = Actor(f"line:{person or claimed.chat_key}", person, "line")
    turn = Turn(desk, replace(ctx, actor=actor), claimed, event, talks)
    standby = turn.event.get("mode") == "standby"
    handler = _HANDLERS.get(claimed.kind)
    if handler and (not standby or claimed.kind in _ALWAYS):
        handler(turn)
    if standby:
        # Another channel has the chat: LINE forbids to answer.
        turn.letters.clear()
    return turn


def _message(turn: Turn) -> None:
    if not events.addressed(turn.event):
        riding.ride(turn)
        return
    if _taken_back(turn):
        return
    kind = _KINDS.get(str(events.message(turn.event).get("type")), Kind.OTHER)
    if kind is Kind.TEXT:
        _text(turn)
    elif turn.is_group:
        return
    elif kind in _MEDIA:
        pictures.received(turn, kind)
    elif (waiting := turn.waiting_step()) and waiting[1] in waiting[0].hears_all:
        turn.hear_file(kind, hold=None, wait=None, location=events.location(turn.event))
    else:
        turn.say(Notice("heard", {"kind": kind.value, "in_flow": turn.in_flow()}))


def _text(turn: Turn) -> None:
    text = events.said(turn.event)
    if text:
        turn.hear_text(text)
    else:
        # Called by name and nothing else: say what can be asked.
        turn.say(Notice("help"))


def _edited(turn: Turn) -> None:
    """Groups only. The newest edit counts; an older one that comes late says nothing new."""
    if events.addressed(turn.event) and not _outdated(turn) and not _taken_back(turn):
        _text(turn)


def _taken_back(turn: Turn) -> bool:
    """Known to be taken back before the message itself came: it is neither heard nor kept."""
    message_id = events.message_id(turn.event)
    if not message_id or not unsending.is_taken_back(turn.ctx, message_id, chat_key=turn.chat_key):
        return False
    unsending.reduce_message(turn.ctx, message_id, chat_key=turn.chat_key, reduce=reduced)
    return True


def _outdated(turn: Turn) -> bool:
    message_id, own = events.message_id(turn.event), turn.event.get("timestamp")
    if message_id is None or not isinstance(own, int):
        return False
    return inbox.edited_later(turn.ctx.session, message_id, own)


def _postback(turn: Turn) -> None:
    postback = turn.event.get("postback")
    if not isinstance(postback, dict):
        return
    params = postback.get("params")
    if isinstance(params, dict) and "newRichMenuAliasId" in params:
        return
    data = postback.get("data")
    turn.hear_press(
        data if isinstance(data, str) else "", params if isinstance(params, dict) else {}
    )


def _unsend(turn: Turn) -> None:
    message_id = events.message_id(turn.event)
    if message_id:
        turn.dead_files += unsending.erase_message(
            turn.ctx, message_id, chat_key=turn.chat_key, person=turn.person, reduce=reduced
        )


_HANDLERS = {
    "message": _message,
    "messageEdited": _edited,
    "postback": _postback,
    "unsend": _unsend,
    "follow": arrivals.follow,
    "unfollow": arrivals.unfollow,
    "join": arrivals.join,
    "leave": arrivals.leave,
}
