"""When a step is spoken of again: reminders, one level up, the requester who is silent.

All of it follows from rows and the calendar; nobody is told anything here.
"""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select

from handlers import office_calendar
from handlers.context import Context
from handlers.people import Holding, held_now
from handlers.requests import steps
from handlers.workdays import BANGKOK
from models.people import Person, Post
from models.requests import RequestPause, RequestStep, StepKind

#: Steps of a director. Their standard time is short where it is the manual's.
DIRECTORS = frozenset({StepKind.PERMIT, StepKind.CONFIRM, StepKind.SIGN})
#: With a longer standard time, a director is reminded when half of it has passed.
_SHORT = 2
#: An officer's lateness goes one level up only after so many working days more.
_GRACE = 1
#: Working days after which a requester is asked once more.
SILENT = 3


def is_directors(step: RequestStep) -> bool:
    """Is it a director who has to do this step?"""
    return step.kind in DIRECTORS


def remind_at(ctx: Context, step: RequestStep) -> datetime | None:
    """When whoever has the step is reminded. None: they were told later than that anyway."""
    calendar, moment = office_calendar.load(ctx), _opening(ctx, step.due_at)
    if is_directors(step) and step.days > _SHORT:
        half = calendar.due(step.started_at, step.days // 2, _stood(ctx, step))
        moment = min(moment, calendar.opens(half))
    return moment if moment > told_at(ctx, step) else None


def told_at(ctx: Context, step: RequestStep) -> datetime:
    """When whose turn it is was told of it: as it began, or as the requester answered."""
    ends = [end for _, end in _stood(ctx, step)]
    return max([step.started_at, *ends])


def escalate_at(ctx: Context, step: RequestStep) -> datetime:
    """When the step is late enough for the next level to hear of it."""
    if is_directors(step):
        return step.due_at
    return office_calendar.load(ctx).due(step.due_at, _GRACE)


def silent_at(ctx: Context, pause: RequestPause) -> datetime:
    """When a requester who has not answered is asked once more."""
    return office_calendar.load(ctx).due(pause.began_at, SILENT)


def waited(ctx: Context, pause: RequestPause) -> int:
    """For how many working days the requester has been waited for."""
    began, now = pause.began_at.astimezone(BANGKOK), ctx.now.astimezone(BANGKOK)
    return office_calendar.load(ctx).workdays_between(began.date(), now.date())


def came_at(ctx: Context, person: Person, holding: Holding) -> datetime:
    """Since when this person can be told as holder of the post, or as the one who stands in."""
    row = holding.order or _post(ctx, person, holding)
    known = [person.bound_at] if person.bound_at else []
    if row is None:
        return max(known, default=person.created_at)
    begins = datetime.combine(row.starts_on, time.min, BANGKOK)
    return max([begins, row.created_at, *known])


def _stood(ctx: Context, step: RequestStep) -> list[tuple[datetime, datetime]]:
    """While the requester was asked, the step's clock stood still."""
    asked = [p for p in steps.pauses(ctx, step.request_id) if p.step_id == step.id]
    return [(p.began_at, p.ended_at or ctx.now) for p in asked]


def _post(ctx: Context, person: Person, holding: Holding) -> Post | None:
    held = holding.holder
    return ctx.session.scalar(
        select(Post)
        .where(
            Post.person_id == person.id,
            Post.role == held.role,
            Post.group_name == held.group_name if held.group_name else Post.group_name.is_(None),
            *held_now(ctx, Post),
        )
        .order_by(Post.starts_on)
    )


def _opening(ctx: Context, moment: datetime) -> datetime:
    """The office's opening on the day of this moment."""
    day = moment.astimezone(BANGKOK).date()
    return office_calendar.load(ctx).opens(datetime.combine(day, time.min, BANGKOK))
