"""The office's own steps of a round among the tasks of whoever keeps it; what is late is told to
them and to their group's director, once, for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.occasions import claim
from handlers.people import Me, today, with_right
from handlers.requests import tasks
from handlers.requests.tasks import Task
from handlers.rounds import held, opening, reminding
from handlers.workdays import BANGKOK, CLOSING
from models.rights import Act
from models.rounds import CollectionRound, RoundStep, StepKind

Json = dict[str, Any]
#: So long before it is due a step stands among the tasks.
AHEAD = timedelta(days=7)
#: So long after the system closed the last steps are still asked for.
ASKED_FOR = timedelta(days=90)
#: So long the news of a late step waits for a free reply.
NEWS = timedelta(days=14)


def waiting(ctx: Context, me: Me) -> Iterator[Task]:
    """The steps that are due soon or late, of the rounds that this person keeps."""
    if not me.is_staff:
        return
    for round_, steps in _open(ctx).items():
        if not me.may(Act.KEEP_ROUND, opening.thing(ctx, round_)):
            continue
        for step in steps:
            facts = {**opening.facts(round_), "days": step.days}
            yield Task(f"round:{round_.id}", f"round_{step.kind}", facts, _end(step), True)


def due_steps(ctx: Context, round_: CollectionRound) -> list[Json]:
    """Of one round the steps that are due soon or late, in their order, for a card."""
    found = [step for of, steps in _open(ctx).items() if of.id == round_.id for step in steps]
    return [facts_of(ctx, step) for step in found]


def facts_of(ctx: Context, step: RoundStep) -> Json:
    """A step as plain JSON: its standard days, when it is due, whether that is past."""
    return {
        "kind": step.kind.value,
        "days": step.days,
        "due_on": step.due_on.isoformat(),
        "done_at": step.done_at.isoformat() if step.done_at else None,
        "late": step.done_at is None and step.due_on < today(ctx),
    }


def finish(ctx: Context, me: Me, round_id: int, kind: StepKind) -> bool:
    """It is done; pressed twice it is done once. Returns whether it was new. Raises as
    `opening.finish_step`."""
    step = ctx.session.get(RoundStep, (round_id, kind))
    if step is not None and step.done_at is not None:
        me.require(Act.KEEP_ROUND, opening.thing(ctx, opening.get(ctx, round_id)))
        return False
    opening.finish_step(ctx, me, round_id, kind)
    return True


def offer_late(ctx: Context) -> int:
    """Offer the keepers of each round what of their own work is late. Returns how many offers."""
    if not reminding.is_told_now(ctx):
        return 0
    made = 0
    for round_, steps in _open(ctx).items():
        late = [step for step in steps if step.due_on < today(ctx)]
        new = [s for s in late if claim(ctx, f"late:round_step:{round_.id}:{s.kind}:{s.due_on}")]
        if new:
            made += _offer(ctx, round_, late)
    return made


def _offer(ctx: Context, round_: CollectionRound, late: list[RoundStep]) -> int:
    able = with_right(ctx, Act.KEEP_ROUND, opening.thing(ctx, round_))
    to = {
        person.line_user: f"{held.STEPS}{round_.id}:{person.id}"
        for person, _ in able
        if person.line_user and telling.reachable(ctx, person.line_user)
    }
    data = {
        "id": round_.id, **opening.facts(round_), "now": ctx.now.isoformat(),
        "steps": [facts_of(ctx, step) for step in late],
    }  # fmt: skip
    telling.offer_all(ctx, to, "round.steps", data, ref="rounds", until=ctx.now + NEWS)
    return len(to)


def _open(ctx: Context) -> dict[CollectionRound, list[RoundStep]]:
    """What is not done and due soon, by round. What was due before the round was put in here was
    done on paper."""
    day = today(ctx)
    rows = ctx.session.execute(
        select(CollectionRound, RoundStep)
        .join(RoundStep, RoundStep.round_id == CollectionRound.id)
        .where(
            CollectionRound.cancelled_at.is_(None),
            CollectionRound.closes_on >= day - ASKED_FOR,
            RoundStep.done_at.is_(None),
            RoundStep.due_on <= day + AHEAD,
        )
        .order_by(RoundStep.due_on, CollectionRound.id)
    )
    found: dict[CollectionRound, list[RoundStep]] = defaultdict(list)
    for round_, step in rows:
        if step.due_on >= round_.opened_at.astimezone(BANGKOK).date():
            found[round_].append(step)
    order = list(StepKind)
    return {
        round_: sorted(steps, key=lambda one: order.index(one.kind))
        for round_, steps in found.items()
    }


def _end(step: RoundStep) -> str:
    return datetime.combine(step.due_on, CLOSING, BANGKOK).isoformat()


tasks.SOURCES.append(waiting)
