"""A fiscal year of requests in figures, without anything that tells of persons.

Filing is no part of the time that an answer took, so its step is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import office_calendar
from handlers.context import Context
from handlers.workdays import BANGKOK, DAY
from models.requests import (
    RequestPause,
    RequestStatus,
    RequestStep,
    ServiceRequest,
    StepKind,
)

#: The steps whose time is looked at, in order.
KINDS = tuple(kind for kind in StepKind if kind is not StepKind.FILE)


@dataclass(frozen=True)
class Taken:
    """What the steps of one kind took, in working days; a step done anew counts with them."""

    kind: StepKind
    days: float
    standard: int
    on_time: bool


@dataclass(frozen=True)
class Line:
    """One request. `outcome`: delivered, refused, withdrawn, or open."""

    prefix: str
    number: int
    fiscal_year: int
    form: str
    channel: str
    classification: str
    status: str
    outcome: str
    received_on: date
    closed_on: date | None
    steps: tuple[Taken, ...]

    @property
    def on_time(self) -> bool:
        """Was every step done within its time, or is it not yet late?"""
        return all(step.on_time for step in self.steps)

    def step(self, kind: StepKind) -> Taken | None:
        """What the steps of this kind took."""
        return next((step for step in self.steps if step.kind is kind), None)


def lines(ctx: Context, fiscal_year: int) -> list[Line]:
    """Every request numbered in that fiscal year (B.E.), by form and number."""
    rows = ctx.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.fiscal_year == fiscal_year)
        .order_by(ServiceRequest.prefix, ServiceRequest.number)
    ).all()
    steps, pauses = _steps(ctx, fiscal_year), _pauses(ctx, fiscal_year)
    return [_line(ctx, row, steps[row.id], pauses) for row in rows]


def summary(ctx: Context, fiscal_year: int) -> dict[str, Any]:
    """How many by channel, form, kind of information and outcome; how each step kept its time."""
    found = lines(ctx, fiscal_year)
    return {
        "fiscal_year": fiscal_year,
        "requests": len(found),
        "by_channel": _counted(line.channel for line in found),
        "by_form": _counted(line.form for line in found),
        "by_classification": _counted(line.classification for line in found),
        "by_outcome": _counted(line.outcome for line in found),
        "by_status": _counted(line.status for line in found),
        "steps": [kept for kind in KINDS if (kept := _kept(found, kind))["n"]],
    }


def _kept(found: Sequence[Line], kind: StepKind) -> dict[str, Any]:
    taken = [step for line in found if (step := line.step(kind))]
    on_time = sum(step.on_time for step in taken)
    total = sum(step.days for step in taken)
    return {
        "kind": kind.value,
        "n": len(taken),
        "on_time": on_time,
        "rate": round(100 * on_time / len(taken), 1) if taken else None,
        "days": round(total / len(taken), 1) if taken else None,
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _line(
    ctx: Context,
    row: ServiceRequest,
    steps: Sequence[RequestStep],
    pauses: Mapping[int, Sequence[RequestPause]],
) -> Line:
    by_kind: dict[StepKind, list[RequestStep]] = defaultdict(list)
    for step in steps:
        if step.kind in KINDS and _counts(ctx, step):
            by_kind[step.kind].append(step)
    return Line(
        row.prefix, row.number, row.fiscal_year, row.form, row.channel.value,
        row.classification.value, row.status.value, _outcome(row, steps), row.received_on,
        row.closed_at.astimezone(BANGKOK).date() if row.closed_at else None,
        tuple(_taken(ctx, kind, by_kind[kind], pauses) for kind in KINDS if by_kind[kind]),
    )  # fmt: skip


def _counts(ctx: Context, step: RequestStep) -> bool:
    """Those that are done, and those that are late already; not what the requester took back."""
    if step.done_at is None:
        return step.due_at < ctx.now
    return step.outcome != "withdrawn"


def _taken(
    ctx: Context,
    kind: StepKind,
    steps: Sequence[RequestStep],
    pauses: Mapping[int, Sequence[RequestPause]],
) -> Taken:
    worked = sum((_worked(ctx, step, pauses.get(step.id, ())) for step in steps), timedelta())
    on_time = all(step.done_at is not None and step.done_at <= step.due_at for step in steps)
    return Taken(kind, round(worked / DAY, 1), sum(step.days for step in steps), on_time)


def _worked(ctx: Context, step: RequestStep, pauses: Sequence[RequestPause]) -> timedelta:
    """Working time of a step, without that in which the requester was waited for."""
    calendar, end = office_calendar.load(ctx), step.done_at or ctx.now
    stood = [_span(pause, end) for pause in pauses]
    return calendar.worked(step.started_at, end) - sum(
        (calendar.worked(begin, until) for begin, until in stood), timedelta()
    )


def _span(pause: RequestPause, end: datetime) -> tuple[datetime, datetime]:
    return pause.began_at, min(pause.ended_at or end, end)


def _outcome(row: ServiceRequest, steps: Sequence[RequestStep]) -> str:
    if row.closed_at is None:
        return "open"
    ends = {step.outcome for step in steps}
    if row.status is RequestStatus.WITHDRAWN or "withdrawn" in ends:
        return "withdrawn"
    return "delivered" if "delivered" in ends else "refused"


def _steps(ctx: Context, fiscal_year: int) -> dict[int, list[RequestStep]]:
    found: dict[int, list[RequestStep]] = defaultdict(list)
    for step in ctx.session.scalars(
        select(RequestStep)
        .join(ServiceRequest, ServiceRequest.id == RequestStep.request_id)
        .where(ServiceRequest.fiscal_year == fiscal_year)
        .order_by(RequestStep.id)
    ):
        found[step.request_id].append(step)
    return found


def _pauses(ctx: Context, fiscal_year: int) -> dict[int, list[RequestPause]]:
    found: dict[int, list[RequestPause]] = defaultdict(list)
    for pause in ctx.session.scalars(
        select(RequestPause)
        .join(ServiceRequest, ServiceRequest.id == RequestPause.request_id)
        .where(ServiceRequest.fiscal_year == fiscal_year)
        .order_by(RequestPause.id)
    ):
        found[pause.step_id].append(pause)
    return found
