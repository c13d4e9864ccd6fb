"""Requests as the office's own machine lists and shows them, as plain JSON."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.requests import deciding, turns, view
from models.people import Person
from models.requests import RequestStatus, ServiceRequest


def listed(
    ctx: Context,
    *,
    status: RequestStatus | None = None,
    late: bool = False,
    every: bool = False,
) -> list[dict[str, Any]]:
    """Requests, the first due first: the open ones, those of one status, or every one."""
    query = select(ServiceRequest).order_by(ServiceRequest.due_at, ServiceRequest.id)
    if status is not None:
        query = query.where(ServiceRequest.status == status)
    elif not every:
        query = query.where(ServiceRequest.closed_at.is_(None))
    found = [row(ctx, request) for request in ctx.session.scalars(query)]
    # Databases put what has no due moment at different ends.
    found.sort(key=lambda told: (told["due_at"] is None, told["due_at"] or "", told["id"]))
    return [told for told in found if told["late"] or not late]


def row(ctx: Context, request: ServiceRequest) -> dict[str, Any]:
    """One request of a list."""
    officer = ctx.session.get(Person, request.officer_id) if request.officer_id else None
    open_, due = request.closed_at is None, request.due_at
    return {
        **view.brief(request),
        "due_at": due.isoformat() if due and open_ else None,
        "late": bool(open_ and due and due < ctx.now),
        "channel": request.channel.value,
        "group": request.owner_group,
        "officer": officer.name if officer else None,
        "submitted_at": request.submitted_at.isoformat(),
    }


def whole(ctx: Context, request: ServiceRequest) -> dict[str, Any]:
    """One request with its steps, decisions, letter and place in the archive."""
    turn = turns.whose_turn(ctx, request)
    return {
        **view.task(ctx, request),
        **view.progress(ctx, request),
        **row(ctx, request),
        "has_it": [{"name": person.name, "title": by.title} for person, by in turn],
        "decisions": [
            {
                "verdict": d.verdict.value, "by": d.by_name, "title": d.by_title,
                "acting": d.acting, "at": d.at.isoformat(), "reason": d.reason, "law": d.law,
                "code": d.code,
            }
            for d in deciding.decisions(ctx, request.id)
        ],
        "letter_number": request.letter_number,
        "letter_date": request.letter_date.isoformat() if request.letter_date else None,
        "file_code": request.file_code,
        "destroy_after": request.destroy_after,
    }  # fmt: skip
