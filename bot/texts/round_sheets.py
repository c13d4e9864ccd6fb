"""A round as tables, for terminal and workbook: the five figures, standings, who is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.sheets import Cell, Sheet
from bot.texts.calendar import BANGKOK
from bot.texts.figures import thai_date
from bot.texts.round_lists import reach_text
from bot.texts.round_words import STANDING, due_text, letter_text, moment_text, round_name

Json = Mapping[str, Any]
_FIVE = ("ต้องส่ง\n(โรง)", "ส่งแล้ว\n(โรง)", "อัตราการส่ง\n%", "ส่งทันกำหนด\n(โรง)", "อัตราส่ง\nทันกำหนด %")
_NOTE = (
    "ตามนิยามของ DHIS2: ต้องส่ง = Expected reports, ส่งแล้ว = Actual reports, "
    "อัตราการส่ง = Reporting rate, ส่งทันกำหนด = Actual reports on time, "
    "อัตราส่งทันกำหนด = Reporting rate on time"
)
_RULE = (
    "ส่งแล้ว คือ ยืนยันแล้ว ผอ.รับรองแล้ว หรือเขตรับทราบแล้ว โรงเรียนที่ได้รับยกเว้นไม่นับ "
    "ทันกำหนดนับตามเวลาที่ขยายให้รายโรง"
)
_SCHOOLS = (
    "รหัส", "โรงเรียน", "เครือข่าย", "อำเภอ", "สถานะ", "ตั้งแต่", "กำหนด", "ผู้รับผิดชอบ", "โทรศัพท์",
    "โทรศัพท์\nโรงเรียน", "เลยกำหนด\n(วัน)", "การแจ้งเตือน",
)  # fmt: skip
_NO_PLACE = "ไม่ระบุ"


def sheets(found: Json, office: str) -> list[Sheet]:
    """All tables: figures, standings, who has not confirmed, the excused, every school."""
    return [
        _figures(found, office, "เครือข่าย", found["by_network"]),
        _figures(found, office, "อำเภอ", found["by_amphoe"]),
        _standings(found, office),
        schools_sheet(found, office),
        *([_excused(found, office)] if found["excused"] else []),
        sheet(found, office, "รายโรงเรียน", "สถานะรายโรงเรียน", _SCHOOLS, _rows(found["schools"])),
    ]


def schools_sheet(found: Json, office: str, *, late: bool = False) -> Sheet:
    """The schools that have not confirmed; `late`: those whose time is over."""
    name = "เลยกำหนด" if late else "ยังไม่ยืนยัน"
    rows = _rows(found["late" if late else "pending"])
    return sheet(found, office, name, f"โรงเรียนที่{name} {len(rows):,} โรง", _SCHOOLS, rows)


def _figures(found: Json, office: str, what: str, groups: Sequence[Json]) -> Sheet:
    rows = [(one["key"] or _NO_PLACE, *_five(one)) for one in groups]
    return sheet(
        found, office, f"ตาม{what}", f"การส่งข้อมูล แยกตาม{what}", (what, *_FIVE), rows,
        total=("ทั้งเขต", *_five(found["office"])), notes=(_NOTE, _RULE),
    )  # fmt: skip


def _five(one: Json) -> tuple[Cell, ...]:
    return (
        one["expected"], one["actual"], _percent(one["reporting_rate"]), one["actual_on_time"],
        _percent(one["reporting_rate_on_time"]),
    )  # fmt: skip


def _percent(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def _standings(found: Json, office: str) -> Sheet:
    rows = [(STANDING[one], count) for one, count in found["by_standing"].items()]
    excused = len(found["excused"])
    notes = (f"ได้รับยกเว้น {excused:,} โรง",) if excused else ()
    return sheet(
        found, office, "ตามสถานะ", "จำนวนโรงเรียนตามสถานะ", ("สถานะ", "โรง"), rows,
        total=("รวม", found["office"]["expected"]), notes=notes,
    )  # fmt: skip


def _excused(found: Json, office: str) -> Sheet:
    rows = [(one["code"], one["name"], one["reason"]) for one in found["excused"]]
    columns = ("รหัส", "โรงเรียน", "เหตุผล")
    return sheet(found, office, "ยกเว้น", "โรงเรียนที่ได้รับยกเว้น", columns, rows)


def _rows(schools: Sequence[Json]) -> list[tuple[Cell, ...]]:
    return [
        (
            one["code"], one["name"], one["network"] or "", one["amphoe"] or "",
            _standing(one), moment_text(one["since"]) if one["since"] else "",
            moment_text(one["due"]) if one["longer"] else "", one["person"] or "",
            one["person_phone"] or "", one["phone"] or "",
            one["days_late"] if one["late"] else None, reach_text(one["reached"]),
        )
        for one in schools
    ]  # fmt: skip


def _standing(one: Json) -> str:
    late = " (เลยกำหนด)" if one["late"] else ""
    return f"{STANDING[one['standing']]}{late}"


def sheet(
    found: Json,
    office: str,
    name: str,
    title: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
    *,
    total: tuple[Cell, ...] | None = None,
    notes: tuple[str, ...] = (),
) -> Sheet:
    """One list of a round, headed by what it is of."""
    now = datetime.fromisoformat(found["now"]).astimezone(BANGKOK).date()
    about = (
        f"{office}  {round_name(found)}",
        f"{due_text(found)}  {letter_text(found)}".strip(),
        f"ข้อมูล ณ {thai_date(now.isoformat())}",
    )
    return Sheet(title, columns, tuple(rows), total, about, notes, name, now)
