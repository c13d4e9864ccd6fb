"""Nothing is heard: what counts as solved is closed, who was asked is asked once more, and what
waits for very long is shown to staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from handlers import telling
from handlers.context import Context
from handlers.occasions import claim, seen_to
from handlers.tickets import clocks, moments, notifying, trail, view
from models.people import Person
from models.tickets import (
    Ending,
    Said,
    Ticket,
    TicketEntry,
    TicketPause,
    TicketStatus,
)

#: So many are closed in one transaction: nobody's answer waits longer for it.
MOST = 100


def close_solved(ctx: Context) -> int:
    """Solved, and nothing heard for three working days: closed, without a word to anybody.

    What has to be accepted is not. Returns how many were.
    """
    rows = ctx.session.scalars(
        _solved(ctx)
        .where(Ticket.accept.is_(False))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    closed = 0
    for ticket in rows:
        if closed < MOST and _is_over(ctx, ticket):
            ticket.close(Ending.SILENT, at=ctx.now)
            clocks.reckon(ctx, ticket)
            trail.write(ctx, ticket, Said.CLOSED, None, ending=Ending.SILENT.value)
            closed += 1
    return closed


def ask_to_accept(ctx: Context) -> int:
    """What has to be accepted is shown once more after three working days, and never again."""
    rows = ctx.session.scalars(_solved(ctx).where(Ticket.accept)).all()
    found = {_accepting(ticket): ticket for ticket in rows if _is_over(ctx, ticket)}
    known, asked = seen_to(ctx, found), 0
    for key, ticket in found.items():
        person = _reachable(ctx, ticket)
        if key in known or person is None or not claim(ctx, key):
            continue
        words = _last(ctx, ticket, Said.SOLUTION)
        data = {"ticket": view.brief(ticket), "words": words, "rating_id": None, "again": True}
        assert person.line_user is not None
        telling.tell(ctx, person.line_user, "ticket.solved", data, ref=f"ticket:{ticket.id}")
        asked += 1
    return asked


def _solved(ctx: Context) -> Select[Ticket]:
    """Solved some days ago; whether those were working days is another question."""
    before = ctx.now - timedelta(days=moments.SILENT)
    return (
        select(Ticket)
        .where(Ticket.status == TicketStatus.SOLVED, Ticket.solved_at < before)
        .order_by(Ticket.id)
    )


def _is_over(ctx: Context, ticket: Ticket) -> bool:
    if ticket.solved_at is None:
        return False
    return moments.after(ctx, ticket.solved_at, moments.SILENT) <= ctx.now


def ask_again(ctx: Context, tickets: Sequence[Ticket], waits: Mapping[int, TicketPause]) -> int:
    """Who was asked and is silent for three working days is asked once more, and never again.

    One message a ticket: to the reporter, or to another of the school who can be reached.
    `waits`: as `waiting` found them.
    """
    known = seen_to(ctx, [_key(pause) for pause in waits.values()])
    due = [
        (ticket, waits[ticket.id])
        for ticket in tickets
        if ticket.id in waits and _key(waits[ticket.id]) not in known
    ]
    return sum(
        _ask(ctx, ticket, pause)
        for ticket, pause in due
        if moments.after(ctx, pause.began_at, moments.ASK_AGAIN) <= ctx.now
    )


def waiting(ctx: Context, tickets: Sequence[Ticket]) -> dict[int, TicketPause]:
    """Since when the reporters of these are waited for, by ticket."""
    ids = [ticket.id for ticket in tickets if ticket.status is TicketStatus.WAITING_REPORTER]
    if not ids:
        return {}
    rows = select(TicketPause).where(TicketPause.ticket_id.in_(ids), TicketPause.ended_at.is_(None))
    return {pause.ticket_id: pause for pause in ctx.session.scalars(rows)}


def facts(ctx: Context, pause: TicketPause) -> dict[str, Any]:
    """For how many working days the reporter has been waited for, and whether that is too long."""
    days = moments.waited(ctx, pause.began_at)
    return {"waited": days, "stale": days >= moments.STALE}


def _ask(ctx: Context, ticket: Ticket, pause: TicketPause) -> bool:
    person = _reachable(ctx, ticket)
    if person is None or not claim(ctx, _key(pause)):
        return False
    data = {
        "ticket": view.brief(ticket), "what": Said.QUESTION.value, "again": True,
        "words": _last(ctx, ticket, Said.QUESTION), "by": "", "files": 0, "visit_at": None,
    }  # fmt: skip
    assert person.line_user is not None
    telling.tell(ctx, person.line_user, "ticket.told", data, ref=f"ticket:{ticket.id}")
    return True


def _reachable(ctx: Context, ticket: Ticket) -> Person | None:
    """The reporter, or another of the school who would read a notice."""
    people = sorted(notifying.people(ctx, ticket), key=lambda p: p.id != ticket.reporter_id)
    return next((p for p in people if telling.reachable(ctx, p.line_user)), None)


def _last(ctx: Context, ticket: Ticket, kind: Said) -> str:
    """What was said last of this kind."""
    query = select(TicketEntry.words).where(
        TicketEntry.ticket_id == ticket.id, TicketEntry.kind == kind
    )
    return ctx.session.scalar(query.order_by(TicketEntry.place.desc()).limit(1)) or ""


def _accepting(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}:{ticket.reopened}:accept"


def _key(pause: TicketPause) -> str:
    return f"ticket:pause:{pause.id}:again"
