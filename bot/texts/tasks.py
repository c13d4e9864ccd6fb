"""What waits for one of the staff: the list, the digest that is pushed, the card of one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Press, Row, Say, Text, Voice
from bot.texts import chores, deciding, handling, words
from bot.texts.announcement_words import WRITE
from bot.texts.budget_words import WORD
from bot.texts.figures import polite
from bot.texts.handling_facts import LATE
from bot.texts.request_words import due_text, moment_text, number_text, short
from bot.texts.round_words import STEP, round_name
from bot.texts.ticket_words import ICON, URGENCY

Json = Mapping[str, Any]
FLOW = "tasks"
NEXT = {"next": "ถัดไป"}
DIRECTOR, OFFICER = "เรื่องรอพิจารณา", "งานที่รับผิดชอบ"
#: What is to be done, by the right that it takes.
TO_DO = {
    "check_request": "ตรวจสอบคำขอ",
    "decide_request": "พิจารณาอนุญาต",
    "approve_plan": "พิจารณาอนุมัติ",
    "confirm_refusal": "ยืนยันการไม่อนุญาต",
    "prepare_request": "จัดทำและส่งมอบ",
    "sign_letter": "ลงนามหนังสือตอบ",
    "number_letter": "ลงเลขหนังสือ",
    "clarify_request": "รอผู้ขอชี้แจง",
    **{f"chore_{kind}": what for kind, what in chores.KIND.items()},
    "ticket_new": "แจ้งใหม่ ยังไม่มีผู้รับ",
    "ticket_reopened": "เปิดเรื่องอีกครั้ง",
    "ticket_work": "กำลังแก้ไข",
    "ticket_visit": "นัดเข้าแก้ไข",
    "ticket_in_repair": "ส่งซ่อมอยู่ที่พัสดุ",
    "ticket_waiting": "รอผู้แจ้งตอบ",
    "ticket_repair": "เครื่องส่งซ่อม",
    **{f"round_{kind}": what for kind, what in STEP.items()},
    "permit_spending": "พิจารณาให้ใช้ข้อความเพิ่ม",
}
#: Records whose rows open their cards, by the first part of their names («ticket:7»).
OPENED = ("request", "ticket", "repair", "chore", "round", "permit")
_PRESS_OR_TYPE = "กดหรือพิมพ์หมายเลขเพื่อเปิด"
#: A message that comes by itself begins no flow: its numbers are pressed.
_PRESS = "กดเพื่อเปิด หรือพิมพ์ «งานของฉัน»"
_OF_ALL = "ดูงานแจ้งปัญหาของทุกคน พิมพ์ «งานทั้งหมด»"
_DIRECTORS = (
    "decide_request", "approve_plan", "confirm_refusal", "sign_letter", "permit_spending",
)  # fmt: skip


def row_label(n: str) -> str:
    """What the button of a row is called."""
    return f"ข้อ {n}"


@words("request.task")
def task(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The card of one request, by what is to be done to it: pushed, or opened here."""
    mode = data.get("mode") or deciding.MODES.get(data["status"])
    if mode in deciding.MODES.values():
        return deciding.card(data, place, voice)
    return handling.card(data, place, voice)


@words("tasks.digest")
def digest(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pushed: up to ten of what waits; each opens its own card, and none is decided here."""
    tasks = data["tasks"]
    directors = all(one["what"] in _DIRECTORS for one in tasks)
    numbered = {str(n): one for n, one in enumerate(tasks, 1)}
    buttons = tuple(
        Do(row_label(n), FLOW, "open", value(one), shown=shown_text(n, one))
        for n, one in numbered.items()
        if opens(one)
    )
    title = DIRECTOR if directors else OFFICER
    return [_list(title, numbered, data["count"], voice, buttons, _PRESS)]


@words("tasks.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`rows` by their numbers; `more`: there are further ones after these."""
    rows: dict[str, Json] = data["rows"]
    buttons: list[Button] = [
        Press(row_label(n), FLOW, "pick", n, shown=shown_text(n, one))
        for n, one in rows.items()
        if opens(one)
    ]
    if data["more"]:
        buttons.append(Press(NEXT["next"], FLOW, "pick", "next"))
    if data.get("announces"):
        buttons.append(Say(WRITE, WRITE))
    title = DIRECTOR if data["director"] else OFFICER
    return [_list(title, rows, data["count"], voice, tuple(buttons))]


def _list(
    title: str,
    rows: Mapping[str, Json],
    count: int,
    voice: Voice,
    buttons: Sequence[Button],
    how: str = _PRESS_OR_TYPE,
) -> Card:
    lead = polite(f"มี {count:,} เรื่อง เรียงตามกำหนด {how}", voice.particle)
    lines = [f"{n}. {' '.join(filter(None, line(one)))}" for n, one in rows.items()]
    return Card(
        alt=f"{title}: {lead} {' · '.join(lines)}",
        title=title,
        subtitle=lead,
        icon="📥",
        rows=tuple(_row(n, one) for n, one in rows.items()),
        note=_OF_ALL if any(one["ref"].startswith("ticket:") for one in rows.values()) else "",
        buttons=tuple(buttons),
        beside=True,
    )


def _row(n: str, one: Json) -> Row:
    number, subject, todo, due, late = line(one)
    return Row(
        f"{n}. {number} {subject}",
        value=late,
        detail=" · ".join(filter(None, (todo, due))),
    )


def line(one: Json) -> tuple[str, str, str, str, str]:
    """Number, subject, what is to be done, till when, and whether that is past."""
    facts = one["facts"]
    number = number_text(facts) if "prefix" in facts else str(facts.get("number") or one["ref"])
    todo = TO_DO.get(one["what"], "")
    if facts.get("waited"):
        whom = "รอผู้แจ้ง" if one["ref"].startswith("ticket:") else "รอผู้ขอ"
        todo = f"{whom} {facts['waited']:,} วันทำการ"
    if one["ref"].startswith(("ticket:", "repair:")):
        return _ticket_line(one, number, todo)
    if one["ref"].startswith("round:"):
        standard = f" (มาตรฐาน {facts['days']:,} วันทำการ)" if facts["days"] else ""
        late = LATE if one.get("late") else ""
        name = short(round_name(facts), 60)
        return "🗂️", name, f"{todo}{standard}", due_text(one["due_at"]), late
    if one["ref"].startswith("permit:"):
        number = f"{WORD} +{facts['messages']:,}"
    mine = "" if one["mine"] else " (เพื่อนร่วมกลุ่มรับไว้)"
    late = LATE if one.get("late") else ""
    due = due_text(one["due_at"])
    return number, short(str(facts.get("subject") or ""), 50), f"{todo}{mine}", due, late


def _ticket_line(one: Json, number: str, todo: str) -> tuple[str, str, str, str, str]:
    """A ticket's clock runs by the hour; what is urgent and where it is stand beside it."""
    facts = one["facts"]
    pressing = URGENCY[facts["urgency"]] if facts["urgency"] in ("exam", "stopped") else ""
    said = facts["machine"] if one["ref"].startswith("repair:") else facts["subject"]
    detail = " · ".join(filter(None, (pressing, todo, short(facts["place"], 40))))
    due = f"กำหนด {moment_text(one['due_at'])}" if one["due_at"] else ""
    late = LATE if one.get("late") else ""
    return f"{ICON[facts['category']]} {number}", short(str(said), 50), detail, due, late


def opens(one: Json) -> bool:
    """Does its row open a card?"""
    return str(one["ref"]).partition(":")[0] in OPENED


def value(one: Json) -> str:
    """What the button of its row carries."""
    if not one["ref"].startswith("request:"):
        return str(one["ref"])
    return f"{one['facts']['id']}:{one['facts']['version']}"


def shown_text(n: str, one: Json) -> str:
    """What stands in the chat when its button was pressed."""
    number, subject, *_ = line(one)
    return f"{n}. {number} {subject}"


@words("tasks.none")
def none(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Nothing waits."""
    what = "ไม่มีเรื่องรอพิจารณา" if data["director"] else "ไม่มีงานค้าง"
    text = polite(f"ตอนนี้{what}", voice.particle)
    more = "จะเปิดเรื่องเดิม พิมพ์เลขที่ได้ เช่น คข. 1/2570"
    writing = (Say(WRITE, WRITE),) if data.get("announces") else ()
    announce = f"\nแจ้งเรื่องถึงโรงเรียน พิมพ์ «{WRITE}»" if writing else ""
    return [Text(f"{text}\n{more}{announce}", (*writing, Say("เมนู", "เมนู")))]


@words("tasks.not_staff")
def not_staff(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Only people of the office have an inbox here; nothing of anybody's is shown."""
    text = polite("ส่วนนี้สำหรับเจ้าหน้าที่ของสำนักงาน", voice.particle)
    more = "ติดตามเรื่องของท่านได้ โดยพิมพ์ «สถานะ» หากเป็นเจ้าหน้าที่ พิมพ์ «ลงทะเบียน» เพื่อยืนยันตัวตน"
    return [Text(f"{text}\n{more}", (Say("สถานะ", "สถานะ"), Say("ลงทะเบียน", "ลงทะเบียน")))]
