"""The words of the page of a ticket's photos and files. The template itself holds no Thai."""

from __future__ import annotations

from datetime import datetime

from bot.texts.request_words import moment_text
from bot.texts.service_pages import size as size_text

WORDS = {
    "title": "รูปและไฟล์",
    "none": "เรื่องนี้ยังไม่มีรูปหรือไฟล์",
    "internal": "🔒 บันทึกภายใน ผู้แจ้งไม่เห็น",
    "staff": "เจ้าหน้าที่",
    "somebody": "ระบบ",
    "open": "เปิดขนาดเต็ม",
    "take": "ดาวน์โหลด",
    "coming": "กำลังรับไฟล์จาก LINE เปิดหน้านี้ใหม่อีกครั้ง",
    "erased": "เจ้าหน้าที่ลบแล้ว หรือพ้นเวลาเก็บ",
    "gone": "ผู้ส่งยกเลิกการส่ง หรือรับไฟล์ไม่ได้",
    "erase": "ลบ",
    "sure": "ลบแล้วนำกลับคืนไม่ได้",
    "erase_now": "ยืนยันลบ",
    "erased_now": "ลบแล้ว",
    "private": "ลิงก์นี้ของท่านใช้ได้ 1 ชั่วโมง ในภาพอาจมีข้อมูลส่วนบุคคล โปรดอย่าส่งต่อ",
}
_KINDS = {"photo": "รูป", "voice": "เสียง", "video": "วิดีโอ", "file": "ไฟล์"}


def kind(value: str) -> str:
    """What a file is called that has no name."""
    return _KINDS.get(value, _KINDS["file"])


def about(value: str, count: int | None) -> str:
    """«รูป · 1.4 MB»."""
    return " · ".join(filter(None, (kind(value), size_text(count))))


def moment(at: datetime) -> str:
    """«พฤ. 19 พ.ย. 2569 14.30 น.»."""
    return moment_text(at.isoformat())
