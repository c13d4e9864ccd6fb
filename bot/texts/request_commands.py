"""Requests at the command line: lists, one request, a year in figures, why something is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.texts import office_rules
from bot.texts.request_words import (
    CHANNEL,
    CLASSIFICATION,
    HAND_OVER,
    STATUS,
    STEP,
    day_text,
    due_text,
    moment_text,
    number_text,
    short,
)
from handlers.requests.rules import NotDecided
from handlers.requests.yearly import KINDS, Line
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState

Json = Mapping[str, Any]
HELP = "Requests for information. NUMBER is «คข. 1/2570»; 1/2570 will do where one form has it."
LETTER_HELP = "As the registry gave it: «ที่ ศธ 04xxx/123»."
NONE = "ไม่มีคำขอ"
LATE = "เกินกำหนด"
OUTCOME = {
    "delivered": "ส่งมอบแล้ว",
    "refused": "ไม่อนุญาต",
    "withdrawn": "ถอนคำขอ",
    "open": "กำลังดำเนินการ",
}
VERDICT = {
    "permit": "อนุญาต",
    "refuse": "ไม่อนุญาต",
    "ask_more": "ให้ชี้แจงเพิ่ม",
    "confirm_refusal": "ยืนยันการไม่อนุญาต",
    "sign": "ลงนาม",
    "return": "ส่งคืนให้ทบทวน",
}
_MISSING = {
    "request": (
        "ไม่พบคำขอเลขที่ «{ref}» หรือมีหลายแบบที่ใช้เลขนี้: ระบุอักษรนำ เลขที่ และปีงบประมาณ เช่น คข. 1/2570"
    ),
    "form": "ไม่มีแบบฟอร์ม «{ref}»: ดูรายชื่อด้วย form list",
}
_COLUMNS = (
    "เลขที่", "แบบ", "ช่องทาง", "ประเภทข้อมูล", "สถานะ", "ผล", "วันที่รับ", "วันที่สิ้นสุด", "ทันกำหนด",
)  # fmt: skip
_YES, _NO = "ใช่", "ไม่ใช่"


def refusal_line(error: Refusal) -> str:
    """Why something was not done, in one line."""
    if isinstance(error, NotDecided):
        return office_rules.refusal_line(error)
    if isinstance(error, NotFound):
        return _MISSING.get(error.what, "ไม่พบ {ref}").format(ref=error.ref)
    if isinstance(error, WrongState):
        state = STATUS.get(str(error.state), str(error.state))
        return f"ทำไม่ได้ในขณะนี้: คำขออยู่ในสถานะ {state}"
    if isinstance(error, Outdated):
        return "คำขอเปลี่ยนไประหว่างนี้: โปรดสั่งอีกครั้ง"
    if isinstance(error, NotAllowed):
        return "ไม่มีสิทธิ์ทำรายการนี้"
    return str(error)


def list_line(row: Json) -> str:
    """One request of a list."""
    due = f"{due_text(row['due_at'])}{f' ({LATE})' if row['late'] else ''}"
    has_it = row["officer"] or row["group"]
    told = (number_text(row), STATUS[row["status"]], due, has_it, short(row["subject"], 60))
    return "  ".join(filter(None, told))


def whole_lines(found: Json) -> list[str]:
    """One request, all that the office needs to know of it."""
    who = found["requester"]
    asker = " ".join(filter(None, (who["name"], who["position"], who["affiliation"])))
    lines = [
        f"{number_text(found, meaning=True)}  {STATUS[found['status']]}",
        f"ผู้ขอ: {asker}{' (บุคคลภายนอก)' if found['outsider'] else ''}",
        f"ขอ: {found['subject']}",
        f"เพื่อ: {found['purpose']}",
        f"ช่องทาง: {CHANNEL[found['channel']]}  ส่งมอบ: {HAND_OVER[found['hand_over']]}  "
        f"ประเภท: {CLASSIFICATION[found['classification']]}",
        f"ยื่นเมื่อ: {moment_text(found['submitted_at'])}  "
        f"นับเวลาตั้งแต่: {day_text(found['received_on'])}",
        *_turn(found),
        *(_step(step) for step in found["steps"]),
        *(_decision(decision) for decision in found["decisions"]),
        *_papers(found),
    ]
    return [line for line in lines if not line.endswith(": ")]


def _turn(found: Json) -> Iterable[str]:
    if found["question"]:
        yield f"รอผู้ขอตอบ: {found['question']}"
    for holder in found["has_it"]:
        yield f"อยู่ที่: {holder['name']} {holder['title']}"
    if found["late"]:
        yield f"{LATE}: {due_text(found['due_at'])}"


def _step(step: Json) -> str:
    done = moment_text(step["done_at"]) if step["done_at"] else due_text(step["due_at"])
    mark = "✓" if step["done_at"] else "…"
    return f"  {mark} {STEP[step['kind']]} ({step['days']:,} วันทำการ)  {done}"


def _decision(decision: Json) -> str:
    acting = decision["acting"]
    right = f" {acting['title']} ({acting['order_number']})" if acting else ""
    why = f"  เหตุผล: {decision['reason']}" if decision["reason"] else ""
    said = f"{VERDICT[decision['verdict']]}โดย {decision['by']} {decision['title']}{right}"
    return f"  {said}  {moment_text(decision['at'])}  รหัสตรวจสอบ {decision['code']}{why}"


def _papers(found: Json) -> Iterable[str]:
    if found["letter_number"]:
        yield f"หนังสือ: {found['letter_number']} ลงวันที่ {day_text(found['letter_date'])}"
    if found["destroy_after"]:
        code = found["file_code"] or "ยังไม่ได้กำหนด"
        yield f"จัดเก็บ: รหัสแฟ้ม {code} เก็บถึงสิ้นปี พ.ศ. {found['destroy_after']}"


def numbered_line(facts: Json, letter: str, day: str) -> str:
    """The letter of reply has its number."""
    return f"{number_text(facts)}: หนังสือ {letter} ลงวันที่ {day_text(day)}"


def filed_line(facts: Json, done: bool) -> str:
    """It was filed away, or changed while its papers were drawn."""
    if done:
        return f"{number_text(facts)}: จัดเก็บแล้ว"
    return f"{number_text(facts)}: คำขอเปลี่ยนไประหว่างจัดทำแฟ้ม โปรดสั่งอีกครั้ง"


def columns() -> list[str]:
    """The heads of the exported table."""
    steps = [
        f"{STEP[kind]} {what}" for kind in KINDS for what in ("(วันทำการ)", "(มาตรฐาน)", "(ทันกำหนด)")
    ]
    return [*_COLUMNS, *steps]


def cells(line: Line) -> list[str]:
    """One request of the exported table: nothing of it tells of a person."""
    taken: list[str] = []
    for kind in KINDS:
        step = line.step(kind)
        taken += [f"{step.days:g}", f"{step.standard}", _yes(step.on_time)] if step else [""] * 3
    closed = day_text(line.closed_on.isoformat()) if line.closed_on else ""
    return [
        f"{line.prefix} {line.number}/{line.fiscal_year}", line.form, CHANNEL[line.channel],
        CLASSIFICATION[line.classification], STATUS[line.status], OUTCOME[line.outcome],
        day_text(line.received_on.isoformat()), closed, _yes(line.on_time), *taken,
    ]  # fmt: skip


def summary_lines(found: Json) -> list[str]:
    """A fiscal year: how many by what, and how each step kept its time."""
    lines = [f"ปีงบประมาณ {found['fiscal_year']}: {found['requests']:,} คำขอ"]
    if not found["requests"]:
        return lines
    lines += [
        _counts("ช่องทาง", found["by_channel"], CHANNEL),
        _counts("แบบ", found["by_form"], {}),
        _counts("ประเภทข้อมูล", found["by_classification"], CLASSIFICATION),
        _counts("ผล", found["by_outcome"], OUTCOME),
        _counts("สถานะ", found["by_status"], STATUS),
    ]
    return [*lines, *_rates(found["steps"])]


def _counts(name: str, counts: Mapping[str, int], called: Mapping[str, str]) -> str:
    told = (f"{called.get(key, key)} {count:,}" for key, count in counts.items())
    return f"{name}: {' · '.join(told)}"


def _rates(steps: Sequence[Json]) -> list[str]:
    head = ["ทันกำหนดตามขั้นตอน (ไม่นับขั้นจัดเก็บ และเวลาที่รอผู้ขอ)"] if steps else []
    return head + [
        f"  {STEP[s['kind']]}: {s['on_time']:,} จาก {s['n']:,} เรื่อง (ร้อยละ {s['rate']:g}) "
        f"เฉลี่ย {s['days']:g} วันทำการ"
        for s in steps
    ]


def kept_line(path: str, count: int) -> str:
    """The table was written."""
    return f"บันทึก {count:,} คำขอลงใน {path}"


def _yes(is_so: bool) -> str:
    return _YES if is_so else _NO
