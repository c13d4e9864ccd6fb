"""Who in the office answers for what, in words; and what its commands print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Message, Open, Place, Row, Say, Style, Voice
from bot.texts.calling import called
from bot.texts.figures import polite, thai_date
from bot.texts.missing import OFFICE
from bot.texts.schools import row_of
from handlers.contacts import first_number

Json = Mapping[str, Any]
NO_DIRECTORY = "ยังไม่มีทำเนียบผู้รับผิดชอบ"
_ROWS = (("person", "ผู้รับผิดชอบ"), ("phone", "โทรศัพท์"), ("email", "อีเมล"), ("room", "ห้อง"))


def duty_question(subject: str) -> str:
    """The whole question about a subject, as a button types it."""
    return f"เรื่อง {subject} ติดต่อใคร"


def duty(data: Json, place: Place, voice: Voice) -> list[Message]:
    """Who answers for a subject; or the subjects that there are."""
    facts = data["facts"]
    if facts["entries"]:
        return [_card(facts, place, voice)]
    if not facts["date"]:
        title = polite(NO_DIRECTORY, voice.particle)
        return [Card(f"{title} {OFFICE}", title, body=(OFFICE,), tone="sorry")]
    return [_which(data, place, voice)]


def _card(facts: Json, place: Place, voice: Voice) -> Card:
    entries = facts["entries"]
    several = len(entries) > 1
    group = str(entries[0]["group_name"])
    said = polite(_sentence(entries), voice.particle)
    origin = _origin(facts)
    rows = tuple(row for entry in _merged(entries) for row in _rows(entry, several))
    reachable = any(entry["phone"] or entry["email"] for entry in entries)
    return Card(
        f"{said} {origin}",
        group if several else str(entries[0]["subject"]),
        subtitle="" if several else group,
        body=() if reachable else (said,),
        rows=rows,
        note=origin,
        buttons=_calls(entries),
    )


def _sentence(entries: list[Json]) -> str:
    if len(entries) > 1:
        subjects = ", ".join(entry["subject"] for entry in entries)
        phones = ", ".join(dict.fromkeys(e["phone"] for e in entries if e["phone"]))
        called_ = f" โทร {phones}" if phones else ""
        return f"{entries[0]['group_name']} ดูแลเรื่อง {subjects}{called_}"
    (entry,) = entries
    person = f" ({entry['person']})" if entry["person"] else ""
    by_phone = f" โทร {entry['phone']}" if entry["phone"] else ""
    by_mail = f" อีเมล {entry['email']}" if entry["email"] else ""
    room = f" ที่ {entry['room']}" if entry["room"] else ""
    none = "" if by_phone or by_mail else f" ยังไม่มีหมายเลขติดต่อ {OFFICE}"
    return (
        f"เรื่อง {entry['subject']} ติดต่อ {entry['group_name']}{person}{by_phone}{by_mail}{room}{none}"
    )


def _merged(entries: list[Json]) -> list[Json]:
    """Subjects of a group that have the same contacts stand in one entry."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for entry in entries:
        key = tuple(entry[name] for name, _ in _ROWS)
        if key in found:
            found[key]["subject"] += f", {entry['subject']}"
        else:
            found[key] = dict(entry)
    return list(found.values())


def _rows(entry: Json, several: bool) -> list[Row]:
    head = [Row(entry["subject"], strong=True)] if several else []
    return [*head, *(row_of(label, entry[name]) for name, label in _ROWS if entry[name])]


def _calls(entries: list[Json]) -> tuple[Button, ...]:
    phones = list(dict.fromkeys(entry["phone"] for entry in entries if entry["phone"]))
    return tuple(
        Open(f"โทร {phone.split(',')[0]}", f"tel:{first_number(phone)}", Style.PRIMARY)
        for phone in phones[:2]
    )


def _which(data: Json, place: Place, voice: Voice) -> Card:
    facts = data["facts"]
    if facts["several"]:
        title = "หมายถึงเรื่องใด"
    elif facts["typed"]:
        title = polite(f"ไม่มีเรื่อง «{facts['typed']}» ในทำเนียบผู้รับผิดชอบ", voice.particle)
    else:
        title = "ต้องการติดต่อเรื่องใด"
    buttons: tuple[Button, ...] = tuple(
        Say(f"{n}. {option['name']}", called(duty_question(option["name"]), place))
        for n, option in enumerate(data["options"], 1)
    )
    more = f"และอีก {facts['more']} เรื่อง " if facts["more"] else ""
    body = f"เรื่องที่มีในทำเนียบ {more}พิมพ์ชื่อเรื่องได้ หรือ{OFFICE.removeprefix('โปรด')}"
    tone = "sorry" if facts["typed"] and not facts["several"] else "ask"
    alt = " ".join([title, *(button.label for button in buttons if isinstance(button, Say))])
    return Card(alt, title, body=(body,), buttons=buttons, note=_origin(facts), tone=tone)


def _origin(facts: Json) -> str:
    return f"ที่มา: ทำเนียบผู้รับผิดชอบของเขต (ไฟล์ {facts['source']}) นำเข้าเมื่อ {thai_date(facts['date'])}"


def imported_line(done: Mapping[str, int]) -> str:
    """What an import of the directory did."""
    instead = f" แทนของเดิม {done['replaced']:,} เรื่อง" if done["replaced"] else ""
    return f"ทำเนียบผู้รับผิดชอบ {done['rows']:,} เรื่อง {done['groups']:,} กลุ่มงาน{instead}"


def duty_line(duty: Json) -> str:
    """One subject of the list."""
    parts = [duty["person"], duty["phone"], duty["email"], duty["room"]]
    words = f" ({', '.join(duty['words'])})" if duty["words"] else ""
    return f"{duty['subject']}{words}: {' · '.join(filter(None, [duty['group_name'], *parts]))}"
