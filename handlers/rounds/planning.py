"""Every reminder to come: when, to whom, how many paid messages; and what the month can bear.

It is worked out from today's truth: whoever is late now is taken to be late then, so the price is
what it would be at most. A reminder before the last days rides on free replies and costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers import budget, office_calendar
from handlers.context import Context
from handlers.office_rules import rule
from handlers.people import today
from handlers.rounds import ladder, opening, standing
from handlers.rounds.ladder import Rung
from handlers.rounds.late import Reached, late_by_due, to_tell
from models.rounds import CollectionRound
from models.schools import School

#: From this rung on (the day before the closing day) whoever was not reached is sent a message.
PUSHED_FROM = 1
#: How many paid messages of a month rounds may take; `budget.rounds` of the office's rules wins.
SHARE = 200


@dataclass(frozen=True)
class Planned:
    """One rung to come. `people`: how many would be told; `paid`: at most so many messages;
    `unreached`: late schools of whose people nobody can be told in LINE.
    """

    round_id: int
    name: str
    at: datetime
    rung: int
    schools: int
    people: int
    paid: int
    unreached: int = 0


@dataclass(frozen=True)
class Plan:
    """All of it, and the months: paid messages by month, and what a month may spend on rounds."""

    rungs: Sequence[Planned]
    months: Sequence[tuple[str, int]]
    share: int
    remaining: int | None

    @property
    def over(self) -> list[str]:
        """The months that could not bear it if nobody finished and nobody wrote."""
        return [month for month, paid in self.months if paid > self.share]


def rungs_of(ctx: Context, round_: CollectionRound, due_at: datetime | None = None) -> list[Rung]:
    """A round's rungs by the calendar of now; those of schools that have time until `due_at`."""
    due = due_at or round_.due_at
    closes = max(round_.closes_on, due_on(round_, due))
    return ladder.rungs(office_calendar.load(ctx), round_.opens_on, due, closes, round_.rungs)


def due_on(round_: CollectionRound, due_at: datetime | None = None) -> date:
    """The closing day in Bangkok, or that of schools that were given longer: each day has a ladder
    of its own, and so has an extended round."""
    return (due_at or round_.due_at).astimezone(budget.BANGKOK).date()


def share(ctx: Context) -> int:
    """Paid messages that rounds may take in a month."""
    return int(rule(ctx, "budget.rounds", SHARE))


def is_pushed(rung: int) -> bool:
    """May this rung cost a message?"""
    return rung <= PUSHED_FROM


def plan(ctx: Context, rounds: Sequence[CollectionRound] | None = None) -> Plan:
    """The reminders of these rounds (all that are not over) from now on."""
    found: list[Planned] = []
    for round_ in opening.under_way(ctx) if rounds is None else rounds:
        by_due = late_by_due(ctx, round_)
        if not any(by_due.values()):
            by_due = {round_.due_at: _expected(ctx, round_)}
        for due, late in by_due.items():
            if late or due == round_.due_at:
                found += _planned(ctx, round_, due, late)
    months: dict[str, int] = {}
    for one in found:
        month = budget.month_of(one.at)
        months[month] = months.get(month, 0) + one.paid
    return Plan(
        sorted(found, key=lambda one: (one.at, one.round_id)),
        sorted(months.items()),
        share(ctx),
        budget.spare(ctx.session, now=ctx.now),
    )


def _planned(
    ctx: Context, round_: CollectionRound, due: datetime, late: Sequence[School]
) -> list[Planned]:
    """The rungs to come of those schools that have to be done by then."""
    found: list[Planned] = []
    told: dict[bool, tuple[int, int]] = {}
    for rung in rungs_of(ctx, round_, due):
        if rung.at <= ctx.now:
            continue
        pushed = is_pushed(rung.days)
        key = pushed or rung.days < 0
        if key not in told or rung.days <= 0:
            told[key] = _counted(to_tell(ctx, round_, list(late), rung.days), len(late))
        people, unreached = told[key]
        found.append(
            Planned(
                round_.id, round_.name, rung.at, rung.days, len(late), people,
                people if pushed else 0, unreached,
            )
        )  # fmt: skip
    return found


def _counted(reached: Sequence[Reached], late: int) -> tuple[int, int]:
    """How many people, and how many late schools have nobody among them."""
    schools = {school.smis for one in reached for school in one.schools}
    return len(reached), late - len(schools)


def _expected(ctx: Context, round_: CollectionRound) -> list[School]:
    return standing.expected(ctx, round_) if round_.opens_on > today(ctx) else []
