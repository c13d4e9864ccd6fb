"""A reminder to one person: which rounds, till when, which of their schools are not done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Say, Style, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.round_words import letter_text, moment_text, round_name

Json = Mapping[str, Any]
_MOST = 5


@words("round.reminder")
def reminder(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """All rounds of one person in one card, the nearest first."""
    rounds = data["rounds"]
    lines = [line for one in rounds[:_MOST] for line in _lines(one, named=len(rounds) > 1)]
    more = len(rounds) - _MOST
    if more > 0:
        lines.append(f"และอีก {more:,} รอบ พิมพ์ «กำหนดส่ง»")
    title = _title(rounds[0]) if len(rounds) == 1 else f"ใกล้ครบกำหนด {len(rounds):,} รอบ"
    lead = polite(_lead(rounds[0]), voice.particle)
    return [
        Card(
            alt=" · ".join([title, lead, *lines]),
            title=title,
            body=(lead, *lines),
            note="ยืนยันแล้ว กด «บอกสถานะ» จะไม่เตือนซ้ำ",
            buttons=(Say("บอกสถานะ", "กำหนดส่ง", style=Style.PRIMARY),),
            icon="⏰",
            tone="ask" if rounds[0]["rung"] > 0 else "sorry",
        )
    ]


@words("round.extended")
def extended(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The closing day was moved: the old one and the new, by which letter."""
    (one,) = data["rounds"]
    lead = polite(f"เดิมส่งภายใน {moment_text(one['before'])} ขยายเวลาแล้ว", voice.particle)
    title, lines = f"ขยายเวลา: {round_name(one)}", _lines(one, named=False)
    return [
        Card(
            alt=" · ".join([title, lead, *lines]),
            title=title,
            body=(lead, *lines),
            note="ยืนยันแล้ว กด «บอกสถานะ» จะไม่เตือนอีก",
            buttons=(Say("บอกสถานะ", "กำหนดส่ง", style=Style.PRIMARY),),
            icon="🗓️",
        )
    ]


def _title(one: Json) -> str:
    """By when it is read, whichever day it was written for: what is offered may wait for days."""
    rung, name = one["rung"], round_name(one)
    if rung < 0:
        return f"เลยกำหนดแล้ว: {name}"
    return f"ถึงกำหนดส่งแล้ว: {name}" if rung == 0 else f"ใกล้ครบกำหนด: {name}"


def _lead(one: Json) -> str:
    if one["audience"] == "chair":
        return "โรงเรียนในเครือข่ายของท่านที่ยังไม่ครบ"
    return "โรงเรียนที่ยังไม่ครบ" if len(one["schools"]) > 1 else "ยังไม่ได้รับสถานะว่ายืนยันแล้ว"


def _lines(one: Json, *, named: bool) -> list[str]:
    """Which schools, till when; `named`: of which round, where the title does not say it."""
    names = ", ".join(school["name"] for school in one["schools"][:_MOST])
    more = len(one["schools"]) - _MOST
    also = f" และอีก {more:,} โรงเรียน" if more > 0 else ""
    due = f"ส่งภายใน {moment_text(one['due'])} {letter_text(one)}".strip()
    of = f"{round_name(one)}: " if named else ""
    return [f"{of}{names}{also}", due]
