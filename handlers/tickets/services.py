"""Services that are asked for on a form and done by somebody of the owning group: no director
decides. Some book a room or equipment; a conference is tested the day before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from handlers import bookings
from handlers.context import Context
from handlers.forms.definition import Books, Form
from handlers.people import Me, as_me
from handlers.requests.submitting import guest, subject_of
from handlers.tickets.opening import Report, open_on_behalf, open_ticket
from handlers.workdays import BANGKOK, CLOSING, OPENING
from models.errors import NotAllowed
from models.requests import Channel
from models.rights import Act
from models.tickets import Category, Ticket


@dataclass(frozen=True)
class Asked:
    """A form as it was filled in. `details`: its answers in words; `resource`: what is booked."""

    form: Form
    answers: Mapping[str, Any]
    details: str = ""
    channel: Channel = Channel.LINE
    files: Sequence[Mapping[str, Any]] = field(default=())
    resource: str = ""


@dataclass(frozen=True)
class Offer:
    """A room that is free, or equipment of which enough is in. `room`: for how many people."""

    ref: str
    name: str
    left: int = 1
    room: int = 0
    equipment: str = ""


def submit(ctx: Context, me: Me, asked: Asked, line_user: str) -> Ticket:
    """The person asks for it themselves. One who was unknown becomes a guest of that name.

    Raises NotAllowed when the form is not for them, BookingRefused, Taken.
    """
    if not asked.form.open_to({h.role for h in me.holders}):
        raise NotAllowed(Act.REPORT_TICKET)
    person = me.person or guest(ctx, asked.answers, line_user)
    who = as_me(ctx, person)
    ticket = open_ticket(ctx, who, _report(asked, who))
    _book(ctx, asked, ticket, person.id)
    return ticket


def submit_on_behalf(ctx: Context, me: Me, asked: Asked) -> Ticket:
    """Staff fill it in for somebody who telephoned, came or wrote."""
    me.require(Act.REPORT_ON_BEHALF)
    person = guest(ctx, asked.answers, None)
    ticket = open_on_behalf(ctx, me, _report(asked, Me(person)), person)
    assert me.id is not None
    _book(ctx, asked, ticket, me.id)
    return ticket


def offers(ctx: Context, form: Form, answers: Mapping[str, Any]) -> list[Offer]:
    """What can be had at that time: rooms that are large enough first. Raises BookingRefused."""
    starts, ends = _ahead(ctx, form, answers)
    if form.ticket is not None and form.ticket.books is Books.EQUIPMENT:
        wanted = int(answers.get("quantity") or 1)
        found = bookings.left(ctx, starts, ends)
        return [Offer(f"equipment:{k.slug}", k.name, n) for k, n in found if n >= wanted]
    people = int(answers.get("people") or 0)
    rooms = sorted(
        bookings.free(ctx, starts, ends), key=lambda r: (r.capacity < people, r.capacity)
    )
    return [Offer(f"room:{r.slug}", r.name, 1, r.capacity, r.equipment) for r in rooms]


def span(form: Form, answers: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """From when to when, in Bangkok: hours of one day, or whole working days of a loan."""
    day = date.fromisoformat(str(answers["day"]))
    if form.ticket is not None and form.ticket.books is Books.EQUIPMENT:
        until = date.fromisoformat(str(answers["until"]))
        return _at(day, OPENING), _at(until, CLOSING)
    starts, ends = (time.fromisoformat(str(answers[name])) for name in ("starts", "ends"))
    return _at(day, starts), _at(day, ends)


def _ahead(ctx: Context, form: Form, answers: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """A loan of today begins now, not at the opening that is past."""
    starts, ends = span(form, answers)
    loan = form.ticket is not None and form.ticket.books is Books.EQUIPMENT
    today = starts.date() == ctx.now.astimezone(BANGKOK).date()
    return (max(starts, ctx.now) if loan and today else starts), ends


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BANGKOK)


def _report(asked: Asked, who: Me) -> Report:
    form, answers, rule = asked.form, asked.answers, asked.form.ticket
    assert rule is not None
    named = str(answers.get(rule.category_field) or "")
    helped = str(answers.get(rule.help_field) or "")
    schools = [h.school_code for h in who.holders if h.school_code]
    return Report(
        words=subject_of(form, answers),
        category=Category(named) if named in set(Category) else rule.category,
        urgency=rule.urgency,
        school_code=schools[0] if schools else None,
        place=str(answers.get("affiliation") or ""),
        help=helped if helped and helped != "other" else None,
        files=asked.files,
        channel=asked.channel,
        form=form.slug,
        form_version=str(form.version),
        answers=answers,
        details=asked.details,
        prefix=form.prefix,
        accept=rule.accept,
    )


def _book(ctx: Context, asked: Asked, ticket: Ticket, by_id: int) -> None:
    rule = asked.form.ticket
    if rule is None or rule.books is Books.NOTHING:
        return
    starts, ends = _ahead(ctx, asked.form, asked.answers)
    quantity = int(asked.answers.get("quantity") or 1) if rule.books is Books.EQUIPMENT else 1
    subject = f"ticket:{ticket.id}"
    bookings.book(
        ctx, subject=subject, resource=asked.resource, starts=starts, ends=ends,
        quantity=quantity, by_id=by_id,
    )  # fmt: skip
    if rule.books is Books.CONFERENCE:
        bookings.plan_conference(
            ctx, subject=subject, starts=starts, ends=ends, group=ticket.owner_group,
            signs=bool(asked.answers.get("signs")),
        )  # fmt: skip
