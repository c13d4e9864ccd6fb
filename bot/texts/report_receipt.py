"""A report's end: the receipt with its number, joined to what is known, or not made at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Do, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.ticket_words import (
    CATEGORY,
    CHANNEL,
    HINT,
    ICON,
    STATUS,
    URGENCY_LONG,
    number_text,
    short,
    within,
)

Json = Mapping[str, Any]
MINE, WORK = "my_ticket", "ticket_work"
_MENU, _REPORT = "เมนู", "แจ้งปัญหา"
_SUBJECT = 120


@words("report.receipt")
def receipt(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Its number, what it is held for, and when somebody answers."""
    ticket, incident = data["ticket"], data.get("incident")
    number = number_text(ticket, meaning=True)
    said = polite("รับแจ้งแล้ว", voice.particle)
    promise = _promise(data)
    if incident:
        promise = f"รวมกับเหตุขัดข้อง {number_text(incident)} ที่กำลังแก้ไข จะแจ้งเมื่อใช้ได้"
    rows = _held(data)
    listed = " · ".join(f"{row.label} {row.value}" for row in rows)
    return [
        Card(
            alt=f"{said} {number} {listed} {promise} ส่งรูปเพิ่มได้เลย {HINT}",
            title=said,
            subtitle=number,
            body=(f"เรื่อง: {short(ticket['subject'], _SUBJECT)}", promise),
            rows=rows,
            note=f"ส่งรูป เสียง หรือพิมพ์เพิ่มได้เลย ({HINT})",
            buttons=_after(ticket),
            icon="✅",
        )
    ]


@words("report.joined")
def joined(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """No second ticket: theirs from now on, too."""
    ticket = data["ticket"]
    number = number_text(ticket, meaning=True)
    said = polite("รวมกับเรื่องเดิมแล้ว", voice.particle)
    more = f"{STATUS[ticket['status']]} · ท่านจะได้รับแจ้งความคืบหน้าและผลของเรื่องนี้ด้วย"
    return [
        Card(
            alt=f"{said} {number} {more} ส่งรูปเพิ่มได้เลย {HINT}",
            title=said,
            subtitle=number,
            body=(f"เรื่อง: {short(ticket['subject'], _SUBJECT)}", more),
            note=f"ส่งรูป เสียง หรือพิมพ์เพิ่มได้เลย ({HINT})",
            buttons=_after(ticket),
            icon="🔁",
        )
    ]


def _after(ticket: Json) -> tuple[Do | Press, ...]:
    return (
        Do("ดูเรื่องนี้", MINE, "open", f"{ticket['id']}:{ticket['version']}"),
        Press("ส่งครบแล้ว", MINE, "add", "done"),
    )


def _held(data: Json) -> tuple[Row, ...]:
    ticket = data["ticket"]
    asset = (Row("เลขครุภัณฑ์", data["asset"]),) if data["asset"] else ()
    files = (Row("แนบแล้ว", f"{data['files']:,} รายการ"),) if data["files"] else ()
    return (
        Row("สถานที่", ticket["place"]),
        Row("หมวด", f"{ICON[ticket['category']]} {CATEGORY[ticket['category']]}"),
        Row("ความเร่งด่วน", URGENCY_LONG[ticket["urgency"]]),
        *asset,
        *files,
    )


def _promise(data: Json) -> str:
    due = within(data["first_due_at"], data["now"])
    return f"เจ้าหน้าที่จะตอบกลับ{due}" if due else ""


@words("report.filed")
def filed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Staff reported it on behalf of somebody."""
    ticket = data["ticket"]
    number = number_text(ticket, meaning=True)
    said = polite("เปิดเรื่องแทนผู้แจ้งแล้ว", voice.particle)
    phone = f" โทร. {data['phone']}" if data["phone"] else ""
    by = f"{data['name']}{phone} ({CHANNEL[data['channel']]})"
    told = (
        "ระบบแจ้งความคืบหน้าทาง LINE ของผู้แจ้ง"
        if data["line"]
        else "ผู้แจ้งไม่มี LINE ในระบบ โปรดแจ้งผลทางโทรศัพท์"
    )
    mine = "อยู่ในงานของท่านแล้ว" if data["mine"] else "ส่งให้ผู้รับผิดชอบแล้ว"
    alike = ", ".join(number_text(one) for one in data["alike"])
    more = (f"มีเรื่องหมวดเดียวกันของโรงเรียนนี้ค้างอยู่: {alike}",) if alike else ()
    rows = _held({"ticket": ticket, "asset": None, "files": 0})
    opens = f"{ticket['id']}:{ticket['version']}"
    return [
        Card(
            alt=" ".join([said, number, by, mine, told, *more]),
            title=said,
            subtitle=number,
            body=(f"เรื่อง: {short(ticket['subject'], _SUBJECT)}", mine, *more),
            rows=(Row("ผู้แจ้ง", detail=by), *rows),
            note=f"{told} · บอกเลขเรื่องแก่ผู้แจ้งไว้ติดตาม",
            buttons=(Do("เปิดเรื่อง", WORK, "open", opens, style=Style.PRIMARY),),
            icon="✅",
        )
    ]


@words("report.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("เลิกแจ้งแล้ว ยังไม่ได้เปิดเรื่อง", voice.particle)
    return [
        Text(f"{said} แจ้งใหม่ได้ทุกเมื่อ พิมพ์ «{_REPORT}»", (Say(_REPORT, _REPORT), Say(_MENU, _MENU)))
    ]


@words("report.declined")
def declined(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ไม่ได้เก็บข้อมูลของท่าน จึงยังไม่ได้เปิดเรื่อง", voice.particle)
    more = f"โทรแจ้งเจ้าหน้าที่ของ {voice.office} ได้ หรือเปลี่ยนใจเมื่อใด พิมพ์ «{_REPORT}»"
    return [Text(f"{said}\n{more}", (Say(_REPORT, _REPORT), Say(_MENU, _MENU)))]
