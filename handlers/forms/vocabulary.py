"""Words that answers of forms are typed in, and the kinds of files that may be attached."""

from __future__ import annotations

#: Typed in place of a choice's number or label; the numbers are those of the buttons.
YES = ("ใช่", "ใช่แล้ว", "ใช้", "มี", "ตกลง", "ต้องการ", "ได้", "yes", "y", "1")
NO = ("ไม่ใช่", "ไม่ใช้", "ไม่มี", "ไม่ตกลง", "ไม่ต้องการ", "ไม่ได้", "ไม่", "no", "n", "2")
#: When meetings mostly begin and end: offered with numbers; any other hour is typed.
HOURS = ("08:30", "09:00", "12:00", "13:00", "16:30")
#: Typed to leave an optional field out.
SKIP = ("ไม่ระบุ", "ข้าม", "ไม่มี", "ไม่แนบ", "ไม่กำหนด", "-", "–", "skip")
#: Typed when all files have been sent.
ENOUGH = ("พอแล้ว", "หมดแล้ว", "เสร็จแล้ว", "เสร็จ", "ครบแล้ว", "ครบ")
#: Stand behind what is typed without changing it.
PARTICLES = ("นะครับ", "นะคะ", "นะค่ะ", "ครับ", "ค่ะ", "คะ", "จ้า", "จ้ะ")
#: Between several choices.
AND = ("และ", "กับ")
#: All of several choices.
ALL = ("ทั้งหมด", "ทุกข้อ", "ทุกอย่าง", "all")
#: Before the number of a choice.
NUMBERED = ("ข้อที่", "ข้อ", "หมายเลข", "ที่")
#: Before the name of a school.
SCHOOL = ("โรงเรียน", "รร.", "ร.ร.", "รร")
#: The ending of a file's name → how it may be spelt besides.
FILE_KINDS: dict[str, tuple[str, ...]] = {
    "pdf": (),
    "docx": ("doc",),
    "xlsx": ("xls",),
    "pptx": ("ppt",),
    "csv": (),
    "txt": (),
    "zip": (),
    "jpg": ("jpeg", "jfif"),
    "png": (),
    "heic": ("heif",),
    "mp4": ("mov",),
    "m4a": ("mp3",),
}
