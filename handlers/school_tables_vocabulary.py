"""Words that every table by school has in it, whatever system it comes from."""

from __future__ import annotations

from handlers.schools_vocabulary import COLUMNS, EXAMPLE

#: The column of the school's code, in 8 digits (SMIS) or 10 (MOE).
SCHOOL = (
    "รหัสโรงเรียน", *COLUMNS["smis"], *COLUMNS["moe"], "school_id",
)  # fmt: skip
NAME = ("ชื่อโรงเรียน", "โรงเรียน", "ชื่อโรงเรียน / หน่วยงาน")
AREA = COLUMNS["area_code"]
#: A row whose school begins so is the sum of the others.
TOTAL = "รวม"
#: Headers of columns about single persons, and what names of persons begin with.
PERSONAL = ("นามสกุล", "เลขประจำตัว", "รหัสประจำตัว", "เลขบัตร", "วันเกิด", "ชื่อนักเรียน", "ชื่อ-สกุล", "รหัสG")
TITLES = ("เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "นาย", "นางสาว", "น.ส.", "นาง")
MALE, FEMALE, BOTH = "ชาย", "หญิง", "รวม"

__all__ = [
    "AREA",
    "BOTH",
    "EXAMPLE",
    "FEMALE",
    "MALE",
    "NAME",
    "PERSONAL",
    "SCHOOL",
    "TITLES",
    "TOTAL",
]
