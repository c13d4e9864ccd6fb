"""Words of lists that say who has confirmed in a central system: columns, standings, moments."""

from __future__ import annotations

#: What a column's name holds (compared without spaces, in small letters).
CONFIRM = ("ยืนยัน", "confirm")
STATUS = ("สถานะ", "status")
DAY = ("วัน", "เมื่อ", "date", "_at")
CLOCK = ("เวลา", "time")
#: Acts that follow confirming: such a column is read where none is about confirming itself.
LATER_ACT = ("รับรอง", "รับทราบ")
#: What is about whoever confirmed, or is counted.
NOT_STATUS = ("ผู้", "ชื่อ", "ตำแหน่ง", "จำนวน", "name")
#: A day without a word about what it is the day of; read where nothing else tells.
BARE_DAY = ("วันที่", "วันเวลา", "วัน/เวลา", "วันและเวลา", "date")
#: Names of a second header row, under «การยืนยันข้อมูล».
BELOW = ("สถานะ", "วันที่", "เวลา", "วันเวลา", "วันที่ยืนยัน", "เวลาที่ยืนยัน", "ผล")

CONFIRMED = (
    "ยืนยันแล้ว", "ยืนยัน", "ยืนยันข้อมูลแล้ว", "ยืนยันข้อมูล", "ยืนยันเรียบร้อย", "ยืนยันเรียบร้อยแล้ว",
    "ยืนยันครบแล้ว", "เรียบร้อย", "เรียบร้อยแล้ว", "เสร็จสิ้น", "เสร็จแล้ว", "รับรองแล้ว", "ผอ.รับรองแล้ว",
    "รับทราบแล้ว", "เขตรับทราบแล้ว", "confirmed", "confirm", "yes", "y", "true", "1", "✓", "✔", "/",
    "☑", "✅",
)  # fmt: skip
NOT_CONFIRMED = (
    "ยังไม่ยืนยัน", "ไม่ยืนยัน", "ยังไม่ได้ยืนยัน", "ไม่ได้ยืนยัน", "ยังไม่ยืนยันข้อมูล", "ยังไม่ได้ยืนยันข้อมูล",
    "รอยืนยัน", "รอการยืนยัน", "บันทึกครบรอยืนยัน", "กำลังบันทึก", "กำลังดำเนินการ", "ยังไม่ดำเนินการ",
    "ยังไม่เริ่ม", "ยกเลิกการยืนยัน", "ปลดการยืนยัน", "ปลดยืนยัน", "ส่งกลับแก้ไข", "ยังไม่ส่ง", "ยัง",
    "notconfirmed", "unconfirmed", "pending", "no", "n", "false", "0", "-", "–", "✗", "✘", "x", "☐",
    "❌", "",
)  # fmt: skip
#: A title or a file's name with one of these is a list of those who have not confirmed.
MISSING = ("ยังไม่ยืนยัน", "ไม่ยืนยัน", "ยังไม่ได้ยืนยัน", "ไม่ได้ยืนยัน", "รอยืนยัน", "ค้างยืนยัน", "ยังไม่ส่ง", "ค้างส่ง")

#: In a title: which year and term the list is of.
YEAR, TERM = "ปีการศึกษา", "ภาคเรียนที่"
#: Around a moment: «เมื่อ 10 มิ.ย. 2568 เวลา 14.30 น.».
BEFORE_MOMENT = ("เมื่อวันที่", "เมื่อ", "วันที่")
BEFORE_CLOCK, HOUR_SIGN = "เวลา", "น"
