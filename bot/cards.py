"""What the bot says, before it has a form: texts and cards with rows, bars and buttons.

A flow or a text function makes these; `bot/line/render.py` turns them into LINE
messages (Flex) within LINE's limits. Nothing here knows LINE's JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Style(StrEnum):
    """How much a button stands out."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    LINK = "link"


@dataclass(frozen=True)
class Say:
    """A button that types for the person: `text` is sent as if they had written it."""

    label: str
    text: str
    style: Style = Style.SECONDARY


@dataclass(frozen=True)
class Press:
    """A button of a flow's step. `data` is signed when rendered; `shown` appears in the chat."""

    label: str
    flow: str
    step: str
    value: str = ""
    shown: str | None = None
    style: Style = Style.SECONDARY


@dataclass(frozen=True)
class Do:
    """A standing button: it works at any time, whatever the one who presses is in the middle of.

    `value` names the record and its version; the use case checks right and state, because a card
    may be old, pressed twice or forwarded.
    """

    label: str
    flow: str
    step: str
    value: str = ""
    shown: str | None = None
    style: Style = Style.SECONDARY


@dataclass(frozen=True)
class PickDay:
    """A button that opens LINE's date picker; the step gets the day as ISO in `params.date`.

    PCs show it, but a date can always be typed as well. `earliest` and `latest` are ISO days.
    """

    label: str
    flow: str
    step: str
    earliest: str | None = None
    latest: str | None = None
    style: Style = Style.SECONDARY


@dataclass(frozen=True)
class Open:
    """A button that opens an address: absolute https, or a path below PUBLIC_URL."""

    label: str
    address: str
    style: Style = Style.LINK


@dataclass(frozen=True)
class Show:
    """A button that opens an answer outside the chat: its query goes along, signed.

    `form` is "" for the page, or "png", "xlsx", "csv". Left out where the link would be too long.
    """

    label: str
    query: Mapping[str, Any]
    form: str = ""
    style: Style = Style.SECONDARY


@dataclass(frozen=True)
class Page:
    """A button that opens a page of ours that is not for everybody, by a signed link.

    `page` is its first part (`deliveries`, `papers`, `uploads`), `claims` what it is told (short
    plain JSON), `until` when the link ends (ISO, or never).
    """

    label: str
    page: str
    claims: Mapping[str, Any]
    until: str | None = None
    style: Style = Style.SECONDARY


Button = Say | Press | Do | PickDay | Open | Show | Page


@dataclass(frozen=True)
class Picture:
    """A chart on top of a card: that of this query, of this size. A tap opens the page."""

    query: Mapping[str, Any]
    width: int
    height: int


@dataclass(frozen=True)
class Row:
    """A line of a card: name on the left, value on the right; `strong` for totals.

    `detail` stands small below the name, such as boys and girls of a sum.
    """

    label: str
    value: str = ""
    strong: bool = False
    detail: str = ""


@dataclass(frozen=True)
class Text:
    """A plain text message, with quick replies that PCs do not show."""

    text: str
    quick: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Card:
    """One Flex bubble. `alt` is the whole answer in plain text: notifications, screen readers
    and quotes show only that, so every figure of the card that matters stands in it."""

    alt: str
    title: str
    subtitle: str = ""
    figure: str = ""
    unit: str = ""
    body: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    note: str = ""
    buttons: tuple[Button, ...] = ()
    quick: tuple[Button, ...] = ()
    beside: bool = False  # short buttons stand two to a line
    tone: str = "calm"
    icon: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Cards:
    """Several cards side by side, swiped on a phone (12 at most)."""

    alt: str
    cards: tuple[Card, ...]
    quick: tuple[Button, ...] = ()


Message = Text | Card | Cards


@dataclass(frozen=True)
class Place:
    """Where a message will be read: it decides prefixes of buttons and what may be said."""

    chat_key: str
    is_group: bool
    conversation_id: int = 0
    turn: int = 0


@dataclass(frozen=True)
class Voice:
    """The office's one voice: its name, its polite particle (ค่ะ, ครับ or none), its telephone."""

    office: str
    particle: str = "ค่ะ"
    phone: str = ""
