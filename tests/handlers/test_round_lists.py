"""Lists of who has confirmed: taken as they come, refused whole, never louder than the school."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from bot.texts.data import fault_line
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.rounds import late, listing, lists, lists_file, standing
from handlers.rounds.lists import ListImport
from handlers.rounds.opening import RoundRefused
from handlers.tables import FileRefused, Source
from models.errors import WrongState
from models.rounds import CollectionRound, Dataset, RoundList, RoundSchool, Standing
from models.rounds import Source as Known
from tests.handlers.round_office import (
    ELSEWHERE,
    UNASKED,
    A,
    B,
    C,
    D,
    bangkok,
    noted,
    on,
    opened,
    staffed,
)

S = Standing
OFFICE = "99010000"
LIST = """รายงานการยืนยันข้อมูลนักเรียน ปีการศึกษา 2569 ภาคเรียนที่ 2
ลำดับ,รหัสโรงเรียน,ชื่อโรงเรียน,สถานะการยืนยันข้อมูล,วันที่ยืนยัน,ผู้ยืนยัน
๑,99010001,บ้านหนองบัว,ยืนยันแล้ว,๙ พ.ย. ๒๕๖๙ ๑๕.๓๐ น.,นางสาวมะลิ ตัวอย่าง
2,99010002,วัดทุ่งทอง,ยังไม่ยืนยัน,-,
3,1099010003,บ้านปลายน้ำ, ยืนยันแล้ว ,10/11/2569,นายสมมุติ
4,99010004,บ้านต้นไทร,,,
5,99010005,บ้านไกล,ยืนยันแล้ว,9/11/2569,
6,88010001,บ้านนอกเขต,ยืนยันแล้ว,9/11/2569,
,,รวม 6 โรงเรียน,,,
"""


@pytest.fixture
def now() -> datetime:
    return bangkok("2026-11-11T09:00")


@pytest.fixture
def round_(ctx: Context) -> CollectionRound:
    staffed(ctx)
    return opened(on(ctx, "2026-09-01T09:00"))


def csv(text: str, encoding: str = "utf-8-sig", name: str = "รายชื่อ.csv") -> Source:
    return Source(name, text.encode(encoding))


def xlsx(rows: list[list[Any]], name: str = "รายชื่อ.xlsx") -> Source:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            if isinstance(cell, datetime):
                style = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
                sheet.write_datetime(n, m, cell, style)
            else:
                sheet.write(n, m, cell)
    book.close()
    return Source(name, out.getvalue())


def take(
    ctx: Context, round_: CollectionRound, source: Source, as_of: datetime | None = None
) -> ListImport:
    return lists.import_confirmed(ctx, SYSTEM, round_.id, source, OFFICE, as_of)


def codes(named: list[lists.Named]) -> list[str]:
    return [one.code for one in named]


def known(ctx: Context, round_: CollectionRound) -> dict[str, tuple[Standing, Known]]:
    return {code: (row.standing, row.source) for code, row in standing.rows(ctx, round_.id).items()}


def test_nobody_who_has_confirmed_is_nagged(ctx: Context, round_: CollectionRound) -> None:
    noted(on(ctx, "2026-11-08T09:00"), round_, B, S.ENTERED, S.CONFIRMED)
    noted(on(ctx, "2026-11-08T09:00"), round_, D, S.ENTERING)
    found = take(ctx, round_, csv(LIST, "cp874"))
    assert (found.listed, found.confirmed, codes(found.new), found.kept) == (6, 2, [A, C], 0)
    assert [(one.code, one.standing, one.source) for one in found.differs] == [
        (B, "confirmed", "office")
    ]
    assert codes(found.unknown) == [ELSEWHERE]
    assert codes(found.outside) == [UNASKED]
    assert known(ctx, round_) == {
        A: (S.CONFIRMED, Known.IMPORT),
        B: (S.CONFIRMED, Known.OFFICE),  # said, not changed in silence
        C: (S.CONFIRMED, Known.IMPORT),
        D: (S.ENTERING, Known.OFFICE),
    }
    rows = standing.rows(ctx, round_.id)
    assert rows[A].completed_at == bangkok("2026-11-09T15:30")
    assert rows[C].completed_at == bangkok("2026-11-10T16:30")  # a day alone: in time on the last
    assert [school.smis for school in late.late_schools(ctx, round_)] == [D]

    (kept,) = ctx.session.scalars(select(RoundList)).all()
    assert (kept.file_name, kept.imported_at) == ("รายชื่อ.csv", ctx.now)
    assert (kept.facts["confirmed"], kept.facts["new"], kept.facts["differs"]) == (2, 2, 1)
    assert "มะลิ" not in str(kept.facts)

    # The same file again says nothing new; a day later it is known how old it is.
    again = take(ctx, round_, csv(LIST, "cp874"))
    assert (codes(again.new), again.kept) == ([], 2)
    then = on(ctx, "2026-11-12T10:00")
    shown = listing.status(then, SYSTEM, round_.id)["list"]
    assert (shown["file"], shown["age_hours"], shown["confirmed"]) == ("รายชื่อ.csv", 25, 2)


def test_a_school_that_said_more_keeps_it_and_what_was_returned_stays(
    ctx: Context, round_: CollectionRound
) -> None:
    noted(on(ctx, "2026-11-10T17:00"), round_, A, S.CONFIRMED, S.CERTIFIED)  # told after the day
    noted(on(ctx, "2026-11-05T09:00"), round_, B, S.CONFIRMED)
    standing.give_back(on(ctx, "2026-11-09T09:00"), SYSTEM, round_.id, B, "ซ้ำ")
    noted(on(ctx, "2026-11-11T08:00"), round_, D, S.CONFIRMED)
    head = "รหัสโรงเรียน,สถานะ,ยืนยันเมื่อ\n"
    rows = f"{A},ยืนยันแล้ว,2026-11-10 14:00:00\n{B},ยืนยันแล้ว,5 พ.ย. 2569\n{D},ยังไม่ยืนยัน,\n"
    found = take(ctx, round_, csv(head + rows), bangkok("2026-11-10T18:00"))
    assert (found.kept, codes(found.returned), codes(found.new)) == (1, [B], [])
    assert codes(found.differs) == []  # the list is older than what D said
    row = ctx.session.get_one(RoundSchool, (round_.id, A))
    # It keeps what it said; that it was in time, the system knows better than the chat.
    assert (row.standing, row.completed_at) == (S.CERTIFIED, bangkok("2026-11-10T14:00"))
    mended = take(ctx, round_, csv(head + f"{B},ยืนยันแล้ว,10 พ.ย. 2569 เวลา 09.15 น.\n"))
    assert codes(mended.new) == [B]
    assert listing.status(ctx, SYSTEM, round_.id)["office"]["actual_on_time"] == 2


def test_a_plain_list_is_of_those_who_have(ctx: Context, round_: CollectionRound) -> None:
    noted(on(ctx, "2026-11-08T09:00"), round_, D, S.CONFIRMED)
    found = take(ctx, round_, csv(f"รหัสโรงเรียน\n{A}\n1099010002\n"), bangkok("2026-11-10T12:00"))
    assert found.is_plain
    assert (codes(found.new), codes(found.unlisted)) == ([A, B], [D])
    assert standing.rows(ctx, round_.id)[A].completed_at == bangkok("2026-11-10T12:00")
    for name, title in (
        ("ยังไม่ยืนยัน.csv", ""), ("x.csv", "รายชื่อโรงเรียนที่ยังไม่ได้ยืนยันข้อมูล\n"),
    ):  # fmt: skip
        text = f"{title}รหัสโรงเรียน,ชื่อโรงเรียน\n{C},บ้านปลายน้ำ\n{D},บ้านต้นไทร\n"
        missing = take(ctx, round_, csv(text, name=name))
        assert (missing.confirmed, codes(missing.differs), missing.unlisted) == (0, [D], [])
    assert C not in standing.rows(ctx, round_.id)


def test_workbooks_with_headers_of_two_rows_and_other_names(
    ctx: Context, round_: CollectionRound
) -> None:
    two = xlsx([
        ["ที่", "รหัสโรงเรียน", "โรงเรียน", "การยืนยันข้อมูล", "", ""],
        ["", "", "", "สถานะ", "วันที่", "เวลา"],
        [1, 99010001, "บ้านหนองบัว", "✓", datetime.fromisoformat("2026-11-06"), "14.05 น."],
        [2, "99010002", "วัดทุ่งทอง", "✗", "", ""],
    ])  # fmt: skip
    assert codes(take(ctx, round_, two).new) == [A]
    assert standing.rows(ctx, round_.id)[A].completed_at == bangkok("2026-11-06T14:05")
    dates = xlsx([
        ["School_ID", "วันเวลาที่ยืนยัน"],
        [99010002, datetime.fromisoformat("2026-11-07T08:45")],
        [99010003, None],
    ])  # fmt: skip
    assert codes(take(ctx, round_, dates).new) == [B]
    assert standing.rows(ctx, round_.id)[B].completed_at == bangkok("2026-11-07T08:45")
    # A column of another name is read by what stands in it, never passed over.
    named = csv(f"รหัสโรงเรียน,ผลการส่ง\n{C},ยังไม่ยืนยัน\n{D},ยืนยันแล้ว (8 พ.ย. 2569 10.00 น.)\n")
    assert codes(take(ctx, round_, named).new) == [D]
    assert known(ctx, round_).keys() == {A, B, D}


REFUSED: dict[str, tuple[str, list[str]]] = {
    "no header": (f"{A},ยืนยันแล้ว\n", ["ไม่พบหัวตาราง ต้องมีคอลัมน์ รหัสโรงเรียน"]),
    "an unknown word, a code, a day": (
        f"รหัสโรงเรียน,สถานะ,วันที่ยืนยัน\n{A},ยืนยันแล้ว,9 พ.ย. 2569\n{B},ปิดปรับปรุง,\n9901,ยืนยันแล้ว,\n"
        f"{C},ยืนยันแล้ว,32 พ.ย. 2569\n{D},ยังไม่ยืนยัน,9 พ.ย. 2569\n",
        [
            "แถว 4 คอลัมน์ «รหัสโรงเรียน»: รหัสโรงเรียนต้องเป็นตัวเลข 8 หรือ 10 หลัก",
            "แถว 3 คอลัมน์ «สถานะ»: ไม่รู้จัก «ปิดปรับปรุง» ต้องเป็น ยืนยันแล้ว, ยังไม่ยืนยัน",
            "แถว 5 คอลัมน์ «วันที่ยืนยัน»: ต้องเป็นวันที่",
            "แถว 6 คอลัมน์ «วันที่ยืนยัน»: มีวันที่ยืนยัน «9 พ.ย. 2569» แต่สถานะเป็น «ยังไม่ยืนยัน»",
        ],
    ),
    "twice, and a row without a school": (
        f"รหัสโรงเรียน,ชื่อโรงเรียน,สถานะ\n{A},บ้านหนองบัว,ยืนยันแล้ว\n{A},,ยังไม่ยืนยัน\n,วัดทุ่งทอง,ยืนยันแล้ว\n",
        [
            f"แถว 3 คอลัมน์ «รหัสโรงเรียน»: โรงเรียน {A} ซ้ำกับแถว 2",
            "แถว 4 คอลัมน์ «รหัสโรงเรียน»: ไม่มีรหัสโรงเรียน",
        ],
    ),
    "another year": (
        f"ข้อมูลปีการศึกษา 2568\nรหัสโรงเรียน,สถานะ\n{A},ยืนยันแล้ว\n",
        ["ในไฟล์เป็นปี-รอบ 2568 ไม่ตรงกับที่ระบุ 2569"],
    ),
    "another term": (
        f"ปีการศึกษา 2569 ภาคเรียนที่ 1\nรหัสโรงเรียน,สถานะ\n{A},ยืนยันแล้ว\n",
        ["ในไฟล์เป็นปี-รอบ 2569-1 ไม่ตรงกับที่ระบุ 2569-2"],
    ),
    "days of another round, and of tomorrow": (
        f"รหัสโรงเรียน,วันที่ยืนยัน\n{A},9 มิ.ย. 2569\n{B},12 พ.ย. 2569\n",
        [
            "แถว 2 คอลัมน์ «วันที่ยืนยัน»: ยืนยันเมื่อ 9 มิ.ย. 2569 ซึ่งไม่อยู่ในช่วงของรอบนี้ "
            "(1 ต.ค. 2569 - 11 พ.ย. 2569)",
            "แถว 3",
        ],
    ),
    "another office": (f"รหัสโรงเรียน,สถานะ\n{ELSEWHERE},ยืนยันแล้ว\n", ["ไม่มีแถวของโรงเรียนเลย"]),
    "nothing": ("", ["ไฟล์ว่าง"]),
}  # fmt: skip


def test_a_file_that_does_not_fit_is_refused_whole(ctx: Context, round_: CollectionRound) -> None:
    for what, (text, lines) in REFUSED.items():
        with pytest.raises(FileRefused) as caught:
            take(ctx, round_, csv(text))
        said = [fault_line(fault) for fault in caught.value.faults]
        assert len(said) == len(lines), (what, said)
        for line, begins in zip(sorted(said), sorted(lines), strict=True):
            assert line.startswith(begins), (what, line)
        assert standing.rows(ctx, round_.id) == {}, what
    assert ctx.session.scalars(select(RoundList)).all() == []
    with pytest.raises(RoundRefused, match="ahead"):
        take(ctx, round_, csv(LIST), bangkok("2026-11-11T09:01"))
    # A round that is no term, asked of all schools, takes the file that names another term.
    other = opened(ctx, dataset=Dataset.OTHER, round=None, name="แบบสำรวจ", schools=None)
    assert codes(take(ctx, other, csv(LIST)).new) == [A, C, UNASKED]
    round_.cancel(at=ctx.now)
    with pytest.raises(WrongState):
        take(ctx, round_, csv(LIST))


def test_cells_are_read_as_people_write_them() -> None:
    today = date(2026, 11, 11)
    read: Callable[[str], object] = lambda cell: lists_file._moment(cell, today)  # noqa: E731
    nine = date(2026, 11, 9)
    for cell in (
        "9 พฤศจิกายน 2569",
        "09/11/2569",
        "9-11-2026",
        "2026-11-09",
        "2569-11-09",
        "9 พ.ย. 69",
    ):
        assert read(cell) == (nine, None), cell
    for cell in (
        "9 พ.ย. 69 เวลา 9.05 น.",
        "เมื่อวันที่ 9/11/2569 09:05:30",
        "2026-11-09T09:05",
        "2026-11-09 09:05:30.5",
    ):
        found = read(cell)
        assert isinstance(found, tuple)
        assert (found[0], found[1].replace(tzinfo=None)) == (nine, time(9, 5)), cell
    for cell in ("09.05 น.", "ไม่ทราบ", "31/11/2569", "99/99"):
        assert read(cell) is None, cell
