"""Registering in chat: what is asked, what was bound, the profile, a code to pass on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import people_refusals, words
from bot.texts.figures import asking, polite, thai_date
from bot.texts.people_words import ROLES, can, post_text, systems_text

Json = Mapping[str, Any]
FLOW = "register"
REGISTER, MY_DATA, CANCEL = "ลงทะเบียน", "ข้อมูลของฉัน", "ยกเลิก"
NO_CODE = {"no_code": "ไม่มีรหัส"}
#: What people say that they are, with the words for it.
WISH_ROLES = {
    "teacher": "ครู",
    "school_admin": "ธุรการ",
    "school_director": "ผอ.โรงเรียน",
    "officer": "บุคลากรเขต",
    "guest": "บุคคลภายนอก",
}
CONFIRM = {"yes": "ยืนยัน", "again": "แก้ไข"}
PROFILE = {
    "contact": "แก้ไขข้อมูลติดต่อ",
    "code": "เพิ่มโรงเรียนหรือตำแหน่ง",
    "invite": "ออกรหัสให้บุคลากร",
    "wishes": "คำขอยืนยันตัวตน",
    "my_data": MY_DATA,
}
CONTACT = {"phone": "โทรศัพท์", "email": "อีเมล"}
REMOVE = {"remove": "ลบออก"}
#: What is asked for; the others are questions.
_ASKED_FOR = frozenset({"code", "name", "phone", "email"})
_PICK = "กดเลือก หรือพิมพ์หมายเลข"
#: What is asked at each step, and how it may be answered.
_ASKS = {
    "code": ("ขอรหัสยืนยันตัวตน 8 ตัว", "รหัสได้จากเจ้าหน้าที่เขตหรือผู้อำนวยการโรงเรียน"),
    "name": ("ขอชื่อและนามสกุล", "พิมพ์ชื่อ เว้นวรรค แล้วพิมพ์นามสกุล"),
    "role": ("ท่านเป็นใคร", _PICK),
    "school": ("โรงเรียนอะไร", "พิมพ์ชื่อโรงเรียนหรือรหัส 8 หลัก"),
    "which_school": ("หมายถึงโรงเรียนไหน", _PICK),
    "group": ("อยู่กลุ่มไหน", f"{_PICK} หรือพิมพ์ชื่อกลุ่ม"),
    "agency": ("มาจากหน่วยงานใด", "พิมพ์ชื่อหน่วยงาน หรือพิมพ์ว่า ประชาชน"),
    "contact": ("ต้องการแก้ไขข้อมูลใด", _PICK),
    "phone": ("ขอหมายเลขโทรศัพท์", "เช่น 081-234-5678"),
    "email": ("ขอที่อยู่อีเมล", "เช่น name@example.go.th"),
    "invite_role": ("ออกรหัสให้ผู้ใด", _PICK),
    "invite_school": ("ออกรหัสให้บุคลากรของโรงเรียนอะไร", "พิมพ์ชื่อโรงเรียนหรือรหัส 8 หลัก"),
    "invite_group": ("ออกรหัสให้บุคลากรของกลุ่มไหน", f"{_PICK} หรือพิมพ์ชื่อกลุ่ม"),
}


def _choices(step: str, options: list[list[str]], first: bool = True) -> tuple[Button, ...]:
    return tuple(
        Press(
            f"{n}. {label}", FLOW, step, value, label,
            Style.PRIMARY if first and n == 1 else Style.SECONDARY,
        )
        for n, (value, label) in enumerate(options, 1)
    )  # fmt: skip


@words("people.ask")
def ask(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`what` is asked at `step`; `options` are `[value, label]`; `typed` was not found."""
    question, how = _ASKS[data["what"]]
    said = polite if data["what"] in _ASKED_FOR else asking
    title = said(question, voice.particle)
    lost = f"ไม่พบ «{data['typed']}» ลองพิมพ์ชื่อเต็ม" if data.get("typed") else ""
    lead = f"{polite(lost, voice.particle)} " if lost else ""
    how = f"{how} («{CANCEL}» เพื่อเลิก)"
    options = data.get("options") or []
    if not options:
        return [Text(f"{lead}{title}\n{how}", (Say(CANCEL, CANCEL),))]
    buttons = _choices(data["step"], options, first=False)
    alt = f"{lead}{title} " + " ".join(b.label for b in buttons)
    body = (*([lead.strip()] if lost else []), how)
    return [Card(alt, title, body=body, buttons=buttons, tone="ask")]


@words("people.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Why it was not done; what was asked is still waited for unless it is `ended`."""
    said = polite(people_refusals.said(data), voice.particle)
    if data.get("ended"):
        return [Text(f"{said}\nพิมพ์ «เมนู» เพื่อดูสิ่งที่ทำได้", (Say("เมนู", "เมนู"),))]
    how = f"พิมพ์ใหม่ได้เลย หรือพิมพ์ «{CANCEL}»"
    return [Text(f"{said}\n{how}", (Say(CANCEL, CANCEL),))]


@words("people.declined")
def declined(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ไม่ได้เก็บข้อมูลของท่าน การถามข้อมูลทั่วไปใช้ได้ตามปกติ", voice.particle)
    return [Text(f"{said}\nเปลี่ยนใจเมื่อใด พิมพ์ «{REGISTER}»", (Say(REGISTER, REGISTER),))]


@words("people.confirm_wish")
def confirm_wish(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What will be sent to an officer."""
    title = "ตรวจสอบก่อนส่ง"
    rows = (
        Row("ชื่อ", data["name"]),
        Row("ตำแหน่ง", WISH_ROLES[data["role"]]),
        Row("สังกัด", data["place"] or "–"),
    )
    buttons = _choices("confirm", [[value, label] for value, label in CONFIRM.items()])
    said = " ".join(f"{row.label} {row.value}" for row in rows)
    alt = f"{title}: {said} " + " ".join(b.label for b in buttons)
    note = "เจ้าหน้าที่จะตรวจสอบก่อนอนุมัติ"
    return [Card(alt, title, rows=rows, note=note, buttons=buttons, tone="ask")]


@words("people.wished")
def wished(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ส่งคำขอยืนยันตัวตนแล้ว จะแจ้งผลทางแชตนี้", voice.particle)
    return [Text(f"{said}\nระหว่างนี้ถามข้อมูลทั่วไปได้ตามปกติ", (Say("เมนู", "เมนู"),))]


@words("people.bound")
def bound(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who they are now, and what that lets them do."""
    title = "ยืนยันตัวตนแล้ว"
    posts = [post_text(post) for post in data["posts"]]
    roles = list(dict.fromkeys(post["role"] for post in data["posts"]))
    body = [*posts, *(f"• {can(role)}" for role in roles)]
    if data.get("released"):
        body.append("บัญชี LINE เดิมของท่านใช้แทนท่านไม่ได้อีก")
    said = polite(f"{title} {data['name']}", voice.particle)
    alt = f"{said} {' · '.join(posts)}"
    buttons = (Say("ดูข้อมูลลงทะเบียน", REGISTER), Say("เมนู", "เมนู"))
    return [Card(alt, title, data["name"], body=tuple(body), buttons=buttons, icon="✅")]


@words("people.profile")
def profile(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Who they are, and what they can change. `saved`: something was just changed."""
    title = "ข้อมูลลงทะเบียนของท่าน"
    posts = [post_text(p) for p in [*data["posts"], *data["acting"]]]
    rows = [
        Row("ตำแหน่ง", "\n".join(posts) or data["position"] or "–"),
        *_affiliation(data["affiliation"], posts),
        Row("โทรศัพท์", data["phone"] or "–"),
        Row("อีเมล", data["email"] or "–"),
    ]
    if data["systems"]:
        rows.append(Row("ผู้รับผิดชอบระบบ", systems_text(data["systems"])))
    note = "คำขอยืนยันตัวตนของท่านรอเจ้าหน้าที่อนุมัติ" if data.get("waiting") else ""
    buttons = _choices("profile", [[key, PROFILE[key]] for key in data["offers"]], first=False)
    lead = f"{polite('บันทึกแล้ว', voice.particle)} " if data.get("saved") else ""
    said = " ".join(f"{row.label} {row.value}" for row in rows)
    alt = f"{lead}{data['name']} {said} " + " ".join(b.label for b in buttons)
    body = (lead.strip(),) if lead else ()
    return [
        Card(
            alt, title, data["name"], body=body, rows=tuple(rows), note=note, buttons=buttons,
            icon="👤",
        )
    ]  # fmt: skip


def _affiliation(affiliation: str, posts: list[str]) -> tuple[Row, ...]:
    """Where they belong, unless their post says it."""
    said = bool(affiliation) and any(affiliation in post for post in posts)
    return () if said else (Row("สังกัด", affiliation or "–"),)


@words("people.code")
def code(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A code, and a text to pass on."""
    who = f"{ROLES[data['role']]} {data['place']}".strip()
    until = thai_date(data["until"])
    title = "รหัสสำหรับส่งต่อ"
    note = f"ใช้ได้ครั้งเดียว ถึง {until} จะไม่แสดงรหัสนี้อีก"
    alt = f"{title} {data['code']} สำหรับ {who} {note}"
    card = Card(alt, title, who, figure=data["code"], note=note)
    return [card, Text(forwarded(data["code"], who, until, voice.office))]


def forwarded(code: str, who: str, until: str, office: str) -> str:
    """What is passed on to whoever gets the code."""
    return (
        f"รหัสยืนยันตัวตนกับ {office} สำหรับ {who}\n"
        f"เพิ่มเพื่อนบัญชี LINE ของสำนักงาน แล้วพิมพ์ว่า\n{REGISTER} {code}\nใช้ได้ครั้งเดียว ถึง {until}"
    )
