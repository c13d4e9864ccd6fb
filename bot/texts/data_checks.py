"""What an import did, or would do, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bot.texts import pupils
from bot.texts.data import STATES, fault_line
from bot.texts.data_faults import MOST_NAMED, names
from handlers.tables import Fault
from handlers.topics import SOURCES


def notes(report: Mapping[str, Any]) -> list[str]:
    """The findings about the file, a line each; those about pupils' rows are told by school."""
    faults = [Fault(**finding) for finding in report["findings"]]
    return [fault_line(fault) for fault in faults if fault.code not in pupils.FAULTS]


def _first_notes(report: Mapping[str, Any]) -> list[str]:
    """The same for the screen: of many findings of one kind the first, the rest counted."""
    seen: Counter[str] = Counter()
    lines = []
    for finding in report["findings"]:
        fault = Fault(**finding)
        seen[fault.code] += fault.code not in pupils.FAULTS
        if 0 < seen[fault.code] <= MOST_NAMED:
            lines.append(fault_line(fault))
    left = sum(max(0, number - MOST_NAMED) for number in seen.values())
    return [*lines, *([f"และอีก {left:,} ข้อ (ดูทั้งหมดด้วย --json)"] if left else [])]


def check_lines(report: Mapping[str, Any]) -> list[str]:
    """One report: what it is, its totals, and what a person should look at."""
    round_ = f" รอบ {report['round']}" if report["round"] else ""
    head = "นำเข้า" if report["version"] else "ตรวจแล้ว รับได้"
    lines = [
        f"{head} {report['file']}: {SOURCES[report['dataset']]} {report['title']} "
        f"ปีการศึกษา {report['year']}{round_} ข้อมูล ณ {report['as_of']}",
        f"  {_totals(report)}",
    ]
    if report["categories"]:
        lines.append(f"  {_categories(report['categories'])}")
    lines.append(f"  {_total_row(report)}")
    if report["previous"] and report["coverage"] == "whole":
        lines.append(f"  {_previous(report)}")
    if report["new_schools"]:
        new = report["new_schools"]
        lines.append(f"  โรงเรียนใหม่ {len(new):,} โรง: {names(new)}")
    closed = report["closed_schools"]
    missing = [line for line in report["missing_schools"] if line not in closed]
    if closed:
        lines.append(f"  โรงเรียนที่ปิดหรือยุบรวม {len(closed):,} โรง: {names(closed)}")
    if missing:
        lines.append(f"  คำเตือน โรงเรียนที่หายไปจากรอบก่อน {len(missing):,} โรง: {names(missing)}")
    lines += [f"  ข้อสังเกต {note}" for note in _first_notes(report)]
    return lines + _version(report)


def _totals(report: Mapping[str, Any]) -> str:
    totals = report["totals"]
    found = [f"โรงเรียน {totals.get('schools', 0):,} โรง"]
    if report["coverage"] == "part":
        found[0] += " (บางโรงเรียน)"
    if "students" in totals:
        sexes = f" (ชาย {totals['male']:,} หญิง {totals['female']:,})" if "male" in totals else ""
        found.append(f"นักเรียน {totals['students']:,} คน{sexes}")
    if "rooms" in totals:
        found.append(f"ห้องเรียน {totals['rooms']:,} ห้อง")
    if "items" in totals:
        found.append(f"รวม {totals['items']:,}")
    return " ".join(found)


def _categories(categories: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {number:,}" for name, number in categories.items())


def _total_row(report: Mapping[str, Any]) -> str:
    if report["has_total_row"]:
        return "แถวรวมของไฟล์ตรงกับผลบวกของทุกโรงเรียน"
    if report["by_pupil"]:
        return "นับจากแถวของนักเรียนทีละคน ไม่เก็บชื่อและเลขประจำตัว"
    return "ไฟล์ไม่มีแถวรวมให้ตรวจทาน"


def _previous(report: Mapping[str, Any]) -> str:
    before = report["previous"]
    head = f"รอบก่อน (ปี {before['year']} รอบ {before['round'] or '-'})"
    old, new = before["totals"], report["totals"]
    key = next((key for key in ("students", "items", "schools") if key in old and key in new), None)
    if key is None:
        return head
    what, unit = {
        "students": ("นักเรียน", "คน"), "items": ("รวม", ""), "schools": ("โรงเรียน", "โรง"),
    }[key]  # fmt: skip
    return f"{head} {what} {old[key]:,} {unit} ต่างกัน {new[key] - old[key]:+,} {unit}".rstrip()


def _version(report: Mapping[str, Any]) -> list[str]:
    lines = []
    if report["same_as"] and not report["version"]:
        lines.append(f"  ไฟล์เดียวกันนี้นำเข้าแล้ว เป็นรุ่นที่ {report['same_as']}")
    if report["version"]:
        lines.append(f"  เป็นรุ่นที่ {report['version']} {STATES[report['status']]}")
    if report["replaced"]:
        lines.append(f"  แทนรุ่นที่ {report['replaced']} ซึ่งถอนแล้ว")
    return lines
