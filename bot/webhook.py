"""LINE's door: check the signature, store every event, answer. Nothing else happens here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request
from werkzeug.wsgi import get_content_length, get_input_stream

from bot import events, metrics
from bot.intake import Intake, NotStored

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

webhook = Blueprint("webhook", __name__)
_ANSWERED = {code: metrics.WEBHOOKS.labels(str(code)) for code in (200, 400, 401, 413, 503)}
LARGEST_BODY = 2 * 1024 * 1024


@webhook.post("/callback")
def callback() -> Response:
    """Store the events of one delivery.

    200 stored (or nothing to store) · 400 not a JSON object · 401 wrong or no signature ·
    413 over 2 MB · 503 could not be stored, LINE may bring it again.
    """
    started = time.perf_counter()
    secret: str = current_app.config["SETTINGS"].line_channel_secret
    status = _receive(request.environ, secret, current_app.extensions["intake"])
    metrics.ACK_SECONDS.observe(time.perf_counter() - started)
    _ANSWERED[status].inc()
    return Response(status=status)


def _receive(environ: WSGIEnvironment, secret: str, intake: Intake) -> int:
    if (get_content_length(environ) or 0) > LARGEST_BODY:
        return 413
    # Straight from the server: Flask's own reading of a body costs more than our whole work.
    body = get_input_stream(environ).read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return 413
    if not signed(body, environ.get("HTTP_X_LINE_SIGNATURE"), secret):
        return 401
    found = _events(body)
    return 400 if found is None else _store(intake, found)


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
