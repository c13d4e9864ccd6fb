"""Tables of any dress: CSV, workbooks, and web pages that call themselves workbooks."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.tables import FileRefused, Source, read_rows, stream_rows, webpage
from handlers.tables.source import MAX_BYTES

PAGE = """<html><head><meta charset="tis-620"></head><body>
<table><tr><td>ค้นหา</td><td><table id="inner">
<tr><th rowspan="2">ลำดับ</th><th colspan="2">ครู<br/>ผู้ช่วย</th><th rowspan="2">รวม</th></tr>
<tr><th>ชาย</th><th>หญิง</th></tr>
<tr><td>1</td><td> 3,015 </td><td>&nbsp;</td><td>2</td></tr>
</table></td></tr></table></body></html>"""


def workbook(*sheets: tuple[str, list[list[Any]]], merged: str | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
        if merged:
            sheet.merge_range(merged, rows[0][0])
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_web_page_gives_its_innermost_table(encoding: str) -> None:
    rows = read_rows(Source("staff.xls", PAGE.encode(encoding)))
    assert rows == [
        (1, ["ลำดับ", "ครู ผู้ช่วย", "ครู ผู้ช่วย", "รวม"]),
        (2, ["ลำดับ", "ชาย", "หญิง", "รวม"]),
        (3, ["1", "3,015", "", "2"]),
    ]


def test_a_web_page_without_a_table_and_with_cells_beyond_all_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webpage, "_MAX_CELLS", 50_000)
    for page, code in (
        ("<html><p>เข้าสู่ระบบ</p>", "no_table"),
        ("<table>" + '<tr><td colspan="99999" rowspan="99999">x</td></tr>' * 60, "huge"),
    ):
        with pytest.raises(FileRefused) as refused:
            read_rows(Source("x.xls", page.encode()))
        assert [fault.code for fault in refused.value.faults] == [code]


def test_a_workbook_as_a_person_reads_it() -> None:
    moment = datetime(2025, 6, 10, 9, 30)  # noqa: DTZ001 - a workbook knows no zone
    cells = ["บ้านไร่", 12.0, 0.5, 86010001, date(2025, 6, 10), moment, True]
    content = workbook(("ปก", [["รายงาน"]]), ("ข้อมูล", [["ชื่อ", "จำนวน"], [], cells]))
    assert read_rows(Source("a.xlsx", content)) == [
        (1, ["ชื่อ", "จำนวน", *[""] * 5]),
        (3, ["บ้านไร่", "12", "0.5", "86010001", "2025-06-10", "2025-06-10 09:30:00", "TRUE"]),
    ]
    assert read_rows(Source("a.xlsx", content), sheet="ปก") == [(1, ["รายงาน"])]
    with pytest.raises(FileRefused):
        read_rows(Source("a.xlsx", content), sheet="ไม่มี")


def test_merged_cells_are_filled() -> None:
    content = workbook(("a", [["ครู", "", "รวม"], ["ชาย", "หญิง", ""]]), merged="A1:B1")
    assert read_rows(Source("a.xlsx", content))[0] == (1, ["ครู", "ครู", "รวม"])


def test_real_workbooks_and_pages(shared_data: Path) -> None:
    folder = shared_data / "emis_html_xls"
    staff = read_rows(Source("s.xls", path=folder / "staff_สพม1_2564.xls"))
    assert staff[0][1][4:8] == ["ผอ.รร.", "ผอ.รร.", "ผอ.รร.", "รอง ผอ.รร."]
    assert {len(cells) for _, cells in staff} == {34}
    old = read_rows(Source("d.xls", path=folder / "district_codes_bot.xls"))
    assert old[0][1][0] == "version"
    reading = shared_data / "dmc_chumphon1" / "tests" / "RT2568.xlsx"
    rows = dict(read_rows(Source("r.xlsx", path=reading)))
    assert rows[12][2] == "รหัสโรงเรียน"
    assert rows[12][7] == rows[12][12] == "การอ่านออกเสียง"


def test_json_is_a_table_too() -> None:
    text = '{"success": true, "data": [{"รหัส": "01", "ชาย": 3}, {"รหัส": null, "ชาย": 3.0}]}'
    assert read_rows(Source("a.json", text.encode())) == [
        (1, ["รหัส", "ชาย"]),
        (2, ["01", "3"]),
        (3, ["", "3"]),
    ]
    for bad in ("{", '{"data": 1}', '[{"a": {"b": 1}}]', "[{" * 20000):
        with pytest.raises(FileRefused) as refused:
            read_rows(Source("a.json", bad.encode()))
        assert [fault.code for fault in refused.value.faults] == ["not_json"]


def test_a_large_csv_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    line = ("ป.1," + "1" * 200 + "\n").encode("cp874")
    with path.open("wb") as file:
        file.write("ชั้น,จำนวน\n\n".encode("cp874"))
        for _ in range(MAX_BYTES // len(line) // 100 + 1):
            file.write(line * 100)
    source = Source(path.name, path=path)
    with pytest.raises(FileRefused) as refused:
        read_rows(source)
    assert [fault.code for fault in refused.value.faults] == ["huge"]
    rows = stream_rows(source)
    assert [next(rows)[1][0], next(rows)] == ["ชั้น", (3, ["ป.1", "1" * 200])]
    rows.close()  # type: ignore[attr-defined]


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileRefused) as refused:
            read_rows(Source(path.name, path=path))
        assert [fault.code for fault in refused.value.faults] == ["unreadable"]


HEADS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html><table><tr><td>",
    b"<?xml ",
]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_any_bytes_are_rows_or_refused(head: bytes, rest: bytes) -> None:
    source = Source("f.xls", head + rest)
    try:
        rows = read_rows(source)
    except FileRefused:
        return
    assert all(any(cells) for _, cells in rows)
    assert rows == list(stream_rows(source))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text("กขค12 \n\"',;", max_size=5), min_size=1, max_size=4), max_size=6))
def test_a_workbook_says_what_was_written(cells: list[list[str]]) -> None:
    kept = [(n, row) for n, row in enumerate(cells, 1) if any(cell.strip() for cell in row)]
    content = workbook(("a", cells))
    try:
        rows = read_rows(Source("a.xlsx", content))
    except FileRefused:
        rows = []
    assert [n for n, _ in rows] == [n for n, _ in kept]
    for (_, found), (_, wrote) in zip(rows, kept, strict=True):
        assert [c for c in found if c] == [c for c in wrote if c]
