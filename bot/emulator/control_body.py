"""Reading the JSON bodies of the control API, and answering in JSON."""

import json

from flask import Response, request

from bot.emulator.refusals import Json


class BadBody(ValueError):
    """A body of the control API that is not as it should be; the message says how."""


def body() -> Json:
    """The request's JSON object, empty when there is none. Raises BadBody."""
    data = request.get_data(cache=False)
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        raise BadBody("the body is not JSON") from None
    if not isinstance(found, dict):
        raise BadBody("the body must be a JSON object")
    return found


def text(sent: Json, key: str, default: str | None = None) -> str:
    """A string of the body. Raises BadBody when it is missing and has no default."""
    value = sent.get(key, default)
    if not isinstance(value, str):
        raise BadBody(f"{key} must be a string")
    return value


def optional_text(sent: Json, key: str) -> str | None:
    """A string of the body, or None. Raises BadBody."""
    return None if sent.get(key) is None else text(sent, key)


def texts(sent: Json, key: str) -> list[str]:
    """A list of strings of the body, empty when it is missing. Raises BadBody."""
    value = sent.get(key) or []
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise BadBody(f"{key} must be a list of strings")
    return value


def number(sent: Json, key: str) -> float | None:
    """A number of the body, or None. Raises BadBody."""
    value = sent.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadBody(f"{key} must be a number")
    return float(value)


def integer(sent: Json, key: str) -> int | None:
    """A whole number of the body, or None. Raises BadBody."""
    value = number(sent, key)
    return None if value is None else int(value)


def flag(sent: Json, key: str) -> bool:
    """True when the body says so; False when it is missing."""
    return sent.get(key) is True


def reply(answer: Json, status: int = 200) -> Response:
    """A JSON answer that nobody may keep."""
    response = Response(json.dumps(answer), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
