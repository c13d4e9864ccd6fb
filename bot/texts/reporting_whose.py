"""Reporting trouble: what somebody without a post is asked, and staff of one who telephoned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Press, Say, Text, Voice
from bot.texts import people_refusals, words
from bot.texts.figures import asking, polite
from bot.texts.ticket_words import CHANNEL, short

Json = Mapping[str, Any]
FLOW, CANCEL = "ticket", "ยกเลิก"
AGENCY = {"agency": "ไม่ใช่โรงเรียน"}
USE_NAME = {"use": "ใช้ชื่อนี้"}
#: How somebody comes on whose behalf staff report.
BY_CHANNEL = {value: label for value, label in CHANNEL.items() if value != "line"}
#: Words of a sentence that introduces somebody, which are no name.
PHONE_WORDS = (
    "หมายเลขโทรศัพท์", "เบอร์โทรศัพท์", "เบอร์โทร", "โทรศัพท์", "โทร.", "โทร", "เบอร์", "ชื่อ",
)  # fmt: skip
_PICK = "กดเลือก หรือพิมพ์หมายเลข"
_WHO = {
    ("name", "phone"): ("ขอชื่อ-นามสกุล และเบอร์โทรศัพท์", "เช่น «สมชาย ใจดี 081-234-5678»"),
    ("name",): ("ขอชื่อและนามสกุล", "เช่น «สมชาย ใจดี»"),
    ("phone",): ("ขอเบอร์โทรศัพท์ที่ติดต่อได้", "เช่น 081-234-5678"),
}


@words("report.place")
def which_place(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which school? `candidates` it may be; what was `typed` is no school of the office."""
    title = asking("ผู้แจ้งอยู่โรงเรียนใด" if data["behalf"] else "แจ้งจากโรงเรียนใด", voice.particle)
    found = {one["code"]: f"{one['name']} ({one['code']})" for one in data.get("candidates") or ()}
    typed = data.get("typed") if not found else None
    labels = {**found, **(USE_NAME if typed else {}), **AGENCY}
    buttons = tuple(
        Press(f"{n}. {short(label, 34)}" if value in found else label, FLOW, "place", value, label)
        for n, (value, label) in enumerate(labels.items(), 1)
    )
    lead: tuple[str, ...] = ()
    if typed:
        lead = (f"ไม่พบโรงเรียน «{short(typed, 60)}» ลองพิมพ์ชื่อเต็มหรือรหัส 8 หลัก",)
    elif found:
        lead = ("หมายถึงโรงเรียนใด",)
    elif data["lead"]:
        lead = (polite("พิมพ์เป็นข้อความสั้น ๆ", voice.particle),)
    how = _PICK if found else "พิมพ์ชื่อโรงเรียน หรือกดปุ่มหากเป็นหน่วยงานอื่น"
    alt = " ".join([*lead, title, how, *(b.label for b in buttons)])
    return [Card(alt, title, body=(*lead, how), buttons=buttons, icon="🏫", tone="ask")]


@words("report.agency")
def agency(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Another office, or a group of the office."""
    title = asking("กลุ่มหรือหน่วยงานใด" if data["behalf"] else "มาจากหน่วยงานใด", voice.particle)
    buttons = tuple(
        Press(f"{n}. {short(name, 34)}", FLOW, "agency", str(n - 1), name)
        for n, name in enumerate(data["groups"], 1)
    )
    lead = (polite("พิมพ์เป็นข้อความสั้น ๆ", voice.particle),) if data["lead"] else ()
    if not buttons:
        return [Text("\n".join([*lead, title, "พิมพ์ชื่อหน่วยงาน"]), (Say(CANCEL, CANCEL),))]
    how = f"{_PICK} หรือพิมพ์ชื่อ"
    alt = " ".join([*lead, title, how, *(b.label for b in buttons)])
    return [Card(alt, title, body=(*lead, how), buttons=buttons, icon="🏢", tone="ask")]


@words("report.who")
def who(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Name and telephone; of a caller a pick, or a name."""
    refused = data.get("refused")
    lead = (polite(people_refusals.said(refused), voice.particle),) if refused else ()
    if data["behalf"]:
        return [_caller(data, voice, lead)]
    question, example = _WHO[tuple(data["lacking"])]
    said = polite(question, voice.particle)
    why = "เจ้าหน้าที่ใช้ติดต่อเรื่องนี้เท่านั้น"
    return [Text("\n".join([*lead, said, example, why]), (Say(CANCEL, CANCEL),))]


def _caller(data: Json, voice: Voice, lead: tuple[str, ...]) -> Card:
    title = asking("ผู้แจ้งคือใคร", voice.particle)
    buttons = tuple(
        Press(f"{n}. {short(name, 34)}", FLOW, "who", str(ref), name)
        for n, (ref, name) in enumerate(data["people"], 1)
    )
    how = "พิมพ์ชื่อ และเบอร์โทรถ้ามี เช่น «สมชาย ใจดี 081-234-5678»"
    body = (*lead, f"{_PICK} หรือ{how}" if buttons else how)
    alt = " ".join([title, *body, *(b.label for b in buttons)])
    return Card(alt, title, data["place"], body=body, buttons=buttons, icon="📞", tone="ask")


@words("report.channel")
def channel(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """How did they come?"""
    title = asking(f"{short(data['name'], 60)} ติดต่อมาทางใด", voice.particle)
    buttons = tuple(
        Press(f"{n}. {label}", FLOW, "channel", value, label)
        for n, (value, label) in enumerate(BY_CHANNEL.items(), 1)
    )
    alt = " ".join([title, *(b.label for b in buttons)])
    return [Card(alt, title, body=(_PICK,), buttons=buttons, icon="📞", tone="ask", beside=True)]
