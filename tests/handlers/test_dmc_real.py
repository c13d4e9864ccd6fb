"""DMC's real reports of one office: every file of two rounds, ten years of them, every defect."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from handlers import dmc
from handlers.reports import Report
from handlers.tables import FileRefused, Source, read_rows
from handlers.topics import TOPICS
from tests.handlers.offices import CHIANGRAI, CHUMPHON, SUMMARY, target

OTHER_ROUND_INSIDE = "จำนวนโรงเรียนที่มีไฟฟ้า.ไม่มีไฟฟ้า"


def read(path: Path, year: int, round_: int) -> Report:
    [report] = dmc.read(Source(path.name, path=path), target(year, round_), CHUMPHON.code)
    return report


def counted(report: Report) -> dict[str, int]:
    """The office's count of every category, its total among them, 0 where there is none."""
    topic = TOPICS[report.topic]
    found = dict.fromkeys([*([topic.total] if topic.total else []), *topic.categories], 0)
    for count in report.tallies:
        found[count.category] += count.male + count.female + count.number
    return found


@pytest.fixture(scope="module")
def chumphon(shared_data: Path) -> Path:
    return shared_data / "dmc_chumphon1"


@pytest.fixture(scope="module")
def expected(chumphon: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((chumphon / "EXPECTED.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("round_", [2, 3])
def test_every_file_of_a_round(chumphon: Path, expected: dict[str, Any], round_: int) -> None:
    wanted = expected[f"2568-{round_}"]
    names = {path.stem.removeprefix(f"2568-{round_}-"): path for path in _files(chumphon, round_)}
    assert names.keys() == wanted["files"].keys()
    kinds = set()
    for name, facts in wanted["files"].items():
        assert len(read_rows(Source(name, path=names[name]))) == facts["rows"]
        if (name, round_) == (OTHER_ROUND_INSIDE, 3):
            continue
        report = read(names[name], 2568, round_)
        kinds.add(report.topic)
        assert (report.has_total, len(report.schools)) == (True, wanted["schools"])
        if "total_row" in facts:
            assert counted(report) == facts["total_row"], name
    assert len(kinds) == len(names) - (round_ == 3), "no two files are of one kind"


def _files(chumphon: Path, round_: int) -> list[Path]:
    return sorted((chumphon / f"2568-{round_}").glob("*.csv"))


@pytest.mark.parametrize("round_", [2, 3])
def test_pupils_by_grade_and_size(chumphon: Path, expected: dict[str, Any], round_: int) -> None:
    wanted = expected[f"2568-{round_}"]
    path = next(path for path in _files(chumphon, round_) if "แยกชั้น" in path.name)
    report = read(path, 2568, round_)
    for grade, counts in wanted["grade_totals"].items():
        if not grade.startswith("รวม"):
            found = [school.get(grade, (0, 0, 0)) for school in report.enrollment.values()]
            boys, girls, rooms = (sum(counts[n] for counts in found) for n in range(3))
            values = (counts["ชาย"], counts["หญิง"], counts["รวม"], counts["ห้อง"])
            assert (boys, girls, boys + girls, rooms) == values
    pupils = {
        code: sum(boys + girls for boys, girls, _ in grades.values())
        for code, grades in report.enrollment.items()
    }
    least, most = min(pupils, key=lambda c: pupils[c]), max(pupils, key=lambda c: pupils[c])
    assert [pupils[least], least] == wanted["min_school"]
    assert [pupils[most], most] == wanted["max_school"]
    bounds = {"เล็ก": 120, "กลาง": 600, "ใหญ่ ": 1500, "ใหญ่พิเศษ": 10**6}
    below = 0
    for name, bound in bounds.items():
        size = next(n for key, n in wanted["size4"].items() if key.startswith(name))
        assert sum(below < n <= bound for n in pupils.values()) == size
        below = bound


def test_the_sums_of_graduates(chumphon: Path) -> None:
    found = {report.topic: report for path in _files(chumphon, 3) if "จบ" in path.name
             for report in [read(path, 2568, 3)]}  # fmt: skip
    parts: dict[str, int] = {}
    total = TOPICS["graduates_p6"].total
    for count in found["graduates_p6"].tallies:
        if count.category == total:
            parts[count.part] = parts.get(count.part, 0) + count.male + count.female
    assert parts == {"กลุ่ม 2": 1257, "กลุ่ม 3": 868, "กลุ่ม 4": 53, "กลุ่ม 5": 10,
                     "กลุ่ม 6": 337, "กลุ่ม 7": 23}  # fmt: skip
    assert found["graduates_p6"].totals["students"] == 2548
    assert found["graduates_m3"].totals["students"] == 1083
    assert found["completion_time"].totals["students"] == 2064 + 2485 + 2548 + 1083 + 99


def test_a_file_of_the_next_year_under_this_years_name(chumphon: Path) -> None:
    path = chumphon / "2568-3" / f"2568-3-{OTHER_ROUND_INSIDE}.csv"
    with pytest.raises(FileRefused) as refused:
        read(path, 2568, 3)
    [fault] = refused.value.faults
    assert (fault.code, fault.facts["value"], fault.facts["named"]) == (
        "other_round", "2569-1", "2568-3",
    )  # fmt: skip
    with pytest.raises(FileRefused) as refused:
        read(path, 2569, 1)  # what is inside, but the name says otherwise
    assert [fault.code for fault in refused.value.faults] == ["name_other_round"]


def test_ten_years_of_it_and_its_known_defects(chumphon: Path) -> None:
    refused, taken = {}, {}
    for path in sorted((chumphon / "timeseries").glob("*.csv")):
        found = re.match(r"(\d{4})\D+(\d)", path.name)
        assert found
        year, round_ = int(found[1]), int(found[2])
        try:
            taken[path.name] = read(path, year, round_)
        except FileRefused as error:
            refused[path.name] = {fault.code for fault in error.faults}
    assert refused == {
        "2560_รอบที่_1_schoolmis.csv": {"school_twice"},
        "2564-1-schoolmis-86010000.csv": {"other_round"},
        "2565-1-heightage-86010000.csv": {"name_says_other"},
        "2565-3-age-86010000.csv": {"other_round"},
    }
    assert len(taken) == 54
    _widths_are_one_series(taken)
    _odd_files_are_named(taken)


def _widths_are_one_series(taken: dict[str, Report]) -> None:
    """82 and 94 columns of one round, and 63 and 72, say the same."""
    for year, round_ in ((2561, 1), (2561, 2), (2562, 1), (2562, 2)):
        narrow = taken[f"{year}-{round_}-schoolmis.csv"]
        wide = taken[f"{year}_รอบที่_{round_}_schoolmis.csv"]
        assert (narrow.totals, narrow.enrollment) == (wide.totals, wide.enrollment)
        assert (narrow.has_total, wide.has_total) == (True, False)
    assert (taken["2560-1-schoolmis.csv"].totals["students"]) == 26401
    ages = [taken[f"2564-3-age-86010000{end}.csv"] for end in ("", "22", "ไฟล์ที่ใช้อัพโหลด")]
    assert ages[0].tallies == ages[1].tallies == ages[2].tallies
    assert len(taken["2560-1-schoolmis.csv"].schools) == 115
    assert len(taken["2567_รอบที่_3_schoolmis.csv"].schools) == 107


def _odd_files_are_named(taken: dict[str, Report]) -> None:
    graduates = taken["2564-3-p6end-86010000 (1).csv"]
    assert graduates.totals == {"schools": 107, "students": 2560}
    assert all(count.number and not count.male for count in graduates.tallies)
    assert "สกร." in {count.category for count in graduates.tallies}, "it was called กศน."
    codes = {name: {f.code for f in report.findings} for name, report in taken.items()}
    assert codes["2564-3-p6end-86010000 (1).csv"] == {"categories_absent"}
    moved = taken["2565-1-weightheight-86010000.csv"]
    assert codes["2565-1-weightheight-86010000.csv"] == {"other_order"}
    upper = [c for c in moved.tallies if c.category == "นักเรียนทั้งหมด" and c.part == "ม.4"]
    assert sum(c.male + c.female for c in upper) == 79
    assert moved.totals["students"] == taken["2565-1-schoolmis-86010000.csv"].totals["students"]


def test_the_double_school_is_told_with_both_totals(chumphon: Path) -> None:
    path = chumphon / "timeseries" / "2560_รอบที่_1_schoolmis.csv"
    with pytest.raises(FileRefused) as refused:
        read(path, 2560, 1)
    found = {f.facts["value"]: f.facts for f in refused.value.faults}
    assert found["86010001"]["totals"] == [84, 94]
    assert found.keys() == {"86010001", "86010036"}
    assert found["86010001"]["sum"] == 26571


def test_the_summary_with_names(shared_data: Path) -> None:
    source = Source(SUMMARY, path=shared_data / SUMMARY)
    [report] = dmc.read(source, target(2568, 1), CHIANGRAI.code)
    assert report.totals == {
        "schools": 139, "students": 37029, "male": 18782, "female": 18247, "rooms": 1781,
    }  # fmt: skip
    assert report.schools[0].name
