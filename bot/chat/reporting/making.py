"""The report becomes a ticket, or joins what is known; photos may follow."""

from __future__ import annotations

from typing import Any

from bot.chat.flow import Heard, Notice, Outcome
from bot.chat.reporting.adding import waiting
from bot.chat.reporting.asking import place_name
from bot.chat.reporting.state import Kit, Trouble, places
from bot.texts import consent
from handlers import people
from handlers.context import Context
from handlers.incidents import joining
from handlers.incidents import view as incidents
from handlers.people import Me, as_me
from handlers.tickets import opening, trail, view
from models.errors import WrongState
from models.incidents import Incident
from models.people import Person
from models.tickets import Ticket, Urgency

#: Of an incident or a colleague's ticket, where the person said nothing of urgency.
_USUAL = Urgency.SEVERAL


def make(kit: Kit, ctx: Context, who: Me, heard: Heard, trouble: Trouble) -> Outcome:
    """The ticket. Somebody unknown becomes known by what they said of themselves."""
    if trouble.behalf:
        return _for_somebody(ctx, who, trouble)
    reporter = who if places(kit, who) else _introduced(kit, ctx, who, heard, trouble)
    ticket = opening.open_ticket(ctx, reporter, trouble.report())
    return receipt(ctx, ticket, "report.receipt")


def join(
    kit: Kit, ctx: Context, who: Me, heard: Heard, trouble: Trouble, ref: str
) -> Outcome | None:
    """It is the same as this ticket or incident; None where that is over meanwhile."""
    kind, _, number = ref.partition(":")
    report = trouble.report(_USUAL)
    try:
        with ctx.session.begin_nested():
            if kind == "ticket":
                ticket = opening.join(ctx, who, int(number), report)
                return receipt(ctx, ticket, "report.joined")
            ticket = joining.join_incident(ctx, who, int(number), report)
    except WrongState:
        return None
    incident = incidents.brief(ctx, ctx.session.get_one(Incident, int(number)))
    return receipt(ctx, ticket, "report.receipt", incident=incident)


def receipt(ctx: Context, ticket: Ticket, kind: str, **more: Any) -> Outcome:
    """It has a number; from here on photos and words are added to it."""
    first = ticket.first_due_at
    said = {
        "ticket": view.brief(ticket),
        "first_due_at": first.isoformat() if first else None,
        "now": ctx.now.isoformat(),
        "files": len(trail.files(ctx, ticket.id, internal=False)),
        "asset": ticket.asset,
        **more,
    }
    return waiting(ctx, ticket, Notice(kind, said))


def _introduced(kit: Kit, ctx: Context, who: Me, heard: Heard, trouble: Trouble) -> Me:
    assert heard.person is not None
    name = trouble.name or (who.person.name if who.person else "")
    person = people.introduce(
        ctx, heard.person, name, affiliation=place_name(ctx, trouble), phone=trouble.phone or None
    )
    if trouble.agreed:
        people.give_consent(ctx, person, consent.VERSION, consent.text_hash(kit.office.name))
    return as_me(ctx, person)


def _for_somebody(ctx: Context, who: Me, trouble: Trouble) -> Outcome:
    report = trouble.report()
    alike = opening.same_open(ctx, report.school_code, report.category, every=True)
    reporter = ctx.session.get(Person, trouble.reporter_id) or _caller(ctx, trouble)
    ticket = opening.open_on_behalf(ctx, who, report, reporter)
    said = {
        "ticket": view.brief(ticket),
        "name": reporter.name,
        "phone": reporter.phone or "",
        "line": bool(reporter.line_user),
        "channel": ticket.channel.value,
        "mine": ticket.technician_id == who.id,
        "alike": [view.brief(row) for row in alike],
    }
    return Outcome((Notice("report.filed", said),))


def _caller(ctx: Context, trouble: Trouble) -> Person:
    """Somebody who telephoned and is not known: no account, no post."""
    person = Person(
        name=trouble.name, position="", affiliation=trouble.place[:200],
        phone=trouble.phone or None, created_at=ctx.now, created_by=ctx.actor.name[:100],
    )  # fmt: skip
    ctx.session.add(person)
    ctx.session.flush()
    return person
