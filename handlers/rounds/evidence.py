"""Who was told of a round, when, by which way, free or paid: for staff, to be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me
from handlers.rounds import opening
from handlers.rounds.reminding import way_of
from models.groups import BoundGroup, Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person
from models.rights import Act
from models.rounds import CollectionRound
from models.schools import School

Json = dict[str, Any]
#: How a reminder went, what reached somebody first.
WAYS = ("free", "paid", "waiting", "unknown", "replaced", "done", "unsent", "gone")
#: Those by which LINE took it.
REACHED = ("free", "paid")


def evidence(ctx: Context, me: Me, round_id: int) -> Json:
    """Every telling of a round in its order, and how many went which way.

    `paid_messages` counts messages: one may tell of several rounds. Raises NotFound, NotAllowed.
    """
    me.require(Act.SEE_ROUND)
    round_ = opening.get(ctx, round_id)
    rows = ctx.session.execute(
        select(Reminder, Person.name, BoundGroup.name)
        .outerjoin(Person, Person.id == Reminder.person_id)
        .outerjoin(BoundGroup, BoundGroup.chat_key == Reminder.chat_key)
        .where(Reminder.round_id == round_.id)
        .order_by(Reminder.made_at, Reminder.id)
    ).all()
    sent, names = _sent(ctx, round_), _schools(ctx)
    lines = [
        _line(row, person if row.person_id else group, sent.get(row.hold_key), names)
        for row, person, group in rows
    ]
    paid = {row.hold_key for row, _, _ in rows if way_of(sent.get(row.hold_key)) == "paid"}
    return {
        "id": round_.id,
        **opening.facts(round_),
        "now": ctx.now.isoformat(),
        "lines": lines,
        "ways": _ways(lines),
        "rungs": _rungs(lines),
        "paid_messages": sum(sent[key].price for key in paid),
    }


def totals(ctx: Context, round_: CollectionRound) -> Json:
    """How many tellings of a round went which way, for a card."""
    keys = ctx.session.scalars(select(Reminder.hold_key).where(Reminder.round_id == round_.id))
    sent = _sent(ctx, round_)
    found = Counter(way_of(sent.get(key)) for key in keys)
    return {way: found[way] for way in WAYS if found[way]}


def _sent(ctx: Context, round_: CollectionRound) -> dict[str, OutboxMessage]:
    """What became of each telling: of several rows of one key that which came furthest."""
    keys = select(Reminder.hold_key).where(Reminder.round_id == round_.id)
    query = select(OutboxMessage).where(OutboxMessage.hold_key.in_(keys))
    found: dict[str, OutboxMessage] = {}
    for row in ctx.session.scalars(query.order_by(OutboxMessage.id)):
        known = found.get(row.hold_key or "")
        if known is None or WAYS.index(way_of(row)) <= WAYS.index(way_of(known)):
            found[row.hold_key or ""] = row
    return found


def _schools(ctx: Context) -> Mapping[str, str]:
    rows = ctx.session.execute(select(School.smis, School.name).where(School.in_office))
    return {code: name for code, name in rows}


def _line(
    row: Reminder, who: str | None, sent: OutboxMessage | None, names: Mapping[str, str]
) -> Json:
    way = way_of(sent)
    taken = sent.finished_at if sent is not None and way in REACHED else None
    return {
        "rung": row.rung,
        "due_on": row.due_on.isoformat(),
        "made_at": row.made_at.isoformat(),
        "told_at": taken.isoformat() if taken else None,
        "to": who or "",
        "audience": row.audience.value,
        "schools": [{"code": code, "name": names.get(code, "")} for code in row.schools],
        "way": way,
        "price": sent.price if sent is not None and sent.status is OutboxStatus.ACCEPTED else 0,
    }


def _ways(lines: Iterable[Json]) -> Json:
    found = Counter(one["way"] for one in lines)
    return {way: found[way] for way in WAYS if found[way]}


def _rungs(lines: Iterable[Json]) -> list[Json]:
    """How each rung went, in the order in which they came."""
    found: dict[tuple[str, int], list[Json]] = {}
    for one in lines:
        found.setdefault((one["due_on"], one["rung"]), []).append(one)
    return [
        {"due_on": due_on, "rung": rung, "told": len(of), "ways": _ways(of)}
        for (due_on, rung), of in found.items()
    ]
