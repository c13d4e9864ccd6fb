"""`knowledge …`: an officer writes an article, looks whether it is one, and sees it in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts import knowledge_commands as words
from tests.bot.commanding import Run, told, typing_at
from tests.conftest import NOON
from tests.handlers.test_knowledge import EXAMPLE


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """No command on articles touches the database."""
    nowhere = f"sqlite:///{tmp_path / 'none.db'}"
    with typing_at(NOON, nowhere, monkeypatch, tmp_path, KNOWLEDGE_DIR=str(tmp_path / "own")) as t:
        yield t
    assert not (tmp_path / "none.db").exists()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_the_shipped_articles_are_in_force_where_an_office_has_none(run: Run) -> None:
    listed = run("knowledge", "list")
    assert (listed.exit_code, listed.stderr) == (0, "")
    assert len(listed.stdout.splitlines()) == 25
    assert "กระดาษติดในเครื่องพิมพ์ (paper_jam) เครื่องพิมพ์, ทุกคน, ตรวจ 28 พ.ย. 2569" in listed.stdout
    assert "ของสำนักงาน:" not in listed.stdout
    checked = run("knowledge", "check")
    assert checked.exit_code == 0
    assert "ยังไม่มีบทความใน" in checked.stdout


def test_an_officer_writes_one_and_tries_it(run: Run, own: Path) -> None:
    (own / "scan_to_pc.md").write_text(EXAMPLE, encoding="utf-8")
    (own / "paper_jam.md").write_text(
        EXAMPLE.replace("สแกนเอกสารเข้าคอมไม่ได้", "กระดาษติด: เรียกช่าง"), encoding="utf-8"
    )
    assert "ใช้ได้: 2 บทความ" in run("knowledge", "check").stdout
    rows = {row["slug"]: row for row in told(run("knowledge", "list", "--json"))}
    assert len(rows) == 26
    assert {slug for slug, row in rows.items() if row["own"]} == {"scan_to_pc", "paper_jam"}
    assert rows["paper_jam"]["title"] == "กระดาษติด: เรียกช่าง"
    assert rows["scan_to_pc"]["category"] == "printer"
    found = run("knowledge", "find", "สแกนเอกสารไม่ได้ค่ะ", "--category", "printer")
    assert found.stdout.startswith("สแกนเอกสารเข้าคอมไม่ได้ (scan_to_pc): ")
    nothing = run("knowledge", "find", "แอร์ไม่เย็น")
    assert (nothing.exit_code, nothing.stdout.strip()) == (0, words.NOTHING_FITS)
    (first,) = told(run("knowledge", "find", "โปรเจคเตอร์ไม่ขึ้นภาพ", "--category", "av", "--json"))
    assert first["slug"] == "projector"


def test_each_fault_is_a_line_and_the_others_stay_in_force(run: Run, own: Path) -> None:
    (own / "scan_to_pc.md").write_text(EXAMPLE, encoding="utf-8")
    (own / "broken.md").write_text(
        EXAMPLE.replace("category: printer", "category: toner").replace("2. ปิด", "3. ปิด"),
        encoding="utf-8",
    )
    checked = run("knowledge", "check", str(own))
    assert checked.exit_code == 1
    assert checked.stdout == ""
    first, *_, last = checked.stderr.splitlines()
    assert first.startswith("บทความ broken.md บรรทัด 3: หมวด (category) ไม่รู้จัก «toner»")
    assert last == "บทความ broken.md บรรทัด 11: เป็นขั้นที่ 3 แต่ต้องเป็นขั้นที่ 2"
    listed = run("knowledge", "list", "--json")
    assert listed.exit_code == 1
    assert listed.stderr == checked.stderr
    assert '"scan_to_pc"' in listed.stdout
    assert '"broken"' not in listed.stdout


def test_a_folder_that_is_not_there_is_a_slip(run: Run) -> None:
    result = run("knowledge", "check", "no-such-folder")
    assert result.exit_code == 2
    assert "no-such-folder" in result.stderr
