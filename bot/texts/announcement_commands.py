"""Words of `announce …`: what was written, its price, who it goes to, who has not taken note."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.texts.announcement_words import DELIVERY, STATUS
from bot.texts.people_words import ROLES
from bot.texts.request_words import moment_text
from handlers.announcements.refused import AnnouncementRefused, PriceChanged, TooDear
from models.errors import NotFound, Refusal, WrongState

Json = Mapping[str, Any]
HELP = "Announcements to schools, people and groups: written, priced, sent, taken note of."
NONE = "ไม่มีประกาศ"
ONE_WAY = "เลือกวิธีส่งได้วิธีเดียว: --free, --free-first หรือ --push"
NOBODY_CHOSEN = "โปรดระบุผู้รับอย่างน้อยหนึ่งอย่าง: --role --school --network --group --late-in"
ALL_HAVE = "รับทราบครบแล้ว"
WAY = {
    "paid": "ส่งแบบเสียข้อความ",
    "free": "ได้รับฟรี",
    "unknown": "ไม่ทราบผล",
    "waiting": "รอส่ง หรือรอผู้รับทัก",
    "unreached": "ไม่ถึง",
    "gone": "ไม่มีหลักฐานแล้ว",
}
#: As many schools are named in a line.
_MOST = 12
_SAID: dict[str, Callable[[Json], str]] = {
    "title": lambda f: f"หัวเรื่องต้องไม่ว่าง และไม่เกิน {f['most']:,} ตัวอักษร",
    "body": lambda f: f"ข้อความต้องไม่ว่าง และไม่เกิน {f['most']:,} ตัวอักษร",
    "letter": lambda f: f"เลขที่หนังสือไม่เกิน {f['most']:,} ตัวอักษร",
    "link": lambda f: "ลิงก์ต้องขึ้นต้นด้วย https:// และไม่มีช่องว่าง",
    "role": lambda f: f"ประกาศถึง «{f['ref']}» ไม่ได้",
    "school": lambda f: f"ไม่มีโรงเรียนรหัส {f['ref']} ในสังกัด",
    "network": lambda f: f"ไม่มีเครือข่าย «{f['ref']}» ในทะเบียนโรงเรียน",
    "group": lambda f: f"ไม่มีกลุ่ม «{f['ref']}» ที่ผูกไว้ (ดู group list)",
    "round": lambda f: f"รอบที่ {f['ref']} ไม่ได้เปิดอยู่",
    "nobody": lambda f: "ไม่มีผู้รับที่แจ้งทาง LINE ได้",
    "uncounted": lambda f: (
        f"ยังไม่ทราบจำนวนคนในกลุ่ม {', '.join(f['groups'])} จึงบอกราคาไม่ได้ ใช้ --free หรือรอ LINE แจ้งจำนวน"
    ),
    "past": lambda f: "เวลาส่งผ่านไปแล้ว",
    "far": lambda f: "ตั้งเวลาส่งได้ไม่เกินหนึ่งปี",
    "until": lambda f: "เวลาสุดท้ายต้องอยู่หลังเวลาส่ง",
    "other_month": lambda f: "ขออนุญาตเกินงบได้เฉพาะของเดือนนี้",
    "not_asked": lambda f: "ประกาศนี้ไม่ได้ขอให้รับทราบ หรือยังไม่ได้ส่ง",
    "all_have": lambda f: ALL_HAVE,
    "nudged": lambda f: "วันนี้เตือนทุกคนที่ยังไม่รับทราบไปแล้ว",
}


def known_reasons() -> set[str]:
    """Every reason of AnnouncementRefused that has words."""
    return set(_SAID)


def refusal_line(error: Refusal) -> str:
    """Why nothing was done."""
    if isinstance(error, AnnouncementRefused):
        return _SAID[error.why](error.facts)
    if isinstance(error, PriceChanged):
        return (
            f"ราคาตอนนี้คือ {error.price.messages:,} ข้อความ ({left_text(error.price.to_json())}) "
            f"ยืนยันด้วย --price {error.price.messages}"
        )
    if isinstance(error, TooDear):
        return _dear(error.price.to_json())
    if isinstance(error, NotFound):
        return f"ไม่พบประกาศ {error.ref}"
    if isinstance(error, WrongState):
        return f"ทำไม่ได้ เพราะประกาศนี้{STATUS.get(str(error.state), 'จบไปแล้ว')}"
    return "ทำรายการนี้ไม่ได้"


def left_text(price: Json) -> str:
    """What there is for it."""
    said = []
    if price["share_left"] is not None:
        said.append(f"งบประกาศเหลือ {price['share_left']:,}")
    if price["left"] is not None:
        said.append(f"เดือนนี้เหลือ {price['left']:,}")
    if price["planned"]:
        said.append(f"กันไว้เตือนกำหนดส่ง {price['planned']:,}")
    if price["baht"]:
        said.append(f"ส่วนเกิน {price['baht']:,.2f} บาท")
    return " · ".join(said) or "ไม่จำกัด"


def announcement_line(row: Json) -> str:
    """One announcement of a list."""
    when = row["sent_at"] or row["send_at"]
    told = f"  {moment_text(when)}" if when else ""
    noted = f"  รับทราบ {row['acknowledged']:,} คน" if row["asks"] else ""
    price = f"  ไม่เกิน {row['price']:,} ข้อความ" if row["price"] else ""
    ended = "  (จบแล้ว)" if row["ended_at"] and row["status"] == "sent" else ""
    return f"{row['id']:>4}  {STATUS[row['status']]}{ended}  {row['title']}{told}{price}{noted}"


def card_lines(card: Json) -> list[str]:
    """An announcement with whom it goes to, and what that costs."""
    lines = [
        announcement_line(card),
        f"      ผู้รับ: {_audience(card['audience'])}",
        f"      วิธีส่ง: {DELIVERY[card['delivery']]}{_until(card)}",
    ]
    if "to" in card:
        return lines + _before(card)
    ways = " · ".join(f"{WAY[way]} {count:,}" for way, count in card["ways"].items())
    lines.append(f"      ผล: {ways or 'ยังไม่มี'} (จาก {card['chats']:,} แชต)")
    lines.append(f"      เสียข้อความ {card['paid_messages']:,}")
    if card["noted"]:
        lines.append(f"      {_noted(card['noted'])}")
    return lines


def sent_lines(card: Json, asked: datetime | None) -> list[str]:
    """What became of sending it; `asked`: the time that was wanted."""
    if card["status"] == "sent":
        return [f"ส่งแล้ว ประกาศที่ {card['id']} ถึง {card['chats']:,} แชต", *card_lines(card)[1:]]
    if card["status"] == "waiting":
        more = card["permit"]["messages"]
        return [
            f"ประกาศที่ {card['id']} รอผู้มีอำนาจอนุญาตอีก {more:,} ข้อความ "
            f"แล้วจะส่ง {moment_text(card['send_at'])}"
        ]
    goes = datetime.fromisoformat(card["send_at"])
    moved = " (เลื่อนจากนอกเวลาหรือวันหยุด)" if asked is not None and goes > asked else ""
    return [f"ตั้งเวลาส่งประกาศที่ {card['id']} ไว้ {moment_text(card['send_at'])}{moved}"]


def cancelled_line(row: Json) -> str:
    """It does not go out."""
    return f"ยกเลิกประกาศที่ {row['id']} «{row['title']}» แล้ว"


def ended_line(row: Json) -> str:
    """It is told to nobody further."""
    return f"ประกาศที่ {row['id']} «{row['title']}» จบแล้ว จะไม่แจ้งใครอีก"


def outstanding_lines(found: Json) -> list[str]:
    """Who has not taken note: schools with whom to call, then people."""
    lines = [
        f"{found['title']}: รับทราบแล้ว {found['schools_done']:,} จาก {found['schools_asked']:,} "
        f"โรงเรียน · {found['people_done']:,} จาก {found['people_asked']:,} คน"
    ]
    if not found["schools"] and not found["people"]:
        return [*lines, ALL_HAVE]
    lines += [f"โรงเรียนที่ยังไม่รับทราบ {len(found['schools']):,} แห่ง", *map(_school, found["schools"])]
    lines += [f"ผู้ที่ยังไม่รับทราบ {len(found['people']):,} คน", *map(_person, found["people"])]
    return lines


def nudged_line(offered: int, pushed: int) -> str:
    """How many were nudged."""
    if pushed:
        return f"เตือนแล้ว {pushed:,} คน เสีย {pushed:,} ข้อความ"
    return f"จะเตือน {offered:,} คนเมื่อทักเข้ามา ไม่เสียข้อความ"


def nudge_price_line(price: Json) -> str:
    """What pushing a nudge costs."""
    return f"ส่งเตือน {price['messages']:,} คน เสีย {price['messages']:,} ข้อความ ({left_text(price)})"


def evidence_lines(found: Json) -> list[str]:
    """Who was told, when, by which way."""
    lines = [
        f"{found['title']}  ส่ง {moment_text(found['sent_at'])}"
        if found["sent_at"]
        else found["title"]
    ]
    for one in found["lines"]:
        when = f"  {moment_text(one['told_at'])}" if one["told_at"] else ""
        noted = f"  รับทราบ {moment_text(one['acknowledged_at'])}" if one["acknowledged_at"] else ""
        way = WAY[one["way"]] if one["way"] else "ไม่ได้เป็นผู้รับ"
        who = one["to"] or "(ไม่ทราบชื่อ)"
        schools = ", ".join(school["name"] for school in one["schools"])
        lines.append(f"    {who}  {schools}  {way}{when}{noted}")
    if found["unreached"]:
        lines.append(f"ไม่มีผู้รับ: {_named(found['unreached'])}")
    return [*lines, f"รวมเสีย {found['paid_messages']:,} ข้อความ"]


def _before(card: Json) -> list[str]:
    to = card["to"]
    groups = f" {to['groups']:,} กลุ่ม ({to['members']:,} คน)" if to["groups"] else ""
    lines = [f"      ถึง {to['people']:,} คน{groups}"]
    if to["unreached"]:
        lines.append(f"      ✗ ไม่มีผู้รับ {len(to['unreached']):,} โรงเรียน: {_named(to['unreached'])}")
    if to["lost"]:
        lines.append(f"      ✗ บอตไม่อยู่ในกลุ่มแล้ว: {', '.join(to['lost'])}")
    if card["goes"]:
        lines.append(f"      จะส่ง {moment_text(card['goes'])}")
    price = card["costs"]
    if price is None:
        return [*lines, f"      ✗ {_SAID[card['costs_why']['why']](card['costs_why'])}"]
    if not price["messages"]:
        return [*lines, "      ราคา: ไม่เสียข้อความ"]
    why = f"  ✗ {_dear(price)}" if price["why_not"] else ""
    return [*lines, f"      ราคา: ไม่เกิน {price['messages']:,} ข้อความ ({left_text(price)}){why}"]


def _dear(price: Json) -> str:
    if price["why_not"] == "month":
        return f"ต้องใช้ {price['messages']:,} ข้อความ แต่เดือนนี้เหลือ {price['left'] or 0:,} ข้อความ"
    return (
        f"ต้องใช้ {price['messages']:,} ข้อความ แต่งบประกาศเหลือ {price['share_left'] or 0:,} ข้อความ "
        "ขออนุญาตด้วย --ask-permit «เหตุผล»"
    )


def _audience(found: Json) -> str:
    said = [ROLES[role] for role in found["roles"]]
    said += found["networks"]
    said += [_named(found["schools"])] if found["schools"] else []
    if found["late_in"]:
        said.append(f"เฉพาะที่ยังไม่ส่ง «{found['late_in']['name']}»")
    said += [f"กลุ่ม {group['name']}" for group in found["groups"]]
    return " · ".join(said) or "ยังไม่ได้เลือก"


def _until(card: Json) -> str:
    until = card.get("lasts") or card["until"]
    return f" ถึง {moment_text(until)}" if until and card["delivery"] != "push" else ""


def _noted(noted: Json) -> str:
    return (
        f"รับทราบ {noted['people']:,} จาก {noted['people_asked']:,} คน · "
        f"{noted['schools']:,} จาก {noted['schools_asked']:,} โรงเรียน"
    )


def _named(schools: Sequence[Json]) -> str:
    more = f" และอีก {len(schools) - _MOST:,}" if len(schools) > _MOST else ""
    return ", ".join(one["name"] for one in schools[:_MOST]) + more


def _school(one: Json) -> str:
    contact = one["contact"]
    phone = contact["phone"] or contact["school_phone"] or "ไม่มีเบอร์"
    return f"    {one['code']} {one['name']}  {WAY[one['way']]}  {contact['name']} {phone}"


def _person(one: Json) -> str:
    nudged = f"  เตือน {moment_text(one['nudged_at'])}" if one["nudged_at"] else ""
    return f"    {one['name']}  {WAY[one['way']]}  {one['phone'] or 'ไม่มีเบอร์'}{nudged}"
