"""LINE's door: check the signature, store every event, answer. Nothing else happens here.

It stands before Flask, not in it: every event of every chat comes through here, and routing,
contexts and response objects would cost more than the work itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from werkzeug.wsgi import get_content_length, get_input_stream

from bot import events, metrics
from bot.intake import Intake, NotStored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/callback"
LARGEST_BODY = 2 * 1024 * 1024
_STATUSES = {
    200: "200 OK",
    400: "400 Bad Request",
    401: "401 Unauthorized",
    405: "405 Method Not Allowed",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}


class Webhook:
    """Answers `POST /callback`; every other path goes on to the application behind it.

    200 stored (or nothing to store) · 400 not a JSON object · 401 wrong or no signature ·
    413 over 2 MB · 503 could not be stored, LINE may bring it again.
    """

    def __init__(self, behind: WSGIApplication, secret: str, intake: Intake) -> None:
        self._behind, self._secret, self._intake = behind, secret, intake

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return self._behind(environ, start)
        if environ["REQUEST_METHOD"] != "POST":
            start(_STATUSES[405], [("Content-Length", "0"), ("Allow", "POST")])
            return [b""]
        started = time.perf_counter()
        status = self._receive(environ)
        start(_STATUSES[status], [("Content-Length", "0")])
        metrics.ACK_SECONDS.observe(time.perf_counter() - started)
        metrics.WEBHOOKS.labels(str(status)).inc()
        return [b""]

    def _receive(self, environ: WSGIEnvironment) -> int:
        if (get_content_length(environ) or 0) > LARGEST_BODY:
            return 413
        body = get_input_stream(environ).read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            return 413
        if not signed(body, environ.get("HTTP_X_LINE_SIGNATURE"), self._secret):
            return 401
        found = _events(body)
        if found is None:
            return 400
        return _store(self._intake, found)


def signed(body: bytes, signature: str | None, secret: str) -> bool:
    """Is this the HMAC-SHA256 of exactly these bytes, in Base64?"""
    expected = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256))
    return hmac.compare_digest(expected, (signature or "").encode("utf-8", "replace"))


def _events(body: bytes) -> list[Any] | None:
    """The delivery's events, or None when the body is not a JSON object."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    listed = found.get("events", [])
    # Something else in place of the list is kept too, as one event nobody can read.
    return listed if isinstance(listed, list) else [{"type": "unreadable", "value": listed}]


def _store(intake: Intake, found: list[Any]) -> int:
    now_ms = int(time.time() * 1000)
    try:
        rows = [events.read(event, now_ms=now_ms) for event in found]
        if rows:
            intake.put(rows)
    except RecursionError:
        return 400
    except NotStored:
        return 503
    return 200
