"""Conferences to come, in words: who takes part, where they go on when their channel fails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.services import when_text
from bot.texts.ticket_words import moment_text, number_text, short

Json = Mapping[str, Any]
FLOW = "conference"
JOIN, LEAVE = "เข้าร่วม", "ไม่เข้าร่วม"
SWITCH = "แจ้งย้ายช่องทาง"
TELL, RECORD, FREE, PEOPLE = "แจ้งทุกคน", "บันทึกการย้าย", "แจ้งเมื่อทักมา (ฟรี)", "ดูผู้เข้าร่วม"
_NOTICES, _REGISTER = "ประกาศ", "ลงทะเบียน"
#: The form's channels and the fallbacks; the office's own names stand as they are.
CHANNEL = {
    "obec": "OBEC Conference",
    "zoom": "Zoom",
    "meet": "Google Meet",
    "other": "ช่องทางตามหนังสือเชิญ",
    "obec_private": "OBEC Conference สำรอง",
    "youtube": "YouTube",
    "facebook": "Facebook",
    "obec_tv": "OBEC TV",
    "dltv": "DLTV",
}
#: What a tap may open: LINE takes no others.
_ADDRESS = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.:-]*(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
#: As many names as one message holds.
MOST_NAMES = 60
_WHY = {
    "gone": "ไม่พบการประชุมนี้",
    "closed": "การประชุมนี้ปิดเรื่องแล้ว",
    "cancelled": "การประชุมนี้ยกเลิกแล้ว",
    "over": "การประชุมนี้สิ้นสุดแล้ว",
    "register": "ต้องยืนยันตัวตนก่อนจึงลงชื่อเข้าร่วมได้ พิมพ์ «ลงทะเบียน»",
    "not_allowed": "ปุ่มนี้ใช้ได้เฉพาะเจ้าหน้าที่ที่ดูแลการประชุม จึงไม่มีอะไรเปลี่ยนแปลง",
}
#: Why the card of a move is shown once more.
_LEADS = {
    "": "",
    "outdated": "เรื่องนี้เปลี่ยนไปหลังจากที่ท่านเห็น ยังไม่ได้แจ้ง โปรดตรวจแล้วกดอีกครั้ง",
    "price": "จำนวนผู้เข้าร่วมเพิ่มขึ้น ยังไม่ได้แจ้ง โปรดตรวจจำนวนข้อความแล้วกดอีกครั้ง",
    "dear": "ข้อความเดือนนี้ไม่พอแล้ว ยังไม่ได้แจ้ง",
    "long": "ลิงก์ยาวเกินไป โปรดใช้ลิงก์ที่สั้นลง",
    "empty": "โปรดพิมพ์ลิงก์หรือรหัสเป็นข้อความ",
}


def known_reasons() -> set[str]:
    """Every reason that has a sentence."""
    return set(_WHY)


def known_leads() -> set[str]:
    """Every reason to show the card of a move again."""
    return set(_LEADS)


def channel_text(channel: str) -> str:
    """What a channel is called."""
    return CHANNEL.get(channel, channel)


def moved_words(channel: str, link: str) -> str:
    """What stands in the ticket's trail."""
    return f"ย้ายการประชุมไปที่ {channel_text(channel)} {link}".rstrip()


def when_where(facts: Json) -> str:
    """«อ. 15 ธ.ค. 2569 09.00–12.00 น. · ห้องประชุมใหญ่»."""
    return " · ".join(
        (when_text([facts["starts"], facts["ends"]]), short(", ".join(facts["rooms"]), 60))
    )


def channel_line(facts: Json) -> str:
    """Where it is, or where it moved to, and how to get in as far as the reader may know."""
    moved = "ย้ายไปที่" if facts["moved_at"] else "ช่องทาง"
    return f"{moved} {short(channel_text(facts['channel']), 60)} {facts['link']}".rstrip()


def row(entry: Json) -> Row:
    """A conference among the notices."""
    facts = entry["facts"]
    said = [when_where(facts), channel_line(facts)]
    if facts["attends"]:
        said.append("ท่านเข้าร่วม")
    return Row(f"🎥 {short(facts['subject'], 80)}", detail=" · ".join(said))


def doing(facts: Json, n: str) -> tuple[Button, ...]:
    """Take part, or no more; `n` where there are several."""
    if not facts["may"]:
        return ()
    attends = facts["attends"]
    label, step = (LEAVE, "leave") if attends else (JOIN, "join")
    shown = f"{label}: {short(facts['subject'], 40)}"
    return (Do(f"{label} {n}".rstrip(), FLOW, step, str(facts["id"]), shown=shown),)


@words("conference.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`rows` by their numbers; none where nothing is to come. `leave`: to take one's name back."""
    rows: dict[str, Json] = data["rows"]
    if not rows:
        none = "ท่านไม่ได้ลงชื่อเข้าร่วมประชุมใด" if data["leave"] else "ยังไม่มีการประชุมทางไกลใน 7 วันนี้"
        return [Text(polite(none, voice.particle), (Say(_NOTICES, _NOTICES),))]
    title = "ประชุมทางไกล"
    how = f"กดหรือพิมพ์หมายเลขเพื่อ{'ถอนชื่อ' if data['leave'] else 'เข้าร่วม'}"
    lead = polite(how, voice.particle)
    drawn = [_numbered(n, facts) for n, facts in rows.items()]
    told = " · ".join(f"{one.label} {one.detail}" for one in drawn)
    buttons = [one for n, facts in rows.items() for one in doing(facts, n)]
    return [
        Card(f"{title}: {lead} {told}", title, lead, rows=tuple(drawn), buttons=tuple(buttons),
             icon="🎥", beside=True)
    ]  # fmt: skip


def _numbered(n: str, facts: Json) -> Row:
    drawn = row({"facts": facts})
    return Row(f"{n}. {drawn.label}", detail=drawn.detail)


@words("conference.joined")
def joined(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """They take part (`is_new`, or did already)."""
    said = "ลงชื่อเข้าร่วมแล้ว" if data["is_new"] else "ท่านลงชื่อเข้าร่วมไว้แล้ว"
    note = "หากเปลี่ยนช่องทางหรือยกเลิก จะแจ้งในแชตนี้ รายชื่อผู้เข้าร่วมเห็นเฉพาะเจ้าหน้าที่"
    return [_card(data, polite(said, voice.particle), note, icon="✅", more=doing(data, ""))]


@words("conference.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"ถอนชื่อจากการประชุม «{short(data['subject'], 120)}» แล้ว", voice.particle)
    return [Text(said, (Say(_NOTICES, _NOTICES),))]


@words("conference.moved")
def moved(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To everybody who attends: it goes on elsewhere."""
    said = polite(f"โปรดเปลี่ยนไปเข้าที่ {short(channel_text(data['channel']), 60)}", voice.particle)
    return [_card(data, said, "", title="ย้ายช่องทางประชุม", tone="alert", icon="📣")]


@words("conference.cancelled")
def cancelled(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To everybody who attends: it does not take place."""
    title, said = "ยกเลิกการประชุม", polite("การประชุมนี้ยกเลิกแล้ว", voice.particle)
    what = short(data["subject"], 160)
    return [
        Card(f"{title}: {what} {when_where(data)} {said}", title, when_where(data),
             body=(what, said), tone="sorry", icon="🎥", buttons=(Say("ดูประกาศทั้งหมด", _NOTICES),))
    ]  # fmt: skip


def _card(
    data: Json,
    said: str,
    note: str,
    *,
    title: str = "ประชุมทางไกล",
    tone: str = "calm",
    icon: str = "🎥",
    more: Sequence[Button] = (),
) -> Card:
    """One conference as those who attend see it, with the way in."""
    what = short(data["subject"], 160)
    rows = [Row("เรื่อง", what)]
    if data.get("was"):
        rows.append(Row("ช่องทางเดิม", short(channel_text(data["was"]), 60)))
    name = "ย้ายไปที่" if data["moved_at"] else "ช่องทาง"
    rows.append(Row(name, short(channel_text(data["channel"]), 60), strong=True))
    if data["link"]:
        rows.append(Row("ลิงก์/รหัส", data["link"]))
    where = when_where(data)
    return Card(
        alt=f"{title}: {said} {what} {where} {channel_line(data)}",
        title=title,
        subtitle=where,
        body=(said,),
        rows=tuple(rows),
        note=note,
        buttons=(*way_in(data["link"]), *more),
        tone=tone,
        icon=icon,
    )


def way_in(link: str) -> tuple[Button, ...]:
    """A button for the first address in what was typed."""
    found = _ADDRESS.search(link)
    return (Open("เข้าประชุม", found[0], style=Style.PRIMARY),) if found else ()


@words("conference.switch")
def switch(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """For staff, before anybody is told: where it goes on, how many hear of it at what price."""
    title, what = SWITCH, short(data["subject"], 160)
    to = short(channel_text(data["to"]), 60) if data["to"] else "โปรดเลือก"
    lead = polite(_LEADS[data["lead"]], voice.particle) if data["lead"] else ""
    rows = [
        Row("เรื่อง", what),
        Row("ขณะนี้", short(channel_text(data["channel"]), 60), detail=_told_when(data)),
        Row("ย้ายไปที่", to, strong=True),
        Row("ลิงก์/รหัส", data["to_link"] or "–"),
    ]
    price = price_text(data["price"])
    how = "พิมพ์ลิงก์หรือรหัสเข้าประชุมในแชตนี้ได้ หรือกดแจ้งโดยไม่มีลิงก์"
    note = "แจ้งแล้วยกเลิกไม่ได้" if data["to_link"] else f"{how} แจ้งแล้วยกเลิกไม่ได้"
    said = " ".join(f"{one.label} {one.value}" for one in rows)
    return [
        Card(
            alt=f"{title}: {lead} {said} {price} {note}",
            title=title,
            subtitle=f"{number_text(data)} · {when_where(data)}",
            body=tuple(filter(None, (lead, price))),
            rows=tuple(rows),
            note=note,
            buttons=tuple(_switching(data)),
            tone="alert" if data["lead"] else "ask",
            icon="📣",
        )
    ]


def _switching(data: Json) -> list[Button]:
    found: list[Button] = []
    if data["to"]:
        step, label = telling(data["price"])
        shown = f"{label}: {channel_text(data['to'])}"
        found.append(Do(label, FLOW, step, value(data), shown=shown, style=Style.PRIMARY))
    found += [
        Press(change_text(one), FLOW, "link", f"to:{n}")
        for n, one in enumerate(data["channels"])
        if one not in (data["to"], data["channel"])
    ]
    return [*found, Do(PEOPLE, FLOW, "people", str(data["id"]), style=Style.LINK)]


def change_text(channel: str) -> str:
    """The label of the button that takes another channel."""
    return f"เปลี่ยนเป็น {short(channel_text(channel), 26)}"


def telling(price: Json) -> tuple[str, str]:
    """The step and the label of the one button that tells everybody."""
    if not price["fits"]:
        return "free", FREE
    return "tell", TELL if price["people"] else RECORD


def value(data: Json) -> str:
    """What the button that tells carries: the card may be gone when it is pressed."""
    head = f"{data['id']}:{data['version']}:{data['price']['people']}"
    return "\n".join((head, data["to"], data["to_link"]))


def price_text(price: Json) -> str:
    """«แจ้งผู้เข้าร่วม 12 คน = 12 ข้อความ (เหลือ 180)»."""
    people, left = price["people"], price["left"]
    missed = f" อีก {price['missed']:,} คนแจ้งทาง LINE ไม่ได้ โปรดติดต่อทางอื่น" if price["missed"] else ""
    if not people:
        return f"ยังไม่มีผู้เข้าร่วมที่แจ้งทาง LINE ได้{missed}"
    if not price["fits"]:
        said = f"ต้องใช้ {people:,} ข้อความ แต่เดือนนี้เหลือ {left:,} จึงแจ้งทันทีไม่ได้"
        return f"{said} แจ้งฟรีได้เมื่อผู้เข้าร่วมทักมาหรือเปิด «ประกาศ»{missed}"
    rest = f" (เหลือ {left:,})" if left is not None else ""
    return f"แจ้งผู้เข้าร่วม {people:,} คน = {people:,} ข้อความ{rest}{missed}"


def _told_when(data: Json) -> str:
    return f"แจ้งย้ายแล้วเมื่อ {moment_text(data['moved_at'])}" if data["moved_at"] else ""


@words("conference.told")
def told(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To whoever moved it: done; `again`: it was done before, and nobody was told twice."""
    to = channel_text(data["channel"])
    how = _how_many(data)
    if data["again"]:
        said = f"แจ้งย้ายไปที่ {to} แล้วเมื่อ {moment_text(data['at'])} ({how}) จึงไม่แจ้งซ้ำ"
        return [Text(polite(said, voice.particle))]
    said = polite(f"ย้ายการประชุมไปที่ {to} แล้ว {how}", voice.particle)
    missed = f"\nอีก {data['missed']:,} คนแจ้งทาง LINE ไม่ได้ โปรดติดต่อทางอื่น" if data["missed"] else ""
    return [Text(f"{said}\n«{_NOTICES}» แสดงช่องทางใหม่แล้ว{missed}", (Say(_NOTICES, _NOTICES),))]


def _how_many(data: Json) -> str:
    if data["pushed"]:
        return f"แจ้งแล้ว {data['pushed']:,} คน"
    return f"จะแจ้ง {data['offered']:,} คนเมื่อทักมา" if data["offered"] else "ไม่มีผู้ต้องแจ้ง"


@words("conference.people")
def people(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who attends, for staff."""
    found: list[Json] = data["people"]
    if not found:
        return [Text(polite("ยังไม่มีผู้ลงชื่อเข้าร่วม", voice.particle))]
    lines = [f"ผู้เข้าร่วม «{short(data['subject'], 80)}» {data['count']:,} คน"]
    lines += [
        " ".join(filter(None, (f"{n}. {one['name']}", short(one["affiliation"], 60))))
        for n, one in enumerate(found, 1)
    ]
    if data["count"] > len(found):
        lines.append(f"และอีก {data['count'] - len(found):,} คน")
    return [Text("\n".join(lines))]


@words("conference.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Why nothing was done."""
    said = polite(_WHY[data["why"] if data["why"] in _WHY else "gone"], voice.particle)
    say = _REGISTER if data["why"] == "register" else _NOTICES
    return [Text(said, (Say(say, say),))]
