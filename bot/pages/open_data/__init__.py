"""The Big Data pages at /data/: what is published, for everyone to read, take and pass on.

No cookie, no session, no script. Every request reads in one transaction and writes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from bot.database import Database
from bot.pages.open_data import crowd, files
from bot.pages.open_data.charts import chart_of
from bot.pages.open_data.dataset import dataset_page
from bot.pages.open_data.responses import fresh, page, secured, settings, stop
from bot.pages.open_data.school import school_page, search_page
from bot.pages.open_data.sight import MOST_ROWS, Sight, edition_path, look
from bot.texts import open_data as texts
from handlers import datastate
from handlers.context import Actor, Context
from handlers.open_data import catalogue
from handlers.open_data.catalogue import Published
from handlers.questions import Office
from handlers.questions.figures import Edition, Snapshot, snapshot
from models.datasets import Coverage

_log = logging.getLogger(__name__)
VISITOR = Actor("web")
EDITION = "/<slug>/<int(fixed_digits=4):year>-<int(fixed_digits=1):round_>"

open_data = Blueprint(
    "open_data",
    __name__,
    url_prefix="/data",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


@open_data.get("/")
def index() -> Response:
    """The datasets in their groups, the key figures, and the search for a school."""
    with _reading() as (ctx, known):
        return fresh(_marks(ctx, known), lambda: _index(ctx, known))


@open_data.get("/qr.<any(svg, png):kind>")
def index_qr(kind: str) -> Response:
    """The code that opens the index."""
    return fresh([], lambda: _qr("/data/", kind))


@open_data.get("/index.json")
def catalogue_json() -> Response:
    """Every dataset and edition with its address."""
    with _reading() as (ctx, known):
        return fresh(_marks(ctx, known), lambda: files.catalogue(catalogue.published(known)))


@open_data.get("/<slug>/")
def newest(slug: str) -> Response:
    """The newest edition of a dataset."""
    return _seen(slug, None, dataset_page)


@open_data.get(f"{EDITION}/")
def edition(slug: str, year: int, round_: int) -> Response:
    """One edition. Its address stays."""
    return _seen(slug, (year, round_), dataset_page)


@open_data.get("/<slug>.<any(json, csv, xlsx):kind>")
def newest_file(slug: str, kind: str) -> Response:
    """The newest edition as a file."""
    return _seen(slug, None, _FILES[kind])


@open_data.get(f"{EDITION}.<any(json, csv, xlsx):kind>")
def edition_file(slug: str, year: int, round_: int, kind: str) -> Response:
    """One edition as a file. Its address stays."""
    return _seen(slug, (year, round_), _FILES[kind])


@open_data.get(f"{EDITION}/chart.png")
def chart(slug: str, year: int, round_: int) -> Response:
    """One edition's bars: its categories, or its grades."""
    return _seen(slug, (year, round_), _chart)


@open_data.get(f"{EDITION}/qr.<any(svg, png):kind>")
def edition_qr(slug: str, year: int, round_: int, kind: str) -> Response:
    """The code that opens the edition's page."""
    return _seen(slug, (year, round_), lambda sight: _qr(sight.path, kind))


@open_data.get("/schools/")
def schools() -> Response:
    """Search by name or code; all schools where nothing is typed."""
    with _reading() as (ctx, known):
        return fresh(_marks(ctx, known), lambda: search_page(ctx, known, _office()))


@open_data.get("/schools/<code>/")
def school(code: str) -> Response:
    """What is published of one school."""
    with _reading() as (ctx, known):
        return fresh(_marks(ctx, known), lambda: school_page(ctx, known, code))


@open_data.get("/schools/<code>/qr.<any(svg, png):kind>")
def school_qr(code: str, kind: str) -> Response:
    """The code that opens a school's page."""
    if not (code.isascii() and code.isdigit() and len(code) == 8):
        return stop(404)
    return fresh([], lambda: _qr(f"/data/schools/{code}/", kind))


# ---------------------------------------------------------------- one edition


def _seen(slug: str, when: tuple[int, int] | None, make: Callable[[Sight], Response]) -> Response:
    topic = slug.replace("-", "_")
    with _reading() as (ctx, known):
        found = catalogue.dataset(known, topic) if "_" not in slug else None
        of = found.edition(*when) if found and when else found.newest if found else None
        if found is None or of is None:
            return _gone(ctx, topic, found, when)
        marks = [*_marks(ctx, known), of.version, of.mark]
        return fresh(marks, lambda: _made(ctx, known, found, of, make))


def _made(
    ctx: Context,
    known: Snapshot,
    found: Published,
    of: Edition,
    make: Callable[[Sight], Response],
) -> Response:
    on_page = make is dataset_page
    sight = look(ctx, known, found, of, MOST_ROWS if on_page else None)
    if sight.unheeded and not on_page:
        # A person sees on the page what was passed over; a program would take a wrong table.
        return stop(400, texts.refused(sight.unheeded), (texts.WORDS["see_newest"], sight.path))
    return make(sight)


def _gone(
    ctx: Context, topic: str, found: Published | None, when: tuple[int, int] | None
) -> Response:
    if when is None or not catalogue.was_withdrawn(ctx, topic, *when):
        return stop(404)
    link = None
    if found is not None:
        link = (texts.WORDS["see_newest"], edition_path(topic.replace("_", "-"), found.newest))
    return stop(410, link=link)


def _chart(sight: Sight) -> Response:
    drawn = chart_of(sight)
    if drawn is None:
        return stop(404)
    from bot.documents import charts

    return Response(charts.draw(drawn), content_type="image/png")


def _qr(path: str, kind: str) -> Response:
    from bot.documents import qr

    address = f"{settings().public_url}{path}"
    if kind == "svg":
        return Response(qr.svg(address), content_type="image/svg+xml")
    return Response(qr.png(address), content_type="image/png")


_FILES: dict[str, Callable[[Sight], Response]] = {
    "json": files.as_json,
    "csv": files.as_csv,
    "xlsx": files.as_xlsx,
}


# ---------------------------------------------------------------- the index


def _index(ctx: Context, known: Snapshot) -> Response:
    published = catalogue.published(known)
    by_slug = {one.topic.slug: one for one in published}
    groups = [
        (title, [by_slug[slug] for slug in slugs if slug in by_slug])
        for title, slugs in texts.GROUPS
    ]
    return page(
        "index.html",
        title=texts.WORDS["site"],
        groups=[(title, cards) for title, cards in groups if cards],
        figures=_key_figures(ctx, known),
    )


def _key_figures(ctx: Context, known: Snapshot) -> dict[str, Any] | None:
    """The office at a glance, from the newest round of pupils that holds the whole of it."""
    whole = (e for e in known.editions if e.coverage is Coverage.WHOLE)
    newest = next(whole, None)
    if newest is None:
        return None
    counted = known.figures(ctx, newest)
    students = counted.each(None, None)
    return {
        "edition": newest,
        "schools": int((students > 0).sum()),
        "students": int(students.sum()),
        "rooms": int(counted.each(None, "rooms").sum()),
    }


# ---------------------------------------------------------------- what they share


@contextmanager
def _reading() -> Iterator[tuple[Context, Snapshot]]:
    database = current_app.extensions["database"]
    assert isinstance(database, Database)
    with database.reading() as session:
        ctx = Context(session, datetime.now(UTC), VISITOR)
        yield ctx, snapshot(ctx)


def _marks(ctx: Context, known: Snapshot) -> list[Any]:
    return [datastate.current(ctx), *(edition.mark for edition in known.editions)]


def _office() -> Office:
    return Office(settings().office_code, settings().office_name)


open_data.after_request(secured)
crowd.limit(open_data)


@open_data.errorhandler(SQLAlchemyError)
def _no_database(error: SQLAlchemyError) -> Response:
    _log.error("open_data.database_failed", extra={"kind": type(error).__name__})
    return stop(503)


@open_data.app_errorhandler(404)
@open_data.app_errorhandler(405)
def _no_page(error: HTTPException) -> Response | HTTPException:
    """Kind words below /data/; elsewhere the plain answer."""
    if not f"{request.path}/".startswith("/data/") or error.code is None:
        return error
    response = secured(stop(error.code))
    if error.code == 405:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response
