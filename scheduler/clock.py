"""APScheduler gives the beat. It keeps nothing: what is due is rows, asked for by the jobs."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_SCHEDULER_SHUTDOWN
from apscheduler.schedulers.background import BackgroundScheduler

from handlers import heartbeats
from scheduler.jobs import JOBS, Job, Outside

log = logging.getLogger(__name__)
#: A job's run is written down no more often than this, unless it ends otherwise than the last.
NOTED_EVERY = timedelta(minutes=1)
#: How often it is looked whether the machine's time was set, and what is no more than a correction.
LOOK_EVERY = timedelta(seconds=2)
MOVED = timedelta(seconds=5)


class Ticker:
    """A clock's jobs run in turn; when each ran last, and how that ended, is kept for `/readyz`."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._noted: dict[str, tuple[datetime, bool]] = {}

    def run(self, job: Job, now: datetime | None = None) -> None:
        """Run one job once, and note it."""
        now = now or datetime.now(UTC)
        well = run_job(job, self._outside, now)
        last = self._noted.get(job.name)
        if last and last[1] == well and not heartbeats.is_time(last[0], NOTED_EVERY, now=now):
            return
        try:
            with self._outside.transaction() as session:
                heartbeats.ran(session, job.name, self._outside.node, well=well, now=now)
        except Exception as error:
            log.error("clock.note.failed", extra={"job": job.name}, exc_info=error)
        else:
            self._noted[job.name] = (now, well)


def run_job(job: Job, outside: Outside, now: datetime | None = None) -> bool:
    """Run one job once. An error is logged and ends only this run. True when it went well."""
    try:
        job.run(outside, now or datetime.now(UTC))
    except Exception as error:
        log.error("clock.job.failed", extra={"job": job.name}, exc_info=error)
        return False
    return True


def start(outside: Outside) -> BackgroundScheduler:
    """A running clock in this process. Call `.shutdown()` on it at the end."""
    clock = BackgroundScheduler(timezone="Asia/Bangkok", daemon=True)
    first = datetime.now(UTC) + timedelta(seconds=0.5)
    ticker = Ticker(outside)
    for job in JOBS:
        clock.add_job(
            ticker.run,
            "interval",
            seconds=job.every.total_seconds(),
            args=(job,),
            id=job.name,
            next_run_time=first,
            misfire_grace_time=int(job.grace.total_seconds()),
            coalesce=True,
            max_instances=1,
        )
    ended = threading.Event()
    clock.add_listener(lambda _event: ended.set(), EVENT_SCHEDULER_SHUTDOWN)
    clock.start()
    threading.Thread(target=_watch, args=(clock, ended), name="clock-watch", daemon=True).start()
    return clock


def _watch(clock: BackgroundScheduler, ended: threading.Event) -> None:
    """APScheduler sleeps until a moment of the day. Where the machine's time is set back, it would
    sleep for as long as that: every job is planned anew then."""
    before = _ahead()
    while not ended.wait(LOOK_EVERY.total_seconds()):
        moved = _ahead() - before
        if abs(moved) < MOVED.total_seconds():
            continue
        before += moved
        log.warning("clock.moved", extra={"seconds": round(moved)})
        for job in clock.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))


def _ahead() -> float:
    """The time of day against the clock that nobody sets: it changes only where one was moved."""
    return time.time() - time.monotonic()
