"""A file beside what is known: the last round, the one in force, the list, the pupils by grade."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.texts.data import fault_line, refusal_lines
from handlers import datasets, demo, schools
from handlers.context import Context
from handlers.datasets import Check, Run
from handlers.tables import FileRefused, Source
from models.datasets import Coverage, DatasetVersion
from tests.conftest import BY_TURNS
from tests.handlers.offices import CHUMPHON, DEMO, target
from tests.handlers.test_dmc_categories import made

SCHOOLS = demo._schools(DEMO)[:8]
Put = Callable[[str, bytes], Source]


def summary(n: int = 8, year: int = 2568, round_: int = 1, name: str = "f.csv") -> Source:
    return Source(name, demo._summary_file(SCHOOLS[:n], DEMO, year, round_))


def check(ctx: Context, source: Source, year: int = 2568, round_: int = 1) -> Check:
    [found] = datasets.check(ctx, source, target(year, round_), DEMO.code)
    return found


def publish(ctx: Context, source: Source, year: int = 2568, round_: int = 1) -> int:
    [done] = datasets.import_file(ctx, source, target(year, round_), DEMO.code)
    assert done.version is not None
    datasets.publish(ctx, done.version)
    return done.version


def findings(found: Check) -> dict[str, str]:
    return {fault.code: fault_line(fault) for fault in found.findings}


def test_another_file_of_the_round_in_force_says_less(ctx: Context) -> None:
    version = publish(ctx, summary(8))
    line = findings(check(ctx, summary(7)))["differs_from_in_force"]
    assert f"รุ่นที่ {version}" in line
    assert SCHOOLS[7].name in line
    assert "differs_from_in_force" not in findings(check(ctx, summary(8)))


def test_schools_of_the_list_that_the_file_leaves_out(ctx: Context) -> None:
    schools.import_schools(ctx, "s.csv", demo._school_file(SCHOOLS[:7], DEMO), DEMO.code)
    found = findings(check(ctx, Source("f.csv", demo._summary_file(SCHOOLS[1:], DEMO, 2568, 1))))
    assert SCHOOLS[0].name in found["listed_but_absent"]
    assert SCHOOLS[7].code in found["not_in_list"]
    assert SCHOOLS[1].name not in "".join(found.values())


def test_a_jump_is_named_with_both_figures(ctx: Context) -> None:
    publish(ctx, summary(8, 2567, 3), 2567, 3)
    rows = summary(8).content or b""
    cells = [line.split(",") for line in rows.decode("utf-8-sig").splitlines()]
    for row in (cells[3], cells[-1]):  # 500 boys more in ป.1 of one school, and every sum of it
        for name in ("ป.1 ชาย", "รวมป.1", "รวมประถม ชาย", "รวมประถม"):
            n = cells[0].index(name)
            row[n] = str(int(row[n]) + 500)
        for name in ("รวมทั้งหมด ชาย", "รวมทั้งหมด"):
            n = cells[0].index(name)
            row[n] = str(int(row[n]) + 500)
    text = "\n".join(",".join(row) for row in cells)
    found = findings(check(ctx, Source("f.csv", text.encode())))
    assert SCHOOLS[2].name in found["jump_school"]
    assert "jump_office" in found
    assert "jump_school" not in findings(check(ctx, summary(8)))


def test_a_copy_under_another_round_is_refused_by_name(ctx: Context) -> None:
    publish(ctx, summary(8, name="june.csv"))
    with pytest.raises(FileRefused) as refused:
        check(ctx, summary(8, name="november.csv"), 2568, 2)
    [line] = refusal_lines(refused.value)
    assert "june.csv" in line
    assert "ปี 2568 รอบ 1" in line


def test_copies_within_one_run(ctx: Context) -> None:
    first, copy, bad = summary(8, name="a.csv"), summary(8, name="b.csv"), Source("c.csv", b"a,b\n")
    twin = Source("d.csv", b"a,b\n")
    run = Run.of([first, copy, bad, twin])
    datasets.check(ctx, first, target(2568, 1), DEMO.code, run)
    run.took(first)
    with pytest.raises(FileRefused) as refused:
        datasets.check(ctx, copy, target(2568, 1), DEMO.code, run)
    assert [fault.code for fault in refused.value.faults] == ["copy_in_run"]
    with pytest.raises(FileRefused) as refused:
        datasets.check(ctx, bad, target(2568, 1), DEMO.code, run)
    assert "d.csv" in refusal_lines(refused.value)[-1]


def test_two_files_of_one_report_that_contradict(ctx: Context) -> None:
    run = Run()
    for source in (summary(8, name="all.csv"), summary(8, name="again.csv")):
        again = Source(source.name, (source.content or b"") + b"\n" * len(source.name))
        datasets.import_file(ctx, again, target(2568, 1), DEMO.code, run)
        run.took(again)
    with pytest.raises(FileRefused) as refused:
        datasets.import_file(ctx, summary(7, name="less.csv"), target(2568, 1), DEMO.code, run)
    [line] = refusal_lines(refused.value)
    assert "again.csv" in line
    assert f"ไม่มี {SCHOOLS[7].code}" in line
    [later] = datasets.import_file(ctx, summary(7), target(2568, 1), DEMO.code)
    assert later.version, "a correction on another day is taken"


def test_every_pupil_by_age_is_every_pupil_by_grade(ctx: Context) -> None:
    """The made-up ages know nothing of the made-up grades: the difference is said, not refused."""
    publish(ctx, summary(7))
    text = "\n".join(",".join(row) for row in made("age"))
    found = findings(check(ctx, Source("age.csv", text.encode())))
    assert "7 โรง" in found["pupils_differ"]


@BY_TURNS
def test_the_real_rounds_agree(ctx: Context, shared_data: Path) -> None:
    folder = shared_data / "dmc_chumphon1" / "2568-3"
    for word in ("แยกชั้น", "อายุ.csv", "ศาสนา"):
        path = next(p for p in sorted(folder.iterdir()) if word in p.name)
        source = Source(path.name, path=path)
        [done] = datasets.import_file(ctx, source, target(2568, 3), CHUMPHON.code)
        assert done.findings == []


def test_another_offices_file_is_told_once(ctx: Context) -> None:
    with pytest.raises(FileRefused) as refused:
        datasets.check(ctx, summary(8), target(2568, 1), CHUMPHON.code)
    assert {fault.code for fault in refused.value.faults} == {"other_office"}


def test_a_part_never_replaces_the_whole(ctx: Context) -> None:
    whole = publish(ctx, summary(8))
    [done] = datasets.import_file(ctx, summary(3), target(2568, 1), DEMO.code)
    part = ctx.session.get_one(DatasetVersion, done.version)
    part.coverage = Coverage.PART
    ctx.session.flush()
    with pytest.raises(datasets.WouldLoseSchools) as refused:
        datasets.publish(ctx, part.id)
    assert f"รุ่นที่ {whole}" in refusal_lines(refused.value)[0]
    assert ctx.session.get_one(DatasetVersion, whole).status == "published"
    datasets.withdraw(ctx, whole)
    assert datasets.publish(ctx, part.id) is None
    assert datasets.publish(ctx, _verified(ctx, 8)) is part, "the whole may replace a part"


def _verified(ctx: Context, n: int) -> int:
    [done] = datasets.import_file(ctx, summary(n), target(2568, 1), DEMO.code)
    assert done.version is not None
    return done.version


def test_the_double_school_beside_what_is_in_force(ctx: Context, shared_data: Path) -> None:
    series = shared_data / "dmc_chumphon1" / "timeseries"
    right = Source("2560-1-schoolmis.csv", path=series / "2560-1-schoolmis.csv")
    [done] = datasets.import_file(ctx, right, target(2560, 1), CHUMPHON.code)
    assert done.version is not None
    datasets.publish(ctx, done.version)
    name = "2560_รอบที่_1_schoolmis.csv"
    with pytest.raises(FileRefused) as refused:
        datasets.check(ctx, Source(name, path=series / name), target(2560, 1), CHUMPHON.code)
    said = "\n".join(refusal_lines(refused.value))
    assert "86010001" in said
    assert "84 คน และ 94 คน" in said
    assert "26,571" in said
    assert "26,401" in said


def test_a_school_that_the_round_lost_is_named(ctx: Context, shared_data: Path) -> None:
    """As 2568 round 2 once was published without 86010001: 23,965 pupils, not 24,060."""
    series = shared_data / "dmc_chumphon1" / "timeseries"
    name = "2567_รอบที่_3_schoolmis.csv"
    [done] = datasets.import_file(
        ctx, Source(name, path=series / name), target(2567, 3), CHUMPHON.code
    )
    assert done.version is not None
    datasets.publish(ctx, done.version)
    folder = shared_data / "dmc_chumphon1" / "2568-2"
    path = next(p for p in folder.iterdir() if "แยกชั้น" in p.name)
    lines = path.read_text("utf-8-sig").splitlines()
    kept = [line for line in lines if line[7:15] not in ("86010001", "86010000")]
    source = Source("2568_รอบที่_2_schoolmis.csv", "\n".join(kept).encode())
    [found] = datasets.check(ctx, source, target(2568, 2), CHUMPHON.code)
    assert found.totals["students"] == 23965
    assert [line[:8] for line in found.missing_schools] == ["86010001"]
    assert found.closed_schools == []


def test_a_school_that_closed_is_no_warning(ctx: Context, shared_data: Path) -> None:
    """86010049 had no pupil left in 2563 round 1; two others went with theirs."""
    series = shared_data / "dmc_chumphon1" / "timeseries"
    found = []
    for round_ in (1, 2):
        name = f"2563_รอบที่_{round_}_schoolmis.csv"
        source = Source(name, path=series / name)
        found = datasets.import_file(ctx, source, target(2563, round_), CHUMPHON.code)
        assert found[0].version is not None
        datasets.publish(ctx, found[0].version)
    assert found[0].missing_schools == ["86010049", "86010086", "86010125"]
    assert "86010049" in found[0].closed_schools


def test_a_file_that_was_cut_speaks_for_some_schools_only(ctx: Context) -> None:
    """Without its sum and without a tenth of the schools: never an answer for the whole office."""
    schools.import_schools(ctx, "s.csv", demo._school_file(SCHOOLS, DEMO), DEMO.code)
    whole = summary().content or b""
    lines = whole.decode("utf-8-sig").splitlines()
    cut = "\n".join(lines[:7]).encode()
    assert check(ctx, Source("f.csv", whole)).coverage == "whole"
    assert check(ctx, Source("f.csv", "\n".join(lines[:-1]).encode())).coverage == "whole"
    found = check(ctx, Source("f.csv", cut))
    assert (found.coverage, found.totals["schools"]) == ("part", 6)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("1860100012345.csv", "….csv"),
        ("ด.ช. ๑๘๖๐๑๐๐๐๑๒๓๔๕.xlsx", "ด.ช. ….xlsx"),
        ("1-8601-00012-34-5.csv", "….csv"),
        ("G644200000001.csv", "G….csv"),
        ("2568-1-age-86010000 (1).csv", "2568-1-age-86010000 (1).csv"),
        ("osds-school-search-1086010000.json", "osds-school-search-1086010000.json"),
    ],
)
def test_a_number_of_a_person_is_not_kept_in_a_file_name(name: str, kept: str) -> None:
    assert Source(name, b"").kept_name == kept
