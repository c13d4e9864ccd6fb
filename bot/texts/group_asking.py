"""What staff are asked for a group's code, and the code with how to use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Message, Place, Press, Say, Text, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.groups import ALLOW, FLOW, PURPOSES
from bot.texts.ticket_words import moment_text, short

ALL_SCHOOLS = {"all": "ทุกโรงเรียนในเขต"}
AS_READ = {"read": "ใช้เท่าที่อ่านได้"}
_CANCEL = Say("ยกเลิก", "ยกเลิก")
_AGAIN = {
    "pick": "เลือกจากปุ่ม หรือพิมพ์หมายเลข",
    "name": "ชื่อกลุ่มเป็นข้อความ 1 ถึง 200 ตัวอักษร",
    "empty": "พิมพ์ชื่อเครือข่าย อำเภอ หรือโรงเรียน",
}


def known_slips() -> set[str]:
    """Every reason for which something is asked again."""
    return set(_AGAIN)


@words("group.purpose")
def purpose(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who meets in the group?"""
    numbered = {value: f"{n}. {said}" for n, (value, said) in enumerate(PURPOSES.items(), 1)}
    lines = [*_again(data, voice), asking("จะผูกกลุ่มใด", voice.particle)]
    return _card("ผูกกลุ่ม LINE", lines, [*_press("purpose", numbered), _CANCEL])


@words("group.name")
def name(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is it called?"""
    lines = [*_again(data, voice), polite("พิมพ์ชื่อกลุ่ม", voice.particle)]
    note = "เช่น ธุรการโรงเรียน สพป.ตัวอย่าง"
    return _card("ชื่อกลุ่ม", lines, [_CANCEL], note)


@words("group.schools")
def schools(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Whose schools is it for? `known`: how many of a typed list were understood."""
    lines = _again(data, voice)
    if data["unclear"]:
        unclear = ", ".join(short(one, 40) for one in data["unclear"][:5])
        lines += [polite(f"ยังอ่านไม่ออก: {unclear}", voice.particle)]
    if data["known"]:
        lines += [f"อ่านได้แล้ว {data['known']:,} โรงเรียน พิมพ์เพิ่มได้"]
    lines += [asking("กลุ่มนี้สำหรับโรงเรียนใด", voice.particle)]
    networks = {str(n): f"{n}. {short(one, 34)}" for n, one in enumerate(data["networks"], 1)}
    buttons = [
        *(_press("schools", AS_READ) if data["known"] else ()),
        *_press("schools", ALL_SCHOOLS),
        *_press("schools", networks),
        _CANCEL,
    ]
    more = f" (มีอีก {data['more']:,} เครือข่าย)" if data["more"] else ""
    note = f"หรือพิมพ์ชื่อเครือข่าย อำเภอ โรงเรียน คั่นด้วยจุลภาค{more}"
    return _card("โรงเรียนของกลุ่ม", lines, buttons, note)


@words("group.code")
def code(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The code, shown once; the second message is what is typed in the group, to be copied."""
    count = "ทุกโรงเรียนในเขต" if data["schools"] is None else f"{data['schools']:,} โรงเรียน"
    lines = [
        f"{PURPOSES[data['purpose']]} {count}",
        "1. เชิญบัญชีนี้เข้ากลุ่ม",
        polite("2. พิมพ์ข้อความถัดไปนี้ในกลุ่ม", voice.particle),
    ]
    note = (
        f"ใช้ได้ครั้งเดียว ถึง {moment_text(data['until'])}\n{ALLOW}\n"
        "กลุ่มหนึ่งมีบัญชีทางการได้บัญชีเดียว หากบัญชีนี้ออกจากกลุ่มเอง แสดงว่ามีบัญชีอื่นอยู่แล้ว"
    )
    typed = f"ถามเขต ผูกกลุ่ม {data['code']}"
    return [*_card(f"รหัสผูกกลุ่ม «{short(data['name'], 60)}»", lines, [], note), Text(typed)]


def _again(data: Mapping[str, Any], voice: Voice) -> list[str]:
    why = _AGAIN.get(str(data.get("again") or ""))
    return [polite(why, voice.particle)] if why else []


def _press(step: str, labels: Mapping[str, str]) -> list[Button]:
    return [Press(said, FLOW, step, value, shown=said) for value, said in labels.items()]


def _card(
    title: str, lines: Sequence[str], buttons: Sequence[Button], note: str = ""
) -> list[Message]:
    labels = [b.label for b in buttons if isinstance(b, Press)]
    told = f"พิมพ์ได้: {' / '.join(labels)}" if labels else ""
    return [
        Card(
            alt=" · ".join(filter(None, [title, *lines, told, note])),
            title=title,
            icon="👥",
            tone="ask",
            body=tuple(lines),
            note=note,
            buttons=tuple(buttons),
        )
    ]
