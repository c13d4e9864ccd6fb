"""หนังสือภายนอก: the office's letter to somebody outside it, or to many alike (หนังสือเวียน)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.documents.papers import parts, press
from bot.texts import papers as words


@dataclass(frozen=True)
class LetterPaper:
    """A letter. Number and date are given by the registry: without them dotted lines stay blank.

    `sender` is the office and its address, a line each; `contact` the lines at the foot.
    `circular`: its number has the places of one that goes to many (ศธ …/ว …). `annex`: names on a
    page of their own, under its title.
    """

    office: str
    sender: tuple[str, ...]
    subject: str
    to: str
    body: tuple[str, ...]
    signer: parts.Signer
    made: datetime
    number: str = ""
    dated: date | None = None
    reference: str = ""
    enclosures: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    signed: parts.Decision | None = None
    garuda: bytes | Path | None = None
    wet: bool = False
    closing: str = words.CLOSING
    circular: bool = False
    annex: tuple[str, ...] = ()
    annex_title: str = ""


def letter(paper: LetterPaper) -> bytes:
    """The letter as PDF. A wet copy, or one not yet signed, has room for a signature."""
    return press.pdf("letter", _words(paper), paper.made, paper.garuda)


def _words(paper: LetterPaper) -> dict[str, Any]:
    return {
        "title": words.printable(paper.subject),
        "office": words.printable(paper.office),
        "labels": {
            "number": words.AT,
            "subject": words.SUBJECT,
            "to": words.TO,
            "reference": words.REFERENCE,
            "enclosures": words.ENCLOSURES,
            "annex": words.printable(paper.annex_title),
        },
        "number": words.printable(paper.number),
        "blanks": words.CIRCULAR_NUMBER if paper.circular and not paper.number else (),
        "sender": parts.printable(paper.sender),
        "date": words.paper_date(paper.dated) if paper.dated else "",
        "subject": words.printable(paper.subject),
        "to": words.printable(paper.to),
        "reference": words.printable(paper.reference),
        "enclosures": parts.printable(words.numbered(paper.enclosures)),
        "body": parts.printable(paper.body),
        "closing": paper.closing,
        "signer": parts.signature(paper.signer),
        "signed": parts.signed(paper.signed, paper.signer, wet=paper.wet),
        "annex": parts.printable(paper.annex),
        "contact": parts.printable(paper.contact),
    }
