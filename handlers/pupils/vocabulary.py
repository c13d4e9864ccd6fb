"""Thai words of the individual pupil export: its header, and the values of its columns."""

from __future__ import annotations

from handlers import topics_vocabulary as topics

SCHOOL_CODE, SCHOOL_NAME = "รหัสโรงเรียน", "ชื่อโรงเรียน"
GRADE, ROOM, SEX, BIRTH = "ชั้น", "ห้อง", "เพศ", "วันเกิด"
#: The citizen's number under its own name; under the name that a second column also bears (the
#: school's own number, further right); and as exports of 2559 call it.
CITIZEN = ("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขประจำตัวประชาชนนักเรียน")
PUPIL_NUMBER = "เลขประจำตัวนักเรียน"
OLD_NUMBER = "รหัสนักเรียน"
AGE = ("อายุ(ปี)", "อายุ (ปี)", "อายุ")
#: Pupils whom the school may not strike off yet.
PENDING = "ยังไม่สามารถจำหน่ายได้ (3.1.8)"

#: Columns that are counted by their labels: topic → header names.
LABELS: dict[str, tuple[str, ...]] = {
    "nationality": ("สัญชาติ",),
    "religion": ("ศาสนา",),
    "disadvantage": ("ความด้อยโอกาส", "ด้อยโอกาส"),
    "disability": ("ความพิการ", "พิการ"),
    "boarding": ("การพักนอนประจำ", "การพักนอน", "พักนอน"),
}
#: Columns of the long form that say yes or no: category of hardship → header name.
HARDSHIP: dict[str, str] = {
    "เครื่องแบบนักเรียน": "ขาดแคลนเครื่องแบบ",
    "เครื่องเขียน": "ขาดแคลนเครื่องเขียน",
    "แบบเรียน(หนังสือยืมเรียน)": "ขาดแคลนแบบเรียน",
    "อาหารกลางวัน": "ขาดแคลนอาหารกลางวัน",
}
THREE_OR_MORE = "ขาดแคลน 3 รายการหรือมากกว่า"
SEVERAL = "มีความด้อยโอกาสมากกว่า 1 ประเภท"
#: A column whose header holds one of these may hold a person's name or number.
PERSONAL = ("ชื่อ", "นามสกุล", "เลข", "รหัส")

SEXES = {"ช": "ชาย", "ชาย": "ชาย", "ญ": "หญิง", "หญิง": "หญิง"}
MALE, FEMALE = "ชาย", "หญิง"
#: Where a label that nobody has mapped is counted.
OTHERS = {
    "nationality": topics.OTHERS, "religion": topics.OTHERS, "disadvantage": topics.OTHERS,
    "disability": topics.OTHERS, "boarding": "พักรวมกับชุมชน/อื่นๆ",
}  # fmt: skip
#: Beginnings of a grade, without dots and spaces → as the source of figures writes it.
GRADE_KINDS = {
    "อ": "อ.", "อบ": "อ.", "อนุบาล": "อ.", "อนุบาลปีที่": "อ.", "อนุบาลศึกษาปีที่": "อ.",
    "ป": "ป.", "ประถม": "ป.", "ประถมศึกษาปีที่": "ป.", "ประถมปีที่": "ป.",
    "ม": "ม.", "มัธยม": "ม.", "มัธยมศึกษาปีที่": "ม.", "มัธยมปีที่": "ม.",
    "ปวช": "ปวช.", "ประกาศนียบัตรวิชาชีพปีที่": "ปวช.",
}  # fmt: skip

#: A label without spaces → the category, where the two differ.
SPELLINGS: dict[str, dict[str, str]] = {
    "nationality": {
        "พม่า": "เมียนมา", "เมียนมาร์": "เมียนมา", "เขมร": "กัมพูชา", "เกาหลี(ใต้)": "เกาหลีใต้",
        "ไม่ปรากฏสัญชาติ": "ไม่ปรากฎสัญชาติ", "ไม่มีสัญชาติ": "ไม่ปรากฎสัญชาติ",
        "ไร้สัญชาติ": "ไม่ปรากฎสัญชาติ", "ไม่มีสถานะทางทะเบียน": "ไม่ปรากฎสัญชาติ",
    },
    "religion": {
        "คริสเตียน": "คริสต์", "คริส": "คริสต์", "มุสลิม": "อิสลาม", "ซิกข์": "ซิกส์", "ซิก": "ซิกส์",
        "ฮินดู": "พราหมณ์/ฮินดู", "พราหมณ์": "พราหมณ์/ฮินดู", "พราหมณ์-ฮินดู": "พราหมณ์/ฮินดู",
    },
    "disadvantage": {"ยากจน": "เด็กยากจน", "เด็กกำพร้า": "กำพร้า"},
    "disability": {},
    "boarding": {
        "หอนอน": "บ้านพักนักเรียน/หอนอน", "บ้านพักนักเรียน": "บ้านพักนักเรียน/หอนอน",
        "พักรวมกับชุมชน": "พักรวมกับชุมชน/อื่นๆ", topics.OTHERS: "พักรวมกับชุมชน/อื่นๆ",
    },
}  # fmt: skip
#: Words before a label that say nothing.
PREFIXES = {"religion": ("ศาสนา",), "nationality": ("สัญชาติ",)}
#: The schools' words for a disability, by a part that tells it from the others; the first fits.
DISABILITY_PARTS = (
    ("ซ้อน", "ความพิการทางการซ้ำซ้อน"), ("เห็น", "ความพิการทางการมองเห็น"),
    ("ได้ยิน", "ความพิการทางการได้ยิน"), ("สติปัญญา", "ความพิการทางสติปัญญา"),
    ("ร่างกาย", "ความพิการร่างกายและสุขภาพ"), ("เรียนรู้", "ความพิการทางการเรียนรู้"),
    ("พูด", "ความพิการทางการพูดและภาษา"), ("พฤติกรรม", "ความพิการทางการพฤติกรรมและอารมณ์"),
    ("ออทิ", "ความพิการทางการออทิสติก"),
)  # fmt: skip
#: Labels, without spaces, that mean none.
NONE = frozenset(
    {"", "-", "--", "0", "99", "ไม่มี", "ไม่", "ไม่ด้อยโอกาส", "ไม่พิการ", "ปกติ", "ไม่พักนอน", "ไม่ได้พักนอน",
     "ไม่ขาดแคลน", "ไม่ใช่", "n", "no", "false"}
)  # fmt: skip
YES = frozenset({"1", "y", "yes", "true", "ใช่", "มี", "ขาดแคลน", "/", "x", "✓"})
