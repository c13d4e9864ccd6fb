"""A reminder to one person: which rounds, till when, which of their schools are not done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.round_lists import contact_text
from bot.texts.round_words import letter_text, moment_text, round_name, short
from bot.texts.rounds import DUE, FLOW, TELL, name_with_school

Json = Mapping[str, Any]
#: As many schools of one round, and rounds; as many of a network's for its chair.
_MOST, _MOST_OWN = 5, 10
#: Days before the closing day from which it is near.
_NEAR = 7
_STOPS = f"ถ้าเสร็จแล้ว กด «{TELL}» จะไม่เตือนอีก"


@words("round.reminder")
def reminder(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """All rounds of one person in one card, the nearest first."""
    rounds = data["rounds"]
    lines, rows = _said(rounds)
    title = _title(rounds[0]) if len(rounds) == 1 else f"กำหนดส่งข้อมูล {len(rounds):,} รายการ"
    lead = polite(_lead(rounds), voice.particle)
    return [
        Card(
            alt=" · ".join([title, lead, *lines, *(f"{row.label} {row.detail}" for row in rows)]),
            title=title,
            body=(lead, *lines),
            rows=tuple(rows),
            note="" if _is_chair(rounds) else _STOPS,
            buttons=(_button(rounds),),
            icon="⏰",
            tone="ask" if rounds[0]["rung"] > 0 else "sorry",
        )
    ]


@words("round.extended")
def extended(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The closing day was moved: the old one and the new, by which letter."""
    (one,) = data["rounds"]
    lead = polite(f"ขยายเวลาแล้ว จากเดิม {moment_text(one['before'])}", voice.particle)
    title, lines = f"ขยายเวลา: {round_name(one)}", [*_schools(one), f"กำหนดใหม่ {_due(one)}"]
    return [
        Card(
            alt=" · ".join(filter(None, [title, lead, *lines, letter_text(one)])),
            title=title,
            body=(lead, *lines),
            note="\n".join(filter(None, [letter_text(one), _STOPS])),
            buttons=(_button([one]),),
            icon="🗓️",
        )
    ]


def _title(one: Json) -> str:
    """By when it is read, whichever day it was written for: what is offered may wait for days."""
    rung, name = one["rung"], round_name(one)
    if rung < 0:
        return f"เลยกำหนดแล้ว: {name}"
    if rung > _NEAR:
        return f"กำหนดส่ง: {name}"
    return f"ถึงกำหนดส่งแล้ว: {name}" if rung == 0 else f"ใกล้ครบกำหนด: {name}"


def _is_chair(rounds: Sequence[Json]) -> bool:
    return all(one["audience"] == "chair" for one in rounds)


def _lead(rounds: Sequence[Json]) -> str:
    if _is_chair(rounds):
        return "โรงเรียนในเครือข่ายของท่านที่ยังไม่เสร็จ ขอความอนุเคราะห์ช่วยติดตาม"
    if len(rounds) > 1 or len(rounds[0]["schools"]) > 1:
        return "รายการที่ยังไม่ได้รับแจ้งว่าเสร็จแล้ว"
    return "ยังไม่ได้รับแจ้งว่าโรงเรียนทำเสร็จแล้ว"


def _said(rounds: Sequence[Json]) -> tuple[list[str], list[Row]]:
    """Of one round its lines, and of a chair's the schools with whom to ring up; of several a row
    for each."""
    if len(rounds) == 1:
        (one,) = rounds
        calls = _calls(one) if one["audience"] == "chair" else []
        names = [] if calls else _schools(one)
        return [*names, _due(one), *filter(None, [letter_text(one)])], calls
    rows = [
        Row(short(round_name(one), 120), strong=True, detail="\n".join(
            filter(None, [*_schools(one), _due(one), short(letter_text(one), 120)])
        ))
        for one in rounds[:_MOST]
    ]  # fmt: skip
    more = len(rounds) - _MOST
    return ([f"และอีก {more:,} รายการ พิมพ์ «{DUE}»"] if more > 0 else []), rows


def _schools(one: Json) -> list[str]:
    """Which schools: the first of them, in one line."""
    found = one["schools"]
    if len(found) == 1:
        return [name_with_school(short(found[0]["name"], 100))]
    names = ", ".join(short(school["name"], 100) for school in found[:_MOST])
    more = len(found) - _MOST
    return [names + (f" และอีก {more:,} โรงเรียน" if more > 0 else "")]


def _calls(one: Json) -> list[Row]:
    found = one["schools"]
    rows = [
        Row(f"{n}. {short(school['name'], 60)}", detail=contact_text(school["contact"]))
        for n, school in enumerate(found[:_MOST_OWN], 1)
    ]
    more = len(found) - _MOST_OWN
    return [*rows, *([Row(f"และอีก {more:,} โรงเรียน")] if more > 0 else [])]


def _due(one: Json) -> str:
    return f"ส่งภายใน {moment_text(one['due'])}"


def _button(rounds: Sequence[Json]) -> Button:
    """Of one round: to say at once how far the school is. The chair: whom to ring up."""
    if len(rounds) > 1:
        return Say(TELL, DUE, Style.PRIMARY)
    one, shown = rounds[0], short(round_name(rounds[0]), 80)
    if _is_chair(rounds):
        label = "ดูรายชื่อและโทรศัพท์"
        return Do(label, FLOW, "network", str(one["id"]), f"{label}: {shown}", Style.PRIMARY)
    return Do(TELL, FLOW, "say", str(one["id"]), f"{TELL}: {shown}", Style.PRIMARY)
