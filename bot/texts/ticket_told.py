"""What reporters are told of their ticket without having asked: words, visits, the end of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Message, Place, Text, Voice
from bot.texts import word, words
from bot.texts.figures import polite
from bot.texts.my_tickets import button, labels, see
from bot.texts.ticket_words import (
    OUTCOME,
    WARRANTY,
    moment_text,
    number_text,
    short,
)

Json = Mapping[str, Any]
_SUBJECT, _WORDS = 120, 900
#: The title, and what the reporter may do first, by what was said.
_TOLD = {
    "message": ("ข้อความจากเจ้าหน้าที่", "💬", ("add",)),
    "advice": ("คำแนะนำจากเจ้าหน้าที่", "💡", ("works", "add")),
    "question": ("เจ้าหน้าที่ขอถาม", "❓", ("answer",)),
    "visit": ("นัดเข้าแก้ไข", "📅", ("add",)),
    "repair": ("ส่งซ่อม (พัสดุ)", "📦", ("add",)),
}
#: The clock asks once more what was not answered for days.
_AGAIN = "เจ้าหน้าที่ยังรอคำตอบจากท่าน"
_BY = {"office": "งานพัสดุของสำนักงาน", "school": "พัสดุของโรงเรียน"}


@words("ticket.told")
def told(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Staff said something, asked, plan to come, or sent the machine for repair."""
    ticket, what = data["ticket"], data["what"]
    title, icon, acts = _TOLD[what]
    if data.get("again"):
        title = _AGAIN
    number = number_text(ticket, meaning=True)
    lines = tuple(line for line in (_lead(data, voice), _words(data), _files(data)) if line)
    subject = f"เรื่อง: {short(ticket['subject'], _SUBJECT)}"
    note = "เวลาดำเนินการหยุดนับระหว่างรอคำตอบ" if what == "question" else ""
    buttons = _buttons(ticket, acts)
    typed = f"พิมพ์ «สถานะ» เพื่อ{buttons[0].label}" if what == "question" else ""
    return [
        Card(
            alt=" ".join(filter(None, (title, number, *lines, subject, typed))),
            title=title,
            subtitle=number,
            body=(*lines, subject),
            note=note,
            buttons=buttons,
            tone="ask" if what == "question" else "calm",
            icon=icon,
        )
    ]


def _lead(data: Json, voice: Voice) -> str:
    if data["what"] == "visit" and data["visit_at"]:
        return polite(f"เจ้าหน้าที่จะเข้าแก้ไข {moment_text(data['visit_at'])}", voice.particle)
    repair = data.get("repair")
    if data["what"] == "repair" and repair:
        by, warranty = _BY[repair["owner"]], WARRANTY[repair["warranty"]]
        said = f"{short(repair['machine'], 120)} ต้องส่งซ่อม แจ้ง{by}แล้ว (ประกัน: {warranty})"
        return polite(said, voice.particle)
    return ""


def _words(data: Json) -> str:
    if not data["words"]:
        return ""
    by = short(data["by"], 60) or "เจ้าหน้าที่"
    return f"{by}: {short(data['words'], _WORDS)}"


def _files(data: Json) -> str:
    return f"มีรูปหรือไฟล์แนบ {data['files']:,} รายการ" if data["files"] else ""


def _buttons(ticket: Json, acts: tuple[str, ...]) -> tuple[Button, ...]:
    made = tuple(button(act, ticket, first=n == 0) for n, act in enumerate(acts))
    return (*made, see(ticket))


@words("ticket.taken")
def taken(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Somebody has it in hand; it came along with another answer."""
    by = f" ({short(data['by'], 60)})" if data["by"] else ""
    return [_line(data["ticket"], f"เจ้าหน้าที่รับเรื่องแล้ว{by}", voice)]


@words("ticket.solved")
def solved(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What was done, whether it works, and the rating in the same message."""
    ticket = data["ticket"]
    number = number_text(ticket, meaning=True)
    title = "ดำเนินการแล้ว" if ticket["form"] else "แก้ไขแล้ว"
    title = f"{title} รอท่านตรวจรับ" if data.get("again") else title
    works, broken = labels(("works", "broken"), form=bool(ticket["form"])).values()
    said = short(data["words"], _WORDS)
    done = f"สิ่งที่ดำเนินการ: {said}" if said else "เจ้าหน้าที่แนบรูปหลังแก้ไขไว้"
    subject = f"เรื่อง: {short(ticket['subject'], _SUBJECT)}"
    ask = polite(f"ลองใช้แล้วกด «{works}» หรือ «{broken}»", voice.particle)
    if ticket.get("accept"):  # the reporter has to say so: silence closes nothing
        note = f"{ask} เรื่องนี้จะปิดเมื่อท่านตรวจรับ"
    else:
        note = f"{ask} หากไม่มีคำตอบใน 3 วันทำการ ระบบจะปิดเรื่อง"
    card = Card(
        alt=f"{title} {number} {done} {subject} {note}",
        title=title,
        subtitle=number,
        body=(done, subject),
        note=note,
        buttons=(button("works", ticket, first=True), button("broken", ticket), see(ticket)),
        beside=True,
        icon="✅",
    )
    if not data.get("rating_id"):
        return [card]
    rating = {
        "rating_id": data["rating_id"],
        "form": "ticket",
        "number": number_text(ticket),
        "subject": ticket["subject"],
    }
    return [card, *word("rating.ask", rating, place, voice)]


@words("ticket.merged")
def merged(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = f"รวมกับ {data['into']} ซึ่งเป็นเรื่องเดียวกันแล้ว ผลจะแจ้งในเรื่องนั้น"
    return [_line(data["ticket"], said, voice)]


@words("ticket.split")
def split(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    subject = short(data["ticket"]["subject"], _SUBJECT)
    return [_line(data["ticket"], f"แยกจาก {data['of']} เป็นเรื่องใหม่: {subject}", voice)]


@words("ticket.undone")
def undone(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What the reporter was told a moment ago does not hold."""
    what = {
        "solution": "ยังแก้ไขไม่เสร็จ เจ้าหน้าที่ดำเนินการต่อ ไม่ต้องตอบข้อความก่อนหน้านี้",
        "visit": "ยกเลิกนัดเข้าแก้ไขที่แจ้งไว้ เจ้าหน้าที่จะนัดใหม่",
    }
    return [_line(data["ticket"], what.get(data["what"], "แก้ไขข้อมูลที่แจ้งไว้ก่อนหน้า"), voice)]


@words("ticket.withdrawn")
def withdrawn(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Another of the school said so."""
    said = "ผู้ที่แจ้งเรื่องนี้ร่วมกันบอกว่าใช้ได้แล้ว จึงปิดเรื่อง หากยังใช้ไม่ได้ เปิดเรื่องเดิมได้"
    return [_line(data["ticket"], said, voice)]


@words("ticket.repaired")
def repaired(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = f"เครื่องกลับจากส่งซ่อม: {OUTCOME[data['outcome']]} เจ้าหน้าที่จะดำเนินการต่อ"
    return [_line(data["ticket"], said, voice)]


def _line(ticket: Json, said: str, voice: Voice) -> Text:
    """One line that rides along with another answer."""
    return Text(f"{number_text(ticket)} {polite(said, voice.particle)}", (see(ticket),))
