"""Words of announcements that several cards share: ways, prices, recipients, where one stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Row
from bot.texts.people_words import ROLES
from bot.texts.request_words import moment_text, short
from bot.texts.rounds import name_with_school

Json = Mapping[str, Any]
#: The officer's flow; that of those who get it is `announcements.FLOW`.
CONTROL = "announcing"
WRITE, MINE = "เขียนประกาศ", "ประกาศของฉัน"
DELIVERY = {"free": "ฟรี", "free_first": "ฟรีก่อน", "push": "ส่งทันที"}
PARTS = {
    "title": "หัวเรื่อง",
    "body": "ข้อความ",
    "link": "ลิงก์",
    "letter": "เลขหนังสือ",
    "audience": "ผู้รับ",
    "asks": "การรับทราบ",
    "way": "วิธีส่ง",
}
STATUS = {
    "draft": "ร่าง",
    "waiting": "รออนุญาตส่งเกินงบ",
    "scheduled": "ตั้งเวลาส่งไว้",
    "sent": "ส่งแล้ว",
    "cancelled": "ยกเลิกแล้ว",
}
#: As many schools are named on a card.
_MOST_NAMES = 8


def role_name(role: str) -> str:
    """What the holders of a post are called; `named`: whom a school named for a system."""
    return ROLES.get(role, "ผู้รับผิดชอบของโรงเรียน")


def messages_text(count: int) -> str:
    """«42 ข้อความ», «ไม่เสียข้อความ»."""
    return f"{count:,} ข้อความ" if count else "ไม่เสียข้อความ"


def cost_text(delivery: str, price: Json) -> str:
    """What one way costs: of what rides first, at most."""
    count = price["messages"]
    most = "ไม่เกิน " if delivery == "free_first" and count else ""
    return f"{most}{messages_text(count)}"


def way_cost(delivery: str, price: Json | None) -> str:
    """The same, or that it cannot be said: LINE has not counted a group yet."""
    return cost_text(delivery, price) if price else "ยังส่งไม่ได้"


def of_share_text(price: Json | None) -> str:
    """«ร้อยละ 9 ของงบประกาศเดือนนี้»; nothing for what is free, or has no limit."""
    if not price or not price["messages"] or not price["share"]:
        return ""
    percent = price["messages"] * 100 / price["share"]
    said = f"ร้อยละ {percent:,.0f} " if percent >= 1 else "ไม่ถึงร้อยละ 1 "
    return f"{said}ของงบประกาศเดือนนี้"


def left_rows(price: Json) -> list[Row]:
    """What the month has left, and the share of it that is for rounds and announcements."""
    found = []
    if price["left"] is not None:
        found.append(Row("เดือนนี้เหลือ", f"{price['left']:,} ข้อความ"))
    if price["share_left"] is not None:
        of = f" จาก {price['share']:,}" if price["share"] is not None else ""
        found.append(Row("งบประกาศเหลือ", f"{price['share_left']:,}{of}", detail=_planned(price)))
    if price["baht"]:
        found.append(Row("ค่าข้อความส่วนเกิน", f"{price['baht']:,.2f} บาท"))
    return found


def _planned(price: Json) -> str:
    """Reminders of rounds go before: what they still need is not for announcements."""
    return f"กันไว้เตือนกำหนดส่ง {price['planned']:,} ข้อความแล้ว" if price["planned"] else ""


def too_dear(price: Json) -> str:
    """Why it cannot be pushed; nothing when it can."""
    if not price["why_not"]:
        return ""
    if price["why_not"] == "month":
        return f"ใช้ {price['messages']:,} ข้อความ แต่เดือนนี้เหลือ {price['left'] or 0:,} ข้อความ"
    return f"ใช้ {price['messages']:,} ข้อความ แต่งบประกาศเหลือ {price['share_left'] or 0:,} ข้อความ"


def reach_text(reach: Json) -> str:
    """«รวม 12 คน 1 กลุ่ม (14 คน)»; what it misses is on the preview."""
    groups = reach["groups"]
    said = [f"{reach['people']:,} คน"] if reach["people"] or not groups else []
    if groups:
        said.append(f"{len(groups):,} กลุ่ม (สมาชิก {sum(n or 0 for _, n in groups):,} คน)")
    return f"รวม {' และ '.join(said)}"


def reach_rows(reach: Json) -> list[Row]:
    """By role, by group, and the schools nobody of whom is reached."""
    rows = [Row(role_name(role), f"{count:,} คน") for role, count in reach["roles"]]
    for name, members in reach["groups"]:
        count = f"{members:,} คน" if members else "ไม่ทราบจำนวน"
        rows.append(Row(f"กลุ่ม {short(name, 50)}", count))
    rows += [Row(f"กลุ่ม {short(name, 50)}", "บัญชีนี้ไม่อยู่แล้ว") for name in reach["lost"]]
    missed = reach["unreached"]
    if missed:
        more = f" และอีก {len(missed) - _MOST_NAMES:,} แห่ง" if len(missed) > _MOST_NAMES else ""
        names = ", ".join(short(name, 40) for name in missed[:_MOST_NAMES])
        rows.append(Row(f"ยังไม่มีผู้รับ {len(missed):,} โรงเรียน", detail=names + more))
    return rows


def way_text(facts: Json) -> str:
    """«ฟรีก่อน ส่งที่เหลือ ศ. 20 พ.ย. 2569 09.00 น.»."""
    said = DELIVERY[facts["delivery"]]
    if facts["delivery"] == "push" or not facts["until"]:
        return said
    what = "ส่งที่เหลือ" if facts["delivery"] == "free_first" else "ถึง"
    return f"{said} {what} {moment_text(facts['until'])}"


def chosen_texts(chosen: Json) -> list[str]:
    """What was chosen: posts of places, then groups. Places narrow the posts, and so it is said."""
    posts = [role_name(role) for role in chosen["roles"]]
    places = [name if "เครือข่าย" in name else f"เครือข่าย{name}" for name in chosen["networks"]]
    if chosen["count"] > len(chosen["schools"]):
        places.append(f"{chosen['count']:,} โรงเรียนที่ระบุ")
    else:
        places += [name_with_school(short(name, 60)) for name in chosen["schools"]]
    late = chosen["late_in"]
    if (places or late) and not posts:
        posts = ["ผู้รับผิดชอบ"] if late else ["ผอ.โรงเรียน", "ธุรการโรงเรียน"]
    said = " และ ".join(posts)
    if places:
        said += f" ของ {', '.join(places)}"
    if late:
        said += f" เฉพาะโรงเรียนที่ยังไม่ส่ง «{short(late, 80)}»"
    return [*([said] if said else []), *(f"กลุ่ม {short(name, 50)}" for name in chosen["groups"])]
