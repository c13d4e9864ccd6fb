"""The words of the pages behind links: deliveries, papers, uploads, and verifying a decision.

`WORDS` is handed to the templates whole, as `w`; templates themselves hold no Thai.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.texts.people_words import ACTING
from bot.texts.request_papers import VERDICT
from bot.texts.request_words import moment_text

WORDS = {
    "skip": "ข้ามไปเนื้อหา",
    "service": "บริการข้อมูลสารสนเทศ",
    "line": "ติดต่อและติดตามเรื่องได้ในแชต LINE ของสำนักงาน",
    "phone": "โทร.",
    # a delivery
    "delivered": "ข้อมูลที่ท่านขอ",
    "number": "เลขที่คำขอ",
    "fiscal": "(ปีงบประมาณ)",
    "subject": "เรื่อง",
    "from": "จัดทำโดย",
    "made": "ส่งมอบเมื่อ",
    "as_of": "ข้อมูล ณ วันที่",
    "until": "เปิดได้ถึง",
    "files": "ไฟล์",
    "open": "ดาวน์โหลด",
    "answer": "คำตอบจากระบบข้อมูล",
    "answer_page": "ดูตาราง",
    "xlsx": "Excel (XLSX)",
    "csv": "CSV",
    "no_answer": "ข้อมูลจากระบบของคำตอบนี้มีการเปลี่ยนแปลง โปรดถามใหม่ในแชต LINE ของสำนักงาน",
    "no_files": "เรื่องนี้ไม่มีไฟล์ให้ดาวน์โหลด",
    "private": "ลิงก์นี้ใช้กับคำขอนี้เท่านั้น และสำนักงานบันทึกการเปิดแต่ละครั้ง โปรดอย่าส่งต่อ",
    "again_title": "ต้องการข้อมูลอีก",
    "again": "เมื่อลิงก์หมดอายุ พิมพ์ «สถานะ» ใน LINE เพื่อรับลิงก์ใหม่ หรือพิมพ์ «ขอข้อมูล» เพื่อยื่นคำขอใหม่",
    # uploads
    "upload": "ส่งไฟล์ที่จัดทำแล้ว",
    "choose": "เลือกไฟล์ (เลือกได้หลายไฟล์)",
    "send": "ส่งไฟล์",
    "here": "ไฟล์ของคำขอนี้",
    "none_yet": "ยังไม่มีไฟล์",
    "next": "ขั้นต่อไป: กลับไปที่แชต LINE พิมพ์ «งานของฉัน» แล้วเลือกคำขอนี้เพื่อส่งมอบ หรือนำไฟล์ออก",
    # verifying
    "verify": "ตรวจสอบคำสั่ง",
    "verify_lead": "ตรวจว่าคำสั่งบนเอกสารเป็นของสำนักงานจริงหรือไม่",
    "code": "รหัส 12 ตัวใต้คิวอาร์โค้ด",
    "code_go": "ตรวจสอบ",
    "another": "ตรวจสอบรหัสอื่น",
    "form": "แบบคำขอ",
    "office": "หน่วยงาน",
    "decided": "คำสั่ง",
    "by": "โดย",
    "post": "ตำแหน่ง",
    "when": "เมื่อ",
    "no_names": "หน้านี้ไม่แสดงชื่อผู้ขอและเนื้อหาของคำขอ โปรดเทียบเลขที่ คำสั่ง ผู้ลงนาม และเวลากับเอกสารที่ท่านถืออยู่",
    "code_title": "รหัสของคำสั่งนี้",
}
_ASK_STATUS = "พิมพ์ «สถานะ» ใน LINE ของสำนักงานเพื่อรับลิงก์ใหม่"
_OPEN_AGAIN = "กดปุ่มจากแชต LINE อีกครั้ง ถ้ายังไม่ได้ พิมพ์ «สถานะ»"
#: Why there is no page: title, what happened, what to do.
STOPS = {
    "bad_link": ("ลิงก์ไม่ถูกต้อง", "ลิงก์นี้ไม่ครบหรือถูกแก้ไข จึงเปิดไม่ได้", _OPEN_AGAIN),
    "expired": ("ลิงก์หมดอายุแล้ว", "ลิงก์นี้พ้นเวลาที่เปิดได้แล้ว", _ASK_STATUS),
    "closed": (
        "เปิดข้อมูลนี้ไม่ได้แล้ว",
        "ลิงก์หมดอายุหรือถูกยกเลิก หรือสำนักงานกำลังจัดทำข้อมูลใหม่",
        _ASK_STATUS,
    ),
    "my_data": (
        "ลิงก์หมดอายุหรือไม่ถูกต้อง",
        "สำเนาข้อมูลของท่านเปิดได้ 1 ชั่วโมง และเปิดไม่ได้เมื่อเปลี่ยนบัญชี LINE",
        "ขอใหม่ในแชต โดยพิมพ์ «ข้อมูลของฉัน»",
    ),
    "round_link": (
        "ลิงก์หมดอายุหรือไม่ถูกต้อง",
        "หน้ารายชื่อเปิดได้ 1 ชั่วโมงหลังจากขอ",
        "ขอใหม่ในแชต LINE ของสำนักงาน โดยพิมพ์ «ติดตามรอบ»",
    ),
    "gone": ("ไม่พบข้อมูลนี้", "เรื่องนี้ไม่มีอยู่หรือเปิดไม่ได้แล้ว", _ASK_STATUS),
    "no_file": (
        "ไม่มีไฟล์นี้แล้ว",
        "ไฟล์นี้ถูกนำออกหรือหมดเวลาเก็บแล้ว",
        "เปิดลิงก์เดิมใหม่เพื่อดูไฟล์ที่มี หรือพิมพ์ «สถานะ» ใน LINE",
    ),
    "not_yours": (
        "เปิดหน้านี้ไม่ได้",
        "ไม่พบเรื่องนี้ หรือขณะนี้ท่านไม่มีสิทธิเปิดเรื่องนี้",
        "พิมพ์ «งานของฉัน» หรือ «สถานะ» ใน LINE เพื่อดูเรื่องของท่าน",
    ),
    "no_paper": (
        "ยังไม่มีเอกสารนี้",
        "คำขอนี้ยังไม่ถึงขั้นที่มีเอกสารนี้ หรือเอกสารนี้เป็นเอกสารภายใน",
        "พิมพ์ «สถานะ» ใน LINE เพื่อดูว่าคำขอถึงขั้นใด",
    ),
    "no_code": (
        "ไม่พบรหัสนี้",
        "สำนักงานไม่มีคำสั่งที่ใช้รหัสนี้ อาจพิมพ์ผิด หรือเอกสารไม่ใช่ของสำนักงาน",
        "โปรดตรวจตัวอักษรแล้วลองอีกครั้ง รหัสไม่มีเลข 0 เลข 1 ตัว O และตัว I",
    ),
    "too_big": (
        "ไฟล์ใหญ่เกินไป",
        "ไฟล์ที่ส่งมารวมกันใหญ่เกินที่รับได้ จึงไม่ได้เก็บไฟล์ใด",
        "กลับไปหน้าก่อนแล้วส่งทีละไฟล์",
    ),
    "busy": ("ระบบขัดข้องชั่วคราว", "ขณะนี้เปิดหน้านี้ไม่ได้", "โปรดลองอีกครั้งในอีกสักครู่"),
}
#: Refusals of use cases, by their names → why.
REFUSED = {
    "DeliveryClosed": "closed",
    "NotFound": "not_yours",
    "NotAllowed": "not_yours",
    "NoPaper": "no_paper",
}
_FILE_KINDS = {
    "pdf": "PDF", "xlsx": "Excel", "xls": "Excel", "csv": "CSV", "docx": "Word", "doc": "Word",
    "pptx": "PowerPoint", "ppt": "PowerPoint", "zip": "ZIP", "jpg": "รูปภาพ", "jpeg": "รูปภาพ",
    "png": "รูปภาพ", "txt": "ข้อความ", "ods": "ตารางคำนวณ", "odt": "เอกสาร", "7z": "7-Zip",
}  # fmt: skip
_UPLOAD = {
    "none": "ยังไม่ได้เลือกไฟล์ โปรดเลือกอย่างน้อย 1 ไฟล์",
    "empty": "ไฟล์ «{name}» ว่างเปล่า จึงไม่ได้เก็บไฟล์ใด",
    "big": "ไฟล์ «{name}» ใหญ่เกิน {most} จึงไม่ได้เก็บไฟล์ใด",
    "whole": "ไฟล์ที่ส่งมารวมกันใหญ่เกิน {most} จึงไม่ได้เก็บไฟล์ใด โปรดส่งทีละไฟล์",
    "kind": "ไม่รับไฟล์ «{name}» เพราะไม่ใช่ชนิดที่รับได้ ({kinds}) จึงไม่ได้เก็บไฟล์ใด",
    "untrue": "ไฟล์ «{name}» มีเนื้อหาไม่ตรงกับชนิดของไฟล์ จึงไม่ได้เก็บไฟล์ใด",
    "many": "คำขอหนึ่งมีไฟล์ได้ไม่เกิน {most} ไฟล์ จึงไม่ได้เก็บไฟล์ใด",
    "state": "คำขอนี้ไม่ได้อยู่ในขั้นจัดทำข้อมูลแล้ว จึงเพิ่มไฟล์ไม่ได้",
}


def file_kind(name: str) -> str:
    """What a file is, by the end of its name."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _FILE_KINDS.get(ending, ending.upper())


def size(count: int | None) -> str:
    """«1.4 MB»."""
    if count is None:
        return ""
    if count < 1024:
        return f"{count:,} ไบต์"
    if count < 1024 * 1024:
        return f"{count / 1024:,.0f} KB"
    whole = count / 1024 / 1024
    return f"{whole:,.0f} MB" if whole >= 10 or whole.is_integer() else f"{whole:,.1f} MB"


def moment(at: datetime) -> str:
    """«พ. 30 ธ.ค. 2569 16.30 น.»."""
    return moment_text(at.isoformat())


def limits(kinds: Sequence[str], each: int, whole: int, most: int) -> str:
    """What may be sent."""
    return (
        f"รับไฟล์ {', '.join(kinds)} ไฟล์ละไม่เกิน {size(each)} รวมไม่เกิน {size(whole)} ต่อครั้ง "
        f"คำขอละไม่เกิน {most} ไฟล์"
    )


def not_taken(why: str, **facts: str) -> str:
    """Why nothing of what was sent was kept."""
    return _UPLOAD[why].format(**facts)


def added(count: int) -> str:
    """So many were kept."""
    return f"เก็บไฟล์แล้ว {count} ไฟล์"


def verdict(value: str) -> str:
    """The decision, as on paper."""
    return VERDICT[value]


def post(title: str, acting: Mapping[str, str] | None) -> str:
    """The decider's own post, and the one that they stood in for."""
    if not acting:
        return title
    order = f" ({acting['order_number']})" if acting.get("order_number") else ""
    return f"{title} {ACTING[acting['kind']]}{acting['title']}{order}".strip()


#: What the verifying page says of the content: unchanged, changed since, decided anew since.
CONTENT = {
    "same": "เนื้อหาของคำขอตรงกับขณะที่มีคำสั่งนี้",
    "changed": "เนื้อหาของคำขอมีการแก้ไขหลังคำสั่งนี้ โปรดสอบถามสำนักงานก่อนใช้เอกสาร",
    "newer": "มีคำสั่งใหม่กว่าของคำขอนี้ โปรดใช้เอกสารฉบับล่าสุด",
}
FOUND = "เป็นคำสั่งของสำนักงานจริง"
