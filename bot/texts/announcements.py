"""An announcement for those who get it: its card, the tap that says it was read, what is said then.

One body for everybody: LINE takes equal ones in one call, and a card may be forwarded. Nothing of
the one who reads it stands here, and its buttons work for whoever presses them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.calling import called
from bot.texts.figures import polite
from bot.texts.request_words import day_text, moment_text, short

Json = Mapping[str, Any]
FLOW = "announcement"
NOTICES = "ประกาศ"
ACKNOWLEDGE = "รับทราบ"
READ = "อ่านประกาศ"
OPEN = "เปิดลิงก์"
SECTION = "ประกาศถึงท่าน"
#: What a tap can open: LINE takes no others.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.:-]*(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_LONGEST_LINK = 1_000
#: A card's altText ends there: the word to type must stand before.
_ALT_BODY = 900
#: Buttons of the list of notices are for the first few; the others are read there.
MOST_BUTTONS = 3
_WHY = {
    "gone": "ไม่พบประกาศนี้",
    "draft": "นี่คือตัวอย่าง ประกาศนี้ยังไม่ได้ส่ง",
    "cancelled": "ประกาศนี้ยกเลิกแล้ว ไม่ต้องรับทราบ",
    "not_asked": "ประกาศนี้แจ้งเพื่อทราบ ไม่ต้องกดรับทราบ",
    "ended": "ประกาศนี้สิ้นสุดแล้ว",
}
_HOW_PRIVATE = "แตะชื่อบัญชีนี้ในกลุ่ม เลือก «แชต» แล้วพิมพ์ «รับทราบ»"


def known_reasons() -> set[str]:
    """Every reason for which nothing was noted."""
    return set(_WHY)


@words("announcement.told")
def told(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The announcement itself: the same for everybody who gets it, and in its preview."""
    return [told_card(data, place, voice)]


def told_card(data: Json, place: Place, voice: Voice, lead: str = "") -> Card:
    """Its card; `lead` stands above its words."""
    letter, source, how = letter_text(data), source_text(data, voice), _how(data, place)
    rows = (Row("ตามหนังสือ", detail=letter),) if letter else ()
    said = short(data["body"], _ALT_BODY)
    body = data["body"] if said != data["title"] else ""  # one line that is its own title
    head = f"ประกาศจาก {voice.office}"
    link = short(data["link"] or "", 200)
    told = [f"{head}: {data['title']}", lead, said if body else "", letter, link, how, source]
    return Card(
        alt=" · ".join(filter(None, told)),
        title=data["title"],
        subtitle=head,
        icon="📣",
        body=tuple(filter(None, [lead, body])),
        rows=rows,
        note="\n".join(filter(None, [source, how])),
        buttons=(*_acknowledging(data), *link_button(data)),
    )


def letter_text(data: Json) -> str:
    """The letter's number and date, as they were typed."""
    return short(data.get("letter") or "", 200)


def source_text(data: Json, voice: Voice) -> str:
    """Who says it, and when: a group of the office, else the office."""
    group = short(data.get("from_group") or "", 100)
    return " · ".join(filter(None, [group or voice.office, _day(data)]))


def _day(data: Json) -> str:
    """When it was sent; nothing in a preview."""
    return day_text(data["at"]) if data.get("at") else ""


def link_button(data: Json) -> tuple[Button, ...]:
    """The announcement's own link, where a tap can open it."""
    link = data.get("link") or ""
    fits = len(link) <= _LONGEST_LINK and _ADDRESS.fullmatch(link)
    return (Open(OPEN, link),) if fits else ()


def _acknowledging(data: Json) -> tuple[Button, ...]:
    if not data["asks"]:
        return ()
    return (acknowledge_button(data),)


def acknowledge_button(data: Json, n: str = "") -> Do:
    """`n`: its number where there are several."""
    label = f"{ACKNOWLEDGE} {n}".rstrip()
    return Do(label, FLOW, "acknowledge", str(data["id"]), label, Style.PRIMARY)


def read_button(data: Json, n: str = "") -> Do:
    """To the whole of it; `n`: its number where there are several."""
    label = f"{READ} {n}".rstrip()
    return Do(label, FLOW, "read", str(data["id"]), short(f"{READ}: {data['title']}", 100))


def _how(data: Json, place: Place) -> str:
    if not data["asks"]:
        return ""
    return f"อ่านแล้วโปรดกด หรือพิมพ์ «{called(ACKNOWLEDGE, place)}»"


@words("announcement.nudge")
def nudge(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To who has not said that they read it."""
    lead = polite("ยังไม่ได้รับการตอบรับทราบประกาศนี้จากท่าน โปรดอ่านและกดรับทราบ", voice.particle)
    return [told_card(data, place, voice, lead)]


@words("announcement.acknowledged")
def acknowledged(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Noted. One short line, and in a group not even a button: `left` others wait for this one."""
    if place.is_group:
        return [Text(polite("บันทึกการรับทราบแล้ว ขอบคุณ", voice.particle))]
    title = short(data["title"], 60)
    said = polite(f"บันทึกว่าท่านรับทราบ «{title}» แล้ว ขอบคุณ", voice.particle)
    left = data["left"]
    more = f"\nยังมีประกาศรอรับทราบอีก {left:,} เรื่อง พิมพ์ «{ACKNOWLEDGE}»" if left else ""
    quick = Say(ACKNOWLEDGE, ACKNOWLEDGE) if left else Say("ดูประกาศ", NOTICES)
    return [Text(f"{said}{more}", (quick,))]


@words("announcement.already")
def already(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pressed again."""
    said = f"ท่านรับทราบประกาศนี้แล้วเมื่อ {moment_text(data['when'])} ไม่ต้องกดอีก"
    return [Text(polite(said, voice.particle), (Say("ดูประกาศ", NOTICES),))]


@words("announcement.not_noted")
def not_noted(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Nothing was noted, for that reason."""
    said = polite(_WHY[data["why"] if data["why"] in _WHY else "gone"], voice.particle)
    if place.is_group:
        return [Text(said)]
    return [Text(f"{said} ดูประกาศที่มีอยู่ พิมพ์ «{NOTICES}»", (Say("ดูประกาศ", NOTICES),))]


@words("announcement.who")
def who(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """LINE does not say who pressed in the group: led to the 1:1 chat."""
    said = polite("ยังไม่ทราบว่าท่านคือใคร จึงบันทึกการรับทราบไม่ได้", voice.particle)
    return [Text(f"{said}\n{_HOW_PRIVATE}")]


@words("announcement.none")
def none(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The word, where nothing waits for it; `read`: there is nothing to read."""
    what = "ขณะนี้ไม่มีประกาศถึงท่าน" if data.get("read") else "ขณะนี้ไม่มีประกาศที่รอท่านรับทราบ"
    said = polite(what, voice.particle)
    if place.is_group:
        return [Text(said)]
    return [Text(f"{said} ดูประกาศที่มีอยู่ พิมพ์ «{NOTICES}»", (Say("ดูประกาศ", NOTICES),))]


@words("announcement.which")
def which(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Several wait for the word: one tap each, on one card. `rows` by number; `read`: which of
    them is to be read."""
    rows: dict[str, Json] = data["rows"]
    lines = tuple(
        Row(f"{n}. {short(one['title'], 80)}", detail=f"{short(one['body'], 120)}\n{_since(one)}")
        for n, one in rows.items()
    )
    read = data.get("read")
    what = "ประกาศถึงท่าน" if read else "ประกาศรอท่านรับทราบ"
    lead = polite(f"มี{what} {data['count']:,} เรื่อง", voice.particle)
    how = "กด หรือพิมพ์หมายเลขเพื่ออ่าน" if read else "กด หรือพิมพ์หมายเลขที่อ่านแล้ว"
    how = how.replace(" หรือพิมพ์", "") if place.is_group else how
    said = " · ".join(f"{one.label} {one.detail}" for one in lines)
    taps = [read_button(one, n) if read else acknowledge_button(one, n) for n, one in rows.items()]
    return [
        Card(f"{lead} {said} {how}", what, voice.office, body=(lead,), rows=lines, note=how,
             buttons=tuple(taps), beside=True, tone="ask", icon="📣")
    ]  # fmt: skip


def _since(data: Json) -> str:
    return " · ".join(filter(None, [short(data.get("from_group") or "", 40), _day(data)]))


# ---------------------------------------------------------------- among the notices


def row(entry: Json) -> Row:
    """One announcement in the list: what it says in short, by which letter, whether it was read."""
    facts = entry["facts"]
    said = [short(facts["body"], 100), _by_letter(facts), _since(facts), _read(facts)]
    return Row(f"📣 {short(facts['title'], 90)}", detail="\n".join(filter(None, said)))


def _by_letter(facts: Json) -> str:
    letter = letter_text(facts)
    return f"ตามหนังสือ {short(letter, 70)}" if letter else ""


def _read(facts: Json) -> str:
    """Whether the one who asks has acknowledged it."""
    if not facts["asks"]:
        return ""
    return "ท่านรับทราบแล้ว" if facts["noted_at"] else "รอท่านรับทราบ"


def doing(facts: Json, n: str = "") -> list[Button]:
    """What whoever reads of it in the list may do: say that they read it, read the whole."""
    waits = facts["asks"] and not facts["noted_at"]
    return [*([acknowledge_button(facts, n)] if waits else []), read_button(facts, n)]
