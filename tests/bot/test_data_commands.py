"""`schools import` and `data …` at the command line: what they print and how they end."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from bot.cli import door
from bot.cli.data import data
from bot.cli.schools import schools
from handlers import demo
from tests import registers
from tests.handlers.offices import DEMO
from tests.handlers.test_dmc_categories import made

SCHOOLS = demo._schools(DEMO)[:5]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run a command on an empty database; `folder` holds two good files and a bad one."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("OFFICE_CODE", DEMO.code)
    monkeypatch.setenv("OFFICE_NAME", DEMO.name)
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    monkeypatch.chdir(tmp_path)
    door.settings.cache_clear()
    for n in (4, 5):
        Path(f"{n}.csv").write_bytes(demo._summary_file(SCHOOLS[:n], DEMO, 2568, 1))
    Path("bad.csv").write_text("a,b\n", encoding="utf-8")
    Path("schools.csv").write_bytes(demo._school_file(SCHOOLS, DEMO))

    def command(text: str) -> Result:
        words = text.split()
        return CliRunner().invoke(schools if words[0] == "schools" else data, words[1:])

    yield command
    door.settings.cache_clear()


def test_from_file_to_published(run) -> None:
    assert "ในสังกัด 5 โรง" in run("schools import schools.csv").stdout
    when = "--year 2568 --round 1"
    assert run(f"data import dmc 4.csv {when} --check").exit_code == 0
    assert json.loads(run("data list --json").stdout) == []
    assert run(f"data import dmc 4.csv {when} --publish").exit_code == 0
    done = run(f"data import dmc 5.csv {when} --publish --json")
    assert json.loads(done.stdout)[0]["replaced"] == 1
    listed = json.loads(run("data list --json").stdout)
    assert [(v["version"], v["status"]) for v in listed] == [(2, "published"), (1, "withdrawn")]
    assert run("data withdraw 2").exit_code == 0
    again = run("data withdraw 2")
    assert (again.exit_code, again.stdout) == (1, "")
    assert len(again.stderr.splitlines()) == 1


def test_each_file_is_taken_or_refused_for_itself(run) -> None:
    done = run("data import dmc . --year 2568 --round 1")
    assert done.exit_code == 1
    assert "ไม่รับ bad.csv" in done.stderr
    assert "Traceback" not in done.output
    assert "ไม่รับ 5.csv: เป็นรายงานและรอบเดียวกับไฟล์ 4.csv" in done.stderr
    assert [v["file"] for v in json.loads(run("data list --json").stdout)] == ["4.csv"]


@pytest.mark.parametrize(
    "command",
    [
        "data import dmc nowhere.csv --year 2568 --round 1",
        "data import dmc 4.csv --year 2568",
        "data import dmc 4.csv --year 2025 --round 1",
        "data import emis 4.csv --year 2568",
        "data publish 7",
        "schools import bad.csv",
    ],
)
def test_refusals_end_with_a_line_and_not_zero(run, command: str) -> None:
    done = run(command)
    assert done.exit_code != 0
    assert done.stderr.strip()
    assert "Traceback" not in done.output


def test_the_date_may_be_given(run) -> None:
    done = run("data import dmc 4.csv --year 2568 --round 1 --as-of 2025-06-12 --json")
    assert json.loads(done.stdout)[0]["as_of"] == "2025-06-12"


def test_a_folder_of_every_kind_of_table(run, tmp_path: Path) -> None:
    """Workbooks too; pupils by grade first; the last line counts; JSON names what was refused."""
    folder = tmp_path / "round"
    folder.mkdir()
    rows = [line.split(",") for line in Path("5.csv").read_text("utf-8-sig").splitlines()]
    with xlsxwriter.Workbook(folder / "2568-1-แยกชั้น.xlsx") as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, [int(c) if c.isdigit() and len(c) < 8 else c for c in row])
    text = "\n".join(",".join(row) for row in made("age"))
    (folder / "2568-1-age.csv").write_text(text, encoding="cp874")
    (folder / "2568-1-religion.csv").write_text(text, encoding="cp874")
    (folder / "~$2568-1-แยกชั้น.xlsx").write_bytes(b"Excel is open")
    (folder / "note.txt").write_text("not a table")
    done = run("data import dmc round --year 2568 --round 1 --check")
    assert done.exit_code == 1
    assert done.stdout.index("แยกชั้น.xlsx: DMC จำนวนนักเรียนและห้องเรียน") < done.stdout.index("age.csv")
    assert "ไม่ตรงกับรายงานแยกชั้น เพศ ของรอบเดียวกัน" in done.stdout
    assert "ชื่อไฟล์บอกว่าเป็น «จำนวนนักเรียนแยกตามศาสนา»" in done.stderr
    assert "2568-1-age.csv ทุกตัวอักษร" in done.stderr
    assert done.stdout.splitlines()[-1] == "รับ 2 ไฟล์ ไม่รับ 1 ไฟล์"
    assert json.loads(run("data list --json").stdout) == []
    told = json.loads(run("data import dmc round --year 2568 --round 1 --json").stdout)
    assert [entry.get("topic") for entry in told] == ["students_by_grade", "age", None]
    assert told[2]["refused"][0]["code"] == "name_says_other"
    assert any("ไม่ตรงกับรายงานแยกชั้น" in note for note in told[1]["notes"])
    assert "จำนวนนักเรียนจำแนกตามอายุ" in run("data list").stdout


def test_a_folder_of_junk_and_what_is_given_twice(run, tmp_path: Path) -> None:
    """Every file once, none of the rest; JSON says it all, also of a folder without tables."""
    (tmp_path / "empty").mkdir()
    junk = tmp_path / "junk"
    junk.mkdir()
    for name in (".DS_Store", "~$x.xlsx", "x.pdf", "Thumbs.db", "._4.csv"):
        (junk / name).write_bytes(b"junk\0\0")
    (junk / "nothing.csv").write_bytes(b"")
    (junk / "4.CSV").write_bytes(Path("4.csv").read_bytes())
    (junk / "4 (1).csv").write_bytes(Path("4.csv").read_bytes())
    os.link(junk / "4.CSV", junk / "4 - Copy.txt")
    when = "--year 2568 --round 1"
    done = run(f"data import dmc junk empty ./junk/4.CSV {when} --json")
    assert done.exit_code == 1
    told = {entry["file"]: entry.get("refused") for entry in json.loads(done.stdout)}
    assert {name: said and said[0]["code"] for name, said in told.items()} == {
        "empty": "no_files",
        "nothing.csv": "empty",
        "4.CSV": "copy_in_run",
        "4 (1).csv": None,
    }
    again = run(f"data import dmc junk {when}")
    assert again.exit_code == 1
    assert again.stderr.count("ไม่รับ ") == 3
    assert again.stdout.strip() == "รับ 0 ไฟล์ ไม่รับ 3 ไฟล์"
    assert json.loads(run(f"data import dmc empty {when} --json").stdout)[0]["file"] == "empty"


def test_a_check_leaves_no_trace(run, database_url: str) -> None:
    assert run("schools import schools.csv").exit_code == 0
    file = Path(database_url.removeprefix("sqlite:///"))
    if not file.exists():
        pytest.skip("only a file can be compared")
    before = sha256(file.read_bytes()).digest()
    assert run("data import dmc 4.csv 5.csv --year 2568 --round 1 --check").exit_code == 1
    assert sha256(file.read_bytes()).digest() == before


def test_a_version_that_cannot_be_put_in_force_is_refused_whole(run) -> None:
    when = "--year 2568 --round 1"
    assert run(f"data import dmc 5.csv {when} --publish").exit_code == 0
    one = [registers.HEADER, registers.pupil(1, code=SCHOOLS[0].code)]
    Path("one.csv").write_text("\n".join(",".join(row) for row in one), encoding="utf-8")
    done = run(f"data import dmc one.csv {when} --publish --json")
    assert done.exit_code == 1
    [refused] = json.loads(done.stdout)
    assert "แทนรุ่นที่ 1" in refused["refused"][0]["text"]
    assert len(json.loads(run("data list --json").stdout)) == 1


def test_a_register_keeps_no_number_even_of_its_name(run, database_url: str) -> None:
    number = registers.citizen(7)
    one = [registers.HEADER, registers.pupil(7, code=SCHOOLS[0].code)]
    file = Path(f"{number}.csv")
    file.write_text("\n".join(",".join(row) for row in one), encoding="utf-8")
    done = run(f"data import dmc {file} --year 2568 --round 1")
    assert done.exit_code == 0
    assert "นับจากแถวของนักเรียนทีละคน" in done.stdout
    assert {v["file"] for v in json.loads(run("data list --json").stdout)} == {"….csv"}
    if database_url.startswith("sqlite"):
        kept = Path(database_url.removeprefix("sqlite:///"))
        held = b"".join(path.read_bytes() for path in kept.parent.glob(f"{kept.name}*"))
        for word in (number, registers.FIRST, registers.LAST):
            assert word.encode() not in held


def test_many_findings_of_one_kind_are_counted(run) -> None:
    from bot.texts.data_checks import check_lines

    done = run("data import dmc 4.csv --year 2568 --round 1 --json")
    [report] = json.loads(done.stdout)
    jump = {"code": "jump_school", "row": None, "column": None,
            "facts": {"value": "ก", "before": 1, "now": 90}}  # fmt: skip
    lines = check_lines({**report, "findings": [jump] * 50})
    assert sum("เปลี่ยนมาก" in line for line in lines) == 20
    assert any("และอีก 30 ข้อ" in line for line in lines)
