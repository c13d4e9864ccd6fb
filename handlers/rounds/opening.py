"""A round is opened, its closing date moved for everybody, or it is called off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import or_, select

from handlers import audit, office_calendar
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.office_rules import rule
from handlers.people import Me, today
from handlers.requests.vocabulary import DEFAULT_GROUP
from handlers.rounds import held
from models.errors import NotFound, Refusal
from models.rights import Act, Thing
from models.rounds import (
    COMPLETE,
    CollectionRound,
    Dataset,
    RoundExtension,
    RoundSchool,
    RoundStep,
    StepKind,
)

#: Standard time of the office's own steps in working days; `days.round.<step>` of its rules wins.
STEP_DAYS = {
    StepKind.PLAN: 5, StepKind.MEMO: 1, StepKind.NOTIFY: 1, StepKind.FOLLOW: 0,
    StepKind.CHECK: 1, StepKind.SUMMARY: 2, StepKind.FILE: 1,
}  # fmt: skip
#: What comes before the round opens; what comes after it is due.
_BEFORE = (StepKind.PLAN, StepKind.MEMO, StepKind.NOTIFY)
_AFTER = (StepKind.CHECK, StepKind.SUMMARY, StepKind.FILE)
#: So long after the closing date a system that says nothing else is taken to be open.
STAYS_OPEN = timedelta(days=30)
LONGEST_NAME, LONGEST_LETTER, LONGEST_LINK = 200, 200, 500
#: What LINE takes as the address behind a button.
_LINK = re.compile(r"https?://[^\s<>\"]+")


class RoundRefused(Refusal):
    """The round stays as it was. `why` is worded at the door.

    `name`, `order` (a date before another that it follows: `first`, `second`), `past` (the new
    closing date is over), `rungs`, `school` (`code`), `several` (more than one is open: `ids`),
    `none`, `twice` (there is such a round: `id`, `name`), `begun` (what schools go by stays),
    `letter`, `link`.
    """

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(f"{why}: {facts}")
        self.why, self.facts = why, facts


@dataclass(frozen=True)
class Spec:
    """What a round is to be. `rungs`: days before the closing date; None for the usual ones."""

    dataset: Dataset
    name: str
    year: int
    opens_on: date
    due_at: datetime
    round: int | None = None
    as_of: date | None = None
    confirm_from: date | None = None
    certify_by: datetime | None = None
    acknowledge_by: date | None = None
    closes_on: date | None = None
    letter: str | None = None
    link: str | None = None
    rungs: Sequence[int] | None = None
    schools: Sequence[str] | None = field(default=None)


def owner_group(ctx: Context, dataset: Dataset) -> str:
    """The group that follows this collection: `owner.dmc`, else the owner of central systems."""
    central = rule(ctx, "owner.central", DEFAULT_GROUP)
    return str(rule(ctx, f"owner.{dataset.value}", central))


def thing(ctx: Context, round_: CollectionRound) -> Thing:
    """The round as its group's business."""
    return Thing(group_name=owner_group(ctx, round_.dataset))


def open_round(ctx: Context, me: Me, spec: Spec) -> CollectionRound:
    """Open a round. Raises NotAllowed, RoundRefused."""
    me.require(Act.KEEP_ROUND, Thing(group_name=owner_group(ctx, spec.dataset)))
    closes_on = spec.closes_on or _day(spec.due_at + STAYS_OPEN)
    check(spec, closes_on)
    twice = _same(ctx, spec)
    if twice is not None:
        raise RoundRefused("twice", id=twice.id, name=twice.name)
    row = CollectionRound(
        dataset=spec.dataset,
        name=" ".join(spec.name.split()),
        year=spec.year,
        round=spec.round,
        as_of=spec.as_of,
        opens_on=spec.opens_on,
        confirm_from=spec.confirm_from,
        due_at=spec.due_at,
        certify_by=spec.certify_by,
        acknowledge_by=spec.acknowledge_by,
        closes_on=closes_on,
        letter=spec.letter,
        link=spec.link,
        rungs=list(spec.rungs) if spec.rungs is not None else None,
        schools=sorted(set(spec.schools)) if spec.schools is not None else None,
        version=1,
        opened_at=ctx.now,
        opened_by=ctx.actor.name[:100],
    )
    ctx.session.add(row)
    ctx.session.flush()
    plan_steps(ctx, row)
    audit.record(ctx, "round:round:opened", f"round:{row.id}", None, facts(row))
    return row


def extend(
    ctx: Context, me: Me, round_id: int, due_at: datetime, letter: str | None
) -> CollectionRound:
    """Another closing date for every school, by a letter; whoever was told of the old one is
    offered it once. Raises NotFound, WrongState, RoundRefused."""
    from handlers.rounds import extending  # late: it looks at standings, which look at rounds

    held.take_turns(ctx)
    row = get(ctx, round_id, for_update=True)
    me.require(Act.KEEP_ROUND, thing(ctx, row))
    _check_letter(letter)
    if due_at <= ctx.now:
        raise RoundRefused("past")
    if _day(due_at) < row.opens_on:
        raise RoundRefused("order", first="opens", second="due")
    if row.confirm_from is not None and _day(due_at) < row.confirm_from:
        raise RoundRefused("order", first="confirm_from", second="due")
    before = facts(row)
    closes_on = max(row.closes_on, _day(due_at))
    old = row.extend(due_at, letter, closes_on)
    _follow(row, _day(due_at) - _day(old))
    ctx.session.add(
        RoundExtension(
            round_id=row.id, before=old, after=due_at, letter=letter, at=ctx.now,
            by=ctx.actor.name[:100],
        )
    )  # fmt: skip
    ctx.session.flush()
    plan_steps(ctx, row)
    audit.record(ctx, "round:round:extended", f"round:{row.id}", before, facts(row))
    extending.offer(ctx, row, old)
    return row


def _follow(row: CollectionRound, later: timedelta) -> None:
    """What comes after the closing day keeps its distance when it would come before it."""
    if row.certify_by is not None and row.certify_by < row.due_at:
        row.certify_by = max(row.certify_by + later, row.due_at)
    day = _day(row.certify_by or row.due_at)
    if row.acknowledge_by is not None and row.acknowledge_by < day:
        row.acknowledge_by = max(row.acknowledge_by + later, day)
    row.closes_on = max(row.closes_on, row.acknowledge_by or day)


def cancel(ctx: Context, me: Me, round_id: int) -> CollectionRound:
    """It does not take place: nobody is reminded any more."""
    held.take_turns(ctx)
    row = get(ctx, round_id, for_update=True)
    me.require(Act.KEEP_ROUND, thing(ctx, row))
    row.cancel(at=ctx.now)
    held.forget(ctx, row.id)
    held.forget_steps(ctx, row.id)
    audit.record(ctx, "round:round:cancelled", f"round:{row.id}", None, {"cancelled": True})
    return row


def get(ctx: Context, round_id: int, *, for_update: bool = False) -> CollectionRound:
    """A round by its id. Raises NotFound."""
    row = ctx.session.get(
        CollectionRound, round_id, with_for_update=for_update, populate_existing=for_update
    )
    if row is None:
        raise NotFound("round", round_id)
    return row


def under_way(ctx: Context) -> list[CollectionRound]:
    """The rounds that are not over, the first due first; those to come after them. One that has
    closed is not over while a school that was given longer has time."""
    longer = select(RoundSchool.round_id).where(
        RoundSchool.late_until >= ctx.now, RoundSchool.standing.not_in(COMPLETE)
    )
    query = select(CollectionRound).where(
        or_(CollectionRound.closes_on >= today(ctx), CollectionRound.id.in_(longer)),
        CollectionRound.cancelled_at.is_(None),
    )
    return list(ctx.session.scalars(query.order_by(CollectionRound.due_at, CollectionRound.id)))


def the_one(ctx: Context, round_id: int | None) -> CollectionRound:
    """The round that is named, or the only one that is open now. Raises NotFound, RoundRefused."""
    if round_id is not None:
        return get(ctx, round_id)
    found = [row for row in under_way(ctx) if row.opens_on <= today(ctx)] or under_way(ctx)
    if not found:
        raise RoundRefused("none")
    if len(found) > 1:
        raise RoundRefused("several", ids=[row.id for row in found])
    return found[0]


def facts(row: CollectionRound) -> dict[str, Any]:
    """A round's dates, as plain JSON."""
    return {
        "dataset": row.dataset.value,
        "name": row.name,
        "year": row.year,
        "round": row.round,
        "as_of": _iso(row.as_of),
        "opens": _iso(row.opens_on),
        "confirm_from": _iso(row.confirm_from),
        "due": _iso(row.due_at),
        "certify_by": _iso(row.certify_by),
        "acknowledge_by": _iso(row.acknowledge_by),
        "system_closes": _iso(row.closes_on),
        "letter": row.letter,
        "link": row.link,
    }


def steps(ctx: Context, round_id: int) -> list[RoundStep]:
    """The office's own steps, in their order."""
    rows = ctx.session.scalars(select(RoundStep).where(RoundStep.round_id == round_id)).all()
    return sorted(rows, key=lambda row: list(StepKind).index(row.kind))


def finish_step(ctx: Context, me: Me, round_id: int, kind: StepKind) -> RoundStep:
    """One of the office's own steps is done."""
    row = get(ctx, round_id)
    me.require(Act.KEEP_ROUND, thing(ctx, row))
    step = ctx.session.get(RoundStep, (round_id, kind), with_for_update=True)
    if step is None:
        raise NotFound("round_step", kind.value)
    step.finish(at=ctx.now, by_id=me.id)
    held.forget_steps(ctx, round_id, kind.value)
    audit.record(ctx, "round:step:done", f"round:{round_id}", None, {"step": kind.value})
    return step


def plan_steps(ctx: Context, row: CollectionRound) -> None:
    """When the office's own steps are due: the first before it opens, the last after its closing
    day. What is done stays."""
    calendar = office_calendar.load(ctx)
    days = {kind: int(rule(ctx, f"days.round.{kind.value}", STEP_DAYS[kind])) for kind in StepKind}
    due = {StepKind.FOLLOW: _day(row.due_at)}
    day = row.opens_on
    for kind in reversed(_BEFORE):
        due[kind] = day
        for _ in range(days[kind]):
            day -= timedelta(days=1)
            while not calendar.is_workday(day):
                day -= timedelta(days=1)
    day = _day(row.due_at)
    for kind in _AFTER:
        for _ in range(days[kind]):
            day = calendar.next_workday(day)
        due[kind] = day
    for kind in StepKind:
        step = ctx.session.get(RoundStep, (row.id, kind))
        if step is None:
            ctx.session.add(
                RoundStep(round_id=row.id, kind=kind, days=days[kind], due_on=due[kind])
            )
        elif step.done_at is None:
            step.due_on = due[kind]
    ctx.session.flush()


def _same(ctx: Context, spec: Spec) -> CollectionRound | None:
    query = select(CollectionRound).where(
        CollectionRound.dataset == spec.dataset,
        CollectionRound.year == spec.year,
        CollectionRound.round == spec.round
        if spec.round is not None
        else CollectionRound.round.is_(None),
        CollectionRound.name == " ".join(spec.name.split()),
        CollectionRound.cancelled_at.is_(None),
    )
    return ctx.session.scalars(query.limit(1)).first()


def check(spec: Spec, closes_on: date) -> None:
    """Raise RoundRefused for a name or an order of dates that cannot be."""
    name = " ".join(spec.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RoundRefused("name", most=LONGEST_NAME)
    _check_letter(spec.letter)
    if spec.link is not None and (len(spec.link) > LONGEST_LINK or not _LINK.fullmatch(spec.link)):
        raise RoundRefused("link", most=LONGEST_LINK)
    order: list[tuple[str, date | None]] = [
        ("opens", spec.opens_on),
        ("confirm_from", spec.confirm_from),
        ("due", _day(spec.due_at)),
        ("certify_by", _day(spec.certify_by) if spec.certify_by else None),
        ("acknowledge_by", spec.acknowledge_by),
        ("system_closes", closes_on),
    ]
    known = [(label, day) for label, day in order if day is not None]
    for (first, a), (second, b) in pairwise(known):
        if b < a:
            raise RoundRefused("order", first=first, second=second)
    if spec.certify_by is not None and spec.certify_by < spec.due_at:
        raise RoundRefused("order", first="due", second="certify_by")
    if spec.rungs is not None and (not spec.rungs or len(set(spec.rungs)) < len(spec.rungs)):
        raise RoundRefused("rungs")


def _check_letter(letter: str | None) -> None:
    if letter is not None and not 0 < len(letter.strip()) <= LONGEST_LETTER:
        raise RoundRefused("letter", most=LONGEST_LETTER)


def _day(moment: datetime) -> date:
    return moment.astimezone(BANGKOK).date()


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
