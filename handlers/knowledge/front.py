"""The front matter of an article: simple `key: value` lines between two lines of `---`."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from handlers.forms.entries import graphemes
from handlers.knowledge.article import Audience
from handlers.knowledge.lines import Faults, Line
from models.tickets import Category

TITLE, WORD, SOURCE, MOST_WORDS = 60, 40, 200, 40
_KEYS = ("title", "category", "words", "audience", "checked", "source")
_FENCE = re.compile(r"-{3,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: A year above it is a Buddhist one.
_LAST_YEAR = 2400
_LONG_AGO = date(1900, 1, 1)
_E = TypeVar("_E", bound=enum.StrEnum)


def split(lines: list[Line]) -> tuple[list[Line], list[Line]] | None:
    """The lines of the front matter, its last fence among them, and those below. None without."""
    fences = [n for n, line in enumerate(lines) if _FENCE.fullmatch(line.text)]
    if len(fences) < 2 or any(line.text for line in lines[: fences[0]]):
        return None
    return lines[fences[0] + 1 : fences[1] + 1], lines[fences[1] + 1 :]


def read_front(lines: list[Line], faults: Faults) -> dict[str, Any]:
    """What the front matter says, by the names of an article. Everything wrong is noted."""
    *entries, fence = lines
    front = _Front(_by_key(entries, faults), fence.number, faults)
    return {
        "title": front.text("title", TITLE),
        "category": front.one_of("category", Category) or Category.OTHER,
        "words": front.words(),
        "audience": front.one_of("audience", Audience) or Audience.ALL,
        "checked": front.day("checked"),
        "source": front.text("source", SOURCE, required=False),
    }


def _by_key(lines: list[Line], faults: Faults) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in lines:
        if not line.text:
            continue
        name, colon, value = line.text.partition(":")
        key = name.strip().lower()
        if not colon:
            faults.note(line.number, "no_colon")
        elif key not in _KEYS:
            faults.note(line.number, "unknown_key", value=key, known=list(_KEYS))
        elif key in found:
            faults.note(line.number, "twice", value=key)
        else:
            found[key] = Line(line.number, value.strip())
    return found


class _Front:
    """Takes entries out of the front matter; gives something usable even after a fault."""

    def __init__(self, entries: Mapping[str, Line], end: int, faults: Faults) -> None:
        self.entries, self.end, self.faults = entries, end, faults

    def _line(self, key: str, *, required: bool = True) -> Line | None:
        line = self.entries.get(key)
        if line is None and required:
            self.faults.note(self.end, "lacking", key=key)
        if line is not None and not line.text and required:
            self.faults.note(line.number, "blank", key=key)
        return line if line and line.text else None

    def text(self, key: str, most: int, *, required: bool = True) -> str:
        line = self._line(key, required=required)
        if line is None:
            return ""
        if graphemes(line.text) > most:
            length = graphemes(line.text)
            self.faults.note(line.number, "long", key=key, most=most, length=length)
        return line.text

    def one_of(self, key: str, known: type[_E]) -> _E | None:
        line = self._line(key)
        if line is None:
            return None
        if line.text.lower() in set(known):
            return known(line.text.lower())
        self.faults.note(
            line.number, "unknown_word", key=key, value=line.text, known=[w.value for w in known]
        )
        return None

    def words(self) -> tuple[str, ...]:
        line = self._line("words")
        if line is None:
            return ()
        found = tuple(dict.fromkeys(word for w in line.text.split(",") if (word := w.strip())))
        if len(found) > MOST_WORDS:
            self.faults.note(line.number, "too_many", key="words", most=MOST_WORDS)
        for word in found:
            if graphemes(word) > WORD:
                self.faults.note(line.number, "long_word", value=word, most=WORD)
        return found

    def day(self, key: str) -> date:
        line = self._line(key)
        if line is None:
            return _LONG_AGO
        try:
            found = date.fromisoformat(line.text) if _DAY.fullmatch(line.text) else None
        except ValueError:
            found = None
        if found is None or found.year > _LAST_YEAR:
            self.faults.note(line.number, "not_a_day", key=key, value=line.text)
            return _LONG_AGO
        return found
