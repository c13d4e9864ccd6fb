"""Why something about a person, a post or a code is not done: one sentence each, for every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.texts import calendar
from bot.texts.people_words import ACTING, ROLES, WISH_STATES
from handlers.people import PersonRefused
from models.errors import NotAllowed, NotFound, Refusal, WrongState

Json = Mapping[str, Any]
Said = Callable[[Json], str]
_THINGS = {
    "person": "บุคคล",
    "post": "ตำแหน่งของบุคคล",
    "wish": "คำขอยืนยันตัวตน",
    "acting_order": "คำสั่งรักษาการ",
    "binding_wish": "คำขอยืนยันตัวตน",
    "one_time_code": "รหัส",
}
_STATES = {**WISH_STATES, "refused": "ไม่อนุมัติไปแล้ว", "ended": "สิ้นสุดไปแล้ว", "erased": "ลบข้อมูลไปแล้ว"}

_SAID: dict[str, Said] = {
    "account_of_other": lambda f: f"บัญชี LINE นี้เป็นของบุคคลที่ {f['person']} ซึ่งใช้ชื่ออื่นอยู่แล้ว",
    "account_taken": lambda f: "บัญชี LINE นี้ยืนยันตัวตนเป็นบุคคลอื่นอยู่แล้ว โปรดให้เจ้าหน้าที่ยกเลิกการผูกเดิมก่อน",
    "acting_kind": lambda f: f"ไม่รู้จัก «{f['kind']}» ต้องเป็น {_listed(f['kinds'], ACTING)}",
    "already_bound": lambda f: "บัญชี LINE นี้ยืนยันตัวตนเป็นบุคคลนี้อยู่แล้ว",
    "code_expired": lambda f: "รหัสนี้หมดอายุแล้ว โปรดขอรหัสใหม่จากผู้ออกรหัส",
    "code_for_whom": lambda f: "โปรดระบุว่ารหัสเป็นของตำแหน่งใดหรือบุคคลใด",
    "code_other": lambda f: "รหัสนี้เป็นรหัสรับเรื่อง ให้พิมพ์ «รับเรื่อง» ตามด้วยรหัสนี้",
    "code_revoked": lambda f: "รหัสนี้ถูกยกเลิกแล้ว เพราะมีรหัสใหม่กว่าหรือไม่ใช้แล้ว",
    "code_shape": lambda f: "รหัสต้องมี 8 ตัว เป็นอักษรอังกฤษหรือตัวเลข เช่น ABCD2345",
    "code_used": lambda f: "รหัสนี้ถูกใช้ไปแล้ว รหัสหนึ่งใช้ได้ครั้งเดียว",
    "code_wrong": lambda f: f"รหัสไม่ถูกต้อง โปรดตรวจอีกครั้ง ({_left(f['left'])})",
    "bot_id": lambda f: f"เลขบัญชีทางการต้องขึ้นต้นด้วย @ เช่น @abc1234x แต่พบ «{f['value']}»",
    "date": lambda f: f"วันที่ต้องเป็น ค.ศ. เช่น 2026-12-30 แต่พบ «{f['value']}»",
    "days": lambda f: "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม",
    "email": lambda f: "ไม่ใช่ที่อยู่อีเมลที่ครบถ้วน เช่น name@example.go.th",
    "family_name": lambda f: "โปรดพิมพ์ทั้งชื่อและนามสกุล เว้นวรรคระหว่างกัน",
    "group_name": lambda f: f"โปรดระบุชื่อกลุ่ม ไม่เกิน {f['most']} ตัวอักษร",
    "group_needed": lambda f: f"ตำแหน่ง {ROLES[f['role']]} ต้องระบุกลุ่ม",
    "line_user": lambda f: f"เลขประจำตัว LINE «{f['line_user']}» ไม่ถูกต้อง",
    "long": lambda f: f"ข้อความยาวเกิน {f['most']} ตัวอักษร โปรดย่อให้สั้นลง",
    "name": lambda f: "โปรดพิมพ์ชื่อและนามสกุลเป็นตัวอักษร",
    "name_needed": lambda f: "โปรดบอกชื่อและนามสกุลก่อนใช้รหัส",
    "no_account": lambda f: "LINE ไม่ได้บอกว่าเป็นบัญชีใด จึงยืนยันตัวตนไม่ได้",
    "no_post": lambda f: "บุคคลนี้ไม่มีตำแหน่งที่ยังไม่สิ้นสุด",
    "no_school": lambda f: f"ไม่มีโรงเรียนรหัส {f['code']} ในสังกัด",
    "not_bound": lambda f: "บุคคลนี้ไม่ได้ผูกบัญชี LINE",
    "order_number": lambda f: f"โปรดระบุเลขที่คำสั่ง ไม่เกิน {f['most']} ตัวอักษร",
    "phone": lambda f: "ไม่ใช่หมายเลขโทรศัพท์ที่ครบถ้วน เช่น 081-234-5678",
    "reason": lambda f: "โปรดระบุเหตุผล",
    "role": lambda f: f"ไม่มีตำแหน่ง «{f['role']}» ที่เลือกได้ ต้องเป็น {_listed(f['roles'], ROLES)}",
    "running_requests": lambda f: (
        f"ยังมีคำขอที่ดำเนินการอยู่ {len(f['requests'])} เรื่อง โปรดถอนคำขอหรือรอผลก่อน"
    ),
    "same_post": lambda f: f"มีตำแหน่ง {f['title']} นี้อยู่แล้ว",
    "school_code": lambda f: f"รหัสโรงเรียนต้องเป็นตัวเลข 8 หรือ 10 หลัก แต่พบ «{f['code']}»",
    "school_needed": lambda f: f"ตำแหน่ง {ROLES[f['role']]} ต้องระบุรหัสโรงเรียน",
    "system": lambda f: f"ไม่รู้จักระบบ «{f['system']}» ต้องเป็น {', '.join(f['systems'])}",
    "system_needs_school": lambda f: "ผู้รับผิดชอบระบบต้องมีตำแหน่งที่โรงเรียน",
    "wait": lambda f: f"พิมพ์รหัสผิดหลายครั้งแล้ว ลองใหม่ได้หลัง {_moment(f['until'])}",
    "which_post": lambda f: (
        "มีหลายตำแหน่ง โปรดระบุว่าตำแหน่งใดสิ้นสุด: "
        + ", ".join(f"{number} ({title})" for number, title in f["posts"])
    ),
    "words": lambda f: "โปรดพิมพ์เป็นตัวอักษร",
    "not_allowed": lambda f: "ท่านไม่มีสิทธิทำรายการนี้",
    "not_found": lambda f: f"ไม่พบ{_THINGS.get(f['what'], 'รายการ')} {f['ref']}",
    "state": lambda f: (
        f"ทำไม่ได้ เพราะ{_THINGS.get(f['what'], 'รายการ')}นี้{_STATES.get(f['state'], 'เปลี่ยนไปแล้ว')}"
    ),
}


def known_reasons() -> set[str]:
    """Every reason that has words."""
    return set(_SAID)


def as_json(error: Refusal) -> dict[str, Any]:
    """A refusal as a notice keeps it."""
    if isinstance(error, PersonRefused):
        return {"why": error.why, "facts": error.facts}
    if isinstance(error, NotAllowed):
        return {"why": "not_allowed", "facts": {}}
    if isinstance(error, NotFound):
        return {"why": "not_found", "facts": {"what": error.what, "ref": str(error.ref)}}
    if isinstance(error, WrongState):
        return {"why": "state", "facts": {"what": error.what, "state": str(error.state)}}
    raise error


def said(refused: Json) -> str:
    """The sentence, without a particle."""
    return _SAID[refused["why"]](refused["facts"])


def refusal_line(error: Refusal) -> str:
    """The sentence for a refusal, as the command line prints it."""
    return said(as_json(error))


def _listed(values: list[str], names: Mapping[str, str]) -> str:
    return ", ".join(f"{value} ({names[value]})" for value in values)


def _left(left: int) -> str:
    return f"ลองได้อีก {left} ครั้ง" if left else "ครบจำนวนครั้งแล้ว ต้องรอ 1 ชั่วโมง"


def _moment(iso: str) -> str:
    return calendar.moment_text(datetime.fromisoformat(iso))
