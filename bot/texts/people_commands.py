"""What `person …` prints: who somebody is, their posts, codes, wishes, what a change did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.figures import thai_date
from bot.texts.my_data_page import sections
from bot.texts.people_words import ROLES, WISH_STATES, post_text, systems_text
from bot.texts.request_words import day_text

Json = Mapping[str, Any]
NOBODY = "ไม่มีบุคคลตามที่ระบุ"
NO_WISH = "ไม่มีคำขอยืนยันตัวตนที่รออยู่"
CONFIRM_ERASE = "ลบแล้วกู้คืนไม่ได้ หากแน่ใจ โปรดเพิ่ม --yes"
_REGISTER = "ลงทะเบียน"


def person_line(person: Json) -> str:
    """One person of the list."""
    posts = [post_text(p) for p in person["posts"]]
    bound = "ผูก LINE แล้ว" if person["bound"] else "ยังไม่ผูก LINE"
    systems = [f"รับผิดชอบ {systems_text(person['systems'])}"] if person.get("systems") else []
    what = posts or ["ไม่มีตำแหน่ง"]
    return " · ".join([f"{person['id']} {person['name']}", *what, *systems, bound])


def added_line(person: Json) -> str:
    """Somebody was entered, or given a post."""
    return f"บันทึกแล้ว: {person_line(person)}"


def person_lines(copy: Json) -> list[str]:
    """Everything that is kept of a person, a section after another."""
    lines: list[str] = []
    for title, records in sections(copy):
        if not records:
            continue
        lines.append(title)
        for record in records:
            lines += [f"  {label}: {value}" for label, value in record]
            lines.append("")
    return lines


def post_line(post: Json) -> str:
    """A post, with its number."""
    return f"ตำแหน่งที่ {post['id']}: {_whole(post)}"


def order_line(order: Json) -> str:
    """An order to act, with its number."""
    return f"คำสั่งรักษาการที่ {order['id']}: {_whole(order)}"


def _whole(post: Json) -> str:
    return f"{post_text({**post, 'until': None})} {_span(post['from'], post['until'])}"


def _span(start: str, end: str | None) -> str:
    until = f" ถึง {thai_date(end)}" if end else ""
    return f"ตั้งแต่ {thai_date(start)}{until}"


def code_lines(code: Json) -> list[str]:
    """A code, for this once, and how it is passed on. `link` and `file` where there are such."""
    who = f"บุคคลที่ {code['person']}" if code["person"] else ""
    role = f"{ROLES[code['role']]} {code['place']}".strip() if code["role"] else ""
    lines = [f"รหัส {code['code']} สำหรับ {' '.join(filter(None, [who, role]))}"]
    lines.append(f"ใช้ได้ครั้งเดียว ถึง {thai_date(code['until'])} จะไม่แสดงรหัสนี้อีก")
    if code["link"]:
        lines.append(f"ลิงก์ {code['link']}")
    else:
        lines.append(f"พิมพ์ในแชตว่า {register_text(code['code'])}")
    if code["file"]:
        lines.append(f"เขียน QR ที่ {code['file']}")
    return lines


def register_text(code: str) -> str:
    """What is typed in the chat to use a code."""
    return f"{_REGISTER} {code}"


def wish_line(wish: Json) -> str:
    """One wish that waits."""
    role = ROLES[wish["role"]]
    parts = [f"{wish['id']} {wish['name']}", role, wish["place"], wish["phone"]]
    return f"{' · '.join(filter(None, parts))} · ส่ง {day_text(wish['asked_at'])}"


def decided_line(wish: Json) -> str:
    """A wish was decided."""
    return f"{WISH_STATES[wish['status']]}: คำขอที่ {wish['id']} {wish['name']}"


def unbound_line(person: int) -> str:
    """An account was taken away."""
    return f"ยกเลิกการผูก LINE ของบุคคลที่ {person} แล้ว"


def erased_lines(done: Json) -> list[str]:
    """What stayed, and what the office lost."""
    lines = [f"ลบข้อมูลของบุคคลที่ {done['person']} แล้ว"]
    if done["stays"]:
        lines.append(f"คงชื่อไว้ในเอกสารที่พิจารณาแล้ว {done['stays']} เรื่อง ตามระเบียบงานสารบรรณ")
    return lines


def last_line(titles: list[str]) -> str:
    """A warning: nobody holds these posts any more."""
    return f"โปรดทราบ: เป็นคนสุดท้ายในตำแหน่ง {', '.join(titles)} เรื่องที่รอตำแหน่งนี้จะไม่มีผู้ดำเนินการ"


def cannot_write(file: str, reason: str) -> str:
    """A QR code could not be written."""
    return f"เขียนไฟล์ {file} ไม่ได้: {reason}"
