"""Who is worth a message: one person of each late school that nothing has reached lately. Where a
group may still name the school for nothing on this day, not before the afternoon."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import select

from handlers import groups
from handlers.context import Context
from handlers.people import today
from handlers.rounds import ladder, reached
from handlers.rounds.ladder import Rung
from handlers.rounds.late import People, Reached, Speakers, gathered, speakers, tiers
from handlers.rounds.reached import Seen
from models.groups import BoundGroup, Reminder
from models.people import Person
from models.rounds import CollectionRound
from models.schools import School

#: Of a group where nothing has ridden for so long it is not known that anybody writes there.
RODE_LATELY = timedelta(days=15)


@dataclass(frozen=True)
class Step:
    """A round at its rung of now, for the late schools that have to be done by `due`."""

    ctx: Context
    round: CollectionRound
    due: datetime
    rung: Rung
    late: list[School]
    who: People

    @cached_property
    def people(self) -> Speakers:
        """Who is to hear of it, by school."""
        return speakers(self.round, self.late, self.rung.days, self.who)

    @cached_property
    def to_tell(self) -> list[Reached]:
        """The same people, each once."""
        return gathered(self.late, self.people)

    @property
    def due_on(self) -> date:
        """The closing day that the rung is of."""
        return reached.due_on(self.round, self.due)

    @property
    def may_cost(self) -> bool:
        """Is it a rung for which a message may be paid?"""
        return ladder.is_pushed(self.rung.days)

    @cached_property
    def hopeful(self) -> Collection[str]:
        """Schools that wait for a card: a group of theirs may be told of them today for nothing."""
        if self.ctx.now >= ladder.push_moment(self.rung, self.due) or self.due != self.round.due_at:
            return ()
        groups_of = _talking(self.ctx)
        codes = (school.smis for school in self.late)
        return {code for code in codes if any(group.concerns(code) for group in groups_of)}


def to_push(step: Step, pushed_today: Collection[str]) -> list[Reached]:
    """Whom to send a message, each once: the first of every school that was not reached.

    Nobody twice of one rung, or on one day: where that was tried in vain it is the next one's turn.
    """
    if not step.may_cost:
        return []
    ctx, round_ = step.ctx, step.round
    seen = reached.seen(ctx, round_, step.due, reached.lately(round_, step.rung.at))
    spent = {*pushed_today, *_tried(step)}
    wanted: set[int] = set()
    for school in unreached(step.late, step.people, seen, step.rung.days):
        if school.smis in step.hopeful:
            continue
        person = next(
            (p for p in in_turn(step.people, school, step.rung.days) if p.line_user not in spent),
            None,
        )
        if person is not None:
            wanted.add(person.id)
    return [one for one in step.to_tell if one.person.id in wanted]


def unreached(late: Iterable[School], people: Speakers, seen: Seen, rung: int) -> list[School]:
    """The schools of which nobody of the tier that counts has seen anything, nor any group."""
    found = []
    for school in late:
        first = next(_tiers(people, school, rung), ())
        if school.smis in seen.groups or any(seen.by(p.line_user, school.smis) for p in first):
            continue
        found.append(school)
    return found


def in_turn(people: Speakers, school: School, rung: int) -> Iterable[Person]:
    """The people of a school in the order in which one of them is sent a message."""
    return (person for tier in _tiers(people, school, rung) for person in tier)


def _tiers(people: Speakers, school: School, rung: int) -> Iterator[tuple[Person, ...]]:
    """Its people by tier; a tier without anybody is passed over."""
    for tier in tiers(rung):
        of = tuple(p for audience in tier for p, as_ in people[school.smis] if as_ is audience)
        if of:
            yield of


def _talking(ctx: Context) -> list[BoundGroup]:
    """Groups in which a card may still ride on this day: one did so lately, none today."""
    day, since = today(ctx).isoformat(), (today(ctx) - RODE_LATELY).isoformat()
    return [
        group
        for group, is_there in groups.listed(ctx)
        if is_there
        and group.rides
        and group.purpose in groups.OF_SCHOOLS
        and since <= (group.rode_on or "") < day
    ]


def _tried(step: Step) -> set[str]:
    query = select(Reminder.chat_key).where(
        Reminder.round_id == step.round.id,
        Reminder.due_on == step.due_on,
        Reminder.rung == step.rung.days,
        Reminder.pushed,
    )
    return set(step.ctx.session.scalars(query))
