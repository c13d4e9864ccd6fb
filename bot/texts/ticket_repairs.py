"""A machine sent for repair, as supplies see it: the office's, or those of a school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Press, Row, Style, Voice
from bot.texts import ticket_work_facts as facts
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.ticket_words import OUTCOME, OWNER, WARRANTY, moment_text, number_text, short
from bot.texts.ticket_work import LABELS as WORK
from bot.texts.ticket_work import REPAIRS as FLOW
from bot.texts.ticket_work import memo

Json = Mapping[str, Any]
LABELS = {"receive": "รับเครื่องแล้ว", "finish": "ซ่อมเสร็จ/คืนเครื่อง", "open": "เปิดเรื่อง"}
_LEADS = {
    "received": "บันทึกว่ารับเครื่องแล้ว",
    "finished": "บันทึกแล้ว แจ้งช่างแล้ว",
    "done": "เรื่องนี้เสร็จไปก่อนแล้ว การกดครั้งนี้จึงไม่มีผล",
}


def known_leads() -> set[str]:
    """Everything that a card may begin with."""
    return set(_LEADS)


def choices(data: Json) -> dict[str, str]:
    """What may be done with it now, by step."""
    repair = data["repair"]
    if repair["outcome"]:
        return {}
    steps = [] if repair["received_at"] else ["receive"]
    return {step: LABELS[step] for step in [*steps, "finish"]}


@words("ticket.repair")
def told(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pushed: a machine comes for repair. It may be forwarded: the memo opens from its card."""
    lead = polite("มีเครื่องส่งซ่อม โปรดตรวจสอบและรับเครื่อง", voice.particle)
    return [_card(data, "แจ้งส่งซ่อม", [lead], "", [*_doing(data), _open(data)])]


@words("repair.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Opened by one of those who see to it."""
    said = _LEADS.get(str(data.get("lead")))
    lead = [polite(said, voice.particle)] if said else []
    page = memo(data["repair"]["id"], data["link"], Style.LINK)
    note = [f"หมายเหตุ: {short(data['note'], 300)}"] if data["note"] else []
    foot = " · ".join(filter(None, (_reporter(data["reporter"]), _by(data["by"]))))
    lines = [*lead, *note]
    return [_card(data, "ส่งซ่อม", lines, foot, [*_doing(data), page])]


def _reporter(person: Json) -> str:
    phone = f"โทร. {person['phone']}" if person.get("phone") else ""
    said = " ".join(filter(None, (short(person.get("name") or "", 80), phone)))
    return f"ผู้แจ้ง: {said}" if said else ""


def _by(name: str | None) -> str:
    return f"ช่าง: {short(name, 80)}" if name else ""


@words("repair.outcome")
def outcome(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What came of it? A note may be typed before."""
    note = data["typed"]
    lines = [f"หมายเหตุ: {short(note, 300)}"] if note else []
    hint = "กดผลการซ่อม" if note else "พิมพ์หมายเหตุก่อนได้ เช่น เปลี่ยนเฟือง 350 บาท แล้วกดผลการซ่อม"
    title = asking("ผลการซ่อมเป็นอย่างไร", voice.particle)
    repair = data["repair"]
    return [
        Card(
            alt=" · ".join([title, _named(data), *lines, hint, *OUTCOME.values()]),
            title=title,
            subtitle=_named(data),
            icon="🔧",
            tone="ask",
            body=(short(repair["machine"], 120), *lines),
            note=hint,
            buttons=tuple(
                Press(said, FLOW, "outcome", value, style=Style.SECONDARY)
                for value, said in OUTCOME.items()
            ),
        )
    ]


def _card(data: Json, title: str, lines: list[str], note: str, buttons: list[Button]) -> Card:
    rows = _rows(data)
    state = facts.repair_state(data["repair"])
    return Card(
        alt=" · ".join([title, _named(data), state, *lines, *facts.plain(rows), note]),
        title=title,
        subtitle=f"{_named(data)} · {state}",
        icon="🔧",
        body=tuple(lines),
        rows=tuple(rows),
        note=note,
        buttons=tuple(buttons),
    )


def _rows(data: Json) -> list[Row]:
    repair, ticket = data["repair"], data["ticket"]
    asked = moment_text(repair["asked_at"])
    return [
        Row(short(repair["machine"], 120), strong=True, detail=OWNER[repair["owner"]]),
        Row("เลขครุภัณฑ์", repair["asset"] or "ไม่ทราบ"),
        Row("การรับประกัน", WARRANTY[repair["warranty"]]),
        Row("อาการ", short(repair["fault"], 300)),
        Row("อยู่ที่", short(ticket["place"], 120)),
        Row("ส่งซ่อมเมื่อ", asked),
    ]


def _named(data: Json) -> str:
    return number_text(data["ticket"])


def _doing(data: Json) -> list[Button]:
    value = f"{data['repair']['id']}:0"
    return [
        Do(said, FLOW, step, value, style=Style.PRIMARY if n == 0 else Style.SECONDARY)
        for n, (step, said) in enumerate(choices(data).items())
    ]


def _open(data: Json) -> Do:
    """The memo's link is made for whoever presses."""
    value = f"{data['repair']['id']}:0"
    return Do(WORK["memo"], FLOW, "memo", value, style=Style.LINK)
