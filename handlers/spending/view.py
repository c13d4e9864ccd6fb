"""The month's messages and its permits as plain JSON, for cards, lines and `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handlers import budget
from handlers.context import Context
from handlers.people import Me
from handlers.requests import tasks
from handlers.requests.tasks import Task
from handlers.spending import notifying, permits
from handlers.spending.pricing import baht
from models.people import Person
from models.rights import Act
from models.spending import Pot, SpendingPermit

Json = dict[str, Any]
#: What is to be done with a permit that waits.
PERMIT = Act.PERMIT_SPENDING.value


def month(ctx: Context) -> Json:
    """How the month stands: what LINE allows, what is used, what each share has left."""
    now = budget.figures(ctx.session, now=ctx.now)
    return {
        "month": budget.month_of(ctx.now),
        "known": now.known,
        "limit": now.limit,
        "used": now.used,
        "waiting": now.waiting,
        "left": now.remaining,
        "reserve": budget.reserve(ctx),
        "parked": budget.parked(ctx.session),
        "pots": [_pot(ctx, pot) for pot in Pot],
    }


def card(ctx: Context, me: Me, permit: SpendingPermit) -> Json:
    """One permit, and what it would mean; `may`: this person decides it."""
    now = budget.figures(ctx.session, now=ctx.now)
    whole = now.limit or budget.FREE_PLAN
    decider = ctx.session.get(Person, permit.decided_by_id) if permit.decided_by_id else None
    return {
        **notifying.facts(permit),
        "state": state(ctx, permit),
        "decided_by": decider.name if decider else None,
        "percent": round(100 * permit.messages / whole),
        "share": budget.share(ctx, permit.pot),
        "spent": budget.spent(ctx, permit.pot),
        "left": budget.spendable(ctx, permit.pot),
        "baht": baht(ctx, permit.messages),
        "own": me.id is not None and me.id == permit.asked_by_id,
        "may": state(ctx, permit) == "waiting" and permits.may_decide(me, permit),
    }


def state(ctx: Context, permit: SpendingPermit) -> str:
    """`granted`, `refused`, `waiting`, or `past`: nobody decided it in its month."""
    if notifying.lapsed(permit):
        return "past"
    if permit.granted is not None:
        return "granted" if permit.granted else "refused"
    return "waiting" if permit.month == budget.month_of(ctx.now) else "past"


def waiting_tasks(ctx: Context, me: Me) -> Iterable[Task]:
    """The permits that wait for this person."""
    if me.is_staff:
        for permit in permits.waiting(ctx, me):
            facts = {**notifying.facts(permit), "subject": permit.reason}
            yield Task(f"permit:{permit.id}", PERMIT, facts, None, True)


def _pot(ctx: Context, pot: Pot) -> Json:
    return {
        "pot": pot.value,
        "share": budget.share(ctx, pot),
        "permitted": budget.permitted(ctx, pot),
        "spent": budget.spent(ctx, pot),
        "left": budget.left(ctx, pot),
    }


tasks.SOURCES.append(waiting_tasks)
