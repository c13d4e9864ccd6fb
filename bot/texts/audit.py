"""The audit trail in words: who did what to what, from what to what, when, from where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.texts.announcement_words import PARTS as WRITTEN
from bot.texts.announcement_words import STATUS as ANNOUNCED
from bot.texts.calendar import moment_text
from bot.texts.people_words import ACTING, MACHINE, ROLES, WISH_STATES
from bot.texts.request_words import CHANNEL, CLASSIFICATION, STATUS, day_text, number_text
from bot.texts.round_words import DATASET, STANDING, STEP
from handlers.auditing import Entry

Json = Mapping[str, Any]
NOTHING = "ไม่มีรายการ"
NUMBER_HELP = "A request by its number: «คข. 1/2570»."
ONE_OF = "โปรดระบุ --subject หรือ --number อย่างใดอย่างหนึ่ง"
#: What was done to what, without the door it came by (`request:request:submitted`).
DONE = {
    "request:submitted": "ยื่นคำขอ",
    "request:claimed": "ผู้ขอรับเรื่องไว้กับบัญชีของตน",
    "request:taken": "รับเรื่อง",
    "request:handed_on": "เปลี่ยนเจ้าหน้าที่ผู้รับเรื่อง",
    "request:classified": "แก้ประเภทข้อมูล",
    "request:passed_on": "ส่งต่อกลุ่มอื่น",
    "request:proposed": "เสนอความเห็น",
    "request:asked": "ขอให้ผู้ขอชี้แจง",
    "request:clarified": "ผู้ขอชี้แจง",
    "request:clarified_for": "บันทึกคำชี้แจงแทนผู้ขอ",
    "request:permit": "อนุญาต",
    "request:refuse": "ไม่อนุญาต",
    "request:ask_more": "ให้ชี้แจงเพิ่ม",
    "request:confirm_refusal": "ยืนยันการไม่อนุญาต",
    "request:sign": "ลงนามหนังสือตอบ",
    "request:return": "ส่งคืนให้ทบทวน",
    "request:prepared": "จัดทำข้อมูลเสร็จ",
    "request:sent_back": "ส่งกลับแก้ไข",
    "request:verified": "ตรวจทานแล้ว",
    "request:delivered": "ส่งมอบ",
    "request:reopened": "เปิดเรื่องอีกครั้ง",
    "request:withdrawn": "ถอนคำขอ",
    "request:filed": "จัดเก็บ",
    "file:added": "แนบไฟล์",
    "file:removed": "ลบไฟล์แนบ",
    "query:set": "กำหนดคำตอบจากระบบข้อมูล",
    "letter:numbered": "ลงเลขหนังสือ",
    "delivery:renewed": "ออกลิงก์รับข้อมูลใหม่",
    "delivery:received": "ผู้ขอยืนยันว่าได้รับ",
    "delivery:resent": "ส่งข้อมูลให้ผู้ขออีกครั้ง",
    "rating:rate": "ประเมินความพึงพอใจ",
    "rating:change": "แก้ผลประเมิน",
    "rating:reopen": "ขอให้ดำเนินการใหม่หลังประเมิน",
    "complaint:open": "รับเรื่องร้องเรียนหรือปัญหา",
    "complaint:follow": "ติดตามเรื่องร้องเรียน",
    "complaint:close": "ปิดเรื่องร้องเรียน",
    "person:added": "เพิ่มบุคคล",
    "person:bound": "ผูกบัญชี LINE",
    "person:unbound": "ยกเลิกการผูกบัญชี LINE",
    "person:made_one": "รวมบุคคลซ้ำ",
    "person:consented": "ยินยอมตามประกาศข้อมูลส่วนบุคคล",
    "person:contact_changed": "แก้ช่องทางติดต่อ",
    "person:erased": "ลบข้อมูลส่วนบุคคล",
    "person:exported": "ขอสำเนาข้อมูลส่วนบุคคล",
    "post:given": "ให้ดำรงตำแหน่ง",
    "post:ended": "พ้นตำแหน่ง",
    "post:struck": "ยกเลิกตำแหน่งที่ยังไม่เริ่ม",
    "acting_order:given": "ให้รักษาราชการแทน",
    "acting_order:ended": "สิ้นสุดการรักษาราชการแทน",
    "acting_order:struck": "ยกเลิกการรักษาราชการแทนที่ยังไม่เริ่ม",
    "responsibility:named": "กำหนดผู้รับผิดชอบระบบ",
    "responsibility:ended": "สิ้นสุดการรับผิดชอบระบบ",
    "code:issued": "ออกรหัสยืนยันตัวตน",
    "code:used": "ใช้รหัสยืนยันตัวตน",
    "code:revoked": "ยกเลิกรหัสยืนยันตัวตน",
    "wish:asked": "ขอยืนยันตัวตน",
    "wish:approved": "อนุมัติการยืนยันตัวตน",
    "wish:refused": "ไม่อนุมัติการยืนยันตัวตน",
    "wish:withdrawn": "ถอนคำขอยืนยันตัวตน",
    "rule:decided": "กำหนดระเบียบของสำนักงาน",
    "calendar:holiday_added": "เพิ่มวันหยุด",
    "calendar:holiday_withdrawn": "ยกเลิกวันหยุด",
    "calendar:undone": "คืนวันตามปฏิทินราชการ",
    "room:added": "เพิ่มห้อง",
    "room:changed": "แก้ไขห้อง",
    "room:retired": "เลิกใช้ห้อง",
    "equipment:added": "เพิ่มอุปกรณ์ให้ยืม",
    "equipment:changed": "แก้ไขอุปกรณ์ให้ยืม",
    "equipment:retired": "เลิกให้ยืมอุปกรณ์",
    "booking:made": "จองห้องหรืออุปกรณ์",
    "booking:moved": "เปลี่ยนการจอง",
    "booking:cancelled": "ยกเลิกการจอง",
    "booking:returned": "รับคืนอุปกรณ์",
    "chore:done": "ทำงานย่อยเสร็จ",
    "incident:opened": "เปิดเหตุขัดข้อง",
    "incident:attached": "รวมเรื่องเข้ากับเหตุขัดข้อง",
    "incident:detached": "แยกเรื่องออกจากเหตุขัดข้อง",
    "incident:reworded": "แก้ข้อความเหตุขัดข้อง",
    "incident:announced": "ประกาศเหตุขัดข้อง",
    "incident:ended": "สิ้นสุดเหตุขัดข้อง",
    "group:bound": "ผูกกลุ่ม LINE",
    "group:ended": "เลิกใช้กลุ่ม LINE",
    "group:rides": "เปิดหรือปิดประกาศในกลุ่ม LINE",
    "round:opened": "เปิดรอบจัดเก็บข้อมูล",
    "round:changed": "แก้ไขรอบจัดเก็บข้อมูล",
    "round:extended": "ขยายเวลาทั้งรอบ",
    "round:cancelled": "ยกเลิกรอบจัดเก็บข้อมูล",
    "step:done": "งานของสำนักงานเสร็จ",
    "permit:asked": "ขออนุญาตใช้ข้อความเกินงบ",
    "permit:permitted": "อนุญาตให้ใช้ข้อความเกินงบ",
    "permit:refused": "ไม่อนุญาตให้ใช้ข้อความเกินงบ",
    "permit:lapsed": "คำขอใช้ข้อความเกินงบสิ้นผล",
    "announcement:written": "เขียนประกาศ",
    "announcement:changed": "แก้ไขประกาศ",
    "announcement:scheduled": "สั่งส่งประกาศ",
    "announcement:waits": "ขออนุญาตส่งประกาศเกินงบ",
    "announcement:permitted": "อนุญาตให้ส่งประกาศเกินงบ",
    "announcement:refused": "ไม่อนุญาตให้ส่งประกาศเกินงบ",
    "announcement:sent": "ส่งประกาศ",
    "announcement:settled": "ส่งประกาศถึงผู้ที่ยังไม่ได้รับ",
    "announcement:missed": "ไม่ส่งประกาศเพราะเลยเวลา",
    "announcement:cancelled": "ยกเลิกประกาศ",
    "announcement:ended": "จบประกาศ",
    "announcement:acknowledged": "รับทราบประกาศ",
    "announcement:nudged": "เตือนผู้ที่ยังไม่รับทราบ",
    "list:imported": "นำเข้ารายชื่อที่ยืนยันแล้ว",
    **{f"school:{key}": f"สถานะโรงเรียน: {name}" for key, name in STANDING.items()},
    "school:exempted": "ยกเว้นโรงเรียนในรอบ",
    "school:given_longer": "ขยายเวลาให้โรงเรียน",
    "dataset:imported": "นำเข้าข้อมูล",
    "dataset:published": "เผยแพร่ข้อมูล",
    "dataset:withdrawn": "ถอนข้อมูล",
    "schools:imported": "นำเข้ารายชื่อโรงเรียน",
    "duties:imported": "นำเข้าทำเนียบผู้รับผิดชอบ",
    "word:taught": "สอนคำ",
    "word:forgotten": "เลิกใช้คำที่สอน",
    "question:dismissed": "ปิดคำถามที่ไม่ใช่คำถามข้อมูล",
    "question:taught": "ปิดคำถามเพราะสอนคำแล้ว",
    "event:retried": "ประมวลผลข้อความเข้าอีกครั้ง",
    "message:retried": "ส่งข้อความอีกครั้ง",
    "mail:retried": "ส่งอีเมลอีกครั้ง",
}
#: The records that a subject names.
RECORDS = {
    "request": "คำขอ", "person": "บุคคล", "post": "ตำแหน่ง", "acting_order": "คำสั่งรักษาราชการแทน",
    "rating": "ผลประเมิน", "complaint": "เรื่องร้องเรียน", "office_rule": "ระเบียบ", "code": "รหัส",
    "calendar_change": "วัน", "wish": "คำขอยืนยันตัวตน", "responsibility": "ผู้รับผิดชอบระบบ",
    "dataset_version": "ข้อมูลรุ่น", "inbox_event": "ข้อความเข้า", "outbox_message": "ข้อความออก",
    "mail_message": "อีเมล", "room": "ห้อง", "equipment": "อุปกรณ์", "booking": "การจอง",
    "chore": "งานย่อย", "incident": "เหตุขัดข้อง", "round": "รอบที่",
    "announcement": "ประกาศที่",
}  # fmt: skip
#: Names of what stands before and after.
PARTS = {
    "status": "สถานะ", "proposal": "ข้อเสนอ", "by": "โดยบุคคลที่", "acting": "ปฏิบัติแทน",
    "version": "รุ่น", "channel": "ช่องทาง", "form": "แบบ", "number": "เลขที่", "year": "ปี",
    "officer": "เจ้าหน้าที่", "delivery": "การส่งมอบที่", "destroy_after": "ทำลายหลังสิ้นปี",
    "attachment": "ไฟล์ที่", "person": "บุคคลที่", "role": "ตำแหน่ง", "school": "โรงเรียน",
    "group": "กลุ่ม", "from": "ตั้งแต่", "until": "ถึง", "kind": "ชนิด", "order": "คำสั่ง",
    "is_workday": "เป็นวันทำการ", "name": "ชื่อ", "phone": "โทรศัพท์", "email": "อีเมล",
    "resource": "สิ่งที่จอง", "quantity": "จำนวน", "count": "จำนวน", "capacity": "ที่นั่ง",
    "equipment": "อุปกรณ์ในห้อง", "group_name": "กลุ่ม", "outcome": "ผล",
    "category": "หมวด", "tickets": "เรื่อง", "offered": "รอแจ้ง", "pushed": "แจ้งทันที",
    "told": "แจ้งผู้แจ้ง", "solved": "เรื่องที่ปิด", "dataset": "ระบบ", "round": "รอบ",
    "as_of": "ข้อมูล ณ", "opens": "เปิด", "confirm_from": "เริ่มยืนยัน", "due": "กำหนดส่ง",
    "certify_by": "ผอ.รับรองภายใน", "acknowledge_by": "เขตรับทราบภายใน", "system_closes": "ระบบปิด",
    "letter": "หนังสือ", "link": "ลิงก์", "cancelled": "ยกเลิก", "exempt": "ยกเว้น", "step": "ขั้นตอน",
    "file": "ไฟล์", "confirmed": "ยืนยันแล้ว", "new": "ใหม่",
    "title": "หัวเรื่อง", "send_at": "ส่งเมื่อ", "price": "ไม่เกิน (ข้อความ)", "people": "คน",
    "groups": "กลุ่ม", "short": "งบไม่พอ (ข้อความ)", "permit": "คำขออนุญาตที่",
    "fields": "ส่วนที่แก้", "schools": "โรงเรียน", "reached": "ได้รับแล้ว",
}  # fmt: skip
ORIGINS = {"line": "LINE", "cli": MACHINE, "clock": "ระบบอัตโนมัติ", "web": "หน้าเว็บ"}
#: What words of one kind of record mean, where others use the same for something else.
_OF = {"round": {**STANDING, **DATASET, **STEP}, "announcement": {**ANNOUNCED, **WRITTEN}}
_CLOCK, _NO_NAME = "ระบบอัตโนมัติ", "ผู้ใช้ LINE {mark}"
_DAY = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_YES, _NO, _NOTHING = "ใช่", "ไม่ใช่", "-"
_PROPOSALS = {"permit": "อนุญาต", "refuse": "ไม่อนุญาต"}
_STATES = {
    "open": "เปิดอยู่", "followed": "ติดตามแล้ว", "closed": "ปิดแล้ว", "complaint": "ร้องเรียน",
    "problem": "ปัญหา", "ended": "สิ้นสุดแล้ว",
}  # fmt: skip
_BOOKINGS = {
    "booked": "จองอยู่", "cancelled": "ยกเลิกแล้ว", "returned": "คืนแล้ว", "done": "เสร็จแล้ว",
    "ok": "เรียบร้อย", "fault": "พบปัญหา", "test_before": "ทดสอบก่อนประชุม",
    "check_after": "ตรวจอุปกรณ์หลังประชุม", "take_back": "รับคืนอุปกรณ์", "door_signs": "ป้ายหน้าห้อง",
}  # fmt: skip
_VALUES = {
    **_BOOKINGS,
    **WISH_STATES,
    **ACTING,
    **ROLES,
    **_STATES,
    **STATUS,
    **CHANNEL,
    **CLASSIFICATION,
    **_PROPOSALS,
}


def line(entry: Entry, numbers: Mapping[str, Json] | None = None) -> str:
    """One entry as one line. `numbers` are what requests are called by (`auditing.numbers`)."""
    when = moment_text(entry.at)
    change = change_text(entry)
    said = f"{when}  {who_text(entry)}  {action_text(entry)}  {record_text(entry, numbers or {})}"
    return "  ".join(filter(None, (said, change, f"[{origin_text(entry)}]")))


def who_text(entry: Entry) -> str:
    """Who it was: by name where it is known."""
    if entry.who:
        return entry.who
    source, _, rest = entry.actor.partition(":")
    if source == "clock":
        return _CLOCK
    return _NO_NAME.format(mark=rest) if source == "line" else entry.actor


def action_text(entry: Entry) -> str:
    """What was done. An action without words is shown as it is kept."""
    return DONE.get(entry.verb, entry.action)


def record_text(entry: Entry, numbers: Mapping[str, Json]) -> str:
    """What it was done to."""
    kind, _, ref = entry.subject.partition(":")
    if entry.subject in numbers:
        return f"{RECORDS['request']} {number_text(numbers[entry.subject])}"
    return f"{RECORDS.get(kind, kind)} {ref}".strip()


def change_text(entry: Entry) -> str:
    """«ก่อน → หลัง», or only what there is."""
    words = _OF.get(entry.subject.partition(":")[0])
    before, after = value_text(entry.before, words), value_text(entry.after, words)
    if entry.before is None:
        return "" if entry.after is None else after
    return f"{before} → {after}"


def value_text(value: Any, words: Mapping[str, str] | None = None) -> str:
    """A value of before or after in words, its parts by name. `words` win over the usual ones."""
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Mapping):
        known = ((k, v) for k, v in value.items() if v is not None)
        told = [f"{PARTS.get(k, k)} {value_text(v, words)}" for k, v in known]
        return ", ".join(told) or _NOTHING
    if isinstance(value, list):
        return ", ".join(value_text(one, words) for one in value) or _NOTHING
    text = str(value)
    return words[text] if words and text in words else _one(text)


def _one(text: str) -> str:
    if _MOMENT.fullmatch(text):
        return _moment(text)
    return day_text(text) if _DAY.fullmatch(text) else _VALUES.get(text, text)


def _moment(text: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(text))
    except (ValueError, OverflowError):  # looks like one, and is none
        return text


def origin_text(entry: Entry) -> str:
    """From where: the door it came by, and the address for a web page."""
    source, _, address = (entry.origin or entry.actor).partition(":")
    name = ORIGINS.get(source, source)
    return f"{name} {address}" if source == "web" and address else name
