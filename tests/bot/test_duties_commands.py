"""`duties …` and the templates at the command line: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.cli import door
from handlers.tables import Source, read_rows
from tests.handlers.offices import DEMO

HEAD = "เรื่อง,กลุ่มงาน,โทรศัพท์\n"


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run a command on an empty database, in an empty folder."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("OFFICE_CODE", DEMO.code)
    monkeypatch.setenv("OFFICE_NAME", DEMO.name)
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    monkeypatch.chdir(tmp_path)
    door.settings.cache_clear()

    def command(text: str) -> Result:
        return CliRunner().invoke(cli, text.split())

    yield command
    door.settings.cache_clear()


def test_a_directory_in_and_listed(run) -> None:
    assert run("duties list --json").stdout.strip() == "[]"
    Path("d.csv").write_text(HEAD + "พัสดุ,กลุ่มการเงิน,053712345\n", encoding="utf-8")
    assert "1 เรื่อง 1 กลุ่มงาน" in run("duties import d.csv").stdout
    assert json.loads(run("duties list --json").stdout)[0]["phone"] == "0-5371-2345"
    assert "พัสดุ: กลุ่มการเงิน · 0-5371-2345" in run("duties list").stdout
    Path("bad.csv").write_text(HEAD + "พัสดุ,,1\n", encoding="utf-8")
    done = run("duties import bad.csv")
    assert done.exit_code == 1
    assert "แถว 2 คอลัมน์ «กลุ่มงาน»: ต้องไม่ว่าง" in done.stderr
    assert run("duties import nowhere.csv").exit_code == 1
    assert len(json.loads(run("duties list --json").stdout)) == 1


def test_templates_open_in_excel_and_are_no_data_themselves(run) -> None:
    for name in ("schools", "duties", "data"):
        kind = "mobec " if name == "data" else ""
        assert run(f"{name} template {kind}{name}.csv").exit_code == 0
        assert run(f"{name} template {kind}{name}.xlsx").exit_code == 0
        text = Path(f"{name}.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        assert text.count(b"\r\n") == 2
        assert _cells(f"{name}.csv") == _cells(f"{name}.xlsx")
    assert "ไฟล์ว่าง" in run("duties import duties.xlsx").stderr
    assert "ไฟล์ว่าง" in run("schools import schools.csv").stderr
    assert run("data import mobec data.csv --year 2568 --round 1").exit_code == 1
    again = run("duties template duties.csv")
    assert (again.exit_code, again.stdout) == (1, "")
    assert run("duties template duties.csv --force").exit_code == 0
    assert run("duties template duties.pdf").exit_code == 2


def _cells(name: str) -> list[list[str]]:
    return [cells for _, cells in read_rows(Source(name, path=Path(name)))]
