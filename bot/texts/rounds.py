"""Collection rounds for schools: where one stands, and what it may say next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.round_words import (
    DATASET,
    SOURCE,
    STANDING,
    left_text,
    letter_text,
    moment_text,
    round_name,
    short,
    weekday_text,
)

Json = Mapping[str, Any]
FLOW = "round"
DUE, TELL = "กำหนดส่ง", "บอกสถานะ"
#: What a school passes through, in this order.
PATH = ("entering", "entered", "confirmed", "certified", "acknowledged")
#: What a tap can open: LINE takes no others.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.:-]*(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_LEADS = {
    "": "",
    "entering": "บันทึกว่ากำลังบันทึกข้อมูลแล้ว",
    "entered": "ขอบคุณ บันทึกว่าบันทึกข้อมูลครบแล้ว",
    "confirmed": "ขอบคุณ บันทึกว่าโรงเรียนยืนยันแล้ว",
    "certified": "ขอบคุณ บันทึกว่า ผอ.รับรองแล้ว",
    "already": "สถานะนี้บันทึกไว้แล้ว ไม่มีอะไรเปลี่ยนแปลง",
    "outdated": "สถานะเปลี่ยนไปหลังจากที่ท่านเห็น การกดครั้งนี้จึงยังไม่มีผล นี่คือสถานะล่าสุด",
}
_WHY = {
    "gone": "ไม่พบรอบการจัดเก็บข้อมูลนี้",
    "not_yours": "ปุ่มนี้ใช้ได้เฉพาะผู้ที่เกี่ยวข้องกับโรงเรียนนั้น จึงไม่มีอะไรเปลี่ยนแปลง",
    "no_school": "รอบนี้ไม่มีโรงเรียนของท่าน",
    "not_staff": "ส่วนนี้สำหรับเจ้าหน้าที่ที่ติดตามการจัดเก็บข้อมูล",
    "none_mine": "ขณะนี้ไม่มีข้อมูลที่โรงเรียนของท่านต้องส่ง",
    "none_open": "ขณะนี้ไม่มีรอบการจัดเก็บข้อมูลที่เปิดอยู่ หรือจะเปิดใน 14 วัน",
}


def known_leads() -> set[str]:
    """Everything that a school's card may begin with."""
    return set(_LEADS)


def known_reasons() -> set[str]:
    """Every reason for which no card is shown."""
    return set(_WHY)


def button_name(facts: Json) -> str:
    """What tells this round from others on a button: «DMC», or the name of another collection."""
    return DATASET[facts["dataset"]] if facts["dataset"] != "other" else short(facts["name"], 20)


def say_label(standing: str, facts: Json) -> str:
    """The button by which a school says that it stands there."""
    if standing == "confirmed":
        other = facts["dataset"] == "other"
        return "ส่งข้อมูลแล้ว" if other else f"ยืนยันใน {DATASET[facts['dataset']]} แล้ว"
    return {"entering": "กำลังบันทึก", "entered": "บันทึกครบแล้ว", "certified": "รับรองแล้ว"}[standing]


def say_choices(data: Json) -> dict[str, str]:
    """The buttons of a school's card by their steps."""
    return {standing: say_label(standing, data) for standing in data["can"]}


def due_line(facts: Json, due: str | None = None, *, done: bool = False) -> str:
    """«ส่งภายใน พ. 10 มิ.ย. 2569 16.30 น. (อีก 3 วัน)»; until it opens, when that is. `due` is a
    school's own; `done`: it has nothing to hurry for."""
    now, due = datetime.fromisoformat(facts["now"]), due or facts["due"]
    said = f"ส่งภายใน {moment_text(due)}"
    if facts["phase"] == "before":
        return f"เปิดบันทึก {weekday_text(facts['opens'])} {said}"
    return said if done else f"{said} ({left_text(due, now)})"


def own_text(school: Json) -> str:
    """Where one's own school stands."""
    if school["exempt"] is not None:
        return "ได้รับการยกเว้น"
    late = " (เลยกำหนดแล้ว)" if school["late"] else ""
    return f"{STANDING[school['standing']]}{late}"


def name_with_school(name: str) -> str:
    """«โรงเรียนบ้านหนองบัว»."""
    return name if name.startswith("โรงเรียน") else f"โรงเรียน{name}"


def percent_text(value: str | None) -> str:
    """«86.33 %», or a dash where nothing is expected."""
    return f"{value} %" if value is not None else "–"


def done_text(office: Json) -> str:
    """«ยืนยันแล้ว 120 จาก 139 (86.33 %)»."""
    share = percent_text(office["rate"])
    return f"ยืนยันแล้ว {office['actual']:,} จาก {office['expected']:,} ({share})"


def link_button(facts: Json, label: str = "เปิดลิงก์") -> tuple[Button, ...]:
    """The round's own link, where a tap can open it."""
    link = facts["link"] or ""
    if not _ADDRESS.fullmatch(link):
        return ()
    return (Open(f"{label} {button_name(facts)}", link),)


# ---------------------------------------------------------------- a school's card


@words("round.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One round for one school. `lead` says what was just done, `said` why it was not."""
    school = data["school"]
    lead = data["said"] or _LEADS[data["lead"]]
    body = [polite(lead, voice.particle)] if lead else []
    body += [*dates(data), *_returned(school)]
    rows = progress(school)
    note = _note(data)
    name, head = name_with_school(short(school["name"], 100)), round_name(data)
    typed = f"พิมพ์ได้: {' / '.join(say_choices(data).values())}" if data["can"] else ""
    now = f"สถานะ: {own_text(school)}"
    return [
        Card(
            alt=" · ".join(filter(None, [head, name, now, *body, *note, typed])),
            title=head,
            subtitle=name,
            body=tuple(body),
            rows=tuple(rows),
            note="\n".join(note),
            buttons=(*_saying(data), *link_button(data)),
            tone="sorry" if school["late"] or school["standing"] == "returned" else "calm",
            icon="🗓️",
        )
    ]


def dates(data: Json) -> list[str]:
    """The dates that matter to a school as it stands."""
    school = data["school"]
    done = school["standing"] in PATH[2:]
    found = [due_line(data, school["due"], done=done)]
    if school["phase"] == "cancelled":
        return ["รอบนี้ยกเลิกแล้ว ไม่ต้องส่ง"]
    if school["exempt"] is not None:
        return [f"โรงเรียนได้รับการยกเว้น: {short(school['exempt'], 300)}"]
    if school["longer"]:
        found.append(f"เขตให้เวลาเพิ่ม: {short(school['longer'], 300)}")
    if not data.get("confirmable", True) and not done:
        found.append(f"ยืนยันได้ตั้งแต่วันที่ {weekday_text(data['confirm_from'])}")
    if data["certify_by"] and school["standing"] not in PATH[3:]:
        found.append(f"ผอ.รับรองภายใน {moment_text(data['certify_by'])}")
    if school["phase"] == "closed":
        found.append(f"ระบบปิดแล้วเมื่อ {weekday_text(data['system_closes'])}")
    return found


def progress(school: Json) -> list[Row]:
    """Every step with where it stands; who said so, and when."""
    now = school["standing"]
    how = ""
    if school["since"]:
        how = f"{SOURCE[school['source']]} {moment_text(school['since'])}"
    first = [] if now in PATH else [Row(f"● {STANDING[now]}", detail=how, strong=True)]
    place = PATH.index(now) if now in PATH else -1
    found = []
    for n, step in enumerate(PATH):
        # The office may accept before the director has certified.
        if now == "acknowledged" and step == "certified":
            continue
        if n == place:
            found.append(Row(f"● {STANDING[step]}", detail=how, strong=True))
        else:
            found.append(Row(f"{'✓' if n < place else '○'} {STANDING[step]}"))
    return [*first, *found]


def _returned(school: Json) -> list[str]:
    return [f"เขตส่งกลับให้แก้ไข: {short(school['reason'], 600)}"] if school["reason"] else []


def _saying(data: Json) -> list[Button]:
    school, found = data["school"], list[Button]()
    value = f"{data['id']}:{school['code']}:{school['version']}"
    for n, (step, label) in enumerate(say_choices(data).items()):
        shown = f"{label} ({short(school['name'], 80)})"
        style = Style.SECONDARY if n else Style.PRIMARY
        found.append(Do(label, FLOW, step, value, shown, style))
    return found


def _note(data: Json) -> list[str]:
    """That a tap here confirms nothing in the system; who may tap; by which letter it is asked."""
    system = DATASET[data["dataset"]]
    notes = []
    if data["dataset"] != "other" and "confirmed" in data["can"]:
        notes.append(f"การกดนี้ไม่ใช่การยืนยันในระบบ {system} ต้องยืนยันในระบบก่อนแล้วจึงกด")
    if data["dataset"] != "other" and "certified" in data["can"]:
        notes.append(f"การกดนี้ไม่ใช่การรับรองในระบบ {system} ต้องรับรองในระบบก่อนแล้วจึงกด")
    if not data["says"]:
        who = ", ".join(short(name, 60) for name in data["speakers"][:3])
        notes.append(f"ผู้บอกสถานะของโรงเรียน: {who}" if who else "โรงเรียนยังไม่มีผู้บอกสถานะในระบบนี้")
    return [*notes, *filter(None, [letter_text(data)])]


# ---------------------------------------------------------------- which one


@words("round.which_school")
def which_school(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Somebody of several schools: for which of them?"""
    title = asking("บอกสถานะของโรงเรียนใด", voice.particle)
    rows = [
        Row(f"{n}. {name_with_school(short(one['name'], 80))}", detail=own_text(one))
        for n, one in enumerate(data["schools"], 1)
    ]
    buttons = tuple(
        Do(f"{n}. {short(one['name'], 34)}", FLOW, "card", f"{data['id']}:{one['code']}",
           name_with_school(short(one["name"], 80)))
        for n, one in enumerate(data["schools"], 1)
    )  # fmt: skip
    how = "กดเลือก หรือพิมพ์หมายเลข"
    said = " ".join(f"{one.label} {one.detail}" for one in rows)
    return [
        Card(f"{title} {round_name(data)} {said}", title, round_name(data), body=(how,),
             rows=tuple(rows), buttons=buttons, tone="ask", icon="🏫")
    ]  # fmt: skip


@words("round.which")
def which(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Several rounds: which of them? `step` is where it leads."""
    title = asking("รอบใด", voice.particle)
    rows = [
        Row(f"{n}. {short(round_name(one), 100)}", detail=due_line(one))
        for n, one in enumerate(data["rounds"], 1)
    ]
    buttons = tuple(
        Do(f"{n}. {short(button_name(one), 34)}", FLOW, data["step"], str(one["id"]),
           short(round_name(one), 100))
        for n, one in enumerate(data["rounds"], 1)
    )  # fmt: skip
    said = " ".join(f"{one.label} {one.detail}" for one in rows)
    return [
        Card(f"{title} {said}", title, body=("กดเลือก หรือพิมพ์หมายเลข",), rows=tuple(rows),
             buttons=buttons, tone="ask", icon="🗓️")
    ]  # fmt: skip


@words("round.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Why nothing was done: `why`, or a sentence that is `said` as it is."""
    said = data.get("said") or _WHY[data["why"] if data["why"] in _WHY else "gone"]
    return [Text(polite(said, voice.particle), (Say(DUE, DUE), Say("เมนู", "เมนู")))]
