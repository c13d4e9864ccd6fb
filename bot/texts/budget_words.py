"""Words about the month's paid messages that cards, commands and e-mails share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.texts.figures import MONTHS

Json = Mapping[str, Any]
SYSTEM = {"dmc": "DMC", "emis": "EMIS", "bobec": "B-OBEC", "mobec": "M-OBEC"}
#: A round of the manuals that is in no table yet: «dmc 3/2569».
_THOUGHT = re.compile(r"(dmc|emis|bobec|mobec)(?: (\d))?/(\d{4})")
_NAMED = 3
#: What a month's messages are split into.
POT = {
    "rounds": "รอบจัดเก็บและประกาศ",
    "service": "คำขอและแจ้งปัญหา",
    "incidents": "กันสำรองเหตุขัดข้อง",
}
STATE = {"waiting": "รอพิจารณา", "granted": "อนุญาตแล้ว", "refused": "ไม่อนุญาต", "past": "พ้นเดือนแล้ว"}
VERDICT = {"fails": "ไม่พอ", "tight": "อาจไม่พอ", "holds": "พอ"}
#: The word that shows it.
WORD = "งบข้อความ"
NO_LIMIT = "ไม่จำกัด"
NOT_KNOWN = "ยังไม่ได้ถาม LINE จึงคิดตามแผนฟรี 300 ข้อความ"


def month_text(month: str) -> str:
    """«2026-11» → «พ.ย. 2569»."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {int(year) + 543}"


def count(messages: int | None) -> str:
    """A number of messages; None: as many as one likes."""
    return NO_LIMIT if messages is None else f"{messages:,}"


def pot_line(one: Json) -> str:
    """«ใช้ 12 จาก 200 ยังใช้ได้ 188»."""
    if one["share"] is None:
        return f"ใช้ {one['spent']:,} {NO_LIMIT}"
    whole = one["share"] + one["permitted"]
    more = f" (ขอเพิ่มแล้ว {one['permitted']:,})" if one["permitted"] else ""
    return f"ใช้ {one['spent']:,} จาก {whole:,}{more} ยังใช้ได้ {count(one['left'])}"


def month_line(month: Json) -> str:
    """What LINE allows and has counted."""
    if not month["known"]:
        return NOT_KNOWN
    if month["limit"] is None:
        return f"LINE ไม่จำกัดข้อความ ใช้แล้ว {month['used']:,}"
    return f"LINE ให้ {month['limit']:,} ใช้แล้ว {month['used']:,} เหลือ {month['left']:,}"


def forecast_line(one: Json) -> str:
    """«คาดว่า 280 อย่างมาก 1,030 จาก 300»."""
    most = one["expected"] - one["rounds"] + one["rounds_most"]
    worst = f" อย่างมาก {most:,}" if most != one["expected"] else ""
    return f"คาดว่า {one['expected']:,}{worst} จาก {count(one['limit'])}"


def rounds_text(one: Json) -> str:
    """The rounds of a month by their names; those that nobody has opened yet by their systems."""
    found = [_THOUGHT.sub(_system, name) for name in one["names"]]
    more = f" และอีก {len(found) - _NAMED}" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more


def _system(match: re.Match[str]) -> str:
    number = f" รอบ {match[2]}" if match[2] else ""
    return f"{SYSTEM[match[1]]}{number}/{match[3]}"


def verdict_text(one: Json) -> str:
    """«ไม่พอ ขาด 50»."""
    lacks = f" ขาด {one['lacking']:,}" if one["verdict"] == "fails" else ""
    return VERDICT[one["verdict"]] + lacks


def failing_text(months: Sequence[str]) -> str:
    """«พ.ย. 2569 จะไม่พอ»; empty when all months last."""
    return f"{', '.join(month_text(one) for one in months)} จะไม่พอ" if months else ""


def alarm_text(data: Json) -> str:
    """One alarm in a sentence."""
    month, kind = month_text(data["month"]), data["kind"].partition(":")[0]
    if kind == "low":
        used = f"ใช้ไปแล้ว {data['used']:,} จาก {data['limit']:,} เหลือ {data['left']:,}"
        return f"ข้อความเดือน {month} {used}"
    if kind == "gone":
        return f"ข้อความเดือน {month} หมดแล้ว เรื่องใหม่จะแจ้งฟรีเมื่อผู้รับทักเข้ามา"
    if kind == "parked":
        return f"มี {data['parked']:,} ข้อความพักไว้จนถึงเดือนใหม่ เพราะ LINE แจ้งว่าข้อความเดือนนี้หมด"
    if kind == "used":
        return (
            f"ส่วน «{POT[data['pot']]}» เดือน {month} ใช้ครบ {data['share']:,} ข้อความแล้ว "
            "เรื่องต่อไปจะแจ้งฟรีเมื่อผู้รับทักเข้ามา"
        )
    needs = data["needs"]
    names = f" ({rounds_text(needs)})" if needs["names"] else ""
    return (
        f"{month} จะไม่พอ: คาดว่าต้องใช้ {needs['expected']:,} ข้อความ ขาด {needs['lacking']:,}{names}"
    )
