"""Words of the commands about rounds: what was opened and moved, lists, what a list brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.texts import round_sheets, satisfaction
from bot.texts.data_faults import names
from bot.texts.round_words import (
    DATASET,
    SOURCE,
    STANDING,
    STEP,
    due_text,
    letter_text,
    moment_text,
    period_text,
    round_name,
    short,
    usual_name,
    weekday_text,
)

__all__ = ["usual_name"]

Json = Mapping[str, Any]
HELP = "Collection rounds: what schools confirm by when, and where each stands."
LETTER_HELP = '"ที่ ศธ … ลว. …", shown on every reminder.'
NO_ROUNDS = "ไม่มีรอบที่เปิดอยู่หรือกำลังจะเปิด"
NOTHING_GIVEN = "say what is to be changed"
REASON_OR_UNDO = "give either --reason or --undo"
PHASE = {"before": "ยังไม่เปิด", "open": "เปิดอยู่", "closed": "ปิดแล้ว", "cancelled": "ยกเลิก"}
_OPTIONS = {"name": "--name", "opens_on": "--opens", "due_at": "--due"}
_TAKEN = {"name": "ชื่อ", "as_of": "ข้อมูล ณ", "opens_on": "วันเปิด", "due_at": "กำหนดส่ง"}
_DAY_OFF = "โปรดทราบ: กำหนดส่งตรงกับวันหยุด"
_PLAIN = "ไฟล์ไม่มีคอลัมน์สถานะ จึงถือว่าทุกโรงเรียนในรายชื่อยืนยันแล้ว"


def not_a_day(text: str) -> str:
    """What was given for a day is none."""
    return f"not a date in ISO 8601: {text!r}"


def not_a_moment(text: str) -> str:
    """What was given for a moment is none."""
    return f"not a date and time in ISO 8601: {text!r}"


def not_common_era(text: str) -> str:
    """A day whose year is B.E., or a slip."""
    return f"dates are in C.E., years 2000 to 2100: {text!r}"


def not_an_id(text: str) -> str:
    """What was given for a round's id is none."""
    return f"not the id of a round: {text!r}"


def missing(left_out: Iterable[str]) -> str:
    """What has no usual value must be said."""
    return f"needed: {', '.join(_OPTIONS[name] for name in left_out)}"


def no_template(dataset: str, number: int | None, left_out: Iterable[str]) -> str:
    """There are no usual dates to take what was left out from."""
    which = f"{dataset} without --round" if number is None else f"{dataset} --round {number}"
    dates = [name for name in left_out if name != "name"]
    return f"there are no usual dates of {which}; {missing(dates)}"


def which_step(kinds: Iterable[str]) -> str:
    """A step by its name."""
    return f"[ID] and one of: {', '.join(kinds)}"


def made_lines(found: Json) -> list[str]:
    """What people should know of a round just opened: what was taken, and a closing day off."""
    lines = [f"{round_name(found)}  {due_text(found)}"]
    if found["taken"]:
        told = (f"{_TAKEN[k]} {_taken(v)}" for k, v in found["taken"].items())
        lines.append(f"ใช้ค่าปกติ: {' · '.join(told)}")
    return [*lines, _DAY_OFF] if found["day_off"] else lines


def _taken(value: str) -> str:
    if value[:4].isdigit() and value[4:5] == "-":
        return weekday_text(value) if len(value) <= len("2026-06-10") else moment_text(value)
    return f"«{value}»"


def round_lines(found: Json) -> list[str]:
    """A round's particulars."""
    days = (
        ("ข้อมูล ณ", found["as_of"]), ("เปิด", found["opens"]), ("เริ่มยืนยัน", found["confirm_from"]),
        ("ผอ.รับรองภายใน", found["certify_by"]), ("เขตรับทราบภายใน", found["acknowledge_by"]),
        ("ระบบปิด", found["system_closes"]),
    )  # fmt: skip
    told = [f"{word} {_taken(day)}" for word, day in days if day]
    schools = f"เฉพาะ {len(found['schools']):,} โรงเรียน" if found.get("schools") else ""
    lines = [
        f"[{found['id']}] {round_name(found)}",
        f"     {due_text(found)}",
        f"     {' · '.join(told)}",
        *(f"     {line}" for line in (letter_text(found), found["link"], schools) if line),
    ]
    return [*lines, f"     {_DAY_OFF}"] if found.get("day_off") else lines


def extended_lines(found: Json) -> list[str]:
    """The closing date was moved."""
    letter = letter_text(found)
    line = (
        f"[{found['id']}] {round_name(found)}: กำหนดส่งเดิม {moment_text(found['before'])} "
        f"เป็น {moment_text(found['due'])}"
    )
    return [" ".join(filter(None, (line, letter))), *([_DAY_OFF] if found["day_off"] else [])]


def cancelled_line(number: int, name: str) -> str:
    """It does not take place."""
    return f"ยกเลิกรอบที่ {number} ({name}) แล้ว ไม่มีการเตือนอีก"


def template_lines(year: int, found: Sequence[Json]) -> list[str]:
    """The usual dates of a year."""
    lines = [f"วันตามคู่มือ ปีการศึกษา {year} (เป็นค่าเริ่มต้นของ «round open» แก้ตามหนังสือของปีนั้น)"]
    for one in found:
        part = f" {one['round']}" if one["round"] else ""
        lines.append(
            f"  {one['dataset']}{part}  {DATASET[one['dataset']]} "
            f"{period_text(one['dataset'], year, one['round'])}: "
            f"ข้อมูล ณ {_taken(one['as_of'])}  เปิด {_taken(one['opens'])}  "
            f"กำหนดส่ง {moment_text(one['due'])}"
        )
    return lines


def exempted_line(schools: Sequence[str], reason: str) -> str:
    """Schools are excused."""
    return f"ยกเว้น {len(schools):,} โรงเรียน ({names(list(schools))}): {short(reason)}"


def expected_line(schools: Sequence[str]) -> str:
    """Schools are expected again."""
    return f"ยกเลิกการยกเว้น {len(schools):,} โรงเรียน ({names(list(schools))})"


def longer_line(schools: Sequence[str], until: str) -> str:
    """Schools have longer."""
    return f"ขยายให้ {len(schools):,} โรงเรียน ({names(list(schools))}) ถึง {moment_text(until)}"


def step_line(name: str, kind: str) -> str:
    """One of the office's own steps is done."""
    return f"{name}: {STEP[kind]} เสร็จแล้ว"


def list_lines(row: Json) -> list[str]:
    """One round of the list."""
    late = f"  เลยกำหนด {row['late']:,} โรง" if row["late"] else ""
    return [
        f"[{row['id']}] {round_name(row)}  {PHASE[row['phase']]}",
        f"     {due_text(row)}  ยืนยันแล้ว {row['actual']:,} จาก {row['expected']:,} โรง{late}",
    ]


def status_lines(found: Json, office: str) -> list[str]:
    """A round on a terminal: how far it is, who has not confirmed, what the office has done."""
    lines = [f"{round_name(found)}  {PHASE[found['phase']]}"]
    told = [due_text(found), letter_text(found), *map(_moved, found["moved"])]
    lines += [f"  {line}" for line in told if line]
    lines.append(f"  {age_text(found['list'])}")
    sheets = round_sheets.sheets(found, office)[:-1]
    lines += satisfaction.lines(sheets)[len(sheets[0].about) :]
    return [*lines, "", "งานของสำนักงาน", *(f"  {_step(one)}" for one in found["steps"])]


def age_text(listed: Json | None) -> str:
    """How old the last list of the central system is."""
    if listed is None:
        return "ยังไม่เคยนำเข้ารายชื่อจากระบบ: นับตามที่โรงเรียนแจ้ง"
    hours = listed["age_hours"]
    age = f"{hours // 24:,} วันก่อน" if hours >= 24 else f"{hours} ชั่วโมงก่อน"
    return (
        f"รายชื่อจากระบบ ณ {moment_text(listed['as_of'])} ({age if hours else 'ไม่ถึงชั่วโมง'}) "
        f"ยืนยันแล้ว {listed['confirmed']:,} โรง"
    )


def _moved(one: Json) -> str:
    letter = f" {letter_text(one)}" if one["letter"] else ""
    return f"ขยายเวลาจาก {moment_text(one['before'])}{letter}"


def _step(one: Json) -> str:
    if one["done_at"]:
        return f"✓ {STEP[one['kind']]}  {moment_text(one['done_at'])}"
    late = " (เลยกำหนด)" if one["late"] else ""
    return f"… {STEP[one['kind']]}  ภายใน {weekday_text(one['due_on'])}{late}"


def imported_lines(found: Json) -> list[str]:
    """What a list brought."""
    looked = " (ตรวจเท่านั้น ยังไม่บันทึก)" if found["checked_only"] else ""
    lines = [
        f"{found['file']}: {found['listed']:,} โรง ยืนยันแล้ว {found['confirmed']:,} โรง "
        f"ใหม่ {len(found['new']):,} โรง รู้แล้ว {found['kept']:,} โรง{looked}"
    ]
    lines += [f"  {_PLAIN}"] if found["is_plain"] and found["confirmed"] else []
    sections = (
        ("ไม่ตรงกัน: ในรายชื่อยังไม่ยืนยัน แต่ในระบบนี้", found["differs"]),
        ("ไม่ตรงกัน: ไม่อยู่ในรายชื่อ แต่ในระบบนี้", found["unlisted"]),
        ("เขตส่งกลับแก้ไขหลังวันในรายชื่อ จึงคงไว้", found["returned"]),
        ("ไม่อยู่ในรอบนี้", found["outside"]),
        ("ไม่รู้จักรหัส", found["unknown"]),
    )
    for title, schools in sections:
        if schools:
            lines.append(f"  {title} {len(schools):,} โรง")
            lines += [f"    {_school(one)}" for one in schools]
    return lines


def _school(one: Json) -> str:
    known = ""
    if one["standing"]:
        known = f"  {STANDING[one['standing']]} ({SOURCE[one['source']]})"
    return f"{one['code']} {short(one['name'], 80)}{known}".rstrip()
