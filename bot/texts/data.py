"""Imports of data in words: what a file holds, and what is wrong with one that is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts import pupils
from bot.texts.faults import FAULTS
from handlers.datasets import WouldLoseSchools
from handlers.tables import Fault, FileRefused
from models.errors import NotFound, Refusal, WrongState

#: Faults of one file shown before the rest is only counted.
MOST_SHOWN = 20

_FAULTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "empty": lambda f: "ไฟล์ว่าง ไม่มีข้อมูล",
    "huge": lambda f: "ไฟล์ใหญ่เกิน 64 MB",
    "huge_stream": lambda f: "ไฟล์ใหญ่เกิน 2 GB",
    "not_workbook": lambda f: "เปิดเป็นไฟล์ Excel ไม่ได้: ไฟล์เสีย หรือมีรหัสผ่าน",
    "no_sheet": lambda f: f"ไม่มีแผ่นงานชื่อ «{f['value']}»",
    "no_table": lambda f: "เป็นหน้าเว็บที่ไม่มีตาราง: ดาวน์โหลดไฟล์จากระบบใหม่",
    "not_csv": lambda f: "ไม่ใช่ไฟล์ข้อความ CSV (UTF-8 หรือ TIS-620)",
    "unreadable": lambda f: f"เปิดไฟล์ไม่ได้: {f['reason']}",
    "no_files": lambda f: "ไม่มีไฟล์ .csv ในโฟลเดอร์นี้",
    "no_list_of_schools": lambda f: "ไม่ใช่รายชื่อโรงเรียน: ไม่พบหัวตารางที่รู้จักเลย",
    "no_column": lambda f: "ไม่มีคอลัมน์นี้ในหัวตาราง",
    "short_row": lambda f: "จำนวนช่องน้อยกว่าหัวตาราง",
    "school_code": lambda f: f"รหัสโรงเรียนต้องเป็นตัวเลข 8 หลัก แต่พบ «{f['value']}»",
    "school_twice": lambda f: f"โรงเรียน {f['value']} ซ้ำกับแถว {f['first']}",
    "no_name": lambda f: "ไม่มีชื่อโรงเรียน",
    "no_reader": lambda f: f"ยังไม่มีตัวอ่านไฟล์ของระบบ {f['dataset']}",
    "round_needed": lambda f: "ต้องระบุรอบ --round 1, 2 หรือ 3",
    "unknown_shape": lambda f: (
        f"มี {f['columns']} คอลัมน์ ไม่ตรงกับรายงานจำนวนนักเรียนแยกชั้น เพศ (96, 94 หรือ 82)"
    ),
    "row_width": lambda f: f"มี {f['columns']} ช่อง ต้องมี {f['expected']} ช่อง",
    "header": lambda f: f"หัวตารางไม่ตรง พบ «{f['found']}»",
    "not_a_count": lambda f: f"ต้องเป็นจำนวนเต็มไม่ติดลบ แต่พบ «{f['value']}»",
    "other_office": lambda f: f"เป็นของเขต {f['value']} ไม่ใช่เขตนี้ ({f['expected']})",
    "other_round": lambda f: f"ในไฟล์เป็นปี-รอบ {f['value']} ไม่ตรงกับที่ระบุ {f['expected']}",
    "not_a_round": lambda f: f"ต้องเป็นปี-รอบ {f['expected']} แต่พบ «{f['value']}»",
    "row_sum": lambda f: f"ผลรวมไม่ตรง: ในไฟล์ {f['value']:,} นับได้ {f['expected']:,}",
    "total_row": lambda f: (
        f"แถวรวมไม่ตรงกับผลบวกของทุกโรงเรียน: ในไฟล์ {f['value']:,} นับได้ {f['expected']:,}"
    ),
    "two_totals": lambda f: "มีแถวรวมมากกว่าหนึ่งแถว",
    "no_schools": lambda f: "ไม่มีแถวของโรงเรียนเลย",
    "foreign_school": lambda f: f"โรงเรียน {f['value']} ไม่ได้อยู่ในสังกัดเขตนี้",
    "same_file": lambda f: f"ไฟล์นี้นำเข้าแล้ว เป็นรุ่นที่ {f['version']}",
    "copy_in_run": lambda f: f"เหมือนกับไฟล์ {f['first']} ทุกตัวอักษร: ไฟล์หนึ่งน่าจะบันทึกผิดชื่อ",
    "copy_elsewhere": lambda f: (
        f"เหมือนกับไฟล์ {f['file']} ทุกตัวอักษร ซึ่งนำเข้าแล้วเป็นรุ่นที่ {f['version']} "
        f"({f['title']} ปี {f['year']} รอบ {f['round'] or '-'})"
    ),
    **pupils.FAULTS,
}
_FAULTS.update(FAULTS)
_STATES = {
    "imported": "นำเข้าแล้ว ยังไม่ตรวจ",
    "verified": "ตรวจแล้ว ยังไม่เผยแพร่",
    "published": "เผยแพร่แล้ว",
    "withdrawn": "ถอนแล้ว",
}


def fault_line(fault: Fault) -> str:
    """One fault: row, column, reason."""
    where = [f"แถว {fault.row}"] if fault.row else []
    if fault.column:
        where.append(f"คอลัมน์ «{fault.column}»")
    return f"{' '.join(where)}: {_reason(fault)}" if where else _reason(fault)


def _reason(fault: Fault) -> str:
    return _FAULTS[fault.code](fault.facts)


def known_faults() -> set[str]:
    """Every code that has words."""
    return set(_FAULTS)


def refusal_lines(error: Refusal) -> list[str]:
    """A refusal in lines, the first of which says it all when there is one fault."""
    if isinstance(error, FileRefused):
        return _file_lines(error)
    if isinstance(error, NotFound):
        return [f"ไม่มีข้อมูลรุ่นที่ {error.ref}"]
    if isinstance(error, WrongState):
        return [f"ทำไม่ได้ เพราะข้อมูลรุ่นนี้{_STATES.get(str(error.state), str(error.state))}"]
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


def check_lines(report: Mapping[str, Any]) -> list[str]:
    """What an import did, or would do."""
    totals = report["totals"]
    when = f"ปีการศึกษา {report['year']} รอบ {report['round']} ข้อมูล ณ {report['as_of']}"
    head = "นำเข้า" if report["version"] else "ตรวจแล้ว รับได้"
    lines = [
        f"{head} {report['file']}: {report['dataset'].upper()} {when}",
        f"  โรงเรียน {totals['schools']:,} โรง นักเรียน {totals['students']:,} คน "
        f"(ชาย {totals['male']:,} หญิง {totals['female']:,}) ห้องเรียน {totals['rooms']:,} ห้อง",
        f"  {_total_row(report)}",
    ]
    if report["previous"]:
        lines.append(f"  {_previous(report, totals)}")
    for key, label in (("new_schools", "โรงเรียนใหม่"), ("missing_schools", "โรงเรียนที่หายไป")):
        if report[key]:
            listed = ", ".join(report[key][:MOST_SHOWN])
            lines.append(f"  {label} {len(report[key])} โรง: {listed}")
    if report["same_as"] and not report["version"]:
        lines.append(f"  ไฟล์เดียวกันนี้นำเข้าแล้ว เป็นรุ่นที่ {report['same_as']}")
    if report["version"]:
        lines.append(f"  เป็นรุ่นที่ {report['version']} {_STATES[report['status']]}")
    if report["replaced"]:
        lines.append(f"  แทนรุ่นที่ {report['replaced']} ซึ่งถอนแล้ว")
    return lines


def _total_row(report: Mapping[str, Any]) -> str:
    if report["has_total_row"]:
        return "แถวรวมของไฟล์ตรงกับผลบวกของทุกโรงเรียน"
    return "ไฟล์ไม่มีแถวรวมให้ตรวจทาน"


def _previous(report: Mapping[str, Any], totals: Mapping[str, int]) -> str:
    before = report["previous"]
    change = totals["students"] - before["totals"]["students"]
    return (
        f"รอบก่อน ({before['year']} รอบ {before['round']}) นักเรียน "
        f"{before['totals']['students']:,} คน ต่างกัน {change:+,} คน"
    )


def schools_line(done: Mapping[str, int]) -> str:
    """What an import of schools did."""
    lost = f" รหัส 10 หลักไม่ครบ {done['lost_digits']:,} โรง" if done["lost_digits"] else ""
    return (
        f"รายชื่อโรงเรียน {done['rows']:,} โรง ในสังกัด {done['in_office']:,} โรง "
        f"ใหม่ {done['new']:,} ปรับปรุง {done['changed']:,}{lost}"
    )


def version_line(version: Mapping[str, Any]) -> str:
    """One version of the list."""
    return (
        f"{version['version']:>4}  {version['dataset']:<6} {version['year']} "
        f"รอบ {version['round'] or '-'}  ณ {version['as_of']}  "
        f"{_STATES[version['status']]}  {version['file']}"
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
