"""A reminder to one person: which rounds, till when, which of their schools are not done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Say, Style, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.ticket_words import moment_text

Json = Mapping[str, Any]
_MOST = 5


@words("round.reminder")
def reminder(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """All rounds of one person in one card, the nearest first."""
    rounds = data["rounds"]
    lines = [line for one in rounds[:_MOST] for line in _lines(one)]
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


def _title(one: Json) -> str:
    rung = one["rung"]
    if rung < 0:
        return f"เลยกำหนดแล้ว: {one['name']}"
    if rung == 0:
        return f"ครบกำหนดวันนี้: {one['name']}"
    return f"พรุ่งนี้ครบกำหนด: {one['name']}" if rung == 1 else f"ใกล้ครบกำหนด: {one['name']}"


def _lead(one: Json) -> str:
    if one["audience"] == "chair":
        return "โรงเรียนในเครือข่ายของท่านที่ยังไม่ครบ"
    return "โรงเรียนที่ยังไม่ครบ" if len(one["schools"]) > 1 else "ยังไม่ได้รับสถานะว่ายืนยันแล้ว"


def _lines(one: Json) -> list[str]:
    names = ", ".join(school["name"] for school in one["schools"][:_MOST])
    more = len(one["schools"]) - _MOST
    also = f" และอีก {more:,} โรงเรียน" if more > 0 else ""
    letter = f" ตามหนังสือ {one['letter']}" if one.get("letter") else ""
    return [f"{one['name']}: {names}{also}", f"ส่งภายใน {moment_text(one['due'])}{letter}"]
