"""Delivery of events to the bot's webhook: signed, within two seconds, by a thread of its own.

By default one worker keeps the order of events. Redelivery, duplicates and lateness are
switched in `DeliverySettings`. Source: LINE's pages on receiving messages and on verifying
the webhook signature.
"""

import base64
import hashlib
import heapq
import hmac
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import urllib3

from bot.emulator.delivery_settings import DeliverySettings
from bot.emulator.refusals import Json

# url, body, headers, seconds -> status. Raises TimeoutError or another OSError.
Transport = Callable[[str, bytes, dict[str, str], float], int]
_LONGEST_WAIT = 60.0


@dataclass(order=True)
class _Job:
    due: float
    number: int
    event: Json = field(compare=False)
    attempt: int = field(default=1, compare=False)


@dataclass
class Outcome:
    """How one POST ended: the status, or the reason why there is none."""

    status: int | None
    reason: str | None

    @property
    def ok(self) -> bool:
        """Whether LINE would count the webhook as delivered."""
        return self.reason is None


class Webhooks:
    """The queue of events and the threads that hand them over.

    `before` is told the events of a POST just before it leaves, `accepted` after a 2xx.
    """

    def __init__(
        self,
        url: str | None,
        secret: str,
        destination: str,
        *,
        settings: DeliverySettings,
        chance: Callable[[], float],
        before: Callable[[Sequence[Json]], None],
        accepted: Callable[[Sequence[Json]], None],
        transport: Transport | None = None,
    ) -> None:
        self.url = url
        self.settings = settings
        self.sent = self.failed = 0
        self.last_error: str | None = None
        self.ok: bool | None = None
        self._secret = secret
        self._destination = destination
        self._chance = chance
        self._before, self._accepted = before, accepted
        self._transport = transport or _HttpTransport()
        self._jobs: list[_Job] = []
        self._changed = threading.Condition()
        self._number = self._working = 0
        self._threads: list[threading.Thread] = []
        self._closed = False

    def enqueue(self, event: Json) -> None:
        """Put an event in the queue; it leaves in its turn, perhaps late, perhaps twice."""
        late = self._chance() < self.settings.out_of_order
        with self._changed:
            self._push(event, self._jitter() if late else 0.0)
            if self._chance() < self.settings.duplicates:
                self._push(event, self._jitter())
            self._start()

    def post(
        self, events: Sequence[Json], *, signature: str | None = "good", url: str | None = None
    ) -> Outcome:
        """POST events now, in the caller's thread; `signature` is good, bad or none."""
        body = self.body(events)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
        }
        if signature != "none":
            key = self._secret if signature == "good" else f"not {self._secret}"
            headers["x-line-signature"] = sign(key, body)
        return self._send(url or self.url, body, headers)

    def body(self, events: Sequence[Json]) -> bytes:
        """The bytes of a webhook POST with these events."""
        return encode({"destination": self._destination, "events": list(events)})

    def drain(self, seconds: float = 10.0) -> bool:
        """Wait until nothing is queued or on its way. False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._working, seconds)

    def wake(self) -> None:
        """Look at the settings and the queue again."""
        with self._changed:
            self._start()
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget what is queued and how earlier deliveries went."""
        with self._changed:
            self._jobs.clear()
            self.sent = self.failed = 0
            self.ok = self.last_error = None
            self._changed.notify_all()

    def close(self) -> None:
        """Stop the threads; what is still queued is not delivered."""
        with self._changed:
            self._closed = True
            self._jobs.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=self.settings.timeout_ms / 1000 + 1)

    def public(self) -> Json:
        """The state of the webhook, for the control API."""
        return {
            "url": self.url,
            "ok": self.ok,
            "lastError": self.last_error,
            "sent": self.sent,
            "failed": self.failed,
            "pending": len(self._jobs) + self._working,
        }

    def _jitter(self) -> float:
        return self._chance() * self.settings.jitter_ms / 1000

    def _push(self, event: Json, delay: float, attempt: int = 1) -> None:
        if self._closed or not self.url:
            return
        self._number += 1
        heapq.heappush(self._jobs, _Job(time.monotonic() + delay, self._number, event, attempt))
        self._changed.notify_all()

    def _start(self) -> None:
        # Started late, so that a platform made before a fork still has its threads.
        while len(self._threads) < self.settings.workers and not self._closed:
            place = len(self._threads)
            name = f"line-webhook-{place + 1}"
            thread = threading.Thread(target=self._work, args=(place,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self, place: int) -> None:
        while True:
            with self._changed:
                jobs = self._take(place)
                if jobs is None:
                    return
            outcome = self._deliver(jobs)
            with self._changed:
                self._working -= 1
                if not outcome.ok:
                    self._redeliver(jobs)
                self._changed.notify_all()

    def _take(self, place: int) -> list[_Job] | None:
        while not self._closed:
            now = time.monotonic()
            due = bool(self._jobs) and self._jobs[0].due <= now
            # Workers beyond the number set now stay, but rest.
            open_now = not self.settings.hold and place < self.settings.workers
            if due and open_now:
                jobs = [heapq.heappop(self._jobs)]
                while self._jobs and self._jobs[0].due <= now and len(jobs) < self.settings.batch:
                    jobs.append(heapq.heappop(self._jobs))
                self._working += 1
                return jobs
            waits = self._jobs and open_now
            self._changed.wait(self._jobs[0].due - now if waits else _LONGEST_WAIT)
        return None

    def _deliver(self, jobs: Sequence[_Job]) -> Outcome:
        events = [_as_sent(job) for job in jobs]
        self._before(events)
        outcome = self.post(events)
        if outcome.ok:
            self._accepted(events)
        return outcome

    def _redeliver(self, jobs: Sequence[_Job]) -> None:
        if not self.settings.redelivery:
            return
        for job in jobs:
            if job.attempt <= self.settings.redelivery_attempts:
                delay = self.settings.redelivery_seconds * 2 ** (job.attempt - 1)
                self._push(job.event, delay, job.attempt + 1)

    def _send(self, url: str | None, body: bytes, headers: dict[str, str]) -> Outcome:
        if not url:
            return Outcome(None, "no webhook URL is set")
        try:
            status = self._transport(url, body, headers, self.settings.timeout_ms / 1000)
        except TimeoutError:
            outcome = Outcome(None, "request_timeout")
        except OSError:
            outcome = Outcome(None, "could_not_connect")
        else:
            reason = None if 200 <= status < 300 else f"error_status_code {status}"
            outcome = Outcome(status, reason)
        with self._changed:
            self._count(outcome)
        return outcome

    def _count(self, outcome: Outcome) -> None:
        self.ok = outcome.ok
        if outcome.ok:
            self.sent += 1
        else:
            self.failed += 1
            self.last_error = outcome.reason


def sign(secret: str, body: bytes) -> str:
    """The value of `x-line-signature` for these bytes."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def encode(payload: Json) -> bytes:
    """JSON as LINE sends it: UTF-8, unless half a surrogate pair makes that impossible."""
    try:
        return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(payload, separators=(",", ":")).encode()


def _as_sent(job: _Job) -> Json:
    if job.attempt == 1:
        return job.event
    return {**job.event, "deliveryContext": {"isRedelivery": True}}


class _HttpTransport:
    """POSTs over kept connections; urllib3's errors become Python's own."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(maxsize=16, retries=False)

    def __call__(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> int:
        try:
            answer = self._pool.request("POST", url, body=body, headers=headers, timeout=seconds)
        except urllib3.exceptions.ReadTimeoutError as error:
            raise TimeoutError from error
        except urllib3.exceptions.HTTPError as error:
            raise ConnectionError from error
        return answer.status
