"""The reporter's ticket: loaded as theirs, what its card says, what they may do about it now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import Heard, Kind, Notice, Outcome, Talk
from bot.texts.my_tickets import FLOW
from handlers import ratings
from handlers.context import Context
from handlers.people import Me
from handlers.tickets import answering, view
from handlers.tickets.access import access_ticket, parties
from handlers.tickets.clocks import open_pause
from models.errors import NotFound
from models.rights import Act
from models.tickets import OPEN, Ending, Said, Ticket, TicketStatus

S = TicketStatus
#: How long a link to the photos works.
LINK = timedelta(hours=1)


def ref_of(talk: Talk, heard: Heard) -> int:
    """The ticket of a standing button (`id:version`), else of the running flow."""
    if heard.kind is Kind.PRESS and heard.value:
        return record_id(heard.value)
    if "id" not in talk.data:
        raise NotFound("ticket", "")
    return int(talk.data["id"])


def own(ctx: Context, who: Me, ticket_id: int) -> Ticket:
    """One's own ticket, or one that was joined. That staff may see others makes no difference."""
    ticket = access_ticket(ctx, who, ticket_id, Act.SEE_TICKET, for_update=False)
    if who.id not in parties(ctx, ticket):
        raise NotFound("ticket", ticket_id)
    return ticket


def seen(ctx: Context, who: Me, ticket_id: int) -> Ticket:
    """One's own, or one of the school that one looks after: not what staff see of others'."""
    ticket = access_ticket(ctx, who, ticket_id, Act.SEE_TICKET, for_update=False)
    schools = {h.school_code for h in who.holders if h.school_code}
    if who.id in parties(ctx, ticket) or ticket.school_code in schools:
        return ticket
    raise NotFound("ticket", ticket_id)


def shown(ctx: Context, who: Me, ticket: Ticket, *before: Notice) -> Outcome:
    """The card; its choices may also be typed."""
    able = acts(ctx, who, ticket)
    data = {
        **view.progress(ctx, ticket),
        "acts": able,
        "mine": who.id in parties(ctx, ticket),
        "reporter": ticket.reporter_id == who.id,
        "first_due_at": ticket.first_due_at.isoformat() if ticket.first_due_at else None,
        "question": question(ctx, ticket),
        "into": _into(ctx, ticket),
        "reopened": ticket.reopened,
        "now": ctx.now.isoformat(),
        # A card that somebody opened is read by them: its link is theirs, for an hour.
        "link": {"p": who.id, "until": (ctx.now + LINK).isoformat()},
    }
    kept = {"id": ticket.id, "acts": able, "form": bool(ticket.form)}
    return Outcome((*before, Notice("my_ticket.card", data)), "card", kept, flow=FLOW)


def acts(ctx: Context, who: Me, ticket: Ticket) -> list[str]:
    """What this person can do about it now."""
    if who.id not in parties(ctx, ticket):
        return []
    if ticket.status is S.WAITING_REPORTER:
        return ["answer", "works"]
    if ticket.status in OPEN:
        return ["add", "works"]
    if ticket.status is S.SOLVED:
        return ["works", "broken", *_rate(ctx, who, ticket)]
    if ticket.ending is Ending.MERGED:
        return ["into"]
    again = ["broken"] if answering.can_reopen(ctx, ticket) else []
    return [*_rate(ctx, who, ticket), *again]


def question(ctx: Context, ticket: Ticket) -> str | None:
    """What the office asked and waits for."""
    if ticket.status is not S.WAITING_REPORTER or open_pause(ctx, ticket.id) is None:
        return None
    asked = [e for e in view.said(ctx, ticket, internal=False, most=100)
             if e["kind"] == Said.QUESTION.value and not e["undone"]]  # fmt: skip
    return str(asked[-1]["words"]) if asked else ""


def rating(ctx: Context, who: Me, ticket: Ticket) -> dict[str, Any] | None:
    """The rating of this ticket that is still to be given by this person."""
    found = ratings.open_for(ctx, who.id) if who.id is not None else []
    subject = f"ticket:{ticket.id}"
    waiting = next((r for r in found if r.subject == subject and r.rated_at is None), None)
    return ratings.facts_of(ctx, waiting) if waiting else None


def _rate(ctx: Context, who: Me, ticket: Ticket) -> list[str]:
    return ["rate"] if rating(ctx, who, ticket) else []


def _into(ctx: Context, ticket: Ticket) -> dict[str, Any] | None:
    row = ctx.session.get(Ticket, ticket.merged_into_id) if ticket.merged_into_id else None
    return view.brief(row) if row else None
