"""So many readers at once and no more: LINE's calls share the threads with the pages."""

from __future__ import annotations

import threading

from flask import Blueprint, Response, g, request

from bot.pages.open_data.responses import secured, stop

#: Of the web server's threads (`bot.service.WEB_THREADS`), those that pages may take.
MOST = 12
RETRY_AFTER = "3"
_PLACES = threading.BoundedSemaphore(MOST)


def limit(pages: Blueprint) -> None:
    """Answer 503 at once to whoever comes while all places are taken."""
    pages.before_request(_enter)
    pages.teardown_request(_leave)


def _enter() -> Response | None:
    if request.endpoint == "open_data.static":
        return None
    g.has_place = _PLACES.acquire(blocking=False)
    if g.has_place:
        return None
    response = secured(stop(503))
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _leave(_error: BaseException | None) -> None:
    if g.pop("has_place", False):
        _PLACES.release()
