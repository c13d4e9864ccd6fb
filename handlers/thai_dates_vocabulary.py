"""Words of days, months and weekdays, as people type them (points and spaces are left out)."""

from __future__ import annotations

#: January first. The spellings that are often wrong are here too.
MONTHS: tuple[tuple[str, ...], ...] = (
    ("มกราคม", "มกรา", "มค", "january", "jan"),
    ("กุมภาพันธ์", "กุมภาพัน", "กุมภา", "กพ", "february", "feb"),
    ("มีนาคม", "มีนา", "มีค", "march", "mar"),
    ("เมษายน", "เมษา", "เมย", "april", "apr"),
    ("พฤษภาคม", "พฤษภา", "พค", "may"),
    ("มิถุนายน", "มิถุนา", "มิย", "june", "jun"),
    ("กรกฎาคม", "กรกฏาคม", "กรกฎา", "กรกฏา", "กค", "july", "jul"),
    ("สิงหาคม", "สิงหา", "สค", "august", "aug"),
    ("กันยายน", "กันยา", "กย", "september", "sept", "sep"),
    ("ตุลาคม", "ตุลา", "ตค", "october", "oct"),
    ("พฤศจิกายน", "พฤษจิกายน", "พฤศจิกา", "พฤษจิกา", "พย", "november", "nov"),
    ("ธันวาคม", "ธันวา", "ธค", "december", "dec"),
)
#: Monday first.
WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("จันทร์", "จันทร"),
    ("อังคาร",),
    ("พุธ",),
    ("พฤหัสบดี", "พฤหัส", "พฤ"),
    ("ศุกร์", "ศุกร"),
    ("เสาร์",),
    ("อาทิตย์",),
)
#: How many days from today.
NEAR = {
    "วันนี้": 0,
    "พรุ่งนี้": 1,
    "วันพรุ่งนี้": 1,
    "มะรืน": 2,
    "มะรืนนี้": 2,
    "วันมะรืน": 2,
    "วันมะรืนนี้": 2,
    "เมื่อวาน": -1,
    "เมื่อวานนี้": -1,
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
}
NUMBERS = {
    "หนึ่ง": 1,
    "สอง": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
    "สิบ": 10,
}
#: How many days each is; «อาทิตย์» alone is a week, «วันอาทิตย์» is a Sunday.
SPANS = {"วัน": 1, "สัปดาห์": 7, "อาทิตย์": 7}
IN, DAY, DAY_OF, OF = "อีก", "วัน", "วันที่", "ที่"
THIS, NEXT, MONTH, END_OF_MONTH = "นี้", "หน้า", "เดือน", "สิ้นเดือน"
BUDDHIST, CHRISTIAN = ("พศ", "be"), ("คศ", "ad", "ce")
#: May stand before a day without changing it.
LEADS = ("ภายใน", "ไม่เกิน")
#: May stand behind a day without changing it.
PARTICLES = ("นะครับ", "นะคะ", "นะค่ะ", "ครับ", "ค่ะ", "คะ", "จ้า", "จ้ะ", "นะ")
