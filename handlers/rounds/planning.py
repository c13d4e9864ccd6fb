"""Every reminder to come: when, to whom, how many paid messages; and what the month can bear.

It is worked out from today's truth: whoever is late now is taken to be late then, so the price is
what it would be at most. A reminder before the last days rides on free replies and costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from handlers import budget, office_calendar
from handlers.context import Context
from handlers.people import today
from handlers.rounds import ladder, opening, pushing, reached, standing
from handlers.rounds.ladder import Rung
from handlers.rounds.late import People, Speakers, gathered, late_by_due, speakers
from handlers.rounds.reached import due_on as due_on
from models.people import Person
from models.rounds import CollectionRound, Dataset
from models.schools import School
from models.spending import Pot

#: So long after the closing day a round that is only thought of is reminded of.
_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Planned:
    """One rung to come. `people`: how many would be told, and as what (`whom`); `paid`: at most so
    many messages, one to a school; one person's schools, and rounds of one morning, are one
    message. `unreached`: late schools of whose people nobody can be told in LINE.
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
    """The rungs to come of those schools that have to be done by then; of one whose morning is
    over what may still be paid for. `paid`: who is sent a message when, of other rounds too: they
    all go in one."""
    found: list[Planned] = []
    rungs = rungs_of(ctx, round_, due)
    people: dict[int, Speakers] = {}
    for rung in rungs:
        at = rung.at if rung.at > ctx.now else ladder.push_moment(rung, due)
        if at <= ctx.now:
            continue
        level = min(rung.days, ladder.PUSHED_FROM + 1)  # before the last days all hear alike
        if level not in people:
            people[level] = speakers(round_, late, rung.days, who)
        of = people[level]
        costs = {
            (person.id, rung.at)
            for person in _worth_it(ctx, round_, due, rung, rungs, late, of)
            if ladder.is_pushed(rung.days)
        }
        told = gathered(late, of)
        unreached = sum(not spoken for spoken in of.values())
        found.append(
            Planned(
                round_.id, round_.name, at, rung.days, len(late), len(told), len(costs - paid),
                unreached, Counter(one.audience.value for one in told),
            )
        )  # fmt: skip
        paid |= costs
    return found


def _worth_it(
    ctx: Context,
    round_: CollectionRound,
    due: datetime,
    rung: Rung,
    rungs: Sequence[Rung],
    late: Sequence[School],
    of: Speakers,
) -> Iterable[Person]:
    """One of each school that nothing has reached lately: nobody where an earlier rung will have
    reached them all."""
    since = reached.lately(round_, rung.at)
    earlier = (one.at for one in rungs if ladder.is_pushed(one.days) and one < rung)
    if rung.days >= 0 and any(ctx.now < at >= since for at in earlier):
        return
    seen = reached.seen(ctx, round_, due, since)
    for school in pushing.unreached(late, of, seen, rung.days):
        yield from islice(pushing.in_turn(of, school, rung.days), 1)


def _expected(ctx: Context, round_: CollectionRound) -> list[School]:
    return standing.expected(ctx, round_) if round_.opens_on > today(ctx) else []
