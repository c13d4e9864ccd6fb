"""Facts of a school in words and on a card: codes, where it lies, its official contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Message, Open, Place, Row, Say, Style, Voice
from bot.texts.calling import called
from bot.texts.figures import polite, thai_date
from bot.texts.missing import OFFICE
from handlers.contacts import first_number

Json = Mapping[str, Any]
_LABELS = {
    "smis": "รหัสโรงเรียน 8 หลัก",
    "moe": "รหัสกระทรวง 10 หลัก",
    "phone": "โทรศัพท์",
    "email": "อีเมล",
    "website": "เว็บไซต์",
    "map": "พิกัด",
    "network": "เครือข่าย",
    "amphoe": "อำเภอ",
    "tambon": "ตำบล",
    "province": "จังหวัด",
    "postcode": "รหัสไปรษณีย์",
}
#: How a question about a fact is asked, before or behind the school's name.
_BEFORE = {
    "codes": "รหัส", "smis": "รหัส 8 หลัก", "moe": "รหัส 10 หลัก", "phone": "เบอร์โทรศัพท์",
    "email": "อีเมล", "website": "เว็บไซต์", "map": "แผนที่", "postcode": "รหัสไปรษณีย์",
}  # fmt: skip
_BEHIND = {
    "address": "อยู่ที่ไหน", "network": "อยู่เครือข่ายไหน", "amphoe": "อยู่อำเภออะไร",
    "tambon": "อยู่ตำบลอะไร", "province": "อยู่จังหวัดอะไร", "name": "อยู่ที่ไหน",
}  # fmt: skip
_ON_CARD = ("smis", "moe", "tambon", "amphoe", "province", "network", "phone", "email", "website")
_MAPS = "https://www.google.com/maps?q="
_MOST_LINKS = 4
#: Letters that fit beside a label on a phone.
_LONG = 17


def fact_question(asked: Sequence[str], code: str, name: str) -> str:
    """A whole question about facts of one school, as a button types it."""
    before = " ".join(_BEFORE[fact] for fact in asked if fact in _BEFORE)
    behind = " ".join(_BEHIND[fact] for fact in asked if fact in _BEHIND)
    return f"{before}โรงเรียน{name} ({code}) {behind}".strip()


def school_fact(data: Json, place: Place, voice: Voice) -> list[Message]:
    """What was asked of a school, what is not held, and all else that is."""
    facts = data["facts"]
    values, school = facts["values"], facts["school"]
    name = f"โรงเรียน{school['name']}"
    said = [part for fact in facts["asked"] if (part := _said(fact, facts))]
    sentences = [polite(f"{name} {' '.join(said)}", voice.particle)] if said else []
    if not facts["in_office"]:
        area = values.get("area_name") or "สำนักงานเขตอื่น"
        sentences.append(f"โรงเรียนนี้อยู่ในสังกัด {area} ไม่ใช่ {facts['office']}")
    missing = _not_held(facts)
    origin = _origin(facts)
    alt = [*sentences, *([f"{name} {missing} {_held(values)} {OFFICE}"] if missing else []), origin]
    rows = tuple(row_of(_LABELS[fact], values[fact]) for fact in _ON_CARD if fact in values)
    return [
        Card(
            " ".join(alt),
            name,
            body=(*sentences, *([f"{missing} {OFFICE}"] if missing else [])),
            rows=rows,
            note=origin,
            buttons=_links(values),
            quick=_next(facts, place),
            tone="calm" if said else "sorry",
        )
    ]


def _said(fact: str, facts: Json) -> str:
    """One fact as a part of a sentence behind the school's name; empty where it is not held."""
    values = facts["values"]
    if fact == "codes":
        moe = f" {_LABELS['moe']} คือ {values['moe']}" if "moe" in values else ""
        return f"{_LABELS['smis']} คือ {values['smis']}{moe}"
    if fact == "name":
        where = _address(values)
        return f"{_LABELS['smis']} คือ {values['smis']}" + (f" {where}" if where else "")
    if fact == "address":
        return _address(values)
    if fact not in values:
        return ""
    if fact in ("amphoe", "tambon", "province"):
        return f"อยู่{_LABELS[fact]}{values[fact]}"
    if fact == "network":
        return f"อยู่{_LABELS[fact]} {values[fact]}"
    if fact == "map":
        return f"อยู่ที่พิกัด {values[fact].replace(',', ', ')}"
    return f"{_LABELS[fact]} {'คือ ' if fact in ('smis', 'moe') else ''}{values[fact]}"


def _address(values: Json) -> str:
    parts = [
        f"{'' if fact == 'village' else _LABELS[fact]}{values[fact]}"
        for fact in ("village", "tambon", "amphoe", "province")
        if fact in values
    ]
    if not {"tambon", "amphoe"} & set(values):
        return ""
    post = [values["postcode"]] if "postcode" in values else []
    return "ตั้งอยู่" + " ".join([*parts, *post])


def _not_held(facts: Json) -> str:
    """Exactly what is not held."""
    missing = " ".join(_LABELS[fact] for fact in facts["missing"])
    return f"ยังไม่มีข้อมูล{missing}" if missing else ""


def _held(values: Json) -> str:
    return "ที่มีคือ " + ", ".join(_LABELS[fact] for fact in _ON_CARD if fact in values)


def row_of(label: str, value: str) -> Row:
    """A line of a card; a long value stands below its label."""
    return Row(label, detail=value) if len(value) > _LONG else Row(label, value)


def _origin(facts: Json) -> str:
    if not facts["date"]:
        return "ที่มา: ข้อมูล DMC"
    source = f" (ไฟล์ {facts['source']})" if facts["source"] else ""
    return f"ที่มา: รายชื่อโรงเรียน{source} นำเข้าเมื่อ {thai_date(facts['date'])}"


def _links(values: Json) -> tuple[Button, ...]:
    found: list[Button] = []
    if "phone" in values:
        number = first_number(values["phone"])
        found.append(Open(f"โทร {values['phone'].split(',')[0]}", f"tel:{number}", Style.PRIMARY))
    if "map" in values:
        found.append(Open("เปิดแผนที่", f"{_MAPS}{values['map']}"))
    return tuple(found)


def _next(facts: Json, place: Place) -> tuple[Button, ...]:
    """What else is asked of the school: facts that are held, and its pupils."""
    if not facts["in_office"]:
        return ()
    values, school = facts["values"], facts["school"]
    labels = (
        ("codes", "smis", "รหัสโรงเรียน"), ("phone", "phone", "เบอร์โทร"),
        ("amphoe", "amphoe", "อยู่อำเภออะไร"), ("network", "network", "เครือข่ายไหน"),
    )  # fmt: skip
    found: list[Button] = [
        Say(label, called(fact_question([fact], school["code"], school["name"]), place))
        for fact, held, label in labels
        if held in values and fact not in facts["asked"]
    ]
    pupils = f"โรงเรียน{school['name']} ({school['code']}) มีนักเรียนกี่คน"
    return (Say("มีนักเรียนกี่คน", called(pupils, place)), *found[:_MOST_LINKS])
