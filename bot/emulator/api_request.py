"""One request to the Messaging API: who asks, what ails the platform, and what is written down.

`api.py` and its neighbours hold the endpoints; this file is what all of them share.
"""

import json
import time
import uuid
from dataclasses import dataclass, field

from flask import Request, Response, g, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from bot.emulator.calls import Call
from bot.emulator.faults import Fault
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Json, Problem, Refusal
from bot.emulator.sending import MONTHLY_LIMIT

RATE_LIMIT = "The API rate limit has been exceeded. Try again later."
_UNAUTHORIZED = (
    "Authentication failed. Confirm that the access token in the authorization header is valid."
)
# First word below /v2/bot/, then what follows it, to the name that a fault is switched on for.
_TARGETS = {
    "message/reply": "reply",
    "message/push": "push",
    "message/multicast": "multicast",
    "message/validate": "validate",
    "message/quota": "quota",
    "message/markAsRead": "read",
    "channel/webhook": "webhook",
    "chat/loading": "loading",
    "chat/markAsRead": "read",
    "profile": "profile",
    "group": "group",
    "room": "group",
    "richmenu": "richmenu",
    "user": "richmenu",
    "info": "info",
    "message": "content",
}


@dataclass
class Asked:
    """What is known of the request in hand."""

    target: str
    call: Call
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    started: float = field(default_factory=time.perf_counter)
    fault: Fault | None = None
    body: object = None


def asked() -> Asked:
    """The request in hand."""
    current: Asked = g.line_asked
    return current


def target_of(path: str) -> str:
    """The group of endpoints that a path below the API's root belongs to."""
    if path.startswith("/oauth2/"):
        return "login"
    parts = path.removeprefix("/v2/bot/").split("/")
    return _TARGETS.get("/".join(parts[:2])) or _TARGETS.get(parts[0], "info")


def arrive(platform: LinePlatform, path: str) -> Response | None:
    """Receive a request: check who asks, then let a fault that is switched on have its way."""
    target = target_of(path)
    call = Call(platform.stamp(), request.method, path, way=target)
    g.line_asked = current = Asked(target, call)
    # LINE's limit holds here, not the one that the product sets for its own pages.
    request.max_content_length = platform.limits.body_bytes
    if target != "login":
        authorize(platform, request)
    current.fault = platform.faults.draw(target, platform.identifiers.chance())
    if current.fault is None or current.fault.after_taking:
        return None
    return suffer(platform, current.fault)


def leave(platform: LinePlatform, response: Response) -> Response:
    """Send an answer: perhaps spoilt by a fault, always numbered and written down."""
    current = asked()
    if current.fault is not None and current.fault.after_taking:
        current.call.taken = response.status_code < 300
        response = suffer(platform, current.fault) or response
    response.headers["x-line-request-id"] = current.request_id
    current.call.status = response.status_code
    current.call.ms = round((time.perf_counter() - current.started) * 1000, 2)
    platform.calls.add(current.call)
    return response


def suffer(platform: LinePlatform, fault: Fault) -> Response | None:
    """The effect of a fault: an answer to give instead, or None to go on after a delay."""
    if fault.effect == "slow":
        platform.faults.released.wait(fault.ms / 1000)
        return None
    if fault.effect == "timeout":
        platform.faults.released.wait(fault.ms / 1000)
        return _cut()
    if fault.effect == "drop":
        return _cut()
    if fault.effect == "processing":
        return Response(status=202)
    if fault.effect == "429_rate":
        return _json({"message": RATE_LIMIT}, 429)
    if fault.effect == "429_month":
        return _json({"message": MONTHLY_LIMIT}, 429)
    return _json({"message": "Internal server error"}, 500)


def refuse(platform: LinePlatform, refusal: Refusal) -> Response:
    """The answer to a refused request; a bad body is remembered for the tests."""
    current = asked()
    body = refusal.body()
    details = body.get("details")
    current.call.errors = details if isinstance(details, list) else [{"message": refusal.message}]
    if refusal.invalid:
        platform.reject(
            {
                "at": current.call.at,
                "method": current.call.method,
                "path": current.call.path,
                "status": refusal.status,
                **body,
                "body": current.body,
            }
        )
    response = _json(body, refusal.status)
    response.headers.update(refusal.headers)
    return response


def authorize(platform: LinePlatform, incoming: Request) -> None:
    """Raise Refusal 401 unless the request carries the channel's access token."""
    if incoming.headers.get("Authorization") != f"Bearer {platform.access_token}":
        raise Refusal(401, _UNAUTHORIZED)


def limit(platform: LinePlatform, bucket: str) -> None:
    """Raise Refusal 429 when the endpoints of this bucket were asked too often."""
    if not platform.rates.take(bucket):
        raise Refusal(429, RATE_LIMIT)


def json_body(platform: LinePlatform) -> Json:
    """The request's JSON object. Raises Refusal for one too big, or that is none."""
    data = raw_body(platform.limits.body_bytes)
    if request.mimetype != "application/json":
        raise Refusal(415, "The content type must be application/json")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        message = "The request body could not be parsed as JSON"
        raise Refusal(400, message, [Problem(message, "")]) from None
    asked().body = body
    if not isinstance(body, dict):
        raise Refusal(400, "The request body has 1 error(s)", [Problem("must be an object", "")])
    return body


def raw_body(most: int) -> bytes:
    """The request's bytes. Raises Refusal 413 when there are more than `most`."""
    message = f"The request body must be {most} bytes or smaller"
    if (request.content_length or 0) > most:
        raise Refusal(413, message)
    try:
        data = request.get_data(cache=False)
    except (RequestEntityTooLarge, ClientDisconnected):
        raise Refusal(413, message) from None
    if len(data) > most:
        raise Refusal(413, message)
    return data


def empty() -> Response:
    """LINE's answer where there is nothing to say."""
    return _json({}, 200)


def answer(body: Json, status: int = 200) -> Response:
    """A JSON answer."""
    return _json(body, status)


def _json(body: Json, status: int) -> Response:
    return Response(json.dumps(body), status=status, mimetype="application/json")


def _cut() -> Response:
    # A body shorter than promised makes every WSGI server close the connection.
    return Response(iter([b"{"]), status=200, headers={"Content-Length": "64"})
