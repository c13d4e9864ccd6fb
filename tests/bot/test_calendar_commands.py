"""`calendar …` at the command line: what it prints, what it moves and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.cli import door
from bot.cli.calendar import calendar
from bot.texts.calendar import known_reasons, refusal_line
from handlers import office_calendar
from handlers.office_calendar import Moved, NotChanged
from tests.conftest import BY_TURNS, NOON

pytestmark = BY_TURNS

NAME = "วันหยุดพิเศษ"


@pytest.fixture
def run(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., Result]]:
    """`run("list", "--year", "2569")` as an officer types it, on an empty database."""
    for name, value in {"DATABASE_URL": database_url, "SECRET_KEY": "x" * 40}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(office_calendar, "AFTER_CHANGE", [])
    door.settings.cache_clear()
    with time_machine.travel(NOON, tick=True):
        yield lambda *words: CliRunner().invoke(calendar, words)
    door.settings.cache_clear()


def year(run: Callable[..., Result], be: int) -> dict[str, dict[str, object]]:
    done = run("list", "--year", str(be), "--json")
    assert done.exit_code == 0
    return {row["day"]: row for row in json.loads(done.stdout)}


def test_a_year_as_people_read_it(run: Callable[..., Result]) -> None:
    lines = run("list").stdout.splitlines()
    assert lines[0] == "วันหยุดราชการ พ.ศ. 2569"
    assert lines[1] == "พฤ. 1 ม.ค. 2569  วันขึ้นปีใหม่"
    assert "แรงงาน" not in "".join(lines)
    assert "ยังไม่มี" not in "".join(lines)
    later = run("list", "--year", "2570").stdout
    assert "พ. 14 เม.ย. 2570  วันสงกรานต์" in later
    assert "ยังไม่มีวันพืชมงคลของปีนี้" in later
    assert run("list", "--year", "2026").exit_code == 2


def test_a_holiday_is_added_seen_and_taken_back(run: Callable[..., Result]) -> None:
    before = year(run, 2569)
    done = run("add-holiday", "2026-12-30", "--name", NAME)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"พ. 30 ธ.ค. 2569 เป็นวันหยุดแล้ว ({NAME})",
        "ไม่มีเรื่องใดที่กำหนดเปลี่ยน",
    ]
    row = year(run, 2569)["2026-12-30"]
    assert (row["name"], row["is_workday"], row["by"]) == (NAME, False, "office")
    assert str(row["changed_by"]).startswith("cli:")
    assert f"พ. 30 ธ.ค. 2569  {NAME}  [สำนักงานแก้ไว้ cli:" in run("list").stdout
    assert "เป็นวันทำการแล้ว" in run("undo", "2026-12-30").stdout
    assert year(run, 2569) == before


def test_a_holiday_is_withdrawn(run: Callable[..., Result]) -> None:
    done = run("withdraw-holiday", "2026-12-07", "--name", "เลื่อนวันหยุด", "--json")
    said = json.loads(done.stdout)
    assert (said["day"], said["is_workday"], said["moved"]) == ("2026-12-07", True, [])
    assert "จ. 7 ธ.ค. 2569  เลื่อนวันหยุด  เป็นวันทำการ" in run("list").stdout
    assert year(run, 2569)["2026-12-05"]["is_workday"] is False


def test_it_says_which_due_dates_moved(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = Moved(
        "คข. 1/2570",
        datetime(2026, 12, 30, 9, 30, tzinfo=UTC),
        datetime(2027, 1, 4, 9, 30, tzinfo=UTC),
    )
    monkeypatch.setattr(office_calendar, "AFTER_CHANGE", [lambda ctx: [moved]])
    done = run("add-holiday", "2026-12-30", "--name", NAME)
    assert done.stdout.splitlines()[1:] == [
        "กำหนดเปลี่ยน 1 เรื่อง",
        "  คข. 1/2570: พ. 30 ธ.ค. 2569 16.30 น. → จ. 4 ม.ค. 2570 16.30 น.",
    ]
    said = json.loads(run("undo", "2026-12-30", "--json").stdout)
    assert said["moved"] == [
        {
            "ref": "คข. 1/2570",
            "before": "2026-12-30T16:30:00+07:00",
            "after": "2027-01-04T16:30:00+07:00",
        }
    ]


def test_a_day_that_is_over_is_pointed_out(run: Callable[..., Result]) -> None:
    done = run("add-holiday", "2026-11-18", "--name", "น้ำท่วม ปิดสำนักงาน")
    assert done.exit_code == 0
    assert "เป็นวันที่ผ่านมาแล้ว" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add-holiday", "2026-12-07", "--name", NAME), "เป็นวันหยุดอยู่แล้ว (ชดเชย"),
        (("add-holiday", "2026-12-12", "--name", NAME), "ส. 12 ธ.ค. 2569 เป็นวันหยุดอยู่แล้ว"),
        (("add-holiday", "2569-12-30", "--name", NAME), "ระบุเป็น ค.ศ."),
        (("add-holiday", "2026-12-30", "--name", " "), "โปรดระบุชื่อ"),
        (("add-holiday", "2026-12-30", "--name", "ก" * 300), "ยาวเกิน 200"),
        (("withdraw-holiday", "2026-12-08", "--name", NAME), "เป็นวันทำการอยู่แล้ว"),
        (("undo", "2026-12-07"), "ไม่มีรายการที่สำนักงานแก้ไว้"),
    ],
)
def test_nonsense_is_refused_in_one_line(
    run: Callable[..., Result], words: tuple[str, ...], said: str
) -> None:
    before = year(run, 2569)
    done = run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert year(run, 2569) == before


def test_what_is_no_date_is_refused(run: Callable[..., Result]) -> None:
    for words in (("add-holiday", "30/12/2569", "--name", NAME), ("undo", "2026-02-30")):
        assert run(*words).exit_code == 2
    assert run("add-holiday", "2026-12-30").exit_code == 2


def test_every_reason_has_words() -> None:
    for why in known_reasons():
        assert refusal_line(NotChanged(why, NOON.date(), "ก"))
