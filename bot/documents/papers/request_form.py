"""The filled form of request, electronic or to sign by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.documents.papers import parts, press
from bot.texts import papers as words


@dataclass(frozen=True)
class Requester:
    """Who asks, and when; `channel` and `taken_by` where an officer wrote it down for them."""

    name: str
    position: str
    affiliation: str
    at: datetime
    channel: str = ""
    taken_by: str = ""


@dataclass(frozen=True)
class RequestPaper:
    """A request as filled in: rows of any form; the staff's part where it is `for_staff`."""

    title: str
    office: str
    number: str
    rows: tuple[tuple[str, str], ...]
    requester: Requester
    made: datetime
    opinion: parts.Opinion | None = None
    decisions: tuple[parts.Decision, ...] = ()
    decider: parts.Signer | None = None
    for_staff: bool = True
    wet: bool = False


def request_form(paper: RequestPaper) -> bytes:
    """The form as PDF. A wet copy has lines and boxes in place of electronic sentences."""
    return press.pdf("request_form", _words(paper), paper.made)


def _words(paper: RequestPaper) -> dict[str, Any]:
    who, wet = paper.requester, paper.wet
    staff = paper.for_staff
    return {
        "title": words.printable(paper.title),
        "office": words.printable(paper.office),
        "number_label": words.NUMBER,
        "number": words.printable(paper.number),
        "rows": [parts.printable(row) for row in paper.rows],
        "wet": wet,
        "requester": parts.to_sign(_requester(who), words.REQUESTER),
        "date": words.form_date(who.at),
        "submitted": words.printable(words.submitted(who.at, who.channel, who.taken_by)),
        "opinion": parts.opinion(paper.opinion, words.OPINION, wet=wet)
        if staff and (paper.opinion or wet)
        else None,
        "permission": parts.permission(paper.decisions, paper.decider, wet=wet) if staff else None,
    }


def _requester(who: Requester) -> list[str]:
    lines = [f"({who.name})" if who.name else ""]
    lines += [f"{words.POSITION} {who.position}" if who.position else ""]
    lines += [f"{words.AFFILIATION} {who.affiliation}" if who.affiliation else ""]
    return parts.printable(line for line in lines if line)
