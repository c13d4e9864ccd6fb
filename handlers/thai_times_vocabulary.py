"""Words of the hours of the day, as people type them."""

from __future__ import annotations

#: «18.00 น.», «เวลา 18:00»; words that may stand before a time and after it.
LEADS = ("เวลา", "ตอน", "ประมาณ", "ราว")
HOURS = ("นาฬิกา", "น.", "น")
#: The old count of the day: «9 โมง», «9 โมงเช้า», «บ่าย 2», «4 โมงเย็น», «2 ทุ่ม», «เที่ยง».
CLOCK, MORNING, AFTERNOON, EVENING, NIGHT = "โมง", "เช้า", "บ่าย", "เย็น", "ทุ่ม"
NOON, HALF = "เที่ยง", "ครึ่ง"
NUMBERS = {
    "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
    "สิบเอ็ด": 11, "สิบ": 10,
}  # fmt: skip
