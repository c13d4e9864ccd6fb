"""One school in a round for those who keep it: its card, and what they are asked on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import (
    Button,
    Card,
    Do,
    Message,
    Open,
    PickDay,
    Place,
    Press,
    Say,
    Style,
    Text,
    Voice,
)
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.round_lists import contact_text, phone_of
from bot.texts.round_words import STANDING, moment_text, round_name, short
from bot.texts.round_work import LABELS
from bot.texts.rounds import FLOW, dates, name_with_school, own_text, progress, say_label

Json = Mapping[str, Any]
CANCEL = "ยกเลิก"
#: «รับทราบ» alone is a word of its own, whenever it is typed.
ACCEPT = "เขตรับทราบ"
_LEADS = {
    "": "",
    "entering": "บันทึกแทนแล้ว",
    "entered": "บันทึกแทนแล้ว",
    "confirmed": "บันทึกแทนแล้ว",
    "certified": "บันทึกแทนแล้ว",
    "given_back": "ส่งกลับแก้ไขแล้ว",
    "longer": "ให้เวลาเพิ่มแล้ว",
    "exempt": "ยกเว้นแล้ว โรงเรียนนี้ไม่นับในรอบนี้",
    "unexempt": "เลิกยกเว้นแล้ว โรงเรียนนี้นับในรอบนี้ตามเดิม",
    "outdated": "สถานะเปลี่ยนไปหลังจากที่ท่านเห็น จึงยังไม่มีผล นี่คือสถานะล่าสุด",
    "cannot": "ทำรายการนั้นกับสถานะนี้ไม่ได้ จึงไม่มีอะไรเปลี่ยนแปลง",
}
#: What a school is asked for, and a reason.
_NOBODY = "ยังไม่มีผู้ใดของโรงเรียนที่แจ้งทาง LINE ได้ โปรดโทรแจ้ง"
_WHICH = {
    "note": "บันทึกแทนโรงเรียนใด",
    "longer": "ให้เวลาเพิ่มแก่โรงเรียนใด",
    "exempt": "ยกเว้นโรงเรียนใด",
}
_WHY = {
    "give_back": ("ส่งกลับให้แก้ไขเรื่องใด", "โรงเรียนจะเห็นข้อความนี้"),
    "longer": ("ให้เวลาเพิ่มเพราะเหตุใด", "โรงเรียนจะเห็นข้อความนี้"),
    "exempt": ("ยกเว้นเพราะเหตุใด", "โรงเรียนจะเห็นข้อความนี้"),
}
_SLIPS = {
    "": "",
    "empty": "โปรดพิมพ์เป็นข้อความ",
    "long": "ข้อความยาวเกินไป ขอสั้นลง",
    "pick": "โปรดกดเลือก หรือพิมพ์หมายเลข",
    "day": "อ่านวันที่ไม่ออก",
    "past": "วันใหม่ต้องยังมาไม่ถึง และต้องอยู่หลังกำหนดของรอบ",
}


def known_leads() -> set[str]:
    """Everything that the card may begin with."""
    return set(_LEADS)


def known_slips() -> set[str]:
    """Every reason to ask again."""
    return set(_SLIPS)


def choices(data: Json) -> dict[str, str]:
    """The buttons of the card by their steps."""
    return {step: ACCEPT if step == "acknowledge" else LABELS[step] for step in data["can"]}


def note_choices(data: Json) -> dict[str, str]:
    """What can be written down of the school, as it would say so itself."""
    return {standing: say_label(standing, data) for standing in data["notable"]}


@words("round.office")
def office(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One school of a round. `lead` says what was just done, `said` why it was not."""
    school = data["school"]
    lead = data["said"] or _LEADS[data["lead"]]
    reason = [f"ส่งกลับให้แก้ไข: {short(school['reason'], 600)}"] if school["reason"] else []
    who = f"ติดต่อ {contact_text(data['contact'])}"
    told = told_lines(data)
    body = [*([polite(lead, voice.particle)] if lead else []), *dates(data), *reason, *told, who]
    name = name_with_school(short(school["name"], 100))
    typed = f"พิมพ์ได้: {' / '.join(choices(data).values())}"
    now = f"สถานะ: {own_text(school)}"
    return [
        Card(
            alt=" · ".join([name, round_name(data), now, *body, typed]),
            title=name,
            subtitle=round_name(data),
            body=tuple(body),
            rows=tuple(progress(school)),
            buttons=tuple(_buttons(data)),
            tone="sorry" if school["late"] else "calm",
            icon="🏫",
            beside=True,
        )
    ]


def told_lines(data: Json) -> list[str]:
    """Whom the office's last word about the school has reached, or will; that nobody is there."""
    told, school = data["told"], data["school"]
    if not told:
        answered = school["longer"] or school["standing"] in ("returned", "acknowledged")
        return [_NOBODY] if answered and school["exempt"] is None else []
    said = ", ".join(f"{short(one['to'], 60)} {_told(one)}" for one in told)
    reached = any(one["at"] or one["push_at"] for one in told)
    hurry = not reached and told[0]["verdict"] == "returned"
    return [f"แจ้งโรงเรียน: {said}", *(["หากเร่งด่วน โปรดโทรแจ้ง"] if hurry else [])]


def _told(one: Json) -> str:
    if one["at"]:
        return f"(แจ้งแล้ว {moment_text(one['at'])})"
    if one["way"] == "waiting":
        at = one["push_at"]
        return f"(จะส่ง {moment_text(at)})" if at else "(จะแจ้งเมื่อทักมาครั้งหน้า)"
    return "(ไม่ได้แจ้ง)"


def _buttons(data: Json) -> list[Button]:
    school = data["school"]
    value = f"{data['id']}:{school['code']}:{school['version']}"
    found: list[Button] = [
        Do(label, FLOW, step, value, f"{label}: {short(school['name'], 80)}",
           Style.PRIMARY if step == "acknowledge" else Style.SECONDARY)
        for step, label in choices(data).items()
    ]  # fmt: skip
    if number := phone_of(data["contact"]):
        found.append(Open("โทรหาผู้ติดต่อ", f"tel:{number}"))
    follow = f"{LABELS['follow']}: {short(round_name(data), 80)}"
    return [*found, Do(LABELS["follow"], FLOW, "follow", str(data["id"]), follow, Style.LINK)]


@words("round.ask_school")
def ask_school(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which school? `candidates` it may be; what was `typed` is none of the round."""
    title = asking(_WHICH[data["what"]], voice.particle)
    found = data.get("candidates") or []
    buttons = tuple(
        Press(f"{n}. {short(one['name'], 24)} ({one['code']})", FLOW, "school", one["code"],
              short(one["name"], 80))
        for n, one in enumerate(found, 1)
    )  # fmt: skip
    lead = ""
    if found:
        lead = "หมายถึงโรงเรียนใด กดเลือก หรือพิมพ์หมายเลข"
    elif data.get("typed"):
        lead = f"ไม่พบโรงเรียน «{short(data['typed'], 60)}» ในรอบนี้"
    how = "พิมพ์ชื่อโรงเรียน หรือรหัส 8 หลัก"
    name = short(round_name(data), 100)
    if not buttons:
        lines = filter(None, [lead, title, name, how])
        return [Text("\n".join(lines), (Say(CANCEL, CANCEL),))]
    alt = " ".join([title, name, lead, *(one.label for one in buttons)])
    return [Card(alt, title, name, body=(lead,), buttons=buttons, tone="ask", icon="🏫")]


@words("round.ask_standing")
def ask_standing(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What does the school say of itself?"""
    school = data["school"]
    title = asking("โรงเรียนแจ้งว่าอย่างไร", voice.particle)
    name = name_with_school(short(school["name"], 100))
    now = f"ขณะนี้ {STANDING[school['standing']]}"
    lead = _SLIPS[data["again"]]
    buttons = tuple(
        Press(f"{n}. {label}", FLOW, "noted", standing, f"{label} ({short(school['name'], 60)})")
        for n, (standing, label) in enumerate(note_choices(data).items(), 1)
    )
    body = tuple(filter(None, [lead, round_name(data), now, "กดเลือก หรือพิมพ์หมายเลข"]))
    alt = " ".join([title, name, *body, *(one.label for one in buttons)])
    return [Card(alt, title, name, body=body, buttons=buttons, tone="ask", icon="📞")]


@words("round.ask_until")
def ask_until(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Until when has this school time?"""
    title = asking("ให้เวลาถึงวันใด", voice.particle)
    name = name_with_school(short(data["school"]["name"], 100))
    lead = _SLIPS[data["again"]]
    due = f"กำหนดของรอบ {moment_text(data['due'])}"
    how = "พิมพ์ เช่น 15 มิ.ย. 69 หรือ 15/6/2569 12.00 น. ถ้าไม่บอกเวลาจะถือว่า 16.30 น."
    body = tuple(filter(None, [lead, due, how]))
    pick = PickDay("เลือกวัน", FLOW, "until", data["earliest"], style=Style.PRIMARY)
    alt = " ".join([title, name, *body])
    return [Card(alt, title, name, body=body, buttons=(pick,), tone="ask", icon="📅")]


@words("round.ask_why")
def ask_why(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """For what reason?"""
    question, note = _WHY[data["what"]]
    lead = _SLIPS[data["again"]]
    name = name_with_school(short(data["school"]["name"], 100))
    until = f"ให้ถึง {moment_text(data['until'])}" if data.get("until") else ""
    lines = [
        polite(lead, voice.particle) if lead else "",
        asking(question, voice.particle),
        " · ".join(filter(None, [name, until])),
        f"พิมพ์เหตุผลได้เลย {note}",
    ]
    return [Text("\n".join(filter(None, lines)), (Say(CANCEL, CANCEL),))]
