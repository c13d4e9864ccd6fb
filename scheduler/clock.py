"""APScheduler gives the beat. It keeps nothing: what is due is rows, asked for by the jobs."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.jobs import JOBS, Job, Outside

log = logging.getLogger(__name__)


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
    for job in JOBS:
        clock.add_job(
            run_job,
            "interval",
            seconds=job.every.total_seconds(),
            args=(job, outside),
            id=job.name,
            next_run_time=first,
            misfire_grace_time=int(job.grace.total_seconds()),
            coalesce=True,
            max_instances=1,
        )
    clock.start()
    return clock
