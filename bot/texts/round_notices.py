"""Collection rounds among the notices: till when, by which letter, how far one's school is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Do, Open, Place, Row, Style
from bot.texts.round_words import letter_text, round_name, short
from bot.texts.rounds import (
    FLOW,
    PATH,
    TELL,
    button_name,
    done_text,
    due_line,
    link_button,
    name_with_school,
    own_text,
)

Json = Mapping[str, Any]
FOLLOW = "ติดตาม"
SECTION = "กำหนดส่งข้อมูล"
#: As many of one's own schools are named; a round's card has them all.
_MOST_SCHOOLS = 2
#: Ten rounds go on one card; a longer link is on the round's own.
_LONGEST_LINK = 200


def row(entry: Json) -> Row:
    """One round: of one's own schools where they stand, of all of them in figures."""
    facts = entry["facts"]
    said = (_due(facts), short(letter_text(facts), 70), *_how_far(facts))
    return Row(f"🗓️ {short(round_name(facts), 90)}", detail="\n".join(filter(None, said)))


def _how_far(facts: Json) -> list[str]:
    """Where one's own schools stand, or how far all are; nothing until the round opens."""
    if facts["phase"] == "before":
        return []
    own = [
        f"{name_with_school(short(one['name'], 40))}: {own_text(one)}"
        for one in facts["own"][:_MOST_SCHOOLS]
    ]
    if len(facts["own"]) > _MOST_SCHOOLS:
        own.append(f"และอีก {len(facts['own']) - _MOST_SCHOOLS:,} โรงเรียน")
    if facts["office"] is not None:
        own.append(done_text(facts["office"]))
    return own


def doing(facts: Json, place: Place) -> list[Button]:
    """What whoever reads of it may do; in a group they may look at the totals."""
    name = button_name(facts)
    if place.is_group:
        return [Open(f"ดูความคืบหน้า {name}", f"/rounds/{facts['id']}")]
    value, found = str(facts["id"]), list[Button]()
    if facts["says"] and facts["phase"] == "open":
        found.append(Do(f"{TELL} {name}", FLOW, "say", value, style=Style.PRIMARY))
    if facts["sees"]:
        found.append(Do(f"{FOLLOW} {name}", FLOW, "follow", value))
    return [*found, *(link_button(facts) if len(facts["link"] or "") <= _LONGEST_LINK else ())]


def _due(facts: Json) -> str:
    """Of one's only school its own time, which may be longer; nothing to hurry for when done."""
    own = facts["own"]
    due = own[0]["due"] if len(own) == 1 else None
    done = bool(own) and all(one["standing"] in PATH[2:] or one["exempt"] for one in own)
    return due_line(facts, due, done=done)
