"""What waited for the new month's messages is looked at before it goes: a reminder of a round that
is over, or of an outage that has ended, is not sent days later.

What is over ends here. A reminder names only what is still late. What tells of a request or a
ticket and is older than a day is offered from now on: whoever it concerns has seen it meanwhile or
reads it with the next answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.rounds import opening
from handlers.rounds.late import late_schools
from models.announcements import Announcement, AnnouncementStatus
from models.incidents import Incident
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.rounds import CollectionRound

#: Why such a row ended.
STALE = "no news any more when the month's messages came"
#: So old may a notice be that is still worth a message.
FRESH = timedelta(days=1)
_REMINDERS = ("round.reminder",)


def look(ctx: Context) -> int:
    """See to what is due to leave the car park. Returns how many ended or are only offered."""
    rows = ctx.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.status == OutboxStatus.PARKED, OutboxMessage.due_at <= ctx.now)
        .order_by(OutboxMessage.id)
        .with_for_update(skip_locked=True)
    ).all()
    changed = 0
    for row in rows:
        if row.purpose is not Purpose.NOTICE:
            continue  # a late answer: the outbox has rules of its own for it
        if not _is_news(ctx, row):
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error=STALE)
            row.price, row.way = 0, None
            changed += 1
        elif _is_told(row) and row.created_at < ctx.now - FRESH:
            _offer(ctx, row)
            changed += 1
    ctx.session.flush()
    return changed


def _is_news(ctx: Context, row: OutboxMessage) -> bool:
    kinds = {notice["kind"] for notice in row.notices}
    if kinds & set(_REMINDERS):
        return _still_late(ctx, row)
    kind, _, number = str(row.place.get("ref", "")).partition(":")
    if kind == "announcement" and number.isdigit():
        return _announced(ctx, int(number))
    if kind == "incident" and number.isdigit():
        incident = ctx.session.get(Incident, int(number))
        return incident is not None and incident.ended_at is None
    if any(one.startswith("conference.") for one in kinds):
        return all(_ends(one) > ctx.now for one in row.notices)
    return True


def _still_late(ctx: Context, row: OutboxMessage) -> bool:
    """Name only the schools that are still late, in rounds that are still open."""
    notices = []
    for notice in row.notices:
        if notice["kind"] not in _REMINDERS:
            notices.append(notice)
            continue
        rounds = [kept for one in notice["data"]["rounds"] if (kept := _late(ctx, one))]
        if rounds:
            notices.append({**notice, "data": {**notice["data"], "rounds": rounds}})
    if notices != row.notices:
        row.notices = notices or row.notices
        row.body = row.alike = row.batch = None  # it is worded anew
    return bool(notices)


def _late(ctx: Context, one: dict[str, Any]) -> dict[str, Any] | None:
    round_ = ctx.session.get(CollectionRound, one["id"])
    if round_ is None or round_ not in opening.under_way(ctx) or round_.due_at <= ctx.now:
        return None
    late = {school.smis for school in late_schools(ctx, round_)}
    schools = [school for school in one["schools"] if school["code"] in late]
    return {**one, "schools": schools} if schools else None


def _announced(ctx: Context, announcement_id: int) -> bool:
    found = ctx.session.get(Announcement, announcement_id)
    if found is None or found.status is not AnnouncementStatus.SENT or found.ended_at is not None:
        return False
    return found.until is None or found.until > ctx.now


def _ends(notice: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(notice["data"]["ends"])


def _is_told(row: OutboxMessage) -> bool:
    """Is it of a request, a ticket or what waits for staff: shown to whoever asks anyway?"""
    kind = str(row.place.get("ref", "")).partition(":")[0]
    return kind in ("request", "ticket", "tickets", "tasks", "wish", "permit")


def _offer(ctx: Context, row: OutboxMessage) -> None:
    row.only_free, row.price, row.way = True, 0, None
    row.retry_key = row.first_try_at = row.finished_at = None
    row.body = row.alike = row.batch = None
    row.attempts = 0
    row.hold_key = row.hold_key or f"saved:{row.chat_key}:{row.place.get('ref', '')}"
    row.put_off(ctx.now + telling.SAVED, error="offered when the month's messages came")
