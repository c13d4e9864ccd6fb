"""The notice on personal data: what is kept, why, by which law, how long, and one's rights.

Its words are what people agree to. Whoever changes them counts `VERSION` up, so that everybody is
asked anew.
"""

from __future__ import annotations

import hashlib
from typing import Any

from bot.cards import Card, Message, Place, Press, Row, Style, Voice
from bot.texts import words
from bot.texts.figures import asking

VERSION = "2569-1"
_FREE = "การถามข้อมูลทั่วไปไม่ต้องยินยอม"
AGREE = {"agree": "ยินยอม", "decline": "ไม่ยินยอม"}
_LINES = (
    "เก็บอะไร: ชื่อ ตำแหน่ง สังกัด โทรศัพท์ อีเมล เลขประจำตัว LINE เรื่องที่ท่านยื่น และผลประเมินของท่าน",
    "เพื่ออะไร: ยืนยันตัวผู้ใช้ ดำเนินเรื่องที่ท่านยื่น แจ้งผล และทำสถิติที่ไม่ระบุตัวบุคคล",
    "ฐานกฎหมาย: ความยินยอมของท่าน และภารกิจของรัฐ ตาม พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 "
    "มาตรา 19 และ 24 (4)",
    "นานเท่าใด: จนกว่าท่านจะขอลบ ส่วนเอกสารที่พิจารณาแล้วเก็บตามระเบียบงานสารบรรณ",
    "สิทธิของท่าน: ดู ขอสำเนา แก้ไข ลบ และถอนความยินยอมได้ โดยพิมพ์ «ข้อมูลของฉัน» "
    "หรือร้องเรียนต่อสำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคล",
)


def lines(office: str) -> list[str]:
    """The notice as it is shown."""
    return [*_LINES, f"ผู้ควบคุมข้อมูลและติดต่อ: {office}"]


def text_hash(office: str) -> str:
    """The mark of exactly these words, which is kept with a consent."""
    return hashlib.sha256("\n".join([VERSION, *lines(office)]).encode()).hexdigest()


@words("people.consent")
def consent(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`flow` and `step` are where the answer is heard; `again`: what was typed was no answer."""
    title = "การใช้ข้อมูลส่วนบุคคล"
    said = asking("ท่านยินยอมหรือไม่", voice.particle)
    buttons = tuple(
        Press(
            f"{n}. {label}", data["flow"], data["step"], value, label,
            Style.PRIMARY if value == "agree" else Style.SECONDARY,
        )
        for n, (value, label) in enumerate(AGREE.items(), 1)
    )  # fmt: skip
    pressed = " ".join(button.label for button in buttons)
    if data.get("again"):
        how = f"กด «{AGREE['agree']}» หรือ «{AGREE['decline']}» ก่อน"
        body, note = (how, "อ่านรายละเอียดได้จากข้อความก่อนหน้านี้"), f"ฉบับ {VERSION}"
        return [Card(f"{said} {how} {pressed}", said, title, body=body, note=note, buttons=buttons,
                     tone="ask")]  # fmt: skip
    rows = (*(_row(line) for line in lines(voice.office)), Row(said, strong=True))
    alt = " ".join([f"{title}: {said}", pressed, *lines(voice.office), _FREE])
    note = f"ฉบับ {VERSION} · {_FREE}"
    return [Card(alt, title, voice.office, rows=rows, note=note, buttons=buttons, tone="ask")]


def _row(line: str) -> Row:
    """What it is about in bold, what is said of it below."""
    about, _, told = line.partition(": ")
    return Row(about, detail=told, strong=True)
