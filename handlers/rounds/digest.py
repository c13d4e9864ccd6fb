"""Those who keep a round read on each of its days who is late there, with whom to ring up; the
chair of a network reads it of their own schools once the closing day is over. Always for nothing.

What waits to be read is kept true like a reminder (`held`): a school that has finished leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.people import Me, with_right
from handlers.rounds import contacts, held, opening, planning, reminding, view
from handlers.rounds.ladder import Rung
from handlers.rounds.late import late_by_due
from models.errors import NotAllowed
from models.groups import Audience, Reminder
from models.people import Person
from models.rights import Act, Thing, granting
from models.rounds import CollectionRound
from models.schools import School

Json = dict[str, Any]
#: So long a digest that nobody read is news; the next rung's takes its place before.
NEWS = timedelta(days=14)


def offer_due(ctx: Context) -> int:
    """Offer to the keepers what the newest rung of each round says. Returns how many offers."""
    if not reminding.is_told_now(ctx):
        return 0
    held.take_turns(ctx)
    return sum(_offer_due(ctx, round_) for round_ in opening.under_way(ctx))


def _offer_due(ctx: Context, round_: CollectionRound) -> int:
    made, keepers = 0, list[Person]()
    for due, late in late_by_due(ctx, round_).items():
        rung = reminding.rung_to_say(ctx, round_, due) if late else None
        if rung is None:
            continue
        keepers = keepers or _keepers(ctx, round_)
        told = _told(ctx, round_, due, rung)
        new = [person for person in keepers if person.line_user not in told]
        made += len(new)
        if new:
            _offer(ctx, round_, due, rung, late, new)
    return made


def _keepers(ctx: Context, round_: CollectionRound) -> list[Person]:
    """The officers who keep the round, and their group's director."""
    found = with_right(ctx, Act.KEEP_ROUND, opening.thing(ctx, round_))
    return [person for person, _ in found if telling.reachable(ctx, person.line_user)]


def _told(ctx: Context, round_: CollectionRound, due: datetime, rung: Rung) -> set[str]:
    query = select(Reminder.chat_key).where(
        Reminder.round_id == round_.id,
        Reminder.rung == rung.days,
        Reminder.due_on == planning.due_on(round_, due),
    )
    return set(ctx.session.scalars(query))


def _offer(
    ctx: Context,
    round_: CollectionRound,
    due: datetime,
    rung: Rung,
    late: list[School],
    to: Iterable[Person],
) -> None:
    day = planning.due_on(round_, due)
    one: Json = {
        "id": round_.id,
        **opening.facts(round_),
        "due": due.isoformat(),
        "rung": rung.days,
        "schools": contacts.to_call(ctx, round_, late),
        "audience": Audience.STAFF.value,
    }
    keys = {p.line_user or "": f"{_prefix(p, round_, day)}{rung.days}" for p in to}
    for person in to:
        telling.drop_offers(ctx, _prefix(person, round_, day), error=reminding.REPLACED)
    telling.offer_all(
        ctx, keys, "round.digest", {"rounds": [one], "at": ctx.now.isoformat()}, ref="rounds",
        until=ctx.now + NEWS,
    )  # fmt: skip
    for person in to:
        line_user = person.line_user or ""
        ctx.session.add(Reminder(
            round_id=round_.id, due_on=day, rung=rung.days, chat_key=line_user,
            person_id=person.id, audience=Audience.STAFF, schools=sorted(s.smis for s in late),
            made_at=ctx.now, pushed=False, hold_key=keys[line_user],
        ))  # fmt: skip
    ctx.session.flush()


def seen(ctx: Context, me: Me, round_: CollectionRound) -> None:
    """They look at the live list of this round: what was to be offered of it is no news."""
    telling.drop_offers(ctx, f"round-digest:{me.id}:{round_.id}:", error="seen in the list")


def _prefix(person: Person, round_: CollectionRound, day: date) -> str:
    return f"round-digest:{person.id}:{round_.id}:{day}:"


def networks(ctx: Context, me: Me) -> list[str]:
    """The networks whose chair this person is, or stands in for, by name."""
    codes = {
        holder.school_code
        for holder in me.holders
        if holder.school_code
        and granting(Act.SEE_NETWORK, [holder], Thing(school_code=holder.school_code))
    }
    query = select(School.network).where(School.smis.in_(codes), School.in_office)
    return sorted({name for name in ctx.session.scalars(query) if name}) if codes else []


def of_network(ctx: Context, me: Me, round_id: int) -> Json:
    """The late schools of one's own network, with whom to ring up. Raises NotFound, NotAllowed."""
    found = networks(ctx, me)
    if not found:
        raise NotAllowed(Act.SEE_NETWORK)
    round_ = opening.get(ctx, round_id)
    own = [line for line in view.lines(ctx, round_) if line.school.network in found]
    late = [line for line in own if line.late] if round_.cancelled_at is None else []
    ordered = sorted(late, key=lambda one: (one.school.network or "", one.school.smis))
    return {
        **view.brief(ctx, round_),
        "networks": found,
        "expected": len(own),
        "is_over": ctx.now > round_.due_at,
        "lines": [line.to_json(persons=True) for line in ordered],
    }
