"""The fault list for the school: every known slip is found, and nobody is named by it."""

from __future__ import annotations

import re
import traceback
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts import pupils as words
from handlers import pupils
from handlers.pupils import findings, identity
from handlers.reports import Report, Target
from handlers.tables import Fault, FileRefused, Source
from tests.registers import FIRST, LAST, LONG, as_csv, as_workbook, citizen, pupil

TARGET = Target("dmc", 2569, 1, date(2026, 6, 10))
ELSEWHERE = {"code": "99010002", "school": "วัดตัวอย่าง"}
NUMBER = "เลขประจำตัวประชาชน"


def read(content: bytes) -> list[Report]:
    return pupils.read(Source("f", content), TARGET, "99010000")


def found(rows: list[list[str]]) -> list[tuple[str, int | None, str | None, object]]:
    faults = read(as_csv(rows))[0].findings
    return [(f.code, f.row, f.column, f.facts.get("school")) for f in faults]


def last_digit_wrong(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("over", "code", "column"),
    [
        ({"citizen": last_digit_wrong(citizen(2))}, "id_check_digit", NUMBER),
        ({"citizen": "0000000000000"}, "id_check_digit", NUMBER),
        ({"citizen": citizen(2)[1:]}, "id_lost_digits", NUMBER),
        ({"citizen": citizen(2) + "1"}, "id_too_long", NUMBER),
        ({"citizen": "9.00E+12"}, "id_shortened", NUMBER),
        ({"citizen": "9E12"}, "id_shortened", NUMBER),
        ({"citizen": "P699900000001"}, "id_letter", NUMBER),
        ({"citizen": "G69990000001"}, "id_letter", NUMBER),
        ({"citizen": "-"}, "id_missing", NUMBER),
        ({"birth": "-"}, "birth_missing", "วันเกิด"),
        ({"birth": "29/02/2562"}, "birth_wrong", "วันเกิด"),
        ({"birth": "01/02/2570"}, "birth_wrong", "วันเกิด"),
        ({"birth": "01/01/2567"}, "age_of_grade", "วันเกิด"),
        ({"birth": "01/01/2550"}, "age_of_grade", "วันเกิด"),
        ({"room": "-"}, "room_missing", "ห้อง"),
        ({"pending": "3.1.8"}, "pending", "ยังไม่สามารถจำหน่ายได้ (3.1.8)"),
    ],
)
def test_each_slip_is_found_at_its_row_and_counts_all_the_same(
    over: dict[str, str], code: str, column: str
) -> None:
    rows = [pupil(1), pupil(2, **(ELSEWHERE | over)), pupil(3)]
    assert found(rows) == [(code, 3, column, "99010002")]
    assert read(as_csv(rows))[0].totals["students"] == 3


@pytest.mark.parametrize(
    "number", ["G699900000001", "g699900000001", citizen(2), "9-0000-00000-02-8"]
)
def test_what_is_no_slip(number: str) -> None:
    if "-" in number:
        number = re.sub(r"(\d)(\d{4})(\d{5})(\d{2})(\d)", r"\1-\2-\3-\4-\5", citizen(2))
    assert found([pupil(1), pupil(2, citizen=number)]) == []


def test_the_ages_of_each_grade_have_three_years_to_both_sides() -> None:
    usual = {"อ.1": 2566, "ป.1": 2563, "ม.1": 2557}
    for grade, year in usual.items():
        for birth, wrong in ((year + 3, 0), (year - 4, 0), (year + 4, 1), (year - 5, 1)):
            rows = [pupil(1, grade=grade, birth=f"01/01/{birth}")]
            assert len(found(rows)) == wrong, (grade, birth)


def test_one_number_twice_in_a_school() -> None:
    rows = [pupil(1), pupil(2), pupil(3, citizen=citizen(1)), pupil(4, citizen=citizen(1))]
    faults = read(as_csv(rows))[0].findings
    assert [(f.code, f.row, f.facts["first"]) for f in faults] == [
        ("id_twice", 4, 2), ("id_twice", 5, 2),
    ]  # fmt: skip


def test_one_number_in_two_schools_is_told_to_both() -> None:
    rows = [pupil(1), pupil(2), pupil(3, **ELSEWHERE), pupil(4, citizen=citizen(1), **ELSEWHERE)]
    faults = read(as_csv(rows))[0].findings
    assert [(f.code, f.row, dict(f.facts)) for f in faults] == [
        ("id_two_schools", 2, {"school": "99010001", "other": "99010002", "other_row": 5}),
        ("id_two_schools", 5, {"school": "99010002", "other": "99010001", "other_row": 2}),
    ]
    said = words.school_lines("99010002", words.of_schools(faults)["99010002"])
    assert said == [
        "โรงเรียน 99010002: ต้องแก้ 1 จุด",
        "  แถว 5 คอลัมน์ «เลขประจำตัวประชาชน»: เลขประจำตัวประชาชนซ้ำกับโรงเรียน 99010001 (แถว 2)",
    ]


def test_a_g_code_in_two_schools_is_found_too() -> None:
    number = "G699900000001"
    rows = [pupil(1, citizen=number), pupil(2, citizen=number.lower(), **ELSEWHERE)]
    assert [code for code, *_ in found(rows)] == ["id_two_schools"] * 2


def test_one_number_in_thousands_of_rows_is_no_load() -> None:
    rows = [pupil(n, citizen=citizen(1)) for n in range(3000)]
    assert len(found(rows)) == 2999


def test_a_report_of_another_time_is_noted() -> None:
    made = [["วันและเวลาที่สร้างรายงาน 2025-06-12 04:10:12"]]
    from tests.registers import HEADER

    faults = read(as_workbook([*made, HEADER, pupil(1)]))[0].findings
    assert [f.code for f in faults] == ["made_far"]


def test_beyond_the_limit_findings_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST", 3)
    faults = read(as_csv([pupil(n, birth="-") for n in range(10)]))[0].findings
    assert [f.code for f in faults] == ["birth_missing"] * 3 + ["more_findings"]
    assert faults[-1].facts == {"count": 7}


@given(st.integers(0, 10**12 - 1))
def test_check_digits_agree_with_the_rule_digit_by_digit(twelve: int) -> None:
    digits = f"{twelve:012d}"
    last = (11 - sum(int(d) * (13 - n) for n, d in enumerate(digits)) % 11) % 10
    numbers = identity.Numbers()
    for digit in range(10):
        numbers.add(int(f"{digits}{digit}"), 1, 0)
    assert numbers.wrong_check_digits() == [n for n in range(10) if n != last]


#: What a cell of a register may hold by mistake, names and numbers among it.
CELLS = st.sampled_from(
    ["", "-", citizen(7), "G699900000007", f"{FIRST}1", f"{LAST}1", "ป.1", "ช", "99010001", "เชน",
     "01/02/2563", "9.1E+12", "1", "ไทย", "=1+1", "\x00", "๑๒๓๔๕๖๗๘๙๐๑๒๓"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 35), CELLS), max_size=4), st.integers(0, 36))
def test_whatever_stands_where_nobody_is_named(changes: list[tuple[int, str]], cut: int) -> None:
    row = pupil(1)
    for place, cell in changes:
        row[place] = cell
    rows = [pupil(2), row, row[cut:] + row[:cut]]
    try:
        faults = read(as_csv(rows))[0].findings
    except FileRefused as refused:
        faults = refused.faults
        assert_silent("".join(traceback.format_exception(refused)))
    for fault in faults:
        assert_silent(words.reason(fault) if fault.code in words.FAULTS else "")
        assert_silent(repr(fault.facts))


def assert_silent(said: str) -> None:
    assert FIRST not in said
    assert LAST not in said
    assert citizen(1) not in said
    assert citizen(7) not in said
    assert not re.search(r"(?<![0-9.])\d{12,}", said), said


def test_the_long_forms_columns_may_say_what_nobody_understands() -> None:
    from tests.registers import HEADER

    rows = [[*pupil(1), "-", "บางครั้ง", "-", "-", "-", f"{FIRST}1"]]
    reports = read(as_workbook([[*HEADER, *LONG], *rows]))
    topics = {report.topic: report for report in reports}
    assert "hardship" not in topics
    codes = {fault.code: fault for fault in reports[0].findings}
    assert set(codes) == {"topic_left_out", "flag_unknown", "label_unknown"}
    assert codes["label_unknown"].facts["label"] == "…"


def test_a_bug_does_not_quote_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(raw: object) -> tuple[str, int]:
        raise ValueError(f"no good: {raw}")

    short = citizen(1)[:-1]
    monkeypatch.setattr(identity, "fault_of", bug)
    with pytest.raises(FileRefused) as refused:
        read(as_csv([pupil(1, citizen=short)]))
    assert [fault.code for fault in refused.value.faults] == ["register_unread"]
    assert short not in "".join(traceback.format_exception(refused.value))


def test_the_list_of_a_school_opens_in_a_spreadsheet() -> None:
    fault = Fault("label_unknown", 3, "=cmd()", {"label": "เชน", "category": "อื่นๆ"})
    lines = words.as_csv("99010001", [fault]).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "รหัสโรงเรียน,แถว,คอลัมน์,สิ่งที่ต้องแก้"
    assert lines[1].startswith("99010001,3,'=cmd(),")


def test_every_fault_has_words() -> None:
    from pathlib import Path

    code = "".join(p.read_text() for p in Path(pupils.__file__).parent.glob("*.py"))
    said = set(
        re.findall(r"\"((?:id|birth|pupil|room|label|flag|topic|made|more|no|not)_\w+)\"", code)
    )
    from bot.texts.data import known_faults

    assert said - known_faults() - {"not_csv"} == set()
