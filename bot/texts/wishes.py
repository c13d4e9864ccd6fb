"""Wishes to be known: the officer's cards, the decision, and what the person is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cards import Card, Cards, Do, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import calendar, words
from bot.texts.figures import asking, polite
from bot.texts.people import REGISTER
from bot.texts.people_words import ROLES

Json = Mapping[str, Any]
FLOW = "wishes"
APPROVE, REFUSE = "อนุมัติ", "ไม่อนุมัติ"


@words("people.wishes")
def waiting(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`wishes` to decide on, and the `count` of all."""
    found = data["wishes"]
    if not found:
        return [Text(polite("ไม่มีคำขอยืนยันตัวตนที่รออยู่", voice.particle), (Say("เมนู", "เมนู"),))]
    lead = f"มีผู้ขอยืนยันตัวตน {data['count']} ราย"
    alt = f"{lead}: " + " · ".join(f"{w['name']} {_post(w)}" for w in found)
    return [Cards(alt, tuple(_card(w) for w in found))]


def _card(wish: Json) -> Card:
    rows = (
        Row("ชื่อ", wish["name"]),
        Row("ตำแหน่ง", _post(wish)),
        Row("สังกัด", wish["place"] or "–"),
        Row("โทรศัพท์", wish["phone"] or "–"),
        Row("ส่งเมื่อ", calendar.moment_text(datetime.fromisoformat(wish["asked_at"]))),
    )
    title, ref = "ขอยืนยันตัวตน", str(wish["id"])
    buttons = (
        Do(APPROVE, FLOW, "approve", ref, f"{APPROVE} {wish['name']}", Style.PRIMARY),
        Do(REFUSE, FLOW, "refuse", ref, f"{REFUSE} {wish['name']}"),
    )
    note = "โปรดตรวจว่าเป็นบุคคลนี้จริงก่อนอนุมัติ"
    return Card(f"{title} {wish['name']}", title, rows=rows, note=note, buttons=buttons, icon="👤")


def _post(wish: Json) -> str:
    role, title = ROLES[wish["role"]], wish["position"]
    return title if role in title else f"{role} ({title})"


@words("people.wish_reason")
def reason(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    title = asking(f"ไม่อนุมัติ {data['name']} เพราะเหตุใด", voice.particle)
    return [Text(f"{title}\nเหตุผลจะแจ้งให้ผู้ขอทราบ («ยกเลิก» เพื่อเลิก)", (Say("ยกเลิก", "ยกเลิก"),))]


@words("people.wish_done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The officer decided. `left` wishes still wait."""
    what = APPROVE if data["approved"] else REFUSE
    said = polite(f"{what} {data['name']} แล้ว และแจ้งผู้ขอแล้ว", voice.particle)
    left = f"\nยังรออยู่ {data['left']} ราย" if data["left"] else ""
    return [Text(f"{said}{left}", (Say("เมนู", "เมนู"),))]


@words("people.approved")
def approved(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The person is told."""
    where = f" {data['place']}" if data["place"] and data["place"] not in data["title"] else ""
    said = polite(f"ยืนยันตัวตนแล้ว ท่านคือ {data['title']}{where}", voice.particle)
    quick = (Say("ดูข้อมูลลงทะเบียน", REGISTER), Say("เมนู", "เมนู"))
    return [Text(f"✅ {said}\nพิมพ์ «เมนู» เพื่อดูสิ่งที่ทำได้", quick)]


@words("people.not_approved")
def not_approved(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("เจ้าหน้าที่ยังไม่อนุมัติการยืนยันตัวตน", voice.particle)
    how = f"พิมพ์ «{REGISTER}» เพื่อส่งใหม่ หรือขอรหัสจากเจ้าหน้าที่"
    return [Text(f"{said}\nเหตุผล: {data['reason']}\n{how}", (Say(REGISTER, REGISTER),))]
