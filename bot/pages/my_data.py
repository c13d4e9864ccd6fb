"""The copy of a person's own data, behind a signed link that lives an hour. Nothing is cached."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database
from bot.my_data_links import Copy, MyDataLinks
from bot.pages.open_data import crowd
from bot.pages.open_data.responses import HTML, JSON, secured, settings, static_version, stop
from bot.texts import my_data_page, open_data
from handlers.context import Actor, Context
from handlers.people import export
from models.people import Person

_log = logging.getLogger(__name__)
VISITOR = Actor("web", origin="web")
my_data = Blueprint("my_data", __name__, url_prefix="/my-data", template_folder="templates")


def now() -> datetime:
    """The present; tests have their own."""
    return datetime.now(UTC)


@my_data.get("/<token>")
def page(token: str) -> Response:
    """The copy to read."""
    copy = _copy(token)
    if copy is None:
        return stop(404, my_data_page.GONE)
    html = render_template(
        "my_data/copy.html",
        w=open_data.WORDS,
        t=my_data_page,
        office=settings().office_name,
        licence=settings().data_licence,
        version=static_version(),
        title=my_data_page.TITLE,
        made=my_data_page.made(copy),
        sections=my_data_page.sections(copy),
        path=f"/my-data/{token}",
    )
    response = make_response(html)
    response.content_type = HTML
    return response


@my_data.get("/<token>.json")
def file(token: str) -> Response:
    """The copy to keep."""
    copy = _copy(token)
    if copy is None:
        return stop(404, my_data_page.GONE)
    body = json.dumps(copy, ensure_ascii=False, indent=1) + "\n"
    response = Response(body, content_type=JSON)
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _copy(token: str) -> dict[str, Any] | None:
    found = MyDataLinks(settings().secret_key).read(token, now=now())
    if found is None:
        return None
    database = current_app.extensions["database"]
    assert isinstance(database, Database)
    with database.reading() as session:
        person = session.get(Person, found.person_id)
        if person is None or not _still_theirs(person, found):
            return None
        return export(Context(session, now(), VISITOR), person)


def _still_theirs(person: Person, copy: Copy) -> bool:
    """Not after their account was taken away, given to another, or their data was erased."""
    return person.bound_at is not None and int(person.bound_at.timestamp()) == int(
        copy.bound_at.timestamp()
    )


@my_data.after_request
def _for_one_pair_of_eyes(response: Response) -> Response:
    response = secured(response)
    del response.headers["Access-Control-Allow-Origin"]
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


crowd.limit(my_data)


@my_data.errorhandler(SQLAlchemyError)
def _no_database(error: SQLAlchemyError) -> Response:
    _log.error("my_data.database_failed", extra={"kind": type(error).__name__})
    return stop(503)
