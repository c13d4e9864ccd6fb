"""Pages behind signed links: the token is read, what is wrong with it is said kindly, and nothing
of these pages is kept, listed or framed by anybody.

    @behind("deliveries")
    def page(link: Link) -> Response: ...
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from bot.database import Database
from bot.files import Files
from bot.page_links import LinkExpired, PageLinks
from bot.pages.open_data import crowd
from bot.pages.open_data.responses import HTML, settings, static_version
from bot.texts import service_pages as texts
from handlers.context import Actor, Context
from handlers.forms import Loaded
from models.errors import Refusal
from models.people import Person

_log = logging.getLogger(__name__)
_CSP = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
#: LINE and others fetch a link to draw its preview; nobody has opened it by that.
_PREVIEWS = ("line-poker", "facebookexternalhit", "linespider", "bot/", "bot;")
View = Callable[..., Answer]


@dataclass(frozen=True)
class Link:
    """A signed link that was opened: what it claims, and its own path."""

    path: str
    claims: dict[str, Any]

    def number(self, claim: str) -> int:
        """A claim that is an id; 0, which no record has, where it is none."""
        found = self.claims.get(claim)
        return found if type(found) is int and 0 < found < 2**63 else 0


def behind(page: str, *, gone: str = "") -> Callable[[View], View]:
    """A view that gets the Link of its token; without a good one it is never called.

    `gone` names the words (`STOPS`) for a link that is no longer, or never was, this page's.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def opened(token: str, **more: Any) -> Answer:
            try:
                claims = PageLinks(settings().secret_key).read(page, token, now=now())
            except LinkExpired:
                return stop(410, gone or "expired")
            if claims is None:
                return stop(404, gone or "bad_link")
            return view(Link(f"/{page}/{token}", claims), **more)

        opened.guard = f"signed link: {page}"  # type: ignore[attr-defined]
        return opened

    return guarded


def private(pages: Blueprint) -> None:
    """Give these pages their headers, their share of the threads, and words for failures."""
    pages.after_request(_headers)
    crowd.limit(pages)
    pages.register_error_handler(Refusal, _refused)
    pages.register_error_handler(SQLAlchemyError, _no_database)
    pages.register_error_handler(500, lambda _error: stop(500, "busy"))


def page(template: str, status: int = 200, **words: Any) -> Response:
    """A page made from a template, with the office's name and the words of these pages."""
    known = settings()
    html = render_template(
        f"service/{template}",
        w=texts.WORDS,
        office=known.office_name,
        phone=known.office_phone,
        version=static_version(),
        **words,
    )
    response = make_response(html, status)
    response.content_type = HTML
    return response


def stop(status: int, why: str) -> Response:
    """Why there is no such page, and what to do."""
    title, said, hint = texts.STOPS[why]
    return page("stop.html", status, title=title, said=said, hint=hint)


def context(session: Session, person: Person | None = None) -> Context:
    """A use case's context. The door of a page is the web, from an address."""
    return Context(session, now(), Actor(_name(person), origin=f"web:{address()}"))


def _name(person: Person | None) -> str:
    if person is None:
        return "web"
    return f"line:{person.line_user}" if person.line_user else f"person:{person.id}"


def address() -> str:
    """Where it was opened from; behind a reverse proxy that of the proxy (docs/deliveries.md)."""
    return request.remote_addr or ""


def by_a_person() -> bool:
    """Did somebody open it, or does a program look for a preview?"""
    agent = (request.user_agent.string or "").lower()
    return request.method == "GET" and not any(name in agent for name in _PREVIEWS)


def now() -> datetime:
    """The present."""
    found = current_app.extensions["now"]()
    assert isinstance(found, datetime)
    return found


def database() -> Database:
    """The office's database."""
    found = current_app.extensions["database"]
    assert isinstance(found, Database)
    return found


def files() -> Files:
    """FILES_DIR."""
    found = current_app.extensions["files"]
    assert isinstance(found, Files)
    return found


def forms() -> Loaded:
    """The forms in force."""
    found = current_app.extensions["forms"]
    assert isinstance(found, Loaded)
    return found


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    # Browsers draw a PDF with parts of their own, which a policy of this kind may forbid.
    policy = _CSP if response.mimetype == "text/html" else "frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy
    return response


def _refused(error: Refusal) -> Response:
    why = texts.REFUSED.get(type(error).__name__, "gone")
    return stop(404 if why == "not_yours" else 410, why)


def _no_database(error: SQLAlchemyError) -> Response:
    _log.error("pages.database_failed", extra={"kind": type(error).__name__})
    return stop(503, "busy")
