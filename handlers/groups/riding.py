"""What rides in a group for nothing: once a day at most, in office hours, the live list of a round
that has come to a new rung. Its event carries a reply token, and that is free."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import office_calendar
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.groups.binding import bound
from handlers.rounds import opening, planning, rates
from handlers.rounds.late import late_schools
from handlers.rounds.reminding import current_rung
from handlers.workdays import CLOSING, OPENING
from models.groups import Audience, BoundGroup, GroupPurpose, Reminder
from models.rounds import CollectionRound
from models.schools import School

#: Groups in which schools are reminded. The office's own group sees `ประกาศ` when it asks.
_OF_SCHOOLS = frozenset(
    {
        GroupPurpose.EXECUTIVES,
        GroupPurpose.CLERKS,
        GroupPurpose.DATA_TEACHERS,
        GroupPurpose.NETWORK,
    }
)
#: As many names as one card shows; the page has all.
MOST_NAMES = 30


def ride(ctx: Context, chat_key: str, occurred: datetime) -> tuple[dict[str, Any], str] | None:
    """What the next free reply in this group says, and the hold key it is known by; None for
    nothing. It counts as said: the caller queues it in this transaction.

    `occurred`: when the message was written, by LINE's own timestamp.
    """
    group = bound(ctx, chat_key)
    local = occurred.astimezone(BANGKOK)
    day = local.date().isoformat()
    if group is None or not group.rides or group.purpose not in _OF_SCHOOLS:
        return None
    if group.rode_on == day or not OPENING <= local.time() <= CLOSING:
        return None
    if not office_calendar.load(ctx).is_workday(local.date()):
        return None
    found = [facts for r in opening.under_way(ctx) if (facts := _due(ctx, group, r, day))]
    if not found:
        return None
    group.rode_on = day
    return {"rounds": found}, _key(group, day)


def _due(
    ctx: Context, group: BoundGroup, round_: CollectionRound, day: str
) -> dict[str, Any] | None:
    """The round as the group's card shows it, if it has come to a rung that was not said here."""
    rung = current_rung(ctx, round_)
    if rung is None or _said(ctx, group, round_, rung.days):
        return None
    late = [school for school in late_schools(ctx, round_) if group.concerns(school.smis)]
    if not late:
        return None
    ctx.session.add(
        Reminder(
            round_id=round_.id, due_on=planning.due_on(round_), rung=rung.days,
            chat_key=group.chat_key, person_id=None, audience=Audience.GROUP,
            schools=[school.smis for school in late], made_at=ctx.now, pushed=False,
            hold_key=_key(group, day),
        )
    )  # fmt: skip
    ctx.session.flush()
    return {"id": round_.id, **opening.facts(round_), **_counts(ctx, round_, late)}


def _counts(ctx: Context, round_: CollectionRound, late: list[School]) -> dict[str, Any]:
    figures = rates.figures(ctx, round_)
    return {
        "expected": figures.office.expected,
        "actual": figures.office.actual,
        "late": [school.name for school in late[:MOST_NAMES]],
        "more": max(0, len(late) - MOST_NAMES),
    }


def _said(ctx: Context, group: BoundGroup, round_: CollectionRound, rung: int) -> bool:
    query = select(Reminder.id).where(
        Reminder.round_id == round_.id,
        Reminder.due_on == planning.due_on(round_),
        Reminder.rung == rung,
        Reminder.chat_key == group.chat_key,
    )
    return ctx.session.scalar(query.limit(1)) is not None


def _key(group: BoundGroup, day: str) -> str:
    return f"ride:{group.chat_key}:{day}"
