"""The card of an incident for those who look after it: its choices, their price, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.incidents import FLOW, NOTICES, kind_text, when_text, where_text
from bot.texts.ticket_words import CATEGORY, moment_text, number_text, short

Json = Mapping[str, Any]
#: What may be done with one, by the steps of the buttons.
LABELS = {
    "free": "ประกาศฟรี (แจ้งเมื่อมีผู้ทักเข้ามา)",
    "push": "แจ้งทันที",
    "skip": "ไม่ประกาศ",
    "reword": "แก้ไขข้อความ",
    "add": "เพิ่มเรื่อง",
    "end": "สิ้นสุดเหตุ",
}
#: What may be typed for a long one.
SHORT = {"free": "ประกาศฟรี"}
_LEADS = {
    "opened": "บันทึกเหตุแล้ว ยังไม่ได้แจ้งใคร เลือกวิธีแจ้ง",
    "reworded": "แก้ไขข้อความแล้ว",
    "attached": "เพิ่มเรื่องแล้ว",
    "skipped": "ยังไม่ประกาศ เปิดการ์ดนี้อีกครั้งได้โดยพิมพ์ «แจ้งเหตุขัดข้อง»",
    "member": "เรื่องนี้รวมอยู่ในเหตุนี้แล้ว",
    "none": "ไม่มีเรื่องอื่นในหมวดนี้ที่รอรวม",
    "outdated": "เหตุนี้เปลี่ยนไปหลังจากที่ท่านเห็น จึงยังไม่ได้ทำรายการ นี่คือข้อมูลล่าสุด",
    "announced": "ประกาศไปแล้ว จึงไม่ได้แจ้งซ้ำ",
    "ended": "สิ้นสุดไปแล้ว จึงไม่มีอะไรเปลี่ยนแปลง",
    "price": "จำนวนผู้รับเปลี่ยนไป จึงยังไม่ได้แจ้ง โปรดดูราคาใหม่",
    "month": "แจ้งทันทีไม่ได้ ข้อความของเดือนนี้เหลือไม่พอ ประกาศฟรีได้",
    "share": "แจ้งทันทีไม่ได้ เกินจำนวนที่กันไว้สำหรับเหตุขัดข้อง ประกาศฟรีได้",
}
_REFUSED = {
    "not_allowed": "เหตุขัดข้องประกาศได้โดยผู้ดูแลงานนั้นเท่านั้น จึงไม่มีอะไรเปลี่ยนแปลง",
    "ticket": "มีเรื่องที่เปลี่ยนไประหว่างนี้ จึงยังไม่ได้รวมเรื่อง โปรดเปิดเรื่องแล้วลองอีกครั้ง",
    "gone": "ไม่พบเหตุหรือเรื่องนี้ หรือไม่ใช่งานของท่าน",
}


def known_leads() -> set[str]:
    """Every lead of a card."""
    return set(_LEADS)


def known_refusals() -> set[str]:
    """Every reason that ends the flow."""
    return set(_REFUSED)


def choices(data: Json) -> dict[str, str]:
    """What may be done with it now, by step, with what the button says."""
    if data["status"] == "ended":
        return {}
    steps = ["reword", "add", "end"]
    if data["announced_at"] is None:
        push = ["push"] if _pushable(data) else []
        steps = ["free", *push, "skip", *steps]
    return {step: label(step, data) for step in steps}


def label(step: str, data: Json) -> str:
    """What a button says; that of the push says what it costs."""
    if step != "push":
        return LABELS[step]
    price = data["price"]
    left = "" if price["left"] is None else f" (เหลือ {price['left']:,})"
    return f"{LABELS['push']} {price['people']:,} ข้อความ{left}"


def _pushable(data: Json) -> bool:
    price = data.get("price") or {"people": 0}
    return price["people"] > 0 and not price["why_not"]


@words("incident.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """For those who look after it. `lead` says what was just done, or why not."""
    head = f"{number_text(data)} {state(data)}"
    lead = [polite(_LEADS[data["lead"]], voice.particle)] if data.get("lead") else []
    lines = [*lead, short(data["words"], 600), *_end(data)]
    rows = _rows(data)
    told = [f"{row.label}: {row.value}" for row in rows]
    return [
        Card(
            alt=" · ".join([head, CATEGORY[data["category"]], *lines, *told, *_price(data)]),
            title=head,
            subtitle=kind_text(data),
            icon="📢",
            tone="calm" if data["status"] == "ended" else "sorry",
            body=tuple(lines),
            rows=rows,
            note="  ".join(_price(data)),
            buttons=tuple(_buttons(data)),
        )
    ]


def state(data: Json) -> str:
    """Where it stands, in a word."""
    if data["status"] == "ended":
        return "สิ้นสุดแล้ว"
    if data["announced_at"] is None:
        return "ยังไม่ประกาศ"
    return "ประกาศแล้ว" if not data["planned"] else "ประกาศล่วงหน้าแล้ว"


def _end(data: Json) -> list[str]:
    if data["status"] != "ended":
        return []
    by = f" โดย {data['ended_by']}" if data.get("ended_by") else ""
    return [
        f"ผล: {short(data['end_words'] or '', 600)}",
        f"สิ้นสุด {moment_text(data['ended_at'])}{by}",
    ]


def _rows(data: Json) -> tuple[Row, ...]:
    names, count = data["names"], data["schools"] or 0
    more = f" และอีก {count - len(names):,} โรงเรียน" if count > len(names) else ""
    told = data["told"]
    rows = [
        Row("เกี่ยวข้อง", where_text(data), detail=short(", ".join(names), 300) + more),
        Row("เวลา", when_text(data)),
        Row("เรื่องที่รวม", f"{data['tickets']:,} เรื่อง (ค้าง {data['open_tickets']:,})"),
    ]
    if data["announced_at"] is not None:
        rows.append(Row("รับทราบแล้ว", f"{told['heard']:,} คน"))
        if data["status"] != "ended":
            rows.append(Row("รอแจ้งเมื่อทักเข้ามา", f"{told['waiting']:,} คน"))
        rows.append(Row("ค่าแจ้ง", f"{told['pushed']:,} ข้อความ"))
    return tuple(rows)


def _price(data: Json) -> list[str]:
    """What a push would cost and what it would leave, or why it is not offered."""
    price = data.get("price")
    if not price or data["announced_at"] is not None:
        return []
    people, left = price["people"], price["left"]
    lines = ["ประกาศฟรี: ทุกคนเห็นเมื่อพิมพ์ «ประกาศ» และพร้อมคำตอบครั้งถัดไปของตน"]
    if not people:
        return [*lines, "ยังไม่มีบุคลากรของโรงเรียนเหล่านี้ที่รับ LINE ได้"]
    share = f" คิดเป็นร้อยละ {people * 100 / left:.0f} ของที่เหลือเดือนนี้" if left else ""
    lines.append(f"แจ้งทันที: {people:,} คน = {people:,} ข้อความ{share}")
    if price["why_not"]:
        room = price["share_left"] if price["why_not"] == "share" else left
        why = "ที่กันไว้สำหรับเหตุขัดข้องเดือนนี้" if price["why_not"] == "share" else "ของเดือนนี้"
        lines.append(f"แจ้งทันทีไม่ได้ เพราะ{why}เหลือ {room:,} ข้อความ")
    return lines


def _buttons(data: Json) -> list[Button]:
    found: list[Button] = []
    for n, (step, said) in enumerate(choices(data).items()):
        style = Style.PRIMARY if n == 0 and step == "free" else Style.SECONDARY
        cost = f":{data['price']['people']}" if step == "push" else ""
        found.append(Do(said, FLOW, step, f"{data['id']}:{data['version']}{cost}", style=style))
    return found


@words("incident.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Nothing was done, and nothing of the record is told."""
    said = polite(_REFUSED.get(str(data.get("why")), _REFUSED["gone"]), voice.particle)
    return [Text(said, (Say("ประกาศ", NOTICES), Say("เมนู", "เมนู")))]


@words("incident.not_staff")
def not_staff(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Somebody who wants to report trouble, most likely."""
    text = polite("ส่วนนี้สำหรับเจ้าหน้าที่ประกาศเหตุขัดข้อง", voice.particle)
    more = "หากเครื่องหรือระบบใช้งานไม่ได้ พิมพ์ «แจ้งปัญหา» หรือดูเหตุที่กำลังแก้ไข พิมพ์ «ประกาศ»"
    return [Text(f"{text}\n{more}", (Say("แจ้งปัญหา", "แจ้งปัญหา"), Say("ประกาศ", NOTICES)))]


@words("incident.done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What announcing or ending it did, and at what price."""
    said = ended_text(data) if data["what"] == "ended" else announced_text(data)
    return [Text(f"{number_text(data)} {polite(said, voice.particle)}", (Say("ประกาศ", NOTICES),))]


def announced_text(data: Json) -> str:
    """Who was told that it began."""
    if data["pushed"]:
        return f"แจ้งแล้ว {data['pushed']:,} คน ใช้ {data['pushed']:,} ข้อความ"
    return f"ประกาศแล้ว รอแจ้ง {data['offered']:,} คน พร้อมคำตอบครั้งถัดไป ไม่เสียข้อความ"


def ended_text(data: Json) -> str:
    """What ending it did."""
    return (
        f"สิ้นสุดแล้ว ปิดเรื่องที่รวมไว้ {data['solved']:,} เรื่อง "
        f"แจ้งผู้แจ้ง {data['told']:,} คน ใช้ {data['told']:,} ข้อความ "
        f"และรอแจ้งผู้ที่ทราบเหตุ {data['offered']:,} คน ไม่เสียข้อความ"
    )
