"""The clock's jobs: each says what it is for, and how late it may still run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.jobs import JOBS, Job


def test_names_are_unique() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_has_a_purpose_a_rhythm_and_a_grace(job: Job) -> None:
    assert (job.run.__doc__ or "").strip()
    assert job.every > timedelta(0)
    assert job.grace >= timedelta(seconds=10)
    assert job.run.__name__ == job.name
    assert len(f"job:{job.name}") <= 20  # a heartbeat's part
