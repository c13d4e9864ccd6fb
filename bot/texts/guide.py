"""The guided way to a figure: its questions, and labels that can be pressed or typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Press, Say, Text, Voice
from bot.texts import words
from bot.texts.calling import called
from bot.texts.figures import asking, polite

CANCEL = "ยกเลิก"


@words("guide.scope")
def guide_scope(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Where: the whole office, or one school."""
    return [_choices("อยากทราบข้อมูลของที่ไหน", "scope", data["choices"], GUIDE_SCOPES, voice)]


@words("guide.school")
def guide_school(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which school: a name is typed; candidates where it is not clear."""
    if not data.get("candidates"):
        how = f"พิมพ์ชื่อโรงเรียนหรือรหัส 8 หลัก หรือพิมพ์ «{CANCEL}» เพื่อเลิกถาม"
        said = f"ไม่พบโรงเรียน «{data['typed']}» ในสังกัด {voice.office}" if data.get("typed") else ""
        lead = polite(said, voice.particle) if said else asking("โรงเรียนอะไร", voice.particle)
        return [Text(f"{lead}\n{how}", (Say(CANCEL, called(CANCEL, place)),))]
    names = [c["name"] for c in data["candidates"]]
    labels = {
        c["code"]: f"{c['name']} ({c['code']})" if names.count(c["name"]) > 1 else c["name"]
        for c in data["candidates"]
    }
    return [_choices("หมายถึงโรงเรียนไหน", "school", list(labels), labels, voice)]


@words("guide.what")
def guide_what(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What to count there."""
    where = data.get("name") or voice.office
    return [_choices(f"{where}: อยากทราบเรื่องใด", "what", data["choices"], GUIDE_WHATS, voice)]


@words("guide.topic")
def guide_topic(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which of the other topics."""
    where = data.get("name") or voice.office
    title = f"{where}: อยากทราบเรื่องใด"
    return [_choices(title, "topic", data["topics"], TOPIC_NAMES, voice, beside=True)]


MORE = "more"
GUIDE_SCOPES = {"office": "ทั้งเขต", "school": "ระบุโรงเรียน"}
GUIDE_WHATS = {
    "all": "นักเรียนทั้งหมด",
    "pre": "อนุบาล",
    "primary": "ประถม",
    "lower": "ม.ต้น",
    "upper": "ม.ปลาย",
    "grades": "แยกรายชั้น",
    "rooms": "ห้องเรียน",
    MORE: "เรื่องอื่น",
}
#: The other topics as the guide offers them, in this order.
TOPIC_NAMES = {
    "disability": "นักเรียนพิการ",
    "disadvantage": "นักเรียนด้อยโอกาส",
    "hardship": "นักเรียนขาดแคลน",
    "nationality": "สัญชาติ",
    "religion": "ศาสนา",
    "age": "อายุ",
    "weight_for_height": "น้ำหนักตามเกณฑ์",
    "height_for_age": "ส่วนสูงตามเกณฑ์",
    "distance": "การเดินทาง (ห่างเกิน 3 กม.)",
    "boarding": "พักนอน",
    "g_code": "รหัส G",
    "dropout": "ออกกลางคัน",
    "staff": "ครูและบุคลากร",
    "equipment": "ครุภัณฑ์",
    "buildings": "อาคารและสิ่งก่อสร้าง",
}


def _choices(
    title: str,
    step: str,
    choices: list[str],
    labels: Mapping[str, str],
    voice: Voice,
    *,
    beside: bool = False,
) -> Card:
    buttons = tuple(
        Press(f"{n}. {labels[choice]}", "guide", step, choice, shown=labels[choice])
        for n, choice in enumerate(choices, 1)
    )
    title = asking(title, voice.particle)
    alt = f"{title} " + " ".join(button.label for button in buttons)
    body = (f"กดเลือก หรือพิมพ์หมายเลข («{CANCEL}» เพื่อเลิกถาม)",)
    return Card(alt, title, body=body, buttons=buttons, beside=beside, tone="ask")
