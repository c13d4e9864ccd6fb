"""All that is kept of one person: in short for the chat, whole for the copy they may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, inspect, select

from handlers.context import Context
from handlers.people import acting, consents, posts, responsibilities, seats
from handlers.people.access import today
from handlers.people.ticket_data import (
    bookings_copy,
    conferences_copy,
    own_tickets,
    ticket_copy,
)
from models.people import ActingOrder, BindingWish, OneTimeCode, Person, Post
from models.ratings import Complaint, Rating, RatingItem
from models.requests import (
    WITHDRAWABLE,
    Delivery,
    RequestDraft,
    RequestPause,
    ServiceRequest,
)

#: Columns that say nothing of the person, or are not theirs to see.
_LEFT_OUT = frozenset({"code_hash", "about_id", "text_hash"})


def show(ctx: Context, person: Person) -> dict[str, Any]:
    """What is kept, in short: profile, posts, consent, and how many of what."""
    day = today(ctx)
    agreed = [c for c in consents.of_person(ctx, person.id) if c.withdrawn_at is None]
    return {
        **profile(person),
        "posts": [post_json(ctx, p) for p in posts.of_person(ctx, person.id, since=day)],
        "acting": [post_json(ctx, o) for o in acting.of_person(ctx, person.id, since=day)],
        "systems": [r.system for r in responsibilities.in_force(ctx, day, person_id=person.id)],
        "consent": (
            {"version": agreed[-1].version, "given_at": agreed[-1].given_at.isoformat()}
            if agreed
            else None
        ),
        "requests": _count(ctx, ServiceRequest.id, ServiceRequest.requester_id == person.id),
        "running": len(running(ctx, person)),
        "tickets": len(own_tickets(ctx, person)),
        "drafts": _count(ctx, RequestDraft.id, RequestDraft.line_user == person.line_user),
        "ratings": _count(
            ctx, Rating.id, Rating.person_id == person.id, Rating.rated_at.is_not(None)
        ),
        "complaints": _count(ctx, Complaint.id, Complaint.person_id == person.id),
    }


def profile(person: Person) -> dict[str, Any]:
    """Who they are, as far as it is known."""
    return {
        "id": person.id,
        "name": person.name,
        "position": person.position,
        "affiliation": person.affiliation,
        "phone": person.phone,
        "email": person.email,
        "bound_at": person.bound_at.isoformat() if person.bound_at else None,
    }


def running(ctx: Context, person: Person) -> list[ServiceRequest]:
    """Requests of the person that are not answered yet."""
    return list(
        ctx.session.scalars(
            select(ServiceRequest)
            .where(
                ServiceRequest.requester_id == person.id,
                ServiceRequest.status.in_(WITHDRAWABLE),
            )
            .order_by(ServiceRequest.id)
        )
    )


def export(ctx: Context, person: Person) -> dict[str, Any]:
    """Everything that is kept of this person, as plain JSON."""
    codes = select(OneTimeCode).where(OneTimeCode.used_by == f"person:{person.id}")
    wishes = select(BindingWish).where(BindingWish.person_id == person.id)
    complaints = select(Complaint).where(Complaint.person_id == person.id)
    drafts = select(RequestDraft).where(RequestDraft.line_user == person.line_user)
    return {
        "made_at": ctx.now.isoformat(),
        "profile": _row(person),
        "posts": _rows(posts.of_person(ctx, person.id)),
        "acting_orders": _rows(acting.of_person(ctx, person.id)),
        "responsibilities": _rows(responsibilities.of_person(ctx, person.id)),
        "consents": _rows(consents.of_person(ctx, person.id)),
        "codes_used": _rows(ctx.session.scalars(codes.order_by(OneTimeCode.id))),
        "wishes": _rows(ctx.session.scalars(wishes.order_by(BindingWish.id))),
        "requests": [_request(ctx, row) for row in _requests(ctx, person)],
        "tickets": [ticket_copy(ctx, person, row) for row in own_tickets(ctx, person)],
        "bookings": bookings_copy(ctx, person),
        "conferences": conferences_copy(ctx, person),
        "drafts": _rows(ctx.session.scalars(drafts.order_by(RequestDraft.id))),
        "ratings": [_rating(ctx, row) for row in _ratings(ctx, person)],
        "complaints": _rows(ctx.session.scalars(complaints.order_by(Complaint.id))),
    }


def _requests(ctx: Context, person: Person) -> Iterable[ServiceRequest]:
    query = select(ServiceRequest).where(ServiceRequest.requester_id == person.id)
    return ctx.session.scalars(query.order_by(ServiceRequest.id)).all()


def _ratings(ctx: Context, person: Person) -> Iterable[Rating]:
    query = select(Rating).where(Rating.person_id == person.id)
    return ctx.session.scalars(query.order_by(Rating.id)).all()


def _request(ctx: Context, row: ServiceRequest) -> dict[str, Any]:
    """A request as the requester may see it: not what officers wrote for the director."""
    pauses = select(RequestPause).where(RequestPause.request_id == row.id)
    deliveries = select(Delivery).where(Delivery.request_id == row.id)
    said = _row(row)
    for inner in ("officer_id", "opinion", "proposal", "resume", "filed_by_id"):
        said.pop(inner)
    asked = ctx.session.scalars(pauses.order_by(RequestPause.id))
    given = ctx.session.scalars(deliveries.order_by(Delivery.id))
    return {
        **said,
        "questions": [{"question": p.question, "answer": p.answer} for p in asked],
        "deliveries": [{"by": d.hand_over.value, "made_at": d.made_at.isoformat()} for d in given],
    }


def _rating(ctx: Context, row: Rating) -> dict[str, Any]:
    items = ctx.session.scalars(select(RatingItem).where(RatingItem.rating_id == row.id))
    return {**_row(row), "items": {item.item: item.level.value for item in items}}


def post_json(ctx: Context, row: Post | ActingOrder) -> dict[str, Any]:
    """A post or an order to act, as cards and lists need it."""
    said = {
        "id": row.id,
        "role": row.role.value,
        "school": row.school_code,
        "group": row.group_name,
        "title": row.title,
        "place": seats.place(ctx, row.school_code, row.group_name),
        "from": row.starts_on.isoformat(),
        "until": row.ends_on.isoformat() if row.ends_on else None,
    }
    return {**said, "kind": row.kind.value} if isinstance(row, ActingOrder) else said


def _count(ctx: Context, column: Any, *where: Any) -> int:
    return int(ctx.session.scalar(select(func.count(column)).where(*where)) or 0)


def _rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Any) -> dict[str, Any]:
    names = [column.key for column in inspect(type(row)).column_attrs]
    return {name: _plain(getattr(row, name)) for name in names if name not in _LEFT_OUT}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
