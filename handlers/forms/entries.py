"""Take typed entries out of a TOML table, and note everything that is wrong with them.

Every taker gives something usable even after a fault, so that one reading finds all faults.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import regex

from handlers.forms.definition import Bound
from handlers.forms.typed import line_of

_GRAPHEME = regex.compile(r"\X")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
_BOUND = re.compile(r"today(?:\s*([+-])\s*(\d{1,4}))?")
_LARGEST_NUMBER = 10**12
_E = TypeVar("_E", bound=enum.StrEnum)


@dataclass(frozen=True)
class FormFault:
    """What is wrong with a definition: in which file, at which entry, of what kind."""

    file: str
    place: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


def graphemes(text: str) -> int:
    """Length as a reader sees it, and as LINE counts labels: «ที่» is one."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


class Entries:
    """One table of a definition. `place` names it, as `fields.subject`."""

    def __init__(self, data: dict[str, Any], file: str, place: str, faults: list[FormFault]):
        self.data, self.file, self.place, self.faults = data, file, place, faults
        self._taken: set[str] = set()

    def fault(self, key: str, kind: str, **facts: Any) -> None:
        """Note a fault at one entry."""
        place = ".".join(filter(None, [self.place, key]))
        self.faults.append(FormFault(self.file, place, kind, facts))

    def text(self, key: str, most: int, *, default: str | None = None) -> str:
        """Words of at most `most` graphemes; required without a default."""
        given = self._take(key, str, "text", default if default is not None else "")
        said = line_of(given)
        if default is None and not said and key in self.data:
            self.fault(key, "blank")
        if default is None and key not in self.data:
            self.fault(key, "lacking")
        if graphemes(said) > most:
            self.fault(key, "long", most=most, length=graphemes(said))
        return said

    def name(self, key: str) -> str:
        """A small word of a-z, 0-9 and _, as buttons and tables know a thing."""
        said = self.text(key, 30)
        if said and not _NAME.fullmatch(said):
            self.fault(key, "not_a_name", value=said)
        return said

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self._take(key, bool, "flag", default))

    def whole(self, key: str, least: int, most: int, *, default: int | None = None) -> int:
        """A whole number within limits; required without a default."""
        if default is None and key not in self.data:
            self.fault(key, "lacking")
        given = int(self._take(key, int, "whole", least if default is None else default))
        if key in self.data and not least <= given <= most:
            self.fault(key, "out_of_range", value=given, least=least, most=most)
        return given

    def number(self, key: str) -> float | None:
        """A number, or None."""
        given = self._take(key, (int, float), "number", None)
        if given is None:
            return None
        if not abs(given) <= _LARGEST_NUMBER:  # nan is not, either
            self.fault(key, "out_of_range", value=str(given)[:20], least=0, most=_LARGEST_NUMBER)
            return None
        return float(given)

    def words(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """A list of words."""
        given = self._take(key, list, "words", [])
        if not all(isinstance(word, str) and word.strip() for word in given):
            self.fault(key, "wrong_type", expected="words")
            return ()
        if len(given) > most:
            self.fault(key, "too_many", most=most)
        for word in given:
            if graphemes(word) > longest:
                self.fault(key, "long", most=longest, length=graphemes(word))
        return tuple(map(line_of, given))

    def one_of(self, key: str, known: type[_E], default: _E | None = None) -> _E | None:
        """One of the words of an enum; required without a default (then None is a fault)."""
        if key not in self.data:
            self._taken.add(key)
            if default is None:
                self.fault(key, "lacking")
            return default
        return self.known(key, self._take(key, str, "text", ""), known)

    def known(self, key: str, word: str, known: type[_E]) -> _E | None:
        """The member of an enum that a word names."""
        if word in set(known):
            return known(word)
        self.fault(key, "unknown_word", value=word, known=[member.value for member in known])
        return None

    def bound(self, key: str) -> Bound | None:
        """«today», «today+30», «2026-09-30»."""
        if key not in self.data:
            return None
        said = self._take(key, str, "text", "")
        if found := _BOUND.fullmatch(said.strip()):
            days = int(found[2] or 0)
            return Bound(days=-days if found[1] == "-" else days)
        try:
            return Bound(day=date.fromisoformat(said.strip()))
        except ValueError:
            self.fault(key, "not_a_bound", value=said)
            return None

    def table(self, key: str) -> Entries | None:
        """A table inside this one."""
        if key not in self.data:
            return None
        given = self._take(key, dict, "table", {})
        return Entries(given, self.file, ".".join(filter(None, [self.place, key])), self.faults)

    def tables(self, key: str, most: int, called: Callable[[Any], Any]) -> list[Entries]:
        """A list of tables, each called by its name in places of faults."""
        given = self._take(key, list, "tables", [])
        if not all(isinstance(each, dict) for each in given):
            self.fault(key, "wrong_type", expected="tables")
            return []
        if len(given) > most:
            self.fault(key, "too_many", most=most)
        place = ".".join(filter(None, [self.place, key]))
        return [
            Entries(each, self.file, f"{place}.{called(each) or n}", self.faults)
            for n, each in enumerate(given, 1)
        ]

    def finish(self) -> None:
        """Note every entry that nobody took."""
        for key in self.data:
            if key not in self._taken:
                self.fault(key, "unknown_key", known=sorted(self._taken))

    def _take(self, key: str, kind: type | tuple[type, ...], expected: str, default: Any) -> Any:
        self._taken.add(key)
        if key not in self.data:
            return default
        given = self.data[key]
        right = isinstance(given, kind) and (kind is bool or not isinstance(given, bool))
        if not right:
            self.fault(key, "wrong_type", expected=expected)
            return default
        return given
