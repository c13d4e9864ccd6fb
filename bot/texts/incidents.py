"""An incident in words: what it is, where, when; what people are told of it, and of its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Say, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.ticket_words import CATEGORY, ICON, moment_text, number_text, short

Json = Mapping[str, Any]
FLOW = "incident"
NOTICES = "ประกาศ"


def kind_text(facts: Json) -> str:
    """«🌐 เครือข่าย/อินเทอร์เน็ต»."""
    return f"{ICON[facts['category']]} {CATEGORY[facts['category']]}"


def told_text(facts: Json) -> str:
    """The words with what fails before them, unless they say so themselves."""
    name, said = CATEGORY[facts["category"]], short(facts["words"], 300)
    return f"{ICON[facts['category']]} {said if name in said else f'{name}: {said}'}"


def suggestion(category: str) -> str:
    """What people may be told where staff type nothing else."""
    return f"{CATEGORY[category]}ขัดข้อง เจ้าหน้าที่กำลังแก้ไข จะแจ้งให้ทราบเมื่อใช้งานได้"


def where_text(facts: Json) -> str:
    """Whom it concerns."""
    count = facts["schools"]
    if count is None:
        return "ทุกโรงเรียน"
    return f"{count:,} โรงเรียน" if count else "ภายในสำนักงาน"


def when_text(facts: Json) -> str:
    """From when, and till when as far as it is known."""
    since = f"{'เริ่ม' if facts['planned'] else 'ตั้งแต่'} {moment_text(facts['starts_at'])}"
    until = f" คาดว่าเสร็จ {moment_text(facts['until'])}" if facts["until"] else ""
    return since + until


def title(facts: Json) -> str:
    """What sort of news it is."""
    return "แจ้งปิดปรับปรุงล่วงหน้า" if facts["planned"] else "แจ้งเหตุขัดข้อง"


def line(facts: Json) -> str:
    """All of it in one line, for whoever reports the same."""
    return f"{title(facts)} {told_text(facts)} ({when_text(facts)})"


@words("incident.started")
def started(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To the people of the schools concerned: it costs nothing, or was paid for."""
    promise = "ไม่ต้องแจ้งซ้ำ เมื่อใช้งานได้แล้วจะแจ้งให้ทราบ"
    note = polite("แจ้งเพื่อเตรียมการล่วงหน้า" if data["planned"] else promise, voice.particle)
    return [
        Card(
            alt=f"{line(data)} {note}",
            title=title(data),
            subtitle=f"{kind_text(data)} · {number_text(data)}",
            icon="📢",
            tone="sorry",
            body=(short(data["words"], 600), when_text(data)),
            note=note,
            buttons=(Say("ดูประกาศทั้งหมด", NOTICES),),
        )
    ]


@words("incident.ended")
def over(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To whoever was told that it began."""
    head = f"สิ้นสุดแล้ว {kind_text(data)}"
    ended = f"เมื่อ {moment_text(data['ended_at'])}" if data["ended_at"] else ""
    thanks = polite("ขออภัยในความไม่สะดวก", voice.particle)
    return [
        Card(
            alt=f"{head} {ended}: {data['end_words']} {thanks}",
            title="เหตุขัดข้องสิ้นสุดแล้ว",
            subtitle=f"{kind_text(data)} · {number_text(data)}",
            icon="✅",
            body=(short(data["end_words"] or "", 600), f"สิ้นสุด{ended}"),
            note=thanks,
        )
    ]
