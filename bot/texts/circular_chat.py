"""The letter to the schools in chat: a button to open it, and its text to copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.cards import Card, Message, Page, Place, Style, Text, Voice
from bot.texts import words
from bot.texts.circulars import LETTER, pasted
from bot.texts.figures import polite

#: The button on the card of a round or of an announcement.
MAKE = "ทำหนังสือแจ้งโรงเรียน"
#: A text may be longer in LINE; so short it is copied in one go on any phone.
_LONGEST, _MOST = 4_500, 3
_BLANKS = "เลขที่และวันที่เว้นไว้ให้งานสารบรรณ โปรดตรวจแก้ก่อนเสนอลงนาม"
_BELOW = "ข้อความถัดไปสำหรับวางใน AMSS++: ข้อความแรกคือช่องเรื่อง ที่เหลือคือเนื้อความ"
_LONG = "เนื้อความยาวเกินกว่าจะแสดงครบในแชต ส่วนที่เหลือโปรดดูในหนังสือ"


@words("circular")
def circular(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`facts` of the letter, and `link`: for whom the page opens, till when."""
    facts, link = data["facts"], data["link"]
    subject, body = pasted(facts, voice.office, voice.phone)
    parts = list(_parts(body))
    said = [polite(f"{LETTER} พร้อมแล้ว", voice.particle), _BLANKS, _BELOW]
    said += [_LONG] if len(parts) > _MOST else []
    claims = {"k": "circular", facts["kind"]: facts["id"], "p": link["p"]}
    open_it = Page("เปิดหนังสือ (PDF)", "papers", claims, until=link["until"], style=Style.PRIMARY)
    card = Card(
        alt=" · ".join([LETTER, subject, *said]),
        title=LETTER,
        subtitle=subject,
        body=tuple(said),
        note="ลิงก์เปิดได้ 1 ชั่วโมง",
        buttons=(open_it,),
        icon="📄",
    )
    return [card, Text(subject), *(Text(part) for part in parts[:_MOST])]


def _parts(body: str) -> Iterator[str]:
    """The text in pieces that each end with a line."""
    held = ""
    for line in body.split("\n"):
        if held and len(held) + len(line) >= _LONGEST:
            yield held.strip("\n")
            held = ""
        held += f"{line}\n"
    yield held.strip("\n")
