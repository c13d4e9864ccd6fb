"""Being watched: alive, ready, figures - and nothing of a person in any of them."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers import heartbeats
from scheduler.jobs import JOBS
from tests.office import Office


def test_alive_and_not_yet_ready_then_ready(office: Office) -> None:
    assert office.web.get("/healthz").status_code == 200
    cold = office.web.get("/readyz")
    assert cold.status_code == 503
    assert cold.json is not None
    assert cold.json["database"] is True
    with office.database.transaction() as session:
        for part in ("worker", "sender", "clock", "line"):
            heartbeats.beat(session, part, "n", now=datetime.now(UTC))
        heartbeats.ran(session, "tidy", "n", well=False, now=datetime.now(UTC))
    office.app.extensions["jobs"] = [job.facts() for job in JOBS]
    warm = office.web.get("/readyz")
    assert warm.json is not None
    assert (warm.status_code, warm.json["ready"]) == (200, True)
    jobs = {job["name"]: job for job in warm.json["jobs"]}
    assert jobs["remind_rounds"] == {
        "name": "remind_rounds", "every_seconds": 60, "grace_seconds": 3600, "last_run": None,
        "outcome": None,
    }  # fmt: skip
    assert jobs["tidy"]["outcome"] == "failed"
    assert warm.json["messages"] == {"limit": None, "left": None, "parked": 0}
    assert 'thamkhet_job_well{job="tidy"} 0.0' in office.web.get("/metrics").text


def test_the_figures_tell_what_went_on_and_hold_nobody(office: Office) -> None:
    who = office.people["teacher"]
    office.says(who, "เมนู")
    figures = office.web.get("/metrics").text
    assert 'thamkhet_inbox_events{status="done"} 1.0' in figures
    assert 'thamkhet_outbox_messages{status="accepted"} 1.0' in figures
    assert "thamkhet_quota_left" in figures
    assert who not in figures
    assert "เมนู" not in figures
