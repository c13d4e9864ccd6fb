"""Semantic messages become LINE's JSON: texts, Flex bubbles, quick replies, signed buttons.

LINE's limits are kept here: 5 messages a call, 13 quick replies, 20 graphemes on a quick reply
and 40 on a Flex button, 5,000 UTF-16 units a text, 1,500 an altText, 12 bubbles, 1,000
characters a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import regex

from bot.answer_links import AnswerLinks
from bot.cards import (
    Button,
    Card,
    Cards,
    Do,
    Message,
    Open,
    Page,
    PickDay,
    Picture,
    Place,
    Press,
    Row,
    Say,
    Show,
    Style,
    Text,
)
from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.page_links import PageLinks

INK, SOFT, LINE_COLOR, WHITE = "#16302B", "#5B6B67", "#E3E8E6", "#FFFFFF"
TONES = {
    "calm": ("#0B6E4F", "#E8F5EF"),
    "ask": ("#1F5A99", "#E8F0FA"),
    "sorry": ("#8A5A00", "#FDF4E3"),
    "alert": ("#A3262A", "#FBEAEA"),
}
MOST_MESSAGES, MOST_QUICK, MOST_BUBBLES = 5, 13, 12
QUICK_LABEL, FLEX_LABEL, ACTION_TEXT = 20, 40, 300
LONGEST_TEXT, LONGEST_ALT = 5_000, 1_500
#: Older programs of LINE take no longer links than this.
LONGEST_LINK = 1_000
#: LINE's own browser keeps no files; with this, LINE opens the link in the phone's browser.
#: https://developers.line.biz/en/docs/line-login/using-line-url-scheme/
OUTSIDE, FILES, PAPERS = "?openExternalBrowser=1", ("xlsx", "csv"), "papers"
#: A label this short can be read on a button of half a card's width.
HALF_LABEL = 12
#: Letters on a line of a card on a small phone; bold ones are wider. A value that leaves no room
#: for its label stands below it, unless it is this short.
LETTERS, BOLD, BESIDE = 34, 1.15, 14
#: A label this short («ป.6», «อนุบาล») leaves room for boys and girls on the same line.
SHORT_LABEL, SHORT_DETAIL, SHORT_VALUE = 6, 20, 9


class Renderer:
    """Draws messages for one office: its key signs the buttons, its address makes the links."""

    def __init__(self, secret_key: str, public_url: str) -> None:
        self._buttons = Buttons(secret_key)
        self._answers, self._pages = AnswerLinks(secret_key), PageLinks(secret_key)
        # LINE takes no http links; the emulator's phone turns them back.
        self._public = public_url.replace("http://", "https://", 1)

    def draw(self, messages: list[Message], place: Place) -> list[dict[str, Any]]:
        """LINE message objects. Only the last one's quick replies would be shown, so only it
        keeps them. Raises ValueError when there is nothing to say (a bug)."""
        if not messages:
            raise ValueError("an answer without messages")
        drawn = [self._message(message, place) for message in messages[:MOST_MESSAGES]]
        quick = next((m.quick for m in reversed(messages) if m.quick), ())
        if items := self._quick(quick, place):
            drawn[-1]["quickReply"] = {"items": items}
        return drawn

    def _message(self, message: Message, place: Place) -> dict[str, Any]:
        if isinstance(message, Text):
            return {"type": "text", "text": _units(message.text, LONGEST_TEXT)}
        bubbles = (
            [self._bubble(card, place) for card in message.cards[:MOST_BUBBLES]]
            if isinstance(message, Cards)
            else [self._bubble(message, place)]
        )
        single = len(bubbles) == 1
        return {
            "type": "flex",
            "altText": _units(message.alt, LONGEST_ALT),
            "contents": bubbles[0] if single else {"type": "carousel", "contents": bubbles},
        }

    def _quick(self, buttons: tuple[Button, ...], place: Place) -> list[dict[str, Any]]:
        return [
            {"type": "action", "action": self._action(button, place, QUICK_LABEL)}
            for button in self._that_fit(buttons)[:MOST_QUICK]
        ]

    def _that_fit(self, buttons: tuple[Button, ...]) -> list[Button]:
        """The buttons without those whose link would be too long."""
        return [b for b in buttons if not isinstance(b, Show) or self._answer(b.query, b.form)]

    def _action(self, button: Button, place: Place, longest: int) -> dict[str, Any]:
        label = clip(button.label, longest)
        if isinstance(button, Say):
            return {"type": "message", "label": label, "text": clip(button.text, ACTION_TEXT)}
        if isinstance(button, Open):
            return {"type": "uri", "label": label, "uri": self._link(button.address)}
        if isinstance(button, Show):
            uri = self._answer(button.query, button.form)
            return {"type": "uri", "label": label, "uri": uri}
        if isinstance(button, Page):
            return {"type": "uri", "label": label, "uri": self._page(button)}
        if isinstance(button, PickDay):
            return self._picker(button, label, place)
        return {
            "type": "postback",
            "label": label,
            "data": self._signed(button, place),
            "displayText": clip(button.shown or button.label, ACTION_TEXT),
        }

    def _picker(self, button: PickDay, label: str, place: Place) -> dict[str, Any]:
        bounds = {"min": button.earliest, "max": button.latest}
        return {
            "type": "datetimepicker",
            "label": label,
            "data": self._buttons.sign(
                Pressed(button.flow, button.step, place.conversation_id, place.turn, "day")
            ),
            "mode": "date",
            **{name: day for name, day in bounds.items() if day},
        }

    def _signed(self, button: Press | Do, place: Place) -> str:
        standing = isinstance(button, Do)
        where = (STANDING, 0) if standing else (place.conversation_id, place.turn)
        return self._buttons.sign(Pressed(button.flow, button.step, *where, button.value))

    def _link(self, address: str) -> str:
        if address.startswith("/"):
            return self._public + quote(address, safe="/:?&=%#~+,;@")
        return address

    def _page(self, button: Page) -> str:
        until = datetime.fromisoformat(button.until) if button.until else None
        outside = OUTSIDE if button.page == PAPERS else ""
        return self._public + self._pages.path(button.page, button.claims, until) + outside

    def _answer(self, query: Mapping[str, Any], form: str) -> str | None:
        """The link to an answer; None where it would be too long."""
        ending = f".{form}" if form else ""
        if form in FILES:
            ending += OUTSIDE
        link = f"{self._public}/data/answers/{self._answers.sign(dict(query))}{ending}"
        return link if len(link) <= LONGEST_LINK else None

    def _picture(self, picture: Picture) -> dict[str, Any] | None:
        shown, page = self._answer(picture.query, "png"), self._answer(picture.query, "")
        if not shown or not page:
            return None
        return {
            "type": "image",
            "url": shown,
            "size": "full",
            "aspectRatio": f"{picture.width}:{picture.height}",
            "aspectMode": "fit",
            "backgroundColor": WHITE,
            "action": {"type": "uri", "uri": page},
        }

    def _bubble(self, card: Card, place: Place) -> dict[str, Any]:
        dark, pale = TONES[card.tone]
        bubble: dict[str, Any] = {
            "type": "bubble",
            "size": "mega",
            "header": _box(_header(card), backgroundColor=pale, paddingAll="16px", spacing="xs"),
            "styles": {"footer": {"separator": False}},
        }
        if card.picture and (hero := self._picture(card.picture)):
            bubble |= {"hero": hero, "size": "giga"}  # a chart is read better when it is wide
        body = _body(card, dark)
        if body:
            bubble["body"] = _box(body, spacing="md", paddingAll="16px")
        if card.buttons:
            drawn = [self._button(b, place, dark) for b in self._that_fit(card.buttons)]
            rows = _two_by_two(drawn) if card.beside else drawn
            if rows:
                bubble["footer"] = _box(rows, spacing="sm", paddingAll="12px")
        return bubble

    def _button(self, button: Button, place: Place, color: str) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "type": "button",
            "style": button.style.value,
            "height": "sm",
            "adjustMode": "shrink-to-fit",
            "action": self._action(button, place, FLEX_LABEL),
        }
        if button.style is Style.PRIMARY:
            drawn["color"] = color
        elif button.style is Style.SECONDARY:
            drawn["color"] = "#EEF2F0"
        return drawn


def _two_by_two(buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two buttons to a line; one alone whose label would not be read in half of it."""
    lines: list[list[dict[str, Any]]] = []
    room = False
    for button in buttons:
        short = len(_letters(button["action"]["label"])) <= HALF_LABEL
        if room and short:
            lines[-1].append(button)
            room = False
        else:
            lines.append([button])
            room = short
    return [_box(line, layout="horizontal", spacing="sm") for line in lines]


def _letters(text: str) -> list[str]:
    found: list[str] = regex.findall(r"\X", text)
    return found


def _box(contents: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"type": "box", "layout": "vertical", "contents": contents, **more}


def _words(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text or " ", "wrap": True, "color": INK, **more}


def _header(card: Card) -> list[dict[str, Any]]:
    dark, _pale = TONES[card.tone]
    title = f"{card.icon} {card.title}" if card.icon else card.title
    lines = [_words(title, weight="bold", size="md", color=dark)]
    if card.subtitle:
        lines.append(_words(card.subtitle, size="xs", color=SOFT))
    return lines


def _body(card: Card, dark: str) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    if card.figure:
        spans = [{"type": "span", "text": card.figure, "size": "xxl", "weight": "bold"}]
        if card.unit:
            spans.append({"type": "span", "text": f" {card.unit}", "size": "md", "color": SOFT})
        parts.append({"type": "text", "contents": spans, "color": dark, "wrap": True})
    parts += [_words(line, size="sm") for line in card.body]
    if card.rows:
        parts.append(_box([_row(row) for row in card.rows], spacing="sm"))
    if card.note:
        if parts:
            parts.append({"type": "separator", "color": LINE_COLOR})
        parts.append(_words(card.note, size="xs", color=SOFT))
    return parts


def _row(row: Row) -> dict[str, Any]:
    name = _words(row.label, size="sm", weight="bold" if row.strong else "regular")
    detail = _words(row.detail, size="xs", color=SOFT)
    if not row.value:
        return _box([name, detail]) if row.detail else name
    value = _words(row.value, size="sm", weight="bold")
    need, long = _room(row)
    if long:
        return _box([name, value, detail] if row.detail else [name, value])
    value |= {"align": "end"}
    if row.detail and len(row.label) <= SHORT_LABEL and len(row.detail) <= SHORT_DETAIL:
        cells = [{**name, "flex": 3}, {**detail, "flex": 8}, {**value, "flex": 5}]
    else:
        name = _box([name, detail]) if row.detail else name
        short = len(row.value) <= SHORT_VALUE
        shares = (5, 2) if short else (LETTERS - need, need)
        cells = [{**name, "flex": shares[0]}, {**value, "flex": shares[1]}]
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "sm",
        "alignItems": "center",
        "contents": cells,
    }


def _room(row: Row) -> tuple[int, bool]:
    """How many letters of the line the value takes, and whether it is too long to stand beside
    its label."""
    letters = max(len(_letters(line)) for line in row.value.split("\n"))
    need = round(letters * BOLD) + 1
    beside = len(_letters(row.label)) + need < LETTERS
    return need, letters > BESIDE and ("\n" in row.value or not beside)


def clip(text: str, longest: int) -> str:
    """At most `longest` grapheme clusters, as LINE counts labels (ที่ is one)."""
    if len(text) <= longest:  # never more clusters than code points
        return text
    found = _letters(text)
    if len(found) <= longest:
        return text
    return "".join(found[: longest - 1]).rstrip() + "…"


def _units(text: str, longest: int) -> str:
    """At most `longest` UTF-16 units, cut between graphemes."""
    if len(text) * 2 <= longest or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= longest:
        return text or " "
    kept, used = [], 1
    for cluster in regex.findall(r"\X", text):
        used += len(cluster.encode("utf-16-le", "surrogatepass")) // 2
        if used > longest:
            break
        kept.append(cluster)
    return "".join(kept) + "…"
