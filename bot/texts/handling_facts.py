"""What a card of a request says to the staff who have it in hand, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.request_words import (
    CHANNEL,
    CLASSIFICATION,
    HAND_OVER,
    day_text,
    due_text,
    moment_text,
    number_text,
    short,
    status_text,
)
from handlers.requests.vocabulary import LAWS

Json = Mapping[str, Any]
LATE = "เกินกำหนด"
PROPOSALS = {"permit": "เสนออนุญาต", "refuse": "เสนอไม่อนุญาต"}
_LONG, _MEDIUM = 400, 160


def title(data: Json) -> str:
    """«คข. 1/2570 (ปีงบประมาณ)»."""
    return number_text(data, meaning=True)


def due(data: Json) -> str:
    """«ภายใน พ. 10 มิ.ย. 2569», and whether that is past."""
    said = due_text(data.get("due_at"))
    return f"{said} ({LATE})" if said and data.get("late") else said


def subtitle(data: Json) -> str:
    """Where it stands and till when."""
    return " · ".join(filter(None, (status_text(data), due(data))))


def who(data: Json) -> str:
    """«มะลิ ตัวอย่าง ครู โรงเรียนบ้านตัวอย่าง», and whether they are from outside."""
    person = data["requester"]
    parts = [short(str(person.get(k) or ""), 100) for k in ("name", "position", "affiliation")]
    outside = " (บุคคลภายนอก)" if data["outsider"] else ""
    return f"ผู้ขอ: {' '.join(filter(None, parts))}{outside}"


def asked(data: Json) -> list[str]:
    """Who asks for what, why, by when."""
    lines = [who(data), f"ขอ: {short(data['subject'], _LONG)}"]
    if data["purpose"]:
        lines.append(f"เพื่อ: {short(data['purpose'], _LONG)}")
    if data["wanted_by"]:
        lines.append(f"ต้องการภายในวันที่: {day_text(data['wanted_by'])}")
    return lines


def ways(data: Json) -> str:
    """How it came and how it is to be handed over."""
    came = f"มาทาง{_led(CHANNEL[data['channel']])}"
    if data["hand_over"] == "work":
        return came
    return f"{came} · ส่งมอบ: {HAND_OVER[data['hand_over']]}"


def kind(data: Json) -> str:
    """What kind of information it is, and how many files came with it."""
    files = f" · ไฟล์แนบ {data['attached']:,} ไฟล์" if data["attached"] else " · ไม่มีไฟล์แนบ"
    if data["hand_over"] == "work":
        return files.removeprefix(" · ")
    return f"ประเภท: {CLASSIFICATION[data['classification']]}{files}"


def opinion(data: Json) -> list[str]:
    """What the officer proposed and thinks, by name."""
    if not data.get("proposal") and not data.get("opinion"):
        return []
    proposed = PROPOSALS.get(str(data.get("proposal")), "")
    said = short(data.get("opinion") or "", _LONG)
    by = f" ({data['officer']})" if data.get("officer") else ""
    return [f"ความเห็นเจ้าหน้าที่: {' '.join(filter(None, (proposed, said)))}{by}"]


def clarified(data: Json) -> list[str]:
    """What the requester was asked and answered, the last two."""
    return [
        f"ถาม: {short(p['question'], _MEDIUM)} ตอบ: {short(p['answer'], _LONG)}"
        for p in data["clarified"]
    ]


def refusal(data: Json) -> list[str]:
    """By whom, why and by which law it was refused."""
    known = data.get("refusal")
    if not known:
        return []
    law = [f"กฎหมาย: {LAWS.get(known['law'], known['law'])}"] if known.get("law") else []
    return [
        f"ไม่อนุญาตโดย: {known['by']} {moment_text(known['at'])}",
        f"เหตุผล: {short(known['reason'] or '', _LONG)}",
        *law,
    ]


def prepared(data: Json) -> list[str]:
    """What there is to be handed over."""
    lines = []
    if data["files"]:
        names = ", ".join(short(name, 60) for name in data["files"][:5])
        more = f" และอีก {len(data['files']) - 5} ไฟล์" if len(data["files"]) > 5 else ""
        lines.append(f"ไฟล์ที่จัดทำ {len(data['files']):,} ไฟล์: {names}{more}")
    if data["query"]:
        lines.append("ใช้คำตอบจากระบบข้อมูลของสำนักงาน")
    return lines


def alt(heading: str, lines: list[str]) -> str:
    """The whole card as plain text."""
    return " · ".join(line for line in (heading, *lines) if line)


def _led(text: str) -> str:
    return f" {text}" if text.isascii() else text
