"""A school is told what the office made of its standing: returned, given longer, accepted.

For nothing: it rides on the next free reply of whoever speaks for the school, and of its director.
Only what was returned shortly before the closing day is worth one message, to the first of them.
What changes again before it was read is not told any more.
"""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from handlers import budget, telling
from handlers.context import Context
from handlers.people import today, with_right
from handlers.requests.notifying import told_from
from handlers.rounds import held, ladder, opening, planning, standing
from models.groups import Audience
from models.people import Person
from models.rights import Act
from models.rounds import CollectionRound, RoundSchool
from models.schools import School
from models.spending import Pot

Json = dict[str, Any]
#: Returned so shortly before the closing day (or after it) it may cost a message.
URGENT = timedelta(days=3)
#: So long an urgent one waits for a free reply first.
FREE_FIRST = telling.GATHERED
#: So long an answer is news at least.
NEWS = timedelta(days=14)


class Verdict(enum.StrEnum):
    """What the office said."""

    RETURNED = "returned"
    LONGER = "longer"
    ACCEPTED = "accepted"


_RUNGS = {Verdict(name): rung for rung, name in ladder.VERDICTS.items()}


def tell(ctx: Context, round_: CollectionRound, row: RoundSchool, verdict: Verdict) -> None:
    """Tell the school's people. Nobody hears of a round that is over for the school."""
    due = standing.due_for(round_, row)
    if round_.cancelled_at is not None:
        return
    school = ctx.session.get_one(School, row.school_code)
    people = _people(ctx, round_, school)
    paid = verdict is Verdict.RETURNED and _is_urgent(ctx, round_, due)
    paid = paid and _may_pay(ctx)
    for n, (person, audience) in enumerate(people):
        reason = {
            Verdict.RETURNED: row.returned_reason, Verdict.LONGER: row.late_reason
        }.get(verdict)  # fmt: skip
        said = {"code": school.smis, "name": school.name, "reason": reason or ""}
        _tell(ctx, round_, person, audience, verdict, due, said, paid=paid and n == 0)
    ctx.session.flush()


def _people(ctx: Context, round_: CollectionRound, school: School) -> list[tuple[Person, Audience]]:
    """Who speaks for the school, the first to ask first, and can be told."""
    of = standing.school_thing(ctx, round_, school.smis)
    directors = {person.id for person, _ in with_right(ctx, Act.CERTIFY_STANDING, of)}
    return [
        (person, Audience.DIRECTOR if person.id in directors else Audience.NAMED)
        for person in standing.speakers(ctx, round_, school.smis)
        if telling.reachable(ctx, person.line_user)
    ]


def _is_urgent(ctx: Context, round_: CollectionRound, due: datetime) -> bool:
    """Is its closing day near or past, and can the school still do something?"""
    closes = max(round_.closes_on, planning.due_on(round_, due))
    return due - ctx.now <= URGENT and today(ctx) <= closes


def _may_pay(ctx: Context) -> bool:
    left = budget.left(ctx, Pot.ROUNDS)
    return left is None or left > 0


def _tell(
    ctx: Context,
    round_: CollectionRound,
    person: Person,
    audience: Audience,
    verdict: Verdict,
    due: datetime,
    said: Json,
    *,
    paid: bool,
) -> None:
    """One notice; what the same person has not read of their other schools goes along."""
    assert person.line_user is not None
    key = f"{held.SAID}{verdict.value}:{person.id}:{round_.id}"
    before = held.under(ctx, key)
    older = before.notices[0]["data"]["rounds"] if before is not None else []
    rounds = [*held.without(older, round_.id, said["code"]), {
        "id": round_.id, **opening.facts(round_), "before": round_.due_at.isoformat(),
        "due": due.isoformat(), "rung": _RUNGS[verdict], "audience": audience.value,
        "schools": [said],
    }]  # fmt: skip
    paid = paid or (before is not None and not before.only_free)
    kind, data, ref = f"round.{verdict.value}", {"rounds": rounds}, "rounds"
    if paid:
        telling.tell(
            ctx, person.line_user, kind, data, ref=ref, at=_at(ctx, due), hold_key=key,
            pot=Pot.ROUNDS,
        )  # fmt: skip
    else:
        until = max(due, ctx.now + NEWS)
        telling.offer(ctx, person.line_user, kind, data, ref=ref, until=until, hold_key=key)
    day = planning.due_on(round_, due)
    row = held.row_of(ctx, round_.id, day, _RUNGS[verdict], person.line_user)
    row.person_id, row.audience, row.hold_key = person.id, audience, key
    row.schools = sorted({*(row.schools or ()), said["code"]})
    row.made_at, row.pushed = ctx.now, paid


def _at(ctx: Context, due: datetime) -> datetime:
    """In office hours, after half an hour in which it may ride; at once on the last minutes."""
    later = told_from(ctx, ctx.now + FREE_FIRST)
    return later if later < due or ctx.now >= due else told_from(ctx, ctx.now)
