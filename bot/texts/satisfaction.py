"""The year's report on satisfaction as tables: for the terminal and for a workbook."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from bot.sheets import Cell, Sheet
from bot.texts.complaints import KINDS, STATES
from bot.texts.figures import MONTHS, thai_date
from bot.texts.ratings import LEVELS
from handlers.budget import BANGKOK
from handlers.ratings import forms
from handlers.satisfaction import bounds
from handlers.satisfaction.figures import (
    POINTS,
    UNKNOWN,
    CaseLine,
    FormFigures,
    Group,
    Satisfaction,
    Tally,
)
from models.ratings import Level

#: With fewer answers than this, the tables say that percentages are to be read with care.
FEW = 30
SERVICES = {"request": "บริการข้อมูล", "ticket": "แก้ไขปัญหา"}
#: Names of rating forms as a page of a workbook can bear them.
FORMS = {"data_request": "บริการข้อมูล", "ticket": "แก้ไขปัญหา"}
CHANNELS = {
    "line": "LINE",
    "phone": "โทรศัพท์",
    "walk_in": "มาด้วยตนเอง",
    "letter": "หนังสือ",
    "email": "อีเมล",
    "passed_on": "หน่วยงานอื่นส่งต่อ",
    UNKNOWN: "ไม่ทราบช่องทาง",
}
COMMENTS = {"reason": "เหตุผลที่ควรปรับปรุง", "suggestion": "ข้อเสนอแนะ"}
_ALL = "รวมทุกข้อ"
#: Headers break where «\n» stands, so that a whole table is read on one A4 page.
_COUNTED = ("ดีมาก", "พอใช้", "ควร\nปรับปรุง", "ไม่\nเกี่ยวข้อง", "n")
_SHARES = ("ร้อยละ\nดีมาก", "ร้อยละ\nพอใช้", "ร้อยละ\nควรปรับปรุง")
_MEAN = "ค่าเฉลี่ย"
_ASKED = ("ส่งแบบ\nประเมิน", "ตอบ", "ร้อยละ\nการตอบ")
_RULES = (
    "ค่าเฉลี่ย: ดีมาก = 3 พอใช้ = 2 ควรปรับปรุง = 1 คะแนน ไม่นับคำตอบ «ไม่เกี่ยวข้อง»",
    "n = จำนวนคำตอบที่นับ ร้อยละคิดจาก n ของแถวเดียวกัน ปัดเป็นทศนิยม 2 ตำแหน่ง",
)
_MASKED = "ข้อความตัดชื่อบุคคลและข้อมูลติดต่อออกแล้ว (แสดงเป็น «…»)"
_HIDDEN = "ไม่แสดงข้อความ เพราะเกี่ยวกับตัวบุคคล"


def sheets(found: Satisfaction, office: str) -> list[Sheet]:
    """All tables of the report, the summary first."""
    by = _By(found, office)
    return [
        by.sheet("สรุป", "สรุปความพึงพอใจ", ("รายการ", "จำนวน"), _summary(found), notes=by.rules()),
        *(by.form(form) for form in found.forms),
        by.groups("ตามบริการ", "บริการ", found.services, SERVICES),
        by.groups("ตามช่องทาง", "ช่องทาง", found.channels, CHANNELS),
        by.groups("รายเดือน", "เดือน", found.months, {g.key: _month(g.key) for g in found.months}),
        by.sheet(
            "ข้อเสนอแนะ",
            "เหตุผลและข้อเสนอแนะ",
            ("เดือน", "บริการ", "ประเภท", "ข้อความ"),
            [
                (_month(c.month), SERVICES.get(c.service, c.service), COMMENTS[c.kind], c.words)
                for c in found.comments
            ],
            notes=(_MASKED,),
        ),
        by.sheet(
            "ข้อร้องเรียนและปัญหา",
            "ข้อร้องเรียนและปัญหาการให้บริการ",
            ("เรื่องที่", "ประเภท", "คำขอ", "รับเมื่อ", "สถานะ", "ปิดเมื่อ", "จำนวนวัน", "ข้อความ"),
            [_case(case) for case in found.cases],
            notes=("จำนวนวันนับตามปฏิทิน เรื่องที่ยังไม่ปิดนับถึงวันที่จัดทำรายงาน", _MASKED),
        ),
    ]


class _By:
    """Makes the sheets of one report, each with what must stand above it."""

    def __init__(self, found: Satisfaction, office: str) -> None:
        self._found = found
        self._made = found.made_at.astimezone(BANGKOK).date()
        start, end = bounds(found.fiscal_year)
        first = f"1 {MONTHS[start.month - 1]} {start.year + 543}"
        self._about = (
            f"{office} ปีงบประมาณ {found.fiscal_year} ({first} - 30 ก.ย. {end.year + 543})",
            f"ข้อมูล ณ {thai_date(self._made.isoformat())}",
        )

    def sheet(
        self,
        name: str,
        title: str,
        columns: tuple[str, ...],
        rows: Iterable[tuple[Cell, ...]],
        total: tuple[Cell, ...] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Sheet:
        """One table."""
        return Sheet(title, columns, tuple(rows), total, self._about, notes, name, self._made)

    def rules(self) -> tuple[str, ...]:
        """How figures are made, and whether they are of few."""
        rated = self._found.whole.rated
        few = f"มีผู้ตอบ {rated:,} ครั้ง ซึ่งน้อยกว่า {FEW} โปรดอ่านร้อยละและค่าเฉลี่ยด้วยความระมัดระวัง"
        return (*_RULES, *((few,) if rated < FEW else ()))

    def form(self, form: FormFigures) -> Sheet:
        """The items of one rating form."""
        slug = form.whole.key
        return self.sheet(
            f"รายข้อ {FORMS.get(slug, slug)}",
            forms.get(slug).name,
            ("ข้อ", "รายการประเมิน", *_COUNTED, *_SHARES, _MEAN),
            [(item.item, item.name, *_tally(tally)) for item, tally in form.items],
            ("", _ALL, *_tally(form.whole.tally)),
            self.rules(),
        )

    def groups(
        self, name: str, first: str, groups: Sequence[Group], names: dict[str, str]
    ) -> Sheet:
        """Ratings by something."""
        return self.sheet(
            name,
            f"ความพึงพอใจ {name}",
            (first, *_ASKED, *_COUNTED, *_SHARES, _MEAN),
            [_group(names.get(group.key, group.key), group) for group in groups],
            _group("รวม", self._found.whole),
            self.rules(),
        )


def _summary(found: Satisfaction) -> list[tuple[Cell, ...]]:
    whole, cases = found.whole, found.cases
    closed = sum(case.status == "closed" for case in cases)
    levels = (*(f"{LEVELS[level.value]} (ครั้ง)" for level in Level), "คำตอบที่นับ (n)")
    shares = (f"ร้อยละ {LEVELS[level.value]}" for level in POINTS)
    return [
        ("ส่งแบบประเมิน (ครั้ง)", whole.invited),
        ("ตอบ (ครั้ง)", whole.rated),
        ("ร้อยละการตอบ", whole.response),
        *zip(levels, _counts(whole.tally), strict=True),
        *zip(shares, (whole.tally.percent(level) for level in POINTS), strict=True),
        ("ค่าเฉลี่ย (เต็ม 3)", whole.tally.mean),
        ("ข้อร้องเรียนและปัญหา (เรื่อง)", len(cases)),
        ("ปิดเรื่องแล้ว (เรื่อง)", closed),
    ]


def _counts(tally: Tally) -> tuple[int, ...]:
    return (*(tally.counts.get(level, 0) for level in Level), tally.n)


def _tally(tally: Tally) -> tuple[Cell, ...]:
    return (*_counts(tally), *(tally.percent(level) for level in POINTS), tally.mean)


def _group(name: str, group: Group) -> tuple[Cell, ...]:
    return (name, group.invited, group.rated, group.response, *_tally(group.tally))


def _case(case: CaseLine) -> tuple[Cell, ...]:
    return (
        str(case.number),
        KINDS[case.kind],
        case.subject or "-",
        thai_date(case.opened_on.isoformat()),
        STATES[case.status],
        thai_date(case.closed_on.isoformat()) if case.closed_on else "-",
        case.days,
        _HIDDEN if case.words is None else case.words,
    )


def _month(key: str) -> str:
    """2026-11 → พ.ย. 2569."""
    year, month = key.split("-")
    return f"{MONTHS[int(month) - 1]} {int(year) + 543}"


def lines(tables: Sequence[Sheet]) -> list[str]:
    """The report on a terminal: the same tables, columns aligned."""
    said = list(tables[0].about) if tables else []
    for table in tables:
        said += ["", table.title, *_aligned(table)]
    notes = dict.fromkeys(note for table in tables for note in table.notes)
    return [*said, "", *notes]


def _aligned(table: Sheet) -> list[str]:
    if not table.rows:
        return ["  (ไม่มี)"]
    columns = tuple(title.replace("\n", "") for title in table.columns)
    rows = [columns, *table.rows, *([table.total] if table.total else [])]
    shown = [[_shown(cell) for cell in row] for row in rows]
    numbers = [not isinstance(cell, str) for cell in table.rows[0]]
    widths = [max(_width(row[at]) for row in shown) for at in range(len(table.columns))]
    return [
        "  " + "  ".join(
            _padded(cell, width, right)
            for cell, width, right in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in shown
    ]  # fmt: skip


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _padded(text: str, width: int, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room


def _width(text: str) -> int:
    # Marks above and below a Thai letter take no room.
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def kept_line(file: str) -> str:
    """Where the workbook was put."""
    return f"บันทึกรายงานไว้ที่ {file}"
