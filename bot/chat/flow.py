"""What a chat flow is made of.

A flow is a name and its steps. A step is `(ctx, talk, heard) -> Outcome`: given what is
known of this conversation and what the person just did, it says which step comes next and
what is answered. It is pure but for the use case it calls. It has no clock and no LINE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.cards import Place
from handlers.context import Context

#: `Outcome.next` that ends the flow.
END = ""


class Kind(StrEnum):
    """What a person did."""

    TEXT = "text"
    PRESS = "press"
    PHOTO = "photo"
    STICKER = "sticker"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    OTHER = "other"


@dataclass(frozen=True)
class Notice:
    """What is to be said, without its words: `bot/texts` has one function for each kind.

    `data` is plain JSON. It is kept in the outbox until the message is first tried.
    """

    kind: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """One thing a person did. `text` comes without the mention or the word that calls the bot."""

    kind: Kind
    place: Place
    person: str | None = None
    text: str = ""
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """What is known of this person in this chat.

    `data` belongs to the running flow. `memory` outlives flows: the last question's scope,
    and is already empty here when it has run out (10 minutes).
    """

    flow: str = ""
    step: str = END
    data: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Where the conversation goes and what is answered (5 messages at most).

    `memory` None keeps what is remembered; a mapping replaces it. `flow` hands over to another
    flow's step `next`.
    """

    replies: tuple[Notice, ...] = ()
    next: str = END
    data: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] | None = None
    flow: str | None = None


Step = Callable[[Context, Talk, Heard], Outcome]


@dataclass(frozen=True)
class Flow:
    """A named conversation. `start` is the step a word or a button of the menu leads to.

    `private`: only between the person and the bot; in a group they are led there. `takes_files`
    are the steps that hear photos and files: `heard.details` is then `media_id`, `name`, `size`
    and `set` of the file, which is fetched meanwhile. `cancelled` is said when the person leaves it
    by ยกเลิก. `hears_all` are the steps that hear stickers and places too, to ask again.
    """

    name: str
    steps: Mapping[str, Step]
    start: str
    timeout: timedelta = timedelta(minutes=30)
    private: bool = False
    takes_files: frozenset[str] = frozenset()
    cancelled: str = "cancelled"
    hears_all: frozenset[str] = frozenset()
