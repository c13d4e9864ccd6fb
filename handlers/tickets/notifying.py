"""Who has to be told what of a ticket, and when it may cost a message.

One technician hears of a new ticket; the reporter is pushed what they wait for (a question, an
answer, a visit, the end). That somebody took it, or passed it on, rides on a free reply.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from handlers import ratings, telling
from handlers.context import Context
from handlers.people import as_me, with_right
from handlers.requests import tasks
from handlers.requests.notifying import held, told_from
from handlers.tickets import view
from handlers.tickets.access import of_group, parties
from models.people import Person, Role
from models.rights import Act
from models.spending import Pot
from models.tickets import OPEN, Ticket, Urgency

#: How long a word that costs nothing waits for a free reply.
OFFERED = timedelta(days=3)
#: The urgent ones are told at once, whatever was told just before.
AT_ONCE = frozenset({Urgency.EXAM, Urgency.STOPPED})
#: But so many to one person; whatever is reported besides is gathered, whoever keeps reporting.
MOST_AT_ONCE = 5


def able(ctx: Context, ticket: Ticket) -> list[Person]:
    """Who may work on it, those who mend things first; not a director unless there is no other."""
    found = with_right(ctx, Act.WORK_TICKET, of_group(ticket))
    hands = [p for p, by in found if by.holder.role is not Role.GROUP_DIRECTOR]
    group = [
        p for p, by in found if p in hands and by.holder.group_name in (ticket.owner_group, None)
    ]
    return group or hands or [p for p, _ in found]


def to_staff(ctx: Context, ticket: Ticket, *, assign: bool = False, gather: bool = False) -> None:
    """It waits for staff: whoever has it, else the one with the least in hand, is told.

    `assign`: they have it from now on. `gather`: one more word of what they know of, which can
    wait even where it is urgent. Nobody who reported it is told to mend it themselves.
    """
    person = _in_hand(ctx, ticket)
    if person is not None:
        if assign:
            ticket.technician_id = person.id
        staff(ctx, person, ticket, gather=gather)


def staff(ctx: Context, person: Person, ticket: Ticket, *, gather: bool = False) -> None:
    """Tell one of the staff that a ticket waits for them; what comes soon after is gathered."""
    if not telling.reachable(ctx, person.line_user) or person.line_user == ctx.actor.line_user:
        return
    assert person.line_user is not None
    at_once = ticket.urgency in AT_ONCE and not gather
    at_once = at_once and telling.told_lately(ctx, person.line_user) < MOST_AT_ONCE
    at = None if at_once else telling.gathers_until(ctx, person.line_user)
    opens = told_from(ctx, at or ctx.now)
    kind, data = "ticket.task", {"ticket": view.brief(ticket), "last": view.last(ctx, ticket)}
    if at is not None and (waiting := tasks.digest(ctx, person))["count"] > 1:
        kind, data = "tasks.digest", waiting
    later = opens > ctx.now
    telling.tell(
        ctx, person.line_user, kind, data, ref=f"ticket:{ticket.id}",
        at=opens if later else None, hold_key=held(person.line_user) if later else None,
        pressing=at_once,
    )  # fmt: skip


def tell_parties(ctx: Context, ticket: Ticket, kind: str, data: dict[str, Any]) -> int:
    """Push the reporter and those who joined: one message each. Returns how many."""
    told, known = 0, people(ctx, ticket)
    _forget(ctx, ticket, known)
    for person in known:
        if telling.reachable(ctx, person.line_user) and person.line_user != ctx.actor.line_user:
            assert person.line_user is not None
            facts = {"ticket": view.brief(ticket), **data}
            telling.tell(ctx, person.line_user, kind, facts, ref=f"ticket:{ticket.id}")
            told += 1
    return told


def offer_parties(
    ctx: Context, ticket: Ticket, kind: str, data: dict[str, Any], *, until: datetime | None = None
) -> None:
    """What is good to know and not worth money: it rides on their next free reply, if that comes
    `until` then (a few days, if not told)."""
    for person in people(ctx, ticket):
        if telling.reachable(ctx, person.line_user) and person.line_user != ctx.actor.line_user:
            assert person.line_user is not None
            facts = {"ticket": view.brief(ticket), **data}
            telling.offer(
                ctx, person.line_user, kind, facts, ref=f"ticket:{ticket.id}",
                until=until or ctx.now + OFFERED, hold_key=_offered(ticket, person),
            )  # fmt: skip


def forget(ctx: Context, ticket: Ticket) -> None:
    """What was offered of the ticket and not carried yet is old news by now."""
    _forget(ctx, ticket, people(ctx, ticket))


def solved(
    ctx: Context, ticket: Ticket, words: str, *, told: dict[str, bool] | None = None
) -> None:
    """The end of it, with the rating: the reporter confirms, rates, or opens it again.

    `told`: accounts that were told of an end in this same change (of another ticket on the same
    incident), and whether that was paid for, out of the incidents' share. Nobody is paid for
    twice: this one rides on their next free reply.
    """
    rating = ratings.invite(
        ctx, subject=f"ticket:{ticket.id}", service="ticket", form="ticket",
        person_id=ticket.reporter_id,
    )  # fmt: skip
    for person in people(ctx, ticket):
        if not telling.reachable(ctx, person.line_user):
            continue
        if person.line_user == ctx.actor.line_user:
            continue
        assert person.line_user is not None
        key = f"ticket:{ticket.id}:{person.id}"
        telling.drop_held(ctx, person.line_user, key)
        asks = rating is not None and rating.rated_at is None and person.id == ticket.reporter_id
        facts = {
            "ticket": view.brief(ticket),
            "words": words,
            "rating_id": rating.id if asks and rating else None,
        }
        if told is not None and person.line_user in told:
            telling.offer(
                ctx, person.line_user, "ticket.solved", facts, ref=f"ticket:{ticket.id}",
                until=ctx.now + OFFERED, hold_key=key,
            )  # fmt: skip
            continue
        paid = telling.tell(
            ctx, person.line_user, "ticket.solved", facts, ref=f"ticket:{ticket.id}",
            pot=Pot.SERVICE if told is None else Pot.INCIDENTS,
        )  # fmt: skip
        if told is not None:
            told[person.line_user] = paid


def people(ctx: Context, ticket: Ticket) -> list[Person]:
    """The reporter and those who joined, who are still known."""
    ids = parties(ctx, ticket)
    query = select(Person).where(Person.id.in_(ids), Person.erased_at.is_(None))
    return list(ctx.session.scalars(query.order_by(Person.id)))


def _forget(ctx: Context, ticket: Ticket, known: Sequence[Person]) -> None:
    for person in known:
        if person.line_user:
            telling.drop_held(ctx, person.line_user, _offered(ticket, person))


def _offered(ticket: Ticket, person: Person) -> str:
    return f"ticket:{ticket.id}:{person.id}"


def _in_hand(ctx: Context, ticket: Ticket) -> Person | None:
    mine = ctx.session.get(Person, ticket.technician_id) if ticket.technician_id else None
    if mine is not None and as_me(ctx, mine).may(Act.WORK_TICKET, of_group(ticket)):
        return mine
    found = [p for p in able(ctx, ticket) if p.id != ticket.reporter_id]
    within = [p for p in found if telling.reachable(ctx, p.line_user)] or found
    return min(within, key=lambda p: (_count(ctx, p.id), p.id)) if within else None


def _count(ctx: Context, person_id: int) -> int:
    query = select(func.count()).select_from(Ticket)
    mine = query.where(Ticket.technician_id == person_id, Ticket.status.in_(OPEN))
    return ctx.session.scalar(mine) or 0
