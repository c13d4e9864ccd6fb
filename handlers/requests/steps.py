"""The steps of a request and their clock: standard working days, pauses, due moments.

A due moment follows from when the step began, its days, the pauses and the calendar alone, so it
can be worked out anew when the calendar or the standard changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from handlers import office_calendar
from handlers.context import Context
from handlers.forms.definition import Form
from handlers.office_calendar import Moved
from handlers.office_rules import decide, rule
from handlers.people import Holding, Me
from models.errors import WrongState
from models.requests import RequestPause, RequestStep, ServiceRequest, StepKind

#: Where a form does not prescribe the step: the confirming of a refusal, filing.
_USUAL_DAYS = 1


def standard_days(ctx: Context, form: Form, kind: StepKind) -> int:
    """The standard time of a step in working days: the office's own, else the form's."""
    prescribed = form.step(kind)
    usual = prescribed.days if prescribed else _USUAL_DAYS
    return int(rule(ctx, f"days.{form.slug}.{kind.value}", usual))


def begin(ctx: Context, request: ServiceRequest, form: Form, kind: StepKind) -> RequestStep:
    """Begin a step now; the one before must be finished. The request is due when it is."""
    days = standard_days(ctx, form, kind)
    step = RequestStep(
        request_id=request.id,
        place=len(every(ctx, request.id)) + 1,
        kind=kind,
        days=days,
        started_at=ctx.now,
        due_at=office_calendar.load(ctx).due(ctx.now, days),
    )
    ctx.session.add(step)
    ctx.session.flush()
    request.due_at = step.due_at
    return step


def every(ctx: Context, request_id: int) -> list[RequestStep]:
    """The steps so far, in order."""
    return list(
        ctx.session.scalars(
            select(RequestStep)
            .where(RequestStep.request_id == request_id)
            .order_by(RequestStep.place)
        )
    )


def current(ctx: Context, request_id: int) -> RequestStep:
    """The step that is under way. Raises WrongState when none is."""
    step = ctx.session.scalar(
        select(RequestStep)
        .where(RequestStep.request_id == request_id, RequestStep.done_at.is_(None))
        .order_by(RequestStep.place.desc())
    )
    if step is None:
        raise WrongState("request", "ended")
    return step


def finish(
    ctx: Context,
    request: ServiceRequest,
    outcome: str,
    me: Me | None,
    holding: Holding | None = None,
) -> RequestStep:
    """End the step that is under way. `me` None: the clock, or the requester's withdrawal."""
    step = current(ctx, request.id)
    name = me.person.name if me and me.person else ""
    title = holding.title if holding else ""
    step.finish(
        outcome, at=ctx.now, by=me.id if me else None, as_=" · ".join(filter(None, (name, title)))
    )
    request.due_at = None
    ctx.session.flush()
    return step


def pause(ctx: Context, request: ServiceRequest, question: str, me: Me) -> RequestPause:
    """The requester is asked: the step's clock stands still."""
    step = current(ctx, request.id)
    row = RequestPause(
        request_id=request.id,
        step_id=step.id,
        asked_by_id=me.id,
        question=question,
        began_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    request.due_at = None
    return row


def end_pause(ctx: Context, request: ServiceRequest, answer: str | None) -> RequestPause | None:
    """The requester answered (or withdrew): the clock goes on, the due moment has moved."""
    row = open_pause(ctx, request.id)
    if row is None:
        return None
    row.answer, row.ended_at = answer, ctx.now
    ctx.session.flush()
    step = ctx.session.get_one(RequestStep, row.step_id)
    if step.done_at is None:
        step.due_at = due(ctx, step)
        request.due_at = step.due_at
    return row


def open_pause(ctx: Context, request_id: int) -> RequestPause | None:
    """The question that the requester has not answered yet."""
    return ctx.session.scalar(
        select(RequestPause)
        .where(RequestPause.request_id == request_id, RequestPause.ended_at.is_(None))
        .order_by(RequestPause.id.desc())
    )


def pauses(ctx: Context, request_id: int) -> list[RequestPause]:
    """Every question to the requester, oldest first."""
    return list(
        ctx.session.scalars(
            select(RequestPause)
            .where(RequestPause.request_id == request_id)
            .order_by(RequestPause.id)
        )
    )


def due(ctx: Context, step: RequestStep) -> datetime:
    """When a step is due by the calendar of now; an open pause counts up to now."""
    stood = [
        (p.began_at, p.ended_at or ctx.now)
        for p in pauses(ctx, step.request_id)
        if p.step_id == step.id
    ]
    return office_calendar.load(ctx).due(step.started_at, step.days, stood)


def recompute(ctx: Context) -> Sequence[Moved]:
    """Work the due moments of all open steps out anew. Returns those that moved."""
    moved: list[Moved] = []
    found = ctx.session.execute(
        select(RequestStep, ServiceRequest)
        .join(ServiceRequest, ServiceRequest.id == RequestStep.request_id)
        .where(RequestStep.done_at.is_(None))
        .order_by(RequestStep.id)
        .with_for_update()
    )
    for step, request in found.all():
        before, step.due_at = step.due_at, due(ctx, step)
        if request.due_at is not None:
            request.due_at = step.due_at
        if before != step.due_at:
            ref = f"{request.prefix} {request.number}/{request.fiscal_year}"
            moved.append(Moved(ref, before, step.due_at))
    return moved


def change_standard(ctx: Context, form: Form, kind: StepKind, days: int) -> Sequence[Moved]:
    """The office gives a step another standard time; open steps of the kind follow."""
    decide(ctx, f"days.{form.slug}.{kind.value}", days)
    for step in ctx.session.scalars(
        select(RequestStep)
        .join(ServiceRequest, ServiceRequest.id == RequestStep.request_id)
        .where(
            RequestStep.done_at.is_(None),
            RequestStep.kind == kind,
            ServiceRequest.form == form.slug,
        )
    ):
        step.days = days
    ctx.session.flush()
    return recompute(ctx)


office_calendar.AFTER_CHANGE.append(recompute)
