"""บันทึกข้อความ: the memo inside an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.documents.papers import parts, press
from bot.texts import papers as words


@dataclass(frozen=True)
class MemoPaper:
    """A memo. Number and date are given by the registry: without them dotted lines stay blank.

    `signed` is the signer's own electronic signing; `decisions` are those of who reads it.
    `choices` with `wet` or `decider` print boxes for a decision that is yet to come.
    """

    office: str
    agency: str
    subject: str
    to: str
    body: tuple[str | parts.Table, ...]
    signer: parts.Signer
    made: datetime
    number: str = ""
    dated: date | None = None
    signed: parts.Decision | None = None
    comments: tuple[parts.Opinion, ...] = ()
    decisions: tuple[parts.Decision, ...] = ()
    decider: parts.Signer | None = None
    choices: tuple[str, ...] = words.CHOICES
    garuda: bytes | Path | None = None
    wet: bool = False


def memo(paper: MemoPaper) -> bytes:
    """The memo as PDF. A wet copy has room for signatures in place of electronic sentences."""
    return press.pdf("memo", _words(paper), paper.made, paper.garuda)


def _words(paper: MemoPaper) -> dict[str, Any]:
    return {
        "title": words.printable(paper.subject),
        "office": words.printable(paper.office),
        "heading": words.MEMO_TITLE,
        "labels": {
            "agency": words.AGENCY,
            "number": words.AT,
            "date": words.DATE,
            "subject": words.SUBJECT,
            "to": words.TO,
        },
        "agency": words.printable(paper.agency),
        "number": words.printable(paper.number),
        "date": words.paper_date(paper.dated) if paper.dated else "",
        "subject": words.printable(paper.subject),
        "to": words.printable(paper.to),
        "body": [item(part) for part in paper.body],
        "signer": parts.signature(paper.signer),
        "signed": parts.signed(paper.signed, paper.signer, wet=paper.wet),
        "comments": [_comment(said, paper.wet) for said in paper.comments],
        "permission": _permission(paper),
    }


def item(part: str | parts.Table) -> Any:
    """A paragraph, or a table, as the template takes it."""
    if isinstance(part, str):
        return words.printable(part)
    return {
        "columns": parts.printable(part.columns),
        "rows": [parts.printable(row) for row in part.rows],
    }


def _comment(said: parts.Opinion, wet: bool) -> dict[str, Any]:
    return parts.opinion(said, said.heading or words.COMMENT, wet=wet)


def _permission(paper: MemoPaper) -> dict[str, Any] | None:
    if not paper.decisions and paper.decider is None:
        return None
    return parts.permission(paper.decisions, paper.decider, wet=paper.wet, choices=paper.choices)
