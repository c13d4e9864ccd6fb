"""The pages tell the truth where it can be checked: links lead somewhere, commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.__main__ import cli
from scheduler.jobs import JOBS
from tests.rules.source import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
#: `bot inbox parked` in the runbook, `python -m bot data import` elsewhere.
COMMAND = re.compile(
    r"(?:(?:-m|`)\s?bot|^bot)\s+([a-z][a-z-]+)(?:\s+([a-z][a-z-]+))?", re.MULTILINE
)
TARGET = re.compile(r"(?:^|`)make ([a-z][a-z-]*)", re.MULTILINE)


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert targets == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_exist(page: Path) -> None:
    for name, second in COMMAND.findall(page.read_text(encoding="utf-8")):
        command = cli.commands.get(name)
        assert command is not None, f"bot {name}"
        if isinstance(command, click.Group) and second:
            assert second in command.commands, f"bot {name} {second}"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"`{name}" not in readme] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in TARGET.findall(page.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_job_is_explained() -> None:
    page = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
    assert [job.name for job in JOBS if f"`{job.name}`" not in page] == []
