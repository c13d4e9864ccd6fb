"""Will the messages last? Twelve months of what rounds, announcements and service need.

Rounds: those in the tables by their plan, and those of the templates that nobody has opened yet.
At most: if nobody finished and nobody wrote. As expected: by what past rounds really cost of that,
because most schools are done in time or read it for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import func, select

from handlers import budget
from handlers.context import Context
from handlers.people import today
from handlers.rounds import ladder, planning, templates
from handlers.rounds.planning import Planned
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.rounds import CollectionRound, Dataset
from models.spending import Pot

MONTHS = 12
#: Of what a round costs at most, so much is expected as long as no round of the office's own has
#: ended: a quarter of the schools is late on the day before, and many of those read it for nothing.
USUAL_PART = 0.25
#: Reminders of the next days are taken as they are: whoever is late now will be.
SURE = timedelta(days=3)
#: So many whole months say what service costs.
_RUN_RATE = 3
_YEAR = timedelta(days=365)
#: What is kept up all the year has no round that anybody is reminded of.
_ALL_YEAR = (Dataset.GCODE,)


@dataclass(frozen=True)
class Month:
    """What one month needs, and what it has. `rounds_most`, `rounds`: at most, as expected, with
    what is spent already; `bears` the shares by pot, `limit` all of it; None: no limit."""

    month: str
    rounds_most: int
    rounds: int
    announcements: int
    service: int
    incidents: int
    share: int | None
    limit: int | None
    names: Sequence[str] = field(default=())

    @property
    def expected(self) -> int:
        """All of it, the incidents' reserve included."""
        return self.rounds + self.announcements + self.service + self.incidents

    @property
    def verdict(self) -> str:
        """`fails` as expected, `tight` only if the worst comes, or `holds`."""
        if self._over(self.rounds):
            return "fails"
        return "tight" if self._over(self.rounds_most) else "holds"

    @property
    def lacking(self) -> int:
        """So many messages it has too few, as expected."""
        of_share = 0 if self.share is None else self.rounds + self.announcements - self.share
        of_all = 0 if self.limit is None else self.expected - self.limit
        return max(of_share, of_all, 0)

    def _over(self, rounds: int) -> bool:
        paid = rounds + self.announcements
        if self.share is not None and paid > self.share:
            return True
        return self.limit is not None and paid + self.service + self.incidents > self.limit

    def to_json(self) -> dict[str, Any]:
        """For a card, a line or `--json`."""
        facts = {**asdict(self), "names": list(self.names)}
        return {
            **facts, "expected": self.expected, "verdict": self.verdict, "lacking": self.lacking,
        }  # fmt: skip


@dataclass(frozen=True)
class Forecast:
    """The months from this one on. `part`: what of the most is expected; `learned`: by the
    office's own past rounds."""

    months: Sequence[Month]
    part: float
    learned: bool

    @property
    def failing(self) -> list[Month]:
        """The months that will not last."""
        return [one for one in self.months if one.verdict == "fails"]

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "months": [one.to_json() for one in self.months],
            "part": round(self.part, 3),
            "learned": self.learned,
            "failing": [one.month for one in self.failing],
        }


def forecast(ctx: Context) -> Forecast:
    """The next twelve months."""
    part, learned = _part(ctx)
    coming = _months(ctx)
    most, rounds = defaultdict[str, int](int), defaultdict[str, float](float)
    names = defaultdict[str, list[str]](list)
    for one in (*planning.plan(ctx).rungs, *_unopened(ctx, coming)):
        if one.people and ladder.is_pushed(one.rung):
            month = budget.month_of(one.at)
            most[month] += one.paid
            rounds[month] += one.paid * (1 if one.at < ctx.now + SURE else part)
            if one.name not in names[month]:
                names[month].append(one.name)
    announced, service = _announced(ctx), _service(ctx)
    now, share = coming[0], budget.share(ctx, Pot.ROUNDS)
    limit = budget.limit(ctx.session, now=ctx.now)
    kept = budget.share(ctx, Pot.INCIDENTS) or 0
    spent = {pot: budget.spent(ctx, pot) for pot in Pot}
    above = budget.permitted(ctx, Pot.ROUNDS)
    found = []
    for month in coming:
        first = month == now
        found.append(
            Month(
                month,
                most[month] + (spent[Pot.ROUNDS] if first else 0),
                ceil(rounds[month]) + (spent[Pot.ROUNDS] if first else 0),
                announced[month],
                max(service, spent[Pot.SERVICE]) if first else service,
                kept,
                share if share is None or not first else share + above,
                limit,
                tuple(names[month]),
            )
        )
    return Forecast(found, part, learned)


def _months(ctx: Context) -> list[str]:
    found, at = [], ctx.now
    for _ in range(MONTHS):
        found.append(budget.month_of(at))
        at = budget.next_month(at)
    return found


def _unopened(ctx: Context, coming: Sequence[str]) -> list[Planned]:
    """The rungs of the rounds that the manuals have and the office has not opened yet."""
    return planning.unopened(ctx, _thought_of(ctx, coming))


def _thought_of(ctx: Context, coming: Sequence[str]) -> Iterator[CollectionRound]:
    query = select(CollectionRound.dataset, CollectionRound.year, CollectionRound.round)
    known = {(dataset, year, number) for dataset, year, number in ctx.session.execute(query)}
    this_year = today(ctx).year + 543
    for year in (this_year - 1, this_year, this_year + 1):
        for dataset, number in templates.USUAL:
            dates = templates.usual(dataset, year, number)
            if dates is None or dataset in _ALL_YEAR or (dataset, year, number) in known:
                continue
            if dates.due > ctx.now and budget.month_of(dates.due) in coming:
                name = f"{dataset.value} {number or ''}".strip() + f"/{year}"
                yield planning.like(dataset, name, dates.opens, dates.due)


def _part(ctx: Context) -> tuple[float, bool]:
    """What past rounds cost of what they might have, and whether any did end."""
    ended = ctx.session.scalars(
        select(CollectionRound).where(
            CollectionRound.cancelled_at.is_(None),
            CollectionRound.closes_on < today(ctx),
            CollectionRound.due_at > ctx.now - _YEAR,
        )
    ).all()
    most = paid = 0
    for round_ in ended:
        then = Context(ctx.session, min(round_.opened_at, round_.due_at - timedelta(days=8)))
        thought = planning.like(
            round_.dataset, round_.name, round_.opens_on, round_.due_at, round_.rungs,
            round_.schools,
        )  # fmt: skip
        most += sum(one.paid for one in planning.unopened(then, [thought]))
        paid += _paid(ctx, round_)
    return (min(paid / most, 1.0), True) if most else (USUAL_PART, False)


def _paid(ctx: Context, round_: CollectionRound) -> int:
    keys = select(Reminder.hold_key).where(Reminder.round_id == round_.id, Reminder.pushed)
    price = select(func.coalesce(func.sum(OutboxMessage.price), 0)).where(
        OutboxMessage.hold_key.in_(keys),
        OutboxMessage.way == Way.PUSH,
        OutboxMessage.status.in_((OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)),
    )
    return int(ctx.session.scalar(price) or 0)


def _announced(ctx: Context) -> dict[str, int]:
    """Messages of announcements that are to go out, by month; at most, where they ride first."""
    rows = ctx.session.scalars(
        select(Announcement).where(
            Announcement.delivery != Delivery.FREE,
            Announcement.ended_at.is_(None),
            Announcement.settled_at.is_(None),
            Announcement.status.in_((AnnouncementStatus.SCHEDULED, AnnouncementStatus.SENT)),
        )
    )
    found = defaultdict[str, int](int)
    for row in rows:
        free_first = row.delivery is Delivery.FREE_FIRST
        if row.status is AnnouncementStatus.SENT and not free_first:
            continue  # it is in the outbox already
        at = (row.until if free_first else row.send_at) or row.send_at
        if at is not None:
            found[budget.month_of(max(at, ctx.now))] += row.price
    return found


def _service(ctx: Context) -> int:
    """What service costs in a month: the average of the last whole ones in which anything was
    sent; in the first month by its days."""
    costs, at = [], budget.month_start(ctx.now)
    for _ in range(_RUN_RATE):
        before = budget.month_start(at - timedelta(days=1))
        costs.append(_pushed(ctx, before, at))
        at = before
    known = [service for service, every in costs if every]
    if known:
        return ceil(sum(known) / len(known))
    start, end = budget.month_start(ctx.now), budget.next_month(ctx.now)
    gone = (ctx.now - start) / (end - start)
    return ceil(budget.spent(ctx, Pot.SERVICE) / max(gone, 0.1))


def _pushed(ctx: Context, since: datetime, until: datetime) -> tuple[int, int]:
    """What was paid for service, and for anything, between these moments."""
    rows = ctx.session.execute(
        select(OutboxMessage.pot, func.sum(OutboxMessage.price))
        .where(
            OutboxMessage.way == Way.PUSH,
            OutboxMessage.status.in_((OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)),
            OutboxMessage.finished_at >= since,
            OutboxMessage.finished_at < until,
        )
        .group_by(OutboxMessage.pot)
    )
    costs = [(pot or Pot.SERVICE.value, int(price)) for pot, price in rows]
    return (
        sum(price for pot, price in costs if pot == Pot.SERVICE.value),
        sum(price for _, price in costs),
    )
