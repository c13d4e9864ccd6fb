"""Who was told of a round, when, by which way, free or paid: for staff, to be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from handlers.context import Context
from handlers.people import Me
from handlers.rounds import held, ladder, opening, planning, standing
from handlers.rounds.reminding import way_of
from models.groups import Audience, BoundGroup, Reminder
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.people import Person
from models.rights import Act
from models.rounds import CollectionRound
from models.schools import School

Json = dict[str, Any]
#: How a reminder went, what reached somebody first.
WAYS = ("free", "paid", "waiting", "unknown", "replaced", "done", "unsent", "gone")
#: Who is told of a school that is not theirs.
_NOT_THE_SCHOOL = (Audience.CHAIR, Audience.STAFF)
#: Those by which LINE took it.
REACHED = ("free", "paid")


def evidence(ctx: Context, me: Me, round_id: int) -> Json:
    """Every telling of a round in its order, and how many went which way.

    `paid_messages` counts messages: one may tell of several rounds. Raises NotFound, NotAllowed.
    """
    me.require(Act.SEE_ROUND)
    round_ = opening.get(ctx, round_id)
    sent, names = _sent(ctx, round_), _schools(ctx)
    lines = [_line(row, who, sent.get(row.hold_key), names) for row, who in _rows(ctx, round_)]
    return {
        "id": round_.id,
        **opening.facts(round_),
        "now": ctx.now.isoformat(),
        "lines": lines,
        "ways": _ways(lines),
        "rungs": _rungs(lines),
        "paid_messages": _paid(ctx, round_),
    }


def totals(ctx: Context, round_: CollectionRound) -> Json:
    """How many tellings of a round went which way, for a card."""
    keys = ctx.session.scalars(
        select(Reminder.hold_key).where(
            Reminder.round_id == round_.id, Reminder.audience != Audience.STAFF
        )
    )
    sent = _sent(ctx, round_)
    found = Counter(way_of(sent.get(key)) for key in keys)
    return {way: found[way] for way in WAYS if found[way]}


def reached(ctx: Context, round_: CollectionRound) -> dict[str, Json]:
    """By school, how its people were last reached before its closing day of now: the `way`
    (`group` for a card that names it), `to` whom and when (`at`). Only schools that were told."""
    sent, found = _sent(ctx, round_), dict[str, Json]()
    known = standing.rows(ctx, round_.id)
    for row, name in _rows(ctx, round_):
        way = way_of(sent.get(row.hold_key))
        one = {"way": way, "to": name, "at": _taken(sent.get(row.hold_key), way)}
        if row.audience in _NOT_THE_SCHOOL:
            continue
        if row.person_id is None and way in REACHED:
            one["way"] = "group"
        for code in row.schools:
            due = standing.due_for(round_, known.get(code))
            if row.due_on == planning.due_on(round_, due) and _is_news(found.get(code), way):
                found[code] = one
    return found


def answers(ctx: Context, round_: CollectionRound, school_code: str) -> list[Json]:
    """Whom of the school the office's last word about it was told, what it was, and how."""
    rows = [
        (row, name)
        for row, name in _rows(ctx, round_)
        if row.rung in ladder.VERDICTS and school_code in row.schools
    ]
    if not rows:
        return []
    sent, last = _sent(ctx, round_), max(rows, key=lambda one: (one[0].made_at, one[0].id))[0]
    found = []
    for row, name in rows:
        if (row.rung, row.made_at) == (last.rung, last.made_at):
            way = way_of(sent.get(row.hold_key))
            held_till = sent[row.hold_key].due_at if row.hold_key in sent else None
            found.append({
                "verdict": ladder.VERDICTS[row.rung], "to": name, "way": way,
                "at": _taken(sent.get(row.hold_key), way),
                "push_at": held_till.isoformat() if row.pushed and held_till else None,
            })  # fmt: skip
    return found


def _rows(ctx: Context, round_: CollectionRound) -> list[tuple[Reminder, str]]:
    """Every telling with whom it was for, in order."""
    rows = ctx.session.execute(
        select(Reminder, Person.name, BoundGroup.name)
        .outerjoin(Person, Person.id == Reminder.person_id)
        .outerjoin(BoundGroup, BoundGroup.chat_key == Reminder.chat_key)
        .where(Reminder.round_id == round_.id)
        .order_by(Reminder.made_at, Reminder.id)
    )
    return [(row, (person if row.person_id else group) or "") for row, person, group in rows]


def _is_news(known: Json | None, way: str) -> bool:
    """What was taken counts before what was not; of the same the later one."""
    return known is None or way in REACHED or known["way"] not in (*REACHED, "group")


def _taken(sent: OutboxMessage | None, way: str) -> str | None:
    taken = sent.finished_at if sent is not None and way in REACHED else None
    return taken.isoformat() if taken else None


def _paid(ctx: Context, round_: CollectionRound) -> int:
    """Paid messages that LINE took: one may tell of several rounds."""
    keys = select(Reminder.hold_key).where(Reminder.round_id == round_.id)
    query = select(func.coalesce(func.sum(OutboxMessage.price), 0)).where(
        OutboxMessage.hold_key.in_(keys),
        OutboxMessage.status == OutboxStatus.ACCEPTED,
        OutboxMessage.way == Way.PUSH,
    )
    return int(ctx.session.scalar(query) or 0)


def _sent(ctx: Context, round_: CollectionRound) -> dict[str, OutboxMessage]:
    """What became of each telling: of several rows of one key that which came furthest; of what
    the office said of a standing the last, since it says something new each time."""
    keys = select(Reminder.hold_key).where(Reminder.round_id == round_.id)
    query = select(OutboxMessage).where(OutboxMessage.hold_key.in_(keys))
    found: dict[str, OutboxMessage] = {}
    for row in ctx.session.scalars(query.order_by(OutboxMessage.id)):
        key = row.hold_key or ""
        known = found.get(key)
        newest = known is None or key.startswith(held.SAID)
        if newest or WAYS.index(way_of(row)) <= WAYS.index(way_of(found[key])):
            found[key] = row
    return found


def _schools(ctx: Context) -> Mapping[str, str]:
    rows = ctx.session.execute(select(School.smis, School.name).where(School.in_office))
    return {code: name for code, name in rows}


def _line(row: Reminder, who: str, sent: OutboxMessage | None, names: Mapping[str, str]) -> Json:
    way = way_of(sent)
    return {
        "rung": row.rung,
        "due_on": row.due_on.isoformat(),
        "made_at": row.made_at.isoformat(),
        "told_at": _taken(sent, way),
        "to": who,
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
