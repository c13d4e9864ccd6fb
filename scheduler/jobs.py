"""What the clock does, as data. Each job asks a handler what is due at `now`; a second clock, a
restart or a missed hour changes nothing, because done work is rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from handlers import (
    budget,
    covers,
    groups,
    heartbeats,
    leases,
    mail,
    media,
    outcomes,
    retention,
    spending,
    suppression,
    tallies,
)
from handlers.announcements import sending
from handlers.context import CLOCK, Context
from handlers.requests import ending
from handlers.requests.overdue import look
from handlers.rounds import digest, office_work, reminding
from handlers.spending import alarms, parked
from handlers.tickets import keeping, silence, watch
from handlers.topics import TOPICS

log = logging.getLogger(__name__)
T = TypeVar("T")
QUOTA_EVERY = timedelta(minutes=10)
#: How old the count of a group's members may be: it is what one message there would cost.
COUNT_EVERY = timedelta(days=1)
#: So many people are reminded in one transaction: who writes meanwhile waits for no more of them.
MOST_TOLD = 100
#: So many requests are filed away in one round: the clock has other work.
MOST_FILED = 50


class Outside(Protocol):
    """What jobs need beyond the database."""

    node: str
    keep_days: int
    #: Has the office a mail server?
    mails: bool

    def transaction(self, *rings: str) -> AbstractContextManager[Session]:
        """One writing transaction."""
        ...

    def reduce(self, payload: str) -> str:
        """An event's JSON without its content."""
        ...

    def delete_files(self, hashes: list[str]) -> None:
        """Remove files from the disk."""
        ...

    def ask_quota(self) -> tuple[int | None, int] | None:
        """LINE's limit and use of this month; None when LINE does not answer."""
        ...

    def file_away(self, request_id: int, now: datetime) -> None:
        """File one request away: its papers in one PDF, kept with it. Opens its transactions."""
        ...

    def ask_members(self, chat_key: str) -> int | None:
        """How many people are in this group by LINE's count; None when LINE does not say."""
        ...

    def apart(self, work: Callable[..., T], *given: object) -> T | None:
        """What `work` makes of this, worked out where it keeps nobody waiting; None at the end."""
        ...


@dataclass(frozen=True)
class Job:
    """A job, how often it looks, and how late it may still run.

    `apart`: it speaks to LINE or works long, so a rehearsal leaves it out.
    """

    name: str
    every: timedelta
    run: Callable[[Outside, datetime], None]
    grace: timedelta = timedelta(hours=1)
    apart: bool = False

    def facts(self) -> dict[str, Any]:
        """Its rhythm, as `/readyz` shows it."""
        return {
            "name": self.name,
            "every_seconds": int(self.every.total_seconds()),
            "grace_seconds": int(self.grace.total_seconds()),
        }


def beat(outside: Outside, now: datetime) -> None:
    """Show that the clock goes."""
    with outside.transaction() as session:
        heartbeats.beat(session, "clock", outside.node, now=now)


def check_quota(outside: Outside, now: datetime) -> None:
    """Ask LINE for the month's messages; that LINE answers also proves the token."""
    with outside.transaction() as session:
        seen = heartbeats.last_seen(session, now=now).get("line")
    if seen is not None and now - seen < QUOTA_EVERY:
        return
    answer = outside.ask_quota()
    if answer is None:
        log.warning("clock.quota.unknown")
        return
    limit, used = answer
    with outside.transaction() as session:
        budget.note(session, limit=limit, used=used, now=now)
        heartbeats.beat(session, "line", outside.node, now=now)


def free_ahead(outside: Outside, now: datetime) -> None:
    """Where a machine's time was set back: nobody waits for the time that it had before."""
    with outside.transaction() as session:
        leases.forget_ahead(session, now=now)


def unpark(outside: Outside, now: datetime) -> None:
    """A new month has new messages: what was parked and is news still is queued again."""
    with outside.transaction("outbox") as session:
        parked.look(Context(session, now, CLOCK))
        outcomes.unpark(session, now=now)


def watch_quota(outside: Outside, now: datetime) -> None:
    """Staff hear once when messages run low, are gone or parked; never by one that costs one."""
    with outside.transaction() as session:
        ctx = Context(session, now, CLOCK)
        spending.lapse(ctx)
        _log_alarms(alarms.watch(ctx, by_mail=outside.mails))


def forecast_quota(outside: Outside, now: datetime) -> None:
    """Staff hear once of each month whose messages will not last."""
    with outside.transaction() as session:
        _log_alarms(alarms.look_ahead(Context(session, now, CLOCK), by_mail=outside.mails))


def _log_alarms(told: Sequence[alarms.Alarm]) -> None:
    for one in told:
        log.warning("quota.alarm", extra={"kind": one.kind, "month": one.month})


def tidy(outside: Outside, now: datetime) -> None:
    """Reduce finished events to ids, blank old messages, erase photos of no record."""
    while True:
        with outside.transaction() as session:
            ctx = Context(session, now, CLOCK)
            if not retention.reduce_events(ctx, outside.reduce, days=outside.keep_days):
                break
    with outside.transaction() as session:
        ctx = Context(session, now, CLOCK)
        retention.blank_messages(ctx, days=outside.keep_days)
        retention.forget_talks(ctx)
        retention.drop_dead_rows(ctx)
        retention.forget_questions(ctx)
        retention.forget_drafts(ctx)
        retention.forget_addresses(ctx)
        retention.forget_wishes(ctx)
        retention.forget_tries(ctx)
        retention.forget_strangers(ctx)
        mail.forget_addresses(ctx)
        keeping.forget_photos(ctx)
        dead = media.erase_unattached(ctx)
    outside.delete_files(dead)


def cover(outside: Outside, now: datetime) -> None:
    """Work out what is hidden of new versions, outside of any transaction, and keep it."""
    with outside.transaction() as session:
        waiting = covers.missing(Context(session, now, CLOCK))
    for version, topic in waiting:
        with outside.transaction() as session:
            counts = tallies.load(Context(session, now, CLOCK), version, TOPICS[topic])
        found = outside.apart(suppression.cover, counts.values, counts.shape)
        if found is None:
            return
        with outside.transaction() as session:
            covers.keep(Context(session, now, CLOCK), version, found)


def overdue(outside: Outside, now: datetime) -> None:
    """Remind whoever is silent, tell the next level of what is late: each once, in office hours."""
    with outside.transaction() as session:
        look(Context(session, now, CLOCK))


def watch_tickets(outside: Outside, now: datetime) -> None:
    """Close what is solved and silent; remind of tickets that wait, each once, in office hours."""
    with outside.transaction() as session:
        silence.close_solved(Context(session, now, CLOCK))
    with outside.transaction() as session:
        watch.look(Context(session, now, CLOCK))


def remind_rounds(outside: Outside, now: datetime) -> None:
    """Remind the schools that are late in a collection round: each rung once, on a working day; and
    offer their keepers who is late, and what of their own work is."""
    made = MOST_TOLD
    while made == MOST_TOLD:
        with outside.transaction("outbox") as session:
            made = reminding.remind(Context(session, now, CLOCK), MOST_TOLD)
    with outside.transaction() as session:
        ctx = Context(session, now, CLOCK)
        digest.offer_due(ctx)
        office_work.offer_late(ctx)


def announcements(outside: Outside, now: datetime) -> None:
    """Send what is due, push what no free reply has carried. One that fails holds up no other."""
    with outside.transaction() as session:
        due = sending.due(Context(session, now, CLOCK))
    for announcement_id in due:
        try:
            with outside.transaction("outbox") as session:
                sending.see_to(Context(session, now, CLOCK), announcement_id)
        except Exception as error:
            log.error(
                "clock.announcement.failed",
                extra={"announcement": announcement_id},
                exc_info=error,
            )


def count_members(outside: Outside, now: datetime) -> None:
    """Ask LINE how many people are in each bound group, once a day; a new one soon."""
    with outside.transaction() as session:
        due = groups.to_count(Context(session, now, CLOCK), COUNT_EVERY)
    for chat_key in due:
        members = outside.ask_members(chat_key)
        with outside.transaction() as session:
            groups.take_count(Context(session, now, CLOCK), chat_key, members)


def file_requests(outside: Outside, now: datetime) -> None:
    """File away what is done with. One that cannot be filed does not hold the others up."""
    with outside.transaction() as session:
        done = ending.to_file(Context(session, now, CLOCK))
    filed = 0
    for request_id in done:
        try:
            outside.file_away(request_id, now)
            filed += 1
        except Exception as error:
            log.error("clock.filing.failed", extra={"request": request_id}, exc_info=error)
        if filed >= MOST_FILED:
            return


JOBS = (
    Job("beat", timedelta(seconds=10), beat, timedelta(seconds=10), apart=True),
    Job("check_quota", timedelta(seconds=20), check_quota, timedelta(minutes=5), apart=True),
    Job("free_ahead", timedelta(minutes=1), free_ahead, apart=True),
    Job("unpark", timedelta(minutes=5), unpark),
    Job("watch_quota", timedelta(minutes=10), watch_quota),
    Job("forecast_quota", timedelta(hours=6), forecast_quota),
    Job("cover", timedelta(seconds=20), cover, apart=True),
    Job("overdue", timedelta(minutes=5), overdue),
    Job("watch_tickets", timedelta(minutes=1), watch_tickets),
    Job("remind_rounds", timedelta(minutes=1), remind_rounds),
    Job("announcements", timedelta(minutes=1), announcements),
    Job("count_members", timedelta(minutes=10), count_members, apart=True),
    Job("file_requests", timedelta(minutes=10), file_requests),
    Job("tidy", timedelta(hours=1), tidy),
)
