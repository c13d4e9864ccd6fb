"""How these pages answer: headers, marks of freshness, and kind words where there is no page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, make_response, render_template, request

from bot.config import Settings
from bot.texts import open_data as texts

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; script-src 'none'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
#: A corrected figure must not stand in caches for long.
FRESH = "public, max-age=60"
KEPT = "public, max-age=604800"
_CODE = Path(__file__).parents[3]


def settings() -> Settings:
    """The settings of this service."""
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found


def secured(response: Response) -> Response:
    """No script may run, nobody may frame it; any agency's page may read the files."""
    for name, value in SECURITY.items():
        response.headers[name] = value
    if request.endpoint == "open_data.static" and response.status_code == 200:
        # Their address changes with them (`?v=`), but for the fonts, which never change.
        response.headers["Cache-Control"] = KEPT
    if response.mimetype != "text/html":
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def page(template: str, status: int = 200, **words: Any) -> Response:
    """A page made from a template, with the office's name and the words of all pages."""
    known = settings()
    html = render_template(
        f"data/{template}",
        w=texts.WORDS,
        t=texts,
        office=known.office_name,
        licence=known.data_licence,
        version=static_version(),
        **words,
    )
    response = make_response(html, status)
    response.content_type = HTML
    return response


def plain_json(found: dict[str, Any], status: int = 200) -> Response:
    """JSON with Thai letters as they are."""
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Response(body, status, content_type=JSON)


def stop(status: int, said: str = "", link: tuple[str, str] | None = None) -> Response:
    """Kind words in the form that was asked for. `link` leads on: label and path."""
    title, hint = texts.STOPS[status]
    if request.path.endswith((".json", ".csv", ".xlsx", ".png", ".svg")):
        error: dict[str, Any] = {"error": said or title, "status": status}
        if link:
            error["see"] = f"{settings().public_url}{link[1]}"
        response = plain_json(error, status)
    else:
        response = page("stop.html", status, title=title, said=said, hint=hint, link=link)
    response.headers["Cache-Control"] = "no-store"
    return response


def fresh(marks: list[Any], make: Callable[[], Response]) -> Response:
    """The answer with its ETag; 304 without making it for whoever has it already.

    `marks` are all that it depends on besides the address, the settings and the program.
    """
    known = settings()
    seen = [
        request.full_path, known.office_name, known.data_licence, known.public_url, program(), marks
    ]  # fmt: skip
    tag = hashlib.sha256(json.dumps(seen, default=str).encode()).hexdigest()[:24]
    known_there = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if known_there else make()
    if response.status_code in (200, 304):
        # Weak: a page may be packed on its way and stays the same.
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = FRESH
    return response


@cache
def program() -> str:
    """A mark of the program's own files: what it says of the same data may change with it."""
    found = hashlib.sha256()
    for room in ("bot", "handlers"):
        for path in sorted((_CODE / room).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".toml"):
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


@cache
def static_version() -> str:
    """A mark of the files that browsers keep for long."""
    folder = Path(__file__).parents[1] / "static"
    found = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        found.update(path.read_bytes())
    return found.hexdigest()[:10]
