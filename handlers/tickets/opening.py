"""A report becomes a ticket: numbered, its clocks running, in somebody's hands; or it joins one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import schools
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.people.vocabulary import school_name
from handlers.requests.numbering import next_number
from handlers.tickets import clocks, notifying, trail
from handlers.tickets.access import access_ticket
from handlers.tickets.owners import owner_group
from handlers.tickets.vocabulary import PREFIX
from models.errors import NotAllowed, Refusal, WrongState
from models.people import Person
from models.repairs import AdviceShown
from models.requests import Channel
from models.rights import Act, Thing
from models.tickets import (
    OPEN,
    Category,
    Said,
    Ticket,
    TicketEntry,
    TicketParty,
    TicketStatus,
    Urgency,
)

#: Two reports of one school within this time may be of the same thing.
SAME = timedelta(days=7)
_MOST_SAME = 20
LONGEST = 2000


class NobodyKnown(Refusal):
    """A report needs a reporter with a name, and a place."""


@dataclass(frozen=True)
class Report:
    """What was reported. `school_code` None: of the office itself, then `place` is a group.

    `files`: `media_id` and `name` each. `advice`: ids of `AdviceShown` that did not help.
    `form`, `form_version`, `answers`: of a service that was asked for on a form; `details` are
    its answers in words, `prefix` its series of numbers.
    """

    words: str
    category: Category
    urgency: Urgency
    school_code: str | None = None
    place: str = ""
    help: str | None = None
    asset: str | None = None
    location: Mapping[str, Any] | None = None
    files: Sequence[Mapping[str, Any]] = field(default=())
    advice: Sequence[int] = field(default=())
    channel: Channel = Channel.LINE
    form: str | None = None
    form_version: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    details: str = ""
    prefix: str = PREFIX
    accept: bool = False


def open_ticket(ctx: Context, me: Me, report: Report, *, quietly: bool = False) -> Ticket:
    """The person reports it for themselves. `quietly`: staff know of it and are not told.

    Raises NobodyKnown for somebody unknown, NotAllowed for a school that is not theirs.
    """
    me.require(Act.REPORT_TICKET)
    if me.person is None or not me.person.name:
        raise NobodyKnown
    own = {h.school_code for h in me.holders if h.school_code}
    if own and report.school_code and report.school_code not in own and not me.is_staff:
        raise NotAllowed(Act.REPORT_TICKET)
    ticket = _made(ctx, me.person, report, filed_by=None)
    if not quietly:
        notifying.to_staff(ctx, ticket)
    return ticket


def open_on_behalf(ctx: Context, me: Me, report: Report, reporter: Person) -> Ticket:
    """Staff open it for somebody who telephoned or came, and have it in hand if it is theirs."""
    me.require(Act.REPORT_ON_BEHALF)
    ticket = _made(ctx, reporter, report, filed_by=me)
    if me.may(Act.WORK_TICKET, Thing(group_name=ticket.owner_group)) and me.id != reporter.id:
        before = trail.snapshot(ticket)
        ticket.technician_id = me.id
        ticket.move(TicketStatus.ASSIGNED, at=ctx.now)
        clocks.spoke(ctx, ticket)  # they were spoken to as it was opened
        trail.write(ctx, ticket, Said.TAKEN, me, before=before)
    else:
        notifying.to_staff(ctx, ticket)
    return ticket


def same_open(
    ctx: Context, school_code: str | None, category: Category, *, every: bool = False
) -> list[Ticket]:
    """Open tickets of the school about the same kind of thing, newest first, that others of the
    school may join; `every`: also those of people who only say that they are of that school.
    """
    if school_code is None:
        return []
    query = select(Ticket).where(
        Ticket.school_code == school_code,
        Ticket.category == category,
        Ticket.status.in_(OPEN),
        Ticket.form.is_(None),
        Ticket.opened_at > ctx.now - SAME,
    )
    rows = ctx.session.scalars(query.order_by(Ticket.id.desc()).limit(_MOST_SAME)).all()
    return [row for row in rows if every or _of_the_school(ctx, row)][:3]


def _of_the_school(ctx: Context, ticket: Ticket) -> bool:
    """Is whoever reported it known there, or to staff who spoke to them? They read the words of
    all who join them."""
    if ticket.filed_by_id is not None:
        return True
    reporter = as_me(ctx, ctx.session.get(Person, ticket.reporter_id))
    return ticket.school_code in {holder.school_code for holder in reporter.holders}


def join(ctx: Context, me: Me, ticket_id: int, report: Report) -> Ticket:
    """It is the same as what somebody of this school reported: no second ticket.

    Only people of that school may (`report.school_code` is what they are known by). Joining twice
    adds the words and nothing else.
    """
    me.require(Act.REPORT_TICKET)
    if me.person is None:
        raise NobodyKnown
    ticket = ctx.session.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    schools_of = {h.school_code for h in me.holders if h.school_code}
    if ticket is None or not (ticket.school_code in schools_of and _of_the_school(ctx, ticket)):
        access_ticket(ctx, me, ticket_id, Act.ADD_TO_TICKET)  # says that there is none
        raise NobodyKnown
    if ticket.status not in OPEN:
        raise WrongState("ticket", ticket.status.value)
    known = ctx.session.get(TicketParty, (ticket.id, me.person.id))
    if known is None and me.person.id != ticket.reporter_id:
        ctx.session.add(TicketParty(ticket_id=ticket.id, person_id=me.person.id, joined_at=ctx.now))
    ticket.touch(at=ctx.now)
    raised = clocks.is_more_urgent(report.urgency, ticket.urgency)
    urgency = report.urgency if raised else ticket.urgency
    entry = trail.write(
        ctx, ticket, Said.JOINED, me, words=report.words[:LONGEST], as_reporter=True,
        urgency=urgency.value, was=ticket.urgency.value, late=clocks.late(ctx, ticket),
    )  # fmt: skip
    trail.attach(ctx, ticket, entry, report.files)
    if raised:
        ticket.urgency = report.urgency
        clocks.reckon(ctx, ticket)
        notifying.to_staff(ctx, ticket)
    return ticket


def advise(ctx: Context, article: str, category: Category, school_code: str | None) -> AdviceShown:
    """An article is shown before there is a ticket."""
    row = AdviceShown(
        article=article, category=category.value, school_code=school_code, shown_at=ctx.now
    )
    ctx.session.add(row)
    ctx.session.flush()
    return row


def advice_helped(ctx: Context, advice_ids: Sequence[int]) -> None:
    """It works again by the article: nothing was reported, and that is counted."""
    for row in _shown(ctx, advice_ids):
        row.helped = True
    ctx.session.flush()


def _made(ctx: Context, reporter: Person, report: Report, filed_by: Me | None) -> Ticket:
    year, number = next_number(ctx, report.prefix)
    ticket = Ticket(
        prefix=report.prefix,
        fiscal_year=year,
        number=number,
        form=report.form,
        form_version=report.form_version,
        answers=dict(report.answers),
        accept=report.accept,
        category=report.category,
        urgency=report.urgency,
        subject=report.words.strip()[:LONGEST],
        help=report.help,
        reporter_id=reporter.id,
        reporter={
            "name": reporter.name,
            "position": reporter.position,
            "affiliation": reporter.affiliation,
            "phone": reporter.phone,
        },
        school_code=report.school_code,
        place=place_of(ctx, report, reporter),
        channel=report.channel,
        filed_by_id=filed_by.id if filed_by else None,
        asset=(report.asset or None) and str(report.asset)[:60],
        location=dict(report.location) if report.location else None,
        owner_group=owner_group(ctx, report.category),
        status=TicketStatus.REPORTED,
        version=1,
        reopened=0,
        opened_at=ctx.now,
        changed_at=ctx.now,
    )
    ctx.session.add(ticket)
    ctx.session.flush()
    clocks.reckon(ctx, ticket)
    entry = trail.write(
        ctx, ticket, Said.REPORT, filed_by or Me(reporter), words=report.details or ticket.subject,
        as_reporter=filed_by is None, channel=report.channel.value,
    )  # fmt: skip
    trail.attach(ctx, ticket, entry, report.files)
    for row in _shown(ctx, report.advice):
        row.helped, row.ticket_id = False, ticket.id
    return ticket


def place_of(ctx: Context, report: Report, reporter: Person) -> str:
    """Where the trouble is, in words."""
    if report.school_code:
        found = schools.by_code(ctx, report.school_code)
        return school_name(found.name if found else report.school_code)[:200]
    return (report.place or reporter.affiliation)[:200]


def first_entry(ctx: Context, ticket: Ticket) -> TicketEntry:
    """The report itself."""
    query = select(TicketEntry).where(TicketEntry.ticket_id == ticket.id, TicketEntry.place == 1)
    return ctx.session.scalars(query).one()


def _shown(ctx: Context, ids: Sequence[int]) -> list[AdviceShown]:
    found = (ctx.session.get(AdviceShown, one) for one in ids)
    return [row for row in found if row is not None and row.ticket_id is None]
