"""What may be wrong with lists of schools, duty directories and tables by school, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts.figures import thai_date

Said = Callable[[Mapping[str, Any]], str]

FAULTS: dict[str, Said] = {
    "point": lambda f: f"พิกัดต้องเป็นองศาและอยู่ในประเทศไทย แต่พบ «{f['value']}»",
    "unknown_school": lambda f: (
        f"ไม่รู้จักโรงเรียนรหัส {f['value']} และไฟล์ไม่ได้บอกว่าอยู่เขตใด: นำเข้ารายชื่อที่มีรหัสเขตก่อน"
    ),
    "school_code_any": lambda f: f"รหัสโรงเรียนต้องเป็นตัวเลข 8 หรือ 10 หลัก แต่พบ «{f['value']}»",
    "unknown_moe": lambda f: f"ไม่พบรหัสกระทรวง {f['value']} ในรายชื่อโรงเรียน",
    "no_table_header": lambda f: f"ไม่พบหัวตาราง ต้องมีคอลัมน์ {', '.join(f['columns'])}",
    "not_one_of": lambda f: f"ไม่รู้จัก «{f['value']}» ต้องเป็น {', '.join(f['known'])}",
    "no_school_in_row": lambda f: "ไม่มีรหัสโรงเรียน: ใส่รหัสทุกแถว (เซลล์ที่ผสานไว้หายไปเมื่อบันทึกเป็น CSV)",
    "person": lambda f: "มีชื่อหรือเลขประจำตัวบุคคล: ตารางนี้รับเฉพาะจำนวน",
    "personal_column": lambda f: "เป็นข้อมูลรายบุคคล: ตารางนี้รับเฉพาะจำนวน ให้ลบคอลัมน์นี้และนับก่อน",
    "blank": lambda f: "ต้องไม่ว่าง",
    "long": lambda f: f"ยาวเกิน {f['most']} ตัวอักษร",
    "email": lambda f: "ไม่ใช่ที่อยู่อีเมลที่ครบถ้วน",
    "long_number": lambda f: "มีเลขที่อาจเป็นเลขประจำตัวบุคคล: ใส่เฉพาะข้อมูลติดต่อของสำนักงาน",
    "phone": lambda f: f"ไม่ใช่หมายเลขโทรศัพท์ที่ครบถ้วน: «{f['value']}»",
    "line_twice": lambda f: f"«{f['value']}» ซ้ำกับแถว {f['first']}",
    "other_as_of": lambda f: f"ในไฟล์เขียนว่าข้อมูล ณ {f['value']} ไม่ใช่ {f['expected']}: ใช้ตามไฟล์",
    "office_left_out": lambda f: f"ไม่นับ «{f['value']}» เพราะไม่มีรหัสโรงเรียน ({f['count']:,})",
    "total_differs": lambda f: (
        f"แถวรวมของไฟล์ ({f['value']:,}) ไม่ตรงกับผลบวกของทุกโรงเรียน ({f['expected']:,}) "
        "ใช้ตามแถวของโรงเรียน"
    ),
    "not_a_day": lambda f: f"ต้องเป็นวันที่ เช่น 10 มิ.ย. 2568 14.30 น. แต่พบ «{f['value']}»",
    "day_of_unconfirmed": lambda f: (
        f"มีวันที่ยืนยัน «{f['value']}» แต่สถานะเป็น «{f['says']}»: ตรวจแล้วแก้ให้ตรงกัน"
    ),
    "day_out_of_round": lambda f: (
        f"ยืนยันเมื่อ {thai_date(f['value'])} ซึ่งไม่อยู่ในช่วงของรอบนี้ "
        f"({thai_date(f['first'])} - {thai_date(f['last'])}): อาจเป็นรายชื่อของรอบอื่น"
    ),
    "unfilled": lambda f: f"โรงเรียน {f['value']} มี {f['count']:,} คนที่ไม่กรอกเพศหรือประเภทตำแหน่ง",
    "demolished": lambda f: f"ไม่นับรายการที่รื้อถอนแล้ว {f['count']:,} รายการ",
}

TEMPLATE_WRITTEN = "เขียนแบบตารางเปล่าที่ {file} แล้ว แถวที่ขึ้นต้นด้วย «ตัวอย่าง» ไม่ถูกนำเข้า"
