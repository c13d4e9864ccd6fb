"""Why something that was asked for in chat is not done: one sentence for each reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards import Button, Do, Message, Place, Say, Style, Text, Voice
from bot.texts import handling, people_refusals, words
from bot.texts.figures import polite
from bot.texts.request_words import STATUS, short
from bot.texts.ticket_words import STATUS as TICKET

Json = Mapping[str, Any]
_NOT_FOUND: dict[str, str] = {
    "request": "ไม่พบคำขอนี้ หรือไม่ใช่เรื่องของท่าน",
    "delivery": "ไม่พบการส่งมอบนี้",
    "attachment": "ไฟล์นี้ถูกลบไปแล้ว",
    "group": "กลุ่มนี้ยังไม่มีเจ้าหน้าที่ในระบบ จึงส่งต่อไม่ได้ โปรดแจ้งผู้ดูแลระบบ",
    "ticket": "ไม่พบเรื่องนี้ หรือไม่ใช่เรื่องของท่าน",
    "ticket_file": "ไม่มีรูปหรือไฟล์ให้ลบ หรือถูกลบไปแล้ว",
    "repair": "ไม่พบรายการส่งซ่อมนี้ หรือไม่ใช่งานของท่าน",
    "colleague": "ยังไม่มีเพื่อนร่วมงานคนอื่นที่รับเรื่องนี้ได้",
    "number": "ไม่พบเรื่องเลขที่นี้ หรือไม่ใช่เรื่องของท่าน",
    "form": "แบบฟอร์มของคำขอนี้ถูกถอนออกจากระบบ โปรดแจ้งผู้ดูแลระบบ",
}
_SAID: dict[str, Callable[[Json], str]] = {
    "person": lambda f: people_refusals.said(f["refused"]),
    "not_found": lambda f: _NOT_FOUND.get(f["what"], "ไม่พบรายการนี้ หรือไม่ใช่เรื่องของท่าน"),
    "not_allowed": lambda f: "ท่านไม่มีสิทธิทำรายการนี้ จึงไม่มีอะไรเปลี่ยนแปลง",
    "not_yours": lambda f: "ปุ่มนี้ใช้ได้เฉพาะผู้มีหน้าที่ในเรื่องนั้น จึงไม่มีอะไรเปลี่ยนแปลง",
    "own": lambda f: "เป็นคำขอของท่านเอง จึงต้องให้ผู้อื่นดำเนินการ พิมพ์ «สถานะ» เพื่อติดตามได้",
    "post_ended": lambda f: (
        "ตำแหน่งหรือคำสั่งของท่านสิ้นสุดแล้ว จึงดำเนินการเรื่องนี้ไม่ได้ หากยังปฏิบัติหน้าที่อยู่ โปรดแจ้งผู้ดูแลระบบของสำนักงาน"
    ),
    "own_work": lambda f: "เป็นงานที่ท่านมีส่วนดำเนินการ จึงให้คะแนนเองไม่ได้",
    "wrong_state": lambda f: f"ทำไม่ได้แล้ว เพราะเรื่องนี้{_state(f)}",
    "outdated": lambda f: "เรื่องนี้เปลี่ยนไปหลังจากที่ท่านเห็น จึงยังไม่ได้ทำรายการ โปรดดูรายละเอียดล่าสุด",
    "needs_reason": lambda f: "รายการนี้ต้องมีเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ",
    "nothing_prepared": lambda f: "ยังไม่มีไฟล์ให้ส่งมอบ ส่งไฟล์มาในแชตนี้ได้เลย",
    "booking": lambda f: str(f["said"]),
    "nothing_done": lambda f: "โปรดพิมพ์สั้น ๆ ว่าดำเนินการอะไรไปแล้ว ก่อนปิดเรื่อง",
    "file_not_ready": lambda f: _file(f),
    "same_person": lambda f: "แบบนี้ให้เจ้าหน้าที่อีกคนตรวจทานก่อนส่งมอบ กด «ส่งตรวจทาน» ได้เลย",
    "too_many_files": lambda f: f"แนบได้ไม่เกิน {f['most']:,} ไฟล์ ไฟล์ล่าสุดจึงไม่ถูกแนบ",
    "delivery_closed": lambda f: "ลิงก์รับข้อมูลหมดอายุหรือถูกปิดแล้ว พิมพ์ «สถานะ» เพื่อขอลิงก์ใหม่",
    "link_closed": lambda f: "ลิงก์ของผู้ขอหมดอายุแล้ว ผู้ขอขอลิงก์ใหม่เองได้โดยพิมพ์ «สถานะ»",
    "unreachable": lambda f: "ผู้ขอไม่มี LINE กับเราหรือปิดกั้นไว้ จึงส่งซ้ำไม่ได้ โปรดติดต่อทางอื่น",
    "bad_answer": lambda f: "คำตอบนี้ใช้กับข้อนี้ไม่ได้ โปรดตอบใหม่",
    "not_said": lambda f: "ข้อความยาวเกินไป ขอสั้นลง" if f.get("long") else "โปรดพิมพ์เป็นข้อความสั้น ๆ",
    "bad_address": lambda f: "ที่อยู่อีเมลไม่ครบถ้วน เช่น name@example.go.th",
    "not_changed": lambda f: "ปฏิทินยังไม่เปลี่ยน โปรดตรวจวันที่อีกครั้ง",
    "not_decided": lambda f: "ข้อกำหนดของสำนักงานยังไม่เปลี่ยน โปรดตรวจค่าที่ระบุอีกครั้ง",
    "nothing_said": lambda f: "ต้องมีข้อความหรือรูปอย่างใดอย่างหนึ่ง จึงยังไม่ได้บันทึก",
    "not_ahead": lambda f: "วันเวลานัดผ่านไปแล้ว โปรดเลือกใหม่",
    "not_mergeable": lambda f: (
        "รวมได้เฉพาะเรื่องของโรงเรียนหรือหน่วยงานเดียวกัน หลายโรงเรียนให้ใช้ «เหตุขัดข้อง»"
    ),
    "nothing_to_undo": lambda f: (
        "ไม่มีรายการที่ยกเลิกได้ ยกเลิกได้เฉพาะรายการล่าสุดของท่านเองภายใน 1 วัน และเครื่องที่ส่งซ่อมแล้วยกเลิกไม่ได้"
    ),
    "nobody_known": lambda f: "ยังไม่ทราบว่าท่านเป็นใคร พิมพ์ «ลงทะเบียน» เพื่อยืนยันตัวตนก่อน",
    "other": lambda f: "ทำรายการนี้ไม่ได้ในตอนนี้ จึงไม่มีอะไรเปลี่ยนแปลง",
}
#: Records that say themselves where they stand; a request does it by its status words.
_STATES = {"erased": "ลบไปแล้ว", "done": "ดำเนินการแล้ว", "ended": "สิ้นสุดแล้ว"}


def known_reasons() -> set[str]:
    """Every reason that has a sentence."""
    return set(_SAID)


def sentence(data: Json) -> str:
    """The sentence for a reason, without a particle."""
    return _SAID[data["why"] if data["why"] in _SAID else "other"](data)


@words("refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Text(polite(sentence(data), voice.particle), _buttons(data))]


def _buttons(data: Json) -> tuple[Button, ...]:
    if again := data.get("again"):
        flow, step, value = again
        return (Do(handling.LABELS[step], flow, step, value, style=Style.PRIMARY),)
    return (Say("เมนู", "เมนู"),)


def _state(facts: Json) -> str:
    state = str(facts["state"])
    if facts["what"] == "ticket" and state in TICKET:
        return f"อยู่ในขั้น «{TICKET[state]}»"
    if state in STATUS:
        return f"อยู่ในขั้น «{STATUS[state]}»"
    return _STATES.get(state, "เปลี่ยนไปแล้ว")


def _file(facts: Json) -> str:
    name = short(facts["name"], 80)
    if facts["refused"]:
        return f"ไฟล์ «{name}» ใช้ไม่ได้ (ชนิดไม่รองรับ ใหญ่เกินไป หรือถูกยกเลิกการส่ง) โปรดลบแล้วส่งใหม่"
    return f"กำลังรับไฟล์ «{name}» อยู่ รอสักครู่แล้วกดอีกครั้ง"
