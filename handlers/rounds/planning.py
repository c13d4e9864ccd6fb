"""Every reminder to come: when, to whom, how many paid messages; and what the month can bear.

It is worked out from today's truth: whoever is late now is taken to be late then, so the price is
what it would be at most. A reminder before the last days rides on free replies and costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from handlers import budget, office_calendar
from handlers.context import Context
from handlers.outbox import RODE
from handlers.people import today
from handlers.rounds import ladder, opening, standing
from handlers.rounds.ladder import Rung
from handlers.rounds.late import People, Reached, late_by_due, to_tell
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.rounds import CollectionRound, Dataset
from models.schools import School
from models.spending import Pot

#: From this rung on (the day before the closing day) whoever was not reached is sent a message.
PUSHED_FROM = 1
#: Who was reached so short a time before need not be sent the same of a round for money.
LATELY = timedelta(days=4)
#: So long after the closing day a round that is only thought of is reminded of.
_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Planned:
    """One rung to come. `people`: how many would be told, and as what (`whom`); `paid`: at most so
    many messages; `unreached`: late schools of whose people nobody can be told in LINE.
    """

    round_id: int
    name: str
    at: datetime
    rung: int
    schools: int
    people: int
    paid: int
    unreached: int = 0
    whom: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """All of it, and the months: paid messages by month, and what a month may spend on rounds.

    `share` None: as many as they like. `left`: so many this month can still pay for reminders;
    `remaining`: LINE has left for anything. Both None where there is no limit or it is unknown.
    """

    rungs: Sequence[Planned]
    months: Sequence[tuple[str, int]]
    share: int | None
    left: int | None
    remaining: int | None
    month: str

    @property
    def over(self) -> list[str]:
        """The months that could not bear it if nobody finished and nobody wrote."""
        return [month for month, paid in self.months if self.lacking(month, paid) > 0]

    def lacking(self, month: str, paid: int) -> int:
        """So many messages the month has too few for that."""
        bears = self.left if month == self.month else self.share
        return 0 if bears is None else max(paid - bears, 0)


def rungs_of(ctx: Context, round_: CollectionRound, due_at: datetime | None = None) -> list[Rung]:
    """A round's rungs by the calendar of now; those of schools that have time until `due_at`."""
    due = due_at or round_.due_at
    closes = max(round_.closes_on, due_on(round_, due))
    return ladder.rungs(office_calendar.load(ctx), round_.opens_on, due, closes, round_.rungs)


def due_on(round_: CollectionRound, due_at: datetime | None = None) -> date:
    """The closing day in Bangkok, or that of schools that were given longer: each day has a ladder
    of its own, and so has an extended round."""
    return (due_at or round_.due_at).astimezone(budget.BANGKOK).date()


def is_pushed(rung: int) -> bool:
    """May this rung cost a message?"""
    return rung <= PUSHED_FROM


def plan(ctx: Context, rounds: Sequence[CollectionRound] | None = None) -> Plan:
    """The reminders of these rounds (all that are not over) from now on."""
    found: list[Planned] = []
    paid: set[tuple[int, datetime]] = set()
    people = People(ctx)
    for round_ in opening.under_way(ctx) if rounds is None else rounds:
        by_due = late_by_due(ctx, round_)
        if not any(by_due.values()):
            by_due = {round_.due_at: _expected(ctx, round_)}
        for due, late in by_due.items():
            if late or due == round_.due_at:
                found += _planned(ctx, round_, due, late, people, paid)
    months: dict[str, int] = {}
    for one in found:
        month = budget.month_of(one.at)
        months[month] = months.get(month, 0) + one.paid
    return Plan(
        sorted(found, key=lambda one: (one.at, one.round_id)),
        sorted(months.items()),
        budget.share(ctx, Pot.ROUNDS),
        budget.left(ctx, Pot.ROUNDS),
        budget.spare(ctx.session, now=ctx.now),
        budget.month_of(ctx.now),
    )


def lacking(ctx: Context, round_: CollectionRound) -> list[tuple[str, int]]:
    """The months in which the share does not hold the reminders of this round and the others, and
    how many messages are lacking."""
    found = plan(ctx)
    own = {budget.month_of(one.at) for one in found.rungs if one.round_id == round_.id and one.paid}
    lacks = [(month, found.lacking(month, paid)) for month, paid in found.months if month in own]
    return [(month, messages) for month, messages in lacks if messages]


def unopened(ctx: Context, rounds: Iterable[CollectionRound]) -> list[Planned]:
    """What these rounds would cost at most if nobody finished and nobody wrote before their ends:
    of such as are in no table (`like` makes them), by the people of now."""
    found: list[Planned] = []
    paid, people = set[tuple[int, datetime]](), People(ctx)
    for round_ in rounds:
        schools = standing.expected(ctx, round_)
        found += _planned(ctx, round_, round_.due_at, schools, people, paid)
    return found


def like(
    dataset: Dataset,
    name: str,
    opens_on: date,
    due_at: datetime,
    rungs: list[int] | None = None,
    schools: list[str] | None = None,
) -> CollectionRound:
    """A round that is only thought of: it is in no table, and nobody was reminded of it."""
    return CollectionRound(
        dataset=dataset, name=name, opens_on=opens_on, due_at=due_at, rungs=rungs,
        schools=schools, closes_on=due_at.astimezone(budget.BANGKOK).date() + _AFTER,
    )  # fmt: skip


def _planned(
    ctx: Context,
    round_: CollectionRound,
    due: datetime,
    late: Sequence[School],
    who: People,
    paid: set[tuple[int, datetime]],
) -> list[Planned]:
    """The rungs to come of those schools that have to be done by then. `paid`: who is sent a
    message when, of other rounds too: they all go in one."""
    found: list[Planned] = []
    told: dict[bool, Sequence[Reached]] = {}
    last = _reached(ctx, round_, due)
    for rung in rungs_of(ctx, round_, due):
        if rung.at <= ctx.now:
            continue
        pushed = is_pushed(rung.days)
        key = pushed or rung.days < 0
        if key not in told or rung.days <= 0:
            told[key] = to_tell(round_, late, rung.days, who)
        people, unreached = _counted(told[key], len(late))
        costs = _costs(rung, told[key], last, paid) if pushed else 0
        found.append(
            Planned(
                round_.id,
                round_.name,
                rung.at,
                rung.days,
                len(late),
                people,
                costs,
                unreached,
                Counter(one.audience.value for one in told[key]),
            )
        )
    return found


def _costs(
    rung: Rung,
    told: Sequence[Reached],
    last: dict[int, datetime],
    paid: set[tuple[int, datetime]],
) -> int:
    """Messages at most at this rung: nobody is paid for twice in a few days of one round."""
    costs = 0
    for one in told:
        id_ = one.person.id
        if id_ in last and last[id_] >= rung.at - LATELY:
            continue
        last[id_] = rung.at
        costs += (id_, rung.at) not in paid
        paid.add((id_, rung.at))
    return costs


def _reached(ctx: Context, round_: CollectionRound, due: datetime) -> dict[int, datetime]:
    """When people were last reached of this round and its closing day, or are about to be."""
    taken = OutboxMessage.status.in_((OutboxStatus.ACCEPTED, OutboxStatus.QUEUED))
    rows = ctx.session.execute(
        select(Reminder.person_id, func.max(Reminder.made_at))
        .join(OutboxMessage, OutboxMessage.hold_key == Reminder.hold_key)
        .where(
            Reminder.round_id == round_.id,
            Reminder.due_on == due_on(round_, due),
            Reminder.person_id.is_not(None),
            Reminder.rung.not_in(ladder.NO_CALL),
            Reminder.made_at >= ctx.now - LATELY,
            (OutboxMessage.error == RODE) | (taken & OutboxMessage.only_free.is_(False)),
        )
        .group_by(Reminder.person_id)
    )
    return {person_id: made_at for person_id, made_at in rows if person_id is not None}


def _counted(reached: Sequence[Reached], late: int) -> tuple[int, int]:
    """How many people, and how many late schools have nobody among them."""
    schools = {school.smis for one in reached for school in one.schools}
    return len(reached), late - len(schools)


def _expected(ctx: Context, round_: CollectionRound) -> list[School]:
    return standing.expected(ctx, round_) if round_.opens_on > today(ctx) else []
