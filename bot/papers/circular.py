"""The office's letter to its schools, as PDF and as plain text for AMSS++.

facts = letter_facts(ctx, me, round_id)          # of handlers.rounds or handlers.announcements
circular_pdf(facts, Letterhead.of(settings)) -> bytes
circular_text(facts, Letterhead.of(settings)) -> str
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.documents.papers import LetterPaper, Signer, letter
from bot.papers.drafts import Letterhead, signer
from bot.texts import circulars as words
from bot.texts import papers as said
from handlers.requests.papers import Hand

Json = Mapping[str, Any]


def circular_pdf(facts: Json, head: Letterhead) -> bytes:
    """The letter to be signed. Its number and date are the registry's to write: blanks."""
    told = words.worded(facts, head.office)
    office = said.in_full(head.office)
    return letter(
        LetterPaper(
            office=office,
            sender=(office, *head.address),
            subject=told.subject,
            to=told.to,
            body=tuple(line for line in told.body if line),
            signer=_signer(facts, office),
            made=datetime.fromisoformat(facts["at"]),
            reference=told.reference,
            enclosures=told.enclosures,
            contact=words.contact(facts, head.phone),
            garuda=head.garuda,
            circular=True,
            annex=told.annex,
            annex_title=words.ANNEX,
        )
    )


def circular_text(facts: Json, head: Letterhead) -> str:
    """Subject and letter, a paragraph to a line: nothing in it breaks where it is pasted."""
    subject, body = circular_parts(facts, head)
    return f"{said.SUBJECT} {subject}\n\n{body}\n"


def circular_parts(facts: Json, head: Letterhead) -> tuple[str, str]:
    """What goes into the two fields of AMSS++: the subject, and the letter under it."""
    return words.pasted(facts, head.office, head.phone)


def _signer(facts: Json, office: str) -> Signer:
    """The head of the office; a place for the name where nobody holds the post."""
    chief = facts["signer"]
    if chief is None:
        return Signer("", f"{words.DIRECTOR}{office}")
    one = signer(Hand(chief["name"], chief["title"], chief["acting"]))
    full = said.in_full
    return Signer(one.name, full(one.position), one.acting, full(one.post), one.order)
