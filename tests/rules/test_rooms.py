"""Who may import whom, how large a file may grow, and what no file may be called."""

from __future__ import annotations

import pytest
from importlinter.cli import lint_imports

from tests.rules.source import ROOMS, ROOT, files, place

#: At 400 lines a file becomes a folder of the same name.
MOST_LINES = 400
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}


def test_rooms_import_only_what_they_may(capfd: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"))
    assert status == 0, capfd.readouterr().out


def test_no_file_is_too_large() -> None:
    large = {
        place(path): lines
        for path in files(*ROOMS, "tests")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert large == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    every = files(*ROOMS, "tests")
    assert [place(path) for path in every if NO_NAMES & {path.stem, path.parent.name}] == []


def test_every_file_says_what_lives_in_it() -> None:
    beginnings = {place(path): path.read_text(encoding="utf-8").strip() for path in files(*ROOMS)}
    silent = [where for where, text in beginnings.items() if text and not text.startswith('"""')]
    assert silent == []
