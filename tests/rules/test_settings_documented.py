"""Every setting is in .env.example with a comment and its true default, and nothing else is."""

from __future__ import annotations

import re

from dotenv import dotenv_values

from bot.config import SETTINGS
from tests.rules.source import ROOT

EXAMPLE = ROOT / ".env.example"
LINE = re.compile(r"^(#?)([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)


def _written() -> dict[str, tuple[str, str]]:
    return {m[2]: (m[1], m[3]) for m in LINE.finditer(EXAMPLE.read_text(encoding="utf-8"))}


def test_every_setting_is_there_and_no_other() -> None:
    assert set(_written()) == {setting.name for setting in SETTINGS}


def test_defaults_are_the_true_ones() -> None:
    assert {name: value for name, (_, value) in _written().items()} == {
        setting.name: setting.default for setting in SETTINGS
    }


def test_every_setting_has_a_comment_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if LINE.match(line):
            above = [text for text in lines[max(number - 3, 0) : number] if text.startswith("# ")]
            assert above, line


def test_copied_as_it_is_it_sets_nothing() -> None:
    assert not any(dotenv_values(EXAMPLE).values())


def test_every_setting_has_its_line_of_help() -> None:
    assert all(setting.help and "\n" not in setting.help for setting in SETTINGS)
