"""สารบัญเอกสาร: the first page of one request's bundle, as it is filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.documents.papers import parts, press
from bot.texts import papers as words


@dataclass(frozen=True)
class IndexEntry:
    """One paper of the bundle."""

    name: str
    dated: date | None = None
    pages: int | None = None


@dataclass(frozen=True)
class IndexPaper:
    """A bundle: its papers, its file code, and the last day on which it must be kept."""

    office: str
    number: str
    subject: str
    requester: str
    entries: tuple[IndexEntry, ...]
    file_code: str
    keep_until: date | None
    made: datetime
    keep_years: int | None = None
    opened: date | None = None
    closed: date | None = None
    filed_by: parts.Signer | None = None


def index_page(paper: IndexPaper) -> bytes:
    """The index as PDF."""
    return press.pdf("index_page", _words(paper), paper.made)


def _words(paper: IndexPaper) -> dict[str, Any]:
    by = paper.filed_by
    return {
        "title": words.INDEX_TITLE,
        "office": words.printable(paper.office),
        "fields": _fields(paper),
        "columns": words.INDEX_COLUMNS,
        "rows": [_row(n, entry) for n, entry in enumerate(paper.entries, start=1)],
        "none": words.NO_PAPERS,
        "signature": parts.by_hand(by, words.FILED_BY) if by else None,
    }


def _fields(paper: IndexPaper) -> list[tuple[str, str]]:
    values = {
        "number": words.printable(paper.number),
        "subject": words.printable(paper.subject),
        "requester": words.printable(paper.requester),
        "opened": words.paper_date(paper.opened) if paper.opened else "",
        "closed": words.paper_date(paper.closed) if paper.closed else "",
        "file_code": words.printable(paper.file_code),
        "kept": words.kept_until(paper.keep_until, paper.keep_years) if paper.keep_until else "",
    }
    return [(label, values[name]) for name, label in words.INDEX_FIELDS.items()]


def _row(number: int, entry: IndexEntry) -> list[str]:
    return [
        words.thai_digits(str(number)),
        words.printable(entry.name),
        words.paper_date(entry.dated) if entry.dated else "",
        words.thai_digits(str(entry.pages)) if entry.pages else "",
    ]
