"""Lists of those who announce: their announcements, and who has not said that they read one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.announcement_card import LABELS
from bot.texts.announcement_words import CONTROL, MINE, STATUS, WRITE
from bot.texts.figures import polite
from bot.texts.people_words import by_whom
from bot.texts.request_words import moment_text, short
from handlers.contacts import first_number

Json = Mapping[str, Any]
NEXT, BEFORE, BACK = "หน้าถัดไป", "หน้าก่อน", "กลับไปที่ประกาศ"
NEW = {"new": WRITE}


def row_label(n: str) -> str:
    """What the button of a row is called."""
    return f"ข้อ {n}"


@words("announcing.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`rows` by number; `page` of `pages`."""
    rows: dict[str, Json] = data["rows"]
    if not rows:
        said = polite("ยังไม่มีประกาศที่ท่านเขียน", voice.particle)
        return [Text(f"{said} เริ่มเขียน พิมพ์ «{WRITE}»", (Say(WRITE, WRITE),))]
    lines = tuple(
        Row(f"{n}. {short(one['title'], 80)}", detail=_state(one)) for n, one in rows.items()
    )
    buttons: list[Button] = [
        Press(row_label(n), CONTROL, "mine", n, short(f"{n}. {one['title']}", 100))
        for n, one in rows.items()
    ]
    buttons += _turning(data, "mine")
    buttons.append(Press(WRITE, CONTROL, "mine", "new", WRITE, Style.PRIMARY))
    how = "กดหรือพิมพ์หมายเลขเพื่อเปิด"
    said = " · ".join(f"{one.label} {one.detail}" for one in lines)
    return [
        Card(f"{MINE}: {said} {how}", MINE, _pages(data), rows=lines, note=how,
             buttons=tuple(buttons), beside=True, icon="📣")
    ]  # fmt: skip


def _state(one: Json) -> str:
    at = {"scheduled": one["send_at"], "waiting": one["send_at"], "sent": one["sent_at"]}
    when = at.get(one["status"])
    said = [f"{STATUS[one['status']]} {moment_text(when) if when else ''}".strip()]
    if one["status"] == "sent" and one["asks"]:
        said.append(f"รับทราบ {one['acknowledged']:,} คน")
    return " · ".join([*said, short(by_whom(one["by"]), 40)])


def _turning(data: Json, step: str) -> list[Button]:
    """To the page before and the one after."""
    pages = ((BEFORE, data["page"] - 1), (NEXT, data["page"] + 1))
    return [
        Press(label, CONTROL, step, f"page:{page}", label)
        for label, page in pages
        if 0 <= page < data["pages"]
    ]


def _pages(data: Json) -> str:
    return f"หน้า {data['page'] + 1:,}/{data['pages']:,}" if data["pages"] > 1 else ""


@words("announcing.outstanding")
def outstanding(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who has not acknowledged, ten to a card, with whom to ring up."""
    back = Do(BACK, CONTROL, "open", str(data["id"]))
    if not data["lines"]:
        said = polite("รับทราบครบแล้ว", voice.particle)
        return [Text(f"{short(data['title'], 80)}\n{said}", (back,))]
    lines = list(enumerate(data["lines"], data["first"]))
    rows = [Row(f"{n}. {short(one['school'] or one['name'], 60)}", detail=_whom(one))
            for n, one in lines]  # fmt: skip
    calls: list[Button] = []
    for n, one in lines:
        number = first_number(one["phone"]) if one["phone"] else ""
        calls += [Open(f"โทร {n}", f"tel:{number}", Style.SECONDARY)] if number else []
    turning = [
        Do(label, CONTROL, "outstanding", f"{data['id']}:{page}")
        for label, page in ((BEFORE, data["page"] - 1), (NEXT, data["page"] + 1))
        if 0 <= page < data["pages"]
    ]
    counts = [(data["schools"], "โรงเรียน"), (data["people"], "คน")]
    of = " และ ".join(f"{count:,} {unit}" for count, unit in counts if count)
    title = f"{LABELS['outstanding'].removeprefix('ดู')} {of}"
    name = short(data["title"], 100)
    said = " · ".join(f"{one.label} {one.detail}" for one in rows)
    return [
        Card(" · ".join(filter(None, [title, name, _pages(data), said])), title,
             " · ".join(filter(None, [name, _pages(data)])), rows=tuple(rows),
             buttons=(*calls, *turning, back), beside=True, icon="📋")
    ]  # fmt: skip


def _whom(one: Json) -> str:
    """The person where the row is headed by their school, the number to ring up, and whether it
    has come to them at all."""
    name = short(one["name"], 60) if one["school"] else ""
    phone = one["phone"] or "ไม่มีเบอร์โทรในระบบ"
    reached = "" if one["reached"] else "ยังไม่ได้รับ"
    return " · ".join(filter(None, [" ".join(filter(None, [name, phone])), reached]))
