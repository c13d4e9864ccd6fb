"""The words of a round's page: totals for everybody, names and telephones for who keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.texts.figures import area_text
from bot.texts.round_lists import contact_text, phone_of, reach_text
from bot.texts.round_words import (
    EVERY_STANDING,
    STANDING,
    left_text,
    letter_text,
    moment_text,
    round_name,
    short,
    weekday_text,
)
from bot.texts.round_work import FIVE, source_line
from bot.texts.rounds import PATH, done_text, percent_text

Json = Mapping[str, Any]
WORDS = {
    **FIVE,
    "figures": "ภาพรวม",
    "dates": "กำหนดการ",
    "network": "แยกตามเครือข่าย",
    "amphoe": "แยกตามอำเภอ",
    "standing": "แยกตามสถานะ",
    "name": "ชื่อ",
    "short_on_time": "ทันกำหนด",
    "means": "«ส่งแล้ว» คือโรงเรียนที่ยืนยันแล้ว ผอ.รับรองแล้ว หรือเขตรับทราบแล้ว",
    "lists": "รายชื่อโรงเรียน",
    "school": "โรงเรียน",
    "contact": "ผู้ติดต่อ",
    "excused": "ได้รับการยกเว้น",
    "reason": "เหตุผล",
    "late": "เลยกำหนด",
    "public": "หน้านี้แสดงเฉพาะยอดรวม ไม่มีชื่อโรงเรียน",
    "private": "หน้านี้มีชื่อและโทรศัพท์ของบุคคล ใช้เพื่อติดตามงานเท่านั้น โปรดอย่าส่งต่อ ลิงก์เปิดได้ 1 ชั่วโมง",
    "none": "ไม่มีโรงเรียนในรอบนี้",
    "cancelled": "รอบนี้ยกเลิกแล้ว ไม่ต้องส่ง",
    "elsewhere": "ไม่ระบุ",
    "book": "ดาวน์โหลด Excel (รายชื่อ โทรศัพท์ และหลักฐานการแจ้ง)",
}
_ORDER = ("returned", *(one for one in EVERY_STANDING if one != "returned"))


def title(facts: Json) -> str:
    """The round's name."""
    return round_name(facts)


def lead(facts: Json) -> str:
    """How far all are, in one sentence."""
    return WORDS["cancelled"] if facts["phase"] == "cancelled" else done_text(facts["office"])


def as_of(facts: Json) -> list[str]:
    """As of when, and how old the list of the central system is."""
    return source_line(facts).split("\n")


def dates(facts: Json) -> list[tuple[str, str]]:
    """Every date that the round has, and its letter."""
    found = [
        ("ข้อมูล ณ วันที่", _day(facts["as_of"])),
        ("เปิดบันทึก", _day(facts["opens"])),
        ("ยืนยันได้ตั้งแต่", _day(facts["confirm_from"])),
        ("กำหนดส่ง", moment_text(facts["due"])),
        ("ผอ.รับรองภายใน", moment_text(facts["certify_by"]) if facts["certify_by"] else ""),
        ("เขตรับทราบภายใน", _day(facts["acknowledge_by"])),
        ("ปิดระบบ", _day(facts["system_closes"])),
        ("หนังสือ", letter_text(facts).removeprefix("ตามหนังสือ ")),
    ]
    return [(label, value) for label, value in found if value]


def standings(facts: Json) -> list[tuple[str, str]]:
    """How many schools stand where."""
    by = facts["by_standing"]
    found = [(STANDING[one], f"{by[one]:,}") for one in EVERY_STANDING if by[one]]
    if facts["excused"]:
        found.append((WORDS["excused"], f"{facts['excused']:,}"))
    return found


def tiles(office: Json) -> list[tuple[str, str]]:
    """The five figures of the whole office."""
    return [
        (WORDS["expected"], f"{office['expected']:,}"),
        (WORDS["actual"], f"{office['actual']:,}"),
        (WORDS["rate"], percent_text(office["rate"])),
        (WORDS["on_time"], f"{office['on_time']:,}"),
        (WORDS["rate_on_time"], percent_text(office["rate_on_time"])),
    ]


def places(kind: str, found: Sequence[Json]) -> list[dict[str, str]]:
    """The figures of each network or amphoe."""
    return [
        {
            "name": area_text(kind, one["key"]) if one["key"] else WORDS["elsewhere"],
            "expected": f"{one['expected']:,}",
            "actual": f"{one['actual']:,}",
            "rate": percent_text(one["rate"]),
            "on_time": f"{one['on_time']:,}",
            "rate_on_time": percent_text(one["rate_on_time"]),
        }
        for one in found
    ]


def schools(lines: Sequence[Json], now: str) -> list[dict[str, Any]]:
    """The schools by where they stand, those with most to do first; `now`: when it is looked at."""
    found = []
    for standing in _ORDER:
        rows = [_school({**one, "now": now}) for one in lines if one["standing"] == standing]
        if rows:
            found.append({"key": standing, "title": STANDING[standing], "rows": rows})
    return found


def _school(one: Json) -> dict[str, str]:
    contact = one["contact"]
    number = phone_of(contact)
    said = contact_text(contact)
    shown = contact["phone"] or contact["school_phone"] if contact else ""
    who, _, _ = said.rpartition(shown) if shown else (said, "", "")
    return {
        "name": one["name"],
        "network": one["network"],
        "late": left_text(one["due"], datetime.fromisoformat(one["now"])) if one["late"] else "",
        "since": moment_text(one["since"]) if one["since"] else "",
        "told": reach_text(one["reach"]) if one["standing"] not in PATH[2:] else "",
        "who": short(who, 100),
        "phone": shown,
        "dial": number,
    }


def _day(iso: str | None) -> str:
    return weekday_text(iso) if iso else ""
