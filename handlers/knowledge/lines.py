"""The lines of an article's file: plain, numbered, and with a place to note what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from handlers.forms.entries import graphemes
from handlers.forms.typed import line_of
from handlers.knowledge.article import ArticleFault

#: Markdown that a card would show as it is typed: bold, code, links, lists, quotes, tables, HTML.
_MARKUP = re.compile(r"\*\*|__|`|\]\(|^[-*+>|#]\s?|</?[a-z][^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a file, without stray spaces and characters that nobody sees."""

    number: int
    text: str


def lines_in(text: str) -> list[Line]:
    """Every line of a text, from 1."""
    return [Line(n, line_of(each)) for n, each in enumerate(text.splitlines(), 1)]


class Faults:
    """What was found wrong with a file so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[ArticleFault] = []

    def note(self, line: int, kind: str, **facts: Any) -> None:
        """Note a fault in a line; 0 is the whole file."""
        self.found.append(ArticleFault(self.file, line, kind, facts))

    def text(self, lines: Iterable[Line], key: str, most: int) -> str:
        """What stands in these lines as one text of at most `most` characters, without Markdown."""
        lines = list(lines)
        for line in lines:
            if sign := _MARKUP.search(line.text):
                self.note(line.number, "markup", key=key, value=sign[0].strip())
        said = " ".join(line.text for line in lines if line.text)
        if graphemes(said) > most:
            self.note(lines[0].number, "long", key=key, most=most, length=graphemes(said))
        return said
