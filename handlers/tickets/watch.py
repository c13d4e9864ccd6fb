"""Tickets that wait too long: who is reminded, who hears one level up, each once, in office hours.

What is due follows from rows and the present alone, so a night, a weekend or a clock that stood
still changes only when it is said. All that one person is to hear goes in one message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import leases
from handlers.bookings.times import day_of
from handlers.context import Context
from handlers.occasions import claim, seen_to
from handlers.people import today
from handlers.requests.notifying import told_from
from handlers.tickets import (
    chores,
    digest,
    late_chores,
    moments,
    notifying,
    silence,
    trail,
    view,
    visits,
)
from handlers.tickets.digest import Digest
from handlers.tickets.levels import Levels
from handlers.tickets.moments import Clock
from models.people import Person
from models.tickets import OPEN, Said, Ticket, TicketPause


def look(ctx: Context) -> int:
    """Say whatever is to be said at this moment. Returns how many messages were queued."""
    if told_from(ctx, ctx.now) > ctx.now:
        return 0
    leases.one_claimer(ctx.session, "ticket_watch")
    found = open_tickets(ctx)
    waits = silence.waiting(ctx, found)
    visits.offer(ctx, found)
    asked = silence.ask_again(ctx, found, waits) + silence.ask_to_accept(ctx)
    seen = _Round(ctx, moments.running(ctx, found), waits)
    for ticket in found:
        seen.see(ticket)
    seen.see_chores()
    return asked + seen.tell()


def open_tickets(ctx: Context) -> list[Ticket]:
    """All that is not done with, oldest first."""
    query = select(Ticket).where(Ticket.status.in_(OPEN)).order_by(Ticket.id)
    return list(ctx.session.scalars(query))


@dataclass(frozen=True)
class _Saying:
    """Something that is said once. `until`: when what it tells of runs out."""

    key: str
    people: Sequence[Person]
    urgent: bool = False
    until: datetime | None = None


@dataclass
class _Round:
    """One look: what everybody would hear, and what of it is to be said now."""

    ctx: Context
    clocks: dict[int, list[Clock]]
    waits: dict[int, TicketPause]
    digests: dict[int, Digest] = field(default_factory=dict)
    sayings: list[_Saying] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.levels = Levels(self.ctx)

    def see(self, ticket: Ticket) -> None:
        """One open ticket."""
        left = ticket.technician_id is not None and self.levels.holder(ticket) is None
        if left and self.levels.hands(ticket):
            hand_on(self.ctx, ticket)
        hands = self.levels.reach(self.levels.hands(ticket))
        if not hands:
            self._missing(ticket, "unbound" if self.levels.may(ticket) else "nobody")
        clocks = self.clocks[ticket.id]
        late = [clock for clock in clocks if clock.due_at <= self.ctx.now]
        spoken = [c for c in clocks if c in late or c.remind_at <= self.ctx.now]
        self._remind(ticket, hands, spoken, late)
        if late:
            self._escalate(ticket, late)

    def see_chores(self) -> None:
        """What is to be done today around conferences and loans: one person hears of each; of what
        is late for days, one level up too."""
        due = list(chores.due(self.ctx))
        late_chores.offer(self.ctx, self.levels, due)
        for chore, person, facts in due:
            self._digest(person).chores.append(facts)
            key = f"chore:{chore.id}:{day_of(chore.due_at)}:{person.id}"
            self.sayings.append(_Saying(key, [person], until=chore.due_at))

    def _remind(
        self, ticket: Ticket, hands: list[Person], spoken: list[Clock], late: list[Clock]
    ) -> None:
        visit = visits.today(self.ctx, ticket)
        pause = self.waits.get(ticket.id)
        wait = silence.facts(self.ctx, pause) if pause else {}
        stale = bool(wait.get("stale"))
        if not (spoken or visit or stale):
            return
        item = {
            **_facts(ticket, spoken),
            "late": bool(late),
            "visit_at": ticket.visit_at.isoformat() if visit and ticket.visit_at else None,
            "waited": wait["waited"] if stale else 0,
        }
        for person in hands:
            self._digest(person).mine.append(item)
        for clock in spoken:
            self._say(f"{_name(ticket, clock)}:remind", hands, ticket, clock.due_at)
        if visit and ticket.visit_at and visits.is_news(self.ctx, ticket):
            self._say(visits.key(ticket, "visit"), hands, ticket, ticket.visit_at)
        if stale and pause:
            self._say(f"ticket:pause:{pause.id}:stale", hands, ticket, None)

    def _escalate(self, ticket: Ticket, late: list[Clock]) -> None:
        told = self.levels.reach(self.levels.above(ticket))
        self._others(told, ticket, "late", late)
        for clock in late:
            self._say(f"{_name(ticket, clock)}:late", told, ticket, None)

    def _missing(self, ticket: Ticket, why: str) -> None:
        """Nobody can do it. Said once a week, however many tickets wait."""
        week = "{}-{}".format(*today(self.ctx).isocalendar()[:2])
        told = self.levels.reach(self.levels.menders(ticket))
        self._others(told, ticket, why, self.clocks[ticket.id])
        self._say(f"ticket:{why}:{week}:{ticket.owner_group}"[:120], told, ticket, None)

    def _others(
        self, people: list[Person], ticket: Ticket, why: str, clocks: Sequence[Clock]
    ) -> None:
        holder = self.levels.holder(ticket)
        facts = {
            **_facts(ticket, clocks),
            "why": why,
            "group": ticket.owner_group,
            "has_it": holder.name if holder else None,
        }
        for person in people:
            said = facts if self.levels.sees(person, ticket) else {**facts, "subject": ""}
            self._digest(person).others.setdefault(ticket.id, said)

    def _digest(self, person: Person) -> Digest:
        return self.digests.setdefault(person.id, Digest(person))

    def _say(
        self, key: str, people: Sequence[Person], ticket: Ticket, until: datetime | None
    ) -> None:
        if people:
            urgent = ticket.urgency in notifying.AT_ONCE
            self.sayings.append(_Saying(key, people, urgent, until))

    def tell(self) -> int:
        """One message to each who is to hear something new. Returns how many."""
        known = seen_to(self.ctx, [saying.key for saying in self.sayings])
        for saying in self.sayings:
            if saying.key not in known and claim(self.ctx, saying.key):
                for person in saying.people:
                    self._digest(person).news(urgent=saying.urgent, until=saying.until)
        digest.follow(self.ctx, self.digests.values())
        told = [one for one in self.digests.values() if one.is_new]
        for one in told:
            digest.tell(self.ctx, one)
        return len(told)


def hand_on(ctx: Context, ticket: Ticket) -> None:
    """Whoever had it has left: the one with the least in hand has it from now on, and is told.

    One that somebody works on at this very moment is left for the next look.
    """
    query = select(Ticket).where(Ticket.id == ticket.id, Ticket.status.in_(OPEN))
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    before = ticket.technician_id
    kept = ctx.session.scalar(locked)
    if kept is None or kept.technician_id != before:
        return
    kept.touch(at=ctx.now)
    notifying.to_staff(ctx, kept, assign=True)
    to = ctx.session.get(Person, kept.technician_id)
    trail.write(
        ctx, kept, Said.PASSED, None, internal=True, to=to.name if to else "", left=before
    )  # fmt: skip


def _name(ticket: Ticket, clock: Clock) -> str:
    return f"ticket:{ticket.id}:{clock.name}:{clock.stamp}"


def _facts(ticket: Ticket, clocks: Sequence[Clock]) -> dict[str, Any]:
    """What a line of the message says: the ticket, and which of its clocks are meant."""
    soonest = min((clock.due_at for clock in clocks), default=None)
    return {
        **view.brief(ticket),
        "clocks": [clock.name for clock in clocks],
        "due_at": soonest.isoformat() if soonest else None,
        "taken": ticket.technician_id is not None,
    }
