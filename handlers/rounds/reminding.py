"""The late are reminded: each rung once for each person, free as long as that does, in one message
for all rounds together.

Rungs before the last days are only offered: they ride on the person's next free reply. From the day
before the closing day on, whoever was not reached since the round's last free rungs is sent one
message. A clock that stood still catches up once, with what is true then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update

from handlers import budget, office_calendar, telling
from handlers.context import Context
from handlers.outbox import RODE
from handlers.people import today
from handlers.requests.notifying import told_from
from handlers.rounds import contacts, held, ladder, opening, planning
from handlers.rounds.ladder import Rung
from handlers.rounds.late import People, Reached, late_by_due, to_tell
from handlers.rounds.lately import Lately
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
    due: dict[int, list[Told]] = defaultdict(list)
    people = People(ctx)
    for round_ in opening.under_way(ctx):
        for one in _due(ctx, round_, people):
            due[one.reached.person.id].append(one)
    left, lately = budget.left(ctx, Pot.ROUNDS) if due else 0, Lately(ctx)
    now = sorted(due.values(), key=_urgent)[:most]
    for told in now:
        pushed = left != 0 and any(_has_to_be_pushed(one, lately) for one in told)
        left = None if left is None else left - pushed
        _tell(ctx, told[0].reached.person, told, pushed=pushed)
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


def _due(ctx: Context, round_: CollectionRound, people: People) -> Iterable[Told]:
    for due, late in late_by_due(ctx, round_).items():
        rung = rung_to_say(ctx, round_, due) if late else None
        if rung is not None:
            hearers = to_tell(round_, late, rung.days, people)
            yield from _due_by(ctx, round_, due, rung, hearers)


def _due_by(
    ctx: Context, round_: CollectionRound, due: datetime, rung: Rung, hearers: list[Reached]
) -> Iterable[Told]:
    """Those of them who have not been told of this rung yet."""
    done = set(
        ctx.session.scalars(
            select(Reminder.chat_key).where(
                Reminder.round_id == round_.id,
                Reminder.rung == rung.days,
                Reminder.due_on == planning.due_on(round_, due),
            )
        )
    )
    for reached in hearers:
        if reached.person.line_user not in done:
            yield Told(round_, due, rung, reached)


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


def _has_to_be_pushed(told: Told, lately: Lately) -> bool:
    """The last useful moment has come, and nothing of it was read lately."""
    return planning.is_pushed(told.rung.days) and not lately.heard(
        told.round, told.due, told.reached
    )


def _urgent(told: list[Told]) -> tuple[int, datetime, int]:
    first = min(told, key=lambda one: (abs(one.rung.days), one.due))
    return abs(first.rung.days), first.due, first.reached.person.id


def _tell(ctx: Context, person: Person, told: list[Told], *, pushed: bool) -> None:
    """One notice for all of it; what was made before and not sent goes along, or is replaced by
    what is newer of the same round. If any of it was to be paid for, all of it is."""
    assert person.line_user is not None
    key = f"rounds:{person.id}:{today(ctx).isoformat()}"
    telling.drop_offers(ctx, f"{held.SAID}accepted:{person.id}:", error=REPLACED)  # it can wait
    waiting = held.unsent(ctx, f"rounds:{person.id}:")
    pushed = pushed or any(not row.only_free for row in waiting)
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
        until = max(one.due for one in told) + timedelta(days=1)
        telling.offer(
            ctx, person.line_user, "round.reminder", data, ref="rounds",
            until=max(until, ctx.now + timedelta(days=1)), hold_key=key,
        )  # fmt: skip
    for one in told:
        ctx.session.add(
            Reminder(
                round_id=one.round.id, due_on=planning.due_on(one.round, one.due),
                rung=one.rung.days, chat_key=person.line_user,
                person_id=person.id, audience=one.reached.audience,
                schools=[s.smis for s in one.reached.schools], made_at=ctx.now, pushed=pushed,
                hold_key=key,
            )
        )  # fmt: skip
    ctx.session.flush()


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
    if row.status is OutboxStatus.UNKNOWN:
        return "unknown"
    if row.status is OutboxStatus.SUPERSEDED:
        return "done" if row.error == held.DONE else "replaced"
    return "waiting" if row.status is OutboxStatus.QUEUED else "unsent"
