"""A visit's day and hour, and a machine that is sent for repair: what is asked, step by step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.cards import Button, Message, PickDay, Place, Press, Style, Voice
from bot.texts import calendar, words
from bot.texts.figures import asking
from bot.texts.ticket_words import OWNER, WARRANTY, short
from bot.texts.ticket_work import FLOW, LABELS
from bot.texts.ticket_work_replies import EXAMPLES, LEAVE, ask_text, box, why_text

Json = Mapping[str, Any]
HOURS = ("09.00", "10.30", "13.30", "15.00")
#: What is offered as the name of a machine, by the ticket's category.
MACHINE = {
    "computer": "เครื่องคอมพิวเตอร์",
    "printer": "เครื่องพิมพ์",
    "network": "อุปกรณ์เครือข่าย",
    "phone": "เครื่องโทรศัพท์",
    "av": "เครื่องโสตทัศนูปกรณ์",
}
#: The button that says that the machine is another's, by whose it is taken to be.
OTHER_OWNER = {"school": "เป็นเครื่องของสำนักงาน", "office": "เป็นเครื่องของโรงเรียน"}
_ASSET = re.compile(r"(?:หมาย)?เลข(?:ที่)?(?:ครุภัณฑ์)?\s*:?$")


def day_label(iso: str, today: str) -> str:
    """«วันนี้», «พรุ่งนี้», «จ. 23 พ.ย.»."""
    day = date.fromisoformat(iso)
    near = {0: "วันนี้", 1: "พรุ่งนี้"}.get((day - date.fromisoformat(today)).days)
    return near or calendar.day_text(day).rpartition(" ")[0]


def without_asset(machine: str, asset: str) -> str:
    """The name of a machine without the number that was typed behind it."""
    name = machine.replace(asset, "").strip() if asset else machine.strip()
    return _ASSET.sub("", name).strip(" ,:()") or machine.strip()


@words("mending.day")
def ask_day(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`days` are offered; any other can be picked or typed with its hour."""
    labels = [day_label(iso, data["today"]) for iso in data["days"]]
    lead = asking("นัดเข้าแก้ไขวันใด", voice.particle)
    pressed = [
        Press(label, FLOW, "day", iso) for iso, label in zip(data["days"], labels, strict=True)
    ]
    pick = PickDay("เลือกวันอื่น", FLOW, "day", earliest=data["today"])
    note = f"พิมพ์วันเวลาได้เลย เช่น พรุ่งนี้ 10 โมง หรือ 15 มิ.ย. 69 13.30 · {LEAVE}"
    return [box(data, lead, why_text(data, voice), note, (*pressed, pick), beside=True, icon="📅")]


@words("mending.hour")
def ask_hour(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`hours` of that day are offered."""
    day = calendar.day_text(date.fromisoformat(data["day"]))
    lead = asking(f"{day} เวลาใด", voice.particle)
    pressed = tuple(Press(f"{hour} น.", FLOW, "hour", hour) for hour in data["hours"])
    note = f"พิมพ์เวลาอื่นได้ เช่น 11.00 หรือ บ่าย 2 · {LEAVE}"
    return [box(data, lead, why_text(data, voice), note, pressed, beside=True, icon="📅")]


@words("mending.machine")
def machine(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is sent for repair, step by step; the warranty sends it."""
    step = data["step"]
    lines = [*why_text(data, voice), ask_text(step, voice)]
    if step == "warranty":
        lines += _summary(data)
    return [
        box(
            data,
            LABELS["send"],
            lines,
            f"{EXAMPLES[step]} · {LEAVE}",
            tuple(_machine_buttons(data)),
            beside=step == "warranty",
        )
    ]


def _summary(data: Json) -> list[str]:
    asset = f" เลข {data['asset']}" if data["asset"] else ""
    told = ", ".join(short(name, 50) for name in data["told"])
    return [
        f"{short(data['name'], 120)}{asset} · {OWNER[data['owner']]}",
        f"อาการ: {short(data['fault'], 200)}",
        f"แจ้งถึง: {told}" if told else "ยังไม่มีพัสดุที่รับ LINE ได้ ให้พิมพ์บันทึกข้อความส่งเอง",
    ]


def _machine_buttons(data: Json) -> list[Button]:
    step = data["step"]
    if step == "machine" and data["category"] in MACHINE:
        usual = MACHINE[data["category"]]
        return [Press(usual, FLOW, "machine", "usual")]
    if step != "warranty":
        return []
    found: list[Button] = [
        Press(label, FLOW, "warranty", value) for value, label in WARRANTY.items()
    ]
    if data["of_school"]:
        other = OTHER_OWNER[data["owner"]]
        found.append(Press(other, FLOW, "warranty", "owner", style=Style.LINK))
    return found
