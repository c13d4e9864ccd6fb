"""Who has to be told what, and when it may cost a message.

On the straight path four messages are paid: the new request to one officer, the card to the
director, the permission to the officer, the delivery to the requester. Everything else is a reply.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from handlers import office_calendar, ratings, telling
from handlers.context import Context
from handlers.office_rules import rule
from handlers.people import with_right
from handlers.requests import tasks, view
from handlers.requests.access import thing
from handlers.requests.turns import whose_turn
from models.people import Person
from models.ratings import Rating
from models.requests import Decision, Delivery, ServiceRequest
from models.rights import Act

#: The office's rule that staff are told at night and on holidays too.
TELL_ALWAYS = "tell_staff_always"


def to_check(ctx: Context, request: ServiceRequest) -> None:
    """A new request: one officer of the group is told, the one who has the least in hand."""
    officer = _officer(ctx, request)
    if officer is not None:
        request.officer_id = officer.id
        staff(ctx, officer, request)


def to_officer(ctx: Context, request: ServiceRequest) -> None:
    """It is the officer's turn again."""
    officer = _officer(ctx, request)
    if officer is not None:
        request.officer_id = officer.id
        staff(ctx, officer, request)


def held(line_user: str) -> str:
    """The key under which what waits for one of the staff is gathered."""
    return f"tasks:{line_user}"


def to_number(ctx: Context, request: ServiceRequest) -> None:
    """The letter is signed: the officer has it numbered and sent."""
    officer = _officer(ctx, request)
    if officer is not None:
        staff(ctx, officer, request)


def to_decide(ctx: Context, request: ServiceRequest) -> None:
    """A director's turn: the holder of the post and whoever stands in for it get the card."""
    for person, _holding in whose_turn(ctx, request):
        staff(ctx, person, request)


def staff(ctx: Context, person: Person, request: ServiceRequest) -> None:
    """Tell one of the staff that something waits for them.

    The first is told at once, within office hours; what comes soon after is gathered into one
    message that lists all that waits.
    """
    if not person.line_user or not telling.reachable(ctx, person.line_user):
        return
    if person.line_user == ctx.actor.line_user:
        return  # they are being answered at this moment
    at = telling.gathers_until(ctx, person.line_user)
    opens = told_from(ctx, at or ctx.now)
    kind, data = ("request.task", view.task(ctx, request))
    if at is not None and (waiting := tasks.digest(ctx, person))["count"] > 1:
        kind, data = "tasks.digest", waiting
    telling.tell(
        ctx,
        person.line_user,
        kind,
        data,
        ref=f"request:{request.id}",
        at=opens if opens > ctx.now else None,
        hold_key=held(person.line_user) if opens > ctx.now else None,
    )


def told_from(ctx: Context, moment: datetime) -> datetime:
    """From when staff may be told: in office hours, unless the office wants it at any time."""
    if rule(ctx, TELL_ALWAYS, False):
        return moment
    return office_calendar.load(ctx).opens(moment)


def asked(ctx: Context, request: ServiceRequest, question: str) -> None:
    """The requester is to explain more."""
    _requester(ctx, request, "request.asked", {"question": question})


def refused(ctx: Context, request: ServiceRequest, decision: Decision) -> None:
    """The requester is told why, by which law, and that they may appeal."""
    outsider = bool(request.requester.get("outsider"))
    told = {"reason": decision.reason, "law": decision.law, "outsider": outsider}
    _requester(ctx, request, "request.refused", told)


def delivered(ctx: Context, request: ServiceRequest, delivery: Delivery) -> None:
    """The requester gets the link, and in the same message the rating."""
    _requester(ctx, request, "request.delivered", delivered_facts(ctx, request, delivery))


def delivered_facts(ctx: Context, request: ServiceRequest, delivery: Delivery) -> dict[str, Any]:
    """What the message of delivery says beyond the request itself."""
    rating = ctx.session.scalar(select(Rating).where(Rating.subject == f"request:{request.id}"))
    return {
        "delivery_id": delivery.id,
        "expires_at": delivery.expires_at.isoformat(),
        "files": view.file_names(ctx, request),
        "note": delivery.note,
        "query": request.query,
        "rating_id": rating.id if rating and rating.rated_at is None else None,
        "rating": ratings.facts_of(ctx, rating) if rating and rating.rated_at is None else None,
    }


def withdrawn(ctx: Context, request: ServiceRequest) -> None:
    """The officer who had it in hand hears that nothing more is to be done."""
    officer = ctx.session.get(Person, request.officer_id) if request.officer_id else None
    if officer and officer.line_user and telling.reachable(ctx, officer.line_user):
        opens = told_from(ctx, ctx.now)
        telling.tell(
            ctx, officer.line_user, "request.withdrawn", view.brief(request),
            ref=f"request:{request.id}", at=max(opens, ctx.now + telling.GATHERED),
        )  # fmt: skip


def mail_facts(request: ServiceRequest, delivery: Delivery) -> dict[str, Any]:
    """What an e-mail of delivery says."""
    return {
        **view.brief(request),
        "name": request.requester.get("name", ""),
        "delivery_id": delivery.id,
        "expires_at": delivery.expires_at.isoformat(),
    }


def _requester(ctx: Context, request: ServiceRequest, kind: str, more: dict[str, Any]) -> None:
    person = ctx.session.get_one(Person, request.requester_id)
    if not person.line_user or person.line_user == ctx.actor.line_user:
        return
    telling.tell(
        ctx, person.line_user, kind, {**view.brief(request), **more}, ref=f"request:{request.id}"
    )


def _officer(ctx: Context, request: ServiceRequest) -> Person | None:
    """Who has it in hand, if they still may; else the one with the least in hand."""
    able = [p for p, _ in with_right(ctx, Act.CHECK_REQUEST, thing(request, Act.CHECK_REQUEST))]
    mine = next((p for p in able if p.id == request.officer_id), None)
    if mine is not None:
        return mine
    within = [p for p in able if telling.reachable(ctx, p.line_user)] or able
    return min(within, key=lambda p: (_in_hand(ctx, p.id), p.id)) if within else None


def _in_hand(ctx: Context, person_id: int) -> int:
    return (
        ctx.session.scalar(
            select(func.count())
            .select_from(ServiceRequest)
            .where(ServiceRequest.officer_id == person_id, ServiceRequest.closed_at.is_(None))
        )
        or 0
    )
