"""What the writer of an announcement hears of it while they were not looking, for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Do, Message, Place, Voice
from bot.texts import words
from bot.texts.announcement_words import CONTROL, MINE, messages_text
from bot.texts.figures import polite
from bot.texts.request_words import moment_text, short

Json = Mapping[str, Any]


@words("announcement.sent")
def sent(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The clock sent it; `short`: so many messages there was no money for."""
    groups = f" และ {data['groups']:,} กลุ่ม" if data["groups"] else ""
    lines = [
        polite(f"ส่งถึง {data['people']:,} คน{groups}แล้ว", voice.particle),
        f"ใช้ {messages_text(data['pushed'])}" if data["pushed"] else "ไปกับคำตอบโดยไม่เสียข้อความ",
        *_short(data),
        *(["ส่งช้ากว่าเวลาที่ตั้งไว้ เพราะระบบหยุดทำงานระหว่างนั้น"] if data["late"] else []),
    ]
    return [_card(data, "ส่งประกาศแล้ว", lines)]


@words("announcement.short")
def fell_short(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """At its last useful moment there was less money than people who had not been reached."""
    said = polite(f"ส่งที่เหลือแล้ว {messages_text(data['pushed'])}", voice.particle)
    return [_card(data, "ส่งที่เหลือได้ไม่ครบ", [said, *_short(data)])]


@words("announcement.missed")
def missed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It would have come too late, and was not sent."""
    when = moment_text(data["send_at"]) if data["send_at"] else ""
    said = polite("ไม่ได้ส่ง เพราะเลยเวลาที่จะเป็นประโยชน์แล้ว", voice.particle)
    lines = [said, f"ตั้งเวลาไว้ {when}" if when else "", "เปิดประกาศ แล้วกด «ใช้ข้อความนี้อีก» เพื่อส่งใหม่"]
    return [_card(data, "ประกาศไม่ได้ส่ง", [one for one in lines if one], tone="sorry")]


@words("announcement.permitted")
def permitted(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A second person permits its price: it goes."""
    said = polite(f"ได้รับอนุญาตให้ใช้ {data['price']:,} ข้อความ", voice.particle)
    when = f"ส่งเมื่อ {moment_text(data['send_at'])}" if data["send_at"] else ""
    return [_card(data, "อนุญาตให้ส่งประกาศ", [one for one in (said, when) if one])]


@words("announcement.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A second person does not permit its price: it is a draft again."""
    said = polite(f"ไม่อนุญาตให้ใช้ {data['price']:,} ข้อความ ประกาศกลับเป็นร่าง", voice.particle)
    why = f"เหตุผล: {short(data['words'], 500)}" if data["words"] else ""
    lines = [said, why, "เลือกวิธีส่งแบบฟรี หรือลดผู้รับได้"]
    return [_card(data, "ไม่อนุญาตให้ส่งเกินงบ", [one for one in lines if one], tone="sorry")]


def _short(data: Json) -> list[str]:
    if not data["short"]:
        return []
    return [f"อีก {data['short']:,} ข้อความงบไม่พอ จึงรอไปกับคำตอบครั้งถัดไป"]


def _card(data: Json, title: str, lines: list[str], *, tone: str = "calm") -> Card:
    name = short(data["title"], 100)
    note = f"เปิดดูได้ทุกเมื่อ พิมพ์ «{MINE}»"
    return Card(
        alt=" · ".join([title, name, *lines, note]),
        title=title,
        subtitle=name,
        icon="📣",
        tone=tone,
        body=tuple(lines),
        note=note,
        buttons=(Do("เปิดประกาศ", CONTROL, "open", str(data["id"])),),
    )
