"""The late are reminded: each rung once for each person, free as long as that does, in one message
for all rounds together.

Every rung is first offered: it rides on the person's next free reply. From the day before the
closing day on one message is paid for each school that nothing has reached lately (`pushing`). A
clock that stood still catches up once, with what is true then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update

from handlers import budget, office_calendar, telling
from handlers.context import Context
from handlers.outbox import RODE, UNSURE
from handlers.people import today
from handlers.requests.notifying import told_from
from handlers.rounds import contacts, held, ladder, opening, planning, reached
from handlers.rounds.ladder import Rung
from handlers.rounds.late import People, Reached, late_by_due
from handlers.rounds.pushing import Step, to_push
from handlers.workdays import BANGKOK, CLOSING
from models.groups import Audience, Reminder
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.people import Person
from models.rounds import CollectionRound, RoundExtension
from models.spending import Pot

#: Why an offer's row ended that nobody had read.
REPLACED = "a newer reminder follows"


@dataclass(frozen=True)
class Told:
    """One person's part of one round: which of their schools are late, and until when they had
    or have time."""

    round: CollectionRound
    due: datetime
    rung: Rung
    reached: Reached


def remind(ctx: Context, most: int | None = None) -> int:
    """Say what is due at this moment, to so many people at the `most`, the most urgent first.
    Returns how many notices were made."""
    if not is_told_now(ctx):
        return 0
    held.take_turns(ctx)
    people = People(ctx)
    steps = [step for round_ in opening.under_way(ctx) for step in _steps(ctx, round_, people)]
    paid = _worth_it(ctx, steps)
    new = _by_person(told for step in steps for told in _untold(ctx, step))
    new = _not_read_today(ctx, new, paid)
    now = sorted({**new, **paid}.items(), key=lambda one: _urgent(one[1]))[:most]
    for person_id, told in now:
        also = [one for one in new.get(person_id, ()) if one not in told]
        _tell(ctx, told[0].reached.person, [*told, *also], pushed=person_id in paid)
    return len(now)


def is_told_now(ctx: Context) -> bool:
    """Is anything said now? In office hours of a working day."""
    opens = office_calendar.load(ctx).opens(ctx.now)
    return opens <= ctx.now and ctx.now.astimezone(BANGKOK).time() < CLOSING


def rung_to_say(ctx: Context, round_: CollectionRound, due: datetime) -> Rung | None:
    """The newest rung of these schools, unless it came so long ago that it says nothing new."""
    rung = current_rung(ctx, round_, due)
    return None if rung is None or _is_stale(ctx, round_, rung) else rung


def current_rung(ctx: Context, round_: CollectionRound, due: datetime | None = None) -> Rung | None:
    """The newest rung whose moment has come since the round has its closing day; `due`: of those
    schools that have time until then."""
    since = _since(ctx, round_, due or round_.due_at)
    passed = [rung for rung in planning.rungs_of(ctx, round_, due) if since <= rung.at <= ctx.now]
    return passed[-1] if passed else None


def _steps(ctx: Context, round_: CollectionRound, people: People) -> Iterable[Step]:
    """Where the round stands, and where those schools do that were given longer."""
    for due, late in late_by_due(ctx, round_).items():
        rung = rung_to_say(ctx, round_, due) if late else None
        if rung is not None:
            yield Step(ctx, round_, due, rung, late, people)


def _by_person(told: Iterable[Told]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        found[one.reached.person.id].append(one)
    return found


def _worth_it(ctx: Context, steps: Iterable[Step]) -> dict[int, list[Told]]:
    """Who is sent one message for all rounds, as long as the month bears it."""
    steps = [step for step in steps if step.may_cost]
    pushed_today = reached.pushed_today(ctx) if steps else set()
    wanted = _by_person(
        Told(step.round, step.due, step.rung, one)
        for step in steps
        for one in to_push(step, pushed_today)
    )
    left = budget.left(ctx, Pot.ROUNDS) if wanted else 0
    first = sorted(wanted, key=lambda one: _urgent(wanted[one]))[:left]
    return {person_id: wanted[person_id] for person_id in first}


def _not_read_today(
    ctx: Context, new: dict[int, list[Told]], paid: Collection[int]
) -> dict[int, list[Told]]:
    """Who is offered it now. Who has read a reminder of that round on this day has heard it; one of
    another round waits until tomorrow."""
    read, left = reached.read_today(ctx) if new else {}, dict[int, list[Told]]()
    for person_id, told in new.items():
        keys = read.get(told[0].reached.person.line_user or "")
        if keys is None or person_id in paid:
            left[person_id] = told
            continue
        for one in told:
            if one.round.id in keys:
                _note(ctx, one, keys[one.round.id], pushed=False)
    return left


def _untold(ctx: Context, step: Step) -> Iterable[Told]:
    """Who has not been told of this rung yet."""
    done = set(
        ctx.session.scalars(
            select(Reminder.chat_key).where(
                Reminder.round_id == step.round.id,
                Reminder.rung == step.rung.days,
                Reminder.due_on == step.due_on,
            )
        )
    )
    for one in step.to_tell:
        if one.person.line_user not in done:
            yield Told(step.round, step.due, step.rung, one)


def _since(ctx: Context, round_: CollectionRound, due: datetime) -> datetime:
    """Rungs that lie before it was opened, extended, or before these schools were given longer
    were told so, are of no ladder.

    What was written down after this moment counts from the round's first day: only a clock that
    was turned back, or a rehearsal of a past day, meets it.
    """
    extended = select(func.max(RoundExtension.at)).where(RoundExtension.round_id == round_.id)
    given = select(func.max(Reminder.made_at)).where(
        Reminder.round_id == round_.id,
        Reminder.rung == ladder.LONGER,
        Reminder.due_on == planning.due_on(round_, due),
    )
    moments = [round_.opened_at, ctx.session.scalar(extended), ctx.session.scalar(given)]
    first = datetime.combine(round_.opens_on, time(), BANGKOK)
    return max((one for one in moments if one and one <= ctx.now), default=first)


def _is_stale(ctx: Context, round_: CollectionRound, rung: Rung) -> bool:
    """A last rung that came long ago says nothing new, where no clock has gone since."""
    return ctx.now > rung.at + timedelta(days=7)


def _urgent(told: list[Told]) -> tuple[int, datetime, int]:
    first = min(told, key=lambda one: (abs(one.rung.days), one.due))
    return abs(first.rung.days), first.due, first.reached.person.id


def _tell(ctx: Context, person: Person, told: list[Told], *, pushed: bool) -> None:
    """One notice for all of it; what was made before and not sent goes along, or is replaced by
    what is newer of the same round. If any of it was to be paid for, all of it is."""
    assert person.line_user is not None
    telling.drop_offers(ctx, f"{held.SAID}accepted:{person.id}:", error=REPLACED)  # it can wait
    waiting = held.unsent(ctx, f"rounds:{person.id}:")
    pushed = pushed or any(not row.only_free for row in waiting)
    # What is paid for has a row of its own: of the day's offer something may have been read.
    key = f"rounds:{person.id}:{today(ctx).isoformat()}{':paid' if pushed else ''}"
    carried = _carried(ctx, waiting, {one.round.id for one in told}, key)
    rounds = [*carried, *(_facts(ctx, one) for one in told)]
    data: dict[str, Any] = {"rounds": sorted(rounds, key=lambda one: str(one["due"]))}
    if pushed:
        at = told_from(ctx, ctx.now)
        telling.tell(
            ctx, person.line_user, "round.reminder", data, ref="rounds", hold_key=key,
            at=at if at > ctx.now else None, pot=Pot.ROUNDS,
        )  # fmt: skip
    else:
        telling.offer(
            ctx, person.line_user, "round.reminder", data, ref="rounds",
            until=max(_until(ctx, one) for one in told), hold_key=key,
        )  # fmt: skip
    for one in told:
        _note(ctx, one, key, pushed=pushed)


def _note(ctx: Context, one: Told, key: str, *, pushed: bool) -> None:
    """Keep that this rung was told, under which key; what was offered first is told for money."""
    round_, person = one.round, one.reached.person
    assert person.line_user is not None
    of = {
        "round_id": round_.id, "due_on": planning.due_on(round_, one.due), "rung": one.rung.days,
        "chat_key": person.line_user,
    }  # fmt: skip
    row = ctx.session.scalars(select(Reminder).filter_by(**of)).first() if pushed else None
    if row is None:
        row = Reminder(**of)
        ctx.session.add(row)
    row.person_id, row.audience = person.id, one.reached.audience
    row.schools = [school.smis for school in one.reached.schools]
    row.made_at, row.pushed, row.hold_key = ctx.now, pushed, key
    ctx.session.flush()


def _until(ctx: Context, one: Told) -> datetime:
    """How long an offer is worth something: a day beyond the closing day, or its own; never longer
    than the system is open."""
    last = max(one.round.closes_on, one.due.astimezone(BANGKOK).date())
    closes = datetime.combine(last + timedelta(days=1), time(0), BANGKOK)
    return min(max(one.due, ctx.now) + timedelta(days=1), closes)


def _facts(ctx: Context, one: Told) -> dict[str, Any]:
    return {
        "id": one.round.id,
        **opening.facts(one.round),
        "due": one.due.isoformat(),
        "rung": one.rung.days,
        "schools": _schools(ctx, one),
        "audience": one.reached.audience.value,
    }


def _schools(ctx: Context, one: Told) -> list[dict[str, Any]]:
    """Which they are; for the chair of a network also whom to ring up there."""
    if one.reached.audience is Audience.CHAIR:
        return contacts.to_call(ctx, one.round, one.reached.schools)
    return [{"code": s.smis, "name": s.name} for s in one.reached.schools]


def _carried(
    ctx: Context, waiting: Iterable[OutboxMessage], newer: set[int], key: str
) -> list[dict[str, Any]]:
    """What waits for a person of other rounds; from now on it goes under this key."""
    found: dict[int, dict[str, Any]] = {}
    for row in waiting:
        for one in row.notices[0]["data"]["rounds"]:
            if one["id"] not in newer:
                found[one["id"]] = one
        if row.hold_key != key:
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error=REPLACED)
            ctx.session.execute(
                update(Reminder)
                .where(Reminder.hold_key == row.hold_key, Reminder.round_id.in_(sorted(found)))
                .values(hold_key=key)
            )
    return list(found.values())


def way_of(row: OutboxMessage | None) -> str:
    """How a reminder went, for the evidence: `free`, `paid`, `waiting`, `replaced` by a newer one,
    `done` before it was read, of `unknown` outcome, `unsent`, or `gone` (no row is kept)."""
    if row is None:
        return "gone"
    if row.error == RODE:
        return "free"
    if row.status is OutboxStatus.ACCEPTED:
        return "paid" if row.way is Way.PUSH else "free"
    if row.status is OutboxStatus.UNKNOWN or row.error == UNSURE:
        return "unknown"
    if row.status is OutboxStatus.SUPERSEDED:
        return "done" if row.error == held.DONE else "replaced"
    return "waiting" if row.status is OutboxStatus.QUEUED else "unsent"
