"""The words of EMIS's tables of staff: the area's by position, and a school's own page."""

from __future__ import annotations

from handlers.school_tables_vocabulary import BOTH, FEMALE, MALE
from handlers.topics_vocabulary import STAFF

EVERYONE = "รวมทั้งหมด"
UNFILLED = "ไม่กรอกข้อมูล"
#: Names of the header's second row.
BELOW = (MALE, FEMALE, BOTH, "เพศ", "ประเภทตำแหน่ง")
UNFILLED_SEX, UNFILLED_POSITION = f"{UNFILLED} เพศ", f"{UNFILLED} ประเภทตำแหน่ง"
AS_OF = "ข้อมูล ณ วันที่"
ENGLISH_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)

#: A school's own page: its columns, and its positions as the area's table groups them.
POSITION, RANK = "ตำแหน่ง", "วิทยฐานะ"
PAGE = "ข้าราชการครูและบุคลากรทางการศึกษา (คน)_"
POSITIONS = {
    "ผู้อำนวยการโรงเรียน": STAFF[0],
    "ผู้อำนวยการสถานศึกษา": STAFF[0],
    "รองผู้อำนวยการโรงเรียน": STAFF[1],
    "รองผู้อำนวยการสถานศึกษา": STAFF[1],
    "ครู": STAFF[2],
    "ครูผู้ช่วย": STAFF[2],
    "ลูกจ้างประจำ": STAFF[5],
    "พนักงานราชการ": STAFF[6],
    "ลูกจ้างชั่วคราว": STAFF[7],
}
