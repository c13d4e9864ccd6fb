"""The year's tickets as tables, and what is still open by its age: terminal and workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from bot.sheets import Cell, Sheet
from bot.texts.figures import MONTHS, thai_date
from bot.texts.ticket_words import CATEGORY, CHANNEL, STATUS, URGENCY_LONG, number_text, short
from handlers.tickets import view
from handlers.tickets.figures import AGES, Aged, Group, TicketFigures

_COLUMNS = (
    "แจ้ง", "ยังไม่เสร็จ", "ตอบกลับ\nทันเวลา %", "ตอบกลับ\n(มัธยฐาน)", "แก้ไข\nทันเวลา %",
    "แก้ไข\n(มัธยฐาน)", "เปิดซ้ำ", "ส่งซ่อม", "ประเมิน\n(ราย)", "คะแนน\nเฉลี่ย",
)  # fmt: skip
_RULES = (
    "นับตามวันที่แจ้งในปีงบประมาณ เรื่องที่รวมเข้ากับเรื่องอื่นนับแยกไว้ต่างหาก",
    "เวลาเป็นเวลาทำการ 08.30-12.00 และ 13.00-16.30 น. ไม่นับช่วงที่รอผู้แจ้ง",
    "คะแนนเฉลี่ย: ดีมาก = 3 พอใช้ = 2 ควรปรับปรุง = 1",
)
_AGED = ("เลขที่", "เรื่อง", "หน่วยงาน", "สถานะ", "ผู้รับผิดชอบ", "อายุ\n(วันทำการ)", "เกินเวลา")
NOTHING_OPEN = "ไม่มีเรื่องค้าง"


def sheets(found: TicketFigures, office: str) -> list[Sheet]:
    """All tables of the report, the summary first."""
    about = (
        f"{office} ปีงบประมาณ {found.fiscal_year}",
        f"ข้อมูล ณ วันที่ {thai_date(found.as_of.isoformat())}",
    )

    def sheet(name: str, what: str, groups: Iterable[Group], words: dict[str, str]) -> Sheet:
        rows = tuple((_named(g.key, words), *_cells(g)) for g in groups)
        return Sheet(
            f"การแก้ไขปัญหาและบริการ แยกตาม{what}", (what, *_COLUMNS), rows,
            total=("รวม", *_cells(found.every)), about=about, notes=_notes(found), name=name,
            as_of=found.as_of,
        )  # fmt: skip

    return [
        sheet("หมวด", "หมวด", found.by_category, CATEGORY),
        sheet("ความเร่งด่วน", "ความเร่งด่วน", found.by_urgency, URGENCY_LONG),
        sheet("เดือน", "เดือน", found.by_month, {g.key: _month(g.key) for g in found.by_month}),
        sheet("หน่วยงาน", "หน่วยงาน", found.by_school, {}),
        sheet("ช่องทาง", "ช่องทาง", found.by_channel, CHANNEL),
        Sheet(
            "คำแนะนำที่แสดงก่อนแจ้งเรื่อง", ("บทความ", "แสดง (ครั้ง)", "ใช้ได้แล้ว (ครั้ง)"),
            tuple((a.slug, a.shown, a.helped) for a in found.articles), about=about,
            name="คำแนะนำ", as_of=found.as_of,
        ),
    ]  # fmt: skip


def ageing_sheet(found: Sequence[Aged], office: str, day: date) -> Sheet:
    """What is still open, the oldest first, and how many of which age."""
    rows = tuple(
        (
            number_text(view.brief(one.ticket)), short(one.ticket.subject, 80), one.ticket.place,
            STATUS[one.ticket.status.value], one.technician or "-", one.days,
            "เกิน" if one.late else "",
        )
        for one in found
    )  # fmt: skip
    return Sheet(
        "เรื่องค้างตามอายุ", _AGED, rows,
        about=(office, f"ณ วันที่ {thai_date(day.isoformat())}"), notes=tuple(_ages(found)),
        name="เรื่องค้าง", as_of=day,
    )  # fmt: skip


def to_json(found: TicketFigures) -> dict[str, Any]:
    """The report as plain JSON; times in minutes of working time."""
    by = {
        "category": found.by_category, "urgency": found.by_urgency, "month": found.by_month,
        "school": found.by_school, "channel": found.by_channel,
    }  # fmt: skip
    return {
        "fiscal_year": found.fiscal_year,
        "as_of": found.as_of.isoformat(),
        "every": _group(found.every),
        "merged": found.merged,
        **{f"by_{name}": [_group(g) for g in groups] for name, groups in by.items()},
        "articles": [
            {"article": a.slug, "shown": a.shown, "helped": a.helped} for a in found.articles
        ],
    }


def aged_json(one: Aged) -> dict[str, Any]:
    """One open ticket as plain JSON."""
    facts = view.brief(one.ticket)
    return {**facts, "days": one.days, "technician": one.technician or None, "late": one.late}


def hours(time: timedelta | None) -> str:
    """«3 ชม. 30 น.» of working time; «2 วัน» of days of seven hours."""
    if time is None:
        return "-"
    minutes = round(time.total_seconds() / 60)
    days, rest = divmod(minutes, 420)
    parts = [(days, "วัน"), (rest // 60, "ชม."), (rest % 60, "นาที")]
    said = [f"{n:,} {unit}" for n, unit in parts if n]
    return " ".join(said[:2]) or "0 นาที"


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key, "n": group.n, "open": group.open,
        "first_in_time": _number(group.first_in_time),
        "first_median": _minutes(group.first_median),
        "solved_in_time": _number(group.solved_in_time),
        "solve_median": _minutes(group.solve_median),
        "reopened": group.reopened, "repaired": group.repaired, "rated": group.rated,
        "rating": _number(group.rating),
    }  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _minutes(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds() / 60)


def _cells(group: Group) -> tuple[Cell, ...]:
    return (
        group.n, group.open, group.first_in_time, hours(group.first_median),
        group.solved_in_time, hours(group.solve_median), group.reopened, group.repaired,
        group.rated, group.rating,
    )  # fmt: skip


def _notes(found: TicketFigures) -> tuple[str, ...]:
    merged = (f"รวมเข้ากับเรื่องอื่น {found.merged:,} เรื่อง",) if found.merged else ()
    return (*merged, *_RULES)


def _named(key: str, words: dict[str, str]) -> str:
    return words.get(key, key or "-")


def _month(key: str) -> str:
    year, month = key.split("-")
    return f"{MONTHS[int(month) - 1]} {int(year) + 543}"


def _ages(found: Sequence[Aged]) -> Iterable[str]:
    low = 0
    for high in AGES:
        count = sum(low <= one.days <= high for one in found)
        yield f"{low}-{high} วันทำการ: {count:,} เรื่อง"
        low = high + 1
    yield f"เกิน {AGES[-1]} วันทำการ: {sum(one.days > AGES[-1] for one in found):,} เรื่อง"
