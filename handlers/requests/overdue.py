"""Work that nobody does: who is reminded, who hears one level up, each once, in office hours.

What is due follows from rows and the present alone, so a night, a weekend or a clock that stood
still changes only when it is said. All that one person is to hear at a time goes in one message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import audit, leases, telling
from handlers.context import Context
from handlers.occasions import claim
from handlers.people import Holding, as_me, today
from handlers.requests import levels, moments, notifying, silence, tasks, view
from handlers.requests.access import thing
from handlers.requests.tasks import Task
from handlers.requests.turns import ACTS, act_of, whose_turn
from models.people import Person
from models.requests import RequestStatus, RequestStep, ServiceRequest
from models.rights import Act

#: So many tasks, and so many matters of others, one message holds.
MOST = 10
Able = list[tuple[Person, Holding]]


def look(ctx: Context) -> int:
    """Say whatever is to be said at this moment. Returns how many messages were queued."""
    if notifying.told_from(ctx, ctx.now) > ctx.now:
        return 0
    leases.one_claimer(ctx.session, "overdue")
    found, asked = _Round(ctx), 0
    for step, request in _under_way(ctx):
        if request.status is RequestStatus.WAITING_REQUESTER:
            asked += silence.ask_again(ctx, request)
        elif request.status in ACTS:
            found.see(step, request)
    return asked + found.tell()


@dataclass
class _Round:
    """One look: who is to hear something, and what of others' work they are told."""

    ctx: Context
    people: dict[int, Person] = field(default_factory=dict)
    watch: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _nobody: dict[str, bool] = field(default_factory=dict)

    def see(self, step: RequestStep, request: ServiceRequest) -> None:
        """One step that is under way, and the request that it is of."""
        able: Able | None = whose_turn(self.ctx, request)
        if able and not moments.is_directors(step):
            able = _in_hand(self.ctx, step, request, able)
        if able is None:
            return
        reach = [(p, h) for p, h in able if telling.reachable(self.ctx, p.line_user)]
        if not reach:
            self._missing(step, request, "unbound" if able else "nobody")
        for person, holding in reach:
            self._remind(step, request, person, holding)
        if moments.escalate_at(self.ctx, step) <= self.ctx.now:
            self._escalate(step, request)

    def _remind(
        self, step: RequestStep, request: ServiceRequest, person: Person, holding: Holding
    ) -> None:
        """Whoever came to the post since is told as well: no card has reached them."""
        at = moments.remind_at(self.ctx, step)
        new = moments.came_at(self.ctx, person, holding) > request.changed_at
        is_first = new and claim(self.ctx, f"first:step:{step.id}:{person.id}")
        is_due = at is not None and at <= self.ctx.now
        if (is_due and claim(self.ctx, f"remind:step:{step.id}:{person.id}")) or is_first:
            self._hears(person)

    def _escalate(self, step: RequestStep, request: ServiceRequest) -> None:
        told = self._reach(levels.above(self.ctx, request))
        if moments.is_directors(step):
            told += self._reach(levels.officers(self.ctx, request))
        if told and claim(self.ctx, f"late:step:{step.id}"):
            self._watches(told, step, request, "late")

    def _missing(self, step: RequestStep, request: ServiceRequest, why: str) -> None:
        """Nobody can do it. Said once a week, however many requests wait for the same post."""
        week = "{}-{}".format(*today(self.ctx).isocalendar()[:2])
        key = f"{why}:{week}:{act_of(request)}:{request.owner_group}"
        told = self._reach(levels.menders(self.ctx, request))
        if not told:
            return
        if key not in self._nobody:
            self._nobody[key] = claim(self.ctx, key)
        if self._nobody[key]:
            self._watches(told, step, request, why)

    def _reach(self, people: Iterable[Person]) -> list[Person]:
        return [p for p in people if telling.reachable(self.ctx, p.line_user)]

    def _hears(self, person: Person) -> None:
        self.people[person.id] = person

    def _watches(
        self, people: list[Person], step: RequestStep, request: ServiceRequest, why: str
    ) -> None:
        facts = {
            **view.brief(request),
            "why": why,
            "step": step.kind.value,
            "group": request.owner_group,
            "due_at": step.due_at.isoformat(),
            "has_it": _titles(whose_turn(self.ctx, request)),
        }
        for person in {p.id: p for p in people}.values():
            self._hears(person)
            sees = as_me(self.ctx, person).may(Act.SEE_REQUEST, thing(request, Act.SEE_REQUEST))
            said = facts if sees else {**facts, "subject": ""}
            known = self.watch.setdefault(person.id, [])
            if request.id not in {entry["id"] for entry in known}:
                known.append(said)

    def tell(self) -> int:
        """One message a person. Returns how many."""
        for person in self.people.values():
            assert person.line_user is not None
            watch = self.watch.get(person.id, [])
            # It lists all that a held card or list would say; that one is saved. Where it says
            # more than that, nothing may take its place.
            key = None if watch else f"tasks:{person.line_user}"
            data = _digest(self.ctx, person, watch)
            telling.tell(
                self.ctx, person.line_user, "tasks.overdue", data, ref="tasks", hold_key=key
            )
        return len(self.people)


def _digest(ctx: Context, person: Person, watch: list[dict[str, Any]]) -> dict[str, Any]:
    """All that waits for them, oldest due first, and what others are late with."""
    waiting = [task for task in tasks.waiting_for(ctx, as_me(ctx, person)) if task.due_at]
    late = [task for task in waiting if _is_late(ctx, task)]
    return {
        "tasks": [{**task.to_json(), "late": task in late} for task in waiting[:MOST]],
        "count": len(waiting),
        "late": len(late),
        "watch": watch[:MOST],
        "watched": len(watch),
    }


def _is_late(ctx: Context, task: Task) -> bool:
    return bool(task.due_at) and datetime.fromisoformat(task.due_at or "") < ctx.now


def _under_way(ctx: Context) -> list[tuple[RequestStep, ServiceRequest]]:
    rows = ctx.session.execute(
        select(RequestStep, ServiceRequest)
        .join(ServiceRequest, ServiceRequest.id == RequestStep.request_id)
        .where(RequestStep.done_at.is_(None), ServiceRequest.closed_at.is_(None))
        .order_by(RequestStep.due_at, RequestStep.id)
    )
    return [(step, request) for step, request in rows]


def _titles(able: Able) -> list[str]:
    return list(dict.fromkeys(holding.title for _, holding in able))[:2]


def _in_hand(ctx: Context, step: RequestStep, request: ServiceRequest, able: Able) -> Able | None:
    """The officer who has it. One who left hands it on, and what nobody was told of is told.

    None: somebody is about to take it at this very moment.
    """
    mine = [(p, h) for p, h in able if p.id == request.officer_id]
    if mine:
        return mine
    kept = ctx.session.scalar(
        select(ServiceRequest)
        .where(ServiceRequest.id == request.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if kept is None or kept.status not in ACTS or kept.officer_id in {p.id for p, _ in able}:
        return None
    before = kept.officer_id
    notifying.to_officer(ctx, kept)
    audit.record(
        ctx, "request:request:handed_on", f"request:{kept.id}",
        {"officer": before}, {"officer": kept.officer_id},
    )  # fmt: skip
    new = [(p, h) for p, h in able if p.id == kept.officer_id]
    for person, _ in new:
        if telling.reachable(ctx, person.line_user):
            claim(ctx, f"first:step:{step.id}:{person.id}")
    return new
