"""The columns of B-OBEC's list of buildings, one row a building, and its words for their state."""

from __future__ import annotations

KIND, MODEL, ROOMS, BUILT, STATE = "kind", "model", "rooms", "built", "state"
COLUMNS: dict[str, tuple[str, ...]] = {
    KIND: ("ประเภท", "ประเภทอาคาร", "ประเภทสิ่งก่อสร้าง"),
    MODEL: ("แบบ", "แบบสิ่งก่อสร้าง", "แบบอาคาร"),
    ROOMS: ("จำนวนห้อง", "จำนวนห้องตามแบบ", "จำนวนห้องตามแปลน"),
    BUILT: ("ปีที่สร้าง พ.ศ.", "ปีที่สร้าง", "ก่อสร้างเมื่อปี พ.ศ.", "สร้าง"),
    STATE: ("สภาพ", "สภาพปัจจุบัน", "สภาพการใช้งาน"),
}
#: State of use → the words for it. A building that is gone is not counted.
STATES: dict[str, tuple[str, ...]] = {
    "ดี": ("ดี", "ดีมาก"),
    "พอใช้": ("พอใช้", "ปานกลาง"),
    "ทรุดโทรม": ("ทรุดโทรม", "ชำรุด", "ชำรุดทรุดโทรม"),
    "รื้อถอน": ("รื้อถอน", "รอรื้อถอน", "ขออนุญาตรื้อถอน"),
    "ไม่ระบุ": ("", "-", "ไม่ระบุ"),
}
GONE = ("รื้อถอนแล้ว",)
EXAMPLE_ROW = ("อาคารเรียน", "สปช.105/29", "8", "2535", "พอใช้")
