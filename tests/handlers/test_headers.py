"""Headers of one, two or three rows, wherever they stand."""

from __future__ import annotations

from handlers import headers
from handlers.tables import Rows

BELOW = ("ชาย", "หญิง", "รวม")
KNOWN = ("รหัส smis", "ผอ.รร.", "ครู")


def rows(*lines: str) -> Rows:
    return [(n, line.split(",")) for n, line in enumerate(lines, 1) if line]


def test_a_header_of_two_rows_below_titles_and_blank_rows() -> None:
    table = headers.find(
        rows(
            "ข้อมูลครู ปี 2564,,,,",
            "",
            "รหัส smis,ผอ.รร.,ผอ.รร.,ครู,ครู",
            "รหัส smis,ชาย,หญิง,ชาย,หญิง",
            "99010001,1,0,2,3",
        ),
        KNOWN,
        below=BELOW,
    )
    assert table is not None
    assert table.columns == ["รหัส smis", "ผอ.รร. ชาย", "ผอ.รร. หญิง", "ครู ชาย", "ครู หญิง"]
    assert [number for number, _ in table.rows] == [5]
    assert table.above == [(1, ["ข้อมูลครู ปี 2564", "", "", "", ""])]


def test_a_name_over_several_columns_whose_cells_the_file_left_empty() -> None:
    table = headers.find(
        rows("รหัส smis,ผอ.รร.,,ครู,", ",ชาย,หญิง,ชาย,หญิง", "99010001,1,0,2,3"), KNOWN, below=BELOW
    )
    assert table is not None
    assert table.columns == ["รหัส smis", "ผอ.รร. ชาย", "ผอ.รร. หญิง", "ครู ชาย", "ครู หญิง"]


def test_a_date_and_a_new_line_in_a_name_do_not_matter() -> None:
    table = headers.find([(1, ["รหัส\nSmis", "นักเรียน 10 มิ.ย.2563"]), (2, ["1", "2"])], ["รหัส smis"],
                         least=1)  # fmt: skip
    assert table is not None
    words = {"pupils": ("นักเรียน",), "code": ("รหัส Smis",), "none": ("ครู",)}
    assert headers.places(table.columns, words) == {"pupils": 1, "code": 0}


def test_a_row_of_words_below_a_header_is_no_header() -> None:
    table = headers.find(rows("รหัส smis,ครู", "รวม,-"), KNOWN)
    assert table is not None
    assert table.rows == [(2, ["รวม", "-"])]


def test_no_header_at_all() -> None:
    assert headers.find(rows("a,b", "1,2"), KNOWN) is None
