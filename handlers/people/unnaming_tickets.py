"""Erasing, where tickets hold the person: who reported, what they sent, what they said.

A ticket is no paper that names anybody for the law's sake, so the name goes from all of them, open
ones as well: the machine is broken all the same, and the school is known. What was said stays as
the record of what broke, without the person's names and numbers; their photos and files go.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, or_, select

import models.incidents  # noqa: F401  (a ticket's row names the table)
from handlers.context import Context
from models.media import Media
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.people import Person
from models.tickets import (
    Attendance,
    Said,
    Ticket,
    TicketEntry,
    TicketFile,
    TicketParty,
    TicketView,
)

_WHO = ("name", "position", "affiliation", "phone", "email")
MASK = "«…»"
#: A telephone number, however it is written; not the number of a machine.
_TELEPHONE = re.compile(r"(?<![\d-])(?:\+66|0)(?:[\s().\-]{0,2}\d){8,9}(?!\d)")
_SHORTEST = 3


def unname_tickets(ctx: Context, person: Person) -> int:
    """Take the person out of all tickets. Returns how many of their own there were."""
    own = ctx.session.scalars(
        select(Ticket).where(Ticket.reporter_id == person.id).order_by(Ticket.id).with_for_update()
    ).all()
    for ticket in own:
        _unname(ticket, person)
    _unsay(ctx, [ticket.id for ticket in own], person)
    _unsend(ctx, person)
    _forget_passed(ctx, person)
    _untell(ctx, person)
    for table in (TicketParty, TicketView, Attendance):
        ctx.session.execute(
            delete(table)
            .where(table.person_id == person.id)
            .execution_options(synchronize_session=False)
        )
    return len(own)


def _unname(ticket: Ticket, person: Person) -> None:
    known = _known(person, ticket)
    ticket.subject = _without(ticket.subject, known)
    ticket.answers = {
        key: "" if key in _WHO or str(value) in known else _unsaid(value, known)
        for key, value in ticket.answers.items()
    }
    ticket.reporter = {**ticket.reporter, **dict.fromkeys(_WHO, "")}
    ticket.location = None


def _unsay(ctx: Context, own: Collection[int], person: Person) -> None:
    """Their own words, and what was written down for them as a ticket was opened."""
    rows = select(TicketEntry).where(
        or_(
            (TicketEntry.by_id == person.id) & TicketEntry.by_staff.is_(False),
            TicketEntry.ticket_id.in_(own) & (TicketEntry.place == 1),
        )
    )
    for entry in ctx.session.scalars(rows).all():
        entry.words = _without(entry.words, _known(person)) if entry.words else None
    _unsay_copies(ctx, own, person)


def _unsay_copies(ctx: Context, own: Collection[int], person: Person) -> None:
    """The ticket in which theirs goes on holds its subject too."""
    into = select(Ticket.merged_into_id).where(Ticket.id.in_(own))
    rows = select(TicketEntry).where(
        TicketEntry.kind == Said.MERGED, TicketEntry.ticket_id.in_(into)
    )
    for entry in ctx.session.scalars(rows).all():
        if entry.words and entry.facts.get("of") in own:
            entry.words = _without(entry.words, _known(person))


def _unsend(ctx: Context, person: Person) -> None:
    """What they sent; its content goes with the next tidying."""
    rows = (
        select(TicketFile)
        .join(TicketEntry, TicketEntry.id == TicketFile.entry_id)
        .where(
            TicketEntry.by_id == person.id,
            TicketEntry.by_staff.is_(False),
            TicketFile.removed_at.is_(None),
        )
    )
    for file in ctx.session.scalars(rows).all():
        file.removed_at, file.name = ctx.now, ""
        ctx.session.get_one(Media, file.media_id).kept_for = None


def _forget_passed(ctx: Context, person: Person) -> None:
    """The trail of what was passed on to them names them in words."""
    rows = select(TicketEntry).where(TicketEntry.kind == Said.PASSED)
    for entry in ctx.session.scalars(rows).all() if person.name else ():
        if entry.facts.get("to") == person.name:
            entry.facts = {**entry.facts, "to": ""}


def _untell(ctx: Context, person: Person) -> None:
    """Notices to others that wait to be sent do not name them either."""
    known = _known(person)
    rows = select(OutboxMessage).where(
        OutboxMessage.status.in_((OutboxStatus.QUEUED, OutboxStatus.WAITING)),
        OutboxMessage.purpose == Purpose.NOTICE,
        OutboxMessage.attempts == 0,
    )
    for row in ctx.session.scalars(rows).all():
        left = [
            {**n, "data": _scrubbed(n["data"], known)} if _is_ours(n["kind"]) else n
            for n in row.notices
        ]
        if left != row.notices:
            row.notices, row.body = left, None


def _is_ours(kind: str) -> bool:
    return kind.startswith(("ticket.", "tasks.", "conference."))


def _scrubbed(held: Any, known: Collection[str]) -> Any:
    """Plain JSON, with nothing of what is known in its texts."""
    if isinstance(held, dict):
        return {key: _scrubbed(value, known) for key, value in held.items()}
    if isinstance(held, list):
        return [_scrubbed(value, known) for value in held]
    return _without(held, known) if isinstance(held, str) and _says(held, known) else held


def _unsaid(answer: Any, known: Collection[str]) -> Any:
    """One answer of a form; in their own words there may be other numbers of theirs."""
    return _without(answer, known) if isinstance(answer, str) else _scrubbed(answer, known)


def _says(text: str, known: Collection[str]) -> bool:
    return any(value in text for value in known)


def _known(person: Person, ticket: Ticket | None = None) -> set[str]:
    """What tells who they are: of their profile, and of the copy that a ticket has of it."""
    found = {str(getattr(person, key) or "") for key in ("name", "phone", "email")}
    if ticket is not None:
        found |= {str(ticket.reporter.get(key) or "") for key in ("name", "phone")}
    return {value for value in found if len(value) >= _SHORTEST}


def _without(text: str, known: Collection[str]) -> str:
    for value in sorted(known, key=len, reverse=True):
        text = text.replace(value, MASK)
    return _TELEPHONE.sub(MASK, text)
