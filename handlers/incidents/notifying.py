"""Who is told of an incident, and how it costs nothing: an offer rides on the next free reply.

Each offer and each push is a row of the outbox, whose `hold_key` names the incident and the
person; by these rows it is known who was really told, and so who has to hear of the end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from handlers import telling
from handlers.context import Context
from handlers.incidents import view
from handlers.outbox import RODE
from handlers.people import held_now
from models.chats import Chat
from models.incidents import Incident
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.people import ActingOrder, Person, Post
from models.spending import Pot
from models.tickets import Ticket, TicketParty

#: How long news of a fault is news, where nobody said till when it lasts.
FRESH = timedelta(hours=24)
#: Why an offer's row ended: the person asked, and was told at once.
ASKED = "told when asked"
_SENT = (OutboxStatus.QUEUED, OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)
_STARTED, _ENDED = "incident.started", "incident.ended"


def recipients(ctx: Context, schools: Collection[str] | None) -> dict[str, int]:
    """LINE accounts of everybody with a post at these schools today, with the person's id.

    `schools` None: all of them. Whoever acts knows it already and is left out.
    """
    found: dict[str, int] = {}
    for table in (Post, ActingOrder):
        found |= {row.line_user: row.id for row in ctx.session.execute(_at(ctx, table, schools))}
    found.pop(ctx.actor.line_user or "", None)
    return dict(sorted(found.items(), key=lambda one: one[1]))


def offer(ctx: Context, incident: Incident, schools: Collection[str] | None) -> int:
    """Offer it to the people of these schools. Returns to how many."""
    to = {
        line_user: _key(incident, "offer", person_id)
        for line_user, person_id in recipients(ctx, schools).items()
    }
    telling.offer_all(
        ctx, to, _STARTED, view.brief(ctx, incident), ref=_ref(incident),
        until=_until(ctx, incident),
    )  # fmt: skip
    return len(to)


def offer_anew(ctx: Context, incident: Incident) -> int:
    """Offers that nobody has read yet get the words of now. Returns how many."""
    held = {row.chat_key: row.hold_key or "" for row in ctx.session.execute(_held(incident))}
    telling.offer_all(
        ctx, held, _STARTED, view.brief(ctx, incident), ref=_ref(incident),
        until=_until(ctx, incident),
    )  # fmt: skip
    return len(held)


def push(ctx: Context, incident: Incident, to: dict[str, int]) -> None:
    """One paid message to each."""
    for line_user, person_id in to.items():
        telling.tell(
            ctx, line_user, _STARTED, view.brief(ctx, incident), ref=_ref(incident),
            hold_key=_key(incident, "push", person_id), pot=Pot.INCIDENTS,
        )  # fmt: skip


def ended(ctx: Context, incident: Incident, told: Collection[str]) -> int:
    """It is over. What was not read of it is dropped; whoever knows of it is offered the end,
    but those `told` of it at this moment. Returns how many were offered it."""
    know = heard(ctx, incident) | _reporters(ctx, incident)
    telling.drop_offers(ctx, _prefix(incident, "offer"), error="ended")
    know -= {*told, ctx.actor.line_user or ""}
    ids = ctx.session.execute(
        select(Person.line_user, Person.id)
        .outerjoin(Chat, Chat.chat_key == Person.line_user)
        .where(Person.line_user.in_(sorted(know)), Chat.left_at.is_(None))
    )
    to = {row.line_user: _key(incident, "end", row.id) for row in ids}
    telling.offer_all(
        ctx, to, _ENDED, view.brief(ctx, incident), ref=_ref(incident), until=ctx.now + FRESH
    )
    return len(to)


def seen(ctx: Context, line_user: str | None, incident_ids: Sequence[int]) -> None:
    """This person reads of these at this moment: the offer that waits for them is done with."""
    if not line_user or not incident_ids:
        return
    held = [_held_of(incident_id) for incident_id in incident_ids]
    ctx.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.chat_key == line_user, or_(*held))
        .values(status=OutboxStatus.SUPERSEDED, finished_at=ctx.now, error=ASKED)
        .execution_options(synchronize_session=False)
    )


def heard(ctx: Context, incident: Incident) -> set[str]:
    """The accounts that were really told that it began."""
    carried = and_(
        OutboxMessage.hold_key.startswith(_prefix(incident, "offer")),
        OutboxMessage.error.in_((RODE, ASKED)),
    )
    pushed = and_(
        OutboxMessage.hold_key.startswith(_prefix(incident, "push")),
        OutboxMessage.status.in_(_SENT),
    )
    return set(ctx.session.scalars(select(OutboxMessage.chat_key).where(or_(carried, pushed))))


def waiting(ctx: Context, incident: Incident) -> int:
    """How many offers wait for a free reply."""
    return len(ctx.session.execute(_held(incident)).all())


def pushed(ctx: Context, incident_id: int) -> int:
    """Paid messages that told of this incident."""
    query = select(func.coalesce(func.sum(OutboxMessage.price), 0)).where(
        OutboxMessage.status.in_(_SENT),
        OutboxMessage.only_free.is_(False),
        OutboxMessage.hold_key.startswith(f"incident:{incident_id}:push:"),
    )
    return int(ctx.session.scalar(query) or 0)


def _at(
    ctx: Context, table: type[Post] | type[ActingOrder], schools: Collection[str] | None
) -> Select[str | None, int]:
    query = (
        select(Person.line_user, Person.id)
        .join(table, table.person_id == Person.id)
        .outerjoin(Chat, Chat.chat_key == Person.line_user)
        .where(
            Person.line_user.is_not(None),
            Chat.left_at.is_(None),
            table.school_code.is_not(None),
            *held_now(ctx, table),
        )
    )
    return query if schools is None else query.where(table.school_code.in_(sorted(schools)))


def _reporters(ctx: Context, incident: Incident) -> set[str]:
    """Accounts of those whose tickets hang on it, also of those that were solved before."""
    tickets = select(Ticket.id).where(Ticket.incident_id == incident.id)
    joined = select(TicketParty.person_id).where(TicketParty.ticket_id.in_(tickets))
    own = select(Ticket.reporter_id).where(Ticket.incident_id == incident.id)
    query = select(Person.line_user).where(
        Person.line_user.is_not(None), or_(Person.id.in_(own), Person.id.in_(joined))
    )
    return {line for line in ctx.session.scalars(query) if line}


def _until(ctx: Context, incident: Incident) -> datetime:
    if incident.until is not None and incident.until > ctx.now:
        return incident.until
    return max(ctx.now, incident.starts_at) + FRESH


def _held(incident: Incident) -> Select[str, str | None]:
    return select(OutboxMessage.chat_key, OutboxMessage.hold_key).where(_held_of(incident.id))


def _held_of(incident_id: int) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.hold_key.startswith(f"incident:{incident_id}:offer:"),
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.purpose == Purpose.NOTICE,
        OutboxMessage.attempts == 0,
    )


def _ref(incident: Incident) -> str:
    return f"incident:{incident.id}"


def _prefix(incident: Incident, what: str) -> str:
    return f"incident:{incident.id}:{what}:"


def _key(incident: Incident, what: str, person_id: int) -> str:
    return f"{_prefix(incident, what)}{person_id}"
