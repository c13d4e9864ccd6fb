"""What may be wrong with a file of a central system, or worth a warning, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Said = Callable[[Mapping[str, Any]], str]
#: Schools named in one line before the rest is only counted.
MOST_NAMED = 20


def names(schools: list[str], count: int | None = None) -> str:
    """Names in one line, the rest counted. `count` is how many there are in all."""
    left = (count or len(schools)) - min(len(schools), MOST_NAMED)
    more = f" และอีก {left:,} โรง" if left > 0 else ""
    return ", ".join(schools[:MOST_NAMED]) + more


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


FAULTS: dict[str, Said] = {
    "empty": lambda f: "ไฟล์ว่าง ไม่มีข้อมูล",
    "huge": lambda f: "ไฟล์ใหญ่เกิน 64 MB",
    "huge_stream": lambda f: "ไฟล์ใหญ่เกิน 2 GB",
    "not_workbook": lambda f: "เปิดเป็นไฟล์ Excel ไม่ได้: ไฟล์เสีย หรือมีรหัสผ่าน",
    "no_sheet": lambda f: f"ไม่มีแผ่นงานชื่อ «{f['value']}»",
    "no_table": lambda f: "เป็นหน้าเว็บที่ไม่มีตาราง: ดาวน์โหลดไฟล์จากระบบใหม่",
    "several_sheets": lambda f: (
        f"มีตารางอยู่หลายแผ่นงาน ({', '.join(f['sheets'])}): รวมไว้ในแผ่นงานเดียว หรือแยกเป็นไฟล์ละแผ่นงาน"
    ),
    "two_of_a_report": lambda f: (
        f"แผ่นงาน {', '.join(f['sheets'])} เป็นรายงานเดียวกัน: เหลือไว้แผ่นงานเดียว"
    ),
    "other_sheets": lambda f: f"ไม่ได้อ่านแผ่นงาน {', '.join(f['sheets'])} เพราะไม่ใช่รายงานของ DMC",
    "no_school_codes": lambda f: (
        "ไม่พบคอลัมน์รหัสโรงเรียน 8 หลัก: Excel อาจตัดเลขศูนย์หรือเปลี่ยนรูปรหัส ให้ดาวน์โหลดไฟล์จากระบบใหม่"
    ),
    "not_json": lambda f: "เป็น JSON ที่ไม่ใช่ตาราง (ต้องเป็นรายการ หรือรายการใน data)",
    "not_csv": lambda f: "ไม่ใช่ไฟล์ข้อความ CSV (UTF-8 หรือ TIS-620)",
    "unreadable": lambda f: f"เปิดไฟล์ไม่ได้: {f['reason']}",
    "no_files": lambda f: "ไม่มีไฟล์ .csv .xlsx .xls หรือ .json ในโฟลเดอร์นี้",
    "no_list_of_schools": lambda f: "ไม่ใช่รายชื่อโรงเรียน: ไม่พบหัวตารางที่รู้จักเลย",
    "no_column": lambda f: "ไม่มีคอลัมน์นี้ในหัวตาราง",
    "short_row": lambda f: "จำนวนช่องน้อยกว่าหัวตาราง",
    "school_code": lambda f: f"รหัสโรงเรียนต้องเป็นตัวเลข 8 หลัก แต่พบ «{f['value']}»",
    "school_twice": lambda f: _school_twice(f),
    "no_name": lambda f: "ไม่มีชื่อโรงเรียน",
    "no_reader": lambda f: f"ยังไม่มีตัวอ่านไฟล์ของระบบ {f['dataset']}",
    "round_needed": lambda f: "ต้องระบุรอบ --round 1, 2 หรือ 3",
    "unknown_shape": lambda f: (
        f"มี {f['columns']} คอลัมน์ ไม่ตรงกับรายงานใดของ DMC "
        "(96, 94, 82, 72, 71, 63, 24, 21, 18, 11, 6 หรือ 4)"
    ),
    "row_width": lambda f: f"มี {f['columns']} ช่อง ต้องมี {f['expected']} ช่อง",
    "header": lambda f: f"หัวตารางไม่ตรง พบ «{f['found']}»",
    "not_a_count": lambda f: f"ต้องเป็นจำนวนเต็มไม่ติดลบ แต่พบ «{f['value']}»",
    "other_office": lambda f: f"เป็นของเขต {f['value']} ไม่ใช่เขตนี้ ({f['expected']})",
    "other_round": lambda f: f"ในไฟล์เป็นปี-รอบ {f['value']} ไม่ตรงกับที่ระบุ {f['expected']}{_named(f)}",
    "not_a_round": lambda f: f"ต้องเป็นปี-รอบ {f['expected']} แต่พบ «{f['value']}»{_named(f)}",
    "name_other_round": lambda f: (
        f"ชื่อไฟล์บอกปี-รอบ {f['named']} แต่ในไฟล์เป็น {f['value'] or 'ไม่มีปี'} "
        f"และระบุว่า {f['expected']}: ดาวน์โหลดใหม่ หรือแก้ชื่อไฟล์ถ้าแน่ใจ"
    ),
    "name_says_other": lambda f: (
        f"ชื่อไฟล์บอกว่าเป็น «{f['named']}» แต่เนื้อหาเป็น «{f['found']}»: ดาวน์โหลดไฟล์จากระบบใหม่"
    ),
    "unknown_categories": lambda f: f"ไม่รู้จักประเภทในไฟล์: {', '.join(f['strange'])}",
    "other_categories": lambda f: _other_categories(f),
    "no_category": lambda f: "ไม่มีประเภท",
    "category_missing": lambda f: f"โรงเรียน {f['value']} ขาดประเภท {', '.join(f['lacking'])}",
    "category_twice": lambda f: (
        f"โรงเรียน {f['value']} มีประเภท «{f['category']}» ซ้ำกับแถว {f['first']} ({_totals(f)})"
    ),
    "category_sum": lambda f: (
        f"แถวทั้งหมดไม่ตรงกับผลบวกของทุกประเภท: ในไฟล์ {f['value']:,} นับได้ {f['expected']:,}"
    ),
    "category_over": lambda f: f"ประเภทเดียวมี {f['value']:,} คน มากกว่าแถวทั้งหมดซึ่งมี {f['most']:,} คน",
    "lost_encoding": lambda f: (
        f"ภาษาไทยเสีย พบ «{f['value']}» ({f['rows']:,} แถว): ดาวน์โหลดใหม่ และบันทึกเป็น CSV UTF-8"
    ),
    "not_a_flag": lambda f: f"ต้องเป็น 0 หรือ 1 แต่พบ {f['value']:,}",
    "row_sum": lambda f: f"ผลรวมไม่ตรง: ในไฟล์ {f['value']:,} นับได้ {f['expected']:,}",
    "total_row": lambda f: (
        f"แถวรวมไม่ตรงกับผลบวกของทุกโรงเรียน: ในไฟล์ {f['value']:,} นับได้ {f['expected']:,}"
    ),
    "two_totals": lambda f: "มีแถวรวมมากกว่าหนึ่งแถว",
    "no_schools": lambda f: "ไม่มีแถวของโรงเรียนเลย",
    "foreign_school": lambda f: f"โรงเรียน {f['value']} ไม่ได้อยู่ในสังกัดเขตนี้",
    "same_file": lambda f: f"ไฟล์นี้นำเข้าแล้ว เป็นรุ่นที่ {f['version']}",
    "copy_in_run": lambda f: f"เหมือนกับไฟล์ {f['first']} ทุกตัวอักษร: ไฟล์หนึ่งน่าจะบันทึกผิดชื่อ",
    "contradicts_in_run": lambda f: (
        f"เป็นรายงานและรอบเดียวกับไฟล์ {f['first']} แต่ตัวเลขไม่เท่ากัน: "
        f"ไฟล์นี้ {_number(f['value'].get('students'))} คน "
        f"ไฟล์นั้น {_number(f['expected'].get('students'))} คน{_lost_and_gained(f)}: "
        "เลือกไฟล์ที่ถูก แล้วนำเข้าทีละไฟล์"
    ),
    "copy_beside": lambda f: f"เหมือนกับไฟล์ {', '.join(f['files'])} ทุกตัวอักษร",
    "copy_elsewhere": lambda f: (
        f"เหมือนกับไฟล์ {f['file']} ทุกตัวอักษร ซึ่งนำเข้าแล้วเป็นรุ่นที่ {f['version']} "
        f"({f['title']} ปี {f['year']} รอบ {f['round'] or '-'})"
    ),
    # Worth a look, not a refusal.
    "overlapping_categories": lambda f: "ประเภทซ้อนกัน คนหนึ่งอยู่ได้หลายประเภท: ไม่นำมาบวกกัน",
    "categories_absent": lambda f: (
        f"ไฟล์รุ่นนี้ไม่มีประเภท {', '.join(f['names'])} (ประเภทที่มี รวมกันได้เท่ากับทั้งหมด)"
    ),
    "other_order": lambda f: (
        "คอลัมน์รวม ม.ปลาย อยู่ก่อน ปวช. (ซึ่งเป็น 0 ทุกแถว): อ่านตามลำดับที่ผลรวมตรงกันทุกแถว"
    ),
    "no_edition_inside": lambda f: "ในไฟล์ไม่มีปีและรอบ: ใช้ตามที่ระบุ",
    "name_other_year": lambda f: (
        f"ชื่อไฟล์หรือหัวเรื่องมีปี {', '.join(map(str, f['years']))} ไม่ใช่ {f['expected']} ที่ระบุ"
    ),
    "differs_from_in_force": lambda f: _differs(f),
    "listed_but_absent": lambda f: (
        f"อยู่ในรายชื่อโรงเรียนของเขต แต่ไม่มีในไฟล์ (ยุบ รวม หรือตกหล่น) {f['count']:,} โรง: "
        f"{names(f['schools'], f['count'])}"
    ),
    "not_in_list": lambda f: (
        f"ไม่มีในรายชื่อโรงเรียนของเขต (เปิดใหม่ หรือปิดไปแล้ว) {f['count']:,} โรง: "
        f"{names(f['schools'], f['count'])}"
    ),
    "schools_differ": lambda f: f"โรงเรียนไม่ตรงกับรายงานแยกชั้น เพศ ของรอบเดียวกัน:{_lost_and_gained(f)}",
    "jump_school": lambda f: (
        f"เปลี่ยนมากผิดปกติ: {f['value']} รอบก่อน {f['before']:,} คน รอบนี้ {f['now']:,} คน "
        f"({f['now'] - f['before']:+,})"
    ),
    "jump_office": lambda f: (
        f"ทั้งเขตเปลี่ยนมากผิดปกติ: รอบก่อน {f['before']:,} รอบนี้ {f['now']:,} "
        f"({f['now'] - f['before']:+,})"
    ),
    "pupils_differ": lambda f: (
        f"ยอดรวม {f['value']:,} คน ไม่ตรงกับรายงานแยกชั้น เพศ ของรอบเดียวกัน {f['expected']:,} คน "
        f"ใน {f['count']:,} โรง: {names(f['schools'], f['count'])}"
    ),
}


def _totals(f: Mapping[str, Any]) -> str:
    first, second = f["totals"]
    return f"{first:,} คน และ {second:,} คน"


def _school_twice(f: Mapping[str, Any]) -> str:
    both = f" ({_totals(f)}) ทุกแถวรวมกันได้ {f['sum']:,} คน" if f.get("totals") else ""
    return f"โรงเรียน {f['value']} ซ้ำกับแถว {f['first']}{both}"


def _named(f: Mapping[str, Any]) -> str:
    return f" (ชื่อไฟล์บอก {f['named']})" if f.get("named") else ""


def _other_categories(f: Mapping[str, Any]) -> str:
    strange = f" มีประเภทที่ไม่รู้จัก: {', '.join(f['strange'])}" if f["strange"] else ""
    lacking = f" ขาดประเภท: {', '.join(f['lacking'])}" if f["lacking"] else ""
    return f"ประเภทไม่ตรงกับ «{f['title']}»{strange}{lacking}"


def _lost_and_gained(f: Mapping[str, Any]) -> str:
    lost = f" ไม่มี {names(f['lost'])}" if f["lost"] else ""
    gained = f" มีเพิ่ม {names(f['gained'])}" if f["gained"] else ""
    return lost + gained


def _differs(f: Mapping[str, Any]) -> str:
    return (
        f"ต่างจากรุ่นที่ {f['version']} ที่เผยแพร่อยู่ของรอบเดียวกัน: "
        f"ไฟล์นี้ {_number(f['value'])} คน รุ่นนั้น {_number(f['expected'])} คน{_lost_and_gained(f)}"
    )
