"""Every open ticket that somebody of the staff may see, with who has it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from handlers.context import Context
from handlers.people import Me
from handlers.tickets import view
from models.people import Person
from models.rights import Act, Thing
from models.tickets import OPEN, Ticket

#: What a list does not read: hundreds of rows are to be there at once.
_UNREAD = (defer(Ticket.answers), defer(Ticket.reporter), defer(Ticket.location))


def every_open(ctx: Context, me: Me) -> list[dict[str, Any]]:
    """Those whose notes this person may see: the late ones first, then what is due first; what
    waits for its reporter last."""
    if not me.may_anywhere(Act.SEE_NOTES):
        return []
    rows = ctx.session.execute(
        select(Ticket, Person.name)
        .outerjoin(Person, Person.id == Ticket.technician_id)
        .where(Ticket.status.in_(OPEN))
        .options(*_UNREAD)
        .order_by(Ticket.id)
    )
    may, found = dict[str, bool](), list[dict[str, Any]]()
    for ticket, name in rows:
        group = ticket.owner_group
        if group not in may:
            may[group] = me.may(Act.SEE_NOTES, Thing(group_name=group))
        if may[group]:
            has_it = {"technician": name or None, "mine": ticket.technician_id == me.id}
            found.append({**view.brief(ticket), **has_it, "late": view.late(ctx, ticket)})
    return sorted(found, key=lambda one: (one["due_at"] or "9", one["id"]))
