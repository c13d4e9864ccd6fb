"""Being watched: alive, ready, and the figures for Prometheus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import metrics
from bot.database import Database
from handlers import budget, heartbeats, inbox, outbox
from models.engine import LineGate
from models.inbox import EventStatus
from models.outbox import OutboxStatus

health = Blueprint("health", __name__)
#: The clock asks LINE every ten minutes; the token counts as good for a little longer.
TOKEN_PATIENCE = timedelta(minutes=25)


@health.after_request
def _plain(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@health.get("/healthz")
def alive() -> Response:
    """This process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Database, worker, sender, clock and LINE token: 200 when all are well, else 503. The clock's
    jobs stand beside them: one that failed is tried again and makes nobody unready."""
    now = datetime.now(UTC)
    try:
        with _database().reading() as session:
            found, jobs = _parts(session, now), _jobs(session, now)
            messages = _messages(session, now)
    except SQLAlchemyError:
        found, jobs, messages = {"database": False}, [], {}
    well = all(found.values())
    return jsonify(ready=well, **found, jobs=jobs, messages=messages), 200 if well else 503


def _messages(session: Session, now: datetime) -> dict[str, Any]:
    """The month's paid messages. That they are gone makes nobody unready: replies are free."""
    month = budget.figures(session, now=now)
    parked = budget.parked(session)
    return {"limit": month.limit, "left": month.remaining, "parked": parked}


def _jobs(session: Session, now: datetime) -> list[dict[str, Any]]:
    """Each job with its rhythm, when it ran last and how that ended; `null` within a day: never."""
    runs = heartbeats.last_runs(session, now=now)
    listed = []
    for job in current_app.extensions["jobs"]:
        run = runs.get(job["name"])
        outcome = None if run is None else "ok" if run.well else "failed"
        listed.append({**job, "last_run": run.at.isoformat() if run else None, "outcome": outcome})
    return listed


def _parts(session: Session, now: datetime) -> dict[str, bool]:
    seen = heartbeats.last_seen(session, now=now)
    token_seen = seen.get("line")
    gate = session.get(LineGate, "push")
    refused = gate is not None and gate.reason == "unauthorized" and gate.closed_until > now
    return {
        "database": True,
        "worker": heartbeats.is_alive(seen.get("worker"), now=now),
        "sender": heartbeats.is_alive(seen.get("sender"), now=now),
        "clock": heartbeats.is_alive(seen.get("clock"), now=now),
        "line_token": bool(token_seen and now - token_seen < TOKEN_PATIENCE) and not refused,
    }


@health.get("/metrics")
def figures() -> Response:
    """Prometheus text. Holds counts only, nothing of a person."""
    try:
        with _database().reading() as session:
            _measure(session, datetime.now(UTC))
    except SQLAlchemyError:
        return Response(status=503)
    return Response(generate_latest(metrics.REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _measure(session: Session, now: datetime) -> None:
    events, messages = inbox.counts(session), outbox.counts(session)
    for event_status in EventStatus:
        metrics.INBOX.labels(event_status.value).set(events.get(event_status.value, 0))
    for status in OutboxStatus:
        metrics.OUTBOX.labels(status.value).set(messages.get(status.value, 0))
    metrics.INBOX_AGE.set(_age(inbox.oldest_open(session), now))
    metrics.OUTBOX_AGE.set(_age(outbox.oldest_due(session, now=now), now))
    for name, run in heartbeats.last_runs(session, now=now).items():
        metrics.JOB_AGE.labels(name).set(_age(run.at, now))
        metrics.JOB_WELL.labels(name).set(run.well)
    known = budget.quota(session, now=now)
    limit = known.limit_value if known else None
    left = budget.remaining(session, now=now)
    metrics.QUOTA_LIMIT.set(-1 if limit is None else limit)
    metrics.QUOTA_LEFT.set(-1 if left is None else left)


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0


def _database() -> Database:
    found: Any = current_app.extensions["database"]
    assert isinstance(found, Database)
    return found
