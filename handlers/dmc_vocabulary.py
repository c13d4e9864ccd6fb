"""The Thai words of DMC's area summary: grades, groups of columns, header names."""

from __future__ import annotations

import re

PRE = ("อ.1", "อ.2", "อ.3")
PRIMARY = ("ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6")
LOWER = ("ม.1", "ม.2", "ม.3")
UPPER = ("ม.4", "ม.5", "ม.6")
VOCATIONAL = ("ปวช.1", "ปวช.2", "ปวช.3")

#: Every grade, upwards, as the source writes it.
GRADES = PRE + PRIMARY + LOWER + UPPER + VOCATIONAL

#: The level columns of the file, each the sum of the grades before it.
LEVELS: dict[str, tuple[str, ...]] = {
    "ก่อนประถม": PRE,
    "ประถม": PRIMARY,
    "ม.ต้น": LOWER,
    "ม.ปลายและเทียบเท่า": UPPER + VOCATIONAL,
}
ALL = "ทั้งหมด"

MALE, FEMALE, SUM, ROOMS = "ชาย", "หญิง", "รวม", "ห้อง"
AREA_CODE, AREA_NAME = "รหัสเขต", "ชื่อเขต"
SCHOOL_CODE, SCHOOL_NAME = "รหัสโรงเรียน", "ชื่อโรงเรียน"

#: Words that stand where a school's code should, in a row of totals.
TOTAL_WORDS = ("รวม", "รวมทั้งหมด", "รวมทั้งสิ้น")


def groups(vocational: bool = True) -> list[tuple[str, tuple[str, ...]]]:
    """The groups of four columns in the file's order: (name, grades it sums)."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for level, grades in LEVELS.items():
        kept = tuple(g for g in grades if vocational or g not in VOCATIONAL)
        found += [(grade, (grade,)) for grade in kept]
        found.append((level, kept))
    found.append((ALL, tuple(g for g in GRADES if vocational or g not in VOCATIONAL)))
    return found


def header(name: str) -> tuple[str, str, str, str]:
    """The four column names of a group, exactly as the 94 and 96 column files write them."""
    if name in GRADES:
        return f"{name} {MALE}", f"{name} {FEMALE}", f"{SUM}{name}", f"{name} {ROOMS}"
    total = f"{SUM}{name}"
    return f"{total} {MALE}", f"{total} {FEMALE}", total, f"{SUM}{ROOMS}{name}"


#: What the column of categories is called, where a file has a header.
CATEGORY = ("ประเภท", "รายการ", "ประเภทข้อมูล")
NUMBERS = ("รวม", "จำนวน")

#: Spellings of other years → the category's name today (`topics_vocabulary`).
OLD_CATEGORIES = {
    "กศน.": "สกร.",
    "กศน": "สกร.",
    "สกร": "สกร.",
    "ไม่ปรากฏสัญชาติ": "ไม่ปรากฎสัญชาติ",
    "พม่า": "เมียนมา",
    "ฟิลิปปินส์": "ฟิลิปปิน",
    "ซิกข์": "ซิกส์",
    "นักเรียนในวันสิ้นปีการศึกษา": "นักเรียนในวันสินปีการศึกษา",
}

#: Two letters that look like one → the one.
LOOK_ALIKE = {"\u0e4d\u0e32": "\u0e33", "\u0e40\u0e40": "\u0e41"}

#: Question marks, letters of another alphabet, UTF-8 read as CP874: what a lost encoding leaves.
LOST = re.compile("\\?\\?|\ufffd|[\u00a1-\u00ff]|(?:\u0e40[\u0e18\u0e19]\\S){3}")

#: The word of a file's name that stands between year and round.
ROUND_WORDS = r"รอบที่|รอบ"

#: What Excel writes for the first months of a year, which it takes year and round for: «Mar-68».
ROUND_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "ม.ค.": 1, "ก.พ.": 2, "มี.ค.": 3}

#: What a file's name says it is, the narrower before the wider: (words without spaces, topic).
NAMED = (
    ("เวลาที่ใช้เรียน", "completion_time"),
    ("ไม่ผ่าน", "not_passed"),
    ("พิการและด้อยโอกาส", "disability_and_disadvantage"),
    ("พิการ", "disability"),
    ("ด้อยโอกาส", "disadvantage"),
    ("น้ำหนักตามเกณฑ์ส่วนสูง", "weight_for_height"),
    ("ส่วนสูงตามเกณฑ์อายุ", "height_for_age"),
    ("ตามอายุ", "age"),
    ("สัญชาติ", "nationality"),
    ("ศาสนา", "religion"),
    ("ขาดแคลน", "hardship"),
    ("พักนอน", "boarding"),
    ("เกิน3กม", "distance"),
    ("การเดินทาง", "distance"),
    ("รหัสg", "g_code"),
    ("ออกกลางคัน", "dropout"),
    ("จำหน่าย", "removal"),
    ("ตรวจพินิจ", "year_end_check"),
    ("จบป6", "graduates_p6"),
    ("ป6ศึกษาต่อ", "graduates_p6"),
    ("ม3ศึกษาต่อ", "graduates_m3"),
    ("ม6ศึกษาต่อ", "graduates_m6"),
    ("ไฟฟ้า", "electricity"),
    ("ประปา", "water"),
    ("อินเทอร์เน็ต", "internet"),
    ("อินเตอร์เน็ต", "internet"),
    ("แยกชั้น", "students_by_grade"),
)
#: The same in the English names that DMC gives to its files.
SLUGS = {
    "schoolmis": "students_by_grade",
    "age": "age",
    "deformity": "disability",
    "occasion": "disadvantage",
    "race": "nationality",
    "religion": "religion",
    "journeytype": "distance",
    "heightage": "height_for_age",
    "weightheight": "weight_for_height",
    "p6end": "graduates_p6",
    "m3end": "graduates_m3",
    "m6end": "graduates_m6",
}
