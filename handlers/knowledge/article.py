"""An article of the office's knowledge base, and what can be wrong with a file that is none."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.tickets import Category


class Audience(enum.StrEnum):
    """Whom an article is for."""

    SCHOOL = "school"
    OFFICE = "office"
    ALL = "all"


@dataclass(frozen=True)
class Article:
    """What somebody may try before an officer comes. `slug` is the name of its file.

    `otherwise` is what to tell the officer when it did not help, `warning` what not to do; both
    may be blank. `checked` and `source` are for whoever keeps it up to date.
    """

    slug: str
    title: str
    category: Category
    words: tuple[str, ...]
    audience: Audience
    summary: str
    steps: tuple[str, ...]
    otherwise: str
    warning: str
    checked: date
    source: str
    file: str

    def is_for(self, reader: Audience) -> bool:
        """May somebody of this audience be shown it? `ALL` stands for anybody."""
        return Audience.ALL in (self.audience, reader) or self.audience is reader


@dataclass(frozen=True)
class ArticleFault:
    """What is wrong with a file: in which line (0: in the whole of it), of what kind."""

    file: str
    line: int
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class ArticleRefused(Exception):
    """This is no article. `faults` is all that is wrong with it."""

    def __init__(self, faults: list[ArticleFault]) -> None:
        super().__init__("; ".join(f"{f.file}:{f.line} {f.kind}" for f in faults))
        self.faults = faults
