"""What staff do with a ticket: take, pass on, talk, advise, plan a visit, sort, solve.

Every function loads and guards in one go, writes the trail, and tells whom it concerns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.context import Context
from handlers.people import Me, as_me
from handlers.tickets import clocks, notifying, trail, view
from handlers.tickets.access import access_ticket, of_group
from handlers.tickets.owners import owner_group
from models.errors import NotFound, Refusal, WrongState
from models.people import Person
from models.rights import Act
from models.tickets import OPEN, Category, Said, Ticket, TicketFile, TicketStatus, Urgency

S = TicketStatus
Files = Sequence[Mapping[str, Any]]


class NothingSaid(Refusal):
    """Words or a photo are needed here: nobody closes a matter on paper only."""


class NotAhead(Refusal):
    """A visit is planned for a moment to come."""


def open_card(ctx: Context, me: Me, ticket_id: int) -> Ticket:
    """Look at it as one of the staff; others who have it open are told of each other."""
    ticket = access_ticket(ctx, me, ticket_id, Act.SEE_NOTES, for_update=False)
    view.look_at(ctx, me, ticket)
    return ticket


def take(ctx: Context, me: Me, ticket_id: int, version: int | None = None) -> Ticket:
    """Take it into one's own hands; from a colleague too. Taking twice is no change."""
    ticket = _open(ctx, me, ticket_id, version)
    if ticket.technician_id == me.id and ticket.status not in (S.REPORTED, S.REOPENED):
        return ticket
    before = trail.snapshot(ticket)
    ticket.technician_id = me.id
    if ticket.status in (S.REPORTED, S.REOPENED):
        ticket.move(S.ASSIGNED, at=ctx.now)
    else:
        ticket.touch(at=ctx.now)
    trail.write(ctx, ticket, Said.TAKEN, me, before=before)
    notifying.offer_parties(ctx, ticket, "ticket.taken", {"by": _title(me, ticket)})
    return ticket


def pass_on(
    ctx: Context, me: Me, ticket_id: int, version: int | None, to_id: int, words: str = ""
) -> Ticket:
    """Another person takes it over, and is told. Raises NotFound for one who may not."""
    ticket = _open(ctx, me, ticket_id, version)
    to = ctx.session.get(Person, to_id)
    who = as_me(ctx, to)
    if to is None or not who.may(Act.WORK_TICKET, of_group(ticket)) or to.id == ticket.reporter_id:
        raise NotFound("person", to_id)
    before = trail.snapshot(ticket)
    ticket.technician_id = to.id
    if ticket.status in (S.REPORTED, S.REOPENED):
        ticket.move(S.ASSIGNED, at=ctx.now)
    else:
        ticket.touch(at=ctx.now)
    trail.write(ctx, ticket, Said.PASSED, me, words=words, before=before, internal=True, to=to.name)
    notifying.staff(ctx, to, ticket)
    return ticket


def note(ctx: Context, me: Me, ticket_id: int, words: str, files: Files = ()) -> Ticket:
    """Something for colleagues only. Allowed on closed tickets too."""
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET)
    _said(words, files)
    ticket.touch(at=ctx.now)
    entry = trail.write(ctx, ticket, Said.NOTE, me, words=words, internal=True)
    trail.attach(ctx, ticket, entry, files)
    return ticket


def tell(
    ctx: Context,
    me: Me,
    ticket_id: int,
    version: int | None,
    words: str,
    files: Files = (),
    *,
    kind: Said = Said.MESSAGE,
) -> Ticket:
    """Say something to the reporter: a message, or advice (then the ticket counts as advised)."""
    ticket = _open(ctx, me, ticket_id, version)
    _said(words, files)
    before = trail.snapshot(ticket)
    _mine(ticket, me)
    if kind is Said.ADVICE and ticket.status is not S.WAITING_REPORTER:
        ticket.move(S.ADVISED, at=ctx.now)
    elif ticket.status in (S.REPORTED, S.REOPENED):
        ticket.move(S.ASSIGNED, at=ctx.now)
    else:
        ticket.touch(at=ctx.now)
    clocks.spoke(ctx, ticket)
    entry = trail.write(ctx, ticket, kind, me, words=words, before=before)
    sent = trail.attach(ctx, ticket, entry, files)
    _tell(ctx, me, ticket, kind.value, words, sent)
    return ticket


def ask(
    ctx: Context, me: Me, ticket_id: int, version: int | None, words: str, files: Files = ()
) -> Ticket:
    """Ask the reporter; the clocks stand until they answer."""
    ticket = _open(ctx, me, ticket_id, version)
    _said(words, files)
    before = trail.snapshot(ticket)
    _mine(ticket, me)
    ticket.ask_reporter(at=ctx.now)
    clocks.spoke(ctx, ticket)
    clocks.stop(ctx, ticket)
    entry = trail.write(ctx, ticket, Said.QUESTION, me, words=words, before=before)
    sent = trail.attach(ctx, ticket, entry, files)
    _tell(ctx, me, ticket, Said.QUESTION.value, words, sent)
    return ticket


def answered(
    ctx: Context, me: Me, ticket_id: int, version: int | None, words: str, files: Files = ()
) -> Ticket:
    """The reporter answered by another way (they telephoned): the clocks go on. For staff only:
    the reporter knows what they said."""
    ticket = _open(ctx, me, ticket_id, version)
    _said(words, files)
    before = trail.snapshot(ticket)
    _mine(ticket, me)
    ticket.go_on(at=ctx.now)
    clocks.go_on(ctx, ticket)
    entry = trail.write(
        ctx, ticket, Said.MESSAGE, me, words=words, before=before, internal=True, answer=True
    )
    trail.attach(ctx, ticket, entry, files)
    return ticket


def plan_visit(
    ctx: Context, me: Me, ticket_id: int, version: int | None, at: datetime, words: str = ""
) -> Ticket:
    """Say when somebody comes; planned anew it is another visit."""
    ticket = _open(ctx, me, ticket_id, version)
    if at <= ctx.now:
        raise NotAhead
    before = trail.snapshot(ticket)
    _mine(ticket, me)
    if ticket.status is S.WAITING_REPORTER:
        ticket.go_on(at=ctx.now)
        clocks.go_on(ctx, ticket)
    ticket.move(S.VISITING, at=ctx.now)
    ticket.visit_at = at
    clocks.spoke(ctx, ticket)
    trail.write(ctx, ticket, Said.VISIT, me, words=words, before=before, at=at.isoformat())
    _tell(ctx, me, ticket, Said.VISIT.value, words, [])
    return ticket


def sort(
    ctx: Context,
    me: Me,
    ticket_id: int,
    version: int | None,
    *,
    category: Category | None = None,
    urgency: Urgency | None = None,
    asset: str | None = None,
) -> Ticket:
    """Correct what it is about, how urgent it is, or which machine. Another owner may get it."""
    ticket = _open(ctx, me, ticket_id, version)
    before, late = trail.snapshot(ticket), clocks.late(ctx, ticket)
    ticket.category = category or ticket.category
    ticket.urgency = urgency or ticket.urgency
    ticket.asset = ticket.asset if asset is None else asset.strip()[:60] or None
    if trail.snapshot(ticket) == before:
        return ticket
    owner = owner_group(ctx, ticket.category)
    moved, ticket.owner_group = owner != ticket.owner_group, owner
    ticket.touch(at=ctx.now)
    trail.write(
        ctx, ticket, Said.SORTED, me, before=before, internal=True, was=before["urgency"],
        late=late, **_changed(ticket),
    )  # fmt: skip
    clocks.reckon(ctx, ticket)
    if moved:
        _to_owner(ctx, ticket)
    return ticket


def solve(
    ctx: Context, me: Me, ticket_id: int, version: int | None, words: str, files: Files = ()
) -> Ticket:
    """It is mended: what was done, or a photo that shows it. The reporter confirms or reopens."""
    ticket = _open(ctx, me, ticket_id, version)
    _said(words, files)
    return settle(ctx, me, ticket, words, files)


def settle(
    ctx: Context,
    me: Me | None,
    ticket: Ticket,
    words: str,
    files: Files = (),
    *,
    told: dict[str, bool] | None = None,
) -> Ticket:
    """Solve a locked, open ticket for somebody whose right was checked: of the ticket, or of the
    incident that it hangs on. `me` None: the office's own machine. `told`: see `notifying.solved`.
    """
    before = trail.snapshot(ticket)
    if me is not None:
        _mine(ticket, me)
    ticket.move(S.SOLVED, at=ctx.now)
    clocks.spoke(ctx, ticket)
    clocks.stop(ctx, ticket)
    entry = trail.write(ctx, ticket, Said.SOLUTION, me, words=words, before=before)
    trail.attach(ctx, ticket, entry, files)
    notifying.solved(ctx, ticket, words, told=told)
    return ticket


def erase_file(ctx: Context, me: Me, ticket_id: int, file_id: int) -> Ticket:
    """Erase a photo that shows what must not be kept; its content goes with the next tidying."""
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET)
    row = ctx.session.get(TicketFile, file_id)
    if row is None or row.ticket_id != ticket.id or row.removed_at is not None:
        raise NotFound("ticket_file", file_id)
    row.removed_at, row.removed_by_id, row.name = ctx.now, me.id, ""
    trail.release(ctx, row)
    ticket.touch(at=ctx.now)
    trail.write(ctx, ticket, Said.NOTE, me, internal=True, erased=row.id)
    return ticket


def _open(ctx: Context, me: Me, ticket_id: int, version: int | None) -> Ticket:
    ticket = access_ticket(ctx, me, ticket_id, Act.WORK_TICKET, version=version)
    if ticket.status not in OPEN:
        raise WrongState("ticket", ticket.status.value)
    return ticket


def _mine(ticket: Ticket, me: Me) -> None:
    """Whoever works on what nobody has, has it from then on."""
    ticket.technician_id = ticket.technician_id or me.id


def _to_owner(ctx: Context, ticket: Ticket) -> None:
    """Another group owns it now: it is in the hands of one of theirs, where there is one."""
    had = ticket.technician_id
    if had is not None and had not in {person.id for person in notifying.able(ctx, ticket)}:
        ticket.technician_id = None
        notifying.to_staff(ctx, ticket, assign=True)
    elif had is None:
        notifying.to_staff(ctx, ticket)


def _said(words: str, files: Files) -> None:
    if not words.strip() and not files:
        raise NothingSaid


def _tell(
    ctx: Context, me: Me, ticket: Ticket, what: str, words: str, sent: Sequence[TicketFile]
) -> None:
    data = {
        "what": what,
        "words": words,
        "by": _title(me, ticket),
        "files": len(sent),
        "visit_at": ticket.visit_at.isoformat() if ticket.visit_at else None,
    }
    notifying.tell_parties(ctx, ticket, "ticket.told", data)


def _title(me: Me, ticket: Ticket) -> str:
    by = me.by(Act.WORK_TICKET, of_group(ticket))
    return by.title if by else ""


def _changed(ticket: Ticket) -> dict[str, Any]:
    return {
        "category": ticket.category.value,
        "urgency": ticket.urgency.value,
        "asset": ticket.asset,
    }
