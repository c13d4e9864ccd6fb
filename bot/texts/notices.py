"""«ประกาศ»: what is going on, planned and ended today, for everybody and in groups.

Another domain words its entries by a function in `ENTRIES`, by their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.cards import Button, Card, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import announcements, conferences, round_notices, words
from bot.texts.announcement_words import WRITE
from bot.texts.calling import called
from bot.texts.figures import polite
from bot.texts.incidents import kind_text, told_text, when_text, where_text
from bot.texts.ticket_words import moment_text, short

Json = Mapping[str, Any]
Line = Callable[[Json], Row]
TITLE = "ประกาศ"
SECTIONS = {
    "now": "กำลังแก้ไข",
    "announcements": announcements.SECTION,
    "rounds": round_notices.SECTION,
    "ahead": "แจ้งล่วงหน้า",
    "conferences": "ประชุมทางไกลใน 7 วัน",
    "ended": "สิ้นสุดแล้ววันนี้",
}
#: An announcement is read on one card; what is over goes first when there are many.
MOST = 10


def _incident(entry: Json) -> Row:
    facts = entry["facts"]
    mine = " รวมโรงเรียนของท่าน" if entry["mine"] else ""
    if entry["section"] == "ended":
        said = f"{kind_text(facts)}: {short(facts['end_words'] or '', 200)}"
        return Row(said, detail=f"สิ้นสุด {moment_text(facts['ended_at'])}")
    return Row(told_text(facts), detail=f"{where_text(facts)}{mine} · {when_text(facts)}")


ENTRIES: dict[str, Line] = {
    "announcement": announcements.row,
    "incident": _incident,
    "conference": conferences.row,
    "round": round_notices.row,
}


@words("notices.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`entries` in order, `count` of all; `staff`: whoever asks may announce."""
    entries = data["entries"]
    if not entries:
        return [_none(data, place, voice)]
    lead = polite(f"มีเรื่องแจ้ง {data['count']:,} เรื่อง", voice.particle)
    rows = _sections(entries)
    note = " ".join(filter(None, [_joining(entries, place), _reading(entries)]))
    told = [f"{row.label} {row.detail}".strip() for row in rows]
    left = data["count"] - len(entries)
    return [
        Card(
            alt=f"{TITLE}: {lead} {' · '.join(told)}",
            title=TITLE,
            subtitle=voice.office,
            icon="📢",
            body=(lead,),
            rows=tuple(rows),
            note=f"และอีก {left:,} เรื่อง {note}".rstrip() if left else note,
            buttons=_buttons(data, place),
        )
    ]


def _sections(entries: list[Json]) -> list[Row]:
    rows: list[Row] = []
    section = ""
    for entry in entries:
        if entry["section"] != section:
            section = entry["section"]
            rows.append(Row(SECTIONS[section], strong=True))
        drawn, n = ENTRIES[entry["kind"]](entry), _number(entries, entry)
        rows.append(replace(drawn, label=f"{n}. {drawn.label}") if n else drawn)
    return rows


def _number(entries: list[Json], entry: Json) -> str:
    """Which conference or announcement a button means, where there are several."""
    found = [one for one in entries if one["kind"] == entry["kind"]]
    numbered = entry["kind"] in ("conference", "announcement") and len(found) > 1
    return str(found.index(entry) + 1) if numbered else ""


def _joining(entries: list[Json], place: Place) -> str:
    """How to take part, for whoever has no button for it here."""
    found = [one["facts"] for one in entries if one["kind"] == "conference"]
    if not found or (found[0]["may"] and not place.is_group):
        return ""
    where = "พิมพ์ «เข้าร่วม» ในแชตส่วนตัวกับบัญชีนี้" if place.is_group else "พิมพ์ «ลงทะเบียน» เพื่อยืนยันตัวตนก่อน"
    return f"จะลงชื่อเข้าร่วมประชุม {where}"


def _reading(entries: list[Json]) -> str:
    """How to read announcements that have no button of their own."""
    found = [one for one in entries if one["kind"] == "announcement"]
    more = len(found) > announcements.MOST_BUTTONS
    return f"อ่านประกาศอื่น พิมพ์ «{announcements.READ}»" if more else ""


def _none(data: Json, place: Place, voice: Voice) -> Message:
    text = polite("ขณะนี้ไม่มีข้อมูลที่ต้องส่ง ไม่มีเหตุขัดข้อง และไม่มีเรื่องอื่นที่ต้องแจ้ง", voice.particle)
    if place.is_group:
        return Text(text, (Say("เมนู", called("เมนู", place)),))
    return Text(f"{text}\nหากมีสิ่งใดใช้งานไม่ได้ พิมพ์ «แจ้งปัญหา»", _buttons(data, place))


def _buttons(data: Json, place: Place) -> tuple[Button, ...]:
    """A report is made in the 1:1 chat."""
    rounds = [
        button
        for entry in data["entries"]
        if entry["kind"] == "round"
        for button in round_notices.doing(entry["facts"], place)
    ]
    if place.is_group:
        return tuple(rounds)
    told = _of_announcements(data)
    joining = [
        button
        for entry in data["entries"]
        if entry["kind"] == "conference"
        for button in conferences.doing(entry["facts"], _number(data["entries"], entry))
    ]
    found = (*told, *rounds, *joining)
    if data.get("announces"):
        found = (*found, Say(WRITE, WRITE))
    if data["staff"]:
        return (*found, Say("จัดการเหตุขัดข้อง", "แจ้งเหตุขัดข้อง", Style.PRIMARY))
    return (*found, Say("แจ้งปัญหา", "แจ้งปัญหา"))


def _of_announcements(data: Json) -> list[Button]:
    """For the first few; the word «อ่านประกาศ» leads to all."""
    entries = data["entries"]
    found = [one for one in entries if one["kind"] == "announcement"]
    return [
        button
        for entry in found[: announcements.MOST_BUTTONS]
        for button in announcements.doing(entry["facts"], _number(entries, entry))
    ]
