"""Photos, voice, video and files that come outside any form: kept a day, answered once a set."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bot import events
from bot.chat.flow import Kind, Notice
from bot.chat.turn import Turn
from handlers import media
from models.base import storable

#: How long a set of photos may take to come in; its last reply token lives a minute.
SET_PATIENCE = timedelta(seconds=8)
#: What LINE calls a file is anything; more than this no table takes.
LONGEST_NAME = 255
_SET_ID = re.compile(r"[!-~]{1,100}")


def received(turn: Turn, kind: Kind) -> None:
    """Ask for the file at once. Photos of one set (LINE sends each by itself, in any order) are
    gathered and answered once: when all are here, or after a while."""
    message = events.message(turn.event)
    message_id = events.message_id(turn.event)
    if message_id is None:
        return
    set_id, total = _image_set(message)
    media_id = None
    if _kept_by_line(message):
        media_id = media.want(
            turn.ctx,
            message_id,
            chat_key=turn.chat_key,
            person=turn.person,
            kind=kind.value,
            image_set=set_id,
        )
        turn.wants_file = True
    if _for_a_form(turn, kind, message, media_id, set_id, total):
        return
    if set_id is None:
        turn.say(Notice("media.received", {"kind": kind.value, "count": 1, "media_id": media_id}))
        return
    count = media.count_of_set(turn.ctx, set_id)
    complete = total is not None and count >= total
    turn.say(
        Notice("media.received", {"kind": kind.value, "count": count, "media_id": media_id}),
        hold_key=f"set:{set_id}",
        wait=None if complete else SET_PATIENCE,
    )


def _for_a_form(
    turn: Turn,
    kind: Kind,
    message: Any,
    media_id: int | None,
    set_id: str | None,
    total: int | None,
) -> bool:
    """Does the running step wait for files? Then it hears this one."""
    waiting = turn.waiting_step()
    if waiting is None or waiting[1] not in waiting[0].takes_files:
        return False
    name, size = message.get("fileName"), message.get("fileSize")
    complete = set_id is None or (
        total is not None and media.count_of_set(turn.ctx, set_id) >= total
    )
    turn.hear_file(
        kind,
        hold=f"set:{set_id}" if set_id else None,
        wait=None if complete else SET_PATIENCE,
        media_id=media_id,
        name=storable(name, LONGEST_NAME) if isinstance(name, str) else None,
        size=size if isinstance(size, int) else None,
        set=set_id,
    )
    return True


def _kept_by_line(message: Any) -> bool:
    """Content of another provider is a link of somebody's, which is never followed."""
    provider = message.get("contentProvider")
    return not isinstance(provider, dict) or provider.get("type") != "external"


def _image_set(message: Any) -> tuple[str | None, int | None]:
    found = message.get("imageSet")
    set_id = found.get("id") if isinstance(found, dict) else None
    if not isinstance(set_id, str) or not _SET_ID.fullmatch(set_id):
        return None, None
    total = found.get("total")
    return set_id, total if isinstance(total, int) and 0 < total <= 100 else None
