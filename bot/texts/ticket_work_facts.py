"""What the card of a ticket says to whoever works on it, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.cards import Row
from bot.texts import calendar
from bot.texts.handling_facts import LATE
from bot.texts.ticket_words import (
    CHANNEL,
    DONE,
    HELP,
    OUTCOME,
    OWNER,
    URGENCY_LONG,
    WARRANTY,
    moment_text,
    number_text,
    short,
    status_text,
)

Json = Mapping[str, Any]
LOCK = "🔒"
_LONG, _MEDIUM, _NAME = 500, 220, 60
_NEAR = {-1: "เมื่อวาน", 0: "วันนี้", 1: "พรุ่งนี้"}
CLOCKS = {"first": "ตอบกลับภายใน", "update": "แจ้งความคืบหน้าภายใน", "solve": "แก้ไขให้เสร็จภายใน"}
#: Entries that say something before their words; the rest are words alone.
_PREFIXED = frozenset(
    {"advice", "question", "solution", "repair", "repaired", "reopened", "joined", "passed",
     "split", "merged", "incident", "closed"}
)  # fmt: skip


def said(one: Json) -> str:
    """What was said, in a word where there are no words: of an entry that somebody is told of."""
    files = f" (รูป/ไฟล์ {one['files']:,})" if one.get("files") else ""
    return f"{short(first(one), _LONG)}{files}".strip()


def near_text(iso: str, now: str) -> str:
    """«10.15 น. วันนี้», or the whole date where it is further away."""
    moment, present = (_bangkok(text) for text in (iso, now))
    near = _NEAR.get((moment.date() - present.date()).days)
    return f"{moment:%H.%M} น. {near}" if near else moment_text(iso)


def subtitle(data: Json) -> str:
    """Where it stands and how urgent it is."""
    parts = [status_text(data), URGENCY_LONG[data["urgency"]]]
    if data.get("reopened"):
        parts.append(f"เปิดอีกครั้ง {data['reopened']:,} ครั้ง")
    return " · ".join(parts)


def lines(data: Json) -> list[str]:
    """What was reported, what was said since, and what one should know before doing anything."""
    said = [f"«{short(data['subject'], _LONG)}»"]
    if data.get("help"):
        said.append(f"ขอความช่วยเหลือ: {HELP.get(data['help'], data['help'])}")
    if data.get("details"):
        said.append(details(str(data["details"])))
    if data.get("joined"):
        said.append(f"มีคนในโรงเรียนเดียวกันแจ้งร่วมอีก {data['joined']:,} คน")
    if data.get("similar"):
        said.append(f"มี {data['similar']:,} โรงเรียนแจ้งเรื่องคล้ายกัน")
    return [*said, *(entry(one, data["now"]) for one in data["latest"])]


def details(text: str) -> str:
    """The answers of a form, as many lines as a card should hold."""
    found = [short(line, 120) for line in text.splitlines() if line.strip()]
    more = [f"… อีก {len(found) - 10:,} บรรทัด"] if len(found) > 10 else []
    return "\n".join([*found[:10], *more])


def entry(one: Json, now: str) -> str:
    """«09.10 น. วันนี้ ผู้แจ้ง มะลิ: ห้อง 1 (รูป/ไฟล์ 2)»; internal ones are marked."""
    lock = f"{LOCK} " if one["internal"] else ""
    name = short(one["by"] or "", _NAME)
    who = name or "ระบบ"
    if not one["staff"]:
        who = f"ผู้แจ้ง {name}".strip()
    elif one["facts"].get("answer"):
        who = f"ผู้แจ้งตอบ (บันทึกโดย {name})"
    what = f"{DONE[one['kind']]} " if one["kind"] in _PREFIXED else ""
    files = f" (รูป/ไฟล์ {one['files']:,})" if one.get("files") else ""
    words = short(first(one), _MEDIUM) or ("" if what else "ส่งรูปหรือไฟล์")
    return f"{lock}{near_text(one['at'], now)} {who}: {what}{words}".rstrip() + files


def first(one: Json) -> str:
    """The words; of an article its title alone."""
    lines = str(one["words"]).splitlines()
    return f"{lines[0]} …" if one["kind"] == "advice" and len(lines) > 2 else str(one["words"])


def rows(data: Json) -> Iterator[Row]:
    """Who reported it, who has it, till when, which machine."""
    person = data["reporter"]
    name = short(" ".join(filter(None, (person.get("name"), person.get("position")))), 100)
    way = "" if data["channel"] == "line" else f" (ช่องทาง {CHANNEL[data['channel']]})"
    yield Row(f"ผู้แจ้ง: {name}", detail=f"{short(data['place'], 100)}{way}")
    if person.get("phone"):
        yield Row("โทร.", short(str(person["phone"]), 60))
    has_it = "ท่าน" if data["mine"] else short(data["technician"] or "", _NAME)
    yield Row("ผู้รับผิดชอบ", has_it or "ยังไม่มีผู้รับ")
    if _visit_is_ahead(data):
        yield Row("นัดเข้าแก้ไข", near_text(data["visit_at"], data["now"]))
    yield from _clocks(data)
    yield from _machine(data)


def _visit_is_ahead(data: Json) -> bool:
    visit, status = data.get("visit_at"), data["status"]
    if not visit or status in ("solved", "closed"):
        return False
    return status == "visiting" or _bangkok(visit) > _bangkok(data["now"])


def _clocks(data: Json) -> Iterator[Row]:
    for name, label in CLOCKS.items():
        due = data.get(f"{name}_due_at")
        if due:
            late = LATE if _bangkok(due) < _bangkok(data["now"]) else ""
            yield Row(label, near_text(due, data["now"]), detail=late)
    if data["status"] == "waiting_reporter":
        yield Row("กำหนดเวลา", "หยุดนับระหว่างรอผู้แจ้ง")


def _machine(data: Json) -> Iterator[Row]:
    if data.get("asset"):
        yield Row("เลขครุภัณฑ์", str(data["asset"]))
    if data.get("incident"):
        yield Row("เหตุขัดข้อง", number_text(data["incident"]))
    if data.get("repair"):
        state = f"ส่งซ่อม: {repair_state(data['repair'])}"
        yield Row(state, detail=repair_about(data["repair"]))


def repair_state(repair: Json) -> str:
    """Where the machine is."""
    if repair["outcome"]:
        return OUTCOME[repair["outcome"]]
    return "พัสดุรับเครื่องแล้ว" if repair["received_at"] else "รอพัสดุรับเครื่อง"


def repair_about(repair: Json) -> str:
    """Which machine, whose, under warranty or not."""
    asset = f"เลข {repair['asset']}" if repair["asset"] else ""
    parts = (
        short(repair["machine"], 80),
        asset,
        OWNER[repair["owner"]],
        WARRANTY[repair["warranty"]],
    )
    return " · ".join(filter(None, parts))


def plain(parts: list[Row]) -> list[str]:
    """The rows as text, for whoever sees no card."""
    return [" ".join(filter(None, (row.label, row.value, row.detail))) for row in parts]


def _bangkok(iso: str) -> datetime:
    moment = datetime.fromisoformat(iso)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(calendar.BANGKOK)
