"""What rides in a group for nothing: once a day at most, in office hours, the live list of a round
that has come to a new rung, and announcements for the group. Its event carries a reply token, and
that is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from handlers import office_calendar
from handlers.announcements import in_groups
from handlers.announcements.delivering import TOLD
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.groups.binding import OF_SCHOOLS, bound
from handlers.rounds import opening, planning, rates, reached
from handlers.rounds.late import late_by_due
from handlers.rounds.reminding import current_rung
from handlers.workdays import CLOSING, OPENING
from models.groups import Audience, BoundGroup, Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.rounds import CollectionRound
from models.schools import School

#: The kind of notice that shows rounds in a group.
ROUNDS = "round.group"
#: As many rounds as ride at once; the others follow on the next day.
MOST_ROUNDS = 3
#: As many names as one card shows, and letters of them (a card holds 30 KB); the page has all.
MOST_NAMES, MOST_LETTERS = 60, 2_500
#: A ride that ended so surely reached nobody: the next message may carry it.
_LOST = (OutboxStatus.SKIPPED, OutboxStatus.FAILED)


@dataclass(frozen=True)
class Ride:
    """What the next free reply says: kinds of notices with their data, and the hold key by which
    it is known."""

    notices: tuple[tuple[str, dict[str, Any]], ...]
    hold_key: str


def ride(ctx: Context, chat_key: str, occurred: datetime) -> Ride | None:
    """What the next free reply in this group says; None for nothing. It counts as said: the caller
    queues it in this transaction.

    `occurred`: when the message was written, by LINE's own timestamp. That moment decides what is
    due and whether it may be said; where the schools stand is what is known now.
    """
    ctx = replace(ctx, now=occurred)
    group = bound(ctx, chat_key)
    local = occurred.astimezone(BANGKOK)
    day = local.date().isoformat()
    if group is None or not group.rides:
        return None
    if not OPENING <= local.time() <= CLOSING or not _is_free(ctx, group, day):
        return None
    if not office_calendar.load(ctx).is_workday(local.date()):
        return None
    key, notices = _key(group, day), list[tuple[str, dict[str, Any]]]()
    if group.purpose in OF_SCHOOLS and (rounds := _first_rounds(ctx, group, day)):
        notices.append((ROUNDS, {"rounds": rounds}))
    notices += [(TOLD, told) for told in in_groups.ride(ctx, chat_key, key)]
    if not notices:
        return None
    group.rode_on = day
    return Ride(tuple(notices), key)


def _first_rounds(ctx: Context, group: BoundGroup, day: str) -> list[dict[str, Any]]:
    return list(islice(_rounds(ctx, group, day), MOST_ROUNDS))


def _is_free(ctx: Context, group: BoundGroup, day: str) -> bool:
    """Has nothing ridden here on this day? What was lost on its way has not."""
    return group.rode_on != day or _was_lost(ctx, _key(group, day))


def _rounds(ctx: Context, group: BoundGroup, day: str) -> Iterable[dict[str, Any]]:
    for round_ in opening.under_way(ctx):
        if facts := _due(ctx, group, round_, day):
            yield facts


def _due(
    ctx: Context, group: BoundGroup, round_: CollectionRound, day: str
) -> dict[str, Any] | None:
    """The round as the group's card shows it, if it has come to a rung that was not said here."""
    rung = current_rung(ctx, round_)
    if rung is None:
        return None
    row = _row(ctx, group, round_, rung.days)
    if row is not None and not _was_lost(ctx, row.hold_key):
        return None
    # Who was given longer hears of it alone: the card names the round's own closing day.
    waiting = late_by_due(ctx, round_)[round_.due_at]
    late = [school for school in waiting if group.concerns(school.smis)]
    if not late:
        return None
    named = _named(_unseen_first(ctx, round_, late))
    row = row or Reminder(
        round_id=round_.id, due_on=planning.due_on(round_), rung=rung.days,
        chat_key=group.chat_key, person_id=None, audience=Audience.GROUP, pushed=False,
    )  # fmt: skip
    row.schools, row.made_at = [school.smis for school in named], ctx.now
    row.hold_key = _key(group, day)
    ctx.session.add(row)
    ctx.session.flush()
    return {"id": round_.id, **opening.facts(round_), **_counts(ctx, round_, late, named)}


def _unseen_first(ctx: Context, round_: CollectionRound, late: list[School]) -> list[School]:
    """Those first whom nothing has reached lately: what a card has no place for, another said."""
    since = reached.lately(round_, ctx.now)
    seen = reached.seen(ctx, round_, round_.due_at, since)
    told = seen.groups.union(*seen.persons.values())
    return sorted(late, key=lambda school: school.smis in told)


def _named(late: list[School]) -> list[School]:
    """The first of them, as many as a card has place for."""
    letters, named = 0, list[School]()
    for school in late[:MOST_NAMES]:
        letters += len(school.name)
        if named and letters > MOST_LETTERS:
            break
        named.append(school)
    return named


def _counts(
    ctx: Context, round_: CollectionRound, late: list[School], named: list[School]
) -> dict[str, Any]:
    figures = rates.figures(ctx, round_)
    return {
        "expected": figures.office.expected,
        "actual": figures.office.actual,
        "late": [school.name for school in named],
        "more": len(late) - len(named),
    }


def _row(ctx: Context, group: BoundGroup, round_: CollectionRound, rung: int) -> Reminder | None:
    query = select(Reminder).where(
        Reminder.round_id == round_.id,
        Reminder.due_on == planning.due_on(round_),
        Reminder.rung == rung,
        Reminder.chat_key == group.chat_key,
    )
    return ctx.session.scalars(query.limit(1)).first()


def _was_lost(ctx: Context, hold_key: str) -> bool:
    """Did what was queued under this key, the last time, reach nobody?"""
    query = select(OutboxMessage.status).where(OutboxMessage.hold_key == hold_key)
    last = ctx.session.scalar(query.order_by(OutboxMessage.id.desc()).limit(1))
    return last in _LOST


def _key(group: BoundGroup, day: str) -> str:
    return f"ride:{group.chat_key}:{day}"
