"""Imports of data in words: what a file holds, and what is wrong with one that is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts import data_faults, pupils
from bot.texts.faults import FAULTS
from handlers.datasets import WouldLoseSchools
from handlers.tables import Fault, FileRefused
from handlers.topics import SOURCES
from models.errors import NotFound, Refusal, WrongState

#: Faults of one file shown before the rest is only counted.
MOST_SHOWN = 20

_FAULTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **data_faults.FAULTS,
    **pupils.FAULTS,
    **FAULTS,
}
#: The states of a version.
STATES = {
    "imported": "นำเข้าแล้ว ยังไม่ตรวจ",
    "verified": "ตรวจแล้ว ยังไม่เผยแพร่",
    "published": "เผยแพร่แล้ว",
    "withdrawn": "ถอนแล้ว",
}


def fault_line(fault: Fault) -> str:
    """One fault: row, column, reason."""
    sheet = fault.facts.get("sheet")
    where = [f"แผ่นงาน «{sheet}»"] if sheet else []
    where += [f"แถว {fault.row}"] if fault.row else []
    if fault.column:
        where.append(f"คอลัมน์ «{fault.column}»")
    return f"{' '.join(where)}: {_reason(fault)}" if where else _reason(fault)


def _reason(fault: Fault) -> str:
    return _FAULTS[fault.code](fault.facts)


def known_faults() -> set[str]:
    """Every code that has words."""
    return set(_FAULTS)


def run_line(taken: int, refused: int) -> str:
    """How many files of a run were taken, and how many not."""
    return f"รับ {taken:,} ไฟล์ ไม่รับ {refused:,} ไฟล์"


def refusal_lines(error: Refusal) -> list[str]:
    """A refusal in lines, the first of which says it all when there is one fault."""
    if isinstance(error, FileRefused):
        return _file_lines(error)
    if isinstance(error, NotFound):
        return [f"ไม่มีข้อมูลรุ่นที่ {error.ref}"]
    if isinstance(error, WrongState):
        return [f"ทำไม่ได้ เพราะข้อมูลรุ่นนี้{STATES.get(str(error.state), str(error.state))}"]
    if isinstance(error, WouldLoseSchools):
        return [
            f"เผยแพร่รุ่นที่ {error.new} ไม่ได้ เพราะมีข้อมูลเพียงบางโรงเรียน "
            f"จะแทนรุ่นที่ {error.old} ซึ่งมีโรงเรียนอื่นด้วยไม่ได้"
        ]
    return [str(error)]


def _file_lines(error: FileRefused) -> list[str]:
    head = f"ไม่รับ {error.file_name}"
    if len(error.faults) == 1:
        return [f"{head}: {fault_line(error.faults[0])}"]
    lines = [f"{head}: พบ {len(error.faults):,} จุดที่ต้องแก้"]
    lines += [f"  {fault_line(fault)}" for fault in error.faults[:MOST_SHOWN]]
    left = len(error.faults) - MOST_SHOWN
    return [*lines, f"  … และอีก {left:,} จุด"] if left > 0 else lines


def schools_line(done: Mapping[str, int]) -> str:
    """What an import of schools did."""
    lost = f" รหัส 10 หลักไม่ครบ {done['lost_digits']:,} โรง" if done["lost_digits"] else ""
    return (
        f"รายชื่อโรงเรียน {done['rows']:,} โรง ในสังกัด {done['in_office']:,} โรง "
        f"ใหม่ {done['new']:,} ปรับปรุง {done['changed']:,}{lost}"
    )


def version_line(version: Mapping[str, Any]) -> str:
    """One version of the list."""
    part = " (บางโรงเรียน)" if version["coverage"] == "part" else ""
    return (
        f"{version['version']:>4}  {SOURCES[version['dataset']]}  {version['title']}  "
        f"ปี {version['year']} รอบ {version['round'] or '-'}  ณ {version['as_of']}  "
        f"{STATES[version['status']]}{part}  {version['file']}"
    )


def published_line(version: int, replaced: int | None) -> str:
    """What publishing did."""
    also = f" แทนรุ่นที่ {replaced} ซึ่งถอนแล้ว" if replaced else ""
    return f"เผยแพร่รุ่นที่ {version} แล้ว{also}"


def withdrawn_line(version: int) -> str:
    """What withdrawing did."""
    return f"ถอนรุ่นที่ {version} แล้ว ไม่ใช้ตอบอีก"


NO_VERSIONS = "ยังไม่มีข้อมูล"
NOT_IN_OFFICE = "คำเตือน: ไม่มีโรงเรียนใดอยู่ในสังกัดรหัสเขต {code}: ตรวจ OFFICE_CODE"
