"""Thai sentences live in `bot/texts` alone; use cases know only the vocabulary of their files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.source import ROOT, files, place, strings

#: A syllable or more. Single letters, marks and digits are spelling, which normalising is about.
THAI = re.compile(r"[ก-ฮเ-ไ][\u0e31-\u0e3a\u0e47-\u0e4e]*[ก-ฮเ-ไะาำ]")
#: Where Thai letters are meant: words for people, the table of words, the made-up office.
SPOKEN = ("bot/texts/", "bot/emulator/", "bot/chat/routes.py", "bot/config.py", "bot/__main__.py")
#: Words that people say, columns that files have, names that a made-up office bears.
VOCABULARY = ("vocabulary", "lexicon", "handlers/questions/scan.py", "handlers/demo")
#: The word that calls the bot in a group, and the office's particle where no other is set.
SINGLE = ("ถามเขต", "ค่ะ")


def _thai(path: Path) -> list[str]:
    return [
        f"{place(path, node)} {node.value[:20]!r}"
        for node in strings(path)
        if THAI.search(str(node.value)) and node.value not in SINGLE
    ]


@pytest.mark.parametrize("room", ["models", "handlers", "scheduler"])
def test_below_the_doors_thai_is_vocabulary(room: str) -> None:
    found = [
        line
        for path in files(room)
        if not any(word in path.relative_to(ROOT).as_posix() for word in VOCABULARY)
        for line in _thai(path)
    ]
    assert found == []


def test_the_doors_speak_through_texts() -> None:
    found = [
        line
        for path in files("bot")
        if not path.relative_to(ROOT).as_posix().startswith(SPOKEN)
        for line in _thai(path)
    ]
    assert found == []


def test_pages_are_given_their_words() -> None:
    found = [
        place(path)
        for path in sorted((ROOT / "bot" / "pages").rglob("*"))
        if path.suffix in (".html", ".css", ".js") and THAI.search(path.read_text("utf-8"))
    ]
    assert found == []
