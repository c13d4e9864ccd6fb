"""«ข้อมูลของฉัน»: what is kept, the copy, and what goes and stays when it is erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.cards import Card, Message, Page, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import calendar, words
from bot.texts.figures import asking, polite
from bot.texts.people import REGISTER
from bot.texts.people_words import post_text
from bot.texts.request_words import day_text

FLOW = "my_data"
CHOICES = {"copy": "ขอสำเนา", "erase": "ลบข้อมูลของฉัน", "edit": "แก้ไขข้อมูลติดต่อ"}
CONFIRM = "ยืนยัน"
_STAYS = "เอกสารที่พิจารณาแล้ว {count} เรื่องยังมีชื่อผู้ขอ เพราะต้องเก็บตามระเบียบงานสารบรรณ"
_COUNTS = "จำนวนสถิติที่ไม่ระบุตัวบุคคล และบันทึกว่ามีการลบ"


@words("my_data.shown")
def shown(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is kept of this person, in short."""
    consent = data["consent"]
    given = (
        f"ฉบับ {consent['version']} เมื่อ {day_text(consent['given_at'])}" if consent else "ยังไม่ได้ให้"
    )
    posts = "\n".join(post_text(p) for p in [*data["posts"], *data["acting"]])
    rows = (
        Row("ชื่อ", data["name"]),
        Row("ตำแหน่ง", posts or data["position"] or "–"),
        Row("สังกัด", data["affiliation"] or "–"),
        Row("โทรศัพท์", data["phone"] or "–"),
        Row("อีเมล", data["email"] or "–"),
        Row("คำขอ", f"{data['requests']:,} เรื่อง", detail=_running(data["running"])),
        Row("เรื่องแจ้งปัญหาและบริการ", f"{data['tickets']:,} เรื่อง"),
        Row("ร่างที่ค้าง", f"{data['drafts']:,} เรื่อง"),
        Row("ผลประเมิน", f"{data['ratings']:,} ครั้ง"),
        Row("ข้อร้องเรียน", f"{data['complaints']:,} เรื่อง"),
        Row("ความยินยอม", given),
    )
    buttons = tuple(
        Press(f"{n}. {label}", FLOW, "choose", value, label)
        for n, (value, label) in enumerate(CHOICES.items(), 1)
    )
    title = "ข้อมูลที่เก็บเกี่ยวกับท่าน"
    note = "ข้อความแชตลบเนื้อหาภายใน 7 วัน เลขประจำตัวประชาชนถูกปิดบังก่อนจัดเก็บ"
    said = " · ".join(f"{row.label} {row.value}" for row in rows)
    alt = f"{title}: {said} {' '.join(b.label for b in buttons)}"
    return [Card(alt, title, voice.office, rows=rows, note=note, buttons=buttons, icon="🔒")]


def _running(count: int) -> str:
    return f"ดำเนินการอยู่ {count:,}" if count else ""


@words("my_data.copy")
def copy(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A link to the copy, for an hour."""
    until = calendar.moment_text(datetime.fromisoformat(data["until"]))
    title = "สำเนาข้อมูลของท่าน"
    body = (polite("เปิดอ่านหรือเก็บเป็นไฟล์ได้", voice.particle), f"ลิงก์ใช้ได้ถึง {until}")
    note = "ลิงก์นี้เปิดข้อมูลส่วนบุคคลของท่าน โปรดอย่าส่งต่อ"
    link = Page("เปิดสำเนา", "my-data", data["claims"], data["until"], Style.PRIMARY)
    return [Card(f"{title} {body[1]}", title, body=body, note=note, buttons=(link,), icon="🔒")]


@words("my_data.confirm")
def confirm(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What goes and what stays, before it does."""
    title = asking("ต้องการลบข้อมูลใช่ไหม", voice.particle)
    body = [
        "ลบ: การผูกบัญชี LINE ชื่อ ตำแหน่ง โทรศัพท์ อีเมล ร่างที่ค้าง และสิทธิทั้งหมดในระบบ",
        f"คงไว้: {_COUNTS}",
        "คงไว้: เรื่องแจ้งปัญหา โดยไม่มีชื่อ เบอร์โทรศัพท์ และไฟล์ของท่าน",
    ]
    if data["stays"]:
        body.append(f"คงไว้: {_STAYS.format(count=data['stays'])}")
    if data["last_of"]:
        titles = ", ".join(data["last_of"])
        body.append(f"⚠️ ท่านเป็นคนสุดท้ายในตำแหน่ง {titles} เรื่องที่รอตำแหน่งนี้จะไม่มีผู้ดำเนินการ")
    how = f"พิมพ์ «{CONFIRM}» เพื่อลบ พิมพ์อย่างอื่นเพื่อเลิก กู้คืนไม่ได้"
    alt = f"{title} {' '.join(body)} {how}"
    buttons = (Say("ยกเลิก", "ยกเลิก"),)
    return [Card(alt, title, body=(*body, how), buttons=buttons, tone="alert", icon="🗑️")]


@words("my_data.running")
def running(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Requests that come first."""
    numbers = ", ".join(data["numbers"])
    said = polite(f"ยังลบไม่ได้ เพราะมีคำขอที่ดำเนินการอยู่: {numbers}", voice.particle)
    how = "พิมพ์ «ถอนคำขอ» เพื่อถอน หรือรอผล แล้วลบใหม่"
    return [Text(f"{said}\n{how}", (Say("ถอนคำขอ", "ถอนคำขอ"), Say("สถานะ", "สถานะ")))]


@words("my_data.kept")
def kept(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ไม่ได้ลบ ข้อมูลของท่านยังอยู่ครบ", voice.particle)
    return [Text(f"{said}\nพิมพ์ «เมนู» เพื่อดูสิ่งที่ทำได้", (Say("เมนู", "เมนู"),))]


@words("my_data.erased")
def erased(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It is done; what stayed, and why."""
    stays = [_COUNTS, *([_STAYS.format(count=data["stays"])] if data["stays"] else [])]
    lines = [
        polite("ลบข้อมูลของท่านแล้ว และถอนความยินยอมแล้ว", voice.particle),
        *(f"• คงไว้: {line}" for line in stays),
        "• ข้อความแชตที่ส่งมาแล้ว ลบเนื้อหาภายใน 7 วัน",
        f"ถามข้อมูลทั่วไปได้ตามปกติ หากต้องการใช้อีก พิมพ์ «{REGISTER}»",
    ]
    return [Text("\n".join(lines), (Say("เมนู", "เมนู"),))]
