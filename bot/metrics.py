"""What Prometheus reads. Counters of this process; depths and quota are read when asked."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
_QUICK = (0.001, 0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
_SLOW = (0.005, 0.01, 0.025, 0.04, 0.06, 0.1, 0.25, 0.5, 1, 3, 10, 30, 60)


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(f"thamkhet_{name}", text, labels, registry=REGISTRY)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"thamkhet_{name}", text, labels, registry=REGISTRY)


WEBHOOKS = _counter("webhooks", "Deliveries from LINE by the status they were answered", "status")
EVENTS_IN = _counter("events_in", "New events stored in the inbox")
EVENTS_REPEATED = _counter("events_repeated", "Events that were there already")
EVENTS_DONE = _counter("events_done", "Events worked off by outcome", "outcome")
LINE_CALLS = _counter("line_calls", "Calls to LINE by way and outcome", "way", "outcome")
MEDIA = _counter("media", "Photos and files by what became of them", "outcome")
MAILS = _counter("mails", "E-mails by what came of a try", "outcome")
ACK_SECONDS = Histogram(
    "thamkhet_ack_seconds", "Webhook received to answered", buckets=_QUICK, registry=REGISTRY
)
ANSWER_SECONDS = Histogram(
    "thamkhet_answer_seconds",
    "Event received to LINE's answer to our reply",
    buckets=_SLOW,
    registry=REGISTRY,
)
INBOX = _gauge("inbox_events", "Events in the inbox by status", "status")
INBOX_AGE = _gauge("inbox_oldest_seconds", "Age of the oldest event not worked off")
OUTBOX = _gauge("outbox_messages", "Messages in the outbox by status", "status")
OUTBOX_AGE = _gauge("outbox_oldest_seconds", "Age of the oldest message that is due")
JOB_AGE = _gauge("job_last_run_seconds", "Seconds since a clock's job ran last", "job")
JOB_WELL = _gauge("job_well", "1 when the last run of a clock's job went well, else 0", "job")
QUOTA_LIMIT = _gauge("quota_limit", "Paid messages of this month; -1 = no limit or not known")
QUOTA_LEFT = _gauge("quota_left", "Paid messages left this month; -1 = no limit or not known")
