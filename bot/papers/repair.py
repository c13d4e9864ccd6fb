"""The memo of a repair: from the owner of the machine to supplies, as PDF."""

from __future__ import annotations

from bot.documents.papers import MemoPaper, Opinion, Signer, Table, memo
from bot.papers.drafts import Letterhead
from bot.texts import repair_papers as words
from bot.texts.ticket_words import number_text
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.people import as_me
from handlers.tickets import view
from handlers.tickets.access import of_group
from models.people import Person
from models.repairs import MachineOwner, Repair
from models.rights import Act
from models.tickets import Ticket


def repair_memo(ctx: Context, repair: Repair, ticket: Ticket, head: Letterhead) -> bytes:
    """To be signed by hand: number and date of the memo are given by its registry."""
    office = repair.owner is MachineOwner.OFFICE
    reporter = ticket.reporter
    opened = ticket.opened_at.astimezone(BANGKOK).date()
    body: tuple[str | Table, ...] = (
        words.first(number_text(view.brief(ticket)), opened, ticket.place, ticket.subject),
        Table(words.COLUMNS, words.rows(repair.machine, repair.asset, repair.warranty.value,
                                        ticket.place)),
        words.closing(),
        *_outcome(repair),
    )  # fmt: skip
    return memo(
        MemoPaper(
            office=head.office if office else ticket.place,
            agency=" ".join(filter(None, (head.office, ticket.place))) if office else ticket.place,
            subject=f"{words.SUBJECT} {repair.machine}",
            to=words.TO_OFFICE if office else words.TO_SCHOOL.format(school=ticket.place),
            body=body,
            signer=Signer(str(reporter.get("name") or ""), str(reporter.get("position") or "")),
            made=ctx.now,
            comments=(_technician(ctx, repair, ticket),),
            decider=Signer("", ""),
            choices=(words.APPROVE, words.DISAPPROVE),
            garuda=head.garuda,
            wet=True,
        )
    )


def _technician(ctx: Context, repair: Repair, ticket: Ticket) -> Opinion:
    person = ctx.session.get(Person, repair.asked_by_id) if repair.asked_by_id else None
    by = as_me(ctx, person).by(Act.WORK_TICKET, of_group(ticket))
    name = person.name if person else ""
    at = repair.asked_at.astimezone(BANGKOK).date()
    return Opinion(
        words.checked(repair.fault), Signer(name, by.title if by else ""), at, words.CHECKED
    )


def _outcome(repair: Repair) -> tuple[str, ...]:
    if repair.outcome is None or repair.done_at is None:
        return ()
    day = repair.done_at.astimezone(BANGKOK).date()
    return (words.outcome(repair.outcome.value, day, repair.note),)
