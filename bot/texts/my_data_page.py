"""The copy of a person's data as a page: sections, labels and values as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.texts import calendar, ticket_words
from bot.texts.figures import thai_date
from bot.texts.forms import NO, YES
from bot.texts.people_words import ACTING, ROLES, SYSTEMS, WISH_STATES
from bot.texts.ratings import LEVELS
from bot.texts.request_words import CHANNEL, CLASSIFICATION, HAND_OVER, STATUS

TITLE = "สำเนาข้อมูลส่วนบุคคล"
DOWNLOAD = "เก็บเป็นไฟล์ (JSON)"
NONE = "ไม่มี"
SECTIONS = {
    "profile": "ข้อมูลบุคคล",
    "posts": "ตำแหน่ง",
    "acting_orders": "คำสั่งรักษาการ",
    "responsibilities": "ระบบที่รับผิดชอบ",
    "consents": "ความยินยอม",
    "codes_used": "รหัสที่ใช้",
    "wishes": "คำขอยืนยันตัวตน",
    "requests": "คำขอข้อมูล",
    "tickets": "เรื่องแจ้งปัญหาและบริการ",
    "bookings": "การจองและการยืม",
    "conferences": "ประชุมที่ลงชื่อเข้าร่วม",
    "drafts": "ร่างคำขอ",
    "ratings": "ผลประเมิน",
    "complaints": "ข้อร้องเรียน",
}
LABELS = {
    "id": "เลขที่ในระบบ", "line_user": "เลขประจำตัว LINE", "name": "ชื่อ", "position": "ตำแหน่ง",
    "affiliation": "สังกัด", "phone": "โทรศัพท์", "email": "อีเมล", "created_at": "บันทึกเมื่อ",
    "created_by": "บันทึกโดย", "bound_at": "ผูกบัญชีเมื่อ", "erased_at": "ลบเมื่อ",
    "person_id": "บุคคลเลขที่", "role": "บทบาท", "school_code": "รหัสโรงเรียน", "group_name": "กลุ่ม",
    "title": "ชื่อตำแหน่ง", "starts_on": "ตั้งแต่", "ends_on": "ถึง", "kind": "ประเภท",
    "order_number": "เลขที่คำสั่ง", "system": "ระบบ", "version": "ฉบับ", "given_at": "ให้เมื่อ",
    "withdrawn_at": "ถอนเมื่อ", "purpose": "วัตถุประสงค์", "request_id": "คำขอเลขที่ในระบบ",
    "issued_at": "ออกเมื่อ", "issued_by": "ออกโดย", "expires_at": "หมดอายุ", "used_at": "ใช้เมื่อ",
    "used_by": "ใช้โดย", "revoked_at": "ยกเลิกเมื่อ", "asked_at": "ส่งเมื่อ", "status": "สถานะ",
    "closed_at": "สิ้นสุดเมื่อ", "closed_by": "ผู้พิจารณา", "reason": "เหตุผล", "form": "แบบ",
    "form_version": "ฉบับของแบบ", "prefix": "อักษรย่อ", "fiscal_year": "ปีงบประมาณ", "number": "เลขที่",
    "requester_id": "ผู้ขอเลขที่", "requester": "ผู้ขอ ณ วันที่ยื่น", "channel": "ช่องทาง",
    "answers": "คำตอบในแบบ", "subject": "เรื่อง", "wanted_by": "ต้องการภายใน", "hand_over": "วิธีรับ",
    "classification": "ประเภทข้อมูล", "query": "คำถามข้อมูล", "owner_group": "กลุ่มเจ้าของข้อมูล",
    "submitted_at": "ยื่นเมื่อ", "received_on": "วันรับเรื่อง", "due_at": "กำหนด",
    "changed_at": "เปลี่ยนเมื่อ", "letter_number": "เลขหนังสือตอบ", "letter_date": "วันที่หนังสือตอบ",
    "file_code": "รหัสแฟ้ม", "destroy_after": "เก็บถึงสิ้นปี พ.ศ.", "questions": "ข้อที่เจ้าหน้าที่ถาม",
    "deliveries": "การส่งมอบ", "data": "ข้อมูลในร่าง", "updated_at": "แก้ไขเมื่อ", "service": "บริการ",
    "invited_at": "เชิญประเมินเมื่อ", "rated_at": "ประเมินเมื่อ", "suggestion": "ข้อเสนอแนะ",
    "items": "ผลรายข้อ", "words": "ข้อความ", "opened_at": "เปิดเรื่องเมื่อ", "format": "รูปแบบไฟล์",
    "outsider": "บุคคลภายนอก", "question": "ถาม", "answer": "ตอบ", "by": "ส่งมอบ", "made_at": "เมื่อ",
    "right": "สิทธิที่ใช้", "manner": "ลักษณะที่ขอ", "files": "ไฟล์แนบ",
    "category": "หมวด", "urgency": "ความเร่งด่วน", "place": "สถานที่", "reporter": "ผู้แจ้ง ณ วันที่แจ้ง",
    "asset": "เลขครุภัณฑ์", "location": "ตำแหน่งที่ส่ง", "said": "ข้อความที่รับส่ง", "address": "ที่อยู่",
    "approver": "ผู้อนุมัติ", "deciding": "วิธีพิจารณา", "result": "ผลการดำเนินการ",
    "latitude": "ละติจูด", "longitude": "ลองจิจูด", "resource": "ห้องหรืออุปกรณ์", "quantity": "จำนวน",
    "from": "ตั้งแต่เวลา", "until": "ถึงเวลา",
}  # fmt: skip
_BOOKED = {"booked": "จองไว้", "cancelled": "ยกเลิกแล้ว", "returned": "คืนแล้ว"}
_NAMES: dict[str, Mapping[str, str]] = {
    "role": ROLES, "kind": ACTING, "system": SYSTEMS,
    "status": {**ticket_words.STATUS, **_BOOKED, **WISH_STATES, **STATUS},
    "items": LEVELS, "hand_over": HAND_OVER, "by": HAND_OVER, "channel": CHANNEL,
    "classification": CLASSIFICATION, "category": ticket_words.CATEGORY,
    "urgency": ticket_words.URGENCY_LONG,
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")

Fields = list[tuple[str, str]]


def sections(copy: Mapping[str, Any]) -> list[tuple[str, list[Fields]]]:
    """Each section's title and its records, each a list of label and value."""
    found = []
    for key, title in SECTIONS.items():
        held = copy[key]
        records = held if isinstance(held, list) else [held]
        found.append((title, [_fields(record) for record in records]))
    return found


def made(copy: Mapping[str, Any]) -> str:
    """When the copy was made."""
    return f"ทำสำเนาเมื่อ {_value('made_at', copy['made_at'])}"


def _fields(record: Mapping[str, Any]) -> Fields:
    return [
        (LABELS.get(name, name), _value(name, value))
        for name, value in record.items()
        if value not in (None, "", [], {})
    ]


def _lines(name: str, held: Mapping[str, Any]) -> str:
    """What stands in a record's field, a line each. Of a draft that is what was answered; where
    the form stood is in the file."""
    shown = held["answers"] if name == "data" and "answers" in held else held
    return "\n".join(
        f"{LABELS.get(key, key)}: {_value(key if key in LABELS else name, value)}"
        for key, value in shown.items()
        if value not in (None, "", [], {})
    )


def _value(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return _lines(name, value)
    if isinstance(value, list):
        return "\n".join(_value(name, one) for one in value)
    if isinstance(value, bool):
        return YES if value else NO
    text = str(value)
    if _MOMENT.fullmatch(text):
        return calendar.moment_text(datetime.fromisoformat(text))
    if _DAY.fullmatch(text):
        return thai_date(text)
    return _NAMES.get(name, {}).get(text, text)
