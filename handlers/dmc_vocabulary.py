"""The Thai words of DMC's area summary: grades, groups of columns, header names."""

from __future__ import annotations

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
