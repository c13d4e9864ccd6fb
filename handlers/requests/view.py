"""What a card says of a request, as plain JSON; the words are the doors'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.requests import steps
from handlers.requests.files import files
from handlers.requests.turns import whose_turn
from models.people import Person
from models.requests import (
    AttachmentRole,
    Classification,
    Decision,
    RequestStatus,
    RequestStep,
    ServiceRequest,
    StepKind,
    Verdict,
)


def brief(request: ServiceRequest) -> dict[str, Any]:
    """What every card begins with."""
    return {
        "id": request.id,
        "version": request.version,
        "form": request.form,
        "prefix": request.prefix,
        "number": request.number,
        "fiscal_year": request.fiscal_year,
        "subject": request.subject,
        "status": request.status.value,
        "hand_over": "work" if request.is_work else request.hand_over.value,
        "deciding": request.deciding,
        "due_at": _iso(request.due_at),
    }


def task(ctx: Context, request: ServiceRequest) -> dict[str, Any]:
    """What the one whose turn it is has to know: who, what, why, the opinion, the attachments."""
    asked = [p for p in steps.pauses(ctx, request.id) if p.answer]
    return {
        **brief(request),
        "requester": {
            key: request.requester.get(key) for key in ("name", "position", "affiliation")
        },
        "outsider": bool(request.requester.get("outsider")),
        "purpose": request.purpose,
        "wanted_by": request.wanted_by.isoformat() if request.wanted_by else None,
        "channel": request.channel.value,
        "classification": request.classification.value,
        "personal": request.classification is Classification.PERSONAL,
        "opinion": request.opinion,
        "proposal": request.proposal,
        "query": request.query,
        "officer": _name(ctx, request.officer_id),
        "attached": len(files(ctx, request.id, AttachmentRole.FROM_REQUESTER)),
        "files": file_names(ctx, request),
        "refusal": _refusal(ctx, request),
        "clarified": [{"question": p.question, "answer": p.answer} for p in asked[-2:]],
        "submitted_at": request.submitted_at.isoformat(),
    }


def progress(ctx: Context, request: ServiceRequest) -> dict[str, Any]:
    """The steps so far and the present one: who has it, when it is due."""
    done = steps.every(ctx, request.id)
    open_pause = steps.open_pause(ctx, request.id)
    return {
        **brief(request),
        "purpose": request.purpose,
        "submitted_at": request.submitted_at.isoformat(),
        "received_on": request.received_on.isoformat(),
        "channel": request.channel.value,
        "steps": [_step(step) for step in _shown(done)],
        "has_it": _has_it(ctx, request),
        "question": open_pause.question if open_pause else None,
    }


def file_names(ctx: Context, request: ServiceRequest) -> list[str]:
    """The names of the files that are handed over."""
    return [row.name for row in files(ctx, request.id, AttachmentRole.PREPARED)]


def _refusal(ctx: Context, request: ServiceRequest) -> dict[str, Any] | None:
    """By which post, why and by which law it was refused: what is to be confirmed."""
    if request.status not in (RequestStatus.AWAITING_CONFIRMATION, RequestStatus.REFUSED):
        return None
    found = ctx.session.scalar(
        select(Decision)
        .where(Decision.request_id == request.id, Decision.verdict == Verdict.REFUSE)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if found is None:
        return None
    by = (found.acting or {}).get("title") or found.by_title
    return {"reason": found.reason, "law": found.law, "by": by, "at": found.at.isoformat()}


def _has_it(ctx: Context, request: ServiceRequest) -> list[str]:
    """The titles of whoever's turn it is; the person is named to nobody but by their post."""
    titles = [holding.title for _, holding in whose_turn(ctx, request)]
    return list(dict.fromkeys(titles))[:2]


def _shown(done: Sequence[RequestStep]) -> list[RequestStep]:
    """The steps in order, once each: one that is done anew takes away what came after it."""
    order = list(StepKind)
    shown: list[RequestStep] = []
    for step in done:
        shown = [s for s in shown if order.index(s.kind) < order.index(step.kind)] + [step]
    return shown


def _step(step: RequestStep) -> dict[str, Any]:
    return {
        "kind": step.kind.value,
        "days": step.days,
        "started_at": _iso(step.started_at),
        "due_at": _iso(step.due_at),
        "done_at": _iso(step.done_at),
        "outcome": step.outcome,
    }


def _name(ctx: Context, person_id: int | None) -> str | None:
    person = ctx.session.get(Person, person_id) if person_id else None
    return person.name if person else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
