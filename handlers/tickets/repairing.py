"""A machine that cannot be mended on the spot: its owner tells supplies, by a memo.

The office's machine goes to the office's supplies; a school's to the school's own supplies and
director (`office.md`, Work 4). The warranty is asked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.people import Me, with_right
from handlers.tickets import clocks, notifying, trail, view
from handlers.tickets.access import access_ticket, of_group, thing
from handlers.tickets.working import NothingSaid
from models.errors import NotFound, WrongState
from models.people import Person, Role
from models.repairs import MachineOwner, Repair, RepairOutcome, Warranty
from models.rights import Act
from models.tickets import OPEN, Said, Ticket, TicketStatus

S = TicketStatus


@dataclass(frozen=True)
class Machine:
    """What is sent for repair, and what the technician found."""

    owner: MachineOwner
    name: str
    warranty: Warranty
    fault: str
    asset: str = ""


def send(ctx: Context, me: Me, ticket_id: int, version: int | None, machine: Machine) -> Repair:
    """Send it for repair: supplies are told, and the reporter where the machine is."""
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, version=version)
    if ticket.status not in OPEN:
        raise WrongState("ticket", ticket.status.value)
    if not machine.fault.strip() or not machine.name.strip():
        raise NothingSaid
    if ticket.status is S.WAITING_REPORTER:
        ticket.go_on(at=ctx.now)
        clocks.go_on(ctx, ticket)
    ticket.technician_id = ticket.technician_id or me.id
    ticket.move(S.IN_REPAIR, at=ctx.now)
    ticket.asset = machine.asset.strip()[:60] or ticket.asset
    clocks.spoke(ctx, ticket)
    row = _row(ctx, ticket, me, machine)
    # It is not undone: supplies were told. The machine comes back instead.
    trail.write(
        ctx, ticket, Said.REPAIR, me, words=machine.fault.strip(), repair=row.id,
        owner=row.owner.value, warranty=row.warranty.value, machine=row.machine,
    )  # fmt: skip
    _tell_supplies(ctx, ticket, row)
    by = me.by(Act.WORK_TICKET, of_group(ticket))
    said = {"what": Said.REPAIR.value, "words": "", "by": by.title if by else "", "files": 0,
            "visit_at": None, "repair": view.repair(ctx, ticket)}  # fmt: skip
    notifying.tell_parties(ctx, ticket, "ticket.told", said)
    return row


def receive(ctx: Context, me: Me, repair_id: int) -> Repair:
    """Supplies have the machine."""
    row, ticket = _repair(ctx, me, repair_id)
    row.receive(at=ctx.now, by_id=me.id)
    ticket.touch(at=ctx.now)
    trail.write(ctx, ticket, Said.REPAIR, me, received=row.id)
    return row


def finish(ctx: Context, me: Me, repair_id: int, outcome: RepairOutcome, words: str = "") -> Repair:
    """It came back, mended or not: the technician has it again, and says what comes of it."""
    row, ticket = _repair(ctx, me, repair_id)
    row.finish(outcome, words.strip() or None, at=ctx.now)
    if ticket.status is S.IN_REPAIR:
        ticket.move(S.ASSIGNED, at=ctx.now)
    else:
        ticket.touch(at=ctx.now)
    clocks.reckon(ctx, ticket)
    trail.write(
        ctx, ticket, Said.REPAIRED, me, words=words.strip(), repair=row.id, outcome=outcome.value
    )
    notifying.to_staff(ctx, ticket)
    notifying.offer_parties(ctx, ticket, "ticket.repaired", {"outcome": outcome.value})
    return row


def see(ctx: Context, me: Me, repair_id: int) -> tuple[Repair, Ticket]:
    """The repair with its ticket, to look at and to print the memo. Raises NotFound."""
    return _repair(ctx, me, repair_id, for_update=False)


def current(ctx: Context, ticket_id: int) -> Repair | None:
    """The newest repair of a ticket."""
    query = select(Repair).where(Repair.ticket_id == ticket_id)
    return ctx.session.scalars(query.order_by(Repair.id.desc()).limit(1)).first()


def supplies(ctx: Context, ticket: Ticket, owner: MachineOwner) -> list[Person]:
    """Who gets the machine: the office's supplies, or the school's director and clerk."""
    found = with_right(ctx, Act.HANDLE_REPAIR, thing(ctx, ticket))
    wanted = {Role.SUPPLIES} if owner is MachineOwner.OFFICE else {
        Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN,
    }  # fmt: skip
    return [person for person, by in found if by.holder.role in wanted]


def _repair(
    ctx: Context, me: Me, repair_id: int, *, for_update: bool = True
) -> tuple[Repair, Ticket]:
    fresh: dict[str, Any] = {"with_for_update": for_update, "populate_existing": for_update}
    row = ctx.session.get(Repair, repair_id, **fresh)
    ticket = ctx.session.get(Ticket, row.ticket_id, **fresh) if row else None
    if row is None or ticket is None or not me.may(Act.HANDLE_REPAIR, thing(ctx, ticket)):
        raise NotFound("repair", repair_id)
    return row, ticket


def _row(ctx: Context, ticket: Ticket, me: Me, machine: Machine) -> Repair:
    row = Repair(
        ticket_id=ticket.id,
        owner=machine.owner,
        machine=machine.name.strip()[:200],
        asset=machine.asset.strip()[:60] or ticket.asset,
        warranty=machine.warranty,
        fault=machine.fault.strip(),
        asked_at=ctx.now,
        asked_by_id=me.id,
    )
    ctx.session.add(row)
    ctx.session.flush()
    return row


def _tell_supplies(ctx: Context, ticket: Ticket, row: Repair) -> None:
    parties = {person.id for person in notifying.people(ctx, ticket)}
    for person in supplies(ctx, ticket, row.owner):
        if person.id in parties or not telling.reachable(ctx, person.line_user):
            continue
        assert person.line_user is not None
        data = {"ticket": view.brief(ticket), "repair": view.repair(ctx, ticket)}
        telling.tell(ctx, person.line_user, "ticket.repair", data, ref=f"ticket:{ticket.id}")
