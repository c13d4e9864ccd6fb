"""The office's chores around conferences and loans: the card of one, what is done, reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.conferences import FLOW as CONFERENCE
from bot.texts.conferences import SWITCH
from bot.texts.figures import polite
from bot.texts.handling_facts import LATE
from bot.texts.services import when_text
from bot.texts.ticket_words import URGENCY_LONG, moment_text, number_text, short

Json = Mapping[str, Any]
FLOW, WORK = "chores", "ticket_work"
LIST = "งานของฉัน"
FAULT = "พบปัญหา"
#: What is to be done, on its card and in the list.
KIND = {
    "test_before": "ติดตั้งและทดสอบก่อนประชุม",
    "check_after": "ตรวจอุปกรณ์หลังประชุม",
    "take_back": "รับคืนอุปกรณ์ที่ยืม",
    "door_signs": "ติดป้ายหน้าห้องประชุม",
}
#: It is done, and found well.
OK = {
    "test_before": "ทดสอบแล้ว ใช้ได้",
    "check_after": "ตรวจแล้ว ใช้ได้",
    "take_back": "รับคืนแล้ว",
    "door_signs": "ติดแล้ว",
}
ICON = {"test_before": "🔌", "check_after": "🧰", "take_back": "📦", "door_signs": "🪧"}
_LEADS = {
    "": "",
    "done": "งานนี้บันทึกไว้แล้ว จึงไม่บันทึกซ้ำ",
    "dropped": "งานนี้ยกเลิกแล้ว เพราะไม่มีการใช้ห้องหรืออุปกรณ์ตามกำหนดเดิม",
    "early": "ยังไม่ถึงเวลา จึงยังบันทึกไม่ได้",
}
_WHY = {
    "gone": "ไม่พบงานนี้ หรือไม่ใช่งานของกลุ่มท่าน",
}
_ASK = "พบปัญหาอะไร พิมพ์สั้น ๆ เช่น ไมโครโฟนไม่มีเสียง"
_SLIPS = {
    "": "",
    "empty": "โปรดพิมพ์เป็นข้อความ",
    "long": "ข้อความยาวเกินไป โปรดพิมพ์ให้สั้นลง",
    "photo": "ได้รับภาพแล้ว",
}


def known_leads() -> set[str]:
    """Everything that may stand above the card."""
    return set(_LEADS)


def known_slips() -> set[str]:
    """Every reason to ask for the fault again."""
    return set(_SLIPS)


@words("chore.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One chore: what for, where, when, by when; how it ended."""
    kind = data["kind"]
    lead = polite(_LEADS[data["lead"]], voice.particle) if data["lead"] else ""
    rows = _facts(data)
    waits = data["status"] == "open"
    late = LATE if data["late"] else ""
    ended = _ended(data)
    told = " ".join(f"{one.label} {one.value}" for one in rows)
    return [
        Card(
            alt=" ".join(filter(None, (KIND[kind], late, lead, told, ended))),
            title=KIND[kind],
            subtitle=" · ".join(filter(None, (late, data["number"]))),
            body=tuple(filter(None, (lead, ended))),
            rows=tuple(rows),
            buttons=(*(choices(data) if waits else ()), *_record(data)),
            note="กดปุ่ม หรือพิมพ์ข้อความบนปุ่ม" if waits else "",
            tone="alert" if data["late"] else "ask" if waits else "calm",
            icon=ICON[kind],
        )
    ]


def choices(data: Json) -> tuple[Button, ...]:
    """What may be pressed while it waits."""
    ref = f"{data['id']}:{data['version']}"
    return (
        Do(OK[data["kind"]], FLOW, "ok", ref, style=Style.PRIMARY),
        Do(FAULT, FLOW, "fault", ref),
    )


def _record(data: Json) -> tuple[Button, ...]:
    ticket = data["ticket"]
    if ticket is None:
        return ()
    return (Do(f"เปิด {number_text(ticket)}", WORK, "open", _ref(ticket), style=Style.LINK),)


def _ref(ticket: Json) -> str:
    return f"{ticket['id']}:{ticket['version']}"


def _facts(data: Json) -> list[Row]:
    rows = [Row("เรื่อง", short(data["subject"], 160))]
    if data["kind"] == "take_back":
        rows.append(Row("อุปกรณ์", f"{short(data['name'], 100)} {data['quantity']:,} ชิ้น"))
        rows.append(Row("กำหนดคืน", moment_text(data["ends"])))
    else:
        rows.append(Row("ห้อง", short(", ".join(data["rooms"]), 200) or "–"))
        rows.append(Row("ประชุม", when_text([data["starts"], data["ends"]])))
    return [*rows, Row("ต้องเสร็จ", moment_text(data["due_at"]), strong=True)]


def _ended(data: Json) -> str:
    if not data["done_at"]:
        return ""
    how = OK[data["kind"]] if data["outcome"] == "ok" else f"{FAULT}: {short(data['note'], 300)}"
    by = f" โดย {data['done_by']}" if data["done_by"] else ""
    return f"{how} · {moment_text(data['done_at'])}{by}"


@words("chore.ask")
def ask(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What the fault is; `again`: why it is asked once more."""
    slip = _SLIPS[data["again"]]
    said = f"{slip} {_ASK}" if slip else _ASK
    more = "ส่งภาพประกอบได้ พิมพ์ «ยกเลิก» เพื่อเลิก"
    return [Text(f"{polite(said, voice.particle)}\n{KIND[data['kind']]} {data['number']}\n{more}")]


@words("chore.done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It is written down; `fault`: the ticket that it became."""
    what = f"{KIND[data['kind']]} {data['number']}"
    fault = data["fault"]
    if fault is None:
        said = polite(f"บันทึกแล้ว: {OK[data['kind']]}", voice.particle)
        return [Text(f"{said}\n{what}", (Say(LIST, LIST),))]
    said = polite("แจ้งปัญหาแล้ว", voice.particle)
    number, note = number_text(fault, meaning=True), short(fault["subject"], 300)
    urgency = URGENCY_LONG[fault["urgency"]]
    hands = "อยู่ในงานของท่าน" if data["mine"] else "แจ้งผู้รับผิดชอบแล้ว"
    buttons: list[Button] = [Do("เปิดเรื่อง", WORK, "open", _ref(fault), style=Style.PRIMARY)]
    if data["ticket"] is not None and data["ticket"]["form"] == CONFERENCE and _before(data):
        buttons.append(Do(SWITCH, CONFERENCE, "switch", _ref(data["ticket"])))
    return [
        Card(
            alt=f"{said} {number} {note} {urgency} {hands} {what}",
            title=said,
            subtitle=number,
            body=(note, f"{urgency} · {hands}"),
            note=what,
            buttons=tuple(buttons),
            tone="sorry",
            icon="🛠️",
        )
    ]


def _before(data: Json) -> bool:
    return str(data["kind"]) in ("test_before", "door_signs")


@words("chore.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """There is no such chore for whoever pressed."""
    return [Text(polite(_WHY["gone"], voice.particle), (Say(LIST, LIST),))]


def reminder(data: Json, voice: Voice) -> Card:
    """The morning's card of what is to be done today."""
    found, count = data["chores"], int(data["chores_count"])
    title = "งานประชุมและการยืมวันนี้"
    more = f" แสดง {len(found):,} งานแรก" if count > len(found) else ""
    lead = polite(f"รอท่านทำ {count:,} งาน{more}", voice.particle)
    rows = tuple(_reminded(n, one) for n, one in enumerate(found, 1))
    told = " · ".join(f"{one.label} {one.detail} {one.value}".strip() for one in rows)
    buttons = tuple(
        Do(f"งาน {n}", FLOW, "open", f"{one['id']}:{one['version']}", shown=KIND[one["kind"]])
        for n, one in enumerate(found, 1)
    )
    return Card(f"{title}: {lead} {told}", title, lead, rows=rows, buttons=buttons, icon="📋",
                tone="ask", beside=True)  # fmt: skip


@words("chore.late")
def late(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Others' chores that are late for days, to one level up; it came along with an answer."""
    found, count = data["chores"], int(data["count"])
    title = f"งานประชุมและการยืม{LATE} {count:,} งาน"
    lead = polite("แจ้งเพื่อทราบ ยังไม่มีผู้บันทึกว่าทำแล้ว", voice.particle)
    rows = tuple(
        replace(_reminded(n, one), value=f"อยู่ที่ {short(one['has_it'], 40)}")
        for n, one in enumerate(found, 1)
    )
    told = " · ".join(f"{one.label} {one.detail} {one.value}" for one in rows)
    buttons = tuple(
        Do(f"งาน {n}", FLOW, "open", f"{one['id']}:{one['version']}", shown=KIND[one["kind"]])
        for n, one in enumerate(found, 1)
        if one["opens"]
    )
    return [
        Card(f"{title} {lead} {told}", title, lead, rows=rows, buttons=buttons, icon="📋",
             tone="sorry", beside=True)
    ]  # fmt: skip


def _reminded(n: int, one: Json) -> Row:
    where = one["name"] if one["kind"] == "take_back" else ", ".join(one["rooms"])
    said = (short(one["subject"], 60), short(where, 60), f"ภายใน {moment_text(one['due_at'])}")
    label = f"{n}. {ICON[one['kind']]} {KIND[one['kind']]}"
    return Row(label, LATE if one["late"] else "", detail=" · ".join(filter(None, said)))
